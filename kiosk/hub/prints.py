"""The book of printed slips: which, where, how it ended, and the number of a copy."""

from enum import StrEnum
from typing import Any

from kiosk.hub.transaction import Row, Tx


class PrintKind(StrEnum):
    PROVISIONAL = "provisional"
    PAYMENT = "payment"
    PAID = "paid"
    FINAL = "final"


class Outcome(StrEnum):
    """UNKNOWN: a person must look at the paper."""

    PRINTED = "printed"
    NOT = "not"
    UNKNOWN = "unknown"


DESK = "desk"


def record(tx: Tx, dossier: str, kind: PrintKind, place: str, outcome: Outcome, officer: str | None) -> int:
    """Write one print down; its copy number, 0 for the first paper."""
    copy = next_copy(tx, dossier, kind)
    tx.run(
        "insert into prints (dossier, kind, copy, place, outcome, officer, at) values (?, ?, ?, ?, ?, ?, ?)",
        dossier,
        kind,
        copy,
        place,
        outcome,
        officer,
        tx.at,
    )
    tx.log("slip.print", dossier=dossier, kind=kind, result=outcome, copy=copy)
    return copy


def next_copy(tx: Tx, dossier: str, kind: PrintKind) -> int:
    """The number that the next paper carries: prints that are known to have failed do not count."""
    row = tx.all(
        "select count(*) as papers from prints where dossier = ? and kind = ? and outcome <> ?",
        dossier,
        kind,
        Outcome.NOT,
    )[0]
    return int(row["papers"])


def settle(tx: Tx, dossier: str, kind: PrintKind, outcome: Outcome) -> None:
    """A person has looked: unknown prints of this kind came out, or did not."""
    tx.run(
        "update prints set outcome = ? where dossier = ? and kind = ? and outcome = ?",
        outcome,
        dossier,
        kind,
        Outcome.UNKNOWN,
    )


def unknown(tx: Tx) -> list[Row]:
    """dossier, kind and place of prints that nobody has looked at."""
    return tx.all(
        "select dossier, kind, place, min(at) as at from prints where outcome = ? group by dossier, kind order by at",
        Outcome.UNKNOWN,
    )


def without_slip(tx: Tx, day: str) -> list[str]:
    """Dossiers of `day` whose provisional slip nobody has: "Chưa lấy phiếu"."""
    rows = tx.all(
        "select d.id from dossiers d where d.day = ? and d.state <> 'withdrawn' and not exists (select 1 from prints p"
        " where p.dossier = d.id and p.kind = ? and p.outcome <> ?)"
        " and exists (select 1 from messages m where m.dossier = d.id and m.kind in ('left', 'slip'))"
        " order by d.received_at",
        day,
        PrintKind.PROVISIONAL,
        Outcome.NOT,
    )
    return [row["id"] for row in rows]


def kind_of(told: Any) -> PrintKind | None:
    """The kind as a machine names it; None for papers that are no slip of a dossier."""
    return PrintKind(told) if told in set(PrintKind) else None


def outcome_of(told: Any) -> Outcome:
    """The result as a machine names it; anything else is unknown."""
    if told in ("not", "not-printed"):
        return Outcome.NOT
    return Outcome.PRINTED if told == "printed" else Outcome.UNKNOWN
