"""16: what is done, the slip's number, what to take and where to go; then the screen clears itself."""

from dataclasses import replace

from kivy.graphics import InstructionGroup

from kiosk.journey.views import DoneView, Note, View
from screens.pages.abreast import AbreastPage
from screens.pages.page import shows
from screens.theme import theme
from screens.widgets.cards import Card, NoteBox, Padded
from screens.widgets.pager import Pager
from screens.widgets.paper import SlipPicture
from screens.widgets.part import Column, Part, Row
from screens.widgets.shapes import arc, box, disc
from screens.widgets.text import Icon, Text


@shows(DoneView)
class DonePage(AbreastPage):
    stage_gap = 6.8

    def read(self) -> list[Part]:
        mark = Mark()
        title = Text(self.view.title, "thanks", "tre9", balance=True)
        return [Row([(mark, mark.px), (title, "1")], gap=theme.mm(10))]

    def stage(self) -> list[Part]:
        view = self.view
        steps = [Todo(*step) for step in view.steps]
        number = Column([Text(view.number_label, "tell", "ink2"), Text(view.number, "code", "tre9")])
        money = [Text(view.money, "body", "ink")] if view.money else []
        warning = [NoteBox(Note("w", view.warning))] if view.warning else []
        if theme.large or view.no_slip:
            card = Card([Padded(Column([number, *money], gap=theme.mm(2)), updown=6)], outline="tre")
            return [Pager([card, *warning, *steps], gap=theme.mm(5), lang=view.lang)]
        beside = Column([number, *money, *warning], gap=theme.mm(6.2))
        slip = SlipPicture(view.slip_lines, view.number)
        row = Row([(slip, "1"), (beside, "1")], gap=theme.mm(11.2), align="stretch")
        row.grow = True
        return [row, *steps]

    def act(self) -> list[Part]:
        view = self.view
        self.countdown = Countdown(view.countdown, view.countdown_fraction) if view.countdown else None
        asked = [NoteBox(Note("w", view.ask, icon="help-circle"))] if view.ask else []
        return [*([self.countdown] if self.countdown else []), *asked, *super().act()]

    def _arrange_portrait(self, x: float, width: float) -> None:
        """The stage begins right under the title: nothing on it is touched."""
        high = self._read.fit(width)
        top = self.top - theme.mm(8.1 if not theme.large else 5) - high
        self._read.place(x, top, width, high)
        self._arrange_touched(x, top - theme.mm(10 if not theme.large else 5), width)

    def update(self, view: View) -> None:
        ticking = {"countdown": "", "countdown_fraction": 0.0, "sheet": None}
        same = replace(view, **ticking) == replace(self.view, **ticking)
        if not same or bool(view.countdown) != bool(self.view.countdown):
            super().update(view)
            return
        self.view = view
        if self.countdown is not None:
            self.countdown.say(view.countdown, view.countdown_fraction)


class Mark(Part):
    """A check in a filled disc."""

    ground = "tre"

    def __init__(self) -> None:
        super().__init__()
        self.px = theme.mm(42.3)
        self.add_widget(Icon("check-bold", theme.mm(29.9), "on_action"))

    def fit(self, width: float) -> float:
        return self.px

    def paint(self, ink: InstructionGroup) -> None:
        disc(ink, self.x, self.y, self.px, "tre")

    def arrange(self) -> None:
        icon = self.children[0]
        icon.place(self.center_x - icon.px / 2, self.center_y - icon.px / 2, icon.px, icon.px)


class Todo(Padded):
    """Something to take or a place to go: an icon, what, and a second line."""

    ground = "tre0"

    def __init__(self, icon: str, title: str, sub: str) -> None:
        sign = Icon(icon, theme.mm(21.2))
        words = Column([Text(title, "body_bold", "tre9"), Text(sub, "caption", "ink2")])
        super().__init__(Row([(sign, sign.px), (words, "1")], gap=theme.mm(7.5)), across=8.7, updown=3.1)

    def paint(self, ink: InstructionGroup) -> None:
        rect = (*self.pos, *self.size)
        box(ink, rect, theme.px("radius_note"), "tre0", "note_line", theme.px("line_hair"))


class Countdown(Part):
    """When the screen clears itself, in words, and a ring that says how much is left."""

    def __init__(self, text: str, fraction: float) -> None:
        super().__init__()
        self.words = Text(text, "tell", "ink2", middle=True)
        self.fraction = fraction
        self.add_widget(self.words)

    def fit(self, width: float) -> float:
        return max(self._ring(), self.words.fit(width - self._ring() - theme.mm(6.2)))

    def say(self, text: str, fraction: float) -> None:
        if (text, fraction) != (self.words.text, self.fraction):
            self.words.text, self.fraction = text, fraction
            self.again()

    def paint(self, ink: InstructionGroup) -> None:
        px = self._ring()
        stroke = px * 0.14
        centre = (self.x + px / 2, self.center_y)
        arc(ink, centre, (px - stroke) / 2, stroke, 0, 360, "todo")
        if self.fraction > 0:
            arc(ink, centre, (px - stroke) / 2, stroke, 0, 360 * min(1.0, self.fraction), "tre")

    def arrange(self) -> None:
        x = self._ring() + theme.mm(6.2)
        self.words.place(self.x + x, self.y, self.width - x, self.height)

    def _ring(self) -> int:
        return theme.mm(18.7)
