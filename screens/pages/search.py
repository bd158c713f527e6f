"""09: a row that says where, a search without tones, as many finds as there is room for, and help as the last cell."""

from dataclasses import replace

from kiosk.journey.views import Fact, Found, SearchView
from kiosk.language.text import Words
from screens.pages.page import short_title, shows
from screens.pages.typing import KeyboardPage
from screens.theme import theme
from screens.widgets.buttons import SmallButton
from screens.widgets.cards import Card, FactRow
from screens.widgets.cells import Cell, Cells
from screens.widgets.fields import Field
from screens.widgets.part import Column, Part
from screens.widgets.typing_model import Mode, TypingModel

_TYPED_SHARE = 0.56
"""of the width, for field and keys on a lying panel"""


@shows(SearchView)
class SearchPage(KeyboardPage):
    """Where larger words leave room for too few finds, the second line of the title goes after step and lead."""

    stage_gap = 6.2
    sheds = 4
    mode: Mode = "search"

    def model(self, view: SearchView) -> TypingModel:
        return TypingModel("search", "", limit=30)

    def read(self) -> list[Part]:
        """What to do stands under the title: the view's label, unless it has a lead."""
        if theme.lying:
            return super().read()
        if self._left_out > 2:
            return [short_title(self.view.title)]
        kept = self.view
        self.view = replace(kept, lead=kept.lead or kept.label)
        parts = super().read()
        self.view = kept
        return parts

    def stage(self) -> list[Part]:
        view = self.view
        self.field = Field(icon="magnify", height="target_search")
        self.cells = Cells(columns=2 if theme.panel.portrait else 1)
        parts: list[Part] = [self.field, self.cells]
        if view.row:
            label, text, button = view.row
            change = SmallButton("change", button, icon="pencil")
            role, icon = ("found", "") if theme.large else ("answer", "map-marker")
            label = label if not (theme.lying and theme.large) else ""
            row = FactRow(Fact(icon, label, text), change, role, least=33.0)
            parts.insert(0, Card([row], outline="tre", ground="tre1"))
        if theme.lying:
            self._found = Column([part for part in parts if part is not self.field], gap=theme.mm(6.2))
            return [self.field, *self.error(), *self.bell()]
        return [*parts[:-1], *self.error(), parts[-1], *self.bell()]

    def act(self) -> list[Part]:
        return []

    def _compose(self) -> None:
        self._found: Column | None = None
        super()._compose()

    def _arrange_lying(self, margin: float) -> None:
        """Field and keys left, what was found right, over the whole height."""
        left = (self.width - 2 * margin) * _TYPED_SHARE
        self._arrange_over(self.x + margin, left, margin + left + theme.px("keys_side"))
        found = self._found
        if found.parent is None:
            self.add_widget(found)
        x = self.x + margin + left + theme.px("keys_side") + theme.px("gap") * 1.5
        high = self.height - 2 * theme.px("act")
        found.place(x, self.y + theme.px("act"), self.right - margin - x, high)

    def on_key(self, act: str, value: str) -> None:
        if act != "answer":
            super().on_key(act, value)

    def refresh(self) -> None:
        super().refresh()
        found = self.view.search(self._model.answer) if self.view.search else ()
        self.field.say(self._model.text, self._tail(len(found)))
        self.cells.offer([_cell(one) for one in found[: self.cells.most]], self._last())

    def _tail(self, found: int) -> str:
        """How many were found, once there is something to find."""
        if not self._model.answer:
            return ""
        say, lang = Words.load().say, self.view.lang
        return say("keys.found", lang, n=found) if found else say("keys.found.none", lang)

    def _last(self) -> Cell | None:
        button = self.view.help_cell
        return Cell(button.act, button.value, button.label, gold=True) if button else None


def _cell(found: Found) -> Cell:
    return Cell("answer", found.value, found.title, found.sub)
