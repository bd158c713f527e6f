"""One transaction of the hub: rows in and out, the news for machines and the log line that go with a fact."""

import json
import secrets
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import apsw

from kiosk.audit import chain
from kiosk.audit.events import entry
from kiosk.clock import Clock, utc_text
from kiosk.hub.database import Database
from kiosk.hub.records import Records
from kiosk.hub.signal import Signal

T = TypeVar("T")
Row = dict[str, Any]


class Tx:
    """What a piece of work is given. `now` is one instant for the whole piece."""

    def __init__(self, connection: apsw.Connection, clock: Clock, records: Records, boot: str) -> None:
        self._connection = connection
        self.now = clock.now()
        self.at = utc_text(self.now)
        self.records = records
        self.touched: set[str] = set()
        self._stamp = chain.Stamp(self.at, boot, int(clock.monotonic() * 1000))

    def run(self, sql: str, *values: Any) -> None:
        self._connection.execute(sql, values)

    def all(self, sql: str, *values: Any) -> list[Row]:
        return list(self._rows(sql, values))

    def one(self, sql: str, *values: Any) -> Row | None:
        return next(self._rows(sql, values), None)

    def inserted(self, sql: str, *values: Any) -> bool:
        """Run an `insert or ignore`; whether a row came of it."""
        before = self._connection.total_changes()
        self._connection.execute(sql, values)
        return self._connection.total_changes() > before

    def last_id(self) -> int:
        return self._connection.last_insert_rowid()

    def changed(self, machine: str, kind: str, dossier: str | None, data: dict[str, Any]) -> None:
        """News for one machine, seen by its `GET /changes` after the commit."""
        self.run(
            "insert into changes (machine, kind, dossier, at, data) values (?, ?, ?, ?, ?)",
            machine,
            kind,
            dossier,
            self.at,
            json.dumps(data, ensure_ascii=False),
        )
        self.touched.add(machine)

    def log(self, event: str, **keys: Any) -> None:
        """One line of the event log, in this transaction; keys that are None are left out. Raises AuditFault."""
        given = {key: value for key, value in keys.items() if value is not None}
        chain.append(self._connection, [entry(event, **given)], self._stamp)

    def log_report(self) -> chain.AuditReport:
        """Whether the event log is whole."""
        return chain.verify(self._connection)

    def _rows(self, sql: str, values: tuple[Any, ...]) -> Iterator[Row]:
        cursor = self._connection.execute(sql, values)
        for row in cursor:
            yield {column[0]: value for column, value in zip(cursor.get_description(), row, strict=True)}


class Store:
    """The database with clock, records and signal: where `Tx` come from."""

    def __init__(self, database: Database, clock: Clock, records: Records, signal: Signal) -> None:
        self.database = database
        self.clock = clock
        self.records = records
        self.signal = signal
        self._boot = secrets.token_hex(2)

    def write(self, work: Callable[[Tx], T]) -> T:
        """Do `work` in one transaction; once it is on disk, tell the machines that wait for news."""
        touched: set[str] = set()

        def with_tx(connection: apsw.Connection) -> T:
            tx = Tx(connection, self.clock, self.records, self._boot)
            result = work(tx)
            touched.update(tx.touched)
            return result

        result = self.database.write(with_tx)
        self.signal.fire(touched)
        return result

    def read(self, work: Callable[[Tx], T]) -> T:
        return self.database.read(lambda connection: work(Tx(connection, self.clock, self.records, self._boot)))
