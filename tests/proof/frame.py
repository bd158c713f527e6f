"""Long proofs in slices: one that was stopped goes on where it was, and its result is one dated line of a page."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import apsw

from kiosk import __version__

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Proof:
    """`command` of a seed and a count makes that many tries from that seed on, and ends with one JSON line of figures;
    those of all slices are summed. `total` tries in slices of `slice_`; `holds` says whether the sums are as they must
    be, which `must` says in words."""

    name: str
    about: str
    command: Callable[[int, int], list[str]]
    total: int
    slice_: int
    holds: Callable[[Figures], bool]
    must: str
    module: str = ""
    """what the command is of, where that is not the kiosk's own command line"""


@dataclass
class State:
    """How far a proof is, and the command that it is far with: another command begins anew."""

    command: list[str]
    done: int = 0
    sums: dict[str, float] = field(default_factory=dict)


class Stopped(Exception):
    """A slice gave no figures; the proof goes on with it when it is run again."""


def run(proof: Proof, states: Path, pages: Path, say: Callable[[str], object], program: list[str]) -> bool:
    """Run what is left of a proof and write its line; whether it holds. `program` stands before the command.

    Raises Stopped.
    """
    kept = states / f"{proof.name}.json"
    state = _read(kept, proof)
    while state.done < proof.total:
        count = min(proof.slice_, proof.total - state.done)
        started = [sys.executable, "-m", proof.module] if proof.module else program
        figures = _slice([*started, *proof.command(state.done, count)], states / f"{proof.name}.log")
        state.done += count
        for key, value in figures.items():
            state.sums[key] = state.sums.get(key, 0) + value
        _write(kept, state)
        say(f"{proof.name}: {state.done} of {proof.total}, {json.dumps(state.sums)}")
    page = pages / f"{proof.name}.md"
    _add_line(page, proof, state.sums, datetime.now(UTC).date())
    kept.unlink()
    return proof.holds(state.sums)


def machine_class() -> str:
    """What the figures depend on, and nothing that tells whose machine it is."""
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}"


def versions() -> str:
    """Of what was proven and what it stands on."""
    return (
        f"kiosk {__version__} ({_revision()}), Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}"
    )


def _read(kept: Path, proof: Proof) -> State:
    command = proof.command(0, proof.total)
    if kept.exists():
        state = State(**json.loads(kept.read_text("utf-8")))
        if state.command == command:
            return state
    return State(command)


def _write(kept: Path, state: State) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(state)), "utf-8")
    fresh.replace(kept)


def _slice(command: list[str], log: Path) -> dict[str, float]:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as errors:
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=errors, text=True, check=False)
    lines = ended.stdout.splitlines()
    # 1 says that something was found; that is a figure here.
    if ended.returncode not in {0, 1} or not lines:
        raise Stopped(f"exit {ended.returncode}; see {log.name}")
    figures = json.loads(lines[-1])
    return {key: value for key, value in figures.items() if isinstance(value, int | float)}


def _add_line(page: Path, proof: Proof, sums: Figures, day: date) -> None:
    keys = list(sums)
    if not page.exists():
        page.parent.mkdir(parents=True, exist_ok=True)
        program = f"python -m {proof.module}" if proof.module else "kiosk"
        command = " ".join([program, *proof.command(0, proof.total)])
        head = f"| date | {' | '.join(keys)} | result | versions | machine |\n{'| --- ' * (len(keys) + 4)}|\n"
        page.write_text(
            f"# {proof.name}\n\n{proof.about}\n\nAs one call: `{command}`. It holds when {proof.must}.\n\n{head}",
            "utf-8",
        )
    values = " | ".join(f"{round(sums[key], 1):,}" for key in keys)
    result = "holds" if proof.holds(sums) else "**does not hold**"
    with page.open("a", encoding="utf-8") as file:
        file.write(f"| {day.isoformat()} | {values} | {result} | {versions()} | {machine_class()} |\n")


def _revision() -> str:
    asked = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "no revision"


KIOSK = [sys.executable, "-m", "kiosk.cli"]
"""The program whose commands the proofs are."""
