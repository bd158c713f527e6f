"""Opening the one SQLite file: durable from its first byte on, checked at every start, owned by one process."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import apsw

from kiosk.store.faults import StoreFault
from kiosk.store.migrations import migrate

SAFE_SQLITE = (3, 51, 3)
"""The first version without the WAL-reset fault (sqlite.org/wal.html, "The WAL-reset bug")."""


class Damaged(Exception):
    """The file is not a whole database. Caught where the file is set aside."""


class Lock:
    """The right to be the one process that owns a store; the kernel gives it back if the process dies."""

    def __init__(self, path: Path) -> None:
        """Take the lock beside the store at `path`. Raises StoreFault("in-use"), or "io" where no file can be made."""
        try:
            self._descriptor = os.open(
                path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
        except OSError as error:
            raise StoreFault("io") from error
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


def connect(path: Path, vfs: str | None = None) -> apsw.Connection:
    """A connection to a whole store of this program's version, in WAL with every commit flushed.

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
        raise StoreFault("io") from error
    _flush(path.parent)
    return aside


def room(path: Path) -> int:
    """Free bytes on the disk of the store, for a program that is not root."""
    disk = os.statvfs(path.parent)
    return disk.f_bavail * disk.f_frsize


def make_private_folder(path: Path) -> None:
    """Make the folder of the store, for its owner only. Raises StoreFault("io")."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreFault("io") from error


def copy_into(connection: apsw.Connection, to: Path) -> None:
    """Write a whole, flushed copy as the new file `to`. Raises StoreFault("conflict") when it is there already."""
    try:
        os.close(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        raise StoreFault("conflict") from None
    except OSError as error:
        raise StoreFault("io") from error
    try:
        connection.execute("vacuum into ?", (str(to),))
        _flush(to)
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    _flush(to.parent)


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
        raise StoreFault("io") from error


def _flush(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreFault("io") from error
