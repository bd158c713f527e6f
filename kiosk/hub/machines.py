"""How the machines of the office are: what staff must act on, until an officer has told the technician."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kiosk.clock import from_text
from kiosk.hub.transaction import Tx

OLD_COPY = timedelta(days=2)
"""A machine makes a copy of its store a day; one that is older says that it no longer does."""

LONG_UNSENT = timedelta(hours=1)
"""A machine whose line is up has sent everything long before; parked messages are told of by themselves."""
CLOCK_WARNS_S = 120
"""At 300 s nothing of the machine's is taken any more."""

_CLOCK = "clock/"
_BACKUP = {"missing": "backup.missing", "full": "backup.full"}


@dataclass(frozen=True)
class Trouble:
    """`kind` is a key of the catalogue (without "hub.machine."), with its places; `key` names the very occurrence."""

    kind: str
    key: str
    places: dict[str, Any] = field(default_factory=dict)


def beat(tx: Tx, machine: str, data: str) -> None:
    """Keep a machine's heartbeat (JSON). Told troubles that are over may be told of anew when they come again."""
    tx.run(
        "insert into heartbeats values (?, ?, ?) on conflict (machine)"
        " do update set at = excluded.at, data = excluded.data",
        machine,
        tx.at,
        data,
    )
    tx.run("delete from meta where key = ?", _CLOCK + machine)
    current = {trouble.key for trouble in _troubles(tx, machine)}
    for row in tx.all("select trouble from told where machine = ?", machine):
        if row["trouble"] not in current:
            tx.run("delete from told where machine = ? and trouble = ?", machine, row["trouble"])


def clock_is_off(tx: Tx, machine: str, seconds: int) -> None:
    """A machine's clock is too far off for its requests to be taken; its next heartbeat says that it no longer is."""
    tx.run("insert or replace into meta values (?, ?)", _CLOCK + machine, str(seconds))


def troubles(tx: Tx, machine: str) -> list[Trouble]:
    """What the machine's last heartbeat says that nobody has told the technician of."""
    told = {row["trouble"] for row in tx.all("select trouble from told where machine = ?", machine)}
    return [trouble for trouble in _troubles(tx, machine) if trouble.key not in told]


def report(tx: Tx, machine: str, officer: str) -> bool:
    """An officer has told the technician of all that is said of a machine; False when there is nothing."""
    found = troubles(tx, machine)
    for trouble in found:
        tx.run("insert into told values (?, ?, ?, ?)", machine, trouble.key, officer, tx.at)
    if found:
        tx.log("machine.reported", machine=machine, officer=officer)
    return bool(found)


def _troubles(tx: Tx, machine: str) -> list[Trouble]:
    clock = tx.one("select value from meta where key = ?", _CLOCK + machine)
    off = [Trouble("clock.off", "clock.off", {"minutes": abs(int(clock["value"])) // 60})] if clock else []
    row = tx.one("select data from heartbeats where machine = ?", machine)
    return [*off, *(_found(json.loads(row["data"]), tx.now) if row else ())]


def _found(beat: dict[str, Any], now: datetime) -> Iterator[Trouble]:
    if store := beat.get("store"):
        yield from _of_store(store, now)
    outbox = beat.get("outbox") or {"oldest": None, "parked": {}, "clock_s": 0}
    if parked := beat["parked"]:
        reasons = ", ".join(sorted(outbox["parked"]))
        kind = "parked.reasons" if reasons else "parked"
        yield Trouble(kind, f"parked {parked} {reasons}", {"count": parked, "reasons": reasons})
    if (oldest := outbox["oldest"]) and now - from_text(oldest) > LONG_UNSENT:
        yield Trouble("unsent", f"unsent {oldest}", {"count": beat["unsent"], "time": oldest})
    if abs(outbox["clock_s"]) >= CLOCK_WARNS_S:
        yield Trouble("clock.soon", "clock.soon", {"seconds": abs(outbox["clock_s"])})


def _of_store(store: dict[str, Any], now: datetime) -> Iterator[Trouble]:
    if since := store["quarantined"]:
        yield Trouble("quarantined", f"quarantined {since}", {"time": since})
        if store["lost"]:
            yield Trouble("lost", f"lost {since}", {"numbers": ", ".join(store["lost"])})
    if store["log_broken"]:
        yield Trouble("log", "log")
    if not store["enough"]:
        yield Trouble("full", "full", {"free": store["free_mb"]})
    backup, at = store["backup"], store["backup_at"]
    if backup not in ("none", "ok"):
        yield Trouble(_BACKUP.get(backup, "backup.other"), f"backup {backup}")
    elif backup == "ok" and at and now - from_text(at) > OLD_COPY:
        yield Trouble("backup.old", f"backup {at}", {"time": at})
