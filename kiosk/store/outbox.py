"""Messages on their way to the hub: strictly in order within a dossier, in any order between dossiers."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from kiosk.audit import AuditFault, entry
from kiosk.clock import from_text
from kiosk.store import breaker, line_book
from kiosk.store.records import OUTBOX_MOVES, OutboxRow, OutboxState
from kiosk.store.scope import TOLD, Scope

UNNAMED = "unnamed"
"""The reason of a message that was parked for one that is no stable name."""

_COLUMNS = (
    "select id, dossier, seq, kind, state, body, attempt, reason, response, due_at, at, body_hash, strikes, due_boot,"
    " due_mono_ms from outbox as o"
)
_HEADS = f"""{_COLUMNS} where state = 'queued' and not exists (select 1 from outbox as e
    where e.dossier = o.dossier and e.seq < o.seq and e.state <> 'sent') order by place"""  # noqa: S608 - constants


def queue(scope: Scope, id_: str, dossier: str, seq: int, kind: str, body: bytes) -> None:
    when = scope.when()
    query = (
        "insert into outbox (id, dossier, seq, kind, state, body, body_hash, due_at, due_boot, due_mono_ms,"
        " at, boot, mono_ms) values (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    digest = hashlib.sha256(body).digest()
    scope.connection.execute(query, (id_, dossier, seq, kind, body, digest, *when, *when))
    scope.log([entry("outbox.queued", dossier=dossier, id=id_, seq=seq, kind=kind)])


def due(scope: Scope, now: datetime, most: int) -> list[OutboxRow]:
    rows = (row for row in scope.connection.execute(_HEADS) if _wait(scope, row, now) <= timedelta(0))
    return [_row(row) for row, _ in zip(rows, range(most), strict=False)]


def next_wait(scope: Scope, now: datetime) -> timedelta | None:
    return min((_wait(scope, row, now) for row in scope.connection.execute(_HEADS)), default=None)


def one(scope: Scope, id_: str) -> OutboxRow | None:
    row = scope.connection.execute(f"{_COLUMNS} where id = ?", (id_,)).fetchone()
    return _row(row) if row else None


def every(scope: Scope, *states: OutboxState) -> list[OutboxRow]:
    marks = ", ".join("?" * len(states))
    rows = scope.connection.execute(f"{_COLUMNS} where state in ({marks}) order by place", states)
    return [_row(row) for row in rows]


def mark_sent(scope: Scope, id_: str, response: dict[str, Any]) -> None:
    row = _going(scope, id_, OutboxState.SENT)
    if row is None:
        return
    query = "update outbox set state = 'sent', body = null, reason = null, response = ? where id = ?"
    scope.connection.execute(query, (json.dumps(response, ensure_ascii=False), id_))
    if row.seq == 1:
        scope.connection.execute(
            "update dossier set state = 'at_hub' where id = ? and state = 'sealed'", (row.dossier,)
        )
        line_book.arrived(scope, row.dossier)
    breaker.passed(scope, breaker.HUB)
    sent = entry("courier.sent", dossier=row.dossier, id=id_, seq=row.seq)
    scope.log([sent, entry("record.resealed", dossier=row.dossier, id=id_)])


def reschedule(scope: Scope, id_: str, at: datetime, attempt: int, reason: str) -> None:
    due_at, boot, mono_ms = scope.later(max(at - scope.clock.now(), timedelta(0)))
    query = (
        "update outbox set due_at = ?, due_boot = ?, due_mono_ms = ?, attempt = ?, reason = ?"
        " where id = ? and state = 'queued'"
    )
    scope.connection.execute(query, (due_at, boot, mono_ms, attempt, reason, id_))


def strike(scope: Scope, id_: str) -> int:
    """Only a failure beside which others got through says anything of the message: while nothing passes, it is the
    hub that fails, and a strike does not count."""
    passed = breaker.count_passed(scope, breaker.HUB)
    query = "update outbox set strikes = strikes + 1, struck = ? where id = ? and state = 'queued' and struck < ?"
    scope.connection.execute(query, (passed, id_, passed))
    return int(scope.connection.execute("select strikes from outbox where id = ?", (id_,)).get or 0)


def park(scope: Scope, id_: str, reason: str) -> None:
    row = _going(scope, id_, OutboxState.PARKED)
    if row is None:
        return
    reason = loggable(reason)
    scope.connection.execute("update outbox set state = 'parked', reason = ? where id = ?", (reason, id_))
    scope.log([entry("outbox.parked", dossier=row.dossier, id=id_, seq=row.seq, reason=reason)])


def loggable(reason: str) -> str:
    """A reason that came over the line, if it may be logged; what may not is not kept either."""
    try:
        entry("outbox.parked", reason=reason)
    except AuditFault:
        return UNNAMED
    return reason


def retry(scope: Scope, id_: str) -> bool:
    row = _going(scope, id_, OutboxState.QUEUED)
    if row is None:
        return False
    query = (
        "update outbox set state = 'queued', attempt = 0, strikes = 0, due_at = ?, due_boot = ?, due_mono_ms = ?"
        " where id = ?"
    )
    scope.connection.execute(query, (*scope.when(), id_))
    scope.log([entry("outbox.retried", dossier=row.dossier, id=id_, seq=row.seq)])
    return True


def hasten(scope: Scope) -> int:
    # Where the hub itself said how long, its word stands.
    query = (
        "update outbox set due_at = ?, due_boot = ?, due_mono_ms = ?"
        " where state = 'queued' and attempt > 0 and reason not like ?"
    )
    scope.connection.execute(query, (*scope.when(), f"%{TOLD}"))
    return scope.connection.changes()


def resend_from(scope: Scope, dossier: str, seq: int) -> bool:
    query = "select id from outbox where dossier = ? and seq = ? and body is not null"
    row = scope.connection.execute(query, (dossier, seq)).fetchone()
    return row is not None and retry(scope, row[0])


def _going(scope: Scope, id_: str, to: OutboxState) -> OutboxRow | None:
    """The message, where the table lets it go there: what comes too late for it changes nothing."""
    row = one(scope, id_)
    return row if row is not None and to in OUTBOX_MOVES[row.state] else None


def _wait(scope: Scope, row: tuple[Any, ...], now: datetime) -> timedelta:
    # One that was never tried waits for nothing, whatever the clock on the wall does after a restart.
    return timedelta(0) if row[6] == 0 else scope.left(row[9], row[13], row[14], now)


def _row(row: tuple[Any, ...]) -> OutboxRow:
    id_, dossier, seq, kind, state, body, attempt, reason, response, due_at, at, body_hash, strikes, *_ = row
    answer = json.loads(response) if response else None
    when = (from_text(due_at), from_text(at))
    return OutboxRow(
        id_, dossier, seq, kind, OutboxState(state), body, attempt, reason, answer, *when, body_hash, strikes
    )
