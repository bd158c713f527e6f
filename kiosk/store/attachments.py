"""Papers that go with a dossier: sealed bytes as files beside the store, named by their hash; a row each."""

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.audit import entry
from kiosk.clock import from_text
from kiosk.store import outbox
from kiosk.store.faults import StoreFault
from kiosk.store.files import UNFINISHED, flush, write_whole
from kiosk.store.records import OUTBOX_MOVES, Attachment, AttachmentRow, OutboxState
from kiosk.store.scope import TOLD, Scope

FOLDER = "attachments"
"""Beside the store."""

_COLUMNS = (
    "select hash, dossier, kind, media, bytes, state, sent, attempt, reason, strikes, due_at, at, due_boot, due_mono_ms"
    " from attachment"
)


def keep(folder: Path, attachments: Sequence[Attachment]) -> None:
    """Write the files, before the rows that name them. Raises StoreFault."""
    if not attachments:
        return
    if not folder.exists():
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            flush(folder.parent)
        except OSError as error:
            raise StoreFault("io") from error
    for attachment in attachments:
        write_whole(folder / attachment.hash, attachment.content)


def drop(folder: Path, hash_: str) -> None:
    """The hub has it whole."""
    with contextlib.suppress(OSError):
        (folder / hash_).unlink()


def sweep(folder: Path, wanted: set[str]) -> int:
    """Remove files that no row waits for; how many."""
    removed = 0
    with contextlib.suppress(FileNotFoundError):
        for file in folder.iterdir():
            if file.name.removesuffix(UNFINISHED) not in wanted or file.name.endswith(UNFINISHED):
                file.unlink(missing_ok=True)
                removed += 1
    return removed


def add(scope: Scope, dossier: str, attachment: Attachment) -> None:
    when = scope.when()
    query = (
        "insert into attachment (hash, dossier, kind, media, bytes, state, due_at, due_boot, due_mono_ms,"
        " at, boot, mono_ms) values (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?)"
    )
    of_it = (attachment.hash, dossier, attachment.kind, attachment.media, len(attachment.content))
    scope.connection.execute(query, (*of_it, *when, *when))


def due(scope: Scope, now: datetime) -> list[AttachmentRow]:
    rows = scope.connection.execute(f"{_COLUMNS} where state = 'queued' order by place")
    return [_row(row) for row in rows if _wait(scope, row, now) <= timedelta(0)]


def next_wait(scope: Scope, now: datetime) -> timedelta | None:
    rows = scope.connection.execute(f"{_COLUMNS} where state = 'queued'")
    return min((_wait(scope, row, now) for row in rows), default=None)


def every(scope: Scope, *states: OutboxState) -> list[AttachmentRow]:
    marks = ", ".join("?" * len(states))
    rows = scope.connection.execute(f"{_COLUMNS} where state in ({marks}) order by place", states)
    return [_row(row) for row in rows]


def one(scope: Scope, hash_: str) -> AttachmentRow | None:
    row = scope.connection.execute(f"{_COLUMNS} where hash = ?", (hash_,)).fetchone()
    return _row(row) if row else None


def mark_sent(scope: Scope, hash_: str) -> None:
    row = _going(scope, hash_, OutboxState.SENT)
    if row is None:
        return
    query = "update attachment set state = 'sent', sent = bytes, reason = null where hash = ?"
    scope.connection.execute(query, (hash_,))
    scope.log([entry("attachment.sent", dossier=row.dossier, kind=row.kind)])


def reschedule(scope: Scope, row: AttachmentRow, at: datetime, reason: str, *, struck: bool) -> int:
    """The number of strikes there are then."""
    wait = max(at - scope.clock.now(), timedelta(0))
    query = (
        "update attachment set due_at = ?, due_boot = ?, due_mono_ms = ?, attempt = ?, reason = ?, sent = ?,"
        " strikes = strikes + ? where hash = ? and state = 'queued'"
    )
    values = (*scope.later(wait), row.attempt + 1, reason, row.sent, int(struck), row.hash)
    scope.connection.execute(query, values)
    return row.strikes + struck


def park(scope: Scope, hash_: str, reason: str) -> None:
    row = _going(scope, hash_, OutboxState.PARKED)
    if row is None:
        return
    reason = outbox.loggable(reason)
    scope.connection.execute("update attachment set state = 'parked', reason = ? where hash = ?", (reason, hash_))
    scope.log([entry("attachment.parked", dossier=row.dossier, kind=row.kind, reason=reason)])


def retry(scope: Scope, hash_: str) -> bool:
    row = _going(scope, hash_, OutboxState.QUEUED)
    if row is None:
        return False
    query = (
        "update attachment set state = 'queued', attempt = 0, strikes = 0, due_at = ?, due_boot = ?, due_mono_ms = ?"
        " where hash = ?"
    )
    scope.connection.execute(query, (*scope.when(), hash_))
    scope.log([entry("attachment.retried", dossier=row.dossier, kind=row.kind)])
    return True


def hasten(scope: Scope) -> None:
    query = (
        "update attachment set due_at = ?, due_boot = ?, due_mono_ms = ?"
        " where state = 'queued' and attempt > 0 and reason not like ?"
    )
    scope.connection.execute(query, (*scope.when(), f"%{TOLD}"))


def _going(scope: Scope, hash_: str, to: OutboxState) -> AttachmentRow | None:
    row = one(scope, hash_)
    return row if row is not None and to in OUTBOX_MOVES[row.state] else None


def _wait(scope: Scope, row: tuple[Any, ...], now: datetime) -> timedelta:
    return timedelta(0) if row[7] == 0 else scope.left(row[10], row[12], row[13], now)


def _row(row: tuple[Any, ...]) -> AttachmentRow:
    hash_, dossier, kind, media, size, state, sent, attempt, reason, strikes, due_at, at, *_ = row
    when = (from_text(due_at), from_text(at))
    return AttachmentRow(hash_, dossier, kind, media, size, OutboxState(state), sent, attempt, reason, strikes, *when)
