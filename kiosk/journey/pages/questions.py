"""The questions of the procedure, one view for each kind of page.

What a view computes is a value of its own: equal where what it computes from is, so that a page drawn again is equal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.clock import today
from kiosk.identity.person import PartialDate
from kiosk.identity.places import Places
from kiosk.journey.pages.teller import Teller, capital
from kiosk.journey.questions import Offer
from kiosk.journey.views import (
    Button,
    Choice,
    ChoiceView,
    DateView,
    Found,
    MessageView,
    Note,
    PadView,
    SearchView,
    TypingView,
    View,
)
from kiosk.language.dates import date_words
from kiosk.language.folding import folded
from kiosk.language.names import suggest
from kiosk.language.text import Language
from kiosk.procedures.fees import choice_fee
from kiosk.procedures.model import Page
from kiosk.procedures.pages import COUNTER


def question(t: Teller) -> View:
    page = t.walk.page
    if t.walk.asking.choosing_province:
        return _provinces(t, page)
    return _BUILDERS[page.kind](t, page)


def _common(t: Teller, page: Page) -> dict[str, Any]:
    return {
        "page": page.id,
        "title": t.text(page.title),
        "lead": t.text(page.lead_for(t.walk.questions.keys())),
        "note": t.problem() or t.said() or (Note("i", t.text(page.note)) if page.note else None),
        "help_button": t.second_miss(),
    }


def _value(t: Teller, page: Page) -> str:
    """What stands in the field: the last attempt, else what was answered before."""
    answer = t.walk.session.answers.get(page.id)
    return t.walk.attempt.typed or (answer.key if answer and answer.source == "citizen" else "")


def _way_out(t: Teller, page: Page) -> Button | None:
    return Button("counter", t.text(page.counter), style="secondary") if page.counter else None


def _keep(t: Teller) -> Button | None:
    """Keeps a value that is only doubtful."""
    problem = t.walk.attempt.problem
    return Button("keep", t.say("walk.keep-it"), style="secondary") if problem and problem.kind == "w" else None


# choices


def _choice(t: Teller, page: Page) -> View:
    answer = t.walk.session.answers.get(page.id)
    chosen = answer.key if answer else ""
    choices = [
        Choice(offer.key, t.text(offer.title), _second_line(t, page, offer), chosen=offer.key == chosen)
        for offer in t.walk.questions.offers(page)
    ]
    if page.counter:
        choices.append(Choice(COUNTER, t.text(page.counter), chosen=chosen == COUNTER))
    return ChoiceView(**_common(t, page), choices=tuple(choices), row=_card_row(t, page))


def _second_line(t: Teller, page: Page, offer: Offer) -> str:
    """A fee that it names is that of today if the offer is chosen."""
    if offer.sub is None or "fee" not in offer.sub.places():
        return t.text(offer.sub)
    keys = t.walk.questions.keys()
    return t.text(offer.sub, fee=choice_fee(t.walk.procedure, page, offer.key, keys, today(t.walk.clock)))


def _card_row(t: Teller, page: Page) -> tuple[str, str] | None:
    """The card's address word for word, with the commune of today where there is no doubt about it."""
    person, questions = t.walk.person, t.walk.questions
    if page.dynamic not in ("card-address", "new-ward") or person is None:
        return None
    lines = [person.address or t.say("walk.confirm.no-address")]
    match = questions.address
    if page.dynamic == "card-address" and match and match.exact and not match.already_new:
        ward = match.candidates[0]
        lines.append(t.say("walk.address.now", place=f"{ward.kind_name}, {ward.province_name}"))
    return t.say("walk.address.card"), "\n".join(lines)


def _message(t: Teller, page: Page) -> View:
    first, *others = page.choices
    buttons = [Button("answer", t.text(first.title), first.key)]
    buttons += [Button("answer", t.text(other.title), other.key, "secondary") for other in others]
    if page.bell:
        buttons.append(t.bell())
    lines = tuple(t.text(line) for line in page.lines)
    return MessageView(**_common(t, page), lines=lines, buttons=tuple(buttons))


# typing


def _typing(t: Teller, page: Page) -> View:
    return TypingView(
        **_common(t, page),
        label=t.text(page.label),
        value=_value(t, page),
        keyboard="name" if page.kind == "name" else "text",
        limit=page.limit,
        suggest=_suggester(t, page) if page.suggest else None,
        next_label=t.say("walk.next"),
        extra=_way_out(t, page),
    )


