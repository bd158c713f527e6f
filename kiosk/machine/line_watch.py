"""Keeps the line book: every exchange with the hub is a probe, and what the hub says of portal and bank is one too.

Time is counted by the monotonic clock and laid into the hours of the hub's clock, which the monotonic one carries on:
a step of this machine's own clock makes no false minute. Only what lies between two exchanges is counted; a program
that is off measures nothing.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from kiosk.audit import Stamp
from kiosk.clock import Clock, local, utc_text
from kiosk.dossiers.answers import FarState
from kiosk.errors import KioskError
from kiosk.line import GOOD, Cause, Destination, Exchange, Gauge, Quality, Span, State, bucket, quantile_ms
from kiosk.machine.reach import Reach, Reached
from kiosk.store import Store
from kiosk.store.line_book import HourKey, HourPart, Page, PeopleKey, Stretch

WRITE_S = 60.0
"""The book is written so often at most, unless a state changes."""
LINE_SLOW_S = 0.5
"""A connection alone that takes longer: it is the line that is slow, not the hub."""
LOOK_AGAIN_S = 10.0
"""How long it is believed whether the hub's host could be reached."""

_STEP_S = 2.0
_UNSURE = (Cause.REFUSED, Cause.CUT, Cause.TIMEOUT)
_BEHIND = (Destination.PORTAL, Destination.BANK)

log = logging.getLogger(__name__)


