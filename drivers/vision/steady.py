"""From what single frames say to what is worth telling a person: words that change with every frame help nobody."""

from collections import deque
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")

WINDOW_S = 0.8
"""so much of the last time is asked"""
SHARE = 0.6
"""of the frames in the window have to agree"""
STAYS_S = 1.2
"""what was told stays at least so long: the time in which a short sentence is read"""
ABSENT_S = 2.0
"""a code that was away for so long is news again"""


class Steady(Generic[T]):
    """Takes a verdict a frame; says when another is worth telling. `first` counts as told. Times in s, any origin."""

    def __init__(self, first: T) -> None:
        self.told = first
        self._told_at = -STAYS_S
        self._seen: deque[tuple[float, T]] = deque()

    def see(self, verdict: T, at: float) -> bool:
        """Whether `told` changed."""
        self._seen.append((at, verdict))
        while self._seen[0][0] < at - WINDOW_S:
            self._seen.popleft()
        if at - self._seen[0][0] < WINDOW_S / 2 or at - self._told_at < STAYS_S:
            return False
        counts: dict[T, int] = {}
        for _, one in self._seen:
            counts[one] = counts.get(one, 0) + 1
        most = max(counts, key=lambda one: counts[one])
        if most == self.told or counts[most] < SHARE * len(self._seen):
            return False
        self.told, self._told_at = most, at
        return True


class Once:
    """Tells a thing that stays in view once."""

    def __init__(self) -> None:
        self._last: dict[bytes, float] = {}

    def news(self, things: Iterable[bytes], at: float) -> bool:
        """Whether one of them is there that was not for a while."""
        new = False
        for thing in things:
            new = new or at - self._last.get(thing, -ABSENT_S) >= ABSENT_S
            self._last[thing] = at
        return new
