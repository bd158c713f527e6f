"""06: up to five answers; one touch answers. More than fit become pages."""

from kiosk.journey.views import ChoiceView, Fact
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.cards import Card, FactRow
from screens.widgets.choices import ChoiceButton
from screens.widgets.pager import Pager, more_of
from screens.widgets.part import Part, Space


@shows(ChoiceView)
class ChoicePage(Page):
    def read(self) -> list[Part]:
        """With larger text the row is read on the first page only."""
        parts = super().read()
        return [*parts, Space(theme.mm(5)), *self._row()] if self.view.row and self._row_above else parts

    def stage(self) -> list[Part]:
        view = self.view
        self.choices = [
            ChoiceButton(number, choice, on_chosen=self._chosen) for number, choice in enumerate(view.choices, start=1)
        ]
        pager = Pager(
            self.choices,
            gap=theme.px("gap"),
            more=more_of("screens.more.tiles", view.lang),
            notes=self.note(),
            last=self.bell(),
            notes_low=True,
            lang=view.lang,
        )
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
