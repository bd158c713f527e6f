"""03 and its kin (what to bring, what the machine keeps): facts in a card, notes, buttons."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import Fact, FactsView
from kiosk.language.text import Language
from screens.pages.page import Page, buttons, shows
from screens.theme import theme
from screens.widgets.cards import Card, FactRow, NoteBox
from screens.widgets.pager import Pager, Pages, more_of
from screens.widgets.part import Part, Row
from screens.widgets.shapes import bar

_ROOMY, _TIGHT = 37.3, 26.0
"""least heights of a row, mm"""


@shows(FactsView)
class FactsPage(Page):
    stage_free = True
    leanest = 3
    unread = (Page.unread[0], *Page.unread[4:])

    def read(self) -> list[Part]:
        """Without the lead, then without a large title, then without high buttons, where that saves a page."""
        if theme.lying:
            return super().read()
        if self.lean > 1:
            return self.read_again()
        return self.read_without("lead") if self.lean else super().read()

    def beside(self) -> list[Part]:
        return [*super().beside(), *self._notes()]

    def take(self, beside: list[Part]) -> None:
        self._pager.notes = beside

    def buttons(self) -> list[Part]:
        return buttons(self.view.buttons, "target_low" if self.lean > 2 else "target_button")

    def stage(self) -> list[Part]:
        view = self.view
        notes = [] if theme.lying else self._notes()
        return [FactPages(view.facts, notes, [*self.buttons(), *self.bell()], view.lang)]

    def _notes(self) -> list[Part]:
        return [*[NoteBox(note) for note in self.view.notes], *self.note()]

    def slimmed(self) -> None:
        self._pager.last = [*self.buttons(), *self.bell()]

    def act(self) -> list[Part]:
        return []


class FactPages(Pages):
    """Facts one a row; where they do not fit so, the rows move together, then short neighbours share a row, then
    rows become pages."""

    def __init__(self, facts: tuple[Fact, ...], notes: list[Part], last: list[Part], lang: Language) -> None:
        super().__init__()
        self.facts = facts
        self._made: dict[tuple[int, float, bool], list[Part]] = {}
        self.pager = Pager(
            [],
            more=more_of("screens.more.rows", lang),
            wrap=Card,
            notes=notes,
            last=last,
            lang=lang,
        )
        self.add_widget(self.pager)

    def fit(self, width: float) -> float:
        self.pager.items = self._rows(width, _ROOMY, paired=False)
        return self.pager.fit(width)

    def split(self, width: float, first: float, later: float) -> list[list[Part]]:
        for least, paired in ((_ROOMY, False), (_TIGHT, False), (_TIGHT, True)):
            self.pager.items = self._rows(width, least, paired)
            if self.pager.fit(width) <= first:
                break
        return self.pager.split(width, first, later)

    def arrange(self) -> None:
        first = self.height - (self.pager.gained if self.pager.tall else 0)
        self.split(self.width, first, first + self.pager.gained)
        self.pager.place(*self.pos, *self.size)

    def _rows(self, width: float, least: float, paired: bool) -> list[Part]:
        """The rows, made once for each way of setting them."""
        way = (round(width), least, paired)
        if way not in self._made:
            self._made[way] = self._row_parts(width, least, paired)
        return self._made[way]

    def _row_parts(self, width: float, least: float, paired: bool) -> list[Part]:
        rows: list[Part] = []
        facts = list(self.facts)
        while facts:
            fact = facts.pop()
            if paired and facts and _short(fact, width / 2) and _short(facts[-1], width / 2):
                rows.insert(0, Pair(facts.pop(), fact, least))
            else:
                rows.insert(0, _row(fact, least))
        return rows


class Pair(Row):
    """Two short facts in one row, a hair between them."""

    def __init__(self, left: Fact, right: Fact, least: float) -> None:
        super().__init__([(_row(left, least), "1"), (_row(right, least), "1")], align="stretch")

    def paint(self, ink: InstructionGroup) -> None:
        line = theme.px("line_hair")
        bar(ink, (self.center_x - line, self.y, line, self.height), "hair")


def _row(fact: Fact, least: float) -> FactRow:
    return FactRow(fact, role="answer" if fact.label else "note", least=least)


def _short(fact: Fact, width: float) -> bool:
    """Whether each text of the fact takes one line in that width."""
    row = _row(fact, _TIGHT)
    words = row.inside.parts[-1]
    room = width - 2 * theme.px("pad") - (theme.px("icon_row") + theme.mm(8.7) if fact.icon else 0)
    return all(text.natural() <= room for text in words.parts)
