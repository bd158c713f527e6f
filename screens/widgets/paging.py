"""How many parts stand on which page, free of any window."""

from collections.abc import Sequence
from dataclasses import dataclass

Cost = tuple[float, int, int, int, int, tuple[float, ...]]
"""what is worst first: px that a page is too high, pages without an item, pages, pages with one item alone, notes that
stand before the last item, empty height of each page"""

Page = tuple[int, int]
"""items and notes"""


_ROUNDING = 0.5
"""px"""


@dataclass(frozen=True)
class Heights:
    """Heights in px of what is to be shown, at one width."""

    items: Sequence[float]
    """each as if it stood alone"""
    join: float
    """what a further item beside it adds: the gap between them"""
    notes: Sequence[float]
    """they follow the items of a page"""
    last: float
    """what stands on the last page only; 0 for nothing"""
    turn: float
    """the button that turns the page"""
    gap: float
    """between the items, a note, the button and what is last"""

    def of(self, start: Page, end: Page, *, turn: bool, last: bool) -> float:
        """The height of a page with the items and notes from `start` up to `end`."""
        items, notes = self.items[start[0] : end[0]], self.notes[start[1] : end[1]]
        blocks = [sum(items) + self.join * (len(items) - 1)] if items else []
        blocks += notes
        blocks += [self.turn] if turn else []
        blocks += [self.last] if last and self.last else []
        return sum(blocks) + self.gap * max(0, len(blocks) - 1)


@dataclass(frozen=True)
class _Way:
    """Pages up to a point, and what they cost."""

    cost: Cost
    pages: tuple[Page, ...]


def paginate(heights: Heights, first: float, later: float) -> list[Page]:
    """Items and notes of each page in their order; `first` is the height, px, of the first page, `later` of all others.

    As few pages as can be; none has notes or buttons only, or one item alone, where moving items helps; beyond that the
    earlier pages are the fuller ones. What is higher than a page stands alone on one.
    """
    begin, end = (0, 0), (len(heights.items), len(heights.notes))
    alone = sum(end) + bool(heights.last) < 2
    if alone or heights.of(begin, end, turn=False, last=True) <= first:
        return [end]
    reached = {begin: _Way((0.0, 0, 0, 0, 0, ()), ())}
    ended: _Way | None = None
    for number in range(sum(end) + 1):
        room = first if number == 0 else later
        further: dict[Page, _Way] = {}
        for start, way in reached.items():
            if number:
                ended = _cheaper(ended, _longer(way, heights, start, end, room, final=True))
            for to in _after(start, end):
                further[to] = _cheaper(further.get(to), _longer(way, heights, start, to, room, final=False))
        reached = further
        if ended is not None and ended.cost[:2] == (0.0, 0):
            break
    assert ended is not None  # noqa: S101 - a second page can always end it
    return list(ended.pages)


def _after(start: Page, end: Page) -> list[Page]:
    """Where a page that begins at `start` may end: at least one part on."""
    reach = [(a, b) for a in range(start[0], end[0] + 1) for b in range(start[1], end[1] + 1)]
    return reach[1:]


def _longer(way: _Way, heights: Heights, start: Page, to: Page, room: float, *, final: bool) -> _Way:
    high = heights.of(start, to, turn=True, last=final)
    items, notes = to[0] - start[0], to[1] - start[1]
    early = notes if to[0] < len(heights.items) else 0
    lonely = int(items == 1 and len(heights.items) > 1)
    over, bare, pages, alone, before, empty = way.cost
    over += max(0.0, high - room - _ROUNDING)
    cost = (over, bare + (items == 0), pages + 1, alone + lonely, before + early, (*empty, max(0.0, room - high)))
    return _Way(cost, (*way.pages, (items, notes)))


def _cheaper(known: _Way | None, way: _Way) -> _Way:
    return way if known is None or way.cost < known.cost else known
