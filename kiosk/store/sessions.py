"""The answers of the citizen who stands at the machine; nothing of them outlives the session."""

from collections.abc import Sequence
from typing import Any

from kiosk.audit import Entry
from kiosk.store.scope import Scope
from kiosk.store.vault import Sealed


def save(scope: Scope, session: str, state: dict[str, Any], audit: Sequence[Entry]) -> None:
    sealed = scope.vault.seal(f"session/{session}", state)
    row = (session, sealed.wrapped, sealed.body, *scope.when())
    scope.connection.execute("insert or replace into session values (?, ?, ?, ?, ?, ?)", row)
    scope.log(audit)


def load(scope: Scope, session: str) -> dict[str, Any] | None:
    row = scope.connection.execute("select wrapped, body from session where id = ?", (session,)).fetchone()
    return scope.vault.open(f"session/{session}", Sealed(*row)) if row else None


def erase(scope: Scope, session: str, audit: Sequence[Entry] = ()) -> bool:
    scope.connection.execute("delete from session where id = ?", (session,))
    scope.log(audit)
    return scope.connection.changes() > 0


def erase_all(scope: Scope, audit: Sequence[Entry]) -> int:
    scope.connection.execute("delete from session")
    erased = scope.connection.changes()
    scope.log(audit)
    return erased
