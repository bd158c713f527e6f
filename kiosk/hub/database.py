"""The hub's SQLite file: one writer thread, group commit, durable before the answer (facts: WAL, EXTRA then FULL)."""

import os
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Literal, TypeVar

import apsw

from kiosk.audit import chain
from kiosk.errors import KioskError

SCHEMA = Path(__file__).with_name("schema.sql")
GROUP = 64

Stage = Literal["before-commit", "after-commit"]
T = TypeVar("T")


class DatabaseError(KioskError):
    """The file cannot be used as the hub's store; `message` says which and why."""

    code = "hub-database"


class Database:
    """`write` runs work in the one writer thread, several waiting pieces in one transaction, and answers after the
    commit. `read` sees what is committed. `on_stage` is told before and after each commit (the proofs cut there).
    """

    def __init__(self, path: Path, on_stage: Callable[[Stage], None] | None = None) -> None:
        self._on_stage = on_stage or (lambda stage: None)
        self._writer = _opened(path)
        self._reader = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        self._reader.execute("pragma query_only=1")
        self._reading = threading.Lock()
        self._work: queue.SimpleQueue[tuple[Callable[[apsw.Connection], Any], Future[Any]] | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="hub-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[apsw.Connection], T]) -> T:
        """What `work` gave, once it is on disk. An error of `work` undoes its part alone and is raised here."""
        if self._closed:
            raise DatabaseError("The hub's store is closed.")
        answer: Future[T] = Future()
        self._work.put((work, answer))
        return answer.result()

    def read(self, work: Callable[[apsw.Connection], T]) -> T:
        with self._reading:
            self._reader.execute("begin")
            try:
                return work(self._reader)
            finally:
                self._reader.execute("rollback")

    def waiting(self) -> int:
        """Pieces of work that no transaction has taken yet."""
        return self._work.qsize()

    def close(self) -> None:
        """Finish what waits, then checkpoint and close."""
        if self._closed:
            return
        self._closed = True
        self._work.put(None)
        self._thread.join()
        with self._reading:
            self._reader.close()
        self._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        self._writer.close()

    def _run(self) -> None:
        while (first := self._work.get()) is not None:
            group = [first]
            more = True
            while more and len(group) < GROUP:
                try:
                    following = self._work.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    more = False
                else:
                    group.append(following)
            self._commit(group)
            if not more:
                return

    def _commit(self, group: list[tuple[Callable[[apsw.Connection], Any], Future[Any]]]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            self._writer.execute("begin immediate")
            for work, answer in group:
                self._writer.execute("savepoint work")
                try:
                    done.append((answer, work(self._writer)))
                except Exception as error:  # noqa: BLE001 - it belongs to the caller, who gets it
                    self._writer.execute("rollback to work")
                    answer.set_exception(error)
                self._writer.execute("release work")
            self._on_stage("before-commit")
            self._writer.execute("commit")
        except Exception as error:  # noqa: BLE001 - nothing of the group is on disk: every caller is told
            if self._writer.in_transaction:
                self._writer.execute("rollback")
            for _, answer in group:
                if not answer.done():
                    answer.set_exception(error)
            return
        self._on_stage("after-commit")
        for answer, result in done:
            answer.set_result(result)


def _opened(path: Path) -> apsw.Connection:
    new = not path.exists()
    if new:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(5000)
    # EXTRA before the switch to WAL: else the rollback journal of the creation may come back hot after a power cut.
    connection.execute("pragma synchronous=extra")
    connection.execute("pragma foreign_keys=1")
    with connection:
        connection.execute(SCHEMA.read_text("utf-8"))
        if not connection.table_exists("main", "audit"):
            connection.execute(chain.TABLE)
    mode = next(iter(connection.execute("pragma journal_mode=wal")))[0]
    if mode != "wal":
        raise DatabaseError(f"{path} cannot be switched to WAL (it stays {mode}); put it on a local disk.")
    connection.execute("pragma synchronous=full")
    _check(connection, path)
    if new:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return connection


def _check(connection: apsw.Connection, path: Path) -> None:
    try:
        found = next(iter(connection.execute("pragma quick_check(1)")))[0]
    except apsw.CorruptError:
        found = "corrupt"
    if found != "ok":
        raise DatabaseError(f"{path} is damaged. Keep it, put the last backup in its place and start again.")
