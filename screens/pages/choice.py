"""06: up to five answers; one touch answers. More than fit become pages."""

from kiosk.journey.views import ChoiceView, Fact
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.cards import Card, FactRow
from screens.widgets.choices import ChoiceButton
from screens.widgets.pager import Pager, more_of
from screens.widgets.part import Part, Space
from screens.widgets.tiling import Tiling, abreast


@shows(ChoiceView)
class ChoicePage(Page):
    def read(self) -> list[Part]:
        """With larger text the row is read on the first page only."""
        parts = super().read()
        return [*parts, Space(theme.mm(5)), *self._row()] if self.view.row and self._row_above else parts

    def beside(self) -> list[Part]:
        return [*super().beside(), *self._row(), *self.note()]

    def take(self, beside: list[Part]) -> None:
        self._tiling.before = beside

    def stage(self) -> list[Part]:
        view = self.view
        self.choices = [
            ChoiceButton(number, choice, on_chosen=self._chosen) for number, choice in enumerate(view.choices, start=1)
        ]
        gap, more, last = theme.px("gap"), more_of("screens.more.tiles", view.lang), self.bell()
        if theme.lying:
            self._tiling = Tiling(self.choices, abreast(), theme.mm(6.2), more, last=last, lang=view.lang)
            return [self._tiling]
        notes = self.note()
        pager = Pager(self.choices, gap=gap, more=more, notes=notes, last=last, notes_low=True, lang=view.lang)
        return [pager] if self._row_above else [*self._row(), pager]

    def act(self) -> list[Part]:
        return []

    @property
    def _row_above(self) -> bool:
        return theme.large and theme.panel.portrait

    def _row(self) -> list[Part]:
        row = self.view.row
        return [Card([FactRow(Fact("", *row))], outline="tre")] if row else []

    def _chosen(self, chosen: ChoiceButton) -> None:
        for button in self.choices:
            button.show_chosen(button is chosen)
