"""The slips as the desk prints them: the same drawings as the machines', with the counter's name at the head."""

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
from kiosk.identity import PersonalNumber
from kiosk.language.text import Words
from kiosk.payments.lookup import LookupCode
from kiosk.payments.money import Dong
from kiosk.payments.payees import Payee, PayeeFault
from kiosk.payments.qr import CodeFault, payment_code
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


def picture(hub: Hub, tx: Tx, dossier: str, kind: PrintKind, copy: int) -> bytes | None:
    """PNG, 576 px wide; `copy` 0 is a first paper. None for a slip that would not be true now. Raises NoSuchDossier."""
    opened = kept.load(tx, dossier)
    standing = money.standing(tx, dossier)
    if kind not in desk_views.printable(opened, standing):
        return None
    try:
        slip = _drawn(hub, tx, opened, standing, kind, Origin.of(hub.office, copy=max(0, copy)))
    except (SlipFault, CodeFault):
        return None
    if slip is None:
        return None
    stream = io.BytesIO()
    slip.image.save(stream, "PNG")
    return stream.getvalue()


def _drawn(hub: Hub, tx: Tx, dossier: Dossier, standing: Standing, kind: PrintKind, origin: Origin) -> Slip | None:
    match kind:
        case PrintKind.PROVISIONAL:
            return provisional(_provisional(hub, tx, dossier, standing, origin))
        case PrintKind.PAYMENT:
            return payment(_payment(hub, tx, dossier, standing, origin))
        case PrintKind.PAID:
            return paid(_paid(hub, tx, dossier, standing, origin))
        case PrintKind.FINAL:
            return final(_final(hub, dossier, standing, origin))
    return None


def _provisional(hub: Hub, tx: Tx, dossier: Dossier, standing: Standing, origin: Origin) -> Provisional:
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
    payee = _payee(hub, tx, standing)
    amount = Dong(standing.obligation.remaining)
    return Payment(
        origin=origin,
        amount=amount,
        reference=reference,
        code=payment_code(payee, amount, reference) if payee else None,
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


def _fee(standing: Standing) -> Fee | None:
    owed = standing.obligation
    at: datetime | None = standing.at
    return Fee(int(owed.due), int(owed.received), at) if owed.due else None


def _contact(dossier: Dossier) -> Contact:
    contact = dossier.envelope.contact
    relation = f"hub.relation.{contact.relation}"
    word = Words.load().say(relation, "vi") if relation in Words.load() else contact.relation or ""
    return Contact(contact.whose, contact.phone or "", word)


def _payee(hub: Hub, tx: Tx, standing: Standing) -> Payee | None:
    """Whom the newest request names, if the signed list still does."""
    payees = hub.payees()
    row = tx.one("select payee from requests where reference = ?", standing.reference or "")
    return None if row is None or isinstance(payees, PayeeFault) else payees.get(row["payee"])
