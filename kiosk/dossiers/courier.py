"""The courier: carries the outbox to the hub, each message exactly once in effect.

It only ever sends what is on disk, under the id that is on disk, and forgets a message only when the hub's receipt is
on disk. The schedule is in the rows, so a restart changes nothing.
"""

import logging
import random
import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from kiosk.clock import Clock
from kiosk.dossiers.answers import Answer, Conflict, Down, Ok, Receipt, Refused, Repeat, Retry, Trouble
from kiosk.dossiers.backoff import full_jitter
from kiosk.dossiers.breaker import Breaker
from kiosk.dossiers.parts import BODY_DAMAGED, Parts, PartSender
from kiosk.errors import KioskError
from kiosk.store import OutboxRow, Store
from kiosk.store.scope import TOLD

STRIKES = 8
"""So many failures that look permanent, others passing between them, and a message is parked."""
POISON = "poison"
"""How the reason of such a message begins."""

_LOOK_AGAIN_S = 30.0

# The hub took the message and failed at it. What stands before a hub says 502, 503 and 504.
_LOOK_PERMANENT = {500, 501, 505}

_log = logging.getLogger(__name__)


class Sender(PartSender, Protocol):
    """The calls of the hub that the courier makes (`HubClient`)."""

    def send(self, key: str, body: bytes) -> Answer[Receipt]: ...


@dataclass(frozen=True)
class CourierReport:
    """What one round did: messages, and whole attachments. `trouble` is the last one met; `next_wait` is None when
    nothing waits to be sent."""

    sent: int = 0
    repeats: int = 0
    postponed: int = 0
    parked: int = 0
    trouble: Trouble | None = None
    next_wait: timedelta | None = None
    attachments: int = 0


class Courier:
    """Sends due messages, in order within a dossier, and attachments. `run_once` is one round, `start` a thread.

    A row that fails waits a random part of 1 s, 2 s, 4 s ... 15 min (full jitter), or what Retry-After says. Nothing
    is given up; what the hub refuses for good, or fails at again and again while others pass, is parked for staff and
    holds back its own dossier only. While the line is down one message is the probe, and the others keep their place.
    """

    def __init__(self, store: Store, client: Sender, clock: Clock, source: random.Random) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._source = source
        self.line = Breaker(store, source)
        """Whether the hub answers, for all who ask it."""
        self._wake = threading.Condition()
        self._woken = False
        self._stopping = False
        self._thread: threading.Thread | None = None

    @property
    def boot(self) -> str:
        """The id of this start of the machine."""
        return self._store.boot

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def run_once(self) -> CourierReport:
        """Try every message that is due, once each. Raises StoreFault."""
        self._store.grant_retries()
        return _Round(self._store, self._client, self._clock, self._source, self.line).run()

    def start(self) -> None:
        """Begin rounds in a thread of its own; a second call does nothing."""
        if self.alive:
            return
        self._stopping = False
        self._thread = threading.Thread(target=self._rounds, name="courier", daemon=True)
        self._thread.start()

    def stop(self, limit_s: float = 30.0) -> bool:
        """End after the message that is under way; False when that takes longer than `limit_s`."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread is not None:
            self._thread.join(limit_s)
        return not self.alive

    def wake(self, *, line_is_back: bool = False) -> None:
        """Look at the outbox now: something was queued, or the line is back and nothing need wait longer."""
        if line_is_back:
            self._store.hasten()
        with self._wake:
            self._woken = True
            self._wake.notify_all()

    def _rounds(self) -> None:
        fault: str | None = None
        while not self._stopping:
            wait_s = _LOOK_AGAIN_S
            try:
                report = self.run_once()
                fault = None
                if report.next_wait is not None:
                    wait_s = min(wait_s, report.next_wait.total_seconds())
            except KioskError as error:
                if error.code != fault:
                    _log.error("courier halted: %s", error.code)
                fault = error.code
            with self._wake:
                self._wake.wait_for(lambda: self._woken or self._stopping, wait_s)
                self._woken = False


class _Round:
    """One round over what is due."""

    def __init__(self, store: Store, client: Sender, clock: Clock, source: random.Random, line: Breaker) -> None:
        self._store = store
        self._client = client
        self._clock = clock
        self._source = source
        self._line = line
        self._parts = Parts(store, client, clock, source, line)
        self._counts = {"sent": 0, "repeats": 0, "postponed": 0, "parked": 0}
        self._trouble: Trouble | None = None

    def run(self) -> CourierReport:
        tried: set[str] = set()
        self._messages(tried)
        # A paper of many parts holds up no message that comes meanwhile.
        while not self._line.wait() and self._parts.step():
            self._messages(tried)
        return self._report()

    def _messages(self, tried: set[str]) -> None:
        while rows := [row for row in self._store.due(self._clock.now()) if row.id not in tried]:
            for row in rows:
                if self._line.wait():
                    return
                tried.add(row.id)
                self._carry(row)

    def _carry(self, row: OutboxRow) -> None:
        if not row.whole:
            self._park(row, BODY_DAMAGED)
            return
        self._line.begin()
        answer = self._client.send(row.id, row.body or b"")
        self._note(answer)
        match answer:
            case Ok(receipt) | Repeat(receipt):
                self._store.mark_sent(row.id, receipt.model_dump(mode="json"))
                self._counts["repeats" if isinstance(answer, Repeat) else "sent"] += 1
            case Conflict("in-progress"):
                self._postpone(row, "in-progress")
            case Conflict("gap", int(expected)) if self._store.resend_from(row.dossier, expected):
                self._postpone(row, "gap")
            case Conflict(code) | Refused(code):
                self._park(row, code)
            case Retry(after, status):
                self._try_again(row, f"http-{status}", after, looks_permanent=status in _LOOK_PERMANENT)
            case Down(trouble):
                self._try_again(row, trouble.value, looks_permanent=trouble is Trouble.LYING)

    def _try_again(self, row: OutboxRow, reason: str, after: float | None = None, *, looks_permanent: bool) -> None:
        if looks_permanent and self._store.strike(row.id) >= STRIKES:
            self._park(row, f"{POISON}-{reason}")
        else:
            self._postpone(row, reason if after is None else reason + TOLD, after)

    def _postpone(self, row: OutboxRow, reason: str, after: float | None = None) -> None:
        at = self._clock.now() + full_jitter(self._source, row.attempt, after)
        self._store.reschedule(row.id, at, row.attempt + 1, reason)
        self._counts["postponed"] += 1

    def _park(self, row: OutboxRow, reason: str) -> None:
        self._store.park(row.id, reason)
        self._counts["parked"] += 1

    def _note(self, answer: Answer[Receipt]) -> None:
        if isinstance(answer, Down):
            self._trouble = answer.reason
        self._line.note(answer)

    def _report(self) -> CourierReport:
        now, parts = self._clock.now(), self._parts
        waits = [
            wait for wait in (self._store.next_wait(now), self._store.attachments.next_wait(now)) if wait is not None
        ]
        return CourierReport(
            sent=self._counts["sent"],
            repeats=self._counts["repeats"],
            postponed=self._counts["postponed"] + parts.postponed,
            parked=self._counts["parked"] + parts.parked,
            trouble=parts.trouble or self._trouble,
            next_wait=max(min(waits), self._line.wait()) if waits else None,
            attachments=parts.sent,
        )
