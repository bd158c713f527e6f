"""Notes ahead: an officer saw card and person, and the dossier has not come yet because a line is down."""

import json

from kiosk.hub import dossiers
from kiosk.hub.cases import CaseKind, close_case, open_case
from kiosk.hub.dossiers import Dossier
from kiosk.hub.paperwork import Paperwork
from kiosk.hub.transaction import Tx


def note(tx: Tx, act: str, lookup: str, number: str, officer: str, papers: set[str]) -> None:
    """Keep that `officer` looked at the holder of card `number` with the slip `lookup` in hand."""
    tx.run(
        "insert into notes_ahead values (?, ?, ?, ?, ?, ?, null)",
        act,
        tx.records.digest("lookup", lookup),
        dossiers.person_digest(tx, number),
        officer,
        tx.at,
        json.dumps(sorted(papers)),
    )


def join(tx: Tx, dossier: Dossier, paperwork: Paperwork) -> None:
    """When a dossier arrives: a note with its look-up code counts only if the card number agrees too.

    An agreeing note is the officer's look, unless a paper or a field is still open. One that does not agree makes a
    case, and the dossier waits like any other.
    """
    notes = tx.all(
        "select * from notes_ahead where lookup_digest = ? and joined is null order by at",
        tx.records.digest("lookup", dossier.envelope.lookup),
    )
    person = dossiers.person_digest(tx, dossier.envelope.owner.number)
    for row in notes:
        if row["person_digest"] == person:
            tx.run("update notes_ahead set joined = ? where id = ?", dossier.id, row["id"])
            dossiers.take_papers(tx, dossier.id, set(json.loads(row["papers"])), row["officer"])
            paperwork.look_ahead(tx, dossiers.load(tx, dossier.id), row["officer"])
        else:
            open_case(tx, CaseKind.NOTE_AHEAD, row["id"], dossier.id)


def noted(tx: Tx, dossier: str) -> tuple[str, str] | None:
    """Officer and instant of the note that was joined to the dossier."""
    row = tx.one("select officer, at from notes_ahead where joined = ? order by at desc limit 1", dossier)
    return (row["officer"], row["at"]) if row else None


def drop(tx: Tx, subject: str, officer: str) -> None:
    """An officer has seen that a note does not agree."""
    tx.run("update notes_ahead set joined = 'dropped' where id = ?", subject)
    close_case(tx, CaseKind.NOTE_AHEAD, subject, officer)
