"""Files outside the database: written beside their place, flushed, renamed into it, and the folder flushed.

After a power cut at any moment the file is as it was before, or whole. What an interrupted write leaves is a file with
`UNFINISHED` behind its name, which the next write of the same name replaces.
"""

import contextlib
import os
from pathlib import Path

from kiosk.store.database import disk_fault

UNFINISHED = ".new"


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` into the file `path`, for its owner only (mode 600), in place of what was there; it is on disk
    when this returns. The folder must be there; one writer a name at a time.

    Raises StoreFault: "full", "io", "read-only" (the file is as it was, or whole where only the last flush failed).
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        _write_flushed(unfinished, content)
        os.replace(unfinished, path)
        flush(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise disk_fault(error) from error


def flush(path: Path) -> None:
    """Have what was written to a file, or the changes of a folder, on disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_flushed(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
