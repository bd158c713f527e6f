"""What can be done on every page: leave, keep the answers, call, other looks; and what silence does."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.clock import local
from kiosk.journey.help import CallReason
from kiosk.journey.moves import SENT, Act, IllegalMove, Stage
from kiosk.journey.part import Handler, Part

if TYPE_CHECKING:
    from kiosk.journey.walk import Walk

SIZES = ("1", "1.25", "1.5")
THEMES = ("light", "contrast")


class Anywhere(Part):
    """The acts that belong to no stage."""

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.HOME: self._home,
            Act.LEAVE_ERASE: self._leave,
            Act.LEAVE_KEEP: self._keep,
            Act.TIMEOUT: self._timeout,
            Act.HELP: self._help,
            Act.CLOSE: self._close,
            Act.STAY: self._stay,
            Act.LANGUAGE: self._language,
            Act.SIZE: self._size,
            Act.THEME: self._theme,
            Act.FAULT: self.walk.rest,
        }

    def _home(self, _: str) -> None:
        """Where something of hers would be lost, that is asked about first."""
        walk = self.walk
        if walk.person is None:
            walk.end("stopped", Stage.HOME)
        else:
            walk.raised = "leave"

    def _leave(self, _: str) -> None:
        walk = self.walk
        if walk.stage in SENT:
            walk.silence.answered()
            walk.paying.later()
        elif walk.silence.warned_at is not None:
            walk.end("left", Stage.IDLE)
        else:
            walk.end("stopped", Stage.HOME)

    def _keep(self, _: str) -> None:
        """Keep the answers for the printed slip and this card; here they are forgotten at once."""
        walk = self.walk
        until = keep_until(walk)
        if until is None:
            raise IllegalMove("nothing can be kept now")
        kept, procedure = walk.session, walk.procedure
        walk.consent(procedure.keep, "keep")
        code = walk.machine.keep_draft(kept, walk.known_person(), until)
        walk.log("draft.kept", text=procedure.keep)
        walk.go(Stage.KEPT)
        walk.machine.erase(kept.id)
        walk.forget_answers()
        walk.parting.print_kept(code, until)

    def _timeout(self, _: str) -> None:
        walk = self.walk
        match walk.stage:
            case Stage.STOPPED:
                # What could not be erased then is erased now; a disk that fails still keeps the machine at rest.
                walk.machine.erase(walk.session.id)
                walk.machine.audit("memory.wiped")
                walk.help.end()
                walk.begin_anew()
            case Stage.IDLE:
                walk.help.end()
                walk.begin_anew()
            case Stage.DONE | Stage.KEPT | Stage.SENT_BEFORE:
                walk.end("done", Stage.IDLE)
            case _:
                walk.end("idle", Stage.IDLE)

    def _help(self, _: str) -> None:
        walk = self.walk
        walk.silence.answered()
        unread = walk.stage is Stage.CARD and walk.card.code
        walk.help.ring(CallReason.SCANNER if unread else CallReason.HELP)

    def _close(self, _: str) -> None:
        """Close what covers the page; the call of an officer is withdrawn."""
        if self.walk.raised:
            self.walk.raised = ""
        else:
            self.walk.help.end()

    def _stay(self, _: str) -> None:
        self.walk.silence.answered()
        self.walk.raised = ""

    def _language(self, _: str) -> None:
        session = self.walk.session
        session.lang = "en" if session.lang == "vi" else "vi"

    def _size(self, size: str) -> None:
        if not size:
            self.walk.raised = "size"
        elif size in SIZES:
            self.walk.session.size = size
        else:
            raise IllegalMove("this size was not offered")

    def _theme(self, theme: str) -> None:
        if theme not in THEMES:
            raise IllegalMove("this theme was not offered")
        self.walk.session.theme = theme


def keep_until(walk: "Walk") -> datetime | None:
    """Until when the answers could be kept; None where there are none, or the office is shut, or no slip can come."""
    if walk.stage not in (Stage.ASKING, Stage.CHECK) or not walk.procedure.keep:
        return None
    now = local(walk.clock.now())
    closes = walk.machine.closes(now.date())
    if closes is None or walk.machine.printer_can_print() is not True:
        return None
    until = datetime.combine(now.date(), closes, now.tzinfo)
    return until if until > now else None
