"""Layout without surprises: every part says its height for a width, and is then placed, top down, in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from kivy.graphics import Color, InstructionGroup
from kivy.uix.widget import Widget

from screens.theme import theme

Align = Literal["left", "center", "right"]


class Part(Widget):
    """A widget of ours. Subclasses say `fit` and `arrange`; `paint` draws into `self.ink` under the children.

    `ground` is the colour token that text on this part stands on ("" for the ground of what is around it).
    """

    ground = ""
    grow = False
    """takes the height (in a Column) that is left"""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("size_hint", (None, None))
        super().__init__(**kwargs)
        self.ink = InstructionGroup()
        self.canvas.before.add(self.ink)

    def fit(self, width: float) -> float:
        """The height, in px, this part wants at that width."""
        return self.height

    def place(self, x: float, y: float, width: float, height: float) -> None:
        """Take this rectangle (px, origin at the lower left of the window), paint, and place what is inside."""
        self.pos, self.size = (round(x), round(y)), (round(width), round(height))
        self.ink.clear()
        self.paint(self.ink)
        self.arrange()

    def arrange(self) -> None:
        """Place the children inside the own rectangle."""

    def paint(self, ink: InstructionGroup) -> None:
        """Draw the ground of this part."""

    def hold_still(self) -> None:
        """Stop what moves by itself: for a picture."""

    def again(self) -> None:
        """Paint and arrange once more, in the same rectangle: after a change that keeps the height."""
        self.place(*self.pos, *self.size)

    def tint(self, ink: InstructionGroup, token: str) -> None:
        """Set the colour of what is drawn next."""
        ink.add(Color(*theme.colour(token)))


def fit(widget: Widget, width: float) -> float:
    """The height a widget wants: its own word if it is a Part, else the height it has."""
    return widget.fit(width) if isinstance(widget, Part) else widget.height


def place(widget: Widget, x: float, y: float, width: float, height: float) -> None:
    """Give a widget its rectangle."""
    if isinstance(widget, Part):
        widget.place(x, y, width, height)
    else:
        widget.size_hint = (None, None)
        widget.pos, widget.size = (round(x), round(y)), (round(width), round(height))


class Spring(Part):
    """Empty height: at least `least` px, and all that is left in its column."""

    grow = True

    def __init__(self, least: float = 0) -> None:
        super().__init__()
        self.least = least

    def fit(self, width: float) -> float:
        return self.least


class Space(Spring):
    """Empty height of just that many px, without the column's gap beside it."""

    grow = False


class Column(Part):
    """Parts one under another, `gap` px between. Height that is left goes to the parts that grow."""

    def __init__(
        self,
        parts: Iterable[Widget] = (),
        gap: float = 0,
        padding: tuple[float, float, float, float] = (0, 0, 0, 0),
        grow: bool = False,
    ) -> None:
        """`padding`: left, top, right, bottom, px."""
        super().__init__()
        self.gap, self.padding, self.grow = gap, padding, grow
        for part in parts:
            self.add_widget(part)

    @property
    def parts(self) -> list[Widget]:
        return list(reversed(self.children))

    def fit(self, width: float) -> float:
        left, top, right, bottom = self.padding
        inner = width - left - right
        return top + bottom + sum(fit(part, inner) for part in self.parts) + self._gaps()

    def arrange(self) -> None:
        left, top, right, _ = self.padding
        inner = self.width - left - right
        heights = [fit(part, inner) for part in self.parts]
        spare = self.height - top - self.padding[3] - sum(heights) - self._gaps()
        growing = [i for i, part in enumerate(self.parts) if getattr(part, "grow", False)]
        for i in growing:
            heights[i] += spare / len(growing)
        y = self.top - top
        for before, part, height in zip([None, *self.parts], self.parts, heights, strict=False):
            y -= self._gap(before, part)
            y -= height
            place(part, self.x + left, y, inner, height)

    def _gap(self, before: Widget | None, after: Widget) -> float:
        if before is None or isinstance(before, Space) or isinstance(after, Space):
            return 0
        return self.gap

    def _gaps(self) -> float:
        return sum(self._gap(a, b) for a, b in zip(self.parts, self.parts[1:], strict=False))


class Row(Part):
    """Parts side by side. A width is px, or a share of what is left when it is given as a string such as "1"."""

    def __init__(
        self,
        parts: Sequence[tuple[Widget, float | str]],
        gap: float = 0,
        align: Literal["top", "middle", "stretch"] = "middle",
    ) -> None:
        super().__init__()
        self.gap, self.align = gap, align
        self.widths = [width for _, width in parts]
        self.parts = [part for part, _ in parts]
        for part in self.parts:
            self.add_widget(part)

    def fit(self, width: float) -> float:
        return max(fit(part, w) for part, w in self._shares(width))

    def arrange(self) -> None:
        x = self.x
        for part, width in self._shares(self.width):
            height = self.height if self.align == "stretch" else min(fit(part, width), self.height)
            y = self.top - height if self.align == "top" else self.y + (self.height - height) / 2
            place(part, x, y, width, height)
            x += width + self.gap

    def _shares(self, width: float) -> Iterator[tuple[Widget, float]]:
        left = width - self.gap * (len(self.parts) - 1) - sum(w for w in self.widths if not isinstance(w, str))
        shares = sum(float(w) for w in self.widths if isinstance(w, str))
        for part, wanted in zip(self.parts, self.widths, strict=True):
            yield part, left * float(wanted) / shares if isinstance(wanted, str) else wanted


class Grid(Part):
    """Equal columns; every row is as high as its highest part."""

    def __init__(self, parts: Iterable[Widget], columns: int, gap: float) -> None:
        super().__init__()
        self.columns, self.gap = columns, gap
        self.parts = list(parts)
        for part in self.parts:
            self.add_widget(part)

    def fit(self, width: float) -> float:
        heights = self._heights(width)
        return sum(heights) + self.gap * (len(heights) - 1)

    def arrange(self) -> None:
        each = self._each(self.width)
        y = self.top
        for line, height in zip(self._lines(), self._heights(self.width), strict=True):
            y -= height
            for column, part in enumerate(line):
                place(part, self.x + column * (each + self.gap), y, each, height)
            y -= self.gap

    def _each(self, width: float) -> float:
        return (width - self.gap * (self.columns - 1)) / self.columns

    def _lines(self) -> list[list[Widget]]:
        return [self.parts[i : i + self.columns] for i in range(0, len(self.parts), self.columns)]

    def _heights(self, width: float) -> list[float]:
        return [max(fit(part, self._each(width)) for part in line) for line in self._lines()]
