""" "Tra cứu hồ sơ": the code of a slip is asked for at the hub, or opens the answers that were kept with it."""

from collections.abc import Mapping
from typing import Literal

from kiosk.journey.moves import Act, IllegalMove, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.ports import LookupAnswer, SlipKind, SlipResult
from kiosk.payments.lookup import is_lookup

Status = Literal["waiting", "asking", "other", "offline", "unknown", "found"]


class SlipSearch(Part):
    """Stage LOOKUP."""

    status: Status = "waiting"
    answer: LookupAnswer | None = None
    """what the hub says of the slip while `status` is found"""
    printing = False
    slip: SlipResult | None = None
    """what became of the paper that was printed for this slip"""
    _asked = ""

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.SLIP: self._slip,
            Act.PRINT: self._print,
            Act.PRINTED: self._printed,
            Act.BACK: self._back,
        }

    @property
    def offered(self) -> SlipKind | None:
        """The paper that can be printed for what was found: the appointment once accepted, else what is to be paid."""
        answer = self.answer
        if answer is None or self.printing or self.slip or self.walk.machine.printer_can_print() is False:
            return None
        if answer.state == "accepted":
            return SlipKind.FINAL
        return SlipKind.PAYMENT if answer.money in ("open", "partial") and answer.state != "withdrawn" else None

    @property
    def waits(self) -> bool:
        """For a slip: the camera is open."""
        return self.status in ("waiting", "other")

    @property
    def warns(self) -> bool:
        """There is nothing of hers to lose."""
        return False

    def _slip(self, text: str) -> None:
        walk, code = self.walk, text.strip()
        self._forget()
        self._asked = code
        if not is_lookup(code):
            self.status = "other"
        elif walk.machine.has_draft(code):
            walk.card.open_with(code)
        elif walk.machine.line_down_since() is not None:
            self.status = "offline"
        else:
            self.status = "asking"
            walk.machine.lookup(code, lambda answer: walk.post(lambda: self._answered(code, answer)))

    def _answered(self, code: str, answer: LookupAnswer) -> None:
        """The hub's answer, if this citizen still waits for it and has not asked for another slip."""
        if self.walk.lookup is self and self.walk.stage is Stage.LOOKUP and self._asked == code:
            found: dict[bool | None, Status] = {True: "found", False: "unknown", None: "offline"}
            self.status = found[answer.found]
            self.answer = answer if answer.found else None

    def _print(self, _: str) -> None:
        walk, code, kind = self.walk, self._asked, self.offered
        if kind is None:
            raise IllegalMove("no paper is offered for this slip")
        self.printing = True
        walk.machine.print_found(code, kind, lambda result: walk.post(lambda: self._came_out(code, result)))

    def _came_out(self, code: str, result: SlipResult) -> None:
        if self.walk.lookup is self and self.walk.stage is Stage.LOOKUP and self._asked == code:
            self.walk.do(Act.PRINTED, result)

    def _printed(self, result: str) -> None:
        self.printing, self.slip = False, SlipResult(result)

    def _back(self, _: str) -> None:
        self.walk.session.back += 1
        self.walk.go(Stage.HOME)
        self._forget()

    def _forget(self) -> None:
        """Back to where no slip was shown; what was asked or printed for one that was is news to nobody."""
        self.status, self.answer, self._asked = "waiting", None, ""
        self.printing, self.slip = False, None
