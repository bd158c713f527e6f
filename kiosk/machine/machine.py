"""The machine around the walk: everything that the walk asks for, done for good before the call returns."""

import json
import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.printer.base import Printed
from kiosk import __version__
from kiosk.audit import Entry, entry
from kiosk.clock import Clock, today
from kiosk.dossiers import answers, compose
from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.envelope import Kind, seal
from kiosk.dossiers.hubclient import HubClient
from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.ids import uuid7
from kiosk.journey.ports import Due, LookupAnswer, PrintOrder, Sealed, SlipKind, SlipResult
from kiosk.journey.questions import Questions
from kiosk.journey.session import Session
from kiosk.machine.news import News
from kiosk.machine.office_data import OfficeData
from kiosk.machine.papers import Papers, kept
from kiosk.machine.printing import PrintDesk
from kiosk.office import Office
from kiosk.payments import requests
from kiosk.payments.lookup import mint_lookup
from kiosk.payments.payees import PayeeList
from kiosk.payments.qr import CodeFault, VerifiedCode, payment_code
from kiosk.payments.reference import mint
from kiosk.payments.requests import PaymentRequest, RequestEvent, RequestFault, RequestState
from kiosk.procedures.fees import fee_row, pay_until
from kiosk.procedures.model import FeeRow, Procedure
from kiosk.store import PaymentRequest as StoredRequest
from kiosk.store import PrintState, SlipNumber, Store, Submission

