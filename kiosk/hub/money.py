"""The money of a dossier: what is owed, what was seen, where it went. The rules are `kiosk.payments`'."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from kiosk.clock import from_text, local, utc_text
from kiosk.hub.cases import CaseKind, close_case, open_case
from kiosk.hub.dossiers import Dossier
from kiosk.hub.reading import Request
from kiosk.hub.transaction import Row, Tx
from kiosk.payments.matching import match
from kiosk.payments.money import Dong
from kiosk.payments.obligations import Case, Evidence, Obligation, Sight
from kiosk.payments.requests import MOVES, RequestEvent, RequestState

Route = Literal["bank", "cash"]

_CASES = {
    Case.LESS: CaseKind.MONEY_SHORT,
    Case.MORE: CaseKind.MONEY_OVER,
    Case.SECOND: CaseKind.MONEY_TWICE,
    Case.WITHDRAWN: CaseKind.MONEY_WITHDRAWN,
}


@dataclass(frozen=True)
class Credit:
    """One line of the feed of the office's account. `transaction_id` is the bank's own identity of it."""

    account: str
    transaction_id: str
    bank_reference: str
    amount: int
    content: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """The money of one dossier as it stands. `reference` is of its newest request; `at`, `route` and `bank_reference`
    are of the last sum that came; `paid_at` is when the due was met."""

    obligation: Obligation
    reference: str | None
    pay_until: date | None
    at: datetime | None
    paid_at: datetime | None
    route: Route
    bank_reference: str

    @property
    def paid(self) -> bool:
        return not self.obligation.withdrawn and self.obligation.remaining == 0


@dataclass(frozen=True)
class Suspense:
    """A sum that fits no dossier yet."""

    evidence: int
    amount: int
    at: datetime
    content: str
    bank_reference: str


def owe(tx: Tx, dossier: str, due: int, request: Request | None) -> None:
    """Begin the due of a dossier that has arrived, with the request that was minted with it."""
    tx.run("insert into obligations (dossier, due) values (?, ?)", dossier, due)
    if request is not None:
        add_request(tx, dossier, request)


def add_request(tx: Tx, dossier: str, request: Request) -> None:
    """Watch one more reference of the dossier; older requests are superseded and stay watched. Money that came before
    its request is taken out of suspense. A request that is known changes nothing."""
    new = tx.inserted(
        "insert or ignore into requests values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        request.id,
        dossier,
        request.reference,
        request.amount,
        request.payee,
        request.payee_version,
        request.pay_until.isoformat() if request.pay_until else None,
        RequestState.DRAFT,
        tx.at,
    )
    if not new:
        return
    tx.log("request.created", id=request.id, dossier=dossier)
    for older in tx.all("select id from requests where dossier = ? and id <> ?", dossier, request.id):
        move_request(tx, older["id"], RequestEvent.SUPERSEDE)
    open_references = watched(tx)
    for waiting in suspense(tx):
        if match(waiting.content, open_references) == request.reference:
            _place(tx, waiting.evidence, dossier, request.reference)


def move_request(tx: Tx, request: str, event: RequestEvent) -> None:
    """What the machine says happened to the shown code; a move that its state does not have changes nothing."""
    row = tx.one("select state from requests where id = ?", request)
    after = MOVES.get((RequestState(row["state"]), event)) if row else None
    if after is not None:
        tx.run("update requests set state = ? where id = ?", after, request)


def see(tx: Tx, credit: Credit, *, settles: bool) -> None:
    """Take in one credit of the feed; a second sight of it changes nothing. `settles`: as good as a statement's."""
    if credit.amount <= 0:
        return
    known = tx.one(
        "select id, amount from evidence where account = ? and transaction_id = ?",
        credit.account,
        credit.transaction_id,
    )
    if known is not None:
        if known["amount"] != credit.amount:
            open_case(tx, CaseKind.MONEY_CONFLICT, str(known["id"]), _dossier_of(tx, known["id"]))
        return
    open_references = watched(tx)
    reference = match(credit.content, open_references)
    evidence = _keep(tx, "bank", credit, confirmed=settles, content={"content": credit.content})
    if reference is None:
        open_case(tx, CaseKind.MONEY_UNKNOWN, str(evidence), None)
    else:
        _place(tx, evidence, open_references[reference], reference)


