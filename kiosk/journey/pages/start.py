"""Idle, home, another office, look-up, what to bring, what the machine keeps."""

from dataclasses import replace

from kiosk.clock import today
from kiosk.journey.pages.teller import Teller
from kiosk.journey.ports import SlipResult
from kiosk.journey.readers import Reader
from kiosk.journey.views import Button, Fact, FactsView, HomeView, IdleView, LookupView, MessageView, Note, Tile, View
from kiosk.language.dates import day_text, hour_words
from kiosk.line import Destination
from kiosk.procedures.bring import bring_facts
from kiosk.procedures.reach import LOOKUP, Start, sees_money, start, unreachable

AREAS = (
    ("can-cuoc", "card-account-details"),
    ("cu-tru", "home-account"),
    ("xuat-nhap-canh", "passport"),
    ("giao-thong", "traffic-light"),
    ("pccc", "fire-extinguisher"),
    ("phan-anh", "message-alert"),
)
"""(area, icon) of the tiles, in order"""

_SENTENCES = {
    "at_hub": "waiting-look",
    "waiting_look": "waiting-look",
    "looked": "sent",
    "sending": "sent",
    "pending": "sent",
    "unknown": "sent",
    "accepted": "accepted",
    "rejected": "more",
    "withdrawn": "withdrawn",
}
"""State of a dossier -> what is said of it; any other is for an officer."""


def idle(t: Teller) -> View:
    promises = (
        ("card-account-details", t.say("walk.idle.promise.card")),
        ("bell-ring", t.say("walk.idle.promise.help")),
        ("lock", t.say("walk.idle.promise.wipe")),
    )
    return IdleView(
        page="idle",
        title=t.say("walk.idle.title"),
        lead=t.say("walk.idle.lead", jobs=_jobs(t)),
        button=t.say("walk.idle.button"),
        promises=promises,
    )


def home(t: Teller) -> View:
    finds = start(LOOKUP, t.walk.machine.away()) is Start.NOW
    tiles = tuple(_area(t, str(n), area, icon) for n, (area, icon) in enumerate(AREAS, start=1))
    sub = t.say("walk.home.lookup.sub" if finds else "walk.home.lookup.offline")
    return HomeView(
        page="home",
        greeting=t.say("walk.home.greeting"),
        title=t.say("walk.home.title"),
        lead=t.say("walk.home.lead"),
        banner=t.banner(),
        tiles=tiles,
        lookup=Tile("", "lookup", "file-search", t.say("walk.home.lookup"), sub, possible=finds),
        unsure=Tile("", "unsure", "chat-question", t.say("walk.home.unsure"), t.say("walk.home.unsure.sub")),
    )


def elsewhere(t: Teller) -> View:
    office = t.walk.machine.office
    hours = ", ".join(
        t.say("walk.elsewhere.hours.each", opens=hour_words(h.opens, t.lang), closes=hour_words(h.closes, t.lang))
        for h in office.hours
    )
    lines = [t.say("walk.elsewhere.cannot")]
    if t.walk.arrival.goes_elsewhere and office.where_else:
        lines.append(t.say("walk.elsewhere.where", place=office.where_else))
    lines += [t.say("walk.elsewhere.line"), t.say("walk.elsewhere.hours", hours=hours)]
    return MessageView(
        page="elsewhere",
        title=t.say("walk.elsewhere.title"),
        lines=tuple(lines),
        buttons=(t.bell(), Button("back", t.say("walk.elsewhere.home"), style="secondary")),
    )


