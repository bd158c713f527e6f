"""Finds of a search as cells that are touched, and one for help that is always the last."""

from collections.abc import Sequence

from kivy.clock import Clock
from kivy.graphics import InstructionGroup

from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.shapes import box
from screens.widgets.target import Target
from screens.widgets.text import Text


class Cell(Target):
    """A title and, under it or at its right where the line has room, a second line. `gold`: help."""

    inviting, corner = True, "radius_field"

    def __init__(self, act: str, value: str, title: str, sub: str = "", gold: bool = False) -> None:
        super().__init__(act, value)
        self.title, self.sub = title, sub
        self.ground, self.frame = ("nghe1", "nghe7") if gold else ("surface", "line")
        self.words = [Text(title, "found", "nghe9" if gold else "tre9", balance=True)]
        if sub:
            self.words.append(Text(sub, "caption", "nghe9" if gold else "ink2", balance=True))
        for text in self.words:
            self.add_widget(text)

    def fit(self, width: float) -> float:
        high = self._content(width - 2 * self._across()) + theme.mm(2.5) + theme.px("line_edge_key")
        return max(theme.px("target_cell"), high)

    def paint(self, ink: InstructionGroup) -> None:
        line = theme.px("line_control")
        x, y, width, height = *self.pos, *self.size
        edge = theme.px("line_edge_key") if theme.edges else line
        if self.pressed:
            drop = theme.px("line_press") if theme.edges else 0
            box(ink, (x, y, width, height - drop), theme.px("radius_field"), "pressed", self.frame, line)
        else:
            box(ink, (x, y, width, height), theme.px("radius_field"), self.ground, self.frame, line, edge)

    def arrange(self) -> None:
        x, width = self.x + self._across(), self.width - 2 * self._across()
        lift = theme.px("line_edge_key") / 2 if theme.edges and not self.pressed else 0
        middle = self.center_y + lift
        if self._one_line(width):
            for text, at in zip(self.words, (x, x + width - self.words[-1].natural()), strict=False):
                text.place(at, middle - text.pitch / 2, text.natural(), text.pitch)
            return
        y = middle + self._content(width) / 2
        for text in self.words:
            y -= text.fit(width)
            text.place(x, y, width, text.fit(width))

    def _content(self, width: float) -> float:
        heights = [text.fit(width) for text in self.words]
        return max(heights) if self._one_line(width) else sum(heights)

    def _one_line(self, width: float) -> bool:
        whole = sum(text.natural() for text in self.words) + theme.px("gap") * (len(self.words) - 1)
        return theme.large and whole <= width

    def _across(self) -> float:
        return theme.mm(8.7)


class Cells(Part):
    """As many cells as the height takes, in `columns`; what does not fit is left out, the last cell never.

    While a finger is on a cell, none changes.
    """

    grow = True
    most = 12
    """more are never shown: whoever looks for one types another letter"""
    least = 3
    """so many are always to be seen"""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.columns = columns
        self._found: list[Cell] = []
        self._last: Cell | None = None
        self._waiting: tuple[Sequence[Cell], Cell | None] | None = None

    @property
    def shown(self) -> list[Cell]:
        """The cells that are seen, in order."""
        return list(reversed(self.children))

    def fit(self, width: float) -> float:
        """Room for three finds and help."""
        each = self._each(width)
        cells = [cell for cell in (*self._found[: self.least], self._last) if cell]
        high = max([theme.px("target_cell"), *(cell.fit(each) for cell in cells)])
        rows = -(-(self.least + 1) // self.columns)
        return rows * high + (rows - 1) * self._gap()

    def offer(self, found: Sequence[Cell], last: Cell | None) -> None:
        """Show other cells; not before the finger has left."""
        if any(cell.pressed for cell in self.children):
            self._waiting = (found, last)
            return
        self._waiting = None
        self._found, self._last = list(found)[: self.most], last
        for cell in (*self._found, *([last] if last else [])):
            cell.bind(pressed=self._released)
        self.again()

    def arrange(self) -> None:
        self.clear_widgets()
        last = [self._last] if self._last else []
        shown = [*self._found, *last]
        count = len(self._found)
        while count and self._height(shown) > self.height:
            count -= 1
            shown = [*self._found[:count], *last]
        each, y = self._each(self.width), self.top
        for line, height in self._lines(shown):
            y -= height
            for column, cell in enumerate(line):
                self.add_widget(cell)
                cell.place(self.x + column * (each + self._across()), y, each, height)
            y -= self._gap()

    def _lines(self, cells: list[Cell]) -> list[tuple[list[Cell], float]]:
        each = self._each(self.width)
        lines = [cells[at : at + self.columns] for at in range(0, len(cells), self.columns)]
        return [(line, max(cell.fit(each) for cell in line)) for line in lines]

    def _height(self, cells: list[Cell]) -> float:
        lines = self._lines(cells)
        return sum(height for _, height in lines) + self._gap() * (len(lines) - 1)

    def _each(self, width: float) -> float:
        return (width - self._across() * (self.columns - 1)) / self.columns

    def _across(self) -> float:
        return theme.mm(6.2)

    def _gap(self) -> float:
        return theme.mm(4.4)

    def _released(self, _: object, pressed: bool) -> None:
        if not pressed and self._waiting is not None:
            Clock.schedule_once(self._catch_up)  # once the touched cell has answered

    def _catch_up(self, _: float) -> None:
        if self._waiting is not None:
            self.offer(*self._waiting)
