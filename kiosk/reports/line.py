"""What the line book says of a period, in sums: minutes lost by hour and cause, the longest outage, whom it touched."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from pydantic import ValidationError

from kiosk.line import Cause, Destination, Quality, quantile_ms
from kiosk.office import Office
from kiosk.procedures.calendar import OfficeCalendar
from kiosk.store.line_reading import Book, HourRow, StretchRow

MINUTE_MS = 60_000
_JOIN = timedelta(seconds=1)


@dataclass(frozen=True)
class Sums:
    """Milliseconds of one choice of hours. `lost` by (destination, cause)."""

    measured: dict[Destination, int]
    slow: dict[Destination, int]
    lost: dict[tuple[Destination, Cause], int]
    by_hour: dict[tuple[int, Destination], int]
    """lost, by hour of the day"""

    def lost_of(self, destination: Destination) -> int:
        return sum(ms for (where, _), ms in self.lost.items() if where is destination)

    @property
    def lost_to_hub(self) -> int:
        """Time without a way to the hub: line and hub are never both counted away."""
        return self.lost_of(Destination.LINE) + self.lost_of(Destination.HUB)


@dataclass(frozen=True)
class Outage:
    """Time that a destination was away without a break, whatever the causes in turn."""

    destination: Destination
    causes: tuple[Cause, ...]
    began: datetime
    ended: datetime
    ms: int


@dataclass(frozen=True)
class Delays:
    """Dossiers sealed while line or hub was away: how many, how long until the hub had them (seconds)."""

    count: int
    waiting: int
    median_s: int | None
    longest_s: int | None
    at_portal: int
    """sealed while the portal was away: the hub had them, the portal had to wait"""


@dataclass(frozen=True)
class LineReport:
    """`office` is None where the store does not know it; the sums are of all hours and of those of the office."""

    first: date | None
    last: date | None
    office: Office | None
    machine: str
    all_hours: Sums
    open_hours: Sums
    longest: Outage | None
    delays: Delays
    delays_open: Delays
    people: dict[Destination, int]
    """walks under way while it was away, each counted once for each destination"""
    people_open: dict[Destination, int]
    turned_away: int
    turned_away_open: int
    round_trip_ms: int | None
    """of the hub: half of the round trips took at most so long"""
    hours: tuple[HourRow, ...]

    @property
    def measured(self) -> bool:
        return any(self.all_hours.measured.values())


def line_report(book: Book) -> LineReport:
    """The sums of a book's period."""
    office = _office(book.office)
    calendar = OfficeCalendar.load(office) if office else None

    def is_open(at: datetime) -> bool:
        return calendar is not None and calendar.is_open(at)

    trips = [row.round_trips for row in book.hours if row.destination is Destination.HUB]
    counts = [sum(column) for column in zip(*trips, strict=True)]
    return LineReport(
        first=book.first,
        last=book.last,
        office=office,
        machine=book.machine,
        all_hours=_sums(book.hours),
        open_hours=_sums(row for row in book.hours if row.open),
        longest=max(outages(book.stretches), key=lambda outage: outage.ms, default=None),
        delays=_delays(book, lambda at: True),
        delays_open=_delays(book, is_open),
        people=_people(book, only_open=False),
        people_open=_people(book, only_open=True),
        turned_away=_turned(book, only_open=False),
        turned_away_open=_turned(book, only_open=True),
        round_trip_ms=quantile_ms(counts, 0.5),
        hours=book.hours,
    )


def outages(stretches: Iterable[StretchRow]) -> list[Outage]:
    """Stretches of a destination that was away, joined where one follows the other."""
    found: list[Outage] = []
    last: StretchRow | None = None
    for row in stretches:
        if not row.state.quality.away or row.state.cause is None:
            last = None
            continue
        follows = (
            last is not None
            and (last.destination, last.boot) == (row.destination, row.boot)
            and timedelta(milliseconds=row.from_ms - last.to_ms) <= _JOIN
        )
        if follows:
            so_far = found.pop()
            causes = tuple(dict.fromkeys((*so_far.causes, row.state.cause)))
            ms = so_far.ms + row.to_ms - row.from_ms
            found.append(Outage(row.destination, causes, so_far.began, row.ended, ms))
        else:
            took = row.to_ms - row.from_ms
            found.append(Outage(row.destination, (row.state.cause,), row.began, row.ended, took))
        last = row
    return found