def take_cash(
    tx: Tx, dossier: str, amount: int, officer: str, officer_id: str, act: str, shift: str, notes: dict[int, int]
) -> bool:
    """Cash counted and signed for by an officer; False when `amount` is not what is left, and then nothing is taken.

    `act` is the identity of the acceptance, made with the form.
    """
    money = standing(tx, dossier)
    if amount <= 0 or money.obligation.remaining != amount:
        return False
    day = local(tx.now).date().isoformat()
    credit = Credit(f"cash/{officer_id}/{day}/{shift}", act, "", amount, "", tx.now)
    evidence = _keep(
        tx,
        "cash",
        credit,
        confirmed=True,
        content={"notes": {str(value): count for value, count in notes.items()}, "shift": shift},
    )
    tx.log("cash.accepted", id=str(evidence), dossier=dossier, officer=officer, shift=shift)
    _place(tx, evidence, dossier, money.reference)
    return True


def attach(tx: Tx, evidence: int, dossier: str, first: str, second: str) -> bool:
    """Two officers say whose a sum in suspense is; False if it is not in suspense any more."""
    if suspended(tx, evidence) is None:
        return False
    close_case(tx, CaseKind.MONEY_UNKNOWN, str(evidence), first, second)
    _place(tx, evidence, dossier, None, f"{first}, {second}")
    return True


def withdraw(tx: Tx, dossier: str, by: str) -> None:
    """The due falls away; all that came or will come is to be given back."""
    before = standing(tx, dossier)
    tx.run("update obligations set withdrawn = 1 where dossier = ?", dossier)
    if before.obligation.received:
        open_case(tx, CaseKind.MONEY_WITHDRAWN, dossier, dossier)
    close_case(tx, CaseKind.MONEY_SHORT, dossier, by)
    tell(tx, dossier)


def standing(tx: Tx, dossier: str) -> Standing:
    """The money of `dossier`, from its rows alone: the order in which they came does not matter."""
    owed = tx.one("select due, withdrawn from obligations where dossier = ?", dossier)
    rows = tx.all(
        "select e.* from allocations a join evidence e on e.id = a.evidence where a.dossier = ?"
        " order by e.at, e.transaction_id",
        dossier,
    )
    request = tx.one(
        "select reference, pay_until from requests where dossier = ? order by created_at desc, id desc limit 1", dossier
    )
    obligation = Obligation(
        Dong(owed["due"] if owed else 0), tuple(_evidence(row) for row in rows), bool(owed and owed["withdrawn"])
    )
    last = rows[-1] if rows else None
    return Standing(
        obligation=obligation,
        reference=request["reference"] if request else None,
        pay_until=date.fromisoformat(request["pay_until"]) if request and request["pay_until"] else None,
        at=from_text(last["at"]) if last else None,
        paid_at=_met_at(obligation, rows),
        route=last["route"] if last else "bank",
        bank_reference=last["bank_reference"] if last else "",
    )


def suspense(tx: Tx) -> list[Suspense]:
    """Sums that no dossier has, in the order the bank booked them."""
    rows = tx.all(
        "select e.* from evidence e left join allocations a on a.evidence = e.id where a.evidence is null"
        " order by e.at, e.transaction_id"
    )
    return [_suspense(tx, row) for row in rows]


def suspended(tx: Tx, evidence: int) -> Suspense | None:
    return next((one for one in suspense(tx) if one.evidence == evidence), None)


def watched(tx: Tx) -> dict[str, str]:
    """Reference -> dossier. A draft is watched too: it was minted with the seal and may be on paper already."""
    rows = tx.all("select reference, dossier from requests where state <> ?", RequestState.CLOSED)
    return {row["reference"]: row["dossier"] for row in rows}


