"""The line book read back, beside a running kiosk and without its key: no lock is taken, nothing is written."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import apsw

from kiosk.clock import VIETNAM, from_text, utc_text
from kiosk.errors import KioskError
from kiosk.line import Cause, Destination, Quality, State

_CLASSES = "rtt_50, rtt_100, rtt_200, rtt_500, rtt_1000, rtt_2000, rtt_5000, rtt_more"


class LineBookFault(KioskError):
    """There is no book to read."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(f"{path}: {_MESSAGES[code]}")
        self.code = code


_MESSAGES = {
    "missing": "there is no store here; name one with --store, or set KIOSK_DATA to the machine's folder.",
    "older": "this store has no line book yet: start the kiosk once with this program.",
    "damaged": "this is no store that can be read; `kiosk store check` tells more.",
}


@dataclass(frozen=True)
class HourRow:
    day: date
    hour: int
    open: bool
    destination: Destination
    state: State
    ms: int
    probes: int
    losses: int
    round_trips: tuple[int, ...]
    """by class, `kiosk.line.BUCKETS_MS`"""


@dataclass(frozen=True)
class StretchRow:
    destination: Destination
    state: State
    began: datetime
    ended: datetime
    boot: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True)
class DelayRow:
    """A dossier sealed while `destination` was away; `delay_s` until the hub had it, None while it has not."""

    dossier: str
    destination: Destination
    at: datetime
    delay_s: int | None


@dataclass(frozen=True)
class PeopleRow:
    open: bool
    destination: Destination
    turned_away: bool
    count: int


@dataclass(frozen=True)
class Book:
    """The rows of a period, both days in. `office` as the hub gave it and `machine` as people read it, if known."""

    first: date | None
    last: date | None
    office: Any
    machine: str
    hours: tuple[HourRow, ...] = ()
    stretches: tuple[StretchRow, ...] = ()
    delays: tuple[DelayRow, ...] = ()
    people: tuple[PeopleRow, ...] = ()


def read_book(path: Path, first: date | None = None, last: date | None = None) -> Book:
    """The book of the store at `path`; without a day the period begins or ends where the book does.

    Raises LineBookFault: missing, older, damaged.
    """
    if not path.is_file():
        raise LineBookFault("missing", path)
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            connection.set_busy_timeout(2000)
            # One instant of the book, whatever the kiosk writes meanwhile.
            connection.execute("begin")
            return _book(connection, path, first, last)
        finally:
            connection.close(True)
    except apsw.Error as error:
        raise LineBookFault("damaged", path) from error


def _book(connection: apsw.Connection, path: Path, first: date | None, last: date | None) -> Book:
    if connection.execute("select 1 from sqlite_schema where name = 'line_hour'").fetchone() is None:
        raise LineBookFault("older", path)
    begins, ends = connection.execute("select min(day), max(day) from line_hour").get
    first = first or (date.fromisoformat(begins) if begins else None)
    last = last or (date.fromisoformat(ends) if ends else None)
    kept = _setting(connection, "office")
    office = kept.get("office") if isinstance(kept, dict) else None
    book = Book(first, last, office, str(_setting(connection, "machine_name") or ""))
    if first is None or last is None:
        return book
    days = (first.isoformat(), last.isoformat())
    span = (_midnight(first), _midnight(last + timedelta(days=1)))
    hours = f"select day, hour, open, destination, state, cause, ms, probes, losses, {_CLASSES} from line_hour"  # noqa: S608
    return Book(
        first,
        last,
        book.office,
        book.machine,
        tuple(_hour(row) for row in connection.execute(f"{hours} where day between ? and ? order by 1, 2, 3, 4", days)),
        tuple(
            StretchRow(Destination(row[0]), _state(row[1], row[2]), from_text(row[3]), from_text(row[4]), *row[5:])
            for row in connection.execute(
                "select destination, state, cause, from_at, to_at, boot, from_ms, to_ms from line_stretch"
                " where to_at > ? and from_at < ? order by destination, place",
                span,
            )
        ),
        tuple(
            DelayRow(row[0], Destination(row[1]), from_text(row[2]), row[3])
            for row in connection.execute(
                "select dossier, destination, at, delay_s from line_delay where at >= ? and at < ? order by at", span
            )
        ),
        tuple(
            PeopleRow(bool(row[0]), Destination(row[1]), bool(row[2]), row[3])
            for row in connection.execute(
                "select open, destination, turned_away, sum(count) from line_people where day between ? and ?"
                " group by 1, 2, 3",
                days,
            )
        ),
    )


def _setting(connection: apsw.Connection, name: str) -> Any:
    value = connection.execute("select value from setting where name = ?", (name,)).get
    return None if value is None else json.loads(value)


def _hour(row: tuple[Any, ...]) -> HourRow:
    day, hour, is_open, destination, state, cause, ms, probes, losses, *classes = row
    where = (date.fromisoformat(day), hour, bool(is_open), Destination(destination), _state(state, cause))
    return HourRow(*where, ms, probes, losses, tuple(classes))


def _state(quality: str, cause: str) -> State:
    return State(Quality(quality), Cause(cause) if cause else None)


def _midnight(day: date) -> str:
    return utc_text(datetime.combine(day, time(), VIETNAM))
