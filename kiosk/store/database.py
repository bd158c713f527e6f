"""Opening the one SQLite file: durable from its first byte on, checked at every start, owned by one process."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import apsw

from kiosk.store import shapes
from kiosk.store.faults import StoreFault
from kiosk.store.migrations import MIGRATIONS, migrate, schema, schema_at, version

SAFE_SQLITE = (3, 51, 3)
"""The first version without the WAL-reset fault (sqlite.org/wal.html, "The WAL-reset bug")."""


LEAST = 2**20
"""Free bytes below which an I/O error is taken for a full disk."""


class Damaged(Exception):
    """The file is not a whole database. Caught where the file is set aside."""


class Lock:
    """The right to be the one process that owns a store; the kernel gives it back if the process dies."""

    def __init__(self, path: Path) -> None:
        """Take the lock beside the store at `path`. Raises StoreFault("in-use"), or what the disk says."""
        try:
            self._descriptor = os.open(
                path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
        except OSError as error:
            raise disk_fault(error) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            raise StoreFault("in-use") from None

    def release(self) -> None:
        """Give it back. A second call does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def connect(path: Path, vfs: str | None = None, *, thorough: bool = False) -> apsw.Connection:
    """A connection to a whole store of this program's version, in WAL with every commit flushed.

    `thorough`: indices, references and rows that were sent are looked at too, as after an error of the disk.
    Raises Damaged, StoreFault, or apsw.Error for a disk that does not answer. The order matters: until the switch
    to WAL is on disk the rollback journal must not come back, so EXTRA stands first (sqlite.org/pragma.html).
    """
    if tuple(int(part) for part in apsw.sqlite_lib_version().split(".")) < SAFE_SQLITE:
        raise StoreFault("sqlite")
    _make_private(path)
    connection = apsw.Connection(str(path), vfs=vfs)
    try:
        with _damage():
            _prepare(connection)
            if next(damage(connection, thorough=thorough), ""):
                raise Damaged
        _flush(path.parent)
    except BaseException:
        connection.close(True)
        raise
    return connection


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged store and its log, so that both are kept; where the store lies now."""
    aside = path.with_name(f"{path.name}.damaged-{now:%Y%m%dT%H%M%S%f}Z")
    try:
        # The log first: a cut in between must not leave it to a new store of the same name.
        for suffix in ("-wal", "-journal", ""):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
    except OSError as error:
        raise disk_fault(error) from error
    _flush(path.parent)
    return aside


def room(path: Path) -> int:
    """Free bytes on the disk of the store, for a program that is not root."""
    disk = os.statvfs(path.parent)
    return disk.f_bavail * disk.f_frsize


def make_private_folder(path: Path) -> None:
    """Make the folder of the store, for its owner only. Raises StoreFault: what the disk says."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise disk_fault(error) from error


def damage(connection: apsw.Connection, *, thorough: bool) -> Iterator[str]:
    """What is wrong with the pages, and with the rows that must not be lost. `thorough` takes seconds and looks at
    indices, references and rows that were sent too."""
    if thorough:
        yield from (str(row[0]) for row in connection.execute("pragma integrity_check") if row[0] != "ok")
        yield from (f"reference: {row[0]}" for row in connection.execute("pragma foreign_key_check"))
    yield from (f"row: {table}" for table in shapes.damaged_rows(connection, all_rows=thorough))


def disk_fault(error: OSError) -> StoreFault:
    """What an error of the system says of the disk."""
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreFault("read-only")
    return StoreFault("full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "io")


def why_not_written(path: Path) -> StoreFault:
    """SQLite calls a disk without room, and one that was made read-only, an I/O error at times: look."""
    try:
        if os.statvfs(path.parent).f_flag & os.ST_RDONLY:
            return StoreFault("read-only")
        return StoreFault("full" if room(path) < LEAST else "io")
    except OSError as error:
        return disk_fault(error)


def truncate_log(connection: apsw.Connection) -> None:
    """Bring the log into the file and cut it to nothing, so that what was erased is not left in it either."""
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


def _prepare(connection: apsw.Connection) -> None:
    in_wal = connection.pragma("journal_mode") == "wal"
    connection.pragma("synchronous", "FULL" if in_wal else "EXTRA")
    connection.pragma("foreign_keys", True)
    connection.pragma("secure_delete", True)
    connection.pragma("trusted_schema", False)
    connection.pragma("temp_store", "memory")
    if connection.execute("pragma quick_check(1)").fetchone() != ("ok",):
        raise Damaged
    known = version(connection)
    if known <= len(MIGRATIONS) and schema(connection) != schema_at(known):
        raise Damaged
    migrate(connection)
    if connection.pragma("journal_mode", "wal") != "wal":
        raise StoreFault("io")
    connection.pragma("synchronous", "FULL")


@contextlib.contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise Damaged from error


def _make_private(path: Path) -> None:
    # SQLite gives the log and its index the mode of the file itself.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise disk_fault(error) from error


def _flush(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise disk_fault(error) from error
