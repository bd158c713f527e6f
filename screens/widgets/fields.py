"""Where typed things stand: the field, the boxes of a date, suggestions. None takes the focus of a real keyboard."""

from collections.abc import Callable

from kivy.graphics import InstructionGroup

from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.shapes import bar, box
from screens.widgets.target import Target
from screens.widgets.text import Icon, Text, extent


def field_box(ink: InstructionGroup, rect: tuple[float, float, float, float], active: bool, error: bool) -> None:
    """The frame of a field: waiting, active (the gold ring lies outside the rectangle), or in error."""
    x, y, width, height = rect
    radius = theme.px("radius_field")
    if active and not error:
        out = theme.mm(2.5)
        box(ink, (x - out, y - out, width + 2 * out, height + 2 * out), radius + out, "nghe")
    outline, line = ("son", 1.87) if error else ("tre", 1.56) if active else ("line", 1.25)
    box(ink, rect, radius, "surface", outline, theme.mm(line))


class Field(Part):
    """One line of what was typed, the cursor behind it. What is longer than the field shows its end.

    `icon` stands at the left, `tail` (how many were found) at the right.
    """

    ground = "surface"

    def __init__(self, role: str = "field", icon: str = "", height: str = "target_field") -> None:
        super().__init__()
        self.text, self.error = "", False
        self.least = theme.px(height)
        self.words = Text("", role, "ink", middle=True)
        self.tail = Text("", "caption", "ink2", align="right", middle=True)
        self.icon = Icon(icon, theme.mm(17.4)) if icon else None
        for part in (self.words, self.tail, self.icon):
            if part is not None:
                self.add_widget(part)

    def fit(self, width: float) -> float:
        return max(self.least, self.words.pitch + theme.mm(7))

    def say(self, text: str, tail: str | None = None) -> None:
        """Show another text (and another word at the right)."""
        tail = self.tail.text if tail is None else tail
        if (text, tail) != (self.text, self.tail.text):
            self.text, self.tail.text = text, tail
            self.again()

    def show_error(self, error: bool) -> None:
        if error != self.error:
            self.error = error
            self.again()

    def paint(self, ink: InstructionGroup) -> None:
        field_box(ink, (*self.pos, *self.size), True, self.error)
        if not self.text:
            self._caret(ink, self._left())

    def arrange(self) -> None:
        across, x = theme.px("pad"), self._left()
        tail = self.tail.natural() + across if self.tail.text else 0
        room = self.right - across - tail - x - theme.mm(4)
        self.words.text = _end_of(self.text, self.words.font, self.words.px, room)
        wide = min(self.words.natural(), room)
        self.words.place(x, self.y, wide, self.height)
        self.tail.place(self.right - across - tail, self.y, tail, self.height)
        if self.icon:
            px = self.icon.px
            self.icon.place(self.x + across, self.center_y - px / 2, px, px)
        if self.text:
            self._caret(self.ink, x + extent(self.words.text, self.words.font, self.words.px) + theme.mm(1.6))

    def _left(self) -> float:
        return self.x + theme.px("pad") + (self.icon.px + theme.mm(6.2) if self.icon else 0)

    def _caret(self, ink: InstructionGroup, x: float) -> None:
        height = self.words.px * 1.2
        bar(ink, (round(x), round(self.center_y - height / 2), theme.mm(1.56), round(height)), "tre")


class DateBox(Target):
    """A box of the date under its label. A touch goes to it."""

    is_key = True
    corner = "radius_field"

    def __init__(self, name: str, label: str, command: Callable[[], None]) -> None:
        super().__init__("box", name, command)
        self.ground, self.frame = "surface", "line"
        self.text, self.active, self.error = "", False, False
        self.label = Text(label, "box_label", "ink2")
        self.words = Text("", "date", "tre9", align="center", middle=True)
        self.add_widget(self.words)

    def fit(self, width: float) -> float:
        return max(theme.px("target_field"), self.words.pitch + theme.mm(5))

    def show(self, text: str, active: bool, error: bool) -> None:
        """What it holds and how it stands."""
        if (text, active, error) != (self.text, self.active, self.error):
            self.text, self.active, self.error = text, active, error
            self.words.text = text
            self.frame = "son" if error else "tre" if active else "line"
            self.again()

    def paint(self, ink: InstructionGroup) -> None:
        field_box(ink, (*self.pos, *self.size), self.active, self.error)

    def arrange(self) -> None:
        self.words.place(*self.pos, *self.size)
        if self.active:
            wide = extent(self.text, self.words.font, self.words.px)
            height = self.words.px
            x = self.center_x + wide / 2 + (theme.mm(1.9) if self.text else 0)
            bar(self.ink, (round(x), round(self.center_y - height / 2), theme.mm(1.56), round(height)), "tre")


