"""A power cut on paper: what a disk may hold when the current goes, from a record of what SQLite asked of it.

Writes that were not flushed are each kept, lost or torn at 512 bytes; of the changes to the folder a beginning
survives; a flush of a file makes the earlier changes of the folder durable too, as the journal of ext4 does. SQLite's
own flush of the folder at the first flush of a new log cannot be seen from here, and the same rule covers it.
"""

# ruff: noqa: N802 - the names are apsw's
import itertools
import os
from pathlib import Path

import apsw

_names = itertools.count()
_SECTOR = 512


class Recorder(apsw.VFS):
    """A disk that works and writes down all that is asked of it; `events` is the record."""

    def __init__(self):
        self.name = f"recorder-{next(_names)}"
        self.events = []
        super().__init__(self.name, "")

    def note(self, *event):
        self.events.append(event)

    def xOpen(self, name, flags):
        return _RecordedFile(self, name, flags)

    def xDelete(self, path, syncdir):
        super().xDelete(path, syncdir)
        self.note("unlink", path, syncdir)


class _RecordedFile(apsw.VFSFile):
    def __init__(self, recorder, name, flags):
        self.recorder = recorder
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name
        fresh = not os.path.exists(self.path) or os.path.getsize(self.path) == 0
        super().__init__("", name, flags)
        if fresh:
            recorder.note("create", self.path)

    def xWrite(self, data, offset):
        super().xWrite(data, offset)
        self.recorder.note("write", self.path, offset, bytes(data))

    def xTruncate(self, size):
        super().xTruncate(size)
        self.recorder.note("truncate", self.path, size)

    def xSync(self, flags):
        super().xSync(flags)
        self.recorder.note("sync", self.path)


class Inode:
    def __init__(self):
        self.durable = bytearray()
        self.pending = []

    def flush(self):
        for operation in self.pending:
            _apply(self.durable, operation)
        self.pending = []

    def after_a_cut(self, chance):
        content = bytearray(self.durable)
        for operation in self.pending:
            for piece in _survivors(operation, chance):
                _apply(content, piece)
        return bytes(content)


def cut(events, folder: Path, chance):
    """Write into `folder` the files that a disk might hold if the current went after `events`."""
    now, durable, changes = {}, {}, []
    for event in events:
        match event:
            case ("create", path):
                now[path] = Inode()
                changes.append((path, now[path]))
            case ("unlink", path, syncdir):
                now.pop(path, None)
                changes.append((path, None))
                if syncdir:
                    _settle(durable, changes, len(changes))
            case ("sync", path):
                now[path].flush()
                _settle(durable, changes, len(changes))
            case ("write" | "truncate", path, *operation):
                now[path].pending.append(tuple(operation))
    _settle(durable, changes, chance.randint(0, len(changes)))
    for path, inode in durable.items():
        (folder / Path(path).name).write_bytes(inode.after_a_cut(chance))


def _settle(durable, changes, count):
    for path, inode in changes[:count]:
        if inode is None:
            durable.pop(path, None)
        else:
            durable[path] = inode
    del changes[:count]


def _survivors(operation, chance):
    fate = chance.choice(("kept", "lost", "torn"))
    if fate == "kept" or (fate == "torn" and len(operation) == 1):
        return [operation] if fate == "kept" or chance.random() < 0.5 else []
    if fate == "lost":
        return []
    offset, data = operation
    pieces = range(0, len(data), _SECTOR)
    return [(offset + at, data[at : at + _SECTOR]) for at in pieces if chance.random() < 0.5]


def _apply(content, operation):
    if len(operation) == 1:
        del content[operation[0] :]
        return
    offset, data = operation
    content.extend(bytes(max(0, offset + len(data) - len(content))))
    content[offset : offset + len(data)] = data
