"""The soak: many walks through real processes over bad lines, with kills; at the end everything is counted.

Nothing is lost, nothing doubled, nothing left behind, says the product. The script of a soak is its seed's (who comes,
how walks end, who is killed at which event, which fault falls on which request of a line); where in the code a kill
lands is the machine's own chance. Time is played: what backs off waits on a clock that the soak moves.
"""

import random
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kiosk.clock import today
from kiosk.demo.dock import LineName
from kiosk.demo.people import citizen
from kiosk.errors import KioskError
from kiosk.identity.card import parse_card
from kiosk.identity.person import Person
from kiosk.proving import tally
from kiosk.proving.faults import Fault, evenly
from kiosk.proving.forget import Hit, Traces, hits
from kiosk.proving.forget_values import Values
from kiosk.proving.script import Kill, Script, Visit, script
from kiosk.proving.soak_office import SoakOffice

FAULT_RATES: Mapping[LineName, float] = {"hub": 0.3, "portal": 0.7, "bank": 0.3}
"""The part of all requests of each line that meets a fault, all faults together. Few requests go to the portal, and
they are the ones that must not be doubled."""
_EVENT_S = 40.0
_OFFICER_EACH = 3
_FIRST_ROUNDS, _QUIET_ROUNDS = 6, 6
"""so many rounds until each is longer than any back-off, and then so many in which nothing moves"""
_MOST_ROUNDS = 150
_LONGEST_S = 930.0
"""a little more than the longest wait of any back-off"""
_LAST_ROUNDS = 8
_ROUND_S = 0.25


class SoakFault(KioskError):
    """The soak itself could not go on: it says nothing about what it is to measure."""

    code = "soak"


@dataclass(frozen=True)
class Orders:
    """What is asked of a soak. `idempotency` off: every try to hub and portal under a fresh key, which must double."""

    walks: int
    faults: tuple[Fault, ...]
    kills: int
    seed: int
    idempotency: bool = True


@dataclass(frozen=True)
class Result:
    """`acknowledged` walks were told "done"; of those `lost` are not at the portal in the end. `duplicated` walks have
    more than one dossier at hub or portal. `leaked`: how many `hits` the forget check has. `faults`: sentences on sums
    that are not the bank's or came twice, and on what a machine has sealed and is still on its way; `remarks`: which
    walks, and what befell the lines."""

    walks: int
    acknowledged: int
    lost: int
    duplicated: int
    leaked: int
    parked: int
    kills: int
    requests: int
    seconds: float
    faults: tuple[str, ...]
    hits: tuple[Hit, ...]
    remarks: tuple[str, ...]

    @property
    def good(self) -> bool:
        return not (self.lost or self.duplicated or self.leaked or self.faults)

    def record(self) -> dict[str, Any]:
        """The last line of the command."""
        return {name: value for name, value in asdict(self).items() if name not in ("faults", "hits", "remarks")}


def soak(orders: Orders, folder: Path, kiosk_command: Sequence[str]) -> Result:
    """Play it in `folder`, which must be empty. `kiosk_command`: see `SoakOffice`. Raises SoakFault, ChildFault."""
    extra = () if orders.idempotency else ("--no-idempotency",)
    with SoakOffice(folder, orders.seed, kiosk_command, extra) as office:
        return _Soak(orders, office).run()


