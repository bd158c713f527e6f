"""What the walk needs from the machine around it. `kiosk.machine` is the real one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Literal, Protocol

from kiosk.identity.person import Person
from kiosk.journey.session import Session
from kiosk.line import Destination
from kiosk.office import Office
from kiosk.procedures.model import Procedure


class SlipKind(StrEnum):
    """The papers that the machine prints."""

    PROVISIONAL = "provisional"
    PAYMENT = "payment"
    PAID = "paid"
    KEPT = "kept"
    FINAL = "final"


class SlipResult(StrEnum):
    PRINTED = "printed"
    NOT_PRINTED = "not-printed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Due:
    """What is owed for a sealed dossier, and the code that is shown for it. `matrix` is None where no code can be
    shown: the payee list is not sound, or nothing is owed."""

    reference: str
    amount: int
    payee_name: str
    account: str
    bank_name: str
    pay_until: date | None
    matrix: tuple[tuple[bool, ...], ...] | None


@dataclass(frozen=True)
class Sealed:
    """A dossier that is on disk for good."""

    id: str
    number: str
    day: date
    sealed_at: datetime
    lookup: str
    title: str
    due: Due | None


@dataclass(frozen=True)
class SentBefore:
    """What was sealed in a walk that a cut ended: the number on its slip, when, and the id of the procedure."""

    number: str
    sealed_at: datetime
    procedure: str


Ending = Literal["resumed", "wrong", "forgotten", "anew", "nothing-hidden", "left"]
"""What became of unfinished answers at the machine: gone on with, not known by who held the card, not remembered,
begun anew instead, with nothing in them that proves whose they are, left without a word."""

MoneyState = Literal["open", "partial", "covered", "settled", "over", "withdrawn"]


@dataclass(frozen=True)
class MoneyNews:
    """What the hub knows of the money of one dossier, amounts in đồng; it tells so for each of its references."""

    reference: str
    state: MoneyState
    due: int
    received: int
    remaining: int
    excess: int
    route: Literal["bank", "cash"] = "bank"
    at: str = ""
    bank_reference: str = ""

    @property
    def enough(self) -> bool:
        return self.state in ("covered", "settled", "over")


@dataclass(frozen=True)
class LookupAnswer:
    """`found` False: the code is not known; None: it cannot be asked now."""

    found: bool | None
    state: str = ""
    money: str = ""
    remaining: int = 0
    code: str = ""
    collect_day: date | None = None
    number: str = ""


@dataclass(frozen=True)
class PrintOrder:
    """Slips of a sealed dossier to print in one run. `copy` 1 is the first reprint."""

    session: Session
    person: Person
    procedure: Procedure
    sealed: Sealed
    kinds: tuple[SlipKind, ...]
    money: MoneyNews | None
    copy: int = 0


class Machine(Protocol):
    """Everything here that writes has written when it returns; what takes longer answers by a callback, which may
    come from any thread. Raises StoreFault where the disk does not keep its word."""

    @property
    def office(self) -> Office: ...

    @property
    def name(self) -> str:
        """The machine's name for people, e.g. "Máy số 2"."""
        ...

    def look(self, *, on: bool) -> None:
        """Open the camera or close it; returns at once. A machine without a camera does nothing."""
        ...

    def closes(self, day: date) -> time | None:
        """When the office closes on `day`; None if it is shut, public holidays included."""
        ...

    def save(self, session: Session) -> None: ...

    def erase(self, session_id: str) -> None: ...

    def audit(self, event: str, **keys: Any) -> None: ...

    def line_down_since(self) -> datetime | None: ...

    def away(self) -> Mapping[Destination, datetime]:
        """What does not answer now, and since when; what lies behind it is not named."""
        ...

    def bank_asked_at(self) -> datetime | None:
        """When the hub last had an answer of the bank's feed."""
        ...

    def printer_can_print(self) -> bool | None: ...

    def payees_ok(self, procedure: Procedure) -> bool: ...

    def has_room(self) -> bool:
        """Whether the disk has the reserve to begin with one more citizen."""
        ...

    def seal(self, session: Session, person: Person, procedure: Procedure) -> Sealed:
        """Compose, seal and keep the dossier, its payment request, the outbox row and the audit lines: one transaction.
        A second call for the same session gives the same answer."""
        ...

    def due_of_rest(self, sealed: Sealed, remaining: int) -> Due | None:
        """A new request for what is still owed; the old one stays watched."""
        ...

    def tell(self, dossier: str, kind: str, data: dict[str, Any]) -> None:
        """Queue a later message to the hub (seq 2, 3 ...)."""
        ...

    def watch_money(self, reference: str | None) -> None:
        """Ask often for this reference while its code is shown; None: no code is shown."""
        ...

    def call(self, page: str, reason: str) -> str | None:
        """Call an officer; the call's id, or None where the line is down."""
        ...

    def end_call(self, call: str) -> None: ...

    def print_slips(self, order: PrintOrder, done: Callable[[SlipResult], None]) -> None:
        """Draw and print the slips in one run; `done` is called once."""
        ...

    def print_kept(self, code: str, until: datetime, done: Callable[[SlipResult], None]) -> None:
        """Print the slip that opens kept answers again."""
        ...

    def settle_slips(self, dossier: str, *, whole: bool) -> None:
        """A person looked at the slot: what the printer did not know is settled."""
        ...

    def lookup(self, code: str, done: Callable[[LookupAnswer], None]) -> None: ...

    def print_found(self, code: str, kind: SlipKind, done: Callable[[SlipResult], None]) -> None:
        """Print a paper of the dossier that the look-up found: FINAL or PAYMENT; `done` is called once."""
        ...

    def keep_draft(self, session: Session, person: Person, until: datetime) -> str:
        """Keep the answers until `until`; gives the look-up code for the slip."""
        ...

    def has_draft(self, code: str) -> bool: ...

    def open_draft(self, code: str, number: str) -> Session | None:
        """The kept answers, if code and card number are both right; they are then no longer kept."""
        ...

    def drop_draft(self, code: str) -> None: ...

    def unfinished(self, number: str) -> Session | None:
        """What an abrupt stop left of the walk of this card's holder, for some minutes; it stays kept."""
        ...

    def sent_before(self, number: str) -> SentBefore | None:
        """What this card's holder sealed in a walk that an abrupt stop ended, for some minutes."""
        ...

    def end_sent_before(self) -> None:
        """Tell of it no more; nothing happens where there is nothing to tell."""
        ...

    def end_unfinished(self, how: Ending) -> None:
        """Erase what an abrupt stop left; nothing happens where nothing is left."""
        ...
