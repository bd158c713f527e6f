"""Time, injected: instants are UTC, shown dates are Vietnam's, waiting is monotonic."""

import os
import time
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

from kiosk.errors import KioskError

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")

_NOW = "KIOSK_NOW"
_OFFSET = "KIOSK_CLOCK_OFFSET"
_YEARS = range(1970, 3000)


class ClockFault(KioskError):
    """`KIOSK_NOW`, or what a parent process made of it, is no instant that a clock can show."""

    code = "clock"


class Clock(Protocol):
    """What a part that needs the time is given."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only run forward; for waiting."""
        ...


class SystemClock:
    """The machine's clock, moved by `KIOSK_NOW` (ISO 8601 with an offset) if that is set.

    The first process turns `KIOSK_NOW` into an offset and hands it to its children by the environment, so
    that time runs on in all of them. Raises ClockFault for a `KIOSK_NOW` that is not an instant.
    """

    def __init__(self) -> None:
        self._offset = timedelta(seconds=_offset_of_this_process())

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def monotonic(self) -> float:
        return time.monotonic()


class ManualClock:
    """A clock that a test or a proof turns by hand; both times move together."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def set(self, now: datetime) -> None:
        """Step the wall clock alone, as a clock that is put right does."""
        self._now = now.astimezone(UTC)


def local(instant: datetime) -> datetime:
    """The instant as Vietnam's clocks show it."""
    return instant.astimezone(VIETNAM)


def today(clock: Clock) -> date:
    """The day in Vietnam."""
    return local(clock.now()).date()


def utc_text(instant: datetime) -> str:
    """UTC, ISO 8601, milliseconds, "Z": of one length, so that texts order as instants do."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_seconds(instant: datetime) -> str:
    """UTC, ISO 8601, whole seconds, "Z", as envelopes and messages have it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_text(text: str) -> datetime:
    """The instant that `utc_text`, `utc_seconds` or another machine wrote. Raises ValueError for other text."""
    return datetime.fromisoformat(text)


def _offset_of_this_process() -> float:
    if handed := os.environ.get(_OFFSET):
        return _seconds(handed)
    wanted = os.environ.get(_NOW)
    if not wanted:
        return 0.0
    offset = (_instant(wanted) - datetime.now(UTC)).total_seconds()
    os.environ[_OFFSET] = repr(offset)
    return offset


def _seconds(text: str) -> float:
    try:
        return timedelta(seconds=float(text)).total_seconds()
    except (ValueError, OverflowError):
        raise ClockFault(f"{_OFFSET} is no number of seconds; unset it.") from None


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.year not in _YEARS:
        raise ClockFault(f"{_NOW} is no instant of 1970 to 2999 such as 2026-12-31T23:59:30+07:00; mend or unset it.")
    return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)
