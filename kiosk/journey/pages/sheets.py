"""The sheets that rise over a page: leave, size, officer called, missing papers, how to use, still there?"""

from collections.abc import Callable, Mapping

from kiosk.clock import local
from kiosk.journey.anywhere import SIZES, THEMES, keep_until
from kiosk.journey.moves import SENT
from kiosk.journey.pages.teller import Teller
from kiosk.journey.silence import WARNING_S
from kiosk.journey.views import Button, CalledSheet, IdleSheet, Sheet, SizeSheet
from kiosk.language.dates import hour_text


def sheet_of(t: Teller) -> Sheet | None:
    """The sheet that covers the page now."""
    return _BUILDERS[t.walk.sheet](t) if t.walk.sheet else None


def _idle(t: Teller) -> Sheet:
    """The second half of the time is counted."""
    left, sent = t.walk.silence.warning_left, t.walk.stage in SENT
    counted = left <= WARNING_S / 2
    leave = t.say("walk.pay.print" if sent else "walk.warn.leave")
    return IdleSheet(
        id="idle",
        title=t.say("walk.warn.title"),
        lines=(t.say("walk.warn.line.sent" if sent else "walk.warn.line"),),
        buttons=(Button("stay", t.say("walk.warn.stay")), Button("leave-erase", leave, style="secondary")),
        seconds=round(left if counted else WARNING_S),
        fraction=left / WARNING_S if counted else 1.0,
        show_number=counted,
    )


def _leave(t: Teller) -> Sheet:
    walk = t.walk
    stay = Button("stay", t.say("walk.leave.stay"))
    if walk.stage in SENT:
        later = Button("leave-erase", t.say("walk.pay.later"), style="secondary")
        return Sheet(
            id="leave", title=t.say("walk.leave.title"), lines=(t.say("walk.leave.sent"),), buttons=(stay, later)
        )
    lines, buttons = [t.say("walk.leave.line")], [stay]
    until = keep_until(walk)
    if until is not None:
        lines = [*walk.notices[walk.procedure.keep].say(t.lang, close=hour_text(until))]
        buttons.append(Button("leave-keep", t.say("walk.leave.keep"), style="secondary"))
    buttons.append(Button("leave-erase", t.say("walk.leave.erase"), style="delete"))
    return Sheet(id="leave", title=t.say("walk.leave.title"), lines=tuple(lines), buttons=tuple(buttons))


def _size(t: Teller) -> Sheet:
    session = t.walk.session
    return SizeSheet(
        id="size",
        title=t.say("walk.size.title"),
        size=session.size,
        sizes=tuple((size, t.say(f"walk.size.{size}")) for size in SIZES),
        theme=session.theme,
        themes=tuple((theme, t.say(f"walk.size.{theme}")) for theme in THEMES),
        buttons=(Button("close", t.say("walk.size.close")),),
    )


def _called(t: Teller) -> Sheet:
    call = t.walk.help.call
    assert call is not None  # noqa: S101 - the sheet is up while a call is open
    title, lines = t.say("walk.called.title"), [t.say("walk.called.wait")]
    if call.officer:
        title, lines = t.say("walk.called.coming"), [t.say("walk.called.who", officer=call.officer), *lines]
    elif call.id is None:
        title, lines = t.say("walk.called.offline.title"), [t.say("walk.called.offline")]
    return CalledSheet(
        id="called",
        title=title,
        lines=(*lines, t.say("walk.called.hold.alone" if call.id is None else "walk.called.hold")),
        alone=call.id is None,
        buttons=(Button("close", t.say("walk.called.close")),),
        officer=call.officer,
        since=hour_text(local(call.at)),
    )


def _missing(t: Teller) -> Sheet:
    return Sheet(
        id="missing",
        title=t.say("walk.missing.title"),
        lines=tuple(t.say(f"walk.missing.{n}") for n in range(1, 4)),
        buttons=(
            Button("next", t.say("walk.missing.go")),
            Button("home", t.say("walk.missing.later"), style="secondary"),
        ),
    )


def _how(t: Teller) -> Sheet:
    return Sheet(
        id="how",
        title=t.say("walk.how.title"),
        lines=tuple(t.say(f"walk.how.{n}") for n in range(1, 5)),
        buttons=(Button("close", t.say("walk.how.close")),),
    )


_BUILDERS: Mapping[str, Callable[[Teller], Sheet]] = {
    "idle": _idle,
    "leave": _leave,
    "size": _size,
    "called": _called,
    "missing": _missing,
    "how": _how,
}
