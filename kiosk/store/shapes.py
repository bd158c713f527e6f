"""What a sound row of each table looks like that must outlive a damaged page: SQLite sums up no page itself.

A row that was written by this program always fits; one that does not was changed on the disk.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import apsw

from kiosk.clock import from_text
from kiosk.store.pages import Record, Value

Check = Callable[[Value], bool]


@dataclass(frozen=True)
class Shape:
    """The columns of the first version of a table with what each holds; later columns stand behind them and have
    defaults. `hidden`: the key is the rowid, and a null stands for it in the record. `unsent`: what of it is looked at
    at every start."""

    table: str
    checks: Mapping[str, Check]
    hidden: bool = False
    unsent: str = ""

    @property
    def columns(self) -> str:
        return ", ".join(self.checks)

    def row(self, record: Record) -> dict[str, Value] | None:
        """The row of a record of this table by column; None where it is none, or not a sound one."""
        if self.hidden:
            if not record or record[0] is not None:
                return None
            record = record[1:]
        if len(record) < len(self.checks):
            return None
        row = dict(zip(self.checks, record, strict=False))
        return row if self.fits(row) else None

    def fits(self, row: Mapping[str, Value]) -> bool:
        return all(check(row[column]) for column, check in self.checks.items())


def _text(value: Value) -> bool:
    return isinstance(value, str)


def _maybe_text(value: Value) -> bool:
    return value is None or isinstance(value, str)


def _count(value: Value) -> bool:
    return type(value) is int and value >= 0


def _blob(size: int) -> Check:
    return lambda value: isinstance(value, bytes) and len(value) == size


def _body(value: Value) -> bool:
    return value is None or isinstance(value, bytes)


def _one_of(*names: str) -> Check:
    return lambda value: value in names


def _matches(pattern: str) -> Check:
    form = re.compile(pattern)
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _parses(read: Callable[[str], object]) -> Check:
    def check(value: Value) -> bool:
        try:
            read(str(value))
        except ValueError:
            return False
        return isinstance(value, str)

    return check


_day, _instant, _json = _parses(date.fromisoformat), _parses(from_text), _parses(json.loads)
_WHEN: Mapping[str, Check] = {"at": _instant, "boot": _text, "mono_ms": _count}
_DUE: Mapping[str, Check] = {"due_at": _instant, "due_boot": _text, "due_mono_ms": _count}

STORE = Shape("store", {"id": _blob(16), "fingerprint": _blob(32), "last_number": _count}, hidden=True)
DOSSIER = Shape(
    "dossier",
    {
        "id": _text,
        "letter": _matches("[A-Z]"),
        "number": _count,
        "day": _day,
        "state": _text,
        "code": _maybe_text,
        "lookup": _blob(32),
        **_WHEN,
    },
)
REQUEST = Shape(
    "request",
    {
        "id": _text,
        "dossier": _text,
        "reference": _text,
        "amount": _count,
        "payee": _text,
        "state": _text,
        "received": _count,
        "pay_until": _day,
        **_WHEN,
    },
)
OUTBOX = Shape(
    "outbox",
    {
        "id": _text,
        "dossier": _text,
        "seq": _count,
        "kind": _text,
        "state": _one_of("queued", "sent", "parked"),
        "body": _body,
        "body_hash": _blob(32),
        "attempt": _count,
        "reason": _maybe_text,
        "response": _maybe_text,
        **_DUE,
        **_WHEN,
    },
    hidden=True,
    unsent="state <> 'sent'",
)
ATTACHMENT = Shape(
    "attachment",
    {
        "hash": _text,
        "dossier": _text,
        "kind": _text,
        "media": _text,
        "bytes": _count,
        "state": _one_of("queued", "sent", "parked"),
        "sent": _count,
        "attempt": _count,
        "strikes": _count,
        "reason": _maybe_text,
        **_DUE,
        **_WHEN,
    },
    hidden=True,
    unsent="state <> 'sent'",
)
DRAFT = Shape("draft", {"slot": _blob(32), "id": _text, "body": _body, "until": _instant, **_WHEN})
DRAFT_SLIP = Shape("draft_slip", {"slip": _blob(32), "until": _instant})
DATA_KEY = Shape("data_key", {"owner": _text, "wrapped": _body, "version": _count})
SETTING = Shape("setting", {"name": _text, "value": _json})
AUDIT = Shape("audit", {**_WHEN, "event": _text, "keys": _json, "hash": _blob(32)}, hidden=True, unsent="false")

LOOKED_AT = (STORE, DOSSIER, REQUEST, OUTBOX, ATTACHMENT, SETTING, AUDIT)


def whole(row: Mapping[str, Value]) -> bool:
    """Whether a message or its absence is what was queued: the body fits its hash, and only a sent one has none."""
    body = row["body"]
    if not isinstance(body, bytes):
        return body is None and row["state"] == "sent"
    return row["state"] != "sent" and hashlib.sha256(body).digest() == row["body_hash"]


def damaged_rows(connection: apsw.Connection, *, all_rows: bool) -> Iterator[str]:
    """The tables with a row out of its shape, once each; of what was sent only with `all_rows`."""
    for shape in LOOKED_AT:
        if not connection.table_exists(None, shape.table):
            continue
        only = f" where {shape.unsent}" if shape.unsent and not all_rows else ""
        query = f"select {shape.columns} from {shape.table}{only}"  # noqa: S608 - constants
        try:
            sound = all(_sound(shape, row) for row in connection.execute(query))
        except UnicodeDecodeError:
            sound = False
        if not sound:
            yield shape.table


def _sound(shape: Shape, values: Sequence[Value]) -> bool:
    row = dict(zip(shape.checks, values, strict=True))
    # A parked message has been looked at: staff know of it.
    return shape.fits(row) and (shape is not OUTBOX or row["state"] == "parked" or whole(row))
