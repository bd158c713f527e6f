"""Print jobs: put down before the first byte goes to the printer, settled by what the printer says."""

from typing import Any

from kiosk.audit import entry
from kiosk.clock import from_text
from kiosk.store.faults import IllegalMove
from kiosk.store.records import PrintJob, PrintState
from kiosk.store.scope import Scope

_COLUMNS = "select id, dossier, kind, state, copy, at from print"
_RESULTS = {PrintState.PRINTED: "printed", PrintState.NOT_PRINTED: "not", PrintState.UNKNOWN: "unknown"}
_MOVES = {
    PrintState.QUEUED: {PrintState.PRINTED, PrintState.NOT_PRINTED, PrintState.UNKNOWN},
    # A person looks at the slot and says whether the slip is whole.
    PrintState.UNKNOWN: {PrintState.PRINTED, PrintState.NOT_PRINTED},
    PrintState.PRINTED: set(),
    PrintState.NOT_PRINTED: set(),
}


def queue(scope: Scope, dossier: str, kind: str, copy: int, key: str | None) -> str:
    if key is not None and one(scope, key) is not None:
        return key
    id_ = key or scope.new_id()
    row = (id_, dossier, kind, PrintState.QUEUED, copy, *scope.when())
    scope.connection.execute("insert into print values (?, ?, ?, ?, ?, ?, ?, ?)", row)
    return id_


def settle(scope: Scope, id_: str, state: PrintState) -> None:
    job = one(scope, id_)
    if job is not None and job.state is state:
        return
    if job is None or state not in _MOVES[job.state]:
        raise IllegalMove("print job", job.state if job else None, state)
    scope.connection.execute("update print set state = ? where id = ?", (state, id_))
    line = entry("slip.print", dossier=job.dossier, id=id_, kind=job.kind, result=_RESULTS[state], copy=job.copy)
    scope.log([line])


def interrupted(scope: Scope) -> list[PrintJob]:
    return [_job(row) for row in scope.connection.execute(f"{_COLUMNS} where state = 'queued' order by at, id")]


def settle_interrupted(scope: Scope) -> int:
    jobs = [row[0] for row in scope.connection.execute("select id from print where state = 'queued' order by at, id")]
    for id_ in jobs:
        settle(scope, id_, PrintState.UNKNOWN)
    return len(jobs)


def one(scope: Scope, id_: str) -> PrintJob | None:
    row = scope.connection.execute(f"{_COLUMNS} where id = ?", (id_,)).fetchone()
    return _job(row) if row else None


def of(scope: Scope, dossier: str) -> list[PrintJob]:
    rows = scope.connection.execute(f"{_COLUMNS} where dossier = ? order by at, copy, id", (dossier,))
    return [_job(row) for row in rows]


def _job(row: tuple[Any, ...]) -> PrintJob:
    id_, dossier, kind, state, copy, at = row
    return PrintJob(id_, dossier, kind, PrintState(state), copy, from_text(at))
