"""Instants as the store keeps them, and the id of this start of the machine."""

from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from kiosk.audit import Stamp
from kiosk.clock import Clock

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Eight signs that are the same until the machine is started anew; times of `monotonic` compare within them."""
    try:
        return _BOOT_ID.read_text("ascii")[:8]
    except OSError:
        return token_hex(4)


def text(instant: datetime) -> str:
    """UTC, ISO 8601, milliseconds, "Z": it sorts as it reads."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(written: str) -> datetime:
    """The instant that `text` wrote."""
    return datetime.fromisoformat(written)


def stamp(clock: Clock, boot: str) -> Stamp:
    """Now, in all three ways."""
    return Stamp(text(clock.now()), boot, round(clock.monotonic() * 1000))
