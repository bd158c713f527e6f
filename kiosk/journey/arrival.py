"""Before anything is known of a citizen: the idle page, the areas, what to bring, what the machine keeps."""

from collections.abc import Mapping
from typing import get_args

from kiosk.clock import today
from kiosk.journey.codes import FULL
from kiosk.journey.help import CallReason
from kiosk.journey.moves import Act, IllegalMove, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.session import USUAL_LOOKS
from kiosk.journey.silence import CALL_HELD_S, IDLE_S
from kiosk.procedures.fees import knows_its_fee
from kiosk.procedures.model import Area
from kiosk.procedures.reach import Start, start

STOPPED_S = 30.0
"""Seconds after which a machine that stopped looks whether it can go on."""


class Arrival(Part):
    """Stages IDLE, HOME, ELSEWHERE, BRING, NOTICE, and STOPPED, at which nobody is served."""

    all_of_notice = False
    """whether the whole notice is unfolded"""
    goes_elsewhere = False
    """whether the procedure exists, but another office receives it"""

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.START: self._start,
            Act.AREA: self._area,
            Act.LOOKUP: lambda _: self.walk.go(Stage.LOOKUP),
            Act.UNSURE: lambda _: self.walk.help.ring(CallReason.UNSURE),
            Act.HOW: lambda _: self._raise("how"),
            Act.MISSING: lambda _: self._raise("missing"),
            Act.NEXT: self._next,
            Act.ALL: self._all,
            Act.BACK: self._back,
        }

    @property
    def warns(self) -> bool:
        return self.walk.stage in (Stage.BRING, Stage.NOTICE)

    def tick(self) -> None:
        """A machine that stopped goes on once its disk has room, but not while somebody waits at it for an officer."""
        walk = self.walk
        if walk.stage is Stage.STOPPED and walk.silence.lasted > (CALL_HELD_S if walk.help.call else STOPPED_S):
            walk.silence.broken()
            if walk.machine.has_room():
                walk.do(Act.TIMEOUT)

    def silence_s(self) -> float | None:
        """On the idle page only what somebody left there runs out: a sheet, a call, a language, a size."""
        walk = self.walk
        untouched = walk.session.looks == USUAL_LOOKS and not walk.sheet
        if walk.stage is Stage.STOPPED or (walk.stage is Stage.IDLE and untouched):
            return None
        return IDLE_S

    def _start(self, _: str) -> None:
        walk = self.walk
        if not walk.machine.has_room():
            walk.fault(FULL)
            return
        walk.session.started_at = walk.clock.now().isoformat()
        walk.log("session.started")
        walk.go(Stage.HOME)

    def _area(self, area: str) -> None:
        walk = self.walk
        if area not in get_args(Area):
            raise IllegalMove("this area was not offered")
        offered = walk.catalogue.by_area(area)
        day = today(walk.clock)
        received = [p for p in offered if p.code in walk.machine.office.receives and knows_its_fee(p, day)]
        if not received:
            self.goes_elsewhere = bool(offered)
            walk.go(Stage.ELSEWHERE)
            return
        away = walk.machine.away()
        possible = next((p for p in received if start(p.needs, away) is not Start.WAITS), None)
        if possible is None:
            raise IllegalMove("what this area needs does not answer now")
        walk.session.procedure = possible.id
        walk.go(Stage.BRING)

    def _next(self, _: str) -> None:
        walk = self.walk
        if walk.stage is Stage.BRING:
            walk.go(Stage.NOTICE)
            walk.log("notice.shown", text=walk.procedure.notice)
        else:
            walk.consent(walk.procedure.notice, "notice")
            walk.log("notice.passed")
            walk.card.wait()

    def _all(self, _: str) -> None:
        self.all_of_notice = not self.all_of_notice

    def _back(self, _: str) -> None:
        walk = self.walk
        walk.session.back += 1
        if walk.stage is Stage.NOTICE:
            walk.go(Stage.BRING)
        else:
            walk.go(Stage.HOME)
            walk.session.procedure = ""

    def _raise(self, sheet: str) -> None:
        self.walk.raised = sheet
