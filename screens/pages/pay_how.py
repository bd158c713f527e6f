"""13: the amount first, then the ways to pay it; money never goes to a person."""

from kiosk.journey.views import PayHowView
from kiosk.language.text import Words
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.amount import Amount
from screens.widgets.cards import Card, NoteBox, Padded
from screens.widgets.choices import ChoiceButton
from screens.widgets.pager import Pager
from screens.widgets.part import Column, Part, Row
from screens.widgets.text import Text


@shows(PayHowView)
class PayHowPage(Page):
    stage_gap = 6.8

    def stage(self) -> list[Part]:
        self.choices = [
            ChoiceButton(number, choice, icon=choice.icon, least="target_way", on_chosen=self._chosen)
            for number, choice in enumerate(self.view.choices, start=1)
        ]
        gap = theme.mm(self.stage_gap if not theme.large else 5.6)
        told = [NoteBox(self.view.note, icon=self.view.note.icon or "bank")] if self._tells else []
        self.ways = Pager(self.choices, gap=gap, more=self._more, last=told, foot=True, lang=self.view.lang)
        return [Card([self._amount()], outline="tre"), self.ways]

    def _more(self, parts_left: int) -> str:
        later = self.ways.pages[self.ways.index + 1 :]
        ways = sum(isinstance(part, ChoiceButton) for page in later for part in page)
        return Words.load().say("screens.more.tiles", self.view.lang, n=ways or parts_left)

    def note(self) -> list[Part]:
        return [] if self._tells else super().note()

    @property
    def _tells(self) -> bool:
        """A note that only tells may wait for the last page of ways."""
        return self.view.note is not None and self.view.note.kind == "i"

    def _amount(self) -> Part:
        view = self.view
        amount = Amount(view.amount, view.currency, "amount_card", "answer")
        words = [Text(view.payee_label, "label", "ink2"), Text(view.amount_words, "promise", "ink")]
        if theme.large:
            return Padded(Column([words[0], amount, words[1]]), across=10.6, updown=5)
        return Padded(
            Row([(Column(words), "1"), (amount, amount.wanted)], gap=theme.px("gap")), across=10.6, updown=6.5
        )

    def _chosen(self, chosen: ChoiceButton) -> None:
        for button in self.choices:
            button.show_chosen(button is chosen)
