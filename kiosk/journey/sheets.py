"""The sheets that rise over a page: leave, size, officer called, missing papers, how to use, still there?"""

from collections.abc import Callable

from kiosk.clock import local
from kiosk.journey.moves import SENT
from kiosk.journey.views import Button, CalledSheet, IdleSheet, Sheet, SizeSheet
from kiosk.journey.walk import WARNING_S, Walk

Say = Callable[..., str]


def sheet_of(walk: Walk, say: Say) -> Sheet | None:
    """The sheet that covers the page now; silence covers any other."""
    if walk.warned_at is not None:
        return _idle(walk, say)
    builders: dict[str, Callable[[Walk, Say], Sheet]] = {
        "leave": _leave,
        "size": _size,
        "called": _called,
        "missing": _missing,
        "how": _how,
    }
    return builders[walk.sheet](walk, say) if walk.sheet else None


def _idle(walk: Walk, say: Say) -> Sheet:
    left = walk.warning_left
    return IdleSheet(
        id="idle",
        title=say("walk.warn.title"),
        lines=(say("walk.warn.line.sent" if walk.stage in SENT else "walk.warn.line"),),
        buttons=(
            Button("stay", say("walk.warn.stay")),
            Button("leave-erase", say("walk.warn.leave"), style="secondary"),
        ),
        seconds=round(left),
        fraction=left / WARNING_S,
        show_number=left <= WARNING_S / 2,
    )


def _leave(walk: Walk, say: Say) -> Sheet:
    stay = Button("stay", say("walk.leave.stay"))
    if walk.stage in SENT:
        return Sheet(
            id="leave",
            title=say("walk.leave.title"),
            lines=(say("walk.leave.sent"),),
            buttons=(stay, Button("leave-erase", say("walk.leave.pay-later"), style="secondary")),
        )
    keep = (Button("leave-keep", say("walk.leave.keep"), style="secondary"),) if walk.can_keep() else ()
    erase = Button("leave-erase", say("walk.leave.erase"), style="delete")
    lines = (say("walk.leave.line"), *((walk.keep_words(),) if keep else ()))
    return Sheet(id="leave", title=say("walk.leave.title"), lines=lines, buttons=(stay, *keep, erase))


def _size(walk: Walk, say: Say) -> Sheet:
    return SizeSheet(
        id="size",
        title=say("walk.size.title"),
        size=walk.session.size,
        sizes=tuple((size, say(f"walk.size.{size}")) for size in ("1", "1.25", "1.5")),
        theme=walk.session.theme,
        themes=tuple((theme, say(f"walk.size.{theme}")) for theme in ("light", "contrast")),
        buttons=(Button("close", say("walk.size.close")),),
    )


def _called(walk: Walk, say: Say) -> Sheet:
    call = walk.call
    officer = call.officer if call else ""
    if officer:
        title, lines = say("walk.called.coming"), [say("walk.called.who", officer=officer)]
    elif call and call.id is None:
        title, lines = say("walk.called.title"), [say("walk.called.offline")]
    else:
        title, lines = say("walk.called.title"), []
    return CalledSheet(
        id="called",
        title=title,
        lines=(*lines, say("walk.called.wait"), say("walk.called.hold")),
        buttons=(Button("close", say("walk.called.close")),),
        officer=officer,
        since=f"{local(walk.clock.now()):%H:%M}",
    )


def _missing(walk: Walk, say: Say) -> Sheet:
    return Sheet(
        id="missing",
        title=say("walk.missing.title"),
        lines=(say("walk.missing.1"), say("walk.missing.2")),
        buttons=(Button("next", say("walk.missing.go")), Button("home", say("walk.missing.later"), style="secondary")),
    )


def _how(walk: Walk, say: Say) -> Sheet:
    return Sheet(
        id="how",
        title=say("walk.how.title"),
        lines=tuple(say(f"walk.how.{n}") for n in range(1, 5)),
        buttons=(Button("close", say("walk.how.close")),),
    )
