"""The slip as it comes out of its slot: a drawing, not the slip that is printed."""

from collections.abc import Sequence

from kivy.graphics import Color, InstructionGroup, Line, Triangle

from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.shapes import bar, box
from screens.widgets.text import Text

_TEETH = 20
_TALL = 1.25
"""its height by its width"""
_PRINT = (0.82, 0.55, 0.9, 0.7, 0.46, 0.86, 0.62)
"""widths of lines of print that are too small to read, as parts of the paper"""


class SlipPicture(Part):
    """Paper with a torn upper edge over the dark slot. `lines` can be read on it, the one that is `number` large."""

    grow = True

    def __init__(self, lines: Sequence[str], number: str) -> None:
        super().__init__()
        self.ground = "slip"
        lines = list(lines) or [number]
        self.lines = [
            Text(line, "answer" if line == number else "caption_bold" if not at else "small", "on_slip", align="center")
            for at, line in enumerate(lines)
        ]
        for text in self.lines:
            self.add_widget(text)

    def fit(self, width: float) -> float:
        inner = self._inner(width)
        gaps = theme.mm(2.5) * (len(self.lines) + 1)
        words = self._tooth() + gaps + sum(text.fit(inner) for text in self.lines) + theme.mm(12) + self._slot()
        return max(words, _TALL * width)

    def paint(self, ink: InstructionGroup) -> None:
        side, tooth, slot = theme.mm(6.2), self._tooth(), self._slot()
        left, right = self.x + side, self.right - side
        top = self.top - tooth
        bar(ink, (left, self.y + slot / 2, right - left, top - self.y - slot / 2), "slip")
        step = (right - left) / _TEETH
        edge = [left, self.y + slot / 2, left, top]
        for at in range(_TEETH):
            x = left + at * step
            ink.add(Color(*theme.colour("slip")))
            ink.add(Triangle(points=[x, top, x + step / 2, self.top, x + step, top]))
            edge += [x + step / 2, self.top, x + step, top]
        ink.add(Color(*theme.colour("slip_line")))
        ink.add(Line(points=[*edge, right, self.y + slot / 2], width=1))
        box(ink, (self.x, self.y, self.width, slot), theme.px("radius_field"), "slot")
        mouth = theme.mm(3.1)
        box(ink, (self.x + theme.mm(5), self.y + slot - theme.mm(7), self.width - theme.mm(10), mouth), mouth, "mouth")

    def arrange(self) -> None:
        inner = self._inner(self.width)
        y = self.top - self._tooth() - theme.mm(3)
        for text in self.lines:
            y -= text.fit(inner) + theme.mm(2.5)
            text.place(self.center_x - inner / 2, y, inner, text.fit(inner))
        self._print(self.center_x - inner / 2, y - theme.mm(4), inner)

    def _print(self, x: float, top: float, width: float) -> None:
        """Fill what is left with lines as of small print."""
        high, pitch = theme.mm(2.5), theme.mm(7)
        low = self.y + self._slot() + theme.mm(4)
        at = 0
        while top - pitch > low:
            top -= pitch
            bar(self.ink, (x, top, width * _PRINT[at % len(_PRINT)], high), "slip_line")
            at += 1

    def _inner(self, width: float) -> float:
        return width - 2 * theme.mm(10)

    def _tooth(self) -> int:
        return theme.mm(4.4)

    def _slot(self) -> int:
        return theme.mm(18.7)
