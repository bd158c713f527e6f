"""The clock of a person's silence: how long nobody has touched anything, and what is left once that was said."""

from kiosk.clock import Clock

IDLE_S = 120.0
"""Seconds without a touch before the warning; a question page may say otherwise."""
WARNING_S = 45.0
"""Seconds in which to react to it."""
CALL_HELD_S = 900.0
"""The same while an officer is called. Not for ever: a call that nobody answers must not keep a stranger's answers on
the screen until the evening."""


class Silence:
    """`warned_at` is None while nobody was asked whether she is still there."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.touched_at = clock.monotonic()
        self.warned_at: float | None = None

    def broken(self) -> None:
        """Somebody is there: the clock starts anew, that of a warning too."""
        self.touched_at = self._clock.monotonic()
        if self.warned_at is not None:
            self.warned_at = self.touched_at

    def warn(self) -> None:
        self.warned_at = self._clock.monotonic()

    def answered(self) -> None:
        """She said that she is still there."""
        self.broken()
        self.warned_at = None

    @property
    def lasted(self) -> float:
        """Seconds since the last touch."""
        return self._clock.monotonic() - self.touched_at

    @property
    def warning_left(self) -> float:
        """Seconds until the screen is cleared; 0 without a warning."""
        return 0.0 if self.warned_at is None else max(0.0, WARNING_S - (self._clock.monotonic() - self.warned_at))
