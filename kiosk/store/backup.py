"""Copies of the store in a second place: one a day, seven days, made beside the work and never in its way.

A copy holds what the office would miss: dossiers on their way, numbers, requests, the log. What a citizen may have
erased at any minute (walks, drafts, their keys) is not in it: nothing that is forgotten here lives on there.
"""

import contextlib
import os
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import apsw

from kiosk.store.database import damage, disk_fault
from kiosk.store.faults import StoreFault
from kiosk.store.files import UNFINISHED, flush

KEPT = 7
"""Copies that stay, each of a day of its own."""
PAGES = 64
"""Pages a step: a citizen's touch waits for one step at most, a fraction of a millisecond."""
PAUSE_S = 0.002
"""Between two steps the store's thread is left to others."""

_ERASED = ("session", "draft", "draft_slip", "data_key")
_NAME = re.compile(r"store-[0-9]{4}-[0-9]{2}-[0-9]{2}\.sqlite")

OnWriter = Callable[[Callable[[apsw.Connection], bool]], bool]
"""runs work on the connection of the store, between the work of others"""


def copy_of_day(on_writer: OnWriter, folder: Path, day: date) -> Path:
    """Put the copy of `day` into `folder`, in place of an earlier one of that day, and remove the oldest of more than
    `KEPT`; the new one is checked and on disk before that.

    The folder is never made: where a second disk is not mounted, nothing is written in its place. Raises StoreFault:
    "io" (no folder, too), "full", "read-only", "damaged" (the copy is not whole), and what the store itself raises.
    """
    target = folder / f"store-{day.isoformat()}.sqlite"
    try:
        copy_to(on_writer, target)
        for old in copies(folder)[KEPT:]:
            old.unlink()
    except OSError as error:
        raise disk_fault(error) from error
    return target


def copy_to(on_writer: OnWriter, target: Path) -> None:
    """Put a copy into the file `target`, in place of what was there: checked first, and on disk when this returns.

    Raises StoreFault, as `copy_of_day`.
    """
    unfinished = target.with_name(target.name + UNFINISHED)
    try:
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        _copy(on_writer, unfinished)
        flush(unfinished)
        unfinished.replace(target)
        flush(target.parent)
    except (OSError, apsw.Error) as error:
        raise _fault(error) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()


def copies(folder: Path) -> list[Path]:
    """The finished copies, the newest first."""
    return sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)


def _copy(on_writer: OnWriter, to: Path) -> None:
    copy = apsw.Connection(str(to))
    try:
        # A copy that is cut short is thrown away; flushing it inside a step would hold the store up.
        copy.pragma("synchronous", "off")
        _take_pages(on_writer, copy)
        copy.pragma("journal_mode", "delete")
        copy.pragma("journal_mode", "off")
        copy.pragma("secure_delete", True)
        for table in _ERASED:
            copy.execute(f"delete from {table}")  # noqa: S608 - constants
        if next(damage(copy, thorough=True), ""):
            raise StoreFault("damaged")
    finally:
        copy.close(True)


def _take_pages(on_writer: OnWriter, copy: apsw.Connection) -> None:
    steps = _Steps(copy)
    try:
        while not on_writer(steps.next):
            time.sleep(PAUSE_S)
    finally:
        on_writer(steps.end)
    if steps.fault is not None:
        raise steps.fault


class _Steps:
    """The copy of the pages, step by step, on the store's thread. What goes wrong with it is kept here: the store must
    not be taken for broken because its second place is."""

    def __init__(self, copy: apsw.Connection) -> None:
        self._copy = copy
        self._source: apsw.Connection | None = None
        self._backup: apsw.Backup | None = None
        self.fault: Exception | None = None

    def next(self, store: apsw.Connection) -> bool:
        """Whether it is over, with the last page or a fault."""
        try:
            if self._backup is None:
                self._backup, self._source = self._copy.backup("main", store, "main"), store
            if self._source is not store:
                # Opened anew after a fault of the disk: what was copied is of the old one.
                self.fault = StoreFault("io")
                return True
            self._backup.step(PAGES)
        except apsw.Error as error:
            self.fault = error
            return True
        return self._backup.done

    def end(self, _: apsw.Connection) -> bool:
        if self._backup is not None:
            self._backup.close(True)
        return True


def _fault(error: OSError | apsw.Error) -> StoreFault:
    """Of the second place, not of the store."""
    if isinstance(error, OSError):
        return disk_fault(error)
    return StoreFault("full" if isinstance(error, apsw.FullError) else "io")
