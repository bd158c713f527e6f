""" "Tra cứu hồ sơ": the code of a slip is asked for at the hub, or opens the answers that were kept with it."""

from collections.abc import Mapping
from typing import Literal

from kiosk.journey.moves import Act, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.ports import LookupAnswer
from kiosk.payments.lookup import is_lookup

Status = Literal["waiting", "asking", "other", "offline", "unknown", "found"]


class SlipSearch(Part):
    """Stage LOOKUP."""

    status: Status = "waiting"
    answer: LookupAnswer | None = None
    """what the hub says of the slip while `status` is found"""
    _asked = ""

    def handlers(self) -> Mapping[Act, Handler]:
        return {Act.SLIP: self._slip, Act.BACK: self._back}

    @property
    def warns(self) -> bool:
        """There is nothing of hers to lose."""
        return False

    def _slip(self, text: str) -> None:
        walk, code = self.walk, text.strip()
        self.answer, self._asked = None, code
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

    def _back(self, _: str) -> None:
        self.walk.session.back += 1
        self.walk.go(Stage.HOME)
        self.status, self.answer, self._asked = "waiting", None, ""
