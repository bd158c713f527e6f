"""The line in words that machine, hub and report share: what is reached over it, how well it answers, and why not."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

STALE_S = 90.0
"""Between two answers further apart nothing was measured: it is counted neither as up nor as down."""
SLOW_S = 2.0
"""A round trip that takes longer is slow: people notice."""
BUCKETS_MS = (50, 100, 200, 500, 1000, 2000, 5000)
"""Upper bounds of the classes that round trips are counted in; one more class holds what took longer."""


class Destination(StrEnum):
    """In the order of the way: what lies behind something that is away cannot be measured."""

    LINE = "line"
    """the network as far as the hub's host"""
    HUB = "hub"
    PORTAL = "portal"
    BANK = "bank"


class Quality(StrEnum):
    GOOD = "good"
    SLOW = "slow"
    DOWN = "down"
    REFUSED = "refused"
    """something is there and will not: nobody listens, too busy, or it does not take this machine"""
    LYING = "lying"
    """answers that are not its own, such as a maintenance page with status 200"""

    @property
    def away(self) -> bool:
        return self not in (Quality.GOOD, Quality.SLOW)


class Cause(StrEnum):
    """Why an exchange brought nothing."""

    UNREACHABLE = "unreachable"
    """no route, no name: the network is away"""
    REFUSED = "refused"
    CUT = "cut"
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"
    LYING = "lying"
    BUSY = "busy"
    """429 or 5xx"""
    UNREAD = "unread"
    """no answer that could be read; more is not known"""
    CLOCK = "clock"
    MACHINE = "machine"
    SIGNATURE = "signature"

    @property
    def quality(self) -> Quality:
        if self is Cause.LYING:
            return Quality.LYING
        return Quality.REFUSED if self in _TURNED_DOWN else Quality.DOWN


_TURNED_DOWN = (Cause.REFUSED, Cause.BUSY, Cause.CLOCK, Cause.MACHINE, Cause.SIGNATURE)


@dataclass(frozen=True)
class State:
    """How a destination answers; `cause` says why it is away."""

    quality: Quality = Quality.GOOD
    cause: Cause | None = None

    @classmethod
    def of(cls, cause: Cause | None, round_trip_s: float | None = None) -> "State":
        """What one exchange shows."""
        if cause is not None:
            return cls(cause.quality, cause)
        return cls(Quality.SLOW if round_trip_s is not None and round_trip_s > SLOW_S else Quality.GOOD)


GOOD = State()


@dataclass(frozen=True)
class Exchange:
    """One question and what came of it; monotonic seconds. `held_s`: how long the far end was asked to wait."""

    began: float
    ended: float
    cause: Cause | None = None
    held_s: float = 0.0

    @property
    def round_trip_s(self) -> float | None:
        """None where the far end held the question back and let go early: that says nothing of the way."""
        taken = self.ended - self.began - self.held_s
        return None if self.cause is not None or taken < 0 else taken


@dataclass(frozen=True)
class Span:
    """A stretch of time, monotonic seconds, in which a destination was in one state."""

    start: float
    end: float
    state: State


class Gauge:
    """How one destination answers, from exchange to exchange. `state` is None while nothing is known.

    The time up to an exchange belongs to what the one before it showed. A destination is worse only once `failures`
    exchanges in a row say so, and then from the first of them on: one alone is a hiccup. It is good again at once.
    """

    def __init__(self, failures: int = 2, stale_s: float = STALE_S) -> None:
        self._failures = failures
        self._stale_s = stale_s
        self._last: tuple[float, State] | None = None
        self._row = 0
        self.state: State | None = None
        self.since = 0.0
        """monotonic seconds since when it is so"""

    def hear(self, at: float, shown: State) -> Span | None:
        """Take in what an exchange at `at` shows; the time since the one before, if it was measured."""
        if self._last is not None and at - self._last[0] > self._stale_s:
            self._forget()
        if self._last is None:
            self._take(at, shown, at)
            return None
        before, last = self._last
        at = max(at, before)
        pending = last != GOOD and self._row < self._failures
        self._take(at, shown, before)
        # What failed once counts as a failure only when the next one fails too.
        counted = GOOD if pending and self._row < self._failures else last
        return Span(before, at, counted) if at > before else None

    def lose(self, at: float) -> Span | None:
        """From `at` on nothing can be known, because something nearer is away; the time up to then."""
        last, known = self._last, self.state
        self._forget()
        if last is None or known is None or not 0 < at - last[0] <= self._stale_s:
            return None
        return Span(last[0], at, known)

    def _take(self, at: float, shown: State, before: float) -> None:
        self._last = (at, shown)
        self._row = 0 if shown == GOOD else self._row + 1
        if shown == GOOD:
            self._settle(GOOD, at)
        elif self._row >= self._failures:
            self._settle(shown, before if self._row == self._failures > 1 else at)

    def _settle(self, state: State, at: float) -> None:
        if state != self.state:
            self.state, self.since = state, at

    def _forget(self) -> None:
        self._last, self._row, self.state = None, 0, None


def bucket(round_trip_s: float) -> int:
    """The class of a round trip, an index into `BUCKETS_MS`, or one beyond its end."""
    took = round_trip_s * 1000
    return next((index for index, most in enumerate(BUCKETS_MS) if took <= most), len(BUCKETS_MS))


def quantile_ms(counts: Collection[int], share: float) -> int | None:
    """The upper bound of the class that `share` of the round trips stay within, ms; None where there were none.

    For the class without an upper bound it is the last bound: "more than".
    """
    wanted, seen = share * sum(counts), 0
    if not wanted:
        return None
    for index, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return BUCKETS_MS[min(index, len(BUCKETS_MS) - 1)]
    return BUCKETS_MS[-1]
