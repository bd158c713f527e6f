"""Attachments on their way to the hub, part by part: what the hub has it is never sent again."""

import hashlib
import random
from dataclasses import replace
from typing import Protocol

from kiosk.clock import Clock
from kiosk.dossiers.answers import Answer, Arrived, Conflict, Down, Ok, Refused, Repeat, Retry, Trouble
from kiosk.dossiers.attachments import PART_BYTES
from kiosk.dossiers.backoff import full_jitter
from kiosk.dossiers.breaker import Breaker
from kiosk.store import AttachmentRow, Store
from kiosk.store.scope import TOLD

BODY_DAMAGED = "body-damaged"
"""The reason of what is not what was queued."""
OTHER_BYTES = "other-bytes"
"""What the hub put together had another hash."""
_STRIKES = 8
_TURNS = 3


class PartSender(Protocol):
    """The calls of the hub that carry attachments (`HubClient`)."""

    def attached(self, sha256: str) -> Answer[Arrived]: ...

    def attach(self, sha256: str, size: int, offset: int, part: bytes) -> Answer[Arrived]: ...


class Parts:
    """One round over the attachments that are due. Between two parts whoever calls may send what is more urgent."""

    def __init__(self, store: Store, client: PartSender, clock: Clock, source: random.Random, line: Breaker) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._source = source
        self._line = line
        self._have: dict[str, int] = {}
        self._turns: dict[str, int] = {}
        self._over: set[str] = set()
        self.sent = self.postponed = self.parked = 0
        self.trouble: Trouble | None = None

    def step(self) -> bool:
        """Send one part, or ask where to begin; False when nothing is left for this round. Raises StoreFault."""
        rows = (row for row in self._store.attachments.due(self._clock.now()) if row.hash not in self._over)
        row = next(rows, None)
        if row is None:
            return False
        if row.hash not in self._have and not self._sound(row):
            self._park(row, BODY_DAMAGED)
            return True
        offset = self._have.get(row.hash)
        self._line.begin()
        answer = self._ask(row, offset)
        if isinstance(answer, Down):
            self.trouble = answer.reason
        self._line.note(answer)
        match answer:
            case Ok(arrived) | Repeat(arrived) if arrived.whole:
                self._store.attachments.mark_sent(row.hash)
                self._over.add(row.hash)
                self.sent += 1
            case Ok(arrived) | Repeat(arrived) if 0 <= arrived.have <= row.bytes and arrived.have > (
                -1 if offset is None else offset
            ):
                self._have[row.hash] = arrived.have
            case Conflict("offset", int(expected)) if 0 <= expected <= row.bytes and self._may_turn(row):
                self._have[row.hash] = expected
            case Ok() | Repeat() | Conflict():
                self._postpone(row, "no-progress")
            case Refused("other-bytes"):
                self._postpone(row, OTHER_BYTES, struck=True)
            case Refused(code):
                self._park(row, code)
            case Retry(after, status):
                self._postpone(row, f"http-{status}" + ("" if after is None else TOLD), after)
            case Down(trouble):
                self._postpone(row, trouble.value)
        return True

    def _ask(self, row: AttachmentRow, offset: int | None) -> Answer[Arrived]:
        if offset is None:
            return self._client.attached(row.hash)
        with self._store.attachments.file(row.hash).open("rb") as file:
            file.seek(offset)
            part = file.read(PART_BYTES)
        return self._client.attach(row.hash, row.bytes, offset, part)

    def _sound(self, row: AttachmentRow) -> bool:
        try:
            with self._store.attachments.file(row.hash).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == row.hash
        except OSError:
            return False

    def _may_turn(self, row: AttachmentRow) -> bool:
        """A hub that says elsewhere each time must not hold the round for ever."""
        self._turns[row.hash] = self._turns.get(row.hash, 0) + 1
        return self._turns[row.hash] <= _TURNS

    def _postpone(self, row: AttachmentRow, reason: str, after: float | None = None, *, struck: bool = False) -> None:
        at = self._clock.now() + full_jitter(self._source, row.attempt, after)
        kept = replace(row, sent=self._have.get(row.hash, row.sent))
        self._over.add(row.hash)
        if self._store.attachments.reschedule(kept, at, reason, struck=struck) >= _STRIKES:
            self._park(row, reason)
        else:
            self.postponed += 1

    def _park(self, row: AttachmentRow, reason: str) -> None:
        self._store.attachments.park(row.hash, reason)
        self._over.add(row.hash)
        self.parked += 1
