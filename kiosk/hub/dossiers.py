"""The dossiers at the hub: kept sealed, moved by the table of states, completed by officers."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.audit.events import AuditFault
from kiosk.clock import from_text, utc_text
from kiosk.errors import KioskError
from kiosk.hub.reading import Answer, AttachmentLine, Envelope, plain
from kiosk.hub.states import DossierState, move
from kiosk.hub.transaction import Row, Tx


class NoSuchDossier(KioskError):
    code = "unknown"

    def __init__(self) -> None:
        super().__init__("No dossier of this name is here.")


@dataclass(frozen=True)
class Dossier:
    """One row, opened. `reason`: why it is parked, or what the portal answered last."""

    id: str
    machine: str
    number: str
    day: date
    state: DossierState
    reason: str | None
    received_at: datetime
    envelope: Envelope
    looked_at: datetime | None
    code: str | None
    accepted_at: datetime | None
    portal_day: date | None
    called_at: datetime | None


def arrive(tx: Tx, machine: str, envelope: Envelope, plain: dict[str, Any]) -> Dossier:
    """Keep a new envelope; it waits for an officer's look."""
    state = move(move(DossierState.SEALED, "arrived"), "queued")
    person = person_digest(tx, envelope.owner.number)
    tx.run(
        "insert into dossiers (id, machine, number, day, lookup_digest, person_digest, procedure, state, next_seq,"
        " received_at, sealed) values (?, ?, ?, ?, ?, ?, ?, ?, 2, ?, ?)",
        envelope.id,
        machine,
        envelope.number.text,
        envelope.number.day.isoformat(),
        tx.records.digest("lookup", envelope.lookup),
        person,
        envelope.procedure.code,
        state,
        tx.at,
        tx.records.seal(_place(envelope.id), plain),
    )
    tx.log("envelope.stored", dossier=envelope.id, seq=1, machine=machine)
    tx.changed(machine, "dossier", envelope.id, {"state": state, "code": None})
    return load(tx, envelope.id)


def load(tx: Tx, dossier: str) -> Dossier:
    """Raises NoSuchDossier."""
    row = tx.one("select * from dossiers where id = ?", dossier)
    if row is None:
        raise NoSuchDossier
    return opened(tx, row)


def opened(tx: Tx, row: Row) -> Dossier:
    return Dossier(
        id=row["id"],
        machine=row["machine"],
        number=row["number"],
        day=date.fromisoformat(row["day"]),
        state=DossierState(row["state"]),
        reason=row["state_reason"],
        received_at=from_text(row["received_at"]),
        envelope=Envelope.model_validate(tx.records.open(_place(row["id"]), row["sealed"])),
        looked_at=from_text(row["looked_at"]) if row["looked_at"] else None,
        code=row["code"],
        accepted_at=from_text(row["accepted_at"]) if row["accepted_at"] else None,
        portal_day=date.fromisoformat(row["portal_day"]) if row["portal_day"] else None,
        called_at=from_text(row["called_at"]) if row["called_at"] else None,
    )


def by_lookup(tx: Tx, code: str) -> Dossier | None:
    row = tx.one("select * from dossiers where lookup_digest = ?", tx.records.digest("lookup", code))
    return opened(tx, row) if row else None


def in_state(tx: Tx, *states: DossierState) -> list[Dossier]:
    """Oldest first."""
    marks = ", ".join("?" * len(states))
    rows = tx.all(f"select * from dossiers where state in ({marks}) order by received_at, id", *states)  # noqa: S608
    return [opened(tx, row) for row in rows]


def person_digest(tx: Tx, number: str) -> bytes:
    """What stands for a card number in columns that are searched."""
    return tx.records.digest("person", number)


def step(tx: Tx, dossier: str, event: str, reason: str | None = None) -> DossierState:
    """Make the move, tell the machine. Raises IllegalMove, NoSuchDossier."""
    row = tx.one("select machine, state, code from dossiers where id = ?", dossier)
    if row is None:
        raise NoSuchDossier
    state = move(DossierState(row["state"]), event)
    tx.run("update dossiers set state = ?, state_reason = ? where id = ?", state, reason, dossier)
    tx.changed(row["machine"], "dossier", dossier, {"state": state, "code": row["code"]})
    return state


def accept(tx: Tx, dossier: str, code: str, accepted_at: datetime, collect: date | None) -> None:
    """The portal has it, under `code`; `collect` is its own day if it gives one."""
    tx.run(
        "update dossiers set code = ?, accepted_at = ?, portal_day = ? where id = ?",
        code,
        utc_text(accepted_at),
        collect.isoformat() if collect else None,
        dossier,
    )
    step(tx, dossier, "accepted")
    try:
        tx.log("portal.accepted", dossier=dossier, code=code)
    except AuditFault:  # the form of the code is the portal's own business
        tx.log("portal.accepted", dossier=dossier)


def queue_for_portal(tx: Tx, dossier: str) -> None:
    """Put it down to be carried, before the first try. After a refusal a corrected edition is another row; to the
    portal it is the same dossier."""
    edition = tx.all("select count(*) as editions from portal_jobs where dossier = ?", dossier)[0]["editions"] + 1
    key = dossier if edition == 1 else str(uuid.uuid5(uuid.UUID(dossier), str(edition)))
    tx.run(
        "insert into portal_jobs (key, dossier, edition, state, next_at) values (?, ?, ?, 'ready', ?)",
        key,
        dossier,
        edition,
        tx.at,
    )


