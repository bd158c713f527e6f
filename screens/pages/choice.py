"""06: up to five answers; one touch answers. More than fit become pages."""

from kiosk.journey.views import ChoiceView, Fact
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.cards import Card, FactRow
from screens.widgets.choices import ChoiceButton
from screens.widgets.pager import Pager
from screens.widgets.part import Part


@shows(ChoiceView)
class ChoicePage(Page):
    def stage(self) -> list[Part]:
        self.choices = [
            ChoiceButton(number, choice, on_chosen=self._chosen)
            for number, choice in enumerate(self.view.choices, start=1)
        ]
        row = [Card([FactRow(Fact("", *self.view.row))], outline="tre")] if self.view.row else []
        above, first = ([], row) if theme.large else (row, [])
        pager = Pager([*first, *self.choices], gap=theme.px("gap"), lang=self.view.lang, last=self.foot(), foot=True)
        return [*above, pager]

    def act(self) -> list[Part]:
        return []

    def _chosen(self, chosen: ChoiceButton) -> None:
        for button in self.choices:
            button.show_chosen(button is chosen)
