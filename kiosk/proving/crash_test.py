"""The current goes at any moment of a working day: what somebody was told is there, and nothing is half there.

A day of the real store runs on a disk that writes down what is asked of it. Then the current is cut at random moments,
on paper (`kiosk.proving.power`), and the real store is opened on what is left. It must hold exactly what it held when
the last call had returned, or what the call that was under way made of it: of every table, to the byte. It must be
sound, keep its own rules, and take the next citizen.

The n-th cut is drawn from the seed n alone, its day with it, so a cut is repeated by its number.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Literal

import apsw

from kiosk.clock import ManualClock
from kiosk.errors import KioskError
from kiosk.proving.crash_day import COPIES, MORNING, submission
from kiosk.proving.crash_record import (
    BOOT,
    STORE,
    Recording,
    Synchronous,
    Told,
    digest_of,
    memory_folder,
    record,
)
from kiosk.proving.power import ModelDisk, write_files
from kiosk.store import Store, StoreFault

Verdict = Literal["lost", "corrupt"]

CUTS_A_DAY = 500
FROM_THE_FIRST_BYTE = 0.2
"""Share of the cuts that may fall into the making of the store too."""

_NEXT_CITIZEN = 10**5
_AFTERWARDS = MORNING + timedelta(days=1)


@dataclass(frozen=True)
class Failure:
    """A cut that the store did not survive; `seed` repeats it, `reason` names what differs."""

    seed: int
    verdict: Verdict
    reason: str


@dataclass
class Outcome:
    """How many cuts were made, and those that failed."""

    cuts: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        """How many failures are of this kind."""
        return sum(failure.verdict == verdict for failure in self.failures)


def crash_test(
    seeds: Iterable[int],
    *,
    synchronous: Synchronous = "full",
    strict_unlink: bool = False,
    told: Callable[[Outcome], object] = lambda outcome: None,
) -> Outcome:
    """Make the cuts of these seeds, which ascend.

    `synchronous` weakens the flushes of the recorded days, to show that the test finds what that loses;
    `strict_unlink` as in ModelDisk. `told` hears of each cut once it is judged.
    """
    outcome, began = Outcome(), time.monotonic()
    for day, drawn in groupby(seeds, lambda seed: seed // CUTS_A_DAY):
        for failure in cuts(record(day, synchronous), drawn, strict_unlink=strict_unlink):
            outcome.cuts += 1
            outcome.seconds = time.monotonic() - began
            if failure is not None:
                outcome.failures.append(failure)
            told(outcome)
    return outcome


def cuts(recording: Recording, seeds: Iterable[int], *, strict_unlink: bool = False) -> Iterator[Failure | None]:
    """Cut the current in a recorded day, once a seed, in the order of the day; what failed, or None."""
    events, disk = recording.events, ModelDisk(strict_unlink=strict_unlink)
    taken = known = 0
    for moment, seed, chance in sorted((_drawn(recording, seed) for seed in seeds), key=lambda one: one[:2]):
        for event in events[taken:moment]:
            known += event.kind == "told"
            disk.take(event)
        taken = moment
        with memory_folder() as folder:
            write_files(disk.after_a_cut(chance), recording.folder, folder)
            found = _judged(folder, recording, known)
        yield Failure(seed, *found) if found else None


def _drawn(recording: Recording, seed: int) -> tuple[int, int, random.Random]:
    chance = random.Random(seed)  # noqa: S311 - a cut that can be repeated
    kinds = [event.kind for event in recording.events]
    least = 0 if chance.random() < FROM_THE_FIRST_BYTE else kinds.index("told") + 1
    return chance.randint(least, len(kinds)), seed, chance


def _judged(folder: Path, recording: Recording, known: int) -> tuple[Verdict, str] | None:
    """What is wrong with the store in `folder` after `known` calls had returned: None when it is as it must be."""
    told = recording.told
    around = told[max(known - 1, 0) : known + 1]
    try:
        with _opened(folder, recording.machine, list(dict.fromkeys(one.key for one in around))) as store:
            if store.quarantined is not None:
                return "corrupt", "set aside"
            wrong = _held(store.contents(), told, known) or _of_the_copies(folder / COPIES, around)
            if wrong is not None:
                return wrong
            faults = [*store.check(), *store.broken_rules(), *store.papers()] or store.goes_on()
            return ("corrupt", "; ".join(faults)) if faults else None
    except (KioskError, apsw.Error) as error:
        return "corrupt", f"{type(error).__name__}: {getattr(error, 'code', '')}"


def _held(now: dict[str, str], told: list[Told], known: int) -> tuple[Verdict, str] | None:
    if now in [one.contents for one in told[max(known - 1, 0) : known + 1]]:
        return None
    # A store that nobody was told of may be gone as a whole; the next start makes another, with an id of its own.
    is_new = _rows(now) == _rows(told[0].contents)
    if is_new and known == 0:
        return None
    last = told[max(known - 1, 0)].contents
    differ = ", ".join(sorted(table for table in {*now, *last} if now.get(table) != last.get(table)))
    if is_new or now in [one.contents for one in told[:known]]:
        return "lost", differ
    return "corrupt", f"half a call: {differ}"


def _rows(all_of_it: dict[str, str]) -> dict[str, str]:
    return {table: digest for table, digest in all_of_it.items() if table != "store"}


def _of_the_copies(folder: Path, around: list[Told]) -> tuple[Verdict, str] | None:
    for name in around[0].copies:
        if not (folder / name).exists():
            return "lost", "copy"
    for file in folder.glob("*.sqlite"):
        if digest_of(file) not in [one.copies.get(file.name) for one in around]:
            return "corrupt", "copy"
    return None


class _AfterTheCut(Store):
    """The store as it comes up again, with the rules that it keeps at every moment."""

    def broken_rules(self) -> list[str]:
        """Which rules do not hold; they are written out here, apart from the code that keeps them."""
        return self._read(lambda scope: [rule for rule, query in _RULES.items() if scope.connection.execute(query).get])

    def papers(self) -> list[str]:
        """Whether each paper that is to be sent is here whole, and none that nobody sends once the kiosk has swept."""
        shelf = self.attachments
        shelf.sweep()
        due = {row.hash for row in shelf.unsent()}
        here = {file.name: sha256(file.read_bytes()).hexdigest() for file in shelf.file("").glob("*")}
        return [] if here == {name: name for name in due} else ["papers that are not those to be sent"]

    def goes_on(self) -> list[str]:
        """Whether the next citizen gets the next number, and is here then."""
        due, next_one = self.next_number(), submission(_NEXT_CITIZEN)
        number = self.submit(next_one)
        here = self.dossier(next_one.dossier)
        return [] if number.number == due and here is not None and here.number == number else ["does not go on"]


_RULES = {
    "a dossier without its first message": (
        "select 1 from dossier where not exists (select 1 from outbox where dossier = dossier.id and seq = 1)"
    ),
    "a dossier without its request": (
        "select 1 from dossier where not exists (select 1 from request where dossier = dossier.id)"
    ),
    "a dossier without its audit line": (
        "select 1 from dossier where not exists (select 1 from audit where event = 'dossier.sealed'"
        " and json_extract(keys, '$.id') = dossier.id)"
    ),
    "a gap in the messages of a dossier": (
        "select 1 from outbox group by dossier having max(seq) <> count(*) or min(seq) <> 1"
    ),
    "a gap in the numbers": (
        "select 1 from store where last_number <> (select count(*) from dossier)"
        " or last_number <> (select ifnull(max(number), 0) from dossier)"
    ),
}


def _opened(folder: Path, machine: str, keys: list[bytes]) -> _AfterTheCut:
    # While the device key is being rotated, the kiosk has both and tries one after the other.
    for key in keys[:-1]:
        try:
            return _open(folder, machine, key)
        except StoreFault as fault:
            if fault.code != "key":
                raise
    return _open(folder, machine, keys[-1])


def _open(folder: Path, machine: str, key: bytes) -> _AfterTheCut:
    return _AfterTheCut.open(folder / STORE, key, ManualClock(_AFTERWARDS), machine=machine, boot=BOOT)
