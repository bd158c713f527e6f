"""The machine around the walk: everything that the walk asks for, done for good before the call returns."""

import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.printer.base import Printed
from kiosk import __version__
from kiosk.audit import Entry, entry
from kiosk.clock import Clock, today
from kiosk.dossiers import answers, compose
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.errors import KioskError
from kiosk.identity.card import parse_card
from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.ids import uuid7
from kiosk.journey.ports import Due, Ending, LookupAnswer, PrintOrder, Sealed, SentBefore, SlipKind, SlipResult
from kiosk.journey.questions import Questions
from kiosk.journey.session import Session
from kiosk.line import Destination
from kiosk.machine.calls import Calls
from kiosk.machine.drafts import Drafts
from kiosk.machine.dues import Dues, Offer
from kiosk.machine.found import FoundPapers
from kiosk.machine.line_watch import LineWatch
from kiosk.machine.news import News
from kiosk.machine.office_data import OfficeData
from kiosk.machine.outbound import Outbound
from kiosk.machine.papers import Papers, kept
from kiosk.machine.printing import PrintDesk
from kiosk.machine.sealed_walk import SealedWalk
from kiosk.machine.unfinished import Unfinished
from kiosk.office import Office
from kiosk.payments.lookup import mint_lookup
from kiosk.payments.payees import PayeeList
from kiosk.payments.requests import RequestEvent
from kiosk.procedures.fees import fee_row
from kiosk.procedures.model import FeeRow, Procedure
from kiosk.store import PrintState, SlipNumber, Store, StoreFault, Submission

_EVENT_OF_MESSAGE = {
    "request_shown": "request.shown",
    "display_ended": "request.display_ended",
    "says_paid": "citizen.says_paid",
}

log = logging.getLogger(__name__)


@dataclass
class _Begun:
    """What a seal decides before its first try, so that a repeat after a fault of the disk puts down the same."""

    session: str
    dossier: str
    lookup: str
    fee: FeeRow | None
    offer: Offer | None
    at: datetime
    sealed: Sealed | None = None


