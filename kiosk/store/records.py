"""What goes into the store and comes out of it. Nothing here is personal but what is handed over to be sealed."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from kiosk.audit import Entry

HIGHEST_NUMBER = 9999


class OutboxState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"
    """not sent until staff has looked: the hub refused it"""


OUTBOX_MOVES: Mapping[OutboxState, frozenset[OutboxState]] = {
    OutboxState.QUEUED: frozenset({OutboxState.QUEUED, OutboxState.SENT, OutboxState.PARKED}),
    # The hub's word may come after all, for a message that staff was to look at.
    OutboxState.PARKED: frozenset({OutboxState.QUEUED, OutboxState.SENT}),
    OutboxState.SENT: frozenset(),
}
"""State of a message -> those it may go to. Queued again is another time to try; what is sent stays sent."""


class BreakerState(StrEnum):
    CLOSED = "closed"
    """the destination answers"""
    OPEN = "open"
    """it does not: nothing is sent before the next probe is due"""
    HALF_OPEN = "half-open"
    """one probe is under way"""


class PrintState(StrEnum):
    QUEUED = "queued"
    PRINTED = "printed"
    NOT_PRINTED = "not-printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SlipNumber:
    """The machine's own number of a dossier: a letter, 1 to 9999, and the day in Vietnam. It opens nothing."""

    letter: str
    number: int
    day: date

    @property
    def text(self) -> str:
        """As printed: "A 0427"."""
        return f"{self.letter} {self.number:04d}"


@dataclass(frozen=True)
class PaymentRequest:
    """A due that is minted with the dossier: `amount` in đồng, `reference` without blanks, `payee` an id."""

    id: str
    reference: str
    amount: int
    payee: str
    state: str
    pay_until: date


@dataclass(frozen=True)
class Attachment:
    """A paper that goes with a dossier, sealed to the hub: only the hub opens `content`. `kind` names the paper."""

    kind: str
    media: str
    content: bytes

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the sealed bytes, hexadecimal: the name under which it is kept and sent."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Submission:
    """All that one transaction puts down when a citizen submits.

    `build` is given the number and answers with the exact body of the first message, sealed to the hub; it must not
    call the store. `audit`: further entries, between the seal and the request. `attachments` are those that the first
    message names. `card`: the number of the card that the walk `session` belongs to; a keyed hash of it, with the
    dossier and the id `procedure`, is noted until that walk is erased, though its answers go at once.
    """

    dossier: str
    lookup: str
    build: Callable[[SlipNumber], bytes]
    request: PaymentRequest | None = None
    session: str | None = None
    audit: Sequence[Entry] = ()
    attachments: Sequence[Attachment] = ()
    card: str = ""
    procedure: str = ""


@dataclass(frozen=True)
class DossierStub:
    """What is left here of a submitted dossier. `code` is the portal's own, once it is known."""

    id: str
    number: SlipNumber
    state: str
    code: str | None
    sealed_at: datetime


@dataclass(frozen=True)
class RequestRow:
    """A payment request and how much has come in, in đồng."""

    id: str
    dossier: str
    reference: str
    amount: int
    payee: str
    state: str
    received: int
    pay_until: date


@dataclass(frozen=True)
class OutboxRow:
    """A message on its way. `id` is its idempotency key; `body` (exact bytes) is None once the hub has it."""

    id: str
    dossier: str
    seq: int
    kind: str
    state: OutboxState
    body: bytes | None
    attempt: int
    reason: str | None
    response: dict[str, Any] | None
    due_at: datetime
    queued_at: datetime
    body_hash: bytes
    strikes: int
    """failures that look permanent"""

    @property
    def whole(self) -> bool:
        """Whether the body is the one that was queued."""
        return self.body is not None and hashlib.sha256(self.body).digest() == self.body_hash


@dataclass(frozen=True)
class AttachmentRow:
    """An attachment on its way. `sent`: bytes of it that the hub had when it was last heard."""

    hash: str
    dossier: str
    kind: str
    media: str
    bytes: int
    state: OutboxState
    sent: int
    attempt: int
    reason: str | None
    strikes: int
    due_at: datetime
    queued_at: datetime


@dataclass(frozen=True)
class PrintJob:
    """A slip that was to be printed; `copy` 0 is the first, 1 the first reprint."""

    id: str
    dossier: str
    kind: str
    state: PrintState
    copy: int
    at: datetime


@dataclass(frozen=True)
class LineState:
    """Whether the hub answers, since when, and why not. Up until the first failure."""

    up: bool = True
    since: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True)
class BreakerRow:
    """What is known of a destination. `probes` failed since it opened; `wait` until the next one may go, zero when one
    may go now; `since` and `reason` of the last change."""

    destination: str
    state: BreakerState = BreakerState.CLOSED
    probes: int = 0
    reason: str | None = None
    since: datetime | None = None
    wait: timedelta = timedelta(0)
