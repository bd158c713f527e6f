"""Carries looked-at dossiers to the portal: never twice, asking first wherever it may have arrived already."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kiosk.clock import utc_text
from kiosk.hub import dossiers, money
from kiosk.hub.cases import CaseKind, close_case, open_case
from kiosk.hub.dossiers import Dossier
from kiosk.hub.portal import Accepted, NotThere, Outcome, Pending, PortalClient, Rejected, Unknown
from kiosk.hub.states import DossierState
from kiosk.hub.transaction import Row, Store, Tx
from kiosk.office import Office

_LONGEST = timedelta(minutes=15)


@dataclass(frozen=True)
class _Job:
    key: str
    attempt: int
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
        return _Job(row["key"], attempt, dossier, self._applicant(dossier), _payload(tx, dossier))

    def _carry(self, job: _Job) -> Outcome:
        if job.attempt > 1:
            found = self._portal.find(job.key)
            if not isinstance(found, NotThere):
                return found
        return self._portal.submit(job.key, job.dossier.envelope.procedure.code, job.applicant, job.payload)

    def _record(self, tx: Tx, job: _Job, outcome: Outcome) -> None:
        dossier = job.dossier.id
        match outcome:
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
            case Pending():
                dossiers.step(tx, dossier, "pending")
                self._later(tx, job, "pending")
                close_case(tx, CaseKind.PORTAL_UNKNOWN, dossier, "hub")
            case Unknown(cause):
                dossiers.step(tx, dossier, "unknown", cause)
                self._later(tx, job, cause)
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


def ask_again(tx: Tx, dossier: str) -> None:
    """An officer wants the portal asked now."""
    tx.run("update portal_jobs set next_at = ? where dossier = ? and state = 'ready'", tx.at, dossier)


def portal_words(tx: Tx, dossier: str) -> list[tuple[str, str]]:
    """(item, the portal's words) of the last refusal."""
    row: Row | None = tx.one("select key, sealed from portal_jobs where dossier = ? order by edition desc", dossier)
    if row is None or row["sealed"] is None:
        return []
    told = tx.records.open(f"portal/{row['key']}", row["sealed"])
    return [(one["item"], one["message"]) for one in told["errors"]]


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