_MOVES = {
    str(state): {str(to) for (start, _), to in requests.MOVES.items() if start is state} for state in RequestState
}
_PRINTED = {
    Printed.PRINTED: (PrintState.PRINTED, SlipResult.PRINTED),
    Printed.NOT_PRINTED: (PrintState.NOT_PRINTED, SlipResult.NOT_PRINTED),
    Printed.UNKNOWN: (PrintState.UNKNOWN, SlipResult.UNKNOWN),
}
_EVENT_OF_MESSAGE = {
    "request_shown": "request.shown",
    "display_ended": "request.display_ended",
    "says_paid": "citizen.says_paid",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Shown:
    """A request of the present walk, with the kind of due and the code that was read back."""

    request: PaymentRequest
    kind: str
    code: VerifiedCode


class KioskMachine:
    """The real `kiosk.journey.ports.Machine`, built by `kiosk.wiring`."""

    def __init__(
        self,
        *,
        machine_id: str,
        name: str,
        store: Store,
        signing_key: Ed25519PrivateKey,
        office_data: OfficeData,
        client: HubClient,
        courier: Courier,
        printing: PrintDesk,
        news: News,
        places: Places,
        clock: Clock,
    ) -> None:
        self._id = machine_id
        self._name = name
        self._store = store
        self._key = signing_key
        self._data = office_data
        self._client = client
        self._courier = courier
        self._printing = printing
        self._news = news
        self._places = places
        self._clock = clock
        self._random = random.SystemRandom()
        self._workers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hub-call")
        self._sealed: tuple[str, Sealed] | None = None
        self._requests: dict[str, _Shown] = {}
        self._found: dict[str, LookupAnswer] = {}
        self._draft_numbers: dict[str, str] = {}

    def close(self) -> None:
        self._workers.shutdown(wait=True, cancel_futures=True)

    # what the walk looks at

    @property
    def office(self) -> Office:
        return self._data.office

    @property
    def name(self) -> str:
        return self._name

    def closes(self, day: date) -> time | None:
        return self._data.calendar.closes(day)

    def line_down_since(self) -> datetime | None:
        return self._news.down_since

    def bank_asked_at(self) -> datetime | None:
        return self._news.bank_asked_at

    def printer_can_print(self) -> bool | None:
        return self._printing.status.can_print

    def payees_ok(self, procedure: Procedure) -> bool:
        payees = self._data.payees()
        return isinstance(payees, PayeeList) and payees.for_kind(procedure.payee_kind, self.office.id) is not None

    def has_room(self) -> bool:
        return self._store.has_room()

    # session

    def save(self, session: Session) -> None:
        self._store.save_session(session.id, session.to_dict())

    def erase(self, session_id: str) -> None:
        self._store.erase_session(session_id)
        self._sealed = None
        self._requests.clear()
        self._found.clear()

    def audit(self, event: str, **keys: Any) -> None:
        self._store.record(entry(event, **keys))

    # seal

    def seal(self, session: Session, person: Person, procedure: Procedure) -> Sealed:
        if self._sealed is not None and self._sealed[0] == session.id:
            return self._sealed[1]
        now, day = self._clock.now(), today(self._clock)
        questions = Questions(procedure, session.answers, person, self._places, self.office)
        keys = questions.keys()
        fee = fee_row(procedure, keys, day)
        dossier, lookup = self._new_id(), str(mint_lookup())
        due, request = self._due(dossier, procedure, fee, day)
        stamp = compose.Stamp(self._id, __version__, now, self._store.boot, int(self._clock.monotonic() * 1000))
        wire = self._wire_request(due, request)
        seconds = int((now - datetime.fromisoformat(session.started_at)).total_seconds())

        def build(number: SlipNumber) -> bytes:
            envelope = compose.compose(
                dossier=dossier,
                number=number.text,
                day=number.day,
                lookup=lookup,
                stamp=stamp,
                session=session,
                person=person,
                procedure=procedure,
                questions=questions,
                office=self.office,
                fee=fee,
                request=wire,
                session_seconds=seconds,
            )
            return self._seal_bytes(envelope, dossier, 1, "dossier")

        stored = _stored(wire) if wire else None
        audit: list[Entry] = [entry("declaration.given", session=session.id, text=procedure.declaration)]
        if fee is not None:
            audit.append(entry("fee.quoted", session=session.id, row=fee.id))
        number = self._store.submit(Submission(dossier, lookup, build, request=stored, session=session.id, audit=audit))
        self._courier.wake()
        title = procedure.title_for(keys).vi
        sealed = Sealed(dossier, number.text, number.day, now, lookup, title, due)
        self._sealed = (session.id, sealed)
        return sealed

    def due_of_rest(self, sealed: Sealed, remaining: int) -> Due | None:
        known = self._requests.get(sealed.due.reference) if sealed.due else None
        if known is None:
            return None
        old, kind = known.request, known.kind
        payees = self._data.payees()
        if not isinstance(payees, PayeeList):
            return None
        made = requests.create(
            id=self._new_id(),
            obligation=sealed.id,
            remaining=remaining,
            kind=kind,
            office=self.office.id,
            payees=payees,
            reference=mint(),
            now=self._clock.now(),
            pay_until=old.pay_until,
        )
        due = self._offer(made, kind) if isinstance(made, PaymentRequest) else None
        if due is None or not isinstance(made, PaymentRequest):
            return None
        self._store.add_request(sealed.id, _stored(_wire(made)))
        self._move(old, RequestEvent.SUPERSEDE)
        new = vars(_wire(made)) | {"pay_until": _iso(made.pay_until)}
        self._tell(sealed.id, "request_shown", {"request": new}, [])
        return due

    def _due(
        self, dossier: str, procedure: Procedure, fee: FeeRow | None, day: date
    ) -> tuple[Due | None, PaymentRequest | None]:
        if fee is None or fee.amount <= 0:
            return None, None
        until = self._data.calendar.printable(pay_until(fee, day, self.office.pay_days))
        payees = self._data.payees()
        made: PaymentRequest | RequestFault = RequestFault.NO_PAYEE
        if isinstance(payees, PayeeList):
            made = requests.create(
                id=self._new_id(),
                obligation=dossier,
                remaining=fee.amount,
                kind=procedure.payee_kind,
                office=self.office.id,
                payees=payees,
                reference=mint(),
                now=self._clock.now(),
                pay_until=until,
            )
        if isinstance(made, PaymentRequest):
            due = self._offer(made, procedure.payee_kind)
            if due is not None:
                return due, made
        return Due(str(mint()), fee.amount, self.office.unit, "", "", until, None), None

    def _offer(self, made: PaymentRequest, kind: str) -> Due | None:
        payees = self._data.payees()
        payee = payees.get(made.payee) if isinstance(payees, PayeeList) else None
        if payee is None:
            return None
        try:
            code = payment_code(payee, made.amount, made.reference)
        except CodeFault as fault:
            log.error("payment code not shown: %s", fault.code)
            return None
        self._requests[str(made.reference)] = _Shown(made, kind, code)
        account, reference = payee.account_grouped, str(made.reference)
        return Due(reference, int(made.amount), payee.name, account, payee.bank_name, made.pay_until, code.matrix)

    # later messages

    def tell(self, dossier: str, kind: str, data: dict[str, Any]) -> None:
        known = self._requests.get(str(data.get("reference", "")))
        audit: list[Entry] = []
        if known is not None:
            request, reason = known.request, str(data.get("reason", ""))
            if kind in _EVENT_OF_MESSAGE:
                more = {"reason": reason} if reason else {}
                audit.append(entry(_EVENT_OF_MESSAGE[kind], dossier=dossier, id=request.id, **more))
            self._follow(request, kind, reason)
            data = {"request": request.id, **({"reason": reason} if reason else {})}
        self._tell(dossier, kind, data, audit)

    def _tell(self, dossier: str, kind: str, data: dict[str, Any], audit: list[Entry]) -> None:
        at = self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")

        def build(seq: int) -> bytes:
            message = {"schema": "message/1", "dossier": dossier, "seq": seq, "kind": kind, "at": at, "data": data}
            return self._seal_bytes(message, dossier, seq, "message")

        self._store.append(dossier, "message", build, audit=audit)
        self._courier.wake()

    def _follow(self, request: PaymentRequest, kind: str, reason: str) -> None:
        """Move the request as the display does; money never moves it."""
        if kind == "request_shown":
            self._move(request, RequestEvent.SHOW)
        elif kind == "display_ended":
            self._move(request, RequestEvent.TIMEOUT if reason == "timeout" else RequestEvent.LEAVE)

    def _move(self, request: PaymentRequest, event: RequestEvent) -> None:
        shown = self._requests[str(request.reference)]
        now = shown.request
        if (now.state, event) not in requests.MOVES:
            return
        moved = now.move(event)
        if moved.state is not now.state:
            self._store.request_state(moved.id, str(moved.state), moves=_MOVES)
        self._requests[str(request.reference)] = replace(shown, request=moved)

    def watch_money(self, reference: str | None) -> None:
        self._news.watch(reference)
        if reference:
            self._workers.submit(self._news.peek)

    # officer

    def call(self, page: str, reason: str) -> str | None:
        if self._news.down_since is not None:
            return None
        call = self._new_id()
        self._workers.submit(self._client.call, answers.Call(call, page, reason, self._clock.now()))
        return call

    def end_call(self, call: str) -> None:
        self._workers.submit(self._client.end_call, call)

    # paper

    def print_slips(self, order: PrintOrder, done: Callable[[SlipResult], None]) -> None:
        sealed = order.sealed
        papers = Papers(
            self.office,
            self._name,
            self._data.calendar,
            order.session,
            order.person,
            order.procedure,
            Questions(order.procedure, order.session.answers, order.person, self._places, self.office),
            sealed,
            self._code_of(sealed),
            order.money,
            self._news.down_since is not None,
            order.copy,
        )
        slips = [papers.draw(kind) for kind in order.kinds]
        self._printed_code(sealed, order.kinds)
        jobs = [self._store.queue_print(sealed.id, str(kind), order.copy) for kind in order.kinds]

        def settle(outcome: Printed) -> None:
            stored, told = _PRINTED[outcome]
            for job in jobs:
                self._store.settle_print(job, stored)
            self._tell_slips(sealed.id, [str(kind) for kind in order.kinds], told)
            done(told)

        self._printing.print([slip.image for slip in slips], settle)

    def print_kept(self, code: str, until: datetime, done: Callable[[SlipResult], None]) -> None:
        slip = kept(self.office, self._name, until, code)
        self._printing.print([slip.image], lambda outcome: done(_PRINTED[outcome][1]))

    def _code_of(self, sealed: Sealed) -> VerifiedCode | None:
        known = self._requests.get(sealed.due.reference) if sealed.due and sealed.due.matrix else None
        return known.code if known else None

    def _printed_code(self, sealed: Sealed, kinds: tuple[SlipKind, ...]) -> None:
        known = self._requests.get(sealed.due.reference) if sealed.due else None
        if known is not None and SlipKind.PAYMENT in kinds:
            self._move(known.request, RequestEvent.PRINT)

    def settle_slips(self, dossier: str, *, whole: bool) -> None:
        state = PrintState.PRINTED if whole else PrintState.NOT_PRINTED
        jobs = [job for job in self._store.prints(dossier) if job.state is PrintState.UNKNOWN]
        for job in jobs:
            self._store.settle_print(job.id, state)
        told = SlipResult.PRINTED if whole else SlipResult.NOT_PRINTED
        self._tell_slips(dossier, [job.kind for job in jobs], told)

    def _tell_slips(self, dossier: str, kinds: list[str], result: SlipResult) -> None:
        for kind in kinds:
            self._tell(dossier, "slip", {"kind": kind, "result": result.value}, [])

    # look-up

    def lookup(self, code: str, done: Callable[[LookupAnswer], None]) -> None:
        self._workers.submit(self._look_up, code, done)

    def _look_up(self, code: str, done: Callable[[LookupAnswer], None]) -> None:
        answer = _found(self._client.lookup(code))
        self._found[code] = answer
        done(answer)

    def print_found(self, code: str, done: Callable[[SlipResult], None]) -> None:
        """Not offered: the look-up says where the paper is printed."""
        done(SlipResult.NOT_PRINTED)

    # drafts

    def keep_draft(self, session: Session, person: Person, until: datetime) -> str:
        code, number = str(mint_lookup()), str(person.number)
        self._store.keep_draft(code, number, session.to_dict(), until)
        kept = {key: at for key, at in self._kept().items() if datetime.fromisoformat(at) > self._clock.now()}
        self._store.set("drafts", {**kept, _digest(code): until.isoformat()})
        self._draft_numbers[code] = number
        return code

    def has_draft(self, code: str) -> bool:
        until = self._kept().get(_digest(code))
        return until is not None and datetime.fromisoformat(until) > self._clock.now()

    def open_draft(self, code: str, number: str) -> Session | None:
        state = self._store.open_draft(code, number)
        if state is None:
            return None
        self._forget_draft(code, number)
        return Session.from_dict(state)

    def drop_draft(self, code: str) -> None:
        number = self._draft_numbers.get(code)
        if number is not None:
            self._forget_draft(code, number)

    def _forget_draft(self, code: str, number: str) -> None:
        self._store.erase_draft(code, number)
        self._draft_numbers.pop(code, None)
        self._store.set("drafts", {key: at for key, at in self._kept().items() if key != _digest(code)})

    def _kept(self) -> dict[str, str]:
        kept: dict[str, str] = self._store.get("drafts", {})
        return kept

    # small helps

    def _wire_request(self, due: Due | None, made: PaymentRequest | None) -> compose.Request | None:
        """The request as the envelope has it; without a sound payee list it names none, and only cash can meet it."""
        if due is None or made is not None:
            return _wire(made) if made else None
        return compose.Request(self._new_id(), due.reference, due.amount, "", "", due.pay_until)

    def _new_id(self) -> str:
        return uuid7(self._clock, self._random)

    def _seal_bytes(self, plain: dict[str, Any], dossier: str, seq: int, kind: Kind) -> bytes:
        message = seal(
            canonical(plain),
            machine=self._id,
            dossier=dossier,
            seq=seq,
            kind=kind,
            hub_public=self._data.hub_key,
            machine_key=self._key,
        )
        return json.dumps(message, separators=(",", ":")).encode()


def _found(answer: answers.Answer[answers.LookupState]) -> LookupAnswer:
    if isinstance(answer, answers.Ok | answers.Repeat):
        state = answer.value
        return LookupAnswer(
            True, state.state, state.money, state.remaining, state.code or "", state.collect_day, state.number
        )
    return LookupAnswer(found=False if isinstance(answer, answers.Refused) else None)


def _wire(made: PaymentRequest) -> compose.Request:
    return compose.Request(
        made.id, str(made.reference), int(made.amount), made.payee, made.payee_version.isoformat(), made.pay_until
    )


def _stored(wire: compose.Request) -> StoredRequest:
    until = wire.pay_until or date.max
    return StoredRequest(wire.id, wire.reference, wire.amount, wire.payee, str(RequestState.DRAFT), until)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
