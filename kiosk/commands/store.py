"""`kiosk store check`, `backup`, `crash-test`: is a store whole, a copy of it, and does it survive a power cut."""

import argparse
import contextlib
import dataclasses
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.clock import SystemClock
from kiosk.commands.common import FAILED, GOOD, count, leaf, natural, print_json

if TYPE_CHECKING:
    from kiosk.proving.crash_test import Outcome
    from kiosk.store.inspection import Findings

_PROGRESS_S = 5.0


def add(store: Any) -> None:
    """`store`: the group of commands on a machine's store."""
    leaf(store, "check", _check, "whether a store is whole, and what waits in it; beside a running kiosk too", _path)
    leaf(store, "backup", _backup, "a checked copy of a store; beside a running kiosk too", _backup_options)
    leaf(store, "crash-test", _crash_test, "cut the power, on paper, in working days of the store", _crash_options)


def _path(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="the store's file, or the folder that holds it")
    parser.add_argument("--json", action="store_true")


def _backup_options(parser: argparse.ArgumentParser) -> None:
    _path(parser)
    parser.add_argument(
        "--to", metavar="FILE", help="a new file, or a folder; else backup-<UTC>.sqlite beside the store"
    )


def _crash_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cuts", type=count, required=True, help="how many times")
    parser.add_argument("--seed", type=natural, default=0, help="the first cut; a cut is repeated by its number")
    parser.add_argument(
        "--synchronous", choices=("full", "normal", "off"), default="full", help="flush less than the kiosk does"
    )
    parser.add_argument(
        "--strict-unlink", action="store_true", help="a harder disk: deletions stay only once their folder is flushed"
    )


def _check(args: argparse.Namespace) -> int:
    from kiosk.store import inspection

    try:
        found = inspection.look(inspection.found(Path(args.path)))
    except inspection.InspectionFault as fault:
        if args.json:
            print_json({"path": args.path, "ok": False, "faults": [f"{fault.code}: {fault.message}"]})
        raise
    _say(found, json=args.json)
    return FAILED if found.faults else GOOD


def _backup(args: argparse.Namespace) -> int:
    from kiosk.store import inspection

    store = inspection.found(Path(args.path))
    faults = inspection.look(store).faults
    if faults:
        _tell([*faults, f"{store}: not sound, and so not copied; keep the file for recovery."])
        return FAILED
    name = f"backup-{SystemClock().now():%Y%m%dT%H%M%SZ}.sqlite"
    to = Path(args.to) if args.to else store.with_name(name)
    to = to / name if to.is_dir() else to
    found = inspection.copy(store, to)
    _tell(found.faults)
    if args.json:
        print_json({"file": str(to), "bytes": found.bytes, "ok": not found.faults, "faults": found.faults})
    else:
        print(to)
    return FAILED if found.faults else GOOD


def _tell(faults: list[str]) -> None:
    for fault in faults:
        print(f"kiosk: {fault}", file=sys.stderr)


def _say(found: "Findings", *, json: bool) -> None:
    if json:
        given = dataclasses.asdict(found) | {"path": str(found.path), "ok": not found.faults}
        print_json(given | {"quarantined": [str(path) for path in found.quarantined]})
        return
    _tell(found.faults)
    print(f"{found.path}: {'NOT sound' if found.faults else 'sound'}; {found.rows} lines of the log")
    print(f"tables of version {found.version}; {_mb(found.bytes)} used, {_mb(found.free_bytes)} free")
    print(f"messages: {_counts(found.outbox)}; papers: {_counts(found.attachments)}")
    for path in found.quarantined:
        print(f"set aside as damaged, to be kept: {path}")


def _mb(size: int) -> str:
    return f"{size / 2**20:.1f} MB"


def _counts(states: dict[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in states.items()) or "none"


def _crash_test(args: argparse.Namespace) -> int:
    from kiosk.proving.crash_test import crash_test

    seeds = range(args.seed, args.seed + args.cuts)
    with _silent("kiosk.store"):
        outcome = crash_test(seeds, synchronous=args.synchronous, strict_unlink=args.strict_unlink, told=_Telling(args))
    lost, corrupt = outcome.count("lost"), outcome.count("corrupt")
    print_json({"cuts": outcome.cuts, "lost": lost, "corrupt": corrupt, "seconds": round(outcome.seconds, 1)})
    return FAILED if lost or corrupt else GOOD


@contextlib.contextmanager
def _silent(name: str) -> Iterator[None]:
    """That a damaged store is set aside is what is counted here, not news."""
    log = logging.getLogger(name)
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


class _Telling:
    """Each failing cut with its seed, and now and then how far it is."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._cuts = args.cuts
        weaker = [] if args.synchronous == "full" else ["--synchronous", args.synchronous]
        self._options = " ".join([*weaker, *["--strict-unlink"] * args.strict_unlink])
        self._failures = 0
        self._said = time.monotonic()

    def __call__(self, outcome: "Outcome") -> None:
        for failure in outcome.failures[self._failures :]:
            again = f"--cuts 1 --seed {failure.seed} {self._options}".rstrip()
            print(f"{failure.verdict}: {again} ({failure.reason})", file=sys.stderr)
        self._failures = len(outcome.failures)
        if time.monotonic() - self._said >= _PROGRESS_S:
            self._said = time.monotonic()
            rate = outcome.cuts / outcome.seconds
            print(f"{outcome.cuts} of {self._cuts} cuts, {rate:.0f} a second", file=sys.stderr)
