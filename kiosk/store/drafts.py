"""Answers kept on request until the office closes; they open with the printed slip and the same card together.

The row is found by a keyed hash of look-up code and card number together, and its key is wrapped under both: the
device key alone opens nothing here, and neither does a copied slip or a copied card.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from kiosk.audit import Entry, entry
from kiosk.clock import from_text, utc_text
from kiosk.store.scope import Scope
from kiosk.store.vault import Sealed

_CLOCK_SLACK = timedelta(minutes=5)


def keep(
    scope: Scope, lookup: str, card_number: str, state: dict[str, Any], until: datetime, audit: Sequence[Entry]
) -> None:
    record = scope.new_id()
    sealed = scope.vault.seal(f"draft/{record}", state, lookup, card_number)
    row = (_slot(scope, lookup, card_number), record, sealed.wrapped, sealed.body, utc_text(until), *scope.when())
    scope.connection.execute("insert or replace into draft values (?, ?, ?, ?, ?, ?, ?, ?)", row)
    scope.log(audit)


def open_(scope: Scope, lookup: str, card_number: str) -> dict[str, Any] | None:
    query = "select id, wrapped, body, until from draft where slot = ?"
    row = scope.connection.execute(query, (_slot(scope, lookup, card_number),)).fetchone()
    if row is None or from_text(row[3]) <= scope.clock.now():
        return None
    return scope.vault.open(f"draft/{row[0]}", Sealed(row[1], row[2]), lookup, card_number)


def erase(scope: Scope, lookup: str, card_number: str, audit: Sequence[Entry]) -> bool:
    scope.connection.execute("delete from draft where slot = ?", (_slot(scope, lookup, card_number),))
    erased = scope.connection.changes()
    scope.log(audit)
    return erased > 0


def erase_past(scope: Scope, now: datetime) -> int:
    """Also drops what was kept in the future: the clock was put back, and `until` says nothing any more."""
    query = "delete from draft where until <= ? or at > ?"
    scope.connection.execute(query, (utc_text(now), utc_text(now + _CLOCK_SLACK)))
    if erased := scope.connection.changes():
        scope.log([entry("draft.erased", erased=erased)])
    return erased


def _slot(scope: Scope, lookup: str, card_number: str) -> bytes:
    return scope.vault.index("draft", lookup, card_number)
