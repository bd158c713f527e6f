"""Disks put under the real store through SQLite's own seam (a VFS): one whose calls fail when they are told to, and one
that works and writes down all that is asked of it, for `kiosk.proving.power` to cut the current in.

Neither is a simulation of SQLite: every call goes through to the real file.
"""

# ruff: noqa: N802 - the names are apsw's
import contextlib
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

import apsw

Step = Literal["write", "truncate", "sync"]
Kind = Literal["create", "unlink", "rename", "write", "truncate", "sync", "sync-folder", "told"]

_names = itertools.count()


class Event(NamedTuple):
    """One thing that was asked of a disk, in the order of the asking.

    `at`: offset of a write in bytes, or the size that a file is cut to; `to`: the new name of a rename; `durable`: an
    unlink that SQLite wants flushed. "told" is no call: from here on, somebody relies on what came before.
    """

    kind: Kind
    path: str = ""
    at: int = 0
    data: bytes = b""
    to: str = ""
    durable: bool = False


class Disk(apsw.VFS):
    """A disk that calls `meets(step, path)` before each write, truncation and flush; what that raises is the fault.

    Used by its `name`, as long as the object lives.
    """

    def __init__(self, meets: Callable[[Step, str], object] | None = None) -> None:
        self.name = f"disk-{next(_names)}"
        self.meets: Callable[[Step, str], object] = meets or (lambda step, path: None)
        super().__init__(self.name, "")

    def note(self, event: Event) -> None:
        """Told of each call that went well."""

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        file = _File(self, name, flags)
        self.note(Event("create", file.path))
        return file

    def xDelete(self, filename: str, syncdir: bool) -> None:
        super().xDelete(filename, syncdir)
        self.note(Event("unlink", filename, durable=bool(syncdir)))


class Recorder(Disk):
    """A disk that writes down what is asked of it; `events` is the record. The folder must be empty at the start."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.written: set[str] = set()
        """paths of files some of whose writes were seen"""
        self._living: set[str] = set()

    def note(self, event: Event) -> None:
        if event.kind == "create":
            if event.path in self._living:
                return
            self._living.add(event.path)
        elif event.kind == "write":
            self.written.add(event.path)
        elif event.kind in {"unlink", "rename"}:
            self._living.discard(event.path)
            self._living |= {event.to} - {""}
            self.written.discard(event.path)
        self.events.append(event)

    def tell(self) -> None:
        """Somebody was told that it is done."""
        self.events.append(Event("told"))

    @contextlib.contextmanager
    def beside(self, folder: Path) -> Iterator[None]:
        """Write down, as long as it lasts, what this process asks of files below `folder` by the functions of `os`.

        What is written by other means (a Python file object, a library in C) is seen at the flush of the file alone.
        """
        watch = _Watch(self, folder)
        real = {
            name: getattr(os, name) for name in ("open", "write", "ftruncate", "fsync", "rename", "replace", "unlink")
        }
        try:
            for name in real:
                setattr(os, name, getattr(watch, name))
            yield
        finally:
            for name, function in real.items():
                setattr(os, name, function)


class Countdown:
    """Nothing until `arm`ed; then the n-th call of the wanted steps does `then`, and `spent` says that it did."""

    def __init__(self, steps: set[Step], then: Callable[[], object]) -> None:
        self.steps = steps
        self.then = then
        self.left = 0
        self.spent = False

    def arm(self, n: int) -> None:
        self.left, self.spent = n, False

    def __call__(self, step: Step, path: str) -> None:
        if self.left and step in self.steps:
            self.left -= 1
            if self.left == 0:
                self.spent = True
                self.then()


def fail_io() -> NoReturn:
    """The disk does not answer as it should (EIO)."""
    raise apsw.IOError


def fail_full() -> NoReturn:
    """The disk has no room (ENOSPC)."""
    raise apsw.FullError


def die() -> NoReturn:
    """The process is gone at once, as after kill -9."""
    os._exit(9)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self.disk = disk
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        super().__init__("", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:
        self.disk.meets("write", self.path)
        super().xWrite(data, offset)
        self.disk.note(Event("write", self.path, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        self.disk.meets("truncate", self.path)
        super().xTruncate(newsize)
        self.disk.note(Event("truncate", self.path, newsize))

    def xSync(self, flags: int) -> None:
        self.disk.meets("sync", self.path)
        super().xSync(flags)
        self.disk.note(Event("sync", self.path))


class _Watch:
    """Stands in for functions of `os`: the real one, then a note of what it did."""

    def __init__(self, recorder: Recorder, folder: Path) -> None:
        self._note = recorder.note
        self._written = recorder.written
        self._below = os.path.realpath(folder)
        self._real = {name: getattr(os, name) for name in ("open", "write", "ftruncate", "fsync", "rename", "unlink")}

    def open(self, path: Any, flags: int, *given: Any, **named: Any) -> int:
        there = os.path.exists(path)
        descriptor: int = self._real["open"](path, flags, *given, **named)
        name = self._name(descriptor)
        if name and flags & os.O_CREAT:
            self._note(Event("create", name))
        if name and there and flags & os.O_TRUNC:
            self._note(Event("truncate", name))
        return descriptor

    def write(self, descriptor: int, data: Any) -> int:
        at = os.lseek(descriptor, 0, os.SEEK_CUR) if self._name(descriptor) else 0
        written: int = self._real["write"](descriptor, data)
        if name := self._name(descriptor):
            self._note(Event("write", name, at, bytes(data[:written])))
        return written

    def ftruncate(self, descriptor: int, size: int) -> None:
        self._real["ftruncate"](descriptor, size)
        if name := self._name(descriptor):
            self._note(Event("truncate", name, size))

    def fsync(self, descriptor: int) -> None:
        self._real["fsync"](descriptor)
        name = self._name(descriptor)
        if name and os.path.isdir(name):
            self._note(Event("sync-folder", name))
        elif name:
            if name not in self._written:
                # Others wrote it, out of sight: what they wrote is known now.
                self._note(Event("write", name, 0, Path(name).read_bytes()))
            self._note(Event("sync", name))

    def rename(self, old: Any, new: Any, **named: Any) -> None:
        self._real["rename"](old, new, **named)
        if name := self._inside(new):
            self._note(Event("rename", self._inside(old), to=name))

    replace = rename

    def unlink(self, path: Any, **named: Any) -> None:
        self._real["unlink"](path, **named)
        if name := self._inside(path):
            self._note(Event("unlink", name))

    def _name(self, descriptor: int) -> str:
        """The path of what is open, if it lies in the folder, which itself does; else nothing."""
        try:
            return self._inside(os.readlink(f"/proc/self/fd/{descriptor}"))
        except OSError:
            return ""

    def _inside(self, path: Any) -> str:
        name = os.path.join(os.path.realpath(os.path.dirname(os.fspath(path))), os.path.basename(os.fspath(path)))
        return name if name == self._below or name.startswith(self._below + os.sep) else ""
