"""Small facts that must outlive a restart: cursor, office data, clock offset, whether the line is up."""

import json
from typing import Any

from kiosk.audit import entry
from kiosk.clock import from_text, utc_text
from kiosk.store.records import LineState
from kiosk.store.scope import Scope

_LINE = "line"


def get(scope: Scope, name: str, default: Any) -> Any:
    value = scope.connection.execute("select value from setting where name = ?", (name,)).get
    return default if value is None else json.loads(value)


def put(scope: Scope, name: str, value: Any) -> None:
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    scope.connection.execute("insert or replace into setting values (?, ?)", (name, written))


def line(scope: Scope) -> LineState:
    kept = get(scope, _LINE, None)
    return LineState(kept["up"], from_text(kept["since"]), kept["reason"]) if kept else LineState()


def set_line(scope: Scope, up: bool, reason: str | None) -> bool:
    if line(scope).up == up:
        return False
    put(scope, _LINE, {"up": up, "since": utc_text(scope.clock.now()), "reason": reason})
    scope.log([entry("line.up") if up else entry("line.down", reason=reason or "unknown")])
    return True
