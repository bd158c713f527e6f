"""The slips of a dossier that is at the hub: the same drawings as the machines', headed by who prints them."""

import io
from datetime import datetime

from kiosk.clock import local
from kiosk.hub import desk_views, money
from kiosk.hub import dossiers as kept
from kiosk.hub.dossiers import Dossier
from kiosk.hub.hub import Hub
from kiosk.hub.money import Standing
from kiosk.hub.prints import PrintKind
from kiosk.hub.transaction import Tx
from kiosk.hub.words import known
from kiosk.identity import PersonalNumber
from kiosk.payments.lookup import LookupCode
from kiosk.payments.money import Dong
from kiosk.payments.payees import Payee, PayeeFault
from kiosk.payments.qr import CodeFault, VerifiedCode, payment_code
from kiosk.payments.reference import Reference
from kiosk.slips import (
    Contact,
    Fee,
    Final,
    Origin,
    Paid,
    Payment,
    Provisional,
    Slip,
    SlipFault,
    final,
    paid,
    payment,
    provisional,
)

Order = Provisional | Payment | Paid | Final


def order(hub: Hub, tx: Tx, dossier: str, kind: PrintKind, copy: int, place: str = "") -> Order | None:
    """What the slip says; `copy` 0 is a first paper, `place` the machine that prints it ("": the counter).

    None for one that would not be true now. Raises NoSuchDossier.
    """
    opened = kept.load(tx, dossier)
    standing = money.standing(tx, dossier)
    if kind not in desk_views.printable(opened, standing):
        return None
    origin = Origin.of(hub.office, place, max(0, copy))
    match kind:
        case PrintKind.PROVISIONAL:
            return _provisional(hub, opened, standing, origin)
        case PrintKind.PAYMENT:
            return _payment(hub, tx, opened, standing, origin)
        case PrintKind.PAID:
            return _paid(hub, tx, opened, standing, origin)
        case PrintKind.FINAL:
            return _final(hub, opened, standing, origin)


def draw(order: Order) -> bytes | None:
    """PNG, 576 px wide; None where a code on it does not read back. Takes a tenth of a second: not in a transaction."""
    try:
        slip = _drawn(order)
    except SlipFault:
        return None
    stream = io.BytesIO()
    slip.image.save(stream, "PNG")
    return stream.getvalue()


def _drawn(order: Order) -> Slip:
    match order:
        case Provisional():
            return provisional(order)
        case Payment():
            return payment(order)
        case Paid():
            return paid(order)
        case Final():
            return final(order)


def _provisional(hub: Hub, dossier: Dossier, standing: Standing, origin: Origin) -> Provisional:
    envelope = dossier.envelope
    sealed_at = envelope.sealed_at.utc
    deadline = hub.calendar.look_until(local(sealed_at).date())
    return Provisional(
        origin=origin,
        number=dossier.number,
        at=sealed_at,
        job=hub.paperwork.title(dossier),
        name=envelope.owner.name,
        personal_number=PersonalNumber(envelope.owner.number),
        contact=_contact(dossier),
        fee=_fee(standing),
        reference=Reference(standing.reference) if standing.reference else None,
        bring=tuple(hub.paperwork.bring(dossier, hub.office)),
        deadline=deadline,
        lookup=LookupCode(envelope.lookup),
    )


def _payment(hub: Hub, tx: Tx, dossier: Dossier, standing: Standing, origin: Origin) -> Payment:
    reference = Reference(standing.reference or "")
    amount = Dong(standing.obligation.remaining)
    return Payment(
        origin=origin,
        amount=amount,
        reference=reference,
        code=_code(_payee(hub, tx, standing), amount, reference),
        due=hub.paperwork.fee_name(dossier),
        number=dossier.number,
        day=dossier.day,
        pay_until=standing.pay_until,
    )


def _paid(hub: Hub, tx: Tx, dossier: Dossier, standing: Standing, origin: Origin) -> Paid:
    owed = standing.obligation
    payee = _payee(hub, tx, standing)
    return Paid(
        origin=origin,
        amount=Dong(owed.received),
        reference=Reference(standing.reference or ""),
        due=hub.paperwork.fee_name(dossier),
        payee=payee.name if payee else hub.office.unit,
        route=standing.route,
        at=standing.at or tx.now,
        number=dossier.number,
        day=dossier.day,
        bank_reference=standing.bank_reference,
        remaining=int(owed.remaining),
        excess=int(owed.excess),
    )


def _final(hub: Hub, dossier: Dossier, standing: Standing, origin: Origin) -> Final:
    envelope = dossier.envelope
    return Final(
        origin=origin,
        code=dossier.code or "",
        accepted_at=dossier.accepted_at or dossier.received_at,
        job=hub.paperwork.title(dossier),
        name=envelope.owner.name,
        personal_number=PersonalNumber(envelope.owner.number),
        number=dossier.number,
        day=dossier.day,
        fee=_fee(standing),
        collect_on=hub.collect_day(dossier, standing),
        result_hours=hub.office.result_hours,
        lookup=LookupCode(envelope.lookup),
    )


def _code(payee: Payee | None, amount: Dong, reference: Reference) -> VerifiedCode | None:
    """None where nobody on a sound list is to be paid, or the code does not read back: the slip is for cash then."""
    try:
        return payment_code(payee, amount, reference) if payee else None
    except CodeFault:
        return None


def _fee(standing: Standing) -> Fee | None:
    owed = standing.obligation
    at: datetime | None = standing.at
    return Fee(int(owed.due), int(owed.received), at) if owed.due else None


def _contact(dossier: Dossier) -> Contact:
    contact = dossier.envelope.contact
    relation = known("relation", contact.relation or "", contact.relation or "")
    return Contact(contact.whose, contact.phone or "", relation)


def _payee(hub: Hub, tx: Tx, standing: Standing) -> Payee | None:
    """Whom the newest request names, if the signed list still does."""
    payees = hub.payees()
    row = tx.one("select payee from requests where reference = ?", standing.reference or "")
    return None if row is None or isinstance(payees, PayeeFault) else payees.get(row["payee"])
