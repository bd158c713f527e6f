"""Small facts that must outlive a restart: cursor, office data, clock offset."""

import json
from typing import Any

from kiosk.store.scope import Scope


def get(scope: Scope, name: str, default: Any) -> Any:
    value = scope.connection.execute("select value from setting where name = ?", (name,)).get
    return default if value is None else json.loads(value)


def put(scope: Scope, name: str, value: Any) -> None:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    scope.connection.execute("insert or replace into setting values (?, ?)", (name, written))


def drop(scope: Scope, name: str) -> None:
    scope.connection.execute("delete from setting where name = ?", (name,))
