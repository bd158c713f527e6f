"""One clock for several processes: time runs, and all see a jump of the one that moves it."""

import subprocess
import sys
from datetime import timedelta

import pytest

from kiosk.proving.shared_clock import SharedClock
from tests.kiosk.hub.office_box import MORNING

ASK = """
import sys
from pathlib import Path
from kiosk.proving.shared_clock import SharedClock
clock = SharedClock(Path(sys.argv[1]))
for _ in sys.stdin:
    print(clock.now().isoformat(), clock.monotonic(), flush=True)
"""


def test_it_begins_at_the_instant_given_and_runs_on(tmp_path):
    clock = SharedClock.begin(tmp_path / "clock", MORNING)
    first, waited = clock.now(), clock.monotonic()
    assert timedelta(0) <= first - MORNING < timedelta(seconds=5)
    assert clock.now() > first
    assert clock.monotonic() > waited


def test_both_times_jump_by_as_much_in_every_process(tmp_path):
    clock = SharedClock.begin(tmp_path / "clock", MORNING)
    other = subprocess.Popen(
        [sys.executable, "-c", ASK, str(tmp_path / "clock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        seen = []
        for seconds in (0.0, 900.0):
            clock.advance(seconds)
            other.stdin.write("\n")
            other.stdin.flush()
            seen.append(other.stdout.readline().split())
        assert abs(float(seen[1][1]) - float(seen[0][1]) - 900) < 5
        assert abs(float(seen[1][1]) - clock.monotonic()) < 5
        assert clock.now() - type(MORNING).fromisoformat(seen[1][0]) < timedelta(seconds=5)
    finally:
        other.stdin.close()
        other.wait(10)
        other.stdout.close()


def test_time_never_runs_back(tmp_path):
    clock = SharedClock.begin(tmp_path / "clock", MORNING)
    with pytest.raises(ValueError, match="forward"):
        clock.advance(-1)
