"""The keys that a store keeps, each wrapped by the device key: one an owner, and one for its keyed hashes.

The fingerprint says which device key that is. Rotating the device key wraps these few keys anew; no record is touched.
"""

import secrets
from datetime import datetime
from typing import Any

from kiosk.audit import entry
from kiosk.clock import utc_text
from kiosk.store import settings
from kiosk.store.faults import StoreFault
from kiosk.store.scope import Scope
from kiosk.store.vault import DataKey, Vault, WrappedKey

_INDEX = "store/index"
_SLIPS_OF_FIRST = "drafts"
_KEYS = "select owner, wrapped, version from data_key"


def of(scope: Scope, owner: str, *secret: str) -> DataKey | None:
    """The owner's key; None when there is none, or it does not open with this."""
    row = scope.connection.execute("select wrapped, version from data_key where owner = ?", (owner,)).fetchone()
    return scope.vault.unwrap(owner, WrappedKey(*row), *secret) if row else None


def make(scope: Scope, owner: str, *secret: str) -> DataKey:
    """A new key for the owner, in place of one that was there."""
    key = scope.vault.fresh()
    kept = scope.vault.wrap(owner, key, *secret)
    row = (owner, kept.wrapped, kept.version)
    scope.connection.execute("insert or replace into data_key values (?, ?, ?)", row)
    return key


def erase(scope: Scope, owner: str) -> None:
    """What was sealed for the owner opens no more."""
    scope.connection.execute("delete from data_key where owner = ?", (owner,))


def is_new(scope: Scope) -> bool:
    """Whether the store belongs to no device key yet."""
    return scope.connection.execute("select 1 from store").get is None


def begin(scope: Scope) -> None:
    """Make a new store this device key's."""
    query = "insert into store (one, id, fingerprint) values (1, ?, x'')"
    scope.connection.execute(query, (secrets.token_bytes(16),))
    _mark(scope, scope.vault)


def claim(scope: Scope) -> Vault:
    """The vault with the store's own key for hashes; a store of the first version is completed.

    Raises StoreFault("key") for a store of another device key, which stays untouched.
    """
    id_, fingerprint, index = _rows(scope, "select id, fingerprint, index_key from store")[0]
    if scope.vault.fingerprint(id_) != fingerprint:
        raise StoreFault("key")
    if index is None:
        _complete(scope)
        return scope.vault
    key = scope.vault.unwrap(_INDEX, WrappedKey(index))
    if key is None:
        raise StoreFault("key")
    return scope.vault.with_index(key.raw)


def rotate(scope: Scope, to: Vault) -> Vault:
    """Wrap every key with the device key of `to`; the vault the store opens with from then on. A key that does not
    open stays as it is: it did not open before either."""
    for owner, wrapped, version in _rows(scope, _KEYS):
        kept = scope.vault.rewrap(owner, WrappedKey(wrapped, version), to)
        if kept is not None:
            scope.connection.execute("update data_key set wrapped = ? where owner = ?", (kept.wrapped, owner))
    vault = to.with_index(scope.vault.index_key.raw)
    _mark(scope, vault)
    scope.log([entry("key.rotated")])
    return vault


def adopt(scope: Scope) -> Vault:
    """Make a store whose device key is lost this one's: what only the lost key opened is erased (unsent answers,
    drafts, the way to find a dossier by its look-up code); what is sealed to the hub, and the log, stay.

    Raises StoreFault("conflict") when the key is not lost: the store is this device key's already.
    """
    id_, fingerprint = _rows(scope, "select id, fingerprint from store")[0]
    if scope.vault.fingerprint(id_) == fingerprint:
        raise StoreFault("conflict")
    erased = 0
    for table in ("session", "draft", "draft_slip", "data_key"):
        scope.connection.execute(f"delete from {table}")  # noqa: S608 - constants
        erased += scope.connection.changes() if table in ("session", "draft") else 0
    # A hash that fits nothing: the column holds one for every dossier.
    scope.connection.execute("update dossier set lookup = randomblob(32)")
    scope.connection.execute("delete from setting where name = ?", (_SLIPS_OF_FIRST,))
    _mark(scope, scope.vault)
    scope.log([entry("store.adopted", erased=erased)])
    return scope.vault


def _mark(scope: Scope, vault: Vault) -> None:
    id_ = scope.connection.execute("select id from store").get
    kept = vault.wrap(_INDEX, vault.index_key)
    scope.connection.execute("update store set fingerprint = ?, index_key = ?", (vault.fingerprint(id_), kept.wrapped))


def _complete(scope: Scope) -> None:
    """What the second version needs of the device key and no script can do: the key for hashes is kept, which came
    from the device key; drafts have two layers; slips are found by keyed hashes."""
    for owner, wrapped, version in _rows(scope, f"{_KEYS} where owner glob 'draft/*'"):
        kept = scope.vault.enclose(owner, WrappedKey(wrapped, version))
        scope.connection.execute("update data_key set wrapped = ? where owner = ?", (kept.wrapped, owner))
    for digest, until in settings.get(scope, _SLIPS_OF_FIRST, {}).items():
        row = (scope.vault.index("slip", digest), utc_text(datetime.fromisoformat(until)))
        scope.connection.execute("insert into draft_slip values (?, ?)", row)
    scope.connection.execute("delete from setting where name = ?", (_SLIPS_OF_FIRST,))
    _mark(scope, scope.vault)


def _rows(scope: Scope, query: str) -> list[tuple[Any, ...]]:
    return scope.connection.execute(query).fetchall()