class DateBoxes(Part):
    """Day, month and year side by side, the year wider."""

    NAMES = ("day", "month", "year")
    _SHARES = (1.0, 1.0, 1.45)

    def __init__(self, labels: tuple[str, str, str], go: Callable[[int], None]) -> None:
        super().__init__()
        self.boxes = [
            DateBox(name, label, lambda at=at: go(at))
            for at, (name, label) in enumerate(zip(self.NAMES, labels, strict=True))
        ]
        for one in self.boxes:
            self.add_widget(one.label)
            self.add_widget(one)

    @property
    def above(self) -> float:
        """The height, px, of the labels over the boxes."""
        return self.boxes[0].label.pitch + theme.mm(2.5)

    def fit(self, width: float) -> float:
        return self.above + self.boxes[0].fit(width) + theme.mm(2.5)

    def show(self, texts: list[str], active: int, error: bool) -> None:
        for at, one in enumerate(self.boxes):
            one.show(texts[at], at == active, error)

    def arrange(self) -> None:
        gap = theme.px("gap")
        unit = (self.width - 2 * gap) / sum(self._SHARES)
        x = self.x
        for one, share in zip(self.boxes, self._SHARES, strict=True):
            wide = unit * share
            one.label.place(x, self.top - one.label.pitch, wide, one.label.pitch)
            high = one.fit(wide)
            one.place(x, self.y + theme.mm(2.5), wide, high)
            x += wide + gap


class Suggestion(Target):
    """A word offered: white, outlined, no lower edge."""

    is_key = True
    corner = "radius_bar"
    ground, frame = "surface", "line"

    def __init__(self, word: str, take: Callable[[str], None]) -> None:
        super().__init__("suggest", word, lambda: take(word))
        self.words = Text(word, "suggestion", "tre9", align="center", middle=True)
        self.add_widget(self.words)

    @property
    def least(self) -> float:
        return self.words.natural() + theme.mm(10)

    def paint(self, ink: InstructionGroup) -> None:
        fill = "pressed" if self.pressed else "surface"
        box(ink, (*self.pos, *self.size), theme.px("radius_bar"), fill, "line", theme.px("line_control"))

    def arrange(self) -> None:
        self.words.place(*self.pos, *self.size)


class Suggestions(Part):
    """Up to three words. While a finger is on one, none changes; a word too long for the row is left out."""

    def __init__(self, take: Callable[[str], None]) -> None:
        super().__init__()
        self._take = take
        self.offered: tuple[str, ...] = ()
        self._made: list[Suggestion] = []
        self._waiting: tuple[str, ...] | None = None

    @property
    def shown(self) -> list[str]:
        return [child.value for child in reversed(self.children)]

    def fit(self, width: float) -> float:
        return theme.px("target_suggestion")

    def offer(self, words: tuple[str, ...]) -> None:
        """Show other words; not before the finger has left."""
        words = words[:3]
        if any(one.pressed for one in self._made):
            self._waiting = words
            return
        self._waiting = None
        if words != self.offered:
            self.offered = words
            self._made = [Suggestion(word, self._take) for word in words]
            for one in self._made:
                one.bind(pressed=self._released)
            self.again()

    def arrange(self) -> None:
        gap = theme.mm(6.2)
        offered = list(self._made)
        while offered and sum(one.least for one in offered) + gap * (len(offered) - 1) > self.width:
            offered.pop()
        self.clear_widgets()
        for one in offered:
            self.add_widget(one)
        widths = [(self.width - 2 * gap) / 3] * len(offered)
        if any(one.least > wide for one, wide in zip(offered, widths, strict=True)):
            spare = self.width - gap * (len(offered) - 1) - sum(one.least for one in offered)
            widths = [one.least + spare / len(offered) for one in offered]
        x = self.x
        for one, wide in zip(offered, widths, strict=True):
            one.place(x, self.y, wide, self.height)
            x += wide + gap

    def _released(self, _: object, pressed: bool) -> None:
        if not pressed and self._waiting is not None:
            self.offer(self._waiting)


def _end_of(text: str, font: str, px: int, room: float) -> str:
    """As much of the end as `room` px takes, "…" before it if anything is missing."""
    if extent(text, font, px) <= room:
        return text
    at = next((at for at in range(1, len(text)) if extent("…" + text[at:], font, px) <= room), len(text) - 1)
    return "…" + text[at:]
