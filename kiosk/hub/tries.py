"""Wrong PINs, counted in the hub's store."""

from datetime import datetime

from kiosk.clock import from_text, utc_text
from kiosk.hub.transaction import Store


class StoredTries:
    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, officer: str) -> tuple[int, datetime | None]:
        row = self._store.read(lambda tx: tx.one("select * from tries where officer = ?", officer))
        if row is None:
            return 0, None
        return row["failed"], from_text(row["locked_until"]) if row["locked_until"] else None

    def put(self, officer: str, failed: int, locked_until: datetime | None) -> None:
        until = utc_text(locked_until) if locked_until else None
        self._store.write(
            lambda tx: tx.run(
                "insert into tries values (?, ?, ?) on conflict (officer)"
                " do update set failed = excluded.failed, locked_until = excluded.locked_until",
                officer,
                failed,
                until,
            )
        )