def _suggester(t: Teller, page: Page) -> "_Completion":
    person = t.walk.person
    surname = person.surname if person and page.suggest == "own-surname" else None
    keys = t.walk.questions.keys()
    return _Completion(surname, keys.get("spouse-name") if page.suggest == "spouse-name" else None)


@dataclass(frozen=True)
class _Completion:
    """Words that may come next; on the empty field one's own surname, or the whole name of the spouse, leads."""

    surname: str | None
    whole: str | None

    def __call__(self, text: str) -> tuple[str, ...]:
        words = suggest(text, first=self.surname)
        return (self.whole, *words[:2]) if self.whole and not text else words


def _pad(t: Teller, page: Page) -> View:
    return PadView(
        **_common(t, page),
        label=t.text(page.label),
        value=_value(t, page),
        letters=page.letters,
        groups=page.groups,
        limit=page.limit,
        next_label=t.say("walk.next"),
        extra=tuple(button for button in (_keep(t), _way_out(t, page)) if button),
    )


def _date(t: Teller, page: Page) -> View:
    keep = _keep(t)
    return DateView(
        **_common(t, page),
        labels=(t.say("walk.date.day"), t.say("walk.date.month"), t.say("walk.date.year")),
        value=_value(t, page),
        words=_DateWords(t.lang),
        year_only=t.text(page.year_only),
        unknown=t.text(page.unknown),
        next_label=t.say("walk.next"),
        extra=(keep,) if keep else (),
    )


@dataclass(frozen=True)
class _DateWords:
    """A date as it is said; "" while it is none."""

    lang: Language

    def __call__(self, value: str) -> str:
        try:
            return capital(date_words(PartialDate.from_shown(value), self.lang))
        except ValueError:
            return ""


# lists


@dataclass(frozen=True)
class _Listed:
    """What is found in a short list by any part of its names, likely first."""

    rows: tuple[tuple[str, Found], ...]
    """(name without tones, what is found)"""

    def __call__(self, text: str) -> tuple[Found, ...]:
        wanted = folded(text)
        hits = [row for row in self.rows if wanted in row[0]]
        hits.sort(key=lambda row: not row[0].startswith(wanted))
        return tuple(found for _, found in hits)


@dataclass(frozen=True)
class _Communes:
    """The communes of a province of today."""

    places: Places
    province: str

    def __call__(self, text: str) -> tuple[Found, ...]:
        return tuple(Found(c.code, c.kind_name) for c in self.places.search_communes(self.province, text))


def _list(t: Teller, page: Page) -> View:
    offers = t.walk.questions.offers(page)
    search = _Listed(tuple((folded(offer.title.vi), Found(offer.key, t.text(offer.title))) for offer in offers))
    return SearchView(**_common(t, page), label=t.say("walk.search"), search=search, help_cell=_cell(t, page))


def _place(t: Teller, page: Page) -> View:
    places, code = t.walk.places, t.walk.asking.province
    province = next(p for p in places.provinces if p.code == code)
    return SearchView(
        **_common(t, page),
        label=t.say("walk.search"),
        search=_Communes(places, code),
        row=(t.say("walk.province"), province.kind_name, t.say("walk.change")),
        help_cell=_cell(t, page),
    )


def _provinces(t: Teller, page: Page) -> View:
    """A page of its own for the screen, which is the page `place` for the walk."""
    search = _Listed(tuple((folded(p.name), Found(p.code, p.kind_name)) for p in t.walk.places.provinces))
    common = _common(t, page) | {"page": f"{page.id}-province", "title": t.say("walk.province.title"), "note": None}
    return SearchView(**common, label=t.say("walk.search"), search=search, help_cell=_cell(t, page))


def _cell(t: Teller, page: Page) -> Button | None:
    """The last cell: whoever does not find it leaves it to the officer."""
    return Button("counter", t.text(page.counter), style="help", icon="account-tie") if page.counter else None


_BUILDERS: Mapping[str, Callable[[Teller, Page], View]] = {
    "choice": _choice,
    "message": _message,
    "name": _typing,
    "text": _typing,
    "pad": _pad,
    "date": _date,
    "list": _list,
    "place": _place,
}
