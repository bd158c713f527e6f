"""What a page costs a person of 65 and more: a keystroke-level model over the words that are really shown.

Seconds by ux.md 1.3: a tap or a large pad key 1.2, a key of the keyboard 2.35 (a suggestion that is touched counts as
one), a mental step 2.97 a page, a card or slip in the hand 8, reading 2.5 syllables a second: every title, lead and
choice in full, and on the pages that only tell, every row. The bank's app, the counter and the queue are not counted.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kiosk.demo.gallery import ANSWERS, SAMPLE_CARD, Stand
from kiosk.journey.moves import Stage
from kiosk.journey.views import (
    CardView,
    CheckView,
    ChoiceView,
    ConfirmView,
    DateView,
    DoneView,
    FactsView,
    HomeView,
    MessageView,
    PadView,
    PayHowView,
    PayQrView,
    SearchView,
    TypingView,
    View,
)
from kiosk.procedures.faults import syllables
from tests.kiosk.journey.support import passed, seen

TAP, KEY, THINK, HAND, READ = 1.2, 2.35, 2.97, 8.0, 1 / 2.5


@dataclass
class Effort:
    """Taps, pad keys, letter keys, and seconds by page."""

    taps: int = 0
    pad: int = 0
    letters: int = 0
    seconds: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> float:
        return sum(self.seconds.values())


def effort(answers: dict[str, str], pay: str = "phone") -> Effort:
    """Walk from the first page to the last; with `pay` phone the money comes while the code is shown."""
    stand, spent = Stand.begun().to("home"), Effort()
    given = {**ANSWERS, **answers, "pay": pay}
    while True:
        view = seen(stand)
        _add(spent, view, given)
        if stand.walk.stage is Stage.DONE:
            return spent
        if stand.walk.stage is Stage.PAY_QR:
            stand.walk.money_came(stand.news(100_000))
            passed(stand, 3)
        else:
            stand._one_act(given, SAMPLE_CARD)


def read(view: View) -> Iterator[str]:
    """What is read of a page before it is answered."""
    yield view.title
    yield view.lead
    match view:
        case HomeView():
            yield from (tile.title for tile in view.tiles)
        case FactsView():
            yield from (text for fact in view.facts for text in (fact.label, fact.value, fact.sub))
            yield from (note.text for note in view.notes)
        case CardView():
            yield from (tile.title for tile in view.ways)
        case ConfirmView():
            yield from (view.name, view.number_masked, *(text for row in view.rows for text in row))
            yield from (view.note.text, view.note.text2)
        case ChoiceView() | PayHowView():
            yield from (choice.title for choice in view.choices)
        case MessageView():
            yield from view.lines
        case CheckView():
            yield from (text for row in view.rows for text in (row.label, row.text))
            yield from view.declaration
        case PayQrView():
            yield from (view.amount_words, *(text for fact in view.facts for text in fact))
        case DoneView():
            yield from (view.number, view.warning, view.money)
            yield from (text for step in view.steps for text in step[1:])
    if isinstance(view, ChoiceView) and view.row:
        yield from view.row
    if isinstance(view, PayHowView):
        yield view.amount_words


def typed(text: str, suggest: Callable[[str], tuple[str, ...]] | None) -> int:
    """Keys for a text on the keyboard: letters, tones, blanks; a word that is suggested is touched as soon as it is
    there, and brings the blank after it."""
    keys, so_far = 0, ""
    words = text.split(" ")
    for word in words:
        begun = ""
        while begun != word:
            if suggest and word in suggest(so_far + begun):
                break
            begun = word[: len(begun) + 1]
            keys += 2 if _has_tone(begun[-1]) else 1
        suggested = begun != word
        keys += 1 if suggested or word is not words[-1] else 0
        so_far += word + " "
    return keys


def _add(spent: Effort, view: View, given: dict[str, str]) -> None:
    taps, pad, letters, hands = 1, 0, 0, 0
    answer = given.get(view.page, "")
    match view:
        case CardView():
            taps, hands = 0, 1
        case PadView():
            pad = len(answer)
        case DateView():
            pad = sum(sign.isdigit() for sign in answer)
            taps += 1 if answer.startswith("-/-") else 0
        case TypingView():
            letters = typed(answer, view.suggest)
        case SearchView():
            letters = 3
        case CheckView():
            taps = 2
        case PayQrView():
            taps = 0
        case DoneView():
            hands = 1
    words = sum(syllables(text.replace("\n", " ")) for text in read(view))
    seconds = THINK + TAP * (taps + pad) + KEY * letters + HAND * hands + READ * words
    spent.taps, spent.pad, spent.letters = spent.taps + taps, spent.pad + pad, spent.letters + letters
    spent.seconds[view.page] += seconds


def _has_tone(letter: str) -> bool:
    return any(sign in "\u0301\u0300\u0309\u0303\u0323" for sign in unicodedata.normalize("NFD", letter))
