"""The last pages: the dossier is safe, the answers are kept, the machine rests."""

from kiosk.clock import local
from kiosk.journey.codes import CODES, advice
from kiosk.journey.pages.money import money_seen
from kiosk.journey.pages.teller import Teller
from kiosk.journey.parting import DONE_S
from kiosk.journey.ports import SlipResult
from kiosk.journey.views import Button, DoneView, MessageView, Note, StoppedView, View
from kiosk.language.dates import hour_text
from kiosk.language.numbers import money_text
from kiosk.procedures.papers import papers_due

_PAPERS = {
    "photo_4x6": "walk.done.paper.photo",
    "old_passport": "walk.done.paper.old",
    "loss_report": "walk.done.paper.report",
}
"""Paper that the counter wants -> the word for it in a list."""


_WAYS = {"family": "family", "cash": "cash", "later": "later"}
"""Way of paying -> what the last page says of the money; any other: that it was not seen yet."""


def done(t: Teller) -> View:
    walk, parting = t.walk, t.walk.parting
    papers = papers_due(walk.procedure, walk.questions.keys(), walk.machine.office)
    carried = [
        "walk.done.paper.card",
        *(_PAPERS[p.kind] for p in papers if p.kind in _PAPERS and p.state != "at_counter"),
    ]
    no_slip = parting.slip is SlipResult.NOT_PRINTED
    both = len(parting.kinds) > 1
    take = ("receipt-text", t.say("walk.done.1.both" if both else "walk.done.1"), t.say("walk.done.1.sub"))
    if no_slip:
        take = ("printer", t.say("walk.done.no-paper"), t.say("walk.done.no-paper.sub"))
    steps = (
        take,
        ("card-account-details", t.say("walk.done.2"), t.say("walk.done.2.sub")),
        ("account-tie", t.say("walk.done.3"), t.say("walk.done.3.sub", papers=", ".join(map(t.say, carried)))),
    )
    warning = [t.say("walk.done.warning")]
    if walk.machine.line_down_since() is not None:
        warning.append(t.say("walk.done.offline"))
    return DoneView(
        page="done",
        title=t.say("walk.done.title"),
        number_label=t.say("walk.done.number"),
        number=walk.known_dossier().number,
        steps=steps,
        warning=" ".join(warning),
        money=_money(t),
        no_slip=no_slip,
        ask=t.say("walk.done.ask") if parting.slip is SlipResult.UNKNOWN else "",
        countdown=_countdown(t),
        countdown_fraction=parting.left_s / DONE_S,
        buttons=_buttons(t),
    )


def kept(t: Teller) -> View:
    parting = t.walk.parting
    close = hour_text(parting.kept_until) if parting.kept_until else ""
    lost = parting.slip is SlipResult.NOT_PRINTED
    said = {
        None: (t.say("walk.done.printing"),),
        SlipResult.PRINTED: (t.say("walk.kept.line"), t.say("walk.kept.back", close=close)),
        SlipResult.NOT_PRINTED: (t.say("walk.kept.failed"), t.say("walk.kept.again")),
        SlipResult.UNKNOWN: (t.say("walk.done.ask"),),
    }[parting.slip]
    return MessageView(
        page="kept",
        title=t.say("walk.kept.lost" if lost else "walk.kept.title"),
        tone="w" if lost else "i",
        lines=(t.say("walk.kept.unsent"), *said),
        buttons=(*((t.bell(),) if lost else ()), *_buttons(t)),
    )


def stopped(t: Teller) -> View:
    stop = t.walk.stop
    return StoppedView(
        page="out-of-order",
        title=t.say("walk.stopped.title"),
        lines=(t.say("walk.stopped.line"),),
        note=Note("i", t.say("walk.stopped.safe"), t.say("walk.stopped.safe2"), icon="shield-check"),
        code=t.say("walk.stopped.code", code=stop.code, time=hour_text(local(stop.since))) if stop else "",
        advice=t.say(advice(stop.code)) if stop and stop.code in CODES else "",
        button=t.bell(),
    )


def _money(t: Teller) -> str:
    """One line on the fee; "" where nothing was due."""
    news, due = t.walk.paying.money, t.walk.paying.due
    if due is None:
        return ""
    if news is not None and news.enough:
        if news.excess:
            return money_seen(t, news)
        return t.say("walk.done.money.paid", amount=money_text(news.due))
    if news is not None and news.state == "partial":
        return t.say("walk.done.money.part", remaining=money_text(news.remaining))
    way = "open" if t.walk.paying.said_paid_at else _WAYS.get(t.walk.paying.way, "open")
    return t.say(f"walk.done.money.{way}", amount=money_text(due.amount))


def _countdown(t: Teller) -> str:
    if t.walk.parting.printing:
        return t.say("walk.done.printing")
    return t.say("walk.done.countdown", seconds=round(t.walk.parting.left_s))


def _buttons(t: Teller) -> tuple[Button, ...]:
    parting = t.walk.parting
    finish = Button("finish", t.say("walk.done.finish"), icon="check-bold")
    if parting.slip is SlipResult.UNKNOWN:
        no = t.say("walk.done.ask.no" if t.walk.sealed else "walk.kept.ask.no")
        broken = Button("out-broken", no, style="secondary")
        return (broken, Button("out-whole", t.say("walk.done.ask.yes"), icon="check-bold"))
    if parting.may_reprint:
        return (Button("reprint", t.say("walk.done.reprint"), style="secondary", icon="printer"), finish)
    return (finish,)
