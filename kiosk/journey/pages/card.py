"""The card: waiting for it, is this you, and what keeps a person from going on with it."""

from typing import Literal

from drivers.vision.verdict import Verdict
from kiosk.identity.person import CardWarning
from kiosk.journey.card import HINTS
from kiosk.journey.pages.teller import Teller
from kiosk.journey.readers import Reader
from kiosk.journey.views import Button, CardView, ConfirmView, MessageView, Note, Tile, View
from kiosk.language.dates import date_text

_DOUBTS = {CardWarning.NUMBER_BIRTH, CardWarning.NUMBER_SEX}


def card(t: Teller) -> View:
    walk, reading, readers = t.walk, t.walk.card, t.walk.readers
    status, said = _said(t)
    code = t.say("walk.card.code", code=reading.code) if status == "refused" and reading.code else ""
    camera = Reader.CAMERA in readers.here
    return CardView(
        page="card",
        title=t.say("walk.card.gone.title" if status == "gone" else "walk.card.title"),
        lead=t.say("walk.card.opens" if reading.opening else "walk.card.lead"),
        ways=tuple(_way(t, reader) for reader in readers.here or (Reader.SCANNER,)),
        live=t.say("walk.card.live") if camera else "",
        status=status,
        status_text="\n".join(filter(None, (t.say(said), code))),
        privacy=t.say("walk.card.privacy"),
        help_button=t.bell() if walk.readers.gone else t.second_miss(),
        buttons=(Button("no-card", t.say("walk.card.no-card"), style="secondary"),),
    )


def _said(t: Teller) -> tuple[str, str]:
    """The status of the page, and the key of what is said of it."""
    reading = t.walk.card
    if t.walk.readers.gone:
        return "gone", "walk.card.gone"
    if reading.words:
        return "refused", reading.words
    if reading.hint in HINTS and Reader.CAMERA in t.walk.readers.here:
        return "reading" if reading.hint is Verdict.READING else "hint", f"walk.card.hint.{reading.hint}"
    return "waiting", "walk.card.waiting"


def _way(t: Teller, reader: Reader) -> Tile:
    icon = "camera" if reader is Reader.CAMERA else "qrcode-scan"
    return Tile("", str(reader), icon, t.say(f"walk.card.{reader}"), t.say(f"walk.card.{reader}.sub"))


def no_card(t: Teller) -> View:
    again = Button("again", t.say("walk.no-card.again"), style="secondary")
    return _message(t, "no-card", (t.say("walk.no-card.1"), t.say("walk.no-card.2")), again)


def not_me(t: Teller) -> View:
    again = Button("again", t.say("walk.not-me.again"), style="secondary")
    return _message(t, "not-me", (t.say("walk.not-me.1"), t.say("walk.not-me.2")), again)


def under_age(t: Teller) -> View:
    return _message(t, "under-age", (t.say("walk.under-age.1"),))


def expired(t: Teller) -> View:
    person = t.walk.known_person()
    day = date_text(person.expires) if person.expires else ""
    lines = (t.say("walk.card-expired.1", day=day), t.say("walk.card-expired.2"))
    go = Button("next", t.say("walk.card-expired.go"), style="secondary")
    return _message(t, "card-expired", lines, go, tone="w")


def confirm(t: Teller) -> View:
    person = t.walk.known_person()
    rows = [
        (t.say("walk.confirm.birth"), person.birth.shown()),
        (t.say("walk.confirm.sex"), person.sex.text.plain(t.lang)),
        (t.say("walk.confirm.address"), person.address or t.say("walk.confirm.no-address")),
    ]
    if person.extra:
        rows.append((t.say("walk.confirm.extra"), ", ".join(person.extra)))
    doubtful = bool(_DOUBTS & set(person.warnings))
    key = "warn" if doubtful else "note"
    return ConfirmView(
        page="confirm",
        title=t.say("walk.confirm.title"),
        lead=t.say("walk.confirm.lead"),
        name_label=t.say("walk.confirm.name"),
        name=person.name,
        rows=tuple(rows),
        number_label=t.say("walk.confirm.number"),
        number_masked=person.number.masked(),
        number_full=person.number.grouped(),
        show_label=t.say("walk.confirm.show"),
        note=Note("w" if doubtful else "i", t.say(f"walk.confirm.{key}"), t.say(f"walk.confirm.{key}2")),
        buttons=(
            Button("yes", t.say("walk.confirm.yes"), icon="check-bold"),
            Button("no", t.say("walk.confirm.no"), style="secondary"),
        ),
    )


def _message(t: Teller, page: str, lines: tuple[str, ...], *ways: Button, tone: Literal["i", "w"] = "i") -> View:
    """A message with the large bell first."""
    title = t.say(f"walk.{page}.title")
    return MessageView(page=page, title=title, tone=tone, lines=lines, buttons=(t.bell(), *ways))
