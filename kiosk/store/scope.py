"""What an operation works with inside its transaction."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

import apsw

from kiosk.audit import Entry, Stamp, append
from kiosk.clock import Clock
from kiosk.ids import uuid7
from kiosk.store.times import stamp
from kiosk.store.vault import Vault


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

    def new_id(self) -> str:
        return uuid7(self.clock, self.source)

    def log(self, entries: Iterable[Entry]) -> None:
        """Write audit entries in this transaction."""
        append(self.connection, entries, self.stamp())
