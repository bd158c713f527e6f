"""What an officer may do, each act one transaction: the notice it leaves names a sentence of the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.hub import ahead, calls, dossiers, machines, money, prints, sender
from kiosk.hub.cases import CaseKind, close_case, open_case
from kiosk.hub.hub import Hub
from kiosk.hub.prints import Outcome, PrintKind
from kiosk.hub.states import DossierState, IllegalMove
from kiosk.hub.transaction import Tx
from kiosk.staff import Officer

MONEY_BACK = (CaseKind.MONEY_OVER, CaseKind.MONEY_TWICE, CaseKind.MONEY_WITHDRAWN, CaseKind.MONEY_CONFLICT)
"""Cases that two officers close, because money goes back."""

_SETTLED_BY_WITHDRAWAL = (
    CaseKind.PORTAL_REJECTED,
    CaseKind.PORTAL_AMBIGUOUS,
    CaseKind.TWO_DOSSIERS,
    CaseKind.WRONG_PERSON,
)


@dataclass(frozen=True)
class Done:
    """What came of an act: a notice (key of the catalogue, without "hub.notice.") and where the officer goes next."""

    notice: str = ""
    places: dict[str, object] = field(default_factory=dict)
    next: str = "/desk"


Act = Callable[[Tx], Done]


class Acts:
    """Gives the acts of one officer as pieces of work for `once`."""

    def __init__(self, hub: Hub, officer: Officer) -> None:
        self._hub = hub
        self._officer = officer

    def once(self, form: str, act: Act) -> Done:
        """Do `act` for the form with the id `form`; the same form sent again gets the same answer and does nothing."""

        def work(tx: Tx) -> Done:
            known = tx.one("select answer from acts where once = ?", form)
            if known is not None:
                return Done("again", next=known["answer"])
            done = act(tx)
            tx.run("insert into acts values (?, ?, ?, ?)", form, self._officer.id, tx.at, done.next)
            return done

        try:
            return self._hub.store.write(work)
        except IllegalMove:
            return Done("moved-on")

    def take_papers(self, dossier: str, kinds: set[str]) -> Act:
        def act(tx: Tx) -> Done:
            known = {line.kind for line in dossiers.load(tx, dossier).envelope.papers}
            dossiers.take_papers(tx, dossier, kinds & known, self._officer.name)
            return Done("papers" if kinds & known else "nothing", next=_opened(dossier))

        return act

    def fill(self, dossier: str, values: dict[str, str]) -> Act:
        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            if opened.state is not DossierState.WAITING_LOOK:
                return Done("moved-on")
            left = {answer.item for answer in dossiers.counter_answers(opened)}
            given = {item: value for item, value in values.items() if value and item in left}
            before = dossiers.fills(tx, dossier)
            new = {item: value for item, value in given.items() if before.get(item) != value}
            dossiers.fill(tx, opened, new, self._officer.name)
            return Done("fields" if new else "nothing", next=_opened(dossier))

        return act

    def look(self, dossier: str) -> Act:
        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            if not self._hub.paperwork.look(tx, opened, self._officer.name):
                return Done("still-open", next=_opened(dossier))
            return Done("looked", {"number": opened.number})

        return act

    def wrong_person(self, dossier: str, reason: str, second: Officer) -> Act:
        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            dossiers.step(tx, dossier, "wrong_person", "wrong-person")
            tx.log("identity.looked", dossier=dossier, officer=self._officer.name, verdict="no")
            tx.log("dossier.parked", dossier=dossier, reason="wrong-person")
            dossiers.keep_reason(tx, dossier, reason, self._officer.name, second.name)
            money.withdraw(tx, dossier, self._officer.name)
            open_case(tx, CaseKind.WRONG_PERSON, dossier, dossier)
            return Done("wrong-person", {"number": opened.number})

        return act

    def withdraw(self, dossier: str, second: Officer | None) -> Act:
        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            if second is None and money.needs_two(tx, opened):
                return Done("needs-two", next=_opened(dossier))
            dossiers.step(tx, dossier, "withdrawn")
            tx.log("dossier.withdrawn", dossier=dossier, officer=self._officer.name)
            money.withdraw(tx, dossier, self._officer.name)
            for kind in _SETTLED_BY_WITHDRAWAL:
                close_case(tx, kind, dossier, self._officer.name)
            return Done("withdrawn", {"number": opened.number})

        return act

    def resend(self, dossier: str, values: dict[str, str]) -> Act:
        """Correct what the portal refused and send a new edition."""

        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            dossiers.fill(tx, opened, dossiers.changed(tx, opened, values), self._officer.name)
            dossiers.step(tx, dossier, "corrected")
            dossiers.queue_for_portal(tx, dossier)
            close_case(tx, CaseKind.PORTAL_REJECTED, dossier, self._officer.name)
            return Done("resent", {"number": opened.number})

        return act

    def ask_again(self, dossier: str) -> Act:
        def act(tx: Tx) -> Done:
            sender.ask_again(tx, dossier, self._officer.name)
            return Done("asking")

        return act

    def called(self, dossier: str) -> Act:
        """The officer has rung the contact."""

        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            tx.run("update dossiers set called_at = ? where id = ?", tx.at, dossier)
            tx.log("contact.called", dossier=dossier, officer=self._officer.name)
            close_case(tx, CaseKind.MONEY_SAID, dossier, self._officer.name)
            return Done("called", {"number": opened.number})

        return act

    def cash(self, form: str, dossier: str, amount: int, shift: str, notes: dict[int, int]) -> Act:
        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            if notes and sum(value * count for value, count in notes.items()) != amount:
                return Done("notes-differ", next=f"/desk?open=cash&found={dossier}#cash")
            if not money.take_cash(tx, dossier, amount, self._officer.name, self._officer.id, form, shift, notes):
                return Done("already-paid", {"number": opened.number}, f"/desk?found={dossier}#cash")
            return Done("cash", {"number": opened.number}, f"/desk?found={dossier}#print")

        return act

    def coming(self, call: str) -> Act:
        def act(tx: Tx) -> Done:
            return Done("" if calls.coming(tx, call, self._officer.name) else "moved-on", next="/desk#calls")

        return act

    def call_done(self, call: str) -> Act:
        def act(tx: Tx) -> Done:
            calls.end(tx, call)
            return Done(next="/desk#calls")

        return act

    def told(self, machine: str, name: str) -> Act:
        """“Đã báo kỹ thuật”: what is said of a machine now."""

        def act(tx: Tx) -> Done:
            done = machines.report(tx, machine, self._officer.name)
            return Done("told", {"machine": name}) if done else Done("moved-on")

        return act

    def print_slip(self, dossier: str, kind: PrintKind) -> Act:
        """Count one more paper; the page that the officer goes to is what the browser prints."""

        def act(tx: Tx) -> Done:
            dossiers.load(tx, dossier)
            copy = prints.record(tx, dossier, kind, prints.DESK, Outcome.PRINTED, self._officer.name)
            return Done(next=f"/desk/slips/{dossier}/{kind}?copy={copy}")

        return act

    def came_out(self, dossier: str, kind: PrintKind) -> Act:
        """“Đã ra đủ”: an unknown print is seen to have come out whole."""

        def act(tx: Tx) -> Done:
            prints.settle(tx, dossier, kind, Outcome.PRINTED)
            return Done("came-out", next="/desk#print")

        return act

    def attach(self, evidence: int, dossier: str, second: Officer) -> Act:
        def act(tx: Tx) -> Done:
            opened = dossiers.load(tx, dossier)
            if not money.attach(tx, evidence, dossier, self._officer.name, second.name):
                return Done("moved-on", next="/desk#review")
            return Done("attached", {"number": opened.number}, "/desk#review")

        return act

    def close(self, case: int, second: Officer | None) -> Act:
        def act(tx: Tx) -> Done:
            row = tx.one("select * from cases where id = ? and closed_at is null", case)
            if row is None:
                return Done("moved-on", next="/desk#review")
            kind = CaseKind(row["kind"])
            if kind in MONEY_BACK and second is None:
                return Done("needs-two", next="/desk#review")
            if kind is CaseKind.NOTE_AHEAD:
                ahead.drop(tx, row["subject"], self._officer.name)
            else:
                close_case(tx, kind, row["subject"], self._officer.name, second.name if second else None)
            return Done("closed", next="/desk#review")

        return act

    def note_ahead(self, form: str, lookup: str, number: str, papers: set[str]) -> Act:
        """“Ghi trước: đã xem thẻ và người”, for a slip whose dossier has not come."""

        def act(tx: Tx) -> Done:
            if dossiers.by_lookup(tx, lookup) is not None:
                return Done("already-here")
            ahead.note(tx, form, lookup, number, self._officer.name, papers)
            tx.log("identity.noted_ahead", officer=self._officer.name)
            return Done("noted")

        return act


def _opened(dossier: str) -> str:
    return f"/desk?open={dossier}#d-{dossier}"
