"""What an operation works with inside its transaction."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import apsw

from kiosk.audit import Entry, Stamp, append
from kiosk.clock import Clock, from_text, utc_text
from kiosk.ids import uuid7
from kiosk.store.times import stamp
from kiosk.store.vault import Vault

FURTHEST = timedelta(hours=2)
"""No wait is longer, Retry-After included: one that seems to be comes from a clock that was moved."""

TOLD = "-after"
"""How the reason of a row ends that waits as long as the hub said (Retry-After)."""


@dataclass(frozen=True)
class Scope:
    """The open connection, the vault, the time and the source of ids."""

    connection: apsw.Connection
    vault: Vault
    clock: Clock
    boot: str
    source: random.Random

    def stamp(self) -> Stamp:
        return stamp(self.clock, self.boot)

    def when(self) -> tuple[str, str, int]:
        """The three columns that say when."""
        now = self.stamp()
        return now.at, now.boot, now.mono_ms

    def left(self, due_at: str, due_boot: str, due_mono_ms: int, now: datetime) -> timedelta:
        """How long until an instant that was kept in all three ways; zero when it is past."""
        # Within one start of the machine the clock on the wall may be put right without moving the schedule.
        if due_boot == self.boot:
            wait = timedelta(milliseconds=due_mono_ms - self.stamp().mono_ms)
        else:
            wait = from_text(due_at) - now
        return wait if timedelta(0) < wait <= FURTHEST else timedelta(0)

    def later(self, wait: timedelta) -> tuple[str, str, int]:
        """The three columns of the instant after `wait`."""
        now = self.stamp()
        return utc_text(self.clock.now() + wait), now.boot, now.mono_ms + round(wait.total_seconds() * 1000)

    def new_id(self) -> str:
        return uuid7(self.clock, self.source)

    def log(self, entries: Iterable[Entry]) -> None:
        """Write audit entries in this transaction."""
        append(self.connection, entries, self.stamp())
