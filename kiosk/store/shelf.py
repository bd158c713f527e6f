"""The attachments of the store as the courier handles them: each call one transaction, files beside the rows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.store import attachments
from kiosk.store.records import AttachmentRow, OutboxState
from kiosk.store.scope import Scope

Transact = Callable[[Callable[[Scope], Any]], Any]


class Shelf:
    """`Store.attachments`. Usable from any thread; every call may raise StoreFault, as those of `Store`."""

    def __init__(self, store: Path, write: Transact, read: Transact) -> None:
        self._store = store
        self._folder = store.with_name(attachments.FOLDER)
        self._write = write
        self._read = read

    def file(self, hash_: str) -> Path:
        """Where the sealed bytes lie until the hub has them."""
        return self._folder / hash_

    def due(self, now: datetime) -> list[AttachmentRow]:
        """Those to send now, oldest first."""
        rows: list[AttachmentRow] = self._read(lambda scope: attachments.due(scope, now))
        return rows

    def next_wait(self, now: datetime) -> timedelta | None:
        """How long until one is due; None when none waits to be sent."""
        wait: timedelta | None = self._read(lambda scope: attachments.next_wait(scope, now))
        return wait

    def unsent(self) -> list[AttachmentRow]:
        """Those that the hub has not whole, parked ones among them, oldest first."""
        states = (OutboxState.QUEUED, OutboxState.PARKED)
        rows: list[AttachmentRow] = self._read(lambda scope: attachments.every(scope, *states))
        return rows

    def mark_sent(self, hash_: str) -> None:
        """The hub has it whole: the file is removed."""
        self._write(lambda scope: attachments.mark_sent(scope, hash_))
        attachments.drop(self._folder, hash_)

    def reschedule(self, row: AttachmentRow, at: datetime, reason: str, *, struck: bool = False) -> int:
        """Try again at `at`, keeping `row.sent`. `struck`: the failure looks permanent; how many did."""
        strikes: int = self._write(lambda scope: attachments.reschedule(scope, row, at, reason, struck=struck))
        return strikes

    def park(self, hash_: str, reason: str) -> None:
        """Take it out of the way until staff has looked."""
        self._write(lambda scope: attachments.park(scope, hash_, reason))

    def sweep(self) -> int:
        """At a start: remove files that no row waits for, as a cut between file and row leaves them; how many."""
        if any(self._store.parent.glob(f"{self._store.name}.damaged-*")):
            # The rows that wait for them may lie in the store that was set aside.
            return 0
        return attachments.sweep(self._folder, {row.hash for row in self.unsent()})