def lookup(t: Teller) -> View:
    """One sentence on the state, one on the money; never an answer, never a name."""
    search = t.walk.lookup
    title, lead = t.say("walk.lookup.title"), t.say(f"walk.lookup.lead.{_readers(t)}")
    buttons = [Button("back", t.say("walk.lookup.close"), style="secondary")]
    if t.walk.readers.gone and search.status == "waiting":
        lines = [t.say("walk.card.gone")]
    elif search.answer is None:
        lines = [t.say(f"walk.lookup.{search.status}")]
    else:
        title, lead = t.say("walk.lookup.found", number=search.answer.number), ""
        sentence = _SENTENCES.get(search.answer.state, "counter")
        lines = [t.say(f"walk.lookup.{sentence}")]
        if sentence == "waiting-look":
            lines.append(t.say("walk.lookup.go"))
        if search.answer.collect_day:
            lines.append(t.say("walk.lookup.collect", day=day_text(search.answer.collect_day, t.lang)))
        if search.answer.money in ("open", "partial"):
            lines.append(t.say("walk.lookup.unpaid"))
    if search.printing:
        lines.append(t.say("walk.done.printing"))
    elif search.slip is not None:
        came = search.slip is not SlipResult.NOT_PRINTED
        lines.append(t.say("walk.lookup.paper" if came else "walk.lookup.paper.counter"))
    if search.offered is not None:
        buttons.insert(0, Button("print", t.say(f"walk.lookup.print.{search.offered}"), icon="printer"))
    if search.status in ("unknown", "other"):
        buttons.insert(0, t.bell())
    return LookupView(
        page="lookup",
        title=title,
        lead=lead,
        status=search.status,
        live=t.say("walk.card.live") if search.waits and Reader.CAMERA in t.walk.readers.here else "",
        lines=tuple(lines),
        buttons=tuple(buttons),
    )


def _readers(t: Teller) -> str:
    """ "both", or the one that is here; the slot where none is, which then stands there at rest."""
    here = t.walk.readers.here
    return "both" if len(here) > 1 else str(here[0] if here else Reader.SCANNER)


def bring(t: Teller) -> View:
    walk = t.walk
    down = walk.machine.line_down_since() is not None
    page = bring_facts(walk.procedure, walk.machine.office, today(walk.clock), t.lang, line_up=not down)
    notes = [Note(note.kind, note.text) for note in page.notes]
    if not down and not walk.machine.payees_ok(walk.procedure):
        notes.append(Note("w", t.say("walk.bring.payees")))
    elif not down and not sees_money(walk.procedure.needs, walk.machine.away()):
        notes.append(Note("w", t.say("walk.bring.bank")))
    return FactsView(
        page="bring",
        title=t.say("walk.bring.title"),
        lead=t.say("walk.bring.lead"),
        facts=tuple(Fact(row.icon, row.label, row.value, row.sub) for row in page.facts),
        notes=tuple(notes),
        buttons=(
            Button("missing", t.say("walk.bring.missing"), style="secondary"),
            Button("next", t.say("walk.bring.enough"), icon="arrow-right"),
        ),
    )


def notice(t: Teller) -> View:
    walk = t.walk
    text = walk.notices[walk.procedure.notice]
    whole = walk.arrival.all_of_notice
    rows = text.rows if whole else text.page_rows
    return FactsView(
        page="notice",
        title=t.say("walk.notice.title"),
        facts=tuple(Fact(row.icon, "", row.text.say(t.lang, **t.office_places())) for row in rows),
        buttons=(
            Button("all", t.say("walk.notice.less" if whole else "walk.notice.all"), style="secondary"),
            replace(t.bell(), label=t.say("walk.notice.officer"), style="secondary", icon=""),
            Button("next", t.say("walk.notice.next"), icon="arrow-right"),
        ),
    )


def _area(t: Teller, number: str, area: str, icon: str) -> Tile:
    """An area of home, with what of it can be begun now: the best that any procedure of it can."""
    machine = t.walk.machine
    here = [procedure for procedure in t.walk.catalogue.by_area(area) if procedure.code in machine.office.receives]
    away = machine.away()
    starts = {start(procedure.needs, away) for procedure in here}
    if not here:
        sub = t.say("walk.home.ask")
    elif Start.NOW in starts:
        sub = t.say(f"walk.home.{area}.sub")
    elif Start.QUEUED in starts:
        sub = t.say("walk.home.queued" if Destination.HUB in unreachable(away) else "walk.home.queued.portal")
    else:
        sub = t.say("walk.home.waits")
    return Tile(number, area, icon, t.say(f"walk.home.{area}"), sub, possible=starts != {Start.WAITS})


def _jobs(t: Teller) -> str:
    """What can be done here, in a few words: "hộ chiếu", "Passport"."""
    receives = t.walk.machine.office.receives
    names = [procedure.short.plain(t.lang) for procedure in t.walk.catalogue if procedure.code in receives]
    words = ", ".join(dict.fromkeys(names))
    return words if t.lang == "en" else words.lower()
