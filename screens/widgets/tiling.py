"""Choices on a lying panel: one under another while they have room, then two abreast, then pages."""

from collections.abc import Sequence

from screens.theme import theme
from screens.widgets.pager import More, Pager, Pages
from screens.widgets.part import Grid, Part

_GROWN = 0.35
"""how much higher, at most, a choice gets where few of them leave the stage empty"""


class Tiling(Pages):
    """`parts` of one kind. `columns`: how many may stand abreast; the first of those that need the fewest pages do.
    `before`: parts that stand before them, over the whole width. `more` and other keywords are those of the Pager."""

    def __init__(self, parts: Sequence[Part], columns: Sequence[int], gap: float, more: More, **others: object) -> None:
        super().__init__()
        self.parts, self.columns, self.gap = list(parts), list(columns), gap
        self.before: list[Part] = []
        self._count = 0
        self._plain = more
        self.pager = Pager([], gap=gap, more=self._more, **others)
        self.add_widget(self.pager)
        self._abreast(self.columns[0])

    def fit(self, width: float) -> float:
        return self.pager.fit(width)

    def split(self, width: float, first: float, later: float) -> list[list[Part]]:
        found: dict[int, int] = {}
        for count in self.columns:
            self._abreast(count)
            found[count] = len(self.pager.split(width, first, later))
        self._abreast(min(found, key=found.__getitem__))
        return self.pager.split(width, first, later)

    def arrange(self) -> None:
        pages = self.split(self.width, self.height, self.height)
        if len(pages) == 1:
            self._spread(self.height - self.pager.fit(self.width))
        self.pager.place(*self.pos, *self.size)

    def _abreast(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self._rows = [Tall(self.parts[at : at + count], count, self.gap) for at in range(0, len(self.parts), count)]
        self.pager.items = [*self.before, *self._rows]
        for row in self._rows:
            row.extra = 0.0

    def _spread(self, spare: float) -> None:
        """Give what is left to the rows."""
        for row in self._rows:
            row.extra = min(spare / len(self._rows), _GROWN * row.fit(self.width))

    def _more(self, rows: int) -> str:
        """The label of the button that leads on, for so many rows that follow."""
        return self._plain(max(0, len(self.parts) - self._count * (len(self._rows) - rows)))


class Tall(Grid):
    """A row of choices, `extra` px higher than they ask for."""

    def __init__(self, parts: Sequence[Part], columns: int, gap: float) -> None:
        for part in parts:
            if part.parent is not None:
                part.parent.remove_widget(part)
        super().__init__(parts, columns, gap)
        self.extra = 0.0

    def _heights(self, width: float) -> list[float]:
        return [high + self.extra for high in super()._heights(width)]


def abreast() -> Sequence[int]:
    """How many choices may stand abreast: two, unless words are large."""
    return (1,) if theme.large else (1, 2)