class KioskMachine:
    """The real `kiosk.journey.ports.Machine`, built by `kiosk.wiring`. `recover` once at the start, `close` once."""

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
        line_watch: LineWatch,
        places: Places,
        clock: Clock,
        look: Callable[[bool], None] = lambda on: None,
    ) -> None:
        """`look` opens the camera and closes it, and returns at once."""
        self._name = name
        self._look = look
        self._store = store
        self._data = office_data
        self._client = client
        self._printing = printing
        self._news = news
        self._line_watch = line_watch
        self._places = places
        self._clock = clock
        self._random = random.SystemRandom()
        self._outbound = Outbound(machine_id, signing_key, office_data, store, courier, clock)
        self._dues = Dues(office_data, store, clock, self._new_id)
        self._drafts = Drafts(store, clock)
        self._unfinished = Unfinished(store, clock, self._owner_of)
        self._sealed_walk = SealedWalk(store, clock)
        self._calls = Calls(client)
        self._found_papers = FoundPapers(client, printing, self._new_id)
        self._questions = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-question")
        self._begun: _Begun | None = None
        self._to_erase: set[str] = set()

    def recover(self) -> None:
        """After a start: the answers that an abrupt stop left wait for their citizen; all else that nobody submitted is
        erased, and drafts that are past. What was being printed is unknown: an officer is told by the hub, and what
        hangs in the printer is not given to the next citizen."""
        erased = self._unfinished.recover()
        if erased:
            self.audit("memory.wiped", erased=erased)
        self._sealed_walk.recover()
        self._drafts.erase_past()
        self._store.attachments.sweep()
        interrupted = self._store.interrupted_prints()
        if interrupted:
            self._printing.start_clean()
        self._store.settle_interrupted_prints()
        for job in interrupted:
            self._tell_slip(job.dossier, job.kind, SlipResult.UNKNOWN)

    def tidy(self) -> None:
        """What is to be done every minute, whatever happens: no draft outlives its hour, and what an abrupt stop left
        not its minutes."""
        self._unfinished.tidy()
        self._sealed_walk.tidy()
        self._drafts.erase_past()

    def close(self) -> None:
        """A stop that was meant: a walk that is under way ends here."""
        try:
            self._sealed_walk.forget()
            if erased := self._unfinished.erase_all():
                self.audit("memory.wiped", erased=erased)
        except StoreFault as fault:
            # It stays sealed, and is found at the next start as after an abrupt stop.
            log.error("not wiped at the stop: %s", fault.code)
        self._calls.close()
        self._found_papers.close()
        self._questions.shutdown(wait=True, cancel_futures=True)

    # what the walk looks at

    @property
    def office(self) -> Office:
        return self._data.office

    @property
    def name(self) -> str:
        return self._name

    def look(self, *, on: bool) -> None:
        self._look(on)

    def closes(self, day: date) -> time | None:
        return self._data.calendar.closes(day)

    def line_down_since(self) -> datetime | None:
        return self._news.down_since

    def away(self) -> dict[Destination, datetime]:
        measured = {where: since for where, (_, since) in self._line_watch.away().items()}
        down = self._news.down_since
        if down is not None:
            # Whether the hub answers is the courier's word; the watch tells the line from the hub.
            return {Destination.LINE if Destination.LINE in measured else Destination.HUB: down}
        return {where: since for where, since in measured.items() if where in (Destination.PORTAL, Destination.BANK)}

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
        self._begun = None
        self._dues.forget()
        # One that could not be erased, because the disk failed, goes with the next.
        self._to_erase.add(session_id)
        for session in sorted(self._to_erase):
            self._store.erase_session(session)
            self._to_erase.discard(session)

    def audit(self, event: str, **keys: Any) -> None:
        if event == "session.started":
            self._line_watch.walk_began()
        elif event == "session.ended":
            self._line_watch.walk_ended()
        self._store.record(entry(event, **keys))

    # seal

    def seal(self, session: Session, person: Person, procedure: Procedure) -> Sealed:
        questions = Questions(procedure, session.answers, person, self._places, self.office)
        if self._begun is None or self._begun.session != session.id:
            self._begun = self._begin(session, procedure, questions)
        begun = self._begun
        if begun.sealed is not None:
            return begun.sealed
        offer = begun.offer

        def build(number: SlipNumber) -> bytes:
            envelope = self._envelope(begun, number, session, person, procedure, questions)
            return self._outbound.sealed(envelope, begun.dossier, 1, "dossier")

        number = self._store.submit(
            Submission(
                begun.dossier,
                begun.lookup,
                build,
                request=offer.stored if offer else None,
                session=session.id,
                audit=[entry("fee.quoted", session=session.id, row=begun.fee.id)] if begun.fee else (),
                card=str(person.number),
                procedure=procedure.id,
            )
        )
        self._line_watch.sealed(begun.dossier)
        self._outbound.wake()
        title, due = procedure.title_for(questions.keys()).vi, offer.due if offer else None
        begun.sealed = Sealed(begun.dossier, number.text, number.day, begun.at, begun.lookup, title, due)
        return begun.sealed

    def _begin(self, session: Session, procedure: Procedure, questions: Questions) -> _Begun:
        self.audit("declaration.given", session=session.id, text=procedure.declaration)
        day, dossier = today(self._clock), self._new_id()
        fee = fee_row(procedure, questions.keys(), day)
        offer = self._dues.of_fee(dossier, procedure, fee, day)
        return _Begun(session.id, dossier, str(mint_lookup()), fee, offer, self._clock.now())

    def _envelope(
        self,
        begun: _Begun,
        number: SlipNumber,
        session: Session,
        person: Person,
        procedure: Procedure,
        questions: Questions,
    ) -> dict[str, Any]:
        mono_ms = int(self._clock.monotonic() * 1000)
        return compose.compose(
            dossier=begun.dossier,
            number=number.text,
            day=number.day,
            lookup=begun.lookup,
            stamp=compose.Stamp(self._outbound.machine_id, __version__, begun.at, self._store.boot, mono_ms),
            session=session,
            person=person,
            procedure=procedure,
            questions=questions,
            office=self.office,
            fee=begun.fee,
            request=begun.offer.wire if begun.offer else None,
            session_seconds=max(0, int((begun.at - datetime.fromisoformat(session.started_at)).total_seconds())),
        )

    # money

    def due_of_rest(self, sealed: Sealed, remaining: int) -> Due | None:
        offer = self._dues.of_rest(sealed.id, sealed.due.reference, remaining) if sealed.due else None
        if offer is None or sealed.due is None:
            return None
        self._store.add_request(sealed.id, offer.stored)
        request = vars(offer.wire) | {"pay_until": offer.wire.pay_until.isoformat() if offer.wire.pay_until else None}
        self._outbound.tell(sealed.id, "request_shown", {"request": request})
        self._dues.move(sealed.due.reference, RequestEvent.SUPERSEDE)
        return offer.due

    def tell(self, dossier: str, kind: str, data: dict[str, Any]) -> None:
        reference, reason = str(data.get("reference", "")), str(data.get("reason", ""))
        audit: list[Entry] = []
        request = self._dues.request_id(reference)
        if request is not None and kind in _EVENT_OF_MESSAGE:
            more = {"reason": reason} if reason else {}
            audit.append(entry(_EVENT_OF_MESSAGE[kind], dossier=dossier, id=request, **more))
        if kind == "request_shown":
            self._dues.move(reference, RequestEvent.SHOW)
        elif kind == "display_ended":
            self._dues.move(reference, RequestEvent.TIMEOUT if reason == "timeout" else RequestEvent.LEAVE)
        self._outbound.tell(dossier, kind, data, audit)

    def watch_money(self, reference: str | None) -> None:
        self._news.watch(reference)
        if reference:
            self._questions.submit(self._news.peek)

    # officer

    def call(self, page: str, reason: str) -> str | None:
        if self._news.down_since is not None:
            self._line_watch.turned_away()
            return None
        call = answers.Call(self._new_id(), page, reason, self._clock.now())
        self._calls.begin(call)
        return call.id

    def end_call(self, call: str) -> None:
        self._calls.end(call)

    # paper

    def print_slips(self, order: PrintOrder, done: Callable[[SlipResult], None]) -> None:
        sealed, kinds = order.sealed, order.kinds
        papers = self._papers(order)
        jobs = [self._store.queue_print(sealed.id, str(kind), order.copy) for kind in kinds]

        def settle(outcome: Printed) -> None:
            state, told = PrintState(outcome), SlipResult(outcome)
            try:
                for job, kind in zip(jobs, kinds, strict=True):
                    self._store.settle_print(job, state)
                    self._tell_slip(sealed.id, str(kind), told)
            except KioskError as fault:
                # The person at the slot is answered all the same; at the next start the job is found unsettled.
                log.error("print not put down: %s", fault.code)
            done(told)

        try:
            slips = [papers.draw(kind).image for kind in kinds]
        except KioskError as fault:
            log.error("slip not drawn: %s", fault.code)
            settle(Printed.NOT_PRINTED)
            return
        if sealed.due and SlipKind.PAYMENT in kinds:
            self._dues.move(sealed.due.reference, RequestEvent.PRINT)
        self._printing.print(slips, settle)

    def print_kept(self, code: str, until: datetime, done: Callable[[SlipResult], None]) -> None:
        def settle(outcome: Printed) -> None:
            if outcome is not Printed.NOT_PRINTED:
                self._drafts.slip_came(code)
            done(SlipResult(outcome))

        self._printing.print([kept(self.office, self._name, until, code).image], settle)

    def settle_slips(self, dossier: str, *, whole: bool) -> None:
        result = Printed.PRINTED if whole else Printed.NOT_PRINTED
        for job in self._store.prints(dossier):
            if job.state is PrintState.UNKNOWN:
                self._store.settle_print(job.id, PrintState(result))
                self._tell_slip(dossier, job.kind, SlipResult(result))

    def _papers(self, order: PrintOrder) -> Papers:
        due = order.sealed.due
        return Papers(
            self.office,
            self._name,
            self._data.calendar,
            order.session,
            order.person,
            order.procedure,
            Questions(order.procedure, order.session.answers, order.person, self._places, self.office),
            order.sealed,
            self._dues.code(due.reference) if due else None,
            order.money,
            self._news.down_since is not None,
            order.copy,
        )

    def _tell_slip(self, dossier: str, kind: str, result: SlipResult) -> None:
        self._outbound.tell(dossier, "slip", {"kind": kind, "result": result.value})

    # look-up

    def print_found(self, code: str, kind: SlipKind, done: Callable[[SlipResult], None]) -> None:
        self._found_papers.print(code, str(kind), lambda outcome: done(SlipResult(outcome)))

    def lookup(self, code: str, done: Callable[[LookupAnswer], None]) -> None:
        self._questions.submit(lambda: done(self._looked_up(code)))

    def _looked_up(self, code: str) -> LookupAnswer:
        found = _found(self._client.lookup(code))
        if found.found is None:
            self._line_watch.turned_away()
        return found

    # drafts

    def keep_draft(self, session: Session, person: Person, until: datetime) -> str:
        return self._drafts.keep(session, person, until)

    def has_draft(self, code: str) -> bool:
        return self._drafts.has(code)

    def open_draft(self, code: str, number: str) -> Session | None:
        return self._drafts.open(code, number)

    def drop_draft(self, code: str) -> None:
        self._drafts.drop(code)

    def unfinished(self, number: str) -> Session | None:
        return self._unfinished.of(number)

    def end_unfinished(self, how: Ending) -> None:
        self._unfinished.end(how)

    def sent_before(self, number: str) -> SentBefore | None:
        return self._sealed_walk.of(number)

    def end_sent_before(self) -> None:
        self._sealed_walk.end()

    def _owner_of(self, session: Session) -> str | None:
        """The number of the card that the answers belong to; None where there are none."""
        card = parse_card(session.card_text, today(self._clock)) if session.card_text and session.answers else None
        return str(card.number) if isinstance(card, Person) else None

    def _new_id(self) -> str:
        return uuid7(self._clock, self._random)


def _found(answer: answers.Answer[answers.LookupState]) -> LookupAnswer:
    match answer:
        case answers.Ok(state):
            return LookupAnswer(
                True, state.state, state.money, state.remaining, state.code or "", state.collect_day, state.number
            )
        case answers.Refused("unknown"):
            return LookupAnswer(found=False)
    return LookupAnswer(found=None)
