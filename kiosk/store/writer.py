"""The one thread that owns the connection: all others hand it their work and wait for the result."""

import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

import apsw

from kiosk.store.database import truncate_log
from kiosk.store.faults import StoreFault

T = TypeVar("T")
Work = Callable[[apsw.Connection], T]

_DISK = (
    apsw.IOError,
    apsw.CantOpenError,
    apsw.ProtocolError,
    apsw.NoLFSError,
    apsw.BusyError,
)
_GIVES_WAY_AFTER = 2000
"""steps of SQLite's machine, a fraction of a millisecond"""
_log = logging.getLogger(__name__)


class Writer:
    """Runs work on one connection, one after the other, each in one transaction that is whole or not there.

    `connect` opens the connection, after a fault of the disk or a damaged page anew and thoroughly checked (True);
    `why` says what an I/O error comes from, because a disk that is full or read-only shows as one at times.
    """

    def __init__(self, connect: Callable[[bool], apsw.Connection], why: Callable[[], StoreFault]) -> None:
        """Open the connection. Raises what `connect` raises, an error of the disk as StoreFault."""
        self._connect = connect
        self._why = why
        self._shaken = False
        self._connection: apsw.Connection | None = None
        self._jobs: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="store", daemon=True)
        self._thread.start()
        try:
            self._hand_over(self._opened)
        except BaseException:
            self._end()
            raise

    def write(self, work: Work[T], *, erases: bool = False) -> T:
        """Run `work` in a transaction that is on disk when this returns. Raises StoreFault, or what `work` raises.

        `erases`: the log is cut afterwards, so that what was deleted cannot be read out of it.
        """
        return self._hand_over(lambda: self._transact(work, erases))

    def read(self, work: Work[T]) -> T:
        """Run `work`, which only reads. Raises StoreFault."""
        return self._hand_over(lambda: work(self._opened()))

    def when_idle(self, work: Work[T]) -> T | None:
        """Run `work`, which only reads, and give it up as soon as somebody else has work: None. Raises StoreFault."""

        def job() -> T | None:
            connection = self._opened()
            connection.set_progress_handler(lambda: not self._jobs.empty(), _GIVES_WAY_AFTER)
            try:
                return work(connection)
            except apsw.InterruptError:
                return None
            finally:
                connection.set_progress_handler(None)

        return self._hand_over(job)

    def cut_log(self) -> None:
        """Have the log cut next, so that what was deleted cannot be read out of it. Nobody waits for it, but whatever
        is asked for from now on comes after."""
        with self._gate:
            if not self._closed:
                self._jobs.put((lambda: self._cut_log(self._opened()), Future()))

    def distrust(self) -> None:
        """Let go of the connection: the next work gets one that was thoroughly checked."""
        self._hand_over(lambda: self._drop(shaken=True))

    def close(self) -> bool:
        """Finish what was handed over, cut the log and close the file; False when that was done before."""
        with contextlib.suppress(StoreFault):
            self._hand_over(lambda: truncate_log(self._opened()))
        return self._end()

    def _hand_over(self, job: Callable[[], T]) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("work inside a transaction must use the connection it was given")
        result: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise StoreFault("closed")
            self._jobs.put((job, result))
        return result.result()

    def _end(self) -> bool:
        with self._gate:
            first, self._closed = not self._closed, True
            if first:
                self._jobs.put(None)
        self._thread.join()
        return first

    def _serve(self) -> None:
        while (handed := self._jobs.get()) is not None:
            job, result = handed
            try:
                result.set_result(self._mapped(job))
            except BaseException as error:  # noqa: BLE001 - it belongs to the thread that waits
                result.set_exception(error)
        self._drop()

    def _mapped(self, job: Callable[[], T]) -> T:
        try:
            return job()
        except apsw.FullError as error:
            raise StoreFault("full") from error
        except apsw.ConstraintError as error:
            raise StoreFault("conflict") from error
        except (apsw.CorruptError, apsw.NotADBError) as error:
            self._drop(shaken=True)
            raise StoreFault("damaged") from error
        except (apsw.ReadOnlyError, apsw.PermissionsError) as error:
            self._drop(shaken=True)
            raise StoreFault("read-only") from error
        except _DISK as error:
            # After a failed flush the kernel may have dropped the page: nothing on this connection is to be trusted.
            self._drop(shaken=True)
            raise self._why() from error

    def _transact(self, work: Work[T], erases: bool) -> T:
        connection = self._opened()
        connection.execute("begin immediate")
        try:
            result = work(connection)
            connection.execute("commit")
        except BaseException:
            self._roll_back(connection)
            raise
        if erases:
            self._cut_log(connection)
        return result

    def _roll_back(self, connection: apsw.Connection) -> None:
        # SQLite has rolled back by itself after some errors of the disk.
        with contextlib.suppress(apsw.Error):
            if connection.in_transaction:
                connection.execute("rollback")
        if connection.in_transaction:
            self._drop()

    def _cut_log(self, connection: apsw.Connection) -> None:
        try:
            truncate_log(connection)
        except apsw.Error as error:
            # The erasure is committed; the log is cut by the next one, or when the store closes.
            _log.warning("log not cut: %s", type(error).__name__)

    def _opened(self) -> apsw.Connection:
        if self._connection is None:
            self._connection = self._connect(self._shaken)
            self._shaken = False
        return self._connection

    def _drop(self, *, shaken: bool = False) -> None:
        self._shaken = self._shaken or shaken
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(apsw.Error):
                connection.close(True)
