"""16: what is done, the slip's number, what to take and where to go; then the screen clears itself."""

from dataclasses import replace

from kivy.graphics import InstructionGroup

from kiosk.journey.views import DoneView, Note, View
from screens.pages.abreast import AbreastPage, abreast
from screens.pages.page import short_title, shows
from screens.theme import theme
from screens.widgets.buttons import PushButton
from screens.widgets.cards import Badge, Card, NoteBox, Padded
from screens.widgets.check_mark import CheckMark
from screens.widgets.pager import Pager
from screens.widgets.paper import SlipPicture
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import arc, box
from screens.widgets.text import Icon, Text

SLIP_MM = 78.0
"""width of the drawn slip"""


@shows(DoneView)
class DonePage(AbreastPage):
    """Number, warning and steps are on the first page. With larger text it does without pictures on its buttons, then
    without the second line of the title, then without icons, before what is said of the money goes to a second page."""

    stage_gap = 6.8
    leanest = 3

    def read(self) -> list[Part]:
        if self.lean > 1:
            return self.read_again()
        mark = CheckMark(theme.mm(42.3), theme.mm(29.9))
        if theme.lying:
            return self._read_lying(mark)
        title = Text(self.view.title, "thanks", "tre9", balance=True)
        return [Row([(mark, mark.px), (title, "1")], gap=theme.mm(10))]

    def _read_lying(self, mark: CheckMark) -> list[Part]:
        self.countdown = self._new_countdown()
        if "size" in self._unread:
            return [*self.read_again(), Space(theme.mm(6)), *self._number()]
        title = Text(self.view.title, "h1", "tre9", balance=True)
        marked = Row([(mark, mark.px), (Part(), "1")])
        return [marked, Space(theme.mm(6)), title, Space(theme.mm(10)), *self._number()]

    def _number(self) -> list[Part]:
        """On a lying panel: the number under the title, and what is said of the money."""
        view = self.view
        money = [] if "lead" in self._unread else self._money()
        label = Text(view.number_label, "tell", "ink2")
        number = Text(view.number, "code" if not theme.large else "slip_number", "tre9")
        parts: list[Part] = [label, number]
        for part in (*money, *([self.countdown] if self.countdown else [])):
            parts += [Space(theme.mm(6)), part]
        return parts

    def _money(self) -> list[Part]:
        money = self.view.money
        return [Text(money, "body" if not theme.large else "caption", "ink", balance=True)] if money else []

    def read_again(self) -> list[Part]:
        mark = Icon("check-circle", theme.text_px("again") * 1.2)
        return [Row([(mark, mark.px), (short_title(self.view.title), "1")], gap=theme.mm(5))]

    def stage(self) -> list[Part]:
        view = self.view
        tight = self.lean > 2
        if theme.lying:
            return [self._lying_stage()]
        steps: list[Part] = [Todo(number, *step, tight=tight) for number, step in enumerate(view.steps, start=1)]
        money = self._money()
        warning = [NoteBox(Note("w", view.warning))] if view.warning else []
        label = Text(view.number_label, "tell", "ink2")
        if view.no_slip and not self.lean:
            card = Card([Padded(Column([label, Text(view.number, "code", "tre9")]), updown=6)], outline="tre")
            return [self._pages([card, *warning, *steps, *money])]
        if theme.large or view.no_slip:
            number = Text(view.number, "name", "tre9")
            line = Row([(label, label.natural()), (number, "1")], gap=theme.mm(6.2))
            return [self._pages([line, *warning, *steps, *money])]
        beside = Column([label, Text(view.number, "code", "tre9"), *money])
        slip = SlipPicture(view.slip_lines, view.number)
        wide = theme.mm(SLIP_MM if not view.slip_lines else 1.5 * SLIP_MM)
        row = Row([(slip, wide), (beside, "1")], gap=theme.mm(11.2))
        return [row, *warning, *steps]

    def _lying_stage(self) -> Part:
        """What to take and where to go."""
        view = self.view
        steps: list[Part] = [
            Todo(number, *step, tight=self.lean > 2) for number, step in enumerate(view.steps, start=1)
        ]
        warning = [NoteBox(Note("w", view.warning))] if view.warning else []
        return self._pages([*warning, *steps, *(self._money() if "lead" in self._unread else [])])

    def act(self) -> list[Part]:
        view = self.view
        asked = [NoteBox(Note("w", view.ask, icon="help-circle"))] if view.ask else []
        if theme.lying:
            return [*asked, *super().act()]
        self.countdown = self._new_countdown()
        return [*([self.countdown] if self.countdown else []), *asked, *super().act()]

    def _new_countdown(self) -> "Countdown | None":
        view = self.view
        return Countdown(view.countdown, view.countdown_fraction) if view.countdown else None

    def buttons(self) -> list[Part]:
        if not self.lean:
            return super().buttons()
        plain = tuple(replace(button, icon="") for button in self.view.buttons)
        return [abreast([PushButton.of(button, "target_low") for button in plain])] if plain else []

    def _pages(self, parts: list[Part]) -> Pager:
        return Pager(parts, gap=theme.mm(5 if not self.lean else 3.7), lang=self.view.lang)

    def _stage_top(self, read: float, width: float) -> float:
        """The stage begins right under the title: nothing on it is touched."""
        return self._read_top() - read - theme.mm(10 if not theme.large else 5)

    def shortage(self, width: float, first: float, later: float) -> int:
        """How much of it is not on the first page."""
        return sum(len(page) for page in self._pager.split(width, first, later)[1:]) if self._pager else 0

    def slimmed(self) -> None:
        self._renew("_stage", self.stage())
        self._renew("_act", self.act())

    def update(self, view: View) -> None:
        ticking = {"countdown": "", "countdown_fraction": 0.0, "sheet": None}
        same = replace(view, **ticking) == replace(self.view, **ticking)
        if not same or bool(view.countdown) != bool(self.view.countdown):
            super().update(view)
            return
        self.view = view
        if self.countdown is not None:
            self.countdown.say(view.countdown, view.countdown_fraction)


