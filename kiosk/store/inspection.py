"""A store looked at from outside the kiosk's process, by reading alone: no device key is needed, nothing is written,
and a kiosk that runs on it goes on. What is sealed stays sealed.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import apsw

from kiosk.audit import verify
from kiosk.errors import KioskError
from kiosk.store import backup, migrations, salvage
from kiosk.store.database import damage, room

BELOW = ("store.sqlite", "machine/store.sqlite", "office/machine/store.sqlite")
"""Where a store lies in a folder: a machine's own, and those of the office in a box."""

_MAGIC = b"SQLite format 3\0"
_BUSY_MS = 5000
_MARKS = ("store", "dossier", "outbox", "audit")


class InspectionFault(KioskError):
    """There is no store that can be looked at or copied. `code`: missing, unreadable, not-a-database, damaged,
    not-a-store, newer; exists (a file lies where the copy was to go)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Findings:
    """What a look at a store showed.

    `version` of its tables; `rows` of its log; `outbox` and `attachments`: how many by state; `quarantined`: stores
    that were set aside beside it; `bytes` of the file, `free_bytes` of its disk; `faults`: empty when it is sound.
    """

    path: Path
    version: int
    rows: int
    outbox: dict[str, int]
    attachments: dict[str, int]
    quarantined: list[Path]
    bytes: int
    free_bytes: int
    faults: list[str]


def found(path: Path) -> Path:
    """The store's file: `path` itself, or the one in the folder `path`. Raises InspectionFault("missing")."""
    places = [path / place for place in BELOW] if path.is_dir() else [path]
    for place in places:
        if place.is_file():
            return place
    raise InspectionFault("missing", f"{path}: no store is there. Name the file, or the folder that holds {BELOW[0]}.")


def look(path: Path) -> Findings:
    """Look the whole store over: pages, references, rows, log. Takes seconds. Raises InspectionFault."""
    with looking(path) as connection:
        version = migrations.version(connection)
        states = {"outbox": _states(connection, "outbox"), "attachments": {}}
        if version > 1:
            states["attachments"] = _states(connection, "attachment")
        rows, faults = _faults(connection, version)
    return Findings(
        path,
        version,
        rows,
        states["outbox"],
        states["attachments"],
        salvage.set_aside_before(path),
        path.stat().st_size,
        room(path),
        faults,
    )


def copy(path: Path, to: Path) -> Findings:
    """Put a checked copy of a sound store into the new file `to`, without what a citizen may have erased
    (`kiosk.store.backup`); what a look at the copy shows. Raises InspectionFault, StoreFault."""
    if to.exists():
        raise InspectionFault("exists", f"{to}: there is something already. Name another file.")
    if not to.parent.is_dir():
        raise InspectionFault("missing", f"{to.parent}: there is no such folder.")
    with looking(path) as connection:
        backup.copy_to(lambda work: work(connection), to)
    return look(to)


@contextlib.contextmanager
def looking(path: Path) -> Iterator[apsw.Connection]:
    """One moment of the store, on a connection that cannot write. Raises InspectionFault."""
    try:
        with path.open("rb") as file:
            begin = file.read(len(_MAGIC))
        if begin != _MAGIC:
            raise InspectionFault("not-a-database", f"{path}: no database, or its beginning is damaged. Keep the file.")
        alone = _is_closed(path)
        connection = _opened(path, alone)
    except (OSError, apsw.Error) as error:
        raise InspectionFault("unreadable", f"{path}: cannot be opened ({type(error).__name__}).") from error
    try:
        connection.set_busy_timeout(_BUSY_MS)
        connection.execute("begin")
        _must_be_a_store(connection, path)
        yield connection
        if alone and not _is_closed(path):
            raise InspectionFault("unreadable", f"{path}: a kiosk began to work on it meanwhile. Look once more.")
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise InspectionFault("damaged", f"{path}: damaged so far that it cannot be read through. Keep it.") from error
    except apsw.Error as error:
        raise InspectionFault("unreadable", f"{path}: cannot be read ({type(error).__name__}).") from error
    finally:
        connection.close(True)


def _is_closed(path: Path) -> bool:
    return not any(path.with_name(path.name + suffix).exists() for suffix in ("-wal", "-journal"))


def _opened(path: Path, alone: bool) -> apsw.Connection:
    if not alone:
        return apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    # Nobody has it open: not even the log's index must be made beside it.
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    return apsw.Connection(f"{path.absolute().as_uri()}?immutable=1", flags=flags)


def _must_be_a_store(connection: apsw.Connection, path: Path) -> None:
    if not all(connection.table_exists("main", table) for table in _MARKS):
        raise InspectionFault("not-a-store", f"{path}: this is a database, but no store of a kiosk.")
    if migrations.version(connection) > len(migrations.MIGRATIONS):
        raise InspectionFault("newer", f"{path}: the store was written by a newer program. Look at it with that one.")


def _states(connection: apsw.Connection, table: str) -> dict[str, int]:
    counted = connection.execute(f"select state, count(*) from {table} group by state")  # noqa: S608 - constants
    return {"queued": 0, "parked": 0, "sent": 0} | {str(state): int(count) for state, count in counted}


def _faults(connection: apsw.Connection, version: int) -> tuple[int, list[str]]:
    faults = []
    if migrations.schema(connection) != migrations.schema_at(version):
        faults.append("schema: the tables are not those of its version")
    faults += damage(connection, thorough=True)
    report = verify(connection)
    if not report.ok:
        faults.append(f"log: {report.reason} at {report.seq}")
    return report.rows, faults
