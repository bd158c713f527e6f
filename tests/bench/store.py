"""What the store costs: the transaction of a submission, everything sealed, beside the same rows in plain SQLite; and a
start with 100,000 old rows beside a start with none.

The peer is apsw in WAL with a flush at every commit, the same tables and row sizes, and nothing of ours. What it does
not do either: hand the work to the store's thread, chain the log, seal. The log is cut after the answer, out of the
time of both. A rate depends on how long the disk takes to flush: the second row has a disk that takes 5 ms, as flash
in small machines does.
"""

import json
import random
import secrets
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import apsw
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.audit import append, entry
from kiosk.clock import SystemClock
from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.envelope import seal
from kiosk.ids import uuid7
from kiosk.proving.disk import Disk
from kiosk.store import PaymentRequest, Store, Submission, database
from kiosk.store.scope import Scope
from kiosk.store.vault import Vault

ROUNDS = 5
COMMITS = 40
"""of each in a round, in turns"""
FLUSH = 0.005
"""s: how long a disk of a small machine takes (4 to 20 ms are said of eMMC)"""
OLD_DOSSIERS = 10_000
"""each with a request, three messages that were sent and five lines of the log: 100,000 rows"""
STARTS = 5

_CLOCK = SystemClock()
_CHANCE = random.SystemRandom()
_HUB = X25519PrivateKey.generate().public_key()
_MACHINE = Ed25519PrivateKey.generate()
_ANSWERS = {"schema": "dossier/1", "answers": [{"item": str(n), "value": "Nguyễn Thị Mẫu" * 4} for n in range(40)]}
_STATE = {"answers": {str(n): "Nguyễn Thị Mẫu" for n in range(40)}}
_TABLES = ("dossier", "outbox", "request", "audit")


def main() -> None:
    print(f"| the store, median of {ROUNDS} interleaved rounds | kiosk | plain | ratio |")
    print("| --- | --- | --- | --- |")
    for name, flush in (("this disk", 0.0), (f"a disk that flushes in {FLUSH * 1000:g} ms", FLUSH)):
        rounds = [_round(flush) for _ in range(ROUNDS)]
        ours, plain = median(o for o, _ in rounds), median(p for _, p in rounds)
        ratio = median(o / p for o, p in rounds)
        print(f"| submissions on disk a second, sealed, {name} | {ours:.0f} | {plain:.0f} | {ratio:.2f} |")
    rounds = [_envelope_round() for _ in range(ROUNDS)]
    ours, plain = median(o for o, _ in rounds), median(p for _, p in rounds)
    ratio = median(o / p for o, p in rounds)
    print(f"| commits a second, the envelope alone, this disk | {ours:.0f} | {plain:.0f} | {ratio:.2f} |")
    old, new, rows = _starts()
    print()
    print(
        f"A store with {rows} old rows is open after {old:.0f} ms, one with none after {new:.0f} ms"
        f" (median of {STARTS})."
    )


def _round(flush: float) -> tuple[float, float]:
    """Commits a second of the store, and of its peer, one after the other in turns."""

    def meets(step: str, path: str) -> None:
        if step == "sync":
            time.sleep(flush)

    disk = Disk(meets) if flush else None
    vfs = disk.name if disk else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            Store.open(folder / "ours.sqlite", secrets.token_bytes(32), _CLOCK, vfs=vfs) as store,
            closing(database.connect(folder / "plain.sqlite", vfs)) as plain,
        ):
            plain.pragma("secure_delete", False)
            plain.execute("insert into store (one, id, fingerprint) values (1, x'', x'')")
            took = [_one(store, plain) for _ in range(COMMITS)]
    return COMMITS / sum(ours for ours, _ in took), COMMITS / sum(peer for _, peer in took)


def _envelope_round() -> tuple[float, float]:
    """Commits a second of one transaction (dossier, message, log line, a citizen's record) on one connection, its
    record in the vault's envelope (a data key made and wrapped, the record sealed, the look-up code hashed) and in
    clear, in turns. All else is the same."""
    vault = Vault(secrets.token_bytes(32), "may-2")
    plain_text = json.dumps(_STATE, ensure_ascii=False).encode()
    took = {True: 0.0, False: 0.0}
    with tempfile.TemporaryDirectory() as name, closing(database.connect(Path(name) / "store.sqlite")) as connection:
        for turn in range(2 * COMMITS):
            sealed, id_ = turn % 2 == 0, str(turn)
            begun = time.perf_counter()
            connection.execute("begin immediate")
            if sealed:
                key = vault.fresh()
                record = (key.seal(id_, _STATE), vault.wrap(id_, key).wrapped, vault.index("lookup", id_))
            else:
                record = (plain_text, b"", id_.encode())
            connection.execute("insert into session values (?, ?, '', '', 0)", (id_, record[0]))
            connection.execute("insert into data_key values (?, ?, 2)", (id_, record[1]))
            stub = (id_, "A", turn, "", "sealed", None, record[2], "", "", 0)
            connection.execute("insert into dossier values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", stub)
            connection.execute(
                "insert into outbox (id, dossier, seq, kind, state, body, body_hash, due_at, due_boot, due_mono_ms, at,"
                " boot, mono_ms) values (?, ?, 1, 'dossier', 'queued', ?, x'', '', '', 0, '', '', 0)",
                (id_, id_, plain_text),
            )
            connection.execute("insert into audit values (?, '', '', 0, 'dossier.sealed', '{}', x'')", (turn + 1,))
            connection.execute("commit")
            took[sealed] += time.perf_counter() - begun
    return COMMITS / took[True], COMMITS / took[False]


