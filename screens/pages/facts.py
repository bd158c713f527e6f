"""03 and its kin (what to bring, what the machine keeps): facts in a card, notes, buttons."""

from kiosk.journey.views import Fact, FactsView
from kiosk.language.text import Words
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.cards import Card, FactRow, NoteBox
from screens.widgets.pager import Pager
from screens.widgets.part import Part, Row


@shows(FactsView)
class FactsPage(Page):
    def stage(self) -> list[Part]:
        notes = [NoteBox(note) for note in self.view.notes]
        return [FactPages(self.view.facts, notes, self.view.lang)]


class FactPages(Part):
    """Facts one a row; where they do not fit so, short neighbours share a row from the last upwards; then pages."""

    grow = True

    def __init__(self, facts: tuple[Fact, ...], notes: list[Part], lang: str) -> None:
        super().__init__()
        self.facts = facts
        say = Words.load().say
        self.pager = Pager(
            [],
            more=lambda n: say("screens.more.rows", lang, n=n),
            wrap=Card,
            last=notes,
            lang=lang,
            button_gap=theme.mm(5),
        )
        self.add_widget(self.pager)

    def fit(self, width: float) -> float:
        self.pager.items = self._rows(width, paired=False)
        return self.pager.fit(width)

    def arrange(self) -> None:
        for paired in (False, True):
            self.pager.items = self._rows(self.width, paired)
            if self.pager.fit(self.width) <= self.height:
                break
        self.pager.place(*self.pos, *self.size)

    def _rows(self, width: float, paired: bool) -> list[Part]:
        rows: list[Part] = []
        facts = list(self.facts)
        while facts:
            fact = facts.pop()
            if paired and facts and _short(fact, width / 2) and _short(facts[-1], width / 2):
                rows.insert(0, Pair(facts.pop(), fact))
            else:
                rows.insert(0, _row(fact))
        return rows


class Pair(Row):
    """Two short facts in one row."""

    def __init__(self, left: Fact, right: Fact) -> None:
        super().__init__([(_row(left), "1"), (_row(right), "1")], align="stretch")


def _row(fact: Fact) -> FactRow:
    return FactRow(fact, role="answer" if fact.label else "note")


def _short(fact: Fact, width: float) -> bool:
    """Whether each text of the fact takes one line in that width."""
    row = _row(fact)
    words = row.inside.parts[-1]
    room = width - 2 * theme.px("pad") - (theme.px("icon_row") + theme.mm(8.7) if fact.icon else 0)
    return all(text.natural() <= room for text in words.parts)
