"""Now in all three ways, and the id of this start of the machine."""

from pathlib import Path
from secrets import token_hex

from kiosk.audit import Stamp
from kiosk.clock import Clock, utc_text

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Eight signs that are the same until the machine is started anew; times of `monotonic` compare within them."""
    try:
        return _BOOT_ID.read_text("ascii")[:8]
    except OSError:
        return token_hex(4)


def stamp(clock: Clock, boot: str) -> Stamp:
    """Now, in all three ways."""
    return Stamp(utc_text(clock.now()), boot, round(clock.monotonic() * 1000))
