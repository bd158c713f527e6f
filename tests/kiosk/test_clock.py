"""The clocks: one offset for a whole family of processes, and a clock that is turned by hand."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.clock import VIETNAM, ClockFault, ManualClock, SystemClock, local, today

NEW_YEAR = datetime(2026, 12, 31, 23, 59, 30, tzinfo=VIETNAM)


@pytest.fixture
def environment(monkeypatch):
    """`KIOSK_NOW` and what is made of it, as at the start of a first process; put back at the end."""

    def set_to(now=None, offset=None):
        for name, value in (("KIOSK_NOW", now), ("KIOSK_CLOCK_OFFSET", offset)):
            # Set before it is taken out, so that what the clock writes is undone too.
            monkeypatch.setenv(name, value or "")
            if value is None:
                monkeypatch.delenv(name)

    set_to()
    return set_to


def test_without_a_wish_it_is_the_machines_clock(environment):
    environment()
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)


@pytest.mark.parametrize("wish", [NEW_YEAR.isoformat(), NEW_YEAR.astimezone(UTC).isoformat(), "2026-12-31T23:59:30"])
def test_a_wish_is_the_instant_at_the_start_and_time_runs_on_from_it(environment, wish):
    environment(wish)
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert timedelta(0) <= first - NEW_YEAR < timedelta(seconds=5)
    assert second >= first
    assert today(clock) in (date(2026, 12, 31), date(2027, 1, 1))


def test_a_second_clock_of_the_process_does_not_begin_again(environment):
    environment(NEW_YEAR.isoformat())
    first = SystemClock()
    first_offset = first.now() - datetime.now(UTC)
    environment_now = SystemClock().now() - datetime.now(UTC)
    assert abs(environment_now - first_offset) < timedelta(milliseconds=50)


def test_children_inherit_the_offset_and_not_the_wish(environment, monkeypatch):
    environment(NEW_YEAR.isoformat())
    mine = SystemClock()
    monkeypatch.setenv("KIOSK_NOW", (NEW_YEAR + timedelta(days=400)).isoformat())
    code = (
        "from datetime import UTC, datetime; from kiosk.clock import SystemClock;"
        "print((SystemClock().now() - datetime.now(UTC)).total_seconds())"
    )
    child = float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    assert child == pytest.approx((mine.now() - datetime.now(UTC)).total_seconds(), abs=0.05)


@pytest.mark.parametrize(
    ("now", "offset"),
    [
        ("tomorrow", None),
        ("2026-13-01T00:00:00+07:00", None),
        ("0001-01-01T00:00:00+07:00", None),
        ("9999-12-31T23:59:59+07:00", None),
        (None, "soon"),
        (None, "1e400"),
        (None, "nan"),
    ],
)
def test_a_wish_that_is_no_instant_is_refused_with_a_remedy(environment, now, offset):
    environment(now, offset)
    with pytest.raises(ClockFault, match="unset it"):
        SystemClock()


def test_a_clock_turned_by_hand_moves_both_times_together_and_the_wall_alone_when_it_is_put_right():
    clock = ManualClock(NEW_YEAR)
    started = clock.monotonic()
    clock.advance(45)
    assert (clock.now() - NEW_YEAR, clock.monotonic() - started) == (timedelta(seconds=45), 45)
    assert today(clock) == date(2027, 1, 1)
    clock.set(NEW_YEAR - timedelta(days=365))
    assert (today(clock), clock.monotonic() - started) == (date(2025, 12, 31), 45)


def test_the_day_is_vietnams():
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert local(late).isoformat() == "2026-11-24T00:30:00+07:00"
    assert today(ManualClock(late)) == date(2026, 11, 24)
