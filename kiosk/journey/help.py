"""An officer is called: by the bell on every page, or by what happens on one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.journey.moves import Stage
from kiosk.language.text import Words

if TYPE_CHECKING:
    from kiosk.journey.walk import Walk


class CallReason(StrEnum):
    """Why an officer is called. The words for her stand in the catalogue under `walk.reason.<value>`."""

    HELP = "help"
    UNSURE = "unsure"
    NOT_ME = "not-me"
    SCANNER = "T-211"


@dataclass
class Call:
    """A call that is open: `id` None where the line is down; `officer` once one is coming."""

    id: str | None
    at: datetime
    officer: str = ""


class Help:
    """At most one call is open; while it is, the idle clock is held."""

    def __init__(self, walk: "Walk") -> None:
        self._walk = walk
        self.call: Call | None = None

    def ring(self, reason: CallReason) -> None:
        """Call an officer. Rung again, the call that is open is shown again; one that did not go out is tried again."""
        walk = self._walk
        walk.raised = ""
        if self.call is not None and (self.call.id or walk.machine.line_down_since() is not None):
            return
        said = walk.stop.code if walk.stop else Words.load().say(f"walk.reason.{reason}", "vi")
        self.call = Call(walk.machine.call(walk.page_id, said), walk.clock.now())
        walk.session.help += 1
        if walk.stage is not Stage.STOPPED:  # the store may be what stopped it
            call = {"id": self.call.id} if self.call.id else {}
            walk.log("help.called", page=walk.page_id, reason=reason.value, **call)

    def answered(self, call: str, officer: str, ended: bool) -> None:
        """The desk answered; of another call it is nothing."""
        if self.call is None or self.call.id != call:
            return
        self._walk.silence.broken()
        if ended:
            self.call = None
        elif officer:
            self.call.officer = officer
            self._walk.log("help.answered", officer=officer)

    def end(self) -> None:
        """The citizen goes on, or is gone."""
        if self.call and self.call.id:
            self._walk.machine.end_call(self.call.id)
        self.call = None
