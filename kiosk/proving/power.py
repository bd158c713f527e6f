"""A power cut on paper: what a disk may hold when the current goes, from a record of what was asked of it.

The model: a write that was not flushed is kept, lost, or torn at 512 bytes, each by itself; a truncation is kept or
lost; of the changes of a folder (made, renamed, deleted) a beginning survives. A flush of a file makes what was written
to it durable, and the earlier changes of the folder too, as the journal of ext4 does. SQLite's own substitute VFS for
crash tests works alike (sqlite.org/testing.html, "Crash testing"); it tests the use of the disk, not the disk.
"""

import random
from collections.abc import Sequence
from pathlib import Path

from kiosk.proving.disk import Event

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""

_LOGS = ("-journal", "-wal")

_Change = list[tuple[str, "_Inode | None"]]


class ModelDisk:
    """Takes events one after the other; at any moment it can be asked what a cut might leave.

    `strict_unlink`: a harder disk, whose deletions and renames are durable only after a flush of the folder. SQLite
    makes one itself, out of sight, at the first flush of a new -journal or -wal (os_unix.c, UNIXFILE_DIRSYNC); it
    counts.
    """

    def __init__(self, *, strict_unlink: bool = False) -> None:
        self._strict = strict_unlink
        self._now: dict[str, _Inode] = {}
        self._durable: dict[str, _Inode] = {}
        self._changes: list[_Change] = []

    def take(self, event: Event) -> None:
        """The next thing that was asked of the disk."""
        match event.kind:
            case "write" | "truncate":
                self._now[event.path].pending.append(event)
            case "sync":
                self._flush(event.path)
            case "create":
                self._now[event.path] = _Inode()
                self._changes.append([(event.path, self._now[event.path])])
            case "unlink":
                self._now.pop(event.path, None)
                self._changes.append([(event.path, None)])
                if event.durable:
                    self._settle(_parent(event.path))
            case "rename":
                self._now[event.to] = self._now.pop(event.path)
                self._changes.append([(event.path, None), (event.to, self._now[event.to])])
            case "sync-folder":
                self._settle(event.path)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files that the disk might hold if the current went now; the disk itself goes on as it was."""
        names = dict(self._durable)
        for change in self._changes[: chance.randint(0, len(self._changes))]:
            _apply_change(names, change)
        return {path: inode.after_a_cut(chance) for path, inode in names.items()}

    def _flush(self, path: str) -> None:
        inode = self._now[path]
        inode.flush()
        first, inode.flushed = not inode.flushed, True
        if not self._strict or (first and path.endswith(_LOGS)):
            self._settle(_parent(path))
        else:
            self._settle_new(path, inode)

    def _settle(self, folder: str) -> None:
        # The journal holds the changes of all folders; the harder disk keeps a journal for each.
        settled = [change for change in self._changes if not self._strict or _parent(change[-1][0]) == folder]
        for change in settled:
            _apply_change(self._durable, change)
        self._changes = [change for change in self._changes if change not in settled]

    def _settle_new(self, path: str, inode: "_Inode") -> None:
        # The flush of a new file brings its own name with it, and so what befell that name before; nothing else.
        made: _Change = [(path, inode)]
        if made in self._changes:
            at = self._changes.index(made)
            before = [change for change in self._changes[:at] if all(name != path for name, _ in change)]
            self._changes = before + self._changes[at + 1 :]
            self._durable[path] = inode


class _Inode:
    """A file whatever its name: what is on the disk for good, and what was asked for since the last flush."""

    def __init__(self) -> None:
        self.durable = bytearray()
        self.pending: list[Event] = []
        self.flushed = False

    def flush(self) -> None:
        for event in self.pending:
            _apply(self.durable, event)
        self.pending = []

    def after_a_cut(self, chance: random.Random) -> bytes:
        if not self.pending:
            return bytes(self.durable)
        content = bytearray(self.durable)
        for event in self.pending:
            for piece in _survivors(event, chance):
                _apply(content, piece)
        return bytes(content)


def write_files(files: dict[str, bytes], source: Path, to: Path) -> None:
    """Write what a cut left of the folder `source` into the folder `to`."""
    for path, content in files.items():
        place = to / Path(path).relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def cut(events: Sequence[Event], chance: random.Random, *, strict_unlink: bool = False) -> dict[str, bytes]:
    """The files that a disk might hold if the current went after these events, by path."""
    disk = ModelDisk(strict_unlink=strict_unlink)
    for event in events:
        disk.take(event)
    return disk.after_a_cut(chance)


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _apply_change(names: dict[str, _Inode], change: _Change) -> None:
    for path, inode in change:
        if inode is None:
            names.pop(path, None)
        else:
            names[path] = inode


def _survivors(event: Event, chance: random.Random) -> list[Event]:
    fate = chance.choice(("kept", "lost", "torn"))
    if event.kind == "truncate":
        return [event] if fate == "kept" or (fate == "torn" and chance.random() < 0.5) else []
    if fate == "kept":
        return [event]
    if fate == "lost":
        return []
    pieces = range(0, len(event.data), SECTOR)
    return [
        Event("write", event.path, event.at + at, event.data[at : at + SECTOR])
        for at in pieces
        if chance.random() < 0.5
    ]


def _apply(content: bytearray, event: Event) -> None:
    if event.kind == "truncate":
        del content[event.at :]
    if len(content) < event.at:
        content.extend(bytes(event.at - len(content)))
    content[event.at : event.at + len(event.data)] = event.data
