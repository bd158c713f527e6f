"""Attachments at the hub: parts as files beside the store, put together by their hash, never in a row.

A part says where it begins, so a repeat changes nothing and a cut costs that part. Attachment and envelope come in any
order; a dossier goes on only when everything that its envelope names is here.
"""

import errno
import hashlib
import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.dossiers.attachments import LARGEST_BYTES
from kiosk.hub import ahead, dossiers
from kiosk.hub.paperwork import Paperwork
from kiosk.hub.transaction import Store, Tx
from kiosk.store.files import flush

RESERVE_BYTES = 256 * 2**20
"""Free space that is left to the hub's store: envelopes go before attachments."""

_HASH = re.compile(r"[0-9a-f]{64}")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True)
class PartAnswer:
    """HTTP status and body."""

    status: int
    body: dict[str, Any]


class Attachments:
    """Takes parts, one at a time; a dossier that waits for the last of them goes on by itself."""

    def __init__(self, folder: Path, store: Store, paperwork: Paperwork) -> None:
        self._folder = folder
        self._store = store
        self._paperwork = paperwork
        self._lock = threading.Lock()

    def have(self, machine: str, sha256: str) -> PartAnswer:
        """How much is here."""
        if not _HASH.fullmatch(sha256):
            return _refused(422, "form", "An attachment is named by its SHA-256.")
        with self._lock:
            return self._state(machine, sha256)

    def put(self, machine: str, sha256: str, size: int, offset: int, part: bytes) -> PartAnswer:
        """Take a part that begins at `offset` of `size` bytes. 507 while the disk has no room."""
        if not _HASH.fullmatch(sha256) or offset + len(part) > size:
            return _refused(422, "form", "The part does not lie within the attachment.")
        if size > LARGEST_BYTES:
            return _refused(413, "too-large", "The attachment is larger than any paper.")
        with self._lock:
            if self._whole(sha256):
                return _arrived(sha256, size, whole=True)
            file = self._part(machine, sha256)
            have = file.stat().st_size if file.exists() else 0
            if have > size:
                file.unlink()
                have = 0
            if offset > have:
                body = {"code": "offset", "message": "Go on from the expected byte.", "expected": have}
                return PartAnswer(409, body)
            rest = part[have - offset :]
            if not self._room(len(rest)):
                return _refused(507, "full", "The disk of the hub has no room.")
            try:
                self._folder.mkdir(mode=0o700, exist_ok=True)
                _append(file, rest)
            except OSError as error:
                if error.errno in _NO_ROOM:
                    return _refused(507, "full", "The disk of the hub has no room.")
                raise
            have += len(rest)
            return self._finish(machine, sha256) if have == size else _arrived(sha256, have, whole=False)

    def content(self, sha256: str) -> Path:
        """Where the sealed bytes of one that is whole lie."""
        return self._folder / sha256

    def _state(self, machine: str, sha256: str) -> PartAnswer:
        if self._whole(sha256):
            return _arrived(sha256, self.content(sha256).stat().st_size, whole=True)
        file = self._part(machine, sha256)
        return _arrived(sha256, file.stat().st_size if file.exists() else 0, whole=False)

    def _whole(self, sha256: str) -> bool:
        if not self.content(sha256).exists():
            return False
        # A stop between the file and its row is made good here.
        self._note(sha256)
        return True

    def _finish(self, machine: str, sha256: str) -> PartAnswer:
        file = self._part(machine, sha256)
        with file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != sha256:
            file.unlink()
            return _refused(422, "other-bytes", "What came has another hash. Send it anew.")
        flush(file)
        file.rename(self.content(sha256))
        flush(self._folder)
        self._note(sha256)
        return _arrived(sha256, self.content(sha256).stat().st_size, whole=True)

    def _note(self, sha256: str) -> None:
        size = self.content(sha256).stat().st_size

        def work(tx: Tx) -> None:
            if not tx.inserted("insert or ignore into arrived values (?, ?, ?)", sha256, size, tx.at):
                return
            for row in tx.all("select dossier from attachments where sha256 = ?", sha256):
                self._go_on(tx, row["dossier"])

        if self._store.read(lambda tx: tx.one("select 1 from arrived where sha256 = ?", sha256)) is None:
            self._store.write(work)

    def _go_on(self, tx: Tx, dossier: str) -> None:
        """A look that was noted before all was here counts now."""
        tx.log("attachment.stored", dossier=dossier)
        if (note := ahead.noted(tx, dossier)) is not None:
            self._paperwork.look_ahead(tx, dossiers.load(tx, dossier), note[0])

    def _part(self, machine: str, sha256: str) -> Path:
        # A part of another machine's must not stand in the way of the right one.
        return self._folder / f"{sha256}.{machine}.part"

    def _room(self, more: int) -> bool:
        disk = os.statvfs(self._folder.parent)
        return disk.f_bavail * disk.f_frsize >= RESERVE_BYTES + more


def _append(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    finally:
        os.close(descriptor)


def _arrived(sha256: str, have: int, *, whole: bool) -> PartAnswer:
    return PartAnswer(200, {"sha256": sha256, "have": have, "whole": whole})


def _refused(status: int, code: str, message: str) -> PartAnswer:
    return PartAnswer(status, {"code": code, "message": message})
