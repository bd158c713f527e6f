"""How long what an abrupt stop left waits for its citizen, whatever the clocks do meanwhile.

The time left runs on the monotonic clock. Over a further stop the clock on the wall counts too, and at least one whole
step, so that no row of stops makes the minutes longer, whatever the clock on the wall does.
"""

from datetime import timedelta
from typing import Any

from kiosk.clock import Clock, from_text, utc_text

KEPT_FOR = timedelta(minutes=15)
"""How long after the machine is back."""
STEP = timedelta(minutes=1)
"""How often the time left is put down; what is not put down yet counts as a whole step."""


class Minutes:
    """The time of one thing that waits. Not thread-safe."""

    def __init__(self, clock: Clock, boot: str) -> None:
        self._clock = clock
        self._boot = boot
        self._ends = 0.0

    def begin(self, left: timedelta) -> None:
        self._ends = self._clock.monotonic() + left.total_seconds()

    @property
    def over(self) -> bool:
        return self._clock.monotonic() >= self._ends

    def note(self) -> dict[str, Any]:
        """What is to be put down now, as JSON values, for `left_of` at the next start."""
        mono_ms = self._clock.monotonic() * 1000
        left_ms, at = round(self._ends * 1000 - mono_ms), utc_text(self._clock.now())
        return {"left_ms": left_ms, "at": at, "boot": self._boot, "mono_ms": round(mono_ms)}

    def left_of(self, noted: dict[str, Any]) -> timedelta:
        """The shortest of what the clocks say."""
        left = timedelta(milliseconds=float(noted["left_ms"]))
        if noted["boot"] == self._boot:
            return left - timedelta(milliseconds=self._clock.monotonic() * 1000 - float(noted["mono_ms"]))
        on_the_wall: timedelta = self._clock.now() - from_text(str(noted["at"]))
        return left - max(STEP, on_the_wall)
