"""Where the arrows of a keypad lead: the nearest target in a direction, else on in reading order. No screen."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

SLACK = 2.0
"""px by which two boxes that stand side by side may overlap through rounding"""


class Way(StrEnum):
    """An arrow."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"


class Box(NamedTuple):
    """A rectangle by its edges, px, origin at the lower left."""

    left: float
    low: float
    right: float
    high: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.low + self.high) / 2

    def beside(self, other: "Box") -> bool:
        """Whether the two share a height."""
        return min(self.high, other.high) - max(self.low, other.low) > SLACK

    def stacked(self, other: "Box") -> bool:
        """Whether the two share a width."""
        return min(self.right, other.right) - max(self.left, other.left) > SLACK


def neighbour(boxes: Sequence[Box], at: int, way: Way, column: float | None = None) -> int:
    """The index of the box that an arrow leads to from box `at`; `at` itself where nothing lies that way.

    Up and down go to the nearest box above or below, first among those that share a width; of several, to the one at
    `column` (px, the middle of `at` if None), so that a way over wide boxes comes back to its own column. They stay at
    the top and at the foot. Left and right go to the nearest box that shares a height and run on at the end of a row
    as one reads; they stay at the first and the last box.
    """
    if way in (Way.UP, Way.DOWN):
        return _vertical(boxes, at, way, boxes[at].middle[0] if column is None else column)
    return _horizontal(boxes, at, way)


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The indices, row by row from the top, each row from the left. Boxes that share half a height are in a row."""
    rows: list[list[int]] = []
    for at in sorted(range(len(boxes)), key=lambda at: (-boxes[at].high, boxes[at].left)):
        if rows and _in_row(boxes[rows[-1][0]], boxes[at]):
            rows[-1].append(at)
        else:
            rows.append([at])
    return [at for row in rows for at in sorted(row, key=lambda at: (boxes[at].left, -boxes[at].high))]


def nearest(boxes: Sequence[Box], to: Box) -> int:
    """The index of the box whose middle is nearest to that of another box. Raises ValueError where there is none."""
    x, y = to.middle
    return min(range(len(boxes)), key=lambda at: abs(boxes[at].middle[0] - x) + abs(boxes[at].middle[1] - y))


def _vertical(boxes: Sequence[Box], at: int, way: Way, column: float) -> int:
    here = boxes[at]
    gaps = {
        to: box.low - here.high if way is Way.UP else here.low - box.high for to, box in enumerate(boxes) if to != at
    }
    that_way = [to for to, gap in gaps.items() if gap >= -SLACK or _peeps_out(here, boxes[to], way)]
    stacked = [to for to in that_way if boxes[to].stacked(here)]

    def distance(to: int) -> float:
        aside = max(boxes[to].left - column, column - boxes[to].right, 0.0)
        return max(gaps[to], 0.0) + 2 * aside

    return min(stacked or that_way, key=distance, default=at)


def _peeps_out(here: Box, box: Box, way: Way) -> bool:
    """Whether a box that lies partly on this one has its middle above or below: it must be reached all the same."""
    higher = box.middle[1] - here.middle[1]
    return box.stacked(here) and box.beside(here) and (higher > 0 if way is Way.UP else higher < 0)


def _horizontal(boxes: Sequence[Box], at: int, way: Way) -> int:
    here = boxes[at]
    gaps = {
        to: box.left - here.right if way is Way.RIGHT else here.left - box.right
        for to, box in enumerate(boxes)
        if to != at and box.beside(here)
    }
    that_way = [to for to, gap in gaps.items() if gap >= -SLACK]
    if that_way:
        return min(that_way, key=lambda to: gaps[to] + abs(boxes[to].middle[1] - here.middle[1]))
    order = reading_order(boxes)
    place = order.index(at) + (1 if way is Way.RIGHT else -1)
    return order[place] if 0 <= place < len(order) else at


def _in_row(first: Box, box: Box) -> bool:
    shared = min(first.high, box.high) - max(first.low, box.low)
    return shared > min(first.high - first.low, box.high - box.low) / 2
