"""What is owed for the dossier of the present walk: the requests that were minted for it, and their codes."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kiosk.clock import Clock
from kiosk.dossiers.compose import Request
from kiosk.journey.ports import Due
from kiosk.machine.office_data import OfficeData
from kiosk.payments import requests
from kiosk.payments.payees import PayeeList
from kiosk.payments.qr import CodeFault, VerifiedCode, payment_code
from kiosk.payments.reference import mint
from kiosk.payments.requests import PaymentRequest, RequestEvent, RequestState
from kiosk.procedures.fees import pay_until
from kiosk.procedures.model import FeeRow, Procedure
from kiosk.store import PaymentRequest as StoredRequest
from kiosk.store import Store

_MOVES = {
    str(state): {str(to) for (start, _), to in requests.MOVES.items() if start is state} for state in RequestState
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Offer:
    """A due as the walk shows it, as the envelope names it and as the store keeps it."""

    due: Due
    wire: Request
    stored: StoredRequest


@dataclass(frozen=True)
class _Shown:
    request: PaymentRequest
    kind: str
    code: VerifiedCode


class Dues:
    """Mints requests for payees of the signed list only, and moves them as screen and paper do; money never does."""

    def __init__(self, office: OfficeData, store: Store, clock: Clock, new_id: Callable[[], str]) -> None:
        self._office = office
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._shown: dict[str, _Shown] = {}

    def of_fee(self, dossier: str, procedure: Procedure, fee: FeeRow | None, day: date) -> Offer | None:
        """The due of a dossier that is sealed on `day`; None where nothing is owed.

        Without a payee that the list vouches for there is no code and the wire names nobody: cash alone can meet it.
        """
        if fee is None or fee.amount <= 0:
            return None
        until = self._office.calendar.printable(pay_until(fee, day, self._office.office.pay_days))
        offer = self._with_code(dossier, procedure.payee_kind, fee.amount, until)
        if offer is not None:
            return offer
        reference = str(mint())
        due = Due(reference, fee.amount, self._office.office.unit, "", "", until, None)
        return _offer(due, Request(self._new_id(), reference, fee.amount, "", "", until))

    def of_rest(self, dossier: str, reference: str, remaining: int) -> Offer | None:
        """A new request for what is still owed after `reference` was paid in part; None where no code can be shown."""
        old = self._shown.get(reference)
        if old is None:
            return None
        return self._with_code(dossier, old.kind, remaining, old.request.pay_until)

    def code(self, reference: str) -> VerifiedCode | None:
        """The code that was read back for this reference; None where there is none."""
        shown = self._shown.get(reference)
        return shown.code if shown else None

    def request_id(self, reference: str) -> str | None:
        shown = self._shown.get(reference)
        return shown.request.id if shown else None

    def move(self, reference: str, event: RequestEvent) -> None:
        """Move a request of this walk and keep it; a move that its state does not have changes nothing."""
        shown = self._shown.get(reference)
        if shown is None or (shown.request.state, event) not in requests.MOVES:
            return
        moved = shown.request.move(event)
        if moved.state is not shown.request.state:
            self._store.request_state(moved.id, str(moved.state), moves=_MOVES)
        self._shown[reference] = replace(shown, request=moved)

    def forget(self) -> None:
        """The walk is over; the requests stay in the store and at the hub."""
        self._shown.clear()

    def _with_code(self, dossier: str, kind: str, amount: int, until: date | None) -> Offer | None:
        payees, office = self._office.payees(), self._office.office.id
        if not isinstance(payees, PayeeList):
            return None
        made = requests.create(
            id=self._new_id(),
            obligation=dossier,
            remaining=amount,
            kind=kind,
            office=office,
            payees=payees,
            reference=mint(),
            now=self._clock.now(),
            pay_until=until,
        )
        payee = payees.for_kind(kind, office)
        if not isinstance(made, PaymentRequest) or payee is None:
            return None
        try:
            code = payment_code(payee, made.amount, made.reference)
        except CodeFault as fault:
            log.error("payment code not shown: %s", fault.code)
            return None
        reference = str(made.reference)
        self._shown[reference] = _Shown(made, kind, code)
        due = Due(reference, int(made.amount), payee.name, payee.account_grouped, payee.bank_name, until, code.matrix)
        version = made.payee_version.isoformat()
        return _offer(due, Request(made.id, reference, int(made.amount), made.payee, version, until))


def _offer(due: Due, wire: Request) -> Offer:
    until = wire.pay_until or date.max
    stored = StoredRequest(wire.id, wire.reference, wire.amount, wire.payee, str(RequestState.DRAFT), until)
    return Offer(due, wire, stored)
