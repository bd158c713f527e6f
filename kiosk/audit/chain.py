"""The chain: each row's hash covers the row and the hash before it, so no row can be changed, dropped or moved.

A chain alone proves nothing against the one who owns the disk: it does once a head is kept elsewhere too (`anchor`).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import apsw

from kiosk.audit.events import AuditFault, Entry, entry
from kiosk.dossiers.canonical import canonical

GENESIS = hashlib.sha256(b"kiosk/audit/1").digest()
"""What stands before the first row."""

TABLE = """
create table audit (
    seq integer primary key,
    at text not null,
    boot text not null,
    mono_ms integer not null,
    event text not null,
    keys text not null,
    hash blob not null
) strict
"""

_ROWS = "select seq, at, boot, mono_ms, event, keys, hash from audit order by seq"


@dataclass(frozen=True)
class Stamp:
    """When: the wall clock (UTC, ISO 8601), which start of the machine, and milliseconds that only run forward."""

    at: str
    boot: str
    mono_ms: int


@dataclass(frozen=True)
class Head:
    """The last row of the chain: its number (0 when empty) and its hash."""

    seq: int
    hash: bytes


@dataclass(frozen=True)
class AuditReport:
    """What the verifier found: `reason` is None, or the first fault, at the row `seq`.

    Reasons: gap (a row is missing), hash (a row was changed), keys (a row that may not be logged), anchor (the
    chain does not go through the head that was kept elsewhere).
    """

    rows: int
    head: Head
    reason: str | None = None
    seq: int | None = None

    @property
    def ok(self) -> bool:
        return self.reason is None


def append(connection: apsw.Connection, entries: Iterable[Entry], stamp: Stamp) -> Head:
    """Write the entries at the end of the chain, in the transaction that is open on `connection`; the new head."""
    last = head(connection)
    for one in entries:
        seq, keys = last.seq + 1, canonical(one.keys).decode("utf-8")
        digest = _digest(last.hash, seq, stamp, one.event, keys)
        row = (seq, stamp.at, stamp.boot, stamp.mono_ms, one.event, keys, digest)
        connection.execute("insert into audit values (?, ?, ?, ?, ?, ?, ?)", row)
        last = Head(seq, digest)
    return last


def head(connection: apsw.Connection) -> Head:
    """The end of the chain; (0, GENESIS) when nothing has been logged."""
    row = connection.execute("select seq, hash from audit order by seq desc limit 1").fetchone()
    return Head(*row) if row else Head(0, GENESIS)


def verify(connection: apsw.Connection, anchor: Head | None = None) -> AuditReport:
    """Walk the whole chain. `anchor` is a head of earlier that was kept elsewhere, the only proof against a cut end."""
    last, rows = Head(0, GENESIS), 0
    anchored = anchor is None or anchor == last
    for seq, at, boot, mono_ms, event, keys, digest in connection.execute(_ROWS):
        reason = _fault(last, seq, Stamp(at, boot, mono_ms), event, keys, digest)
        if reason is None and anchor is not None and seq == anchor.seq and digest != anchor.hash:
            reason = "anchor"
        if reason is not None:
            return AuditReport(rows, last, reason, seq)
        last, rows = Head(seq, digest), rows + 1
        anchored = anchored or last == anchor
    return AuditReport(rows, last) if anchored else AuditReport(rows, last, "anchor", last.seq)


def _fault(last: Head, seq: int, stamp: Stamp, event: str, keys: str, digest: bytes) -> str | None:
    if seq != last.seq + 1:
        return "gap"
    if digest != _digest(last.hash, seq, stamp, event, keys):
        return "hash"
    try:
        values: Any = json.loads(keys)
        entry(event, **values)
    except (AuditFault, ValueError, TypeError):
        return "keys"
    return None


def _digest(before: bytes, seq: int, stamp: Stamp, event: str, keys: str) -> bytes:
    body = canonical([seq, stamp.at, stamp.boot, stamp.mono_ms, event, keys])
    return hashlib.sha256(before + body).digest()
