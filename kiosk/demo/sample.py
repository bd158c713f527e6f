"""A machine in memory around a walk, for pictures, models and measurements: no disk, no line, no paper."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.audit import entry
from kiosk.clock import Clock, today
from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.journey.ports import Due, Ending, LookupAnswer, PrintOrder, Sealed, SentBefore, SlipKind, SlipResult
from kiosk.journey.questions import Questions
from kiosk.journey.session import Session
from kiosk.line import Destination
from kiosk.office import Office
from kiosk.payments import payees
from kiosk.payments.lookup import mint_lookup
from kiosk.payments.money import Dong
from kiosk.payments.payees import Payee, PayeeList
from kiosk.payments.qr import payment_code
from kiosk.payments.reference import mint
from kiosk.procedures.calendar import HolidayTable, OfficeCalendar
from kiosk.procedures.fees import fee_row, pay_until
from kiosk.procedures.model import FeeRow, Procedure
from kiosk.procedures.offices import OFFICES, load_office


class MemoryMachine:
    """Keeps what a walk does in lists that can be looked at; its states are set from outside. Slips are printed at
    once unless `hold_prints`."""

    def __init__(self, clock: Clock) -> None:
        self.office = _sample_office()
        self.name = "Máy số 2"
        self.clock = clock
        self.down_since: datetime | None = None
        self.asked_at: datetime | None = None
        self.can_print: bool | None = True
        self.room = True
        self.payees_sound = True
        self.free = False
        """nothing is owed, as where a fee is waived"""
        self.print_result = SlipResult.PRINTED
        self.hold_prints = False
        self.held: list[Callable[[SlipResult], None]] = []
        self.saved: dict[str, dict[str, Any]] = {}
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.calls: list[tuple[str, str]] = []
        self.ended_calls: list[str] = []
        self.sealed: list[Sealed] = []
        self.orders: list[PrintOrder] = []
        self.found: list[tuple[str, SlipKind]] = []
        self.watched: list[str | None] = []
        self.looking = False
        self.far_away: dict[Destination, datetime] = {}
        self.drafts: dict[str, tuple[str, dict[str, Any], datetime]] = {}
        self.left: dict[str, Any] | None = None
        """the state of the walk that an abrupt stop left"""
        self.sealing: tuple[str, str, SentBefore] | None = None
        """the walk under way after its seal: its id, whose card, what was sealed"""
        self.cut_after_seal: tuple[str, str, SentBefore] | None = None
        """the same of a walk that an abrupt stop ended"""
        self.answers: dict[str, LookupAnswer] = {}
        self._calendar = OfficeCalendar(_holidays(), self.office)
        self._payee = _sample_payee(self.office.id)
        self._places = Places.load()
        self._by_session: dict[str, Sealed] = {}
        # The same codes in every walk: a page with sample data looks the same each time it is drawn.
        self._chance = random.Random(0)  # noqa: S311

    def look(self, *, on: bool) -> None:
        self.looking = on

    def closes(self, day: date) -> time | None:
        return self._calendar.closes(day)

    def save(self, session: Session) -> None:
        self.saved[session.id] = session.to_dict()

    def erase(self, session_id: str) -> None:
        self.saved.pop(session_id, None)
        if self.sealing and self.sealing[0] == session_id:
            self.sealing = None

    def audit(self, event: str, **keys: Any) -> None:
        entry(event, **keys)
        self.events.append((event, keys))

    def line_down_since(self) -> datetime | None:
        return self.down_since

    def away(self) -> dict[Destination, datetime]:
        return {Destination.LINE: self.down_since} if self.down_since else self.far_away

    def bank_asked_at(self) -> datetime | None:
        return self.asked_at

    def printer_can_print(self) -> bool | None:
        return self.can_print

    def payees_ok(self, procedure: Procedure) -> bool:
        return self.payees_sound

    def has_room(self) -> bool:
        return self.room

    def seal(self, session: Session, person: Person, procedure: Procedure) -> Sealed:
        if session.id not in self._by_session:
            keys = Questions(procedure, session.answers, person, self._places, self.office).keys()
            fee = fee_row(procedure, keys, today(self.clock))
            sealed = Sealed(
                id=f"sample-{len(self.sealed)}",
                number=f"A {427 + len(self.sealed):04}",
                day=today(self.clock),
                sealed_at=self.clock.now(),
                lookup=str(mint_lookup(self._chance)),
                title=procedure.title_for(keys).vi,
                due=self._due(fee),
            )
            self.audit("declaration.given", session=session.id, text=procedure.declaration)
            self.audit("dossier.sealed", id=sealed.id, number=sealed.number)
            self.audit("outbox.queued", id=sealed.id)
            if fee is not None and sealed.due is not None:
                self.audit("fee.quoted", row=fee.id)
                self.audit("request.created", id=f"request-{len(self.sealed)}")
            self.sealed.append(sealed)
            self._by_session[session.id] = sealed
            self.note_sealed(session, person, procedure, sealed)
            self.saved.pop(session.id, None)
        return self._by_session[session.id]

    def due_of_rest(self, sealed: Sealed, remaining: int) -> Due | None:
        return self._offer(remaining, sealed.due.pay_until) if sealed.due and self.payees_sound else None

    def tell(self, dossier: str, kind: str, data: dict[str, Any]) -> None:
        self.told.append((kind, data))

    def watch_money(self, reference: str | None) -> None:
        self.watched.append(reference)

    def call(self, page: str, reason: str) -> str | None:
        self.calls.append((page, reason))
        return None if self.down_since else f"call-{len(self.calls)}"

    def end_call(self, call: str) -> None:
        self.ended_calls.append(call)

    def print_slips(self, order: PrintOrder, done: Callable[[SlipResult], None]) -> None:
        self.orders.append(order)
        self._print(done)

    def print_kept(self, code: str, until: datetime, done: Callable[[SlipResult], None]) -> None:
        self._print(done)

    def settle_slips(self, dossier: str, *, whole: bool) -> None:
        self.told.append(("settled", {"whole": whole}))

    def lookup(self, code: str, done: Callable[[LookupAnswer], None]) -> None:
        done(self.answers.get(code, LookupAnswer(found=False)))

    def print_found(self, code: str, kind: SlipKind, done: Callable[[SlipResult], None]) -> None:
        self.found.append((code, kind))
        self._print(done)

    def keep_draft(self, session: Session, person: Person, until: datetime) -> str:
        code = str(mint_lookup(self._chance))
        self.drafts[code] = (str(person.number), session.to_dict(), until)
        return code

    def has_draft(self, code: str) -> bool:
        return code in self.drafts and self.drafts[code][2] > self.clock.now()

    def open_draft(self, code: str, number: str) -> Session | None:
        if not self.has_draft(code) or self.drafts[code][0] != number:
            return None
        return Session.from_dict(self.drafts.pop(code)[1])

    def drop_draft(self, code: str) -> None:
        self.drafts.pop(code, None)

    def note_sealed(self, session: Session, person: Person, procedure: Procedure, sealed: Sealed) -> None:
        told = SentBefore(sealed.number, sealed.sealed_at, procedure.id)
        self.sealing = (session.id, str(person.number), told)

    def power_cut(self) -> None:
        """What is left of a walk after an abrupt stop, as `kiosk.machine.unfinished` has it."""
        states = [state for state in self.saved.values() if state["card_text"] and state["answers"]]
        self.left = states[-1] if states else self.left
        self.cut_after_seal, self.sealing = self.sealing or self.cut_after_seal, None
        self.saved.clear()
        self.held.clear()

    def unfinished(self, number: str) -> Session | None:
        hers = self.left is not None and self.left["card_text"].partition("|")[0] == number
        return Session.from_dict(self.left) if self.left and hers else None

    def sent_before(self, number: str) -> SentBefore | None:
        cut = self.cut_after_seal
        return cut[2] if cut and cut[1] == number else None

    def end_sent_before(self) -> None:
        self.cut_after_seal = None

    def end_unfinished(self, how: Ending) -> None:
        if self.left is not None:
            event = ("session.resumed", {}) if how == "resumed" else ("session.dropped", {"reason": how})
            self.audit(event[0], session=self.left["id"], **event[1])
            self.left = None

    def _print(self, done: Callable[[SlipResult], None]) -> None:
        if self.hold_prints:
            self.held.append(done)
        else:
            done(self.print_result)

    def _due(self, fee: FeeRow | None) -> Due | None:
        if fee is None or fee.amount == 0 or self.free:
            return None
        until = self._calendar.printable(pay_until(fee, today(self.clock), self.office.pay_days))
        due = self._offer(fee.amount, until)
        return due if self.payees_sound else replace(due, matrix=None)

    def _offer(self, amount: int, until: date | None) -> Due:
        payee, reference = self._payee, mint(random=self._chance)
        code = payment_code(payee, Dong(amount), reference)
        return Due(str(reference), amount, payee.name, payee.account_grouped, payee.bank_name, until, code.matrix)


@cache
def _sample_office() -> Office:
    return load_office(OFFICES / "mau-pa08.yaml")


@cache
def _holidays() -> HolidayTable:
    return HolidayTable.load()


@cache
def _sample_payee(office: str) -> Payee:
    """The made-up payee of the sample office, from a list signed here: BIN 999999 is no bank's."""
    key = Ed25519PrivateKey.generate()
    row = {
        "id": f"{office}-fees",
        "kind": "passport-fee",
        "bin": "999999",
        "account": "0000123400005",
        "name": "Phòng Quản lý xuất nhập cảnh",
        "bank_name": "Ngân hàng Mẫu",
        "office": office,
    }
    listed = {
        "schema": payees.SCHEMA,
        "version": "2026-11-01",
        "valid_from": "2026-11-01",
        "valid_until": "2026-12-31",
        "payees": [row],
    }
    read = PayeeList.read(str(payees.sign(listed, key)), key.public_key(), date(2026, 11, 23))
    assert isinstance(read, PayeeList)  # noqa: S101 - a list of our own making
    return read.payees[0]
