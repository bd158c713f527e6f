"""After a damaged page: what is still sound of the store that was set aside goes into the new one.

Messages keep their ids, so that the hub answers a repeat of one that it has. A row comes over only if it has the shape
that this program writes, a message only if its body is the one that was queued; a draft that was changed does not open.
The walk of the moment, prints and the old log stay behind, with the file.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from kiosk.audit import entry
from kiosk.clock import from_text, local, utc_text
from kiosk.store import settings, shapes
from kiosk.store.faults import StoreFault
from kiosk.store.pages import Record, Value, records
from kiosk.store.scope import Scope

SETTING = "quarantined"
"""What staff is to be told of a store that was set aside: {"since", "dossiers", "messages", "lost": [slip numbers]}"""

_MOST_NUMBERS = 20
_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,40}")
_NUMBER = re.compile(r"[A-Z] [0-9]{4}")
_STAYS = {SETTING, "line"}
_Row = dict[str, Value]


@dataclass
class _Found:
    """The sound rows, by id where they have one."""

    dossiers: dict[str, _Row] = field(default_factory=dict)
    requests: dict[str, _Row] = field(default_factory=dict)
    messages: dict[str, _Row] = field(default_factory=dict)
    attachments: dict[str, _Row] = field(default_factory=dict)
    settings: dict[str, _Row] = field(default_factory=dict)
    drafts: dict[str, _Row] = field(default_factory=dict)
    slips: list[_Row] = field(default_factory=list)
    keys: dict[str, _Row] = field(default_factory=dict)
    """owner -> wrapped key"""
    sealed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """dossier -> slip number as printed and when, from the log"""
    sent: set[str] = field(default_factory=set)
    """ids of messages that the log says the hub has"""
    store: _Row | None = None
    index_key: Value = None

    @property
    def anything(self) -> bool:
        return bool(self.dossiers or self.messages or self.sealed or self.settings or self.store)


def set_aside_before(path: Path) -> list[Path]:
    """The damaged stores that lie beside the store at `path`, the newest first."""
    found = path.parent.glob(f"{path.name}.damaged-*Z")
    return sorted(found, key=lambda file: file.name, reverse=True)


def take_over(scope: Scope, path: Path) -> None:
    """Within the transaction that makes the store at `path`: bring over what is sound of the newest store beside it
    that was set aside, and put down what staff is to be told. Raises StoreFault("io") where that file cannot be read.
    """
    for file in set_aside_before(path):
        found = _read(file)
        if found.anything:
            _bring_over(scope, found)
            return
    if set_aside_before(path):
        _tell(scope, 0, 0, [])


def _read(file: Path) -> _Found:
    found = _Found()
    try:
        for record in records(file):
            _sort_in(found, record)
    except OSError as error:
        raise StoreFault("io") from error
    return found


def _sort_in(found: _Found, record: Record) -> None:
    if row := shapes.OUTBOX.row(record):
        known = found.messages.get(str(row["id"]))
        if shapes.whole(row) and (known is None or row["state"] == "sent"):
            found.messages[str(row["id"])] = row
    elif row := shapes.DOSSIER.row(record):
        found.dossiers[str(row["id"])] = row
    elif row := shapes.REQUEST.row(record):
        found.requests[str(row["id"])] = row
    elif row := shapes.ATTACHMENT.row(record):
        found.attachments[str(row["hash"])] = row
    elif row := shapes.STORE.row(record):
        found.store, found.index_key = row, record[4] if len(record) > 4 else None
    elif row := shapes.AUDIT.row(record):
        _hear(found, str(row["event"]), json.loads(str(row["keys"])), str(row["at"]))
    elif row := shapes.DRAFT.row(record):
        found.drafts[f"draft/{row['id']!s}"] = row
    elif len(record) == 3 and (row := shapes.DATA_KEY.row(record)):
        found.keys[str(row["owner"])] = row
    elif len(record) == 2 and (row := shapes.DRAFT_SLIP.row(record)):
        found.slips.append(row)
    elif len(record) == 2 and (row := shapes.SETTING.row(record)) and _NAME.fullmatch(str(row["name"])):
        found.settings[str(row["name"])] = row


def _hear(found: _Found, event: str, keys: object, at: str) -> None:
    if not isinstance(keys, dict):
        return
    if event == "dossier.sealed" and _NUMBER.fullmatch(str(keys.get("number"))):
        found.sealed[str(keys.get("dossier"))] = (str(keys.get("number")), at)
    elif event == "courier.sent":
        found.sent.add(str(keys.get("id")))
        if keys.get("seq") == 1:
            found.sent.add(str(keys.get("dossier")))


def _bring_over(scope: Scope, found: _Found) -> None:
    rows = (found.requests, found.messages, found.attachments)
    needed = {str(row["dossier"]) for table in rows for row in table.values()}
    for dossier in sorted(needed - set(found.dossiers)):
        found.dossiers[dossier] = _stub(scope, found, dossier)
    connection = scope.connection
    brought = _insert(connection, shapes.DOSSIER, found.dossiers.values())
    _insert(connection, shapes.REQUEST, found.requests.values())
    messages = _insert(connection, shapes.OUTBOX, sorted(found.messages.values(), key=_order))
    _insert(connection, shapes.ATTACHMENT, found.attachments.values())
    _insert(connection, shapes.SETTING, [row for name, row in found.settings.items() if name not in _STAYS])
    kept = found.drafts.keys() & found.keys.keys()
    _insert(connection, shapes.DATA_KEY, [found.keys[owner] for owner in kept])
    _insert(connection, shapes.DRAFT, [found.drafts[owner] for owner in kept])
    _insert(connection, shapes.DRAFT_SLIP, found.slips)
    connection.execute("update store set last_number = ?", (_last_number(found),))
    store = found.store
    if store and scope.vault.fingerprint(bytes(store["id"])) == store["fingerprint"]:  # type: ignore[arg-type]
        # Hashes were made with a key of the store's own, which outlives the device key.
        connection.execute("update store set index_key = coalesce(?, index_key)", (found.index_key,))
    _tell(scope, brought, messages, _lost(found))


def _order(row: _Row) -> tuple[str, str, int]:
    return str(row["at"]), str(row["dossier"]), int(str(row["seq"]))


def _insert(connection: apsw.Connection, shape: shapes.Shape, rows: Iterable[_Row]) -> int:
    """How many came in; of two that cannot both be, the first."""
    marks = ", ".join("?" * len(shape.checks))
    query = f"insert or ignore into {shape.table} ({shape.columns}) values ({marks})"  # noqa: S608 - constants
    before = connection.total_changes()
    for row in rows:
        connection.execute(query, tuple(row.values()))
    return connection.total_changes() - before


def _stub(scope: Scope, found: _Found, dossier: str) -> _Row:
    """The stub of a dossier whose own row is lost, as the log has it; number 0 where not even that is known. Its slip
    is not found by its code on this machine; the hub finds it."""
    number, at = found.sealed.get(dossier, ("A 0000", utc_text(scope.clock.now())))
    sealed = any(row["dossier"] == dossier and row["seq"] == 1 and row["body"] for row in found.messages.values())
    lookup = hashlib.sha256(b"lost:" + dossier.encode()).digest()
    day = local(from_text(at)).date().isoformat()
    letter, _, digits = number.partition(" ")
    state = "sealed" if sealed else "at_hub"
    values = (dossier, letter, int(digits), day, state, None, lookup, at, scope.boot, 0)
    return dict(zip(shapes.DOSSIER.checks, values, strict=True))


def _last_number(found: _Found) -> int:
    """As the store had it, or the number of the newest dossier that is known of."""
    if found.store is not None:
        return int(str(found.store["last_number"]))
    numbers = [(at, int(number.partition(" ")[2])) for number, at in found.sealed.values()]
    numbers += [(str(row["at"]), int(str(row["number"]))) for row in found.dossiers.values()]
    return max(numbers, default=("", 0))[1]


def _lost(found: _Found) -> list[str]:
    """The slip numbers of dossiers that the hub has not had, and whose first message is not sound any more."""
    carried = {str(row["dossier"]) for row in found.messages.values() if row["seq"] == 1}
    lost = {
        _number(row)
        for id_, row in found.dossiers.items()
        if row["state"] == "sealed" and id_ not in carried and id_ not in found.sent
    }
    known = set(found.dossiers) | carried | found.sent
    lost |= {number for dossier, (number, _) in found.sealed.items() if dossier not in known}
    return sorted(lost)


def _number(row: _Row) -> str:
    return f"{row['letter']!s} {int(str(row['number'])):04d}"


def _tell(scope: Scope, dossiers: int, messages: int, lost: list[str]) -> None:
    told = {
        "since": utc_text(scope.clock.now()),
        "dossiers": dossiers,
        "messages": messages,
        "lost": lost[:_MOST_NUMBERS],
    }
    settings.put(scope, SETTING, told)
    counts = {"dossiers": dossiers, "messages": messages, "lost": len(lost)}
    scope.log([entry("store.quarantined", reason="damaged", **counts)])
