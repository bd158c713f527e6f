"""The outbox from outside the kiosk's process: what waits, and the wish to try again. No device key is needed.

Reading goes beside a running kiosk, on a connection that cannot write. Writing does not: the kiosk is the one owner of
its store, and a second writer would make it wait in the middle of a citizen's walk. So a retry is a wish, an empty file
named by the id, which the courier takes at its next round; where no kiosk runs, it is granted here at once.
"""

import contextlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import apsw

from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.store import attachments, migrations, outbox
from kiosk.store.database import Lock
from kiosk.store.faults import StoreFault
from kiosk.store.files import write_whole
from kiosk.store.records import AttachmentRow, OutboxRow, OutboxState
from kiosk.store.scope import Scope
from kiosk.store.times import boot_id
from kiosk.store.vault import KEY_BYTES, Vault

WISHES = "retries"
"""The folder of wishes, beside the store."""

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")
_BUSY_MS = 5000


class OutboxFault(KioskError):
    """The store cannot be looked at; the message says why and what to do."""

    code = "outbox"


@dataclass(frozen=True)
class Waiting:
    """A message, or an attachment (kind "attachment", `id` its hash, no `seq`), without its content.

    `hash`: hex SHA-256 of the `bytes` that go out; `sent`: how many of them the hub has.
    """

    id: str
    dossier: str
    seq: int | None
    kind: str
    state: OutboxState
    attempt: int
    reason: str | None
    due_at: datetime
    queued_at: datetime
    bytes: int
    hash: str
    sent: int


def waiting(store: Path, clock: Clock) -> list[Waiting]:
    """What the hub has not, parked ones among it: messages first, each kind oldest first. Raises OutboxFault."""
    open_ = (OutboxState.QUEUED, OutboxState.PARKED)
    rows: list[Waiting] = []
    with _looking(store, clock) as scope:
        rows += map(_message, outbox.every(scope, *open_))
        rows += map(_attachment, attachments.every(scope, *open_))
    return rows


def one(store: Path, id_: str, clock: Clock) -> Waiting | None:
    """A message or attachment of this id, sent ones too. Raises OutboxFault."""
    with _looking(store, clock) as scope:
        message, paper = outbox.one(scope, id_), attachments.one(scope, id_)
    if message is not None:
        return _message(message)
    return _attachment(paper) if paper is not None else None


def retry(store: Path, id_: str, clock: Clock) -> bool:
    """Have what waits under this id, as `one` knows it, sent now: True when it was done, False when the running kiosk
    will do it. Raises OutboxFault, StoreFault."""
    try:
        lock = Lock(store)
    except StoreFault as fault:
        if fault.code != "in-use":
            raise
        wish(store, id_)
        return False
    try:
        with _opened(store, clock, apsw.SQLITE_OPEN_READWRITE) as scope:
            scope.connection.pragma("synchronous", "FULL")
            with scope.connection:
                _ = outbox.retry(scope, id_) or attachments.retry(scope, id_)
        return True
    finally:
        lock.release()


def wish(store: Path, id_: str) -> None:
    """Leave word for the kiosk. Raises StoreFault."""
    folder = store.with_name(WISHES)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise StoreFault("io") from error
    write_whole(folder / id_, b"")


def wishes(store: Path) -> list[Path]:
    """The wishes that nobody has granted; each is a file to remove once it is."""
    with contextlib.suppress(OSError):
        return sorted(path for path in store.with_name(WISHES).iterdir() if _ID.fullmatch(path.name))
    return []


@contextlib.contextmanager
def _looking(store: Path, clock: Clock) -> Iterator[Scope]:
    with _opened(store, clock, apsw.SQLITE_OPEN_READONLY) as scope:
        # One moment of the store for all that is read.
        scope.connection.execute("begin")
        yield scope


@contextlib.contextmanager
def _opened(store: Path, clock: Clock, flags: int) -> Iterator[Scope]:
    if not store.is_file():
        raise OutboxFault(f"{store}: no store of a kiosk is there. Name it by --store or --config.")
    try:
        connection = apsw.Connection(str(store), flags=flags)
        try:
            connection.set_busy_timeout(_BUSY_MS)
            if migrations.version(connection) != len(migrations.MIGRATIONS):
                raise OutboxFault(f"{store}: the store is of another version of the program; start that kiosk once.")
            # Nothing that this module does opens or seals a record.
            nothing = Vault(bytes(KEY_BYTES), "")
            yield Scope(connection, nothing, clock, boot_id(), random.SystemRandom())
        finally:
            connection.close(True)
    except apsw.Error as error:
        raise OutboxFault(
            f"{store}: the store cannot be read ({type(error).__name__}); see `kiosk store check`."
        ) from error


def _message(row: OutboxRow) -> Waiting:
    size = len(row.body) if row.body is not None else 0
    what = (row.kind, row.state, row.attempt, row.reason, row.due_at, row.queued_at)
    sent = size if row.state is OutboxState.SENT else 0
    return Waiting(row.id, row.dossier, row.seq, *what, size, row.body_hash.hex(), sent)


def _attachment(row: AttachmentRow) -> Waiting:
    what = ("attachment", row.state, row.attempt, row.reason, row.due_at, row.queued_at)
    return Waiting(row.hash, row.dossier, None, *what, row.bytes, row.hash, row.sent)