class LineWatch:
    """Usable from any thread. Writes at a change of state and once a minute, through `heard` and `told`; `close` writes
    what is left. A store that cannot be written costs the minute, never the caller."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        reach: Reach,
        hub_offset: Callable[[], timedelta | None],
        is_open: Callable[[datetime], bool],
        write_s: float = WRITE_S,
    ) -> None:
        """`hub_offset`: how far the hub's clock is ahead of this one, None before it spoke; `is_open`: whether the
        office is, at an instant."""
        self._write_s = write_s
        self._store = store
        self._clock = clock
        self._reach = reach
        self._hub_offset = hub_offset
        self._is_open = is_open
        self._lock = threading.Lock()
        self._gauges = {
            destination: Gauge(1 if destination in _BEHIND else 2)  # the hub has judged these two already
            for destination in Destination
        }
        self._open: dict[Destination, _Running] = {}
        self._page = Page()
        self._written = clock.monotonic()
        self._epoch = clock.now().timestamp() - clock.monotonic()
        self._reached: tuple[float, Reached] | None = None
        self._walk: set[Destination] | None = None
        self._fault = ""

    def heard(self, exchange: Exchange) -> None:
        """An exchange with the hub is over."""
        shown = State.of(exchange.cause, exchange.round_trip_s)
        unsure = exchange.cause in _UNSURE or shown.quality is Quality.SLOW
        reached = self._look(exchange) if unsure else None
        with self._lock:
            self._set_epoch()
            # A good answer vouches for its end; one that failed or was slow, for its beginning.
            at = exchange.ended if shown == GOOD else exchange.began
            if reached is not None and reached.cause is not None:
                self._take(Destination.LINE, at, State.of(reached.cause), None)
                self._lose(at, Destination.HUB)
            elif exchange.cause is not None:
                self._take(Destination.LINE, at, GOOD, None)
                self._take(Destination.HUB, at, shown, None)
            else:
                slow_line = reached is not None and reached.took_s > LINE_SLOW_S
                self._take(Destination.LINE, at, shown if slow_line else GOOD, None)
                self._take(Destination.HUB, at, GOOD if slow_line else shown, exchange.round_trip_s)
            if exchange.cause is not None:
                for destination in _BEHIND:
                    self._lose(at, destination)
            self._note_walk()
            page = self._due_page()
        self._write(page)

    def told(self, far: Mapping[str, FarState]) -> None:
        """What the hub says of portal and bank; what it does not name it does not know."""
        with self._lock:
            at = self._clock.monotonic()
            for destination in _BEHIND:
                if (state := _state(far.get(destination))) is not None:
                    self._take(destination, at, state, None)
                else:
                    self._lose(at, destination)
            self._note_walk()
            page = self._due_page()
        self._write(page)

    def away(self) -> dict[Destination, tuple[Cause, datetime]]:
        """What does not answer now: why, and since when (UTC)."""
        with self._lock:
            return {
                destination: (gauge.state.cause, self._instant(gauge.since))
                for destination, gauge in self._gauges.items()
                if gauge.state is not None and gauge.state.cause is not None
            }

    def walk_began(self) -> None:
        """Someone is at the machine."""
        with self._lock:
            self._walk = set()
            self._note_walk()

    def walk_ended(self) -> None:
        with self._lock:
            self._walk = None

    def turned_away(self) -> None:
        """What someone asked for could not be done; it is counted for the nearest of what was away."""
        with self._lock:
            for destination in self._away()[:1]:
                self._count(destination, turned_away=True)

    def sealed(self, dossier: str) -> None:
        """A dossier was sealed: it is delayed by whatever is away now."""
        away = {destination: cause for destination, (cause, _) in self.away().items()}
        if not away:
            return
        try:
            self._store.delayed_by_line(dossier, away)
        except KioskError as fault:
            log.error("line book not written: %s", fault.code)

    def close(self) -> None:
        """Write what is left."""
        with self._lock:
            page = self._turned_page()
        self._write(page)

    def _look(self, exchange: Exchange) -> Reached:
        """Whether the hub's host can be reached; one look serves the exchanges of some seconds."""
        known = self._reached
        if known is None or not 0 <= exchange.ended - known[0] < LOOK_AGAIN_S:
            known = self._reached = (self._clock.monotonic(), self._reach())
        return known[1]

    def _take(self, destination: Destination, at: float, shown: State, round_trip_s: float | None) -> None:
        gauge = self._gauges[destination]
        span = gauge.hear(at, shown)
        if span is not None:
            self._count_span(destination, span)
        part = self._part(destination, shown, at)
        part.probes += 1
        part.losses += shown.quality.away
        if round_trip_s is not None:
            part.round_trips[bucket(round_trip_s)] += 1
        if (running := self._open.get(destination)) is not None:
            running.probe(lost=shown.quality.away, round_trip_s=round_trip_s)

    def _lose(self, at: float, destination: Destination) -> None:
        span = self._gauges[destination].lose(at)
        if span is not None:
            self._count_span(destination, span)
        self._open.pop(destination, None)

    def _count_span(self, destination: Destination, span: Span) -> None:
        running = self._open.get(destination)
        if running is None or not running.goes_on(span):
            running = self._open[destination] = _Running(destination, span, self._stamp(span.start))
            # The state of this destination changed: that is written at once.
            self._written = self._clock.monotonic() - self._write_s
        running.end(span.end, self._stamp(span.end))
        if running.stretch not in self._page.stretches:
            self._page.stretches.append(running.stretch)
        start = span.start
        while start < span.end:
            # Hours and opening times change on whole minutes.
            epoch = self._epoch + start
            end = min(span.end, start + 60.0 - epoch % 60.0)
            end = span.end if span.end - end < 1e-6 else end
            self._part(destination, span.state, start).ms += round(end * 1000) - round(start * 1000)
            start = end

    def _part(self, destination: Destination, state: State, at: float) -> HourPart:
        instant = self._instant(at)
        there = local(instant)
        key = HourKey(there.date(), there.hour, self._is_open(instant), destination, state)
        return self._page.hours.setdefault(key, HourPart())

    def _away(self) -> list[Destination]:
        return [d for d, gauge in self._gauges.items() if gauge.state is not None and gauge.state.quality.away]

    def _note_walk(self) -> None:
        """Whoever is at the machine while something is away is counted once for it."""
        if self._walk is None:
            return
        for destination in self._away():
            if destination not in self._walk:
                self._walk.add(destination)
                self._count(destination, turned_away=False)

    def _count(self, destination: Destination, *, turned_away: bool) -> None:
        instant = self._instant(self._clock.monotonic())
        there = local(instant)
        key = PeopleKey(there.date(), there.hour, self._is_open(instant), destination, turned_away)
        self._page.people[key] = self._page.people.get(key, 0) + 1

    def _set_epoch(self) -> None:
        """The hub's time where it is known; its own whole seconds do not make the book's hours tremble."""
        now = self._clock.now() + (self._hub_offset() or timedelta(0))
        epoch = now.timestamp() - self._clock.monotonic()
        if abs(epoch - self._epoch) > _STEP_S:
            self._epoch = epoch

    def _instant(self, at: float) -> datetime:
        return datetime.fromtimestamp(self._epoch + at, UTC)

    def _stamp(self, at: float) -> Stamp:
        return Stamp(utc_text(self._instant(at)), self._store.boot, round(at * 1000))

    def _due_page(self) -> Page | None:
        return self._turned_page() if self._clock.monotonic() - self._written >= self._write_s else None

    def _turned_page(self) -> Page:
        page, self._page = self._page, Page()
        self._written = self._clock.monotonic()
        return page

    def _write(self, page: Page | None) -> None:
        if not page:
            return
        try:
            self._store.keep_line_page(page)
            self._fault = ""
        except KioskError as fault:
            # After a fault of the disk nobody knows whether the page is there: written again it would count twice.
            if fault.code != self._fault:
                log.error("line book not written: %s", fault.code)
            self._fault = fault.code


def _state(said: FarState | None) -> State | None:
    """None where the hub says nothing, or what only a newer program knows."""
    try:
        return State(Quality(said.quality), Cause(said.cause) if said.cause else None) if said else None
    except ValueError:
        return None


class _Running:
    """The stretch that goes on."""

    def __init__(self, destination: Destination, span: Span, began: Stamp) -> None:
        self.stretch = Stretch(destination, span.state, began, began)
        self._end = span.start
        self._counts = HourPart().round_trips

    def goes_on(self, span: Span) -> bool:
        return span.state == self.stretch.state and abs(span.start - self._end) < 1e-6

    def end(self, at: float, stamp: Stamp) -> None:
        self._end = at
        self.stretch.ended = stamp

    def probe(self, *, lost: bool, round_trip_s: float | None) -> None:
        self.stretch.attempts += 1
        self.stretch.losses += lost
        if round_trip_s is not None:
            took = round(round_trip_s * 1000)
            self._counts[bucket(round_trip_s)] += 1
            self.stretch.median_ms = quantile_ms(self._counts, 0.5)
            self.stretch.worst_ms = max(took, self.stretch.worst_ms or 0)