def totals(report: LineReport) -> dict[str, Any]:
    """The sums as JSON values: minutes with one decimal, causes by destination, hours "00" to "23"."""
    longest = report.longest
    return {
        "from": report.first.isoformat() if report.first else None,
        "to": report.last.isoformat() if report.last else None,
        "office": report.office.name if report.office else None,
        "machine": report.machine or None,
        "all_hours": _sums_json(report.all_hours),
        "open_hours": _sums_json(report.open_hours),
        "longest": {
            "destination": longest.destination,
            "causes": list(longest.causes),
            "from": longest.began.isoformat(timespec="seconds"),
            "minutes": minutes(longest.ms),
        }
        if longest
        else None,
        "dossiers": {
            "delayed": report.delays.count,
            "delayed_open": report.delays_open.count,
            "waiting": report.delays.waiting,
            "median_s": report.delays.median_s,
            "longest_s": report.delays.longest_s,
            "at_portal": report.delays.at_portal,
        },
        "people": {destination.value: report.people[destination] for destination in Destination},
        "people_open": {destination.value: report.people_open[destination] for destination in Destination},
        "turned_away": report.turned_away,
    }


def minutes(ms: int) -> float:
    return round(ms / MINUTE_MS, 1)


def _sums(rows: Iterable[HourRow]) -> Sums:
    measured: Counter[Destination] = Counter()
    slow: Counter[Destination] = Counter()
    lost: Counter[tuple[Destination, Cause]] = Counter()
    by_hour: Counter[tuple[int, Destination]] = Counter()
    for row in rows:
        measured[row.destination] += row.ms
        if row.state.quality is Quality.SLOW:
            slow[row.destination] += row.ms
        elif row.state.cause is not None and row.ms:
            lost[row.destination, row.state.cause] += row.ms
            by_hour[row.hour, row.destination] += row.ms
    return Sums(dict(measured), dict(slow), dict(lost), dict(by_hour))


def _sums_json(sums: Sums) -> dict[str, Any]:
    def of(values: dict[Destination, int]) -> dict[str, float]:
        return {destination.value: minutes(values.get(destination, 0)) for destination in Destination}

    return {
        "measured_minutes": of(sums.measured),
        "slow_minutes": of(sums.slow),
        "lost_minutes": of({destination: sums.lost_of(destination) for destination in Destination}),
        "lost_to_hub": minutes(sums.lost_to_hub),
        "lost_by_cause": {
            destination.value: {
                cause.value: minutes(ms) for (where, cause), ms in sorted(sums.lost.items()) if where is destination
            }
            for destination in Destination
        },
        "lost_by_hour": {
            f"{hour:02}": {
                destination.value: minutes(sums.by_hour[hour, destination])
                for destination in Destination
                if (hour, destination) in sums.by_hour
            }
            for hour in sorted({hour for hour, _ in sums.by_hour})
        },
    }


def _delays(book: Book, chosen: Callable[[datetime], bool]) -> Delays:
    rows = [row for row in book.delays if chosen(row.at)]
    to_hub = [row for row in rows if row.destination in (Destination.LINE, Destination.HUB)]
    took = [row.delay_s for row in to_hub if row.delay_s is not None]
    return Delays(
        count=len({row.dossier for row in to_hub}),
        waiting=len(to_hub) - len(took),
        median_s=round(median(took)) if took else None,
        longest_s=max(took, default=None),
        at_portal=len({row.dossier for row in rows if row.destination is Destination.PORTAL}),
    )


def _people(book: Book, *, only_open: bool) -> dict[Destination, int]:
    counts = dict.fromkeys(Destination, 0)
    for row in book.people:
        if not row.turned_away and (row.open or not only_open):
            counts[row.destination] += row.count
    return counts


def _turned(book: Book, *, only_open: bool) -> int:
    return sum(row.count for row in book.people if row.turned_away and (row.open or not only_open))


def _office(values: Any) -> Office | None:
    try:
        return Office.model_validate(values)
    except ValidationError:
        return None
