"""The line book: how the line, the hub, the portal and the bank answered, by stretch and by hour. Nothing personal.

Hours are those of Vietnam's clocks; what was not measured has no row. The book is bounded: the oldest rows give way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import apsw

from kiosk.audit import Stamp
from kiosk.clock import from_text
from kiosk.line import BUCKETS_MS, Cause, Destination, State
from kiosk.store.scope import Scope

STRETCHES = 4000
"""kept: at thirty changes a day, four months"""
DAYS = 400
"""kept of the hours: a year to lay beside the one before"""

_HOUR_MS = 3_600_000
_CLASSES = [f"rtt_{most}" for most in (*BUCKETS_MS, "more")]


@dataclass(frozen=True)
class HourKey:
    """`open`: whether the office was open, so that working hours can be told apart."""

    day: date
    hour: int
    open: bool
    destination: Destination
    state: State


@dataclass
class HourPart:
    """What is added to an hour: ms in that state, probes, those that brought nothing, round trips by class."""

    ms: int = 0
    probes: int = 0
    losses: int = 0
    round_trips: list[int] = field(default_factory=lambda: [0] * len(_CLASSES))


@dataclass
class Stretch:
    """Time of one state without a gap, within one start of the machine. `median_ms` is the bound of its class."""

    destination: Destination
    state: State
    began: Stamp
    ended: Stamp
    attempts: int = 0
    losses: int = 0
    median_ms: int | None = None
    worst_ms: int | None = None


@dataclass(frozen=True)
class PeopleKey:
    """`turned_away`: what was asked for could not be done; otherwise a walk that was under way."""

    day: date
    hour: int
    open: bool
    destination: Destination
    turned_away: bool


@dataclass
class Page:
    """What is written into the book at one time."""

    stretches: list[Stretch] = field(default_factory=list)
    hours: dict[HourKey, HourPart] = field(default_factory=dict)
    people: dict[PeopleKey, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.stretches or self.hours or self.people)


def write(scope: Scope, page: Page) -> None:
    """Add a page. No hour ever has more than sixty minutes of one destination: a clock that was set back and lives an
    hour again does not make the outage longer."""
    for stretch in page.stretches:
        _put_stretch(scope.connection, stretch)
    for key, part in page.hours.items():
        _add_hour(scope.connection, key, part)
    for person, count in page.people.items():
        query = (
            "insert into line_people values (?, ?, ?, ?, ?, ?) on conflict (day, hour, open, destination, turned_away)"
            " do update set count = count + excluded.count"
        )
        where = (person.day.isoformat(), person.hour, person.open, person.destination, person.turned_away)
        scope.connection.execute(query, (*where, count))
    _forget(scope.connection, (key.day for key in page.hours))


def delayed(scope: Scope, dossier: str, away: dict[Destination, Cause]) -> None:
    """A dossier was sealed while these were away; a repeat changes nothing."""
    for destination, cause in away.items():
        columns = "dossier, destination, cause, at, boot, mono_ms"
        query = f"insert or ignore into line_delay ({columns}) values (?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants
        scope.connection.execute(query, (dossier, destination, cause, *scope.when()))


def arrived(scope: Scope, dossier: str) -> None:
    """The hub has the dossier: how long it waited is known."""
    query = "select destination, at, boot, mono_ms from line_delay where dossier = ? and delay_s is null"
    now = scope.stamp()
    for destination, at, boot, mono_ms in list(scope.connection.execute(query, (dossier,))):
        if boot == now.boot:
            delay = (now.mono_ms - mono_ms) / 1000
        else:
            delay = (from_text(now.at) - from_text(at)).total_seconds()
        settle = "update line_delay set delay_s = ? where dossier = ? and destination = ?"
        scope.connection.execute(settle, (max(0, round(delay)), dossier, destination))


def _put_stretch(connection: apsw.Connection, stretch: Stretch) -> None:
    query = (
        "insert into line_stretch (destination, state, cause, from_at, boot, from_ms, to_at, to_ms, attempts, losses,"
        " median_ms, worst_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (destination, boot, from_ms) do"
        " update set to_at = excluded.to_at, to_ms = excluded.to_ms, attempts = excluded.attempts,"
        " losses = excluded.losses, median_ms = excluded.median_ms, worst_ms = excluded.worst_ms"
    )
    began, ended, cause = stretch.began, stretch.ended, stretch.state.cause or ""
    values = (stretch.destination, stretch.state.quality, cause, began.at, began.boot, began.mono_ms, ended.at)
    more = (ended.mono_ms, stretch.attempts, stretch.losses, stretch.median_ms, stretch.worst_ms)
    connection.execute(query, (*values, *more))


def _add_hour(connection: apsw.Connection, key: HourKey, part: HourPart) -> None:
    where = (key.day.isoformat(), key.hour, key.destination)
    query = "select coalesce(sum(ms), 0) from line_hour where day = ? and hour = ? and destination = ?"
    ms = min(part.ms, max(0, _HOUR_MS - connection.execute(query, where).get))
    names = ("ms", "probes", "losses", *_CLASSES)
    added = ", ".join(f"{name} = {name} + excluded.{name}" for name in names)
    query = (
        f"insert into line_hour (day, hour, open, destination, state, cause, {', '.join(names)})"  # noqa: S608
        f" values (?, ?, ?, ?, ?, ?{', ?' * len(names)})"
        f" on conflict (day, hour, open, destination, state, cause) do update set {added}"
    )
    head = (*where[:2], key.open, key.destination, key.state.quality, key.state.cause or "")
    connection.execute(query, (*head, ms, part.probes, part.losses, *part.round_trips))


def _forget(connection: apsw.Connection, days: Iterable[date]) -> None:
    connection.execute(
        "delete from line_stretch where place <= (select max(place) from line_stretch) - ?", (STRETCHES,)
    )
    newest = max(days, default=None)
    if newest is not None:
        first = (newest - timedelta(days=DAYS)).isoformat()
        connection.execute("delete from line_hour where day < ?", (first,))
        connection.execute("delete from line_people where day < ?", (first,))
        connection.execute("delete from line_delay where at < ?", (first,))
