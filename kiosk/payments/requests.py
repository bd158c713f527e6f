"""A payment request: one reference, shown as a code or printed on a slip. Whether it is paid, the obligation says.

Expiry, cancelling and superseding end the display, never the watch for the money.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from kiosk.clock import VIETNAM
from kiosk.errors import KioskError
from kiosk.payments.money import Dong
from kiosk.payments.payees import PayeeList
from kiosk.payments.qr import VerifiedCode
from kiosk.payments.reference import Reference

TRANSFER_LIMIT: Final = Dong(500_000_000)
"""One NAPAS247 transfer is below this (VietQR format 1.0, 8.1.1)."""
DISPLAY: Final = timedelta(minutes=10)
WATCH: Final = timedelta(days=30)
"""Kept watched at least so long after the last day on which the code was offered."""
CLEAN_RECONCILIATIONS: Final = 2


class RequestState(StrEnum):
    DRAFT = "draft"
    SHOWN = "shown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    CLOSED = "closed"


class RequestEvent(StrEnum):
    SHOW = "show"
    PRINT = "print"
    TIMEOUT = "timeout"
    LEAVE = "leave"
    CANCEL = "cancel"
    SUPERSEDE = "supersede"
    MATCH = "match"
    CLOSE = "close"


class RequestFault(StrEnum):
    """Why a request, or a move of one, is refused; the words stand in the catalogue as `payments.request.*`."""

    NOTHING_DUE = "nothing-due"
    TOO_LARGE = "too-large"
    NO_PAYEE = "no-payee"
    OTHER_CODE = "other-code"
    STILL_WATCHED = "still-watched"


class IllegalMove(KioskError):
    """The state has no such move."""

    code = "illegal-move"


WATCHED: Final = frozenset(RequestState) - {RequestState.DRAFT, RequestState.CLOSED}

MOVES: Final[dict[tuple[RequestState, RequestEvent], RequestState]] = {
    (RequestState.DRAFT, RequestEvent.SHOW): RequestState.SHOWN,
    (RequestState.DRAFT, RequestEvent.PRINT): RequestState.SHOWN,
    (RequestState.SHOWN, RequestEvent.TIMEOUT): RequestState.EXPIRED,
    (RequestState.SHOWN, RequestEvent.LEAVE): RequestState.EXPIRED,
    (RequestState.SHOWN, RequestEvent.CANCEL): RequestState.CANCELLED,
    (RequestState.SHOWN, RequestEvent.SUPERSEDE): RequestState.SUPERSEDED,
    (RequestState.EXPIRED, RequestEvent.SUPERSEDE): RequestState.SUPERSEDED,
    (RequestState.EXPIRED, RequestEvent.SHOW): RequestState.SHOWN,
    (RequestState.EXPIRED, RequestEvent.PRINT): RequestState.EXPIRED,
    **{(state, RequestEvent.MATCH): state for state in WATCHED},
    **{(state, RequestEvent.CLOSE): RequestState.CLOSED for state in WATCHED},
}
"""All legal moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRequest:
    """`payee` is the id on the list of `payee_version`; `shown_at` the last time the code was shown or printed."""

    id: str
    obligation: str
    reference: Reference
    amount: Dong
    payee: str
    payee_version: date
    created_at: datetime
    pay_until: date | None = None
    state: RequestState = RequestState.DRAFT
    shown_at: datetime | None = None

    @property
    def watched(self) -> bool:
        """Whether money for the reference is looked for."""
        return self.state in WATCHED

    @property
    def watch_until(self) -> datetime:
        """The instant before which the request may not be closed."""
        last = self.shown_at or self.created_at
        if self.pay_until:
            last = max(last, datetime.combine(self.pay_until + timedelta(days=1), time(), VIETNAM))
        return last + WATCH

    def show(self, code: VerifiedCode, now: datetime) -> "PaymentRequest | RequestFault":
        """The code goes on the screen: only one that says what this request says."""
        return self._offer(RequestEvent.SHOW, code, now)

    def print(self, code: VerifiedCode, now: datetime) -> "PaymentRequest | RequestFault":
        """The code goes on paper. A copy of paper that was printed is a print job's business and no move."""
        return self._offer(RequestEvent.PRINT, code, now)

    def close(self, now: datetime, clean_reconciliations: int, open_case: bool) -> "PaymentRequest | RequestFault":
        """End the watch, when its time is over and nothing is open."""
        closed = self.move(RequestEvent.CLOSE)
        if now < self.watch_until or clean_reconciliations < CLEAN_RECONCILIATIONS or open_case:
            return RequestFault.STILL_WATCHED
        return closed

    def move(self, event: RequestEvent) -> "PaymentRequest":
        """The request after `event`. Raises IllegalMove for a move that `MOVES` does not list."""
        if (after := MOVES.get((self.state, event))) is None:
            raise IllegalMove(f"A payment request that is {self.state} has no move {event}.")
        return replace(self, state=after)

    def as_record(self) -> dict[str, Any]:
        """Plain values under the names of the fields, as kept and sent; `from_record` reads them."""
        return {
            "id": self.id,
            "obligation": self.obligation,
            "reference": str(self.reference),
            "amount": int(self.amount),
            "payee": self.payee,
            "payee_version": self.payee_version.isoformat(),
            "created_at": self.created_at.isoformat(),
            "pay_until": self.pay_until.isoformat() if self.pay_until else None,
            "state": self.state.value,
            "shown_at": self.shown_at.isoformat() if self.shown_at else None,
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "PaymentRequest":
        return cls(
            id=record["id"],
            obligation=record["obligation"],
            reference=Reference(record["reference"]),
            amount=Dong(record["amount"]),
            payee=record["payee"],
            payee_version=date.fromisoformat(record["payee_version"]),
            created_at=datetime.fromisoformat(record["created_at"]),
            pay_until=date.fromisoformat(record["pay_until"]) if record["pay_until"] else None,
            state=RequestState(record["state"]),
            shown_at=datetime.fromisoformat(record["shown_at"]) if record["shown_at"] else None,
        )

    def _offer(self, event: RequestEvent, code: VerifiedCode, now: datetime) -> "PaymentRequest | RequestFault":
        offered = self.move(event)
        if (code.payee.id, code.amount, code.reference) != (self.payee, self.amount, self.reference):
            return RequestFault.OTHER_CODE
        return replace(offered, shown_at=now)


def create(
    *,
    id: str,
    obligation: str,
    remaining: int,
    kind: str,
    office: str,
    payees: PayeeList,
    reference: Reference,
    now: datetime,
    pay_until: date | None = None,
) -> PaymentRequest | RequestFault:
    """A DRAFT for all that remains of an obligation, payable to whom the signed list names for this kind and office."""
    if remaining <= 0:
        return RequestFault.NOTHING_DUE
    if remaining >= TRANSFER_LIMIT:
        return RequestFault.TOO_LARGE
    payee = payees.for_kind(kind, office)
    if payee is None or not payees.valid_on(now.astimezone(VIETNAM).date()):
        return RequestFault.NO_PAYEE
    return PaymentRequest(
        id=id,
        obligation=obligation,
        reference=reference,
        amount=Dong(remaining),
        payee=payee.id,
        payee_version=payees.version,
        created_at=now,
        pay_until=pay_until,
    )
