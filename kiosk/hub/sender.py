"""Carries looked-at dossiers to the portal: asked first wherever it may know one already, then inserted or updated.

A portal has no idempotency key of ours. What stands for exactly-once towards it is query, then insert or update, and a
person for what the answers leave open (reconciliation).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kiosk.clock import utc_text
from kiosk.hub import dossiers, money
from kiosk.hub.cases import CaseKind, close_case, open_case
from kiosk.hub.dossiers import Dossier
from kiosk.hub.portal import Accepted, Ambiguous, NotThere, Outcome, Pending, PortalClient, Rejected, Unknown
from kiosk.hub.states import DossierState
from kiosk.hub.transaction import Row, Store, Tx
from kiosk.office import Office

AMBIGUOUS = "ambiguous"
"""What the last try of a dossier came to that is parked for a person."""
STRIKES = 8
"""So many answers in a row that could not be read, other dossiers being answered between them, and it is parked."""

_LONGEST = timedelta(minutes=15)
_UNREADABLE = "not-ours"
_READABLE = "portal-readable"


@dataclass(frozen=True)
class _Job:
    """`key` names the row; the portal knows a dossier by its id, in all its editions."""

    key: str
    edition: int
    attempt: int
    last: str
    dossier: Dossier
    applicant: dict[str, Any]
    payload: dict[str, Any]


class PortalSender:
    """One `step` carries one dossier. A stop at any point of it is safe: the next start asks the portal first."""

    def __init__(self, store: Store, portal: PortalClient, office: Office, retry_s: float) -> None:
        self._store = store
        self._portal = portal
        self._office = office
        self._retry = timedelta(seconds=retry_s)

    def step(self) -> bool:
        """Whether there was a dossier to carry."""
        job = self._store.write(self._take)
        if job is None:
            return False
        outcome = self._carry(job)
        self._store.write(lambda tx: self._record(tx, job, outcome))
        return True

    def _take(self, tx: Tx) -> _Job | None:
        row = tx.one("select * from portal_jobs where state = 'ready' and next_at <= ? order by next_at, key", tx.at)
        if row is None:
            return None
        attempt = row["attempt"] + 1
        dossier = dossiers.load(tx, row["dossier"])
        if dossier.state is not DossierState.SENDING:
            dossiers.step(tx, dossier.id, "sent")
        # Written before the first byte goes out: whoever finds an attempt here after a crash must ask first.
        tx.run("update portal_jobs set attempt = ?, tried_at = ? where key = ?", attempt, tx.at, row["key"])
        tx.log("portal.sent", dossier=dossier.id, key=row["key"])
        edition, payload = row["edition"], _payload(tx, dossier)
        if edition > 1:
            payload["edition"] = edition
        return _Job(row["key"], edition, attempt, row["last"] or "", dossier, self._applicant(dossier), payload)

    def _carry(self, job: _Job) -> Outcome:
        send = self._portal.submit
        if job.attempt > 1 or job.edition > 1:
            found = self._portal.find(job.dossier.id)
            if isinstance(found, Rejected) and _of_earlier(found, job.edition):
                send = self._portal.update
            elif not isinstance(found, NotThere):
                return found
        return send(job.dossier.id, job.dossier.envelope.procedure.code, job.applicant, job.payload)

    def _record(self, tx: Tx, job: _Job, outcome: Outcome) -> None:
        dossier = job.dossier.id
        match _judged(tx, job, outcome):
            case Accepted(code, at, collect):
                dossiers.accept(tx, dossier, code, at, collect)
                self._done(tx, job, "accepted")
                close_case(tx, CaseKind.PORTAL_REJECTED, dossier, "hub")
            case Rejected(errors):
                dossiers.step(tx, dossier, "rejected")
                told = {"errors": [{"item": item, "message": message} for item, message in errors]}
                sealed = tx.records.seal(f"portal/{job.key}", told)
                tx.run("update portal_jobs set sealed = ? where key = ?", sealed, job.key)
                self._done(tx, job, "rejected")
                tx.log("portal.rejected", dossier=dossier)
                open_case(tx, CaseKind.PORTAL_REJECTED, dossier, dossier)
            case Ambiguous(cause):
                dossiers.step(tx, dossier, "ambiguous", f"portal-{cause}")
                self._done(tx, job, AMBIGUOUS)
                tx.log("dossier.parked", dossier=dossier, reason=f"portal-{cause}")
                open_case(tx, CaseKind.PORTAL_AMBIGUOUS, dossier, dossier)
            case Pending():
                dossiers.step(tx, dossier, "pending")
                self._later(tx, job, "pending")
                close_case(tx, CaseKind.PORTAL_UNKNOWN, dossier, "hub")
            case Unknown(cause):
                dossiers.step(tx, dossier, "unknown", cause)
                self._later(tx, job, _strike(tx, job) if cause == _UNREADABLE else cause)
                tx.log("portal.unknown", dossier=dossier, reason=cause)
                open_case(tx, CaseKind.PORTAL_UNKNOWN, dossier, dossier)

    def _done(self, tx: Tx, job: _Job, last: str) -> None:
        tx.run("update portal_jobs set state = 'done', last = ? where key = ?", last, job.key)
        close_case(tx, CaseKind.PORTAL_UNKNOWN, job.dossier.id, "hub")

    def _later(self, tx: Tx, job: _Job, last: str) -> None:
        # Doubling stops where it would pass the longest wait; the exponent is capped so that it cannot overflow.
        wait = min(self._retry * 2 ** min(job.attempt - 1, 10), _LONGEST)
        tx.run("update portal_jobs set next_at = ?, last = ? where key = ?", utc_text(tx.now + wait), last, job.key)

    def _applicant(self, dossier: Dossier) -> dict[str, Any]:
        """Under the citizen's own identity; where no phone was given, the office's own."""
        owner, contact = dossier.envelope.owner, dossier.envelope.contact
        of_office = contact.whose == "office" or not contact.phone
        return {
            "name": owner.name,
            "number": owner.number,
            "born": owner.born,
            "phone": self._office.phone if of_office else contact.phone,
            "phone_whose": "office" if of_office else contact.whose,
        }


def ask_again(tx: Tx, dossier: str, officer: str) -> None:
    """An officer wants the portal asked now; what was parked for its answers is on its way again."""
    row = tx.one("select key, state, last from portal_jobs where dossier = ? order by edition desc", dossier)
    if row is not None and (row["state"], row["last"]) == ("done", AMBIGUOUS):
        dossiers.step(tx, dossier, "asked")
        tx.run("update portal_jobs set state = 'ready', last = null where key = ?", row["key"])
        close_case(tx, CaseKind.PORTAL_AMBIGUOUS, dossier, officer)
    tx.run("update portal_jobs set next_at = ? where dossier = ? and state = 'ready'", tx.at, dossier)


def portal_words(tx: Tx, dossier: str) -> list[tuple[str, str]]:
    """(item, the portal's words) of the last refusal."""
    row: Row | None = tx.one("select key, sealed from portal_jobs where dossier = ? order by edition desc", dossier)
    if row is None or row["sealed"] is None:
        return []
    told = tx.records.open(f"portal/{row['key']}", row["sealed"])
    return [(one["item"], one["message"]) for one in told["errors"]]


def _of_earlier(refusal: Rejected, edition: int) -> bool:
    """Whether the portal speaks of an edition before this one. One that does not say is updated again: that is the same
    as once."""
    return edition > 1 and (refusal.edition is None or refusal.edition < edition)


def _judged(tx: Tx, job: _Job, outcome: Outcome) -> Outcome:
    """The outcome, after what only the hub can know of it."""
    if isinstance(outcome, Accepted):
        taken = tx.one("select 1 from dossiers where code = ? and id <> ?", outcome.code, job.dossier.id)
        outcome = Ambiguous("other-code") if taken else outcome
    if not isinstance(outcome, Unknown):
        tx.run(
            "insert into meta values (?, '1') on conflict (key) do update set value = cast(value as integer) + 1",
            _READABLE,
        )
    elif outcome.cause == _UNREADABLE and _strikes(_strike(tx, job))[0] >= STRIKES:
        outcome = Ambiguous("unreadable")
    return outcome


def _strike(tx: Tx, job: _Job) -> str:
    """What is kept of an answer that could not be read: how many this dossier got, others being answered in between.

    While nobody gets a readable answer it is the portal that is away, not the dossier that is odd.
    """
    row = tx.one("select value from meta where key = ?", _READABLE)
    readable = int(row["value"]) if row else 0
    count, at = _strikes(job.last)
    return f"{_UNREADABLE}:{count + (at < readable)}:{max(at, readable)}"


def _strikes(last: str) -> tuple[int, int]:
    name, _, rest = last.partition(":")
    count, _, at = rest.partition(":")
    return (int(count), int(at)) if name == _UNREADABLE and at else (0, -1)


def _payload(tx: Tx, dossier: Dossier) -> dict[str, Any]:
    """The form as it goes out: the citizen's answers, over them what officers wrote, each with its source."""
    envelope = dossier.envelope
    filled = dossiers.fills(tx, dossier.id)
    answers = []
    for answer in envelope.answers:
        value, source = dossiers.completed(answer, filled)
        answers.append({"item": answer.item, "value": value, "source": source})
    return {
        "form": envelope.procedure.form,
        "answers": answers,
        "papers": [{"kind": kind, "state": "taken"} for kind in dossiers.papers_taken(tx, dossier.id)],
        "identity": {"route": envelope.identity.route, "looked_at": utc_text(dossier.looked_at or tx.now)},
        "fee": {"amount": envelope.due, "reference": money.standing(tx, dossier.id).reference},
    }
