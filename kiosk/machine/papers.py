"""From a walk to its papers: what each slip says, taken from the sealed dossier and from what is known of the money."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.identity.person import Person
from kiosk.journey.ports import MoneyNews, Sealed, SlipKind
from kiosk.journey.questions import Questions
from kiosk.journey.session import Session
from kiosk.office import Office
from kiosk.payments.lookup import LookupCode
from kiosk.payments.money import Dong
from kiosk.payments.qr import VerifiedCode
from kiosk.payments.reference import Reference
from kiosk.procedures.calendar import OfficeCalendar
from kiosk.procedures.model import Procedure
from kiosk.procedures.papers import papers_due
from kiosk.slips import Contact, Fee, Kept, Origin, Paid, Payment, Provisional, Slip
from kiosk.slips import kept as kept_slip
from kiosk.slips import paid as paid_slip
from kiosk.slips import payment as payment_slip
from kiosk.slips import provisional as provisional_slip


@dataclass(frozen=True)
class Papers:
    """Draws the slips of one sealed dossier. `code` is None where no payment code may be shown; `copy` 1 is the first
    reprint."""

    office: Office
    machine: str
    calendar: OfficeCalendar
    session: Session
    person: Person
    procedure: Procedure
    questions: Questions
    sealed: Sealed
    code: VerifiedCode | None
    money: MoneyNews | None
    offline: bool
    copy: int

    def draw(self, kind: SlipKind) -> Slip:
        """Raises SlipFault where a code does not read back; ValueError for a kind that is not drawn here."""
        match kind:
            case SlipKind.PROVISIONAL:
                return self._provisional()
            case SlipKind.PAYMENT:
                return self._payment()
            case SlipKind.PAID:
                return self._paid()
        raise ValueError(f"{kind} is no slip of a machine's dossier")

    def _provisional(self) -> Slip:
        sealed, due = self.sealed, self.sealed.due
        slips = [
            paper.slip.vi for paper in papers_due(self.procedure, self.questions.keys(), self.office) if paper.slip
        ]
        return provisional_slip(
            Provisional(
                origin=Origin.of(self.office, self.machine, self.copy),
                number=sealed.number,
                at=sealed.sealed_at,
                job=sealed.title,
                name=self.person.name,
                personal_number=self.person.number,
                contact=self._contact(),
                fee=self._fee(),
                reference=Reference(due.reference) if due else None,
                bring=tuple(slips),
                deadline=self.calendar.look_until(sealed.day),
                lookup=LookupCode(sealed.lookup),
                offline=self.offline,
            )
        )

    def _payment(self) -> Slip:
        due = self.sealed.due
        assert due is not None  # noqa: S101 - a payment slip is asked for with something due only
        return payment_slip(
            Payment(
                origin=Origin.of(self.office, self.machine, self.copy),
                amount=Dong(due.amount),
                reference=Reference(due.reference),
                code=self.code,
                due=self.procedure.fee_name.vi,
                number=self.sealed.number,
                day=self.sealed.day,
                pay_until=due.pay_until,
            )
        )

    def _paid(self) -> Slip:
        due, money = self.sealed.due, self.money
        assert due is not None  # noqa: S101
        assert money is not None  # noqa: S101
        return paid_slip(
            Paid(
                origin=Origin.of(self.office, self.machine, self.copy),
                amount=Dong(money.received),
                reference=Reference(due.reference),
                due=self.procedure.fee_name.vi,
                payee=due.payee_name,
                route=money.route,
                at=datetime.fromisoformat(money.at) if money.at else self.sealed.sealed_at,
                number=self.sealed.number,
                day=self.sealed.day,
                bank_reference=money.bank_reference,
                remaining=money.remaining,
                excess=money.excess,
            )
        )

    def _contact(self) -> Contact:
        keys = self.questions.keys()
        match keys.get("contact"):
            case "own":
                return Contact("own", self.session.answers["phone"].key)
            case "relative":
                phone = self.session.answers["phone"].key
                return Contact("relative", phone, self.questions.shown("relative", "vi"))
        return Contact("office")

    def _fee(self) -> Fee | None:
        due, money = self.sealed.due, self.money
        if due is None:
            return None
        if money is None or money.state in ("open", "withdrawn"):
            return Fee(due.amount)
        return Fee(money.due or due.amount, money.received, datetime.fromisoformat(money.at) if money.at else None)


def kept(office: Office, machine: str, until: datetime, code: str) -> Slip:
    """The slip that opens kept answers again, with the card."""
    return kept_slip(Kept(origin=Origin.of(office, machine), until=until, lookup=LookupCode(code)))
