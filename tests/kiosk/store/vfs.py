"""Disks that misbehave, put under the real store: SQLite's calls pass through and one of them goes wrong."""

# ruff: noqa: N802 - the names are apsw's
import itertools
import os

import apsw

_names = itertools.count()


class Disk(apsw.VFS):
    """A disk that calls `meets(step, path)` before each write, truncation and flush; what that raises is the fault."""

    def __init__(self, meets):
        self.name = f"disk-{next(_names)}"
        self.meets = meets
        super().__init__(self.name, "")

    def xOpen(self, name, flags):
        return _File(self, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        self.disk = disk
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name
        super().__init__("", name, flags)

    def xWrite(self, data, offset):
        self.disk.meets("write", self.path)
        super().xWrite(data, offset)

    def xTruncate(self, size):
        self.disk.meets("truncate", self.path)
        super().xTruncate(size)

    def xSync(self, flags):
        self.disk.meets("sync", self.path)
        super().xSync(flags)


class Countdown:
    """Nothing until `arm`ed; then the n-th call of the wanted steps does `then`, and `spent` says that it did."""

    def __init__(self, steps, then):
        self.steps = steps
        self.then = then
        self.left = 0
        self.spent = False

    def arm(self, n):
        self.left, self.spent = n, False

    def __call__(self, step, path):
        if self.left and step in self.steps:
            self.left -= 1
            if self.left == 0:
                self.spent = True
                self.then()


def fail_io():
    raise apsw.IOError


def fail_full():
    raise apsw.FullError


def die():
    os._exit(9)