def tell(tx: Tx, dossier: str) -> None:
    """News of the money for the machine: one for each reference it may be watching."""
    machine = tx.one("select machine from dossiers where id = ?", dossier)
    money = standing(tx, dossier)
    for row in tx.all("select reference from requests where dossier = ? order by created_at, id", dossier):
        if machine is not None:
            tx.changed(machine["machine"], "money", dossier, news(money, row["reference"]))


def news(money: Standing, reference: str | None) -> dict[str, Any]:
    """The standing as machines read it."""
    owed = money.obligation
    return {
        "reference": reference,
        "state": owed.state.value,
        "due": int(owed.due),
        "received": int(owed.received),
        "remaining": int(owed.remaining),
        "excess": int(owed.excess),
        "route": money.route,
        "at": money.at.isoformat() if money.at else None,
        "bank_reference": money.bank_reference,
    }


def needs_two(tx: Tx, dossier: Dossier) -> bool:
    """Whether withdrawing it would send money back, which two officers decide."""
    return standing(tx, dossier.id).obligation.received > 0


def _keep(tx: Tx, route: Route, credit: Credit, *, confirmed: bool, content: dict[str, Any]) -> int:
    tx.run(
        "insert into evidence (route, account, transaction_id, bank_reference, amount, at, seen_at, confirmed, sealed)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        route,
        credit.account,
        credit.transaction_id,
        credit.bank_reference,
        credit.amount,
        utc_text(credit.at),
        tx.at,
        int(confirmed),
        tx.records.seal(_place_of(credit.account, credit.transaction_id), content),
    )
    evidence = tx.last_id()
    tx.log("evidence.confirmed" if confirmed else "evidence.notified", id=str(evidence))
    return evidence


def _place(tx: Tx, evidence: int, dossier: str, reference: str | None, officers: str | None = None) -> None:
    row = tx.all("select * from evidence where id = ?", evidence)[0]
    placement = standing(tx, dossier).obligation.place(_evidence(row))
    tx.run(
        "insert into allocations values (?, ?, ?, ?, ?, ?, ?)",
        evidence,
        dossier,
        placement.case,
        int(placement.allocated),
        int(placement.excess),
        tx.at,
        officers,
    )
    tx.run("update evidence set reference = ? where id = ?", reference, evidence)
    request = tx.one("select id from requests where reference = ?", reference) if reference else None
    tx.log("allocation.made", id=str(evidence), dossier=dossier, request=request["id"] if request else None)
    close_case(tx, CaseKind.MONEY_UNKNOWN, str(evidence), "hub")
    if kind := _CASES.get(placement.case):
        open_case(tx, kind, dossier, dossier)
    if not placement.obligation.remaining:
        close_case(tx, CaseKind.MONEY_SHORT, dossier, "hub")
        close_case(tx, CaseKind.MONEY_SAID, dossier, "hub")
    tell(tx, dossier)


def _dossier_of(tx: Tx, evidence: int) -> str | None:
    row = tx.one("select dossier from allocations where evidence = ?", evidence)
    return row["dossier"] if row else None


def _evidence(row: Row) -> Evidence:
    sight = Sight.CONFIRMED if row["confirmed"] else Sight.NOTIFIED
    return Evidence(f"{row['account']}/{row['transaction_id']}", Dong(row["amount"]), sight)


def _met_at(obligation: Obligation, rows: list[Row]) -> datetime | None:
    seen = 0
    for row in rows:
        seen += row["amount"]
        if seen >= obligation.due:
            return from_text(row["at"])
    return None


def _suspense(tx: Tx, row: Row) -> Suspense:
    inside = tx.records.open(_place_of(row["account"], row["transaction_id"]), row["sealed"])
    return Suspense(row["id"], row["amount"], from_text(row["at"]), inside.get("content", ""), row["bank_reference"])


def _place_of(account: str, transaction: str) -> str:
    return f"evidence/{account}/{transaction}"
