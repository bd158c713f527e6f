"""05: is this you? The name is the largest; the number is masked, and shown for ten seconds on request."""

from dataclasses import replace

from kivy.clock import Clock

from kiosk.journey.views import ConfirmView, Fact
from screens.pages.abreast import abreast
from screens.pages.page import Page, buttons, short_title, shows
from screens.theme import theme
from screens.widgets.buttons import PushButton, SmallButton
from screens.widgets.cards import Card, FactRow, NoteBox, Padded
from screens.widgets.pager import Pager
from screens.widgets.part import Column, Part, Row
from screens.widgets.text import Text

SHOWN_S = 10.0


@shows(ConfirmView)
class ConfirmPage(Page):
    """The answer is to be on the page of the question, however large the text. One after another it does without the
    second line of the note, the lead, the title's second line, high buttons, the step line."""

    stage_gap = 6.2
    stage_free = True
    leanest = 5

    def read(self) -> list[Part]:
        if theme.lying:
            return super().read()
        if self.lean < 3:
            return self.read_without("lead") if self.lean > 1 else super().read()
        step = self.step() if self.lean < 5 else []
        return [*step, short_title(self.view.title)]

    def beside(self) -> list[Part]:
        return [*super().beside(), *self.note()]

    def take(self, beside: list[Part]) -> None:
        self._pager.notes = beside

    def note(self) -> list[Part]:
        note = self.view.note
        if note is None:
            return []
        return [NoteBox(replace(note, text2="") if self.lean else note)]

    def buttons(self) -> list[Part]:
        if theme.lying and not theme.large and len(self.view.buttons) == 2:
            made = [PushButton.of(button) for button in self.view.buttons]
            return [abreast(sorted(made, key=lambda button: button.style == "primary"))]
        return buttons(self.view.buttons, "target_low" if self.lean > 3 else "target_button")

    def stage(self) -> list[Part]:
        view = self.view
        self.number = Text(view.number_masked, "number", "ink")
        self._hide = None
        number = Column([Text(view.number_label, "label", "ink2"), self.number])
        show = SmallButton("show", view.show_label, icon="eye-outline", command=self.show_number)
        name = Column([Text(view.name_label, "label", "ink2"), Text(view.name, "name", "tre9")])
        short, rest = view.rows[:2], view.rows[2:]
        pair = [Row([(_pair(*row), "1") for row in short], gap=theme.px("gap"), align="top")] if short else []
        role = "body_bold" if theme.lying and theme.large else "answer"
        heads = [[name], pair] if theme.lying and theme.large else [[name, *pair]]
        rows: list[Part] = [
            *[Padded(Column(head, gap=theme.mm(5.6)), updown=8.1 if not theme.large else 4) for head in heads if head],
            Padded(Row([(number, "1"), (show, show.wanted)], gap=theme.px("gap")), least=37.3),
            *[FactRow(Fact("", label, value), role=role) for label, value in rest],
        ]
        last, notes = [*self.buttons(), *self.bell()], [] if theme.lying else self.note()
        return [Pager(rows, wrap=Card, lang=view.lang, notes=notes, last=last, notes_low=True)]

    def slimmed(self) -> None:
        if theme.panel.portrait:
            self._pager.notes = self.note()
        self._pager.last = [*self.buttons(), *self.bell()]

    def act(self) -> list[Part]:
        return []

    def show_number(self) -> None:
        """Show the whole number for ten seconds; asked again, hide it at once."""
        if self._hide is not None:
            self._hide.cancel()
            self._hide_number()
            return
        self.number.say(self.view.number_full)
        self._hide = Clock.schedule_once(self._hide_number, SHOWN_S)

    def _hide_number(self, _: float = 0) -> None:
        self._hide = None
        self.number.say(self.view.number_masked)


def _pair(label: str, value: str) -> Column:
    return Column([Text(label, "label", "ink2"), Text(value, "answer", "ink")])
