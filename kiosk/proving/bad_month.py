"""A bad month whose outages are known: played through the real client, watch and book on a clock turned by hand.

The report must find again what was played. Probes stand on whole minutes, and so do the outages: for line and hub the
book is exact. Of portal and bank a machine hears one probe later than the hub, which believes a failure only when it
comes twice: there the book may be one minute short for each outage, and never long.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import NewConnectionError

from kiosk.clock import VIETNAM, ManualClock, local
from kiosk.dossiers.answers import Ok
from kiosk.dossiers.hubclient import HubClient
from kiosk.hub.far_ends import FarEnds, WatchedFeed, WatchedPortal
from kiosk.hub.feed import Page
from kiosk.hub.portal import NotThere, Outcome, Pending, Unknown
from kiosk.ids import uuid7
from kiosk.line import Cause, Destination
from kiosk.machine.line_watch import LineWatch
from kiosk.machine.reach import Reached
from kiosk.office import Office
from kiosk.procedures.calendar import OfficeCalendar
from kiosk.store import Store, Submission

FIRST = datetime(2026, 11, 2, tzinfo=VIETNAM)
"""A Monday."""

_ON, _OFF = 7 * 60, 17 * 60 + 30
"""Minutes of the day between which the machine runs."""
_SLOW_S = 3.0
_KINDS = (
    (Destination.LINE, Cause.UNREACHABLE),
    (Destination.LINE, Cause.UNREACHABLE),
    (Destination.LINE, Cause.TIMEOUT),
    (Destination.HUB, Cause.REFUSED),
    (Destination.HUB, Cause.TIMEOUT),
    (Destination.HUB, Cause.BUSY),
    (Destination.HUB, Cause.LYING),
    (Destination.HUB, Cause.TRUNCATED),
    (Destination.HUB, None),
    (Destination.PORTAL, Cause.BUSY),
    (Destination.PORTAL, Cause.UNREACHABLE),
    (Destination.BANK, Cause.UNREAD),
)
"""What may happen; a cause of None is slowness."""


class Event(NamedTuple):
    """Something that lasts from minute `began` up to `ended` of the month."""

    destination: Destination
    cause: Cause | None
    began: int
    ended: int

    def at(self, minute: int) -> bool:
        return self.began <= minute < self.ended


class Lost(NamedTuple):
    hour: int
    open: bool
    destination: Destination
    cause: Cause


@dataclass
class Known:
    """What was played, in whole minutes. `delays` in minutes, by dossier."""

    lost: Counter[Lost] = field(default_factory=Counter)
    slow: Counter[Destination] = field(default_factory=Counter)
    measured: Counter[Destination] = field(default_factory=Counter)
    outages: Counter[Destination] = field(default_factory=Counter)
    longest: int = 0
    delays: list[int] = field(default_factory=list)
    people: Counter[Destination] = field(default_factory=Counter)


def bad_month(path: Path, seed: int, office: Office, days: int = 30) -> Known:
    """Play `days` days into a new store at `path`; what the report must find in it."""
    return _Play(path, random.Random(seed), office, days).run()  # noqa: S311 - a rehearsal


class _Play:
    def __init__(self, path: Path, chance: random.Random, office: Office, days: int) -> None:
        self._path, self._chance, self._office, self._days = path, chance, office, days
        self._calendar = OfficeCalendar.load(office)
        self._clock = ManualClock(FIRST)
        self._true = ManualClock(FIRST)
        """the world's clock: the machine's own is set wrong at times"""
        self.known = Known()
        self._runs = list(self._runs_of_month())
        self._events = sorted(self._events_of_month(), key=lambda event: event.began)
        self._now: dict[Destination, Cause | None] = {}
        self._ends = FarEnds(self._true)
        self._portal = WatchedPortal(_Portal(self.cause), self._ends, self._true.monotonic)
        self._feed = WatchedFeed(_Feed(self.cause), self._ends, self._true.monotonic)
        self._waiting: dict[str, int] = {}

    def run(self) -> Known:
        for began, ended in self._runs:
            self._go_to(began)
            # Whoever starts the machine finds its clock put right.
            self._clock.set(self._true.now())
            with Store.open(self._path, bytes(32), self._clock, machine="may-2", boot=f"run{began}") as store:
                store.set("office", {"office": self._office.model_dump(mode="json")})
                store.set("machine_name", "Máy số 2")
                self._run(store, began, ended)
        events = [event for event in self._events if event.cause]
        self.known.longest = max((event.ended - event.began for event in events), default=0)
        return self.known

    def _run(self, store: Store, began: int, ended: int) -> None:
        key = Ed25519PrivateKey.from_private_bytes(bytes(32))
        client = HubClient("http://hub.example", "may-2", key, self._clock, _Wire(self.answer))
        watch = LineWatch(store, self._clock, self.reach, client.clock_offset, self._calendar.is_open, write_s=1800.0)
        client.observer = watch.heard
        for minute in range(began, ended + 1):
            self._go_to(minute)
            self._now = {event.destination: event.cause for event in self._events if event.at(minute)}
            self._portal.find("any")
            self._feed.since(0)
            answer = client.changes(0)
            if isinstance(answer, Ok):
                watch.told(answer.value.far)
                self._deliver(store, minute)
            self._live(store, watch, minute)
            if minute < ended:
                self._count(minute)
        watch.close()

    def _live(self, store: Store, watch: LineWatch, minute: int) -> None:
        """Clock steps, walks and dossiers, at minutes at which nothing begins or ends."""
        if self._chance.random() < 0.002:
            self._clock.set(self._true.now() + timedelta(seconds=self._chance.randint(-240, 240)))
        if any(abs(minute - edge) < 3 for event in self._events for edge in (event.began, event.ended)):
            return
        away = {destination for destination, cause in self._now.items() if cause}
        if away & {Destination.LINE, Destination.HUB}:
            # What lies behind cannot be seen, so nobody is counted for it.
            away -= {Destination.PORTAL, Destination.BANK}
        if self._chance.random() < 0.05:
            watch.walk_began()
            self.known.people.update(away)
            watch.walk_ended()
        if self._chance.random() < 0.02:
            dossier = uuid7(self._true, self._chance)
            lookup = f"HK1.{self._chance.getrandbits(64):020d}"
            store.submit(Submission(dossier, lookup, lambda number: b"sealed"))
            watch.sealed(dossier)
            self._waiting[dossier] = minute if away & {Destination.LINE, Destination.HUB} else -1

    def _deliver(self, store: Store, minute: int) -> None:
        for row in store.unsent():
            store.mark_sent(row.id, {})
            sealed = self._waiting.pop(row.dossier, -1)
            if sealed >= 0:
                self.known.delays.append(minute - sealed)

    def _count(self, minute: int) -> None:
        """The minute that begins now, as it was played."""
        instant = FIRST + timedelta(minutes=minute)
        is_open, near = self._calendar.is_open(instant), None
        for destination in Destination:
            if destination is not Destination.LINE and near is not None:
                continue
            self.known.measured[destination] += 1
            cause = self._now.get(destination)
            if cause is not None:
                self.known.lost[Lost(local(instant).hour, is_open, destination, cause)] += 1
                near = destination if destination in (Destination.LINE, Destination.HUB) else near
            elif destination in self._now:
                self.known.slow[destination] += 1

    def _go_to(self, minute: int) -> None:
        seconds = (FIRST + timedelta(minutes=minute) - self._true.now()).total_seconds()
        self._pass(max(0.0, seconds))

    def _pass(self, seconds: float) -> None:
        self._clock.advance(seconds)
        self._true.advance(seconds)

    def _runs_of_month(self) -> Iterator[tuple[int, int]]:
        """When the program runs: every day, on some with a stop in between."""
        for day in range(self._days):
            start, stop = day * 1440 + _ON, day * 1440 + _OFF
            if self._chance.random() < 0.3:
                middle = self._chance.randrange(start + 60, stop - 90)
                yield start, middle
                start = middle + self._chance.randint(2, 40)
            yield start, stop

    def _events_of_month(self) -> Iterator[Event]:
        """Up to three a day, apart from each other and from every start and stop."""
        taken: set[int] = set()
        for began, ended in self._runs:
            for _ in range(self._chance.choice((0, 1, 1, 2, 3))):
                destination, cause = self._chance.choice(_KINDS)
                long = self._chance.choice((3, 7, 12, 25, 60, 110))
                first = self._chance.randrange(began + 5, max(began + 6, ended - 5))
                event = Event(destination, cause, first, min(first + long, ended - 5))
                minutes = set(range(event.began - 5, event.ended + 5))
                if event.ended - event.began >= 3 and not minutes & taken:
                    taken |= minutes
                    if cause is not None:
                        self.known.outages[destination] += 1
                    yield event

    def reach(self) -> Reached:
        return Reached(self._now.get(Destination.LINE), 0.01)

    def answer(self) -> requests.Response:
        """What the wire brings at this minute."""
        if (line := self._now.get(Destination.LINE)) is not None:
            raise _nothing(line)
        cause = self._now.get(Destination.HUB)
        if Destination.HUB in self._now and cause is None:
            self._pass(_SLOW_S)
        elif cause in (Cause.REFUSED, Cause.TIMEOUT):
            raise _nothing(cause)
        body: Any = {"changes": [], "cursor": 0, "far": self._ends.wire()}
        written = json.dumps(body).encode()
        if cause is Cause.LYING:
            return _response(200, b"<html>", "text/html", self._true.now())
        return _response(
            503 if cause is Cause.BUSY else 200,
            written[:-7] if cause is Cause.TRUNCATED else written,
            "application/json",
            self._true.now(),
        )

    def cause(self, destination: Destination) -> Cause | None:
        return self._now.get(destination)


class _Wire:
    """In place of `requests`."""

    def __init__(self, answer: Callable[[], requests.Response]) -> None:
        self._answer = answer

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        return self._answer()


class _Portal:
    """It knows no dossier; what is submitted waits."""

    def __init__(self, cause: Callable[[Destination], Cause | None]) -> None:
        self._cause = cause

    def submit(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        found = self.find(key)
        return Pending() if isinstance(found, NotThere) else found

    def update(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        return self.submit(key, procedure, applicant, payload)

    def find(self, key: str) -> Outcome | NotThere:
        cause = self._cause(Destination.PORTAL)
        return NotThere() if cause is None else Unknown({Cause.BUSY: "server"}.get(cause, "unreachable"))


class _Feed:
    def __init__(self, cause: Callable[[Destination], Cause | None]) -> None:
        self._cause = cause

    def since(self, cursor: int) -> Page | None:
        return Page((), cursor) if self._cause(Destination.BANK) is None else None


def _nothing(cause: Cause) -> requests.RequestException:
    if cause is Cause.TIMEOUT:
        return requests.ReadTimeout()
    return requests.ConnectionError(NewConnectionError(HTTPConnection("hub.example"), "nobody"))


def _response(status: int, body: bytes, kind: str, at: datetime) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response.headers.update({"Content-Type": kind, "Date": format_datetime(at, usegmt=True)})
    response.raw = HTTPResponse(BytesIO(body), preload_content=False)
    return response
