"""The forget check: after a walk has ended, however it ended, no personal value of it is left in clear.

Searched are the places of `PLACES`, each with a name and one function; what is still reachable inside the process is
searched by `kiosk.proving.forget_process`. A hit names place, kind of value and form, never the value itself.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.proving.forget_scan import Scan
from kiosk.proving.forget_values import Values

IN_FOLDER = ("store", "store log", "store index", "store journal", "set aside", "backup", "attachments", "other files")
"""What a file of the machine's folder is, by its name."""
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"BM", b"P5", b"P6", b"\x93NUMPY")
_ENDINGS = {"-wal": "store log", "-shm": "store index", "-journal": "store journal"}


@dataclass(frozen=True, order=True)
class Hit:
    """One value that was left: where, of what kind (a page's id, `number`, `name` ...), in which form."""

    place: str
    kind: str
    form: str


@dataclass(frozen=True)
class Traces:
    """Where a machine may have left something. `folder`: its data; `homes`: other folders it writes to (Kivy's home,
    folders for pictures); `since`: only what was changed in `temp`, `crashes` and
    `spools` from then on counts, s since the epoch; `said`: what it wrote to stderr and into logs; `pids`: its
    processes that still run."""

    folder: Path
    homes: tuple[Path, ...] = ()
    temp: Path | None = field(default_factory=lambda: Path(tempfile.gettempdir()))
    crashes: tuple[Path, ...] = (Path("/var/crash"), Path("/var/lib/systemd/coredump"))
    spools: tuple[Path, ...] = (Path("/var/spool/cups"),)
    since: float = 0.0
    said: tuple[bytes, ...] = ()
    pids: tuple[int, ...] = ()
    proc: Path = Path("/proc")


Place = Callable[[Traces, Scan], Iterator[Hit]]


def hits(traces: Traces, values: Values) -> list[Hit]:
    """All that is left in any of `PLACES`, each once, sorted."""
    scan = Scan(values)
    return sorted({hit for place in PLACES.values() for hit in place(traces, scan)})


def hits_on_disk(folder: Path, values: Values, extra: Iterable[Path] = ()) -> list[Hit]:
    """What is left in the files of a machine's folder and of further folders or files, and in their names."""
    return hits(Traces(folder, homes=tuple(extra), temp=None, crashes=(), spools=()), values)


def hits_in(place: str, content: bytes, values: Values) -> list[Hit]:
    """What is left in a content that was caught elsewhere, such as a log in memory."""
    return sorted(set(_in(place, content, Scan(values))))


def _in_folder(wanted: str) -> Place:
    def place(traces: Traces, scan: Scan) -> Iterator[Hit]:
        for path in _files(traces.folder):
            if _kind_of(path.relative_to(traces.folder)) == wanted:
                yield from _in(wanted, _read(path), scan)

    return place


def _kind_of(path: Path) -> str:
    name = path.name
    if ".damaged-" in name:
        return "set aside"
    if "backup" in str(path):
        return "backup"
    if "attachments" in path.parts:
        return "attachments"
    ending = next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), None)
    return ending or ("store" if name.endswith((".sqlite", ".db")) else "other files")


def _homes(traces: Traces, scan: Scan) -> Iterator[Hit]:
    for home in traces.homes:
        for path in _files(home):
            yield from _in("homes", _read(path), scan)


def _temp(traces: Traces, scan: Scan) -> Iterator[Hit]:
    return _since("temp", _all(traces.temp), traces, scan)


def _crashes(traces: Traces, scan: Scan) -> Iterator[Hit]:
    return _since("crash reports", traces.crashes, traces, scan)


def _spools(traces: Traces, scan: Scan) -> Iterator[Hit]:
    return _since("printer spool", traces.spools, traces, scan)


def _since(place: str, folders: Iterable[Path], traces: Traces, scan: Scan) -> Iterator[Hit]:
    for folder in folders:
        for path in _files(folder):
            if _changed(path) >= traces.since:
                yield from _in(place, _read(path), scan)


def _said(traces: Traces, scan: Scan) -> Iterator[Hit]:
    for said in traces.said:
        yield from _in("logs", said, scan)


def _names(traces: Traces, scan: Scan) -> Iterator[Hit]:
    for folder in (traces.folder, *traces.homes, *_all(traces.temp), *traces.crashes, *traces.spools):
        for path in folder.rglob("*"):
            if _changed(path) >= traces.since:
                yield from _in("file names", os.fsencode(path.name), scan)


def _pictures(traces: Traces, scan: Scan) -> Iterator[Hit]:
    """A picture of a card or of a screen is no text: that there is one at all is the hit. Kivy copies its own icons."""
    for folder in (traces.folder, *traces.homes, *_all(traces.temp)):
        for path in _files(folder):
            if _changed(path) >= traces.since and path.parent.name != "icon" and _read(path, 8).startswith(_PICTURES):
                yield Hit("pictures", "picture", "a file")


def _deleted(traces: Traces, scan: Scan) -> Iterator[Hit]:
    """Files that have no name any more but are still open."""
    for pid in traces.pids:
        for path in _entries(traces.proc / str(pid) / "fd"):
            try:
                if os.readlink(path).endswith(" (deleted)") and path.is_file():
                    yield from _in("deleted files", _read(path), scan)
            except OSError:
                continue


def _started_with(traces: Traces, scan: Scan) -> Iterator[Hit]:
    for pid in traces.pids:
        for name in ("environ", "cmdline"):
            yield from _in("environment and arguments", _read(traces.proc / str(pid) / name), scan)


def _core_dumps(traces: Traces, _: Scan) -> Iterator[Hit]:
    for line in _lines(traces, "limits", b"Max core file size"):
        if line.split()[4:6] != [b"0", b"0"]:
            yield Hit("core dumps", "setting", "allowed")


def _swap(traces: Traces, _: Scan) -> Iterator[Hit]:
    for line in _lines(traces, "status", b"VmSwap:"):
        if line.split()[1] != b"0":
            yield Hit("swap", "memory", "swapped out")


def _lines(traces: Traces, name: str, begin: bytes) -> Iterator[bytes]:
    """The lines that begin so in what the kernel tells of each process under `name`."""
    for pid in traces.pids:
        lines = _read(traces.proc / str(pid) / name).splitlines()
        yield from (line for line in lines if line.startswith(begin))


PLACES: Mapping[str, Place] = {
    **{name: _in_folder(name) for name in IN_FOLDER},
    "homes": _homes,
    "temp": _temp,
    "crash reports": _crashes,
    "printer spool": _spools,
    "logs": _said,
    "file names": _names,
    "pictures": _pictures,
    "deleted files": _deleted,
    "environment and arguments": _started_with,
    "core dumps": _core_dumps,
    "swap": _swap,
}
"""Every place that is searched, by its name."""


def _in(place: str, content: bytes, scan: Scan) -> Iterator[Hit]:
    for _, form in scan.found(content):
        yield Hit(place, form.kind, form.name)


def _files(folder: Path) -> Iterator[Path]:
    """The folder's files, deep; the file itself where it is one."""
    if folder.is_file():
        yield folder
    yield from sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _all(path: Path | None) -> tuple[Path, ...]:
    return () if path is None else (path,)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _read(path: Path, count: int = -1) -> bytes:
    """A file that has gone meanwhile, or is not ours to read, holds nothing for us."""
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError:
        return b""
