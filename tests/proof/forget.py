"""Walks on real screens with every ending, each looked into when it has ended (`--walks N`).

The last line on stdout: `{"walks", "held", "left", "seconds"}`; held: values that an object of the process holds,
left: values on disk, in the log, in the temporary folder or in Kivy's home. Exit 1 if either is not 0.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from kiosk.cli import KIVY
from kiosk.clock import SystemClock, today
from kiosk.demo.office import office_process
from kiosk.demo.people import citizen
from kiosk.identity.card import parse_card
from kiosk.proving.forget import Traces, hits
from kiosk.proving.forget_values import Values
from tests.end_to_end.strangers import answers_for, strangers
from tests.end_to_end.world import fresh_machine

# Kivy reads them when it is imported.
os.environ.update({**KIVY, "SDL_VIDEODRIVER": "offscreen", "SDL_AUDIODRIVER": "dummy"})


def values_of(walks: int) -> Values:
    """What must be forgotten of all of them."""
    clock, values = SystemClock(), Values(())
    for seed in islice(strangers(clock), walks):
        person = parse_card(citizen(seed, today(clock)).code, today(clock))
        values |= Values.of(person, answers_for(seed, person))
    return values


def forget(walks: int, root: Path) -> dict[str, float]:
    """Serve so many citizens on a fresh machine below `root`, and look for them."""
    from tests.end_to_end.forgetting import ENDINGS

    begun = time.monotonic()
    for name in ("temp", "kivy"):
        (root / name).mkdir()
    with office_process(root / "office", 0) as box:
        config = fresh_machine(box.config, root)
        served = subprocess.run(
            [sys.executable, "-m", "tests.end_to_end.forgetting", config, box.dock, *islice(cycle(ENDINGS), walks)],
            env={**os.environ, "TMPDIR": str(root / "temp"), "KIVY_HOME": str(root / "kivy")},
            capture_output=True,
            check=True,
        )
    reports = [json.loads(line) for line in served.stdout.splitlines()]
    said = (served.stdout, served.stderr)
    traces = Traces(root / "store", homes=(root / "kivy",), temp=root / "temp", crashes=(), spools=(), said=said)
    return {
        "walks": len(reports),
        "held": sum(len(report["held"]) for report in reports),
        "left": len(hits(traces, values_of(walks))),
        "seconds": round(time.monotonic() - begun, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--walks", type=int, required=True)
    walks = parser.parse_args().walks
    with tempfile.TemporaryDirectory(prefix="kiosk-forget-") as root:
        figures = forget(walks, Path(root))
    print(json.dumps(figures))
    return 1 if figures["held"] or figures["left"] else 0


if __name__ == "__main__":
    sys.exit(main())
