"""The last page: the slips come out, or the answers that were kept; then the screen is cleared."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.journey.moves import Act, IllegalMove, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.ports import PrintOrder, SlipKind, SlipResult

DONE_S = 45.0
"""Seconds after which the last page is cleared, from the last touch or the end of printing."""


class Parting(Part):
    """Stages DONE and KEPT."""

    slip: SlipResult | None = None
    """what is known of the slips; None while they come out"""
    printing = False
    kinds: tuple[SlipKind, ...] = ()
    """the slips of the dossier that were to come out"""
    kept_until: datetime | None = None
    """until when the answers are kept (KEPT)"""
    _reprinted = False
    _kept_code = ""

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.PRINTED: self._printed,
            Act.REPRINT: self._reprint,
            Act.OUT_WHOLE: lambda _: self._look(SlipResult.PRINTED),
            Act.OUT_BROKEN: lambda _: self._look(SlipResult.NOT_PRINTED),
            Act.FINISH: lambda _: self.walk.end("done", Stage.IDLE),
            Act.HOME: lambda _: self.walk.end("done", Stage.IDLE),
            Act.MONEY: lambda _: None,
        }

    @property
    def warns(self) -> bool:
        """The dossier is safe: the page just ends."""
        return False

    def silence_s(self) -> float | None:
        return None if self.printing else DONE_S

    @property
    def left_s(self) -> float:
        """Seconds until the page is cleared."""
        return DONE_S if self.printing else max(0.0, DONE_S - self.walk.silence.lasted)

    @property
    def may_reprint(self) -> bool:
        """Whether the slips can be had once more."""
        return self.walk.stage is Stage.DONE and self.slip is SlipResult.PRINTED and not self._reprinted

    def print_slips(self, copy: int = 0) -> None:
        """The slips of the dossier in one run. That of the payment is for an unpaid fee only."""
        walk = self.walk
        if walk.machine.printer_can_print() is False:
            self.slip = SlipResult.NOT_PRINTED
            return
        paying = walk.paying
        second = (SlipKind.PAID,) if paying.paid else (SlipKind.PAYMENT,) if paying.due else ()
        self.kinds = (SlipKind.PROVISIONAL, *second)
        self.printing, self.slip = True, None
        sealed, person = walk.known_dossier(), walk.known_person()
        order = PrintOrder(walk.session, person, walk.procedure, sealed, self.kinds, paying.money, copy)
        walk.machine.print_slips(order, lambda result: walk.post(lambda: self._came_out(result)))

    def print_kept(self, code: str, until: datetime) -> None:
        """The slip that opens the answers kept under `code`."""
        self.printing, self.slip = True, None
        self.kept_until, self._kept_code = until, code
        self.walk.machine.print_kept(code, until, lambda result: self.walk.post(lambda: self._came_out(result)))

    def _came_out(self, result: SlipResult) -> None:
        """What became of the print, also of one whose citizen is gone by now."""
        if self.walk.parting is self:
            self.walk.do(Act.PRINTED, result)
        elif result is SlipResult.NOT_PRINTED:
            self._drop_kept()

    def _printed(self, result: str) -> None:
        self.printing, self.slip = False, SlipResult(result)
        self.walk.silence.broken()
        if self.slip is SlipResult.NOT_PRINTED:
            self._drop_kept()

    def _reprint(self, _: str) -> None:
        if not self.may_reprint:
            raise IllegalMove("a slip is printed again once")
        self._reprinted = True
        self.print_slips(copy=1)

    def _look(self, seen: SlipResult) -> None:
        """A person looked at the slot."""
        if self.slip is not SlipResult.UNKNOWN:
            raise IllegalMove("the printer knows what came out")
        self.slip = seen
        if self.walk.sealed:
            self.walk.machine.settle_slips(self.walk.sealed.id, whole=seen is SlipResult.PRINTED)
        elif seen is SlipResult.NOT_PRINTED:
            self._drop_kept()

    def _drop_kept(self) -> None:
        """Answers whose slip nobody has can be opened by nobody."""
        if self._kept_code:
            self.walk.machine.drop_draft(self._kept_code)
            self.walk.machine.audit("draft.erased")
            self._kept_code = ""
