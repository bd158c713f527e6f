"""What a person must look at: one case for one kind and one subject, opened once, closed with a name."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.hub.transaction import Tx


class CaseKind(StrEnum):
    """The reasons of the block "Cần xem"."""

    PORTAL_REJECTED = "portal-rejected"
    PORTAL_UNKNOWN = "portal-unknown"
    PORTAL_AMBIGUOUS = "portal-ambiguous"
    WRONG_PERSON = "wrong-person"
    MONEY_SHORT = "money-short"
    MONEY_OVER = "money-over"
    MONEY_TWICE = "money-twice"
    MONEY_WITHDRAWN = "money-withdrawn"
    MONEY_UNKNOWN = "money-unknown"
    MONEY_CONFLICT = "money-conflict"
    MONEY_SAID = "money-said"
    TWO_DOSSIERS = "two-dossiers"
    NOTE_AHEAD = "note-ahead"


@dataclass(frozen=True)
class Case:
    id: int
    kind: CaseKind
    subject: str
    dossier: str | None


def open_case(tx: Tx, kind: CaseKind, subject: str, dossier: str | None) -> None:
    """Open it, or open it again; one that is open stays as it is."""
    known = tx.one("select id, closed_at from cases where kind = ? and subject = ?", kind, subject)
    case = known["id"] if known else None
    if known is None:
        tx.run(
            "insert into cases (kind, subject, dossier, opened_at) values (?, ?, ?, ?)", kind, subject, dossier, tx.at
        )
        case = tx.last_id()
    elif known["closed_at"] is not None:
        tx.run("update cases set closed_at = null, closed_by = null, opened_at = ? where id = ?", tx.at, known["id"])
    else:
        return
    tx.log("case.opened", id=str(case), reason=kind, dossier=dossier)


def close_case(tx: Tx, kind: CaseKind, subject: str, by: str, second: str | None = None) -> None:
    """Close it if it is open. `by`: the officer, or "hub" where the reason itself went away."""
    known = tx.one("select id from cases where kind = ? and subject = ? and closed_at is null", kind, subject)
    if known is not None:
        tx.run("update cases set closed_at = ?, closed_by = ? where id = ?", tx.at, by, known["id"])
        tx.log("case.closed", id=str(known["id"]), officer=by, second=second)


def open_cases(tx: Tx) -> list[Case]:
    """Oldest first."""
    rows = tx.all("select * from cases where closed_at is null order by opened_at, id")
    return [Case(row["id"], CaseKind(row["kind"]), row["subject"], row["dossier"]) for row in rows]
