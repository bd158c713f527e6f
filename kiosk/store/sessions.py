"""The answers of the citizen who stands at the machine; nothing of them outlives the session."""

from collections.abc import Sequence
from typing import Any

from kiosk.audit import Entry
from kiosk.store import keyring
from kiosk.store.scope import Scope


def owner(session: str) -> str:
    """Whose data key all records of the walk are sealed with."""
    return f"session/{session}"


def save(scope: Scope, session: str, state: dict[str, Any], audit: Sequence[Entry]) -> None:
    key = keyring.of(scope, owner(session)) or keyring.make(scope, owner(session))
    row = (session, key.seal(owner(session), state), *scope.when())
    scope.connection.execute("insert or replace into session values (?, ?, ?, ?, ?)", row)
    scope.log(audit)


def load(scope: Scope, session: str) -> dict[str, Any] | None:
    body = scope.connection.execute("select body from session where id = ?", (session,)).get
    key = keyring.of(scope, owner(session))
    return key.open(owner(session), body) if key and body is not None else None


def every(scope: Scope) -> list[str]:
    return [row[0] for row in scope.connection.execute("select id from session order by at desc, id desc")]


def erase(scope: Scope, session: str, audit: Sequence[Entry] = ()) -> bool:
    keyring.erase(scope, owner(session))
    scope.connection.execute("delete from session where id = ?", (session,))
    erased = scope.connection.changes() > 0
    scope.log(audit)
    return erased


def erase_all(scope: Scope, audit: Sequence[Entry]) -> int:
    scope.connection.execute("delete from data_key where owner glob 'session/*'")
    scope.connection.execute("delete from session")
    erased = scope.connection.changes()
    scope.log(audit)
    return erased