class _Soak:
    def __init__(self, orders: Orders, office: SoakOffice) -> None:
        self._orders = orders
        self._office = office
        self._script: Script = script(orders.walks, orders.kills, orders.seed)
        self._people = _people(orders, office)
        self._began = time.monotonic()
        self._since = time.time()
        self._killed = self._returned = 0
        self._told: set[int] = set()
        self._cash: set[str] = set()
        self._paused = threading.Event()

    def run(self) -> Result:
        office = self._office
        office.start_kiosk()
        self._set_faults(self._orders.faults)
        for visit in self._script.visits:
            self._visit(visit)
            office.clock.advance(visit.pause_s)
            if visit.number % _OFFICER_EACH == 0:
                office.officer_round(self._cash)
        self._last_hour()
        self._set_faults(())
        counts = self._drained()
        leaks = self._leaks()
        office.kiosk.order({"do": "stop"})
        office.kiosk.ended()
        office.hub.stop()
        return self._result(counts, leaks)

    def _set_faults(self, faults: tuple[Fault, ...]) -> None:
        for name, line in self._office.lines.items():
            line.set_faults(evenly(faults, FAULT_RATES[name]))

    def _last_hour(self) -> None:
        """The citizens have gone, the lines are still bad: what they left goes on its way."""
        for _ in range(_LAST_ROUNDS):
            self._office.officer_round(self._cash)
            self._carry()
            self._office.clock.advance(3600 / _LAST_ROUNDS)
            self._paused.wait(_ROUND_S)

    def _visit(self, visit: Visit) -> None:
        kills = [kill for kill in self._script.kills if kill.visit == visit.number]
        before = self._carry()["dossiers"] if kills else []
        ended = self._walk(visit, kills)
        for kill in kills:
            self._kill(kill)
        if not ended and visit.comes_back and self._carry()["dossiers"] == before:
            self._walk(visit, [])
            self._returned += 1

    def _walk(self, visit: Visit, kills: list[Kill]) -> bool:
        """Play it; whether it came to its end, and was not cut off."""
        office = self._office
        self._alive()
        office.kiosk.order({"do": "walk", "visit": asdict(visit)})
        step = 0
        while True:
            event = office.kiosk.event(_EVENT_S)
            over = "end" in event
            self._act(event, visit)
            step += 1
            while kills and (over or kills[0].step < step):
                self._kill(kills.pop(0))
            if over or not office.kiosk.alive:
                return over

    def _carry(self) -> dict[str, Any]:
        """Wake the courier; what the kiosk has of messages and dossiers."""
        self._alive()
        self._office.kiosk.order({"do": "carry"})
        return self._office.kiosk.event(_EVENT_S)

    def _act(self, event: dict[str, Any], visit: Visit) -> None:
        office = self._office
        match event:
            case {"card": _}:
                office.show_card(self._people[visit.number][0])
            case {"code": rows}:
                office.pay(rows, f"walk-{visit.number}")
            case {"pass": seconds}:
                office.clock.advance(seconds)
            case {"told": _, "number": number}:
                self._told.add(visit.number)
                if visit.ending == "cash":
                    self._cash.add(number)
            case {"end": "stuck", "why": why}:
                raise SoakFault(f"walk {visit.number} of seed {self._orders.seed} ({visit.ending}): {why}")

    def _kill(self, kill: Kill) -> None:
        """And start it again at once; the hub is away for as long as it takes."""
        self._alive()
        child = self._office.kiosk if kill.target == "kiosk" else self._office.hub
        self._paused.wait(kill.after_ms / 1000)
        child.kill()
        self._killed += 1
        if child is self._office.hub:
            child.start()

    def _alive(self) -> None:
        if not self._office.kiosk.alive:
            self._office.start_kiosk()

    def _drained(self) -> dict[str, Any]:
        """Let everything arrive that is on its way: faults and kills are over, time passes, the officer looks."""
        office = self._office
        hub = self._hub_file()
        before, quiet, counts = None, 0, {}
        for turn in range(_MOST_ROUNDS):
            if not office.hub.alive:
                raise SoakFault("the hub ended by itself")
            office.officer_round(self._cash)
            counts = self._carry()
            now = (counts["unsent"], hub.under_way(), len(self._cash), hub.money_faults(self._booked()))
            if now == (0, 0, 0, []):
                break
            quiet = quiet + 1 if now == before and turn >= _FIRST_ROUNDS else 0
            if quiet > _QUIET_ROUNDS:
                break
            before = now
            office.clock.advance(min(30.0 * 2**turn, _LONGEST_S))
            self._paused.wait(_ROUND_S)
        return counts

    def _leaks(self) -> list[Hit]:
        """What of anybody is left in the machine's and the hub's files, in what both wrote to their logs, and where the
        kiosk's temporary files go."""
        office = self._office
        values = Values.texts({})
        for visit in self._script.visits:
            values |= Values.of(self._people[visit.number][1], visit.answers)
        traces = Traces(
            office.folder / "machine",
            homes=(office.folder / "hub",),
            temp=office.temp,
            crashes=(),
            spools=(),
            since=self._since,
            said=tuple(log.read_bytes() for log in office.logs),
        )
        return hits(traces, values)

    def _result(self, counts: dict[str, Any], leaks: Collection[Hit]) -> Result:
        office, hub = self._office, self._hub_file()
        numbers = {number: str(person.number) for number, (_, person) in enumerate(self._people)}
        kept = self._portal()
        lost = tally.lost({walk: numbers[walk] for walk in self._told}, kept)
        doubled = tally.duplicated(numbers, hub, kept)
        remarks = [f"lost: walk {walk}" for walk in lost] + [f"duplicated: walk {walk}" for walk in doubled]
        made = sum((line.made for line in office.lines.values()), start=type(office.lines["hub"].made)())
        remarks.append(f"came back after a kill and took up the walk, or began anew: {self._returned}")
        remarks.append(f"faults: {', '.join(f'{fault} {made[fault]}' for fault in Fault if made[fault]) or 'none'}")
        return Result(
            walks=self._orders.walks,
            acknowledged=len(self._told),
            lost=len(lost),
            duplicated=len(doubled),
            leaked=len(leaks),
            parked=counts["parked"],
            kills=self._killed,
            requests=sum(line.requests for line in office.lines.values()),
            seconds=round(time.monotonic() - self._began, 1),
            faults=(*hub.money_faults(self._booked()), *self._on_their_way(counts, hub)),
            hits=tuple(leaks),
            remarks=tuple(remarks),
        )

    def _on_their_way(self, counts: dict[str, Any], hub: tally.HubFile) -> Iterator[str]:
        """Also who was never told is on the disk, once the dossier is sealed."""
        if left := set(counts["dossiers"]) - hub.accepted():
            yield f"{len(left)} dossiers that the kiosk has sealed never came to the portal"

    def _hub_file(self) -> tally.HubFile:
        return tally.HubFile(self._office.folder / "hub", self._office.office_id)

    def _booked(self) -> dict[str, int]:
        lines, _ = self._office.bank.since(0)
        return {str(line["id"]): line["amount"] for line in lines}

    def _portal(self) -> list[dict[str, Any]]:
        return self._office.portal.dossiers()


def _people(orders: Orders, office: SoakOffice) -> list[tuple[str, Person]]:
    """(text of the card, the person on it) for each walk: no number twice."""
    day, chance = today(office.clock), random.Random(f"people/{orders.seed}")  # noqa: S311 - made-up people
    found: dict[str, tuple[str, Person]] = {}
    while len(found) < orders.walks:
        card = citizen(chance.randrange(10**9), day).code
        person = parse_card(card, day)
        if isinstance(person, Person):
            found.setdefault(str(person.number), (card, person))
    return list(found.values())
