"""Answers kept on request until the office closes; they open with the printed slip and the same card together.

The row is found by a keyed hash of look-up code and card number together, and its key is wrapped under both: the
device key alone opens nothing here, and neither does a copied slip or a copied card. A keyed hash of the look-up code
alone says whether a slip is worth asking for the card.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from kiosk.audit import Entry, entry
from kiosk.clock import from_text, utc_text
from kiosk.store import keyring
from kiosk.store.scope import Scope

_CLOCK_SLACK = timedelta(minutes=5)


def keep(
    scope: Scope, lookup: str, card_number: str, state: dict[str, Any], until: datetime, audit: Sequence[Entry]
) -> None:
    _drop(scope, lookup, card_number)
    record = scope.new_id()
    key = keyring.make(scope, _owner(record), lookup, card_number)
    row = (_slot(scope, lookup, card_number), record, key.seal(_owner(record), state), utc_text(until), *scope.when())
    scope.connection.execute("insert into draft values (?, ?, ?, ?, ?, ?, ?)", row)
    scope.connection.execute("insert or replace into draft_slip values (?, ?)", (_slip(scope, lookup), utc_text(until)))
    scope.log(audit)


def has(scope: Scope, lookup: str) -> bool:
    query = "select 1 from draft_slip where slip = ? and until > ?"
    return scope.connection.execute(query, (_slip(scope, lookup), utc_text(scope.clock.now()))).get is not None


def open_(scope: Scope, lookup: str, card_number: str) -> dict[str, Any] | None:
    query = "select id, body, until from draft where slot = ?"
    row = scope.connection.execute(query, (_slot(scope, lookup, card_number),)).fetchone()
    if row is None or from_text(row[2]) <= scope.clock.now():
        return None
    key = keyring.of(scope, _owner(row[0]), lookup, card_number)
    return key.open(_owner(row[0]), row[1]) if key else None


def erase(scope: Scope, lookup: str, card_number: str, audit: Sequence[Entry]) -> bool:
    erased = _drop(scope, lookup, card_number)
    scope.log(audit)
    return erased


def erase_past(scope: Scope, now: datetime) -> int:
    """Also drops what was kept in the future: the clock was put back, and `until` says nothing any more."""
    query = "delete from draft where until <= ? or at > ? returning id"
    past = (utc_text(now), utc_text(now + _CLOCK_SLACK))
    records = [str(record) for (record,) in scope.connection.execute(query, past).fetchall()]
    for record in records:
        keyring.erase(scope, _owner(record))
    query = "delete from draft_slip where until <= ? or not exists (select 1 from draft)"
    scope.connection.execute(query, (utc_text(now),))
    if records:
        scope.log([entry("draft.erased", erased=len(records))])
    return len(records)


def _drop(scope: Scope, lookup: str, card_number: str) -> bool:
    query = "delete from draft where slot = ? returning id"
    record = scope.connection.execute(query, (_slot(scope, lookup, card_number),)).get
    if record is None:
        return False
    keyring.erase(scope, _owner(record))
    scope.connection.execute("delete from draft_slip where slip = ?", (_slip(scope, lookup),))
    return True


def _owner(record: str) -> str:
    return f"draft/{record}"


def _slot(scope: Scope, lookup: str, card_number: str) -> bytes:
    return scope.vault.index("draft", lookup, card_number)


def _slip(scope: Scope, lookup: str) -> bytes:
    # The plain digest inside is what the first version kept; its slips are still out.
    return scope.vault.index("slip", sha256(lookup.encode()).hexdigest())