class Todo(Padded):
    """Something to take or a place to go, in its order: a number, an icon, what, and a second line."""

    ground = "tre0"

    def __init__(self, number: int, icon: str, title: str, sub: str, tight: bool = False) -> None:
        """`tight`: lower, and the icon's place is given to the words."""
        badge, sign = Badge(str(number)), Icon(icon, theme.mm(21.2))
        lines = [Text(title, "body_bold", "tre9"), Text(sub, "caption", "ink2")]
        words: Part = OneLine(*lines) if tight and theme.lying else Column(lines)
        parts: list[tuple[Part, float | str]] = [(badge, badge.px), (sign, sign.px), (words, "1")]
        if tight:
            del parts[1]
        across, updown = (8.7 if not theme.large else 6.2), (3.1 if not tight else 1.2)
        super().__init__(Row(parts, gap=theme.mm(6.2)), across=across, updown=updown)

    def paint(self, ink: InstructionGroup) -> None:
        rect = (*self.pos, *self.size)
        box(ink, rect, theme.px("radius_note"), "tre0", "note_line", theme.px("line_hair"))


class OneLine(Part):
    """Two texts on one base line, where the width takes both; else one under the other."""

    def __init__(self, first: Text, second: Text) -> None:
        super().__init__()
        self.first, self.second = first, second
        self.add_widget(first)
        self.add_widget(second)

    def fit(self, width: float) -> float:
        return self.first.pitch if self._both(width) else self.first.fit(width) + self.second.fit(width)

    def arrange(self) -> None:
        wide = self.first.natural() if self._both(self.width) else self.width
        high = self.first.fit(wide)
        self.first.place(self.x, self.top - high, wide, high)
        if not self._both(self.width):
            self.second.place(self.x, self.y, self.width, self.second.fit(self.width))
            return
        x = self.x + wide + theme.px("gap")
        low = self.first.y + self.first.base - self.second.base
        self.second.place(x, low, self.second.natural(), self.second.pitch)

    def _both(self, width: float) -> bool:
        return self.first.natural() + theme.px("gap") + self.second.natural() <= width


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