def fill(tx: Tx, dossier: Dossier, values: dict[str, str], officer: str) -> None:
    """Write answers, or parts of them, in an officer's name; what stood there before is kept."""
    known = {box for answer in dossier.envelope.answers for box in (answer.item, *parts(answer))}
    for item, value in values.items():
        if item not in known:
            raise NoSuchDossier
        tx.run(
            "insert into fills (dossier, item, officer, at, sealed) values (?, ?, ?, ?, ?)",
            dossier.id,
            item,
            officer,
            tx.at,
            tx.records.seal(f"fill/{dossier.id}/{item}", {"value": value}),
        )
        tx.log("field.filled", dossier=dossier.id, item=item, officer=officer)


def changed(tx: Tx, dossier: Dossier, values: dict[str, str]) -> dict[str, str]:
    """Those of `values` that say something else than the answers as they stand."""
    stands = {box: plain(value) for answer in dossier.envelope.answers for box, value in parts(answer).items()}
    stands |= {answer.item: plain(answer.value) for answer in dossier.envelope.answers} | fills(tx, dossier.id)
    return {box: value for box, value in values.items() if value and value != stands.get(box)}


def fills(tx: Tx, dossier: str) -> dict[str, str]:
    """Item -> what an officer wrote last."""
    rows = tx.all("select item, sealed from fills where dossier = ? order by id", dossier)
    return {row["item"]: str(tx.records.open(f"fill/{dossier}/{row['item']}", row["sealed"])["value"]) for row in rows}


def parts(answer: Answer) -> dict[str, Any]:
    """The parts of an answer that has several, under the names that officers' boxes have: "14.number"."""
    if not isinstance(answer.value, dict):
        return {}
    return {f"{answer.item}.{name}": value for name, value in answer.value.items()}


def completed(answer: Answer, filled: dict[str, str]) -> tuple[Any, str]:
    """Value and source of an answer with what officers wrote over it."""
    if answer.item in filled:
        return filled[answer.item], "officer"
    given = {box: filled[box] for box in parts(answer) if box in filled}
    if not given:
        return answer.value, answer.source
    return {**answer.value, **{box.removeprefix(f"{answer.item}."): text for box, text in given.items()}}, "officer"


def counter_answers(dossier: Dossier) -> list[Answer]:
    """What the citizen left to the counter, wholly or in part (a street is known, its ward is not)."""
    return [answer for answer in dossier.envelope.answers if answer.source == "counter"]


def papers_taken(tx: Tx, dossier: str) -> dict[str, str]:
    """Kind of paper -> the officer who took it."""
    rows = tx.all("select kind, officer from papers where dossier = ? order by at", dossier)
    return {row["kind"]: row["officer"] for row in rows}


def take_papers(tx: Tx, dossier: str, kinds: set[str], officer: str) -> None:
    """Record what an officer has now; a paper once taken stays taken."""
    for kind in sorted(kinds):
        if tx.inserted("insert or ignore into papers values (?, ?, ?, ?)", dossier, kind, officer, tx.at):
            tx.log("paper.taken", dossier=dossier, kind=kind, officer=officer)


def name_attachments(tx: Tx, dossier: str, lines: tuple[AttachmentLine, ...]) -> None:
    """Keep what the envelope names."""
    for line in lines:
        tx.run(
            "insert or ignore into attachments values (?, ?, ?, ?, ?)",
            dossier,
            line.sha256,
            line.kind,
            line.media,
            line.bytes,
        )


def attachments_open(tx: Tx, dossier: str) -> int:
    """How many of the attachments that the envelope names are not here whole."""
    return len(
        tx.all(
            "select 1 from attachments n where dossier = ? and not exists"
            " (select 1 from arrived a where a.sha256 = n.sha256 and a.bytes = n.bytes)",
            dossier,
        )
    )


def keep_reason(tx: Tx, dossier: str, reason: str, officer: str, second: str) -> None:
    """Why two officers say that it was not the right person."""
    sealed = tx.records.seal(f"reason/{dossier}", {"reason": reason, "officers": [officer, second]})
    tx.run("insert or replace into reasons values (?, ?, ?)", dossier, tx.at, sealed)


def reason_kept(tx: Tx, dossier: str) -> tuple[str, list[str]]:
    """The reason and the two names; empty when there is none."""
    row = tx.one("select sealed from reasons where dossier = ?", dossier)
    if row is None:
        return "", []
    kept = tx.records.open(f"reason/{dossier}", row["sealed"])
    return kept["reason"], kept["officers"]


def others_of_person(tx: Tx, dossier: str) -> list[str]:
    """Other open dossiers of the same card number and procedure."""
    rows = tx.all(
        "select o.id from dossiers d join dossiers o on o.person_digest = d.person_digest and o.procedure = d.procedure"
        " and o.id <> d.id and o.state <> ? where d.id = ? order by o.received_at",
        DossierState.WITHDRAWN,
        dossier,
    )
    return [row["id"] for row in rows]


def _place(dossier: str) -> str:
    return f"dossier/{dossier}"
