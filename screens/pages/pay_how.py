"""13: the amount first, then the ways to pay it; money never goes to a person."""

from kiosk.journey.views import PayHowView
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.amount import Amount
from screens.widgets.cards import Card, NoteBox, Padded
from screens.widgets.choices import ChoiceButton
from screens.widgets.pager import Pager, more_of
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.text import Text
from screens.widgets.tiling import Tiling, abreast


@shows(PayHowView)
class PayHowPage(Page):
    """Without the amount in words, then without the lead, where that saves turning to a further page of ways."""

    stage_gap = 6.8
    leanest = 2

    def read(self) -> list[Part]:
        """With larger text the amount is read on the first page only."""
        if theme.lying:
            return [*super().read(), Space(theme.mm(6)), *self._amount()]
        parts = self.read_without("lead") if self.lean > 1 else super().read()
        return [*parts, Space(theme.mm(4)), *self._amount()] if self._amount_above else parts

    def stage(self) -> list[Part]:
        view = self.view
        self.choices = [
            ChoiceButton(number, choice, icon=choice.icon, least="target_way", on_chosen=self._chosen)
            for number, choice in enumerate(view.choices, start=1)
        ]
        more = more_of("screens.more.tiles", view.lang)
        if theme.lying:
            self._tiling = Tiling(self.choices, abreast(), theme.mm(6.2), more, lang=view.lang)
            return [self._tiling]
        ways = Pager(
            self.choices,
            gap=theme.mm(self.stage_gap if not theme.large else 5.6),
            more=more,
            notes=[self._told_note()] if self._tells else [],
            notes_low=True,
            lang=view.lang,
        )
        return [ways] if self._amount_above else [*self._amount(), ways]

    def beside(self) -> list[Part]:
        return [*super().beside(), *([self._told_note()] if self._tells else [])]

    def take(self, beside: list[Part]) -> None:
        self._tiling.pager.notes = beside

    def note(self) -> list[Part]:
        return [] if self._tells else super().note()

    @property
    def _tells(self) -> bool:
        """A note that only tells stands wherever among the ways it has room."""
        return self.view.note is not None and self.view.note.kind == "i"

    def _told_note(self) -> NoteBox:
        return NoteBox(self.view.note, icon=self.view.note.icon or "bank")

    @property
    def _amount_above(self) -> bool:
        return theme.large and theme.panel.portrait

    def _amount(self) -> list[Part]:
        view = self.view
        amount = Amount(view.amount, view.currency, "amount_card", "answer")
        label, words = Text(view.payee_label, "label", "ink2"), Text(view.amount_words, "promise", "ink")
        if theme.large or theme.lying:
            lines: list[Part] = [label, amount] if self.lean else [label, amount, words]
            return [Card([Padded(Column(lines), across=10.6, updown=3.7)], outline="tre")]
        row = Row([(Column([label, words]), "1"), (amount, amount.wanted)], gap=theme.px("gap"))
        return [Card([Padded(row, across=10.6, updown=6.5)], outline="tre")]

    def _chosen(self, chosen: ChoiceButton) -> None:
        for button in self.choices:
            button.show_chosen(button is chosen)