def _one(store: Store, plain: apsw.Connection) -> tuple[float, float]:
    """Seconds of one submission, and of its rows in the peer."""
    store.save_session("s", _STATE)
    [size] = _rows(store, "select length(body) from session")[0]
    plain.execute("insert or replace into session values ('s', ?, '', '', 0)", (secrets.token_bytes(size),))
    before = store.audit_head().seq
    submission = _submission()
    begun = time.perf_counter()
    store.submit(submission)
    ours = time.perf_counter() - begun
    # Behind the cut of the log, so that it is in neither time.
    last = {table: _rows(store, _QUERIES[table].format(before=before, dossier=submission.dossier)) for table in _TABLES}
    begun = time.perf_counter()
    plain.execute("begin immediate")
    plain.execute("delete from session where id = 's'")
    plain.execute("update store set last_number = last_number + 1")
    for table, rows in last.items():
        for row in rows:
            plain.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)
    plain.execute("commit")
    return ours, time.perf_counter() - begun


_QUERIES = {
    "dossier": "select * from dossier where id = '{dossier}'",
    "outbox": "select * from outbox where dossier = '{dossier}'",
    "request": "select * from request where dossier = '{dossier}'",
    "audit": "select * from audit where seq > {before}",
}


def _rows(store: Store, query: str) -> list[tuple[Any, ...]]:
    return store._read(lambda scope: scope.connection.execute(query).fetchall())


def _submission() -> Submission:
    dossier = uuid7(_CLOCK, _CHANCE)
    return Submission(
        dossier,
        f"HK1.{secrets.token_hex(10)}",
        lambda _: _sealed(dossier),
        PaymentRequest(uuid7(_CLOCK, _CHANCE), secrets.token_hex(6), 100_000, "mau-pa08", "draft", date(2026, 12, 23)),
        "s",
    )


def _sealed(dossier: str) -> bytes:
    message = seal(
        canonical(_ANSWERS),
        machine="may-2",
        dossier=dossier,
        seq=1,
        kind="dossier",
        hub_public=_HUB,
        machine_key=_MACHINE,
    )
    return json.dumps(message, separators=(",", ":")).encode()


def _starts() -> tuple[float, float, int]:
    """ms until a store with old rows, and an empty one, are open; and how many rows the old one has."""
    with tempfile.TemporaryDirectory() as name:
        old, new, key = Path(name) / "old.sqlite", Path(name) / "new.sqlite", secrets.token_bytes(32)
        with Store.open(old, key, _CLOCK) as store:
            store._write(_age)
            rows = sum(_rows(store, f"select count(*) from {table}")[0][0] for table in _TABLES)
        Store.open(new, key, _CLOCK).close()
        took: dict[Path, list[float]] = {old: [], new: []}
        for _ in range(STARTS):
            for path, times in took.items():
                begun = time.perf_counter()
                store = Store.open(path, key, _CLOCK)
                times.append((time.perf_counter() - begun) * 1000)
                store.close()
    return median(took[old]), median(took[new]), rows


def _age(scope: Scope) -> None:
    """Years of a machine: dossiers that the hub has, with all that is left of them here."""
    run = scope.connection.execute
    for number in range(1, OLD_DOSSIERS + 1):
        dossier, when = scope.new_id(), scope.when()
        stub = (dossier, "A", number % 9999 or 9999, when[0][:10], "at_hub", None, secrets.token_bytes(32), *when)
        run("insert into dossier values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", stub)
        money = (scope.new_id(), dossier, secrets.token_hex(6), 100_000, "mau-pa08-fees", "draft", 0, when[0][:10])
        run("insert into request values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*money, *when))
        for seq in (1, 2, 3):
            sent = (
                scope.new_id(),
                dossier,
                seq,
                "message",
                "sent",
                secrets.token_bytes(32),
                '{"ok": true}',
                *when,
                *when,
            )
            run(
                "insert into outbox (id, dossier, seq, kind, state, body_hash, response, due_at, due_boot, due_mono_ms,"
                " at, boot, mono_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                sent,
            )
        sealed = entry("dossier.sealed", dossier=dossier, id=dossier, number=f"A {number % 9999 or 9999:04d}")
        events = [entry("courier.sent", dossier=dossier, id=dossier, seq=seq) for seq in (1, 2, 3, 4)]
        append(scope.connection, [sealed, *events], scope.stamp())


if __name__ == "__main__":
    main()
