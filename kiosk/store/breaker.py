"""The breaker of each destination, kept as a row so that a restart neither forgets an outage nor storms into it."""

from datetime import timedelta

from kiosk.audit import entry
from kiosk.clock import from_text, utc_text
from kiosk.store.records import BreakerRow, BreakerState
from kiosk.store.scope import Scope

HUB = "hub"


def read(scope: Scope, destination: str) -> BreakerRow:
    query = "select state, probes, reason, since, due_at, due_boot, due_mono_ms from breaker where destination = ?"
    row = scope.connection.execute(query, (destination,)).fetchone()
    if row is None:
        return BreakerRow(destination)
    state, probes, reason, since, due_at, due_boot, due_mono_ms = row
    # A probe that was under way when the machine stopped is made again at once.
    waits = state == BreakerState.OPEN and due_at is not None
    wait = scope.left(due_at, due_boot, due_mono_ms, scope.clock.now()) if waits else timedelta(0)
    return BreakerRow(destination, BreakerState(state), probes, reason, from_text(since) if since else None, wait)


def open_(scope: Scope, destination: str, reason: str, pause: timedelta) -> bool:
    before = read(scope, destination)
    first = before.state is BreakerState.CLOSED
    probes = 0 if first else before.probes + 1
    query = (
        "update breaker set state = 'open', probes = ?, due_at = ?, due_boot = ?, due_mono_ms = ? where destination = ?"
    )
    _add(scope, destination)
    scope.connection.execute(query, (probes, *scope.later(pause), destination))
    if first:
        _turn(scope, destination, reason)
        scope.log([entry("line.down", reason=reason)])
    return first


def probe(scope: Scope, destination: str) -> None:
    query = "update breaker set state = 'half-open' where destination = ? and state = 'open'"
    scope.connection.execute(query, (destination,))


def close(scope: Scope, destination: str) -> bool:
    if read(scope, destination).state is BreakerState.CLOSED:
        return False
    query = "update breaker set state = 'closed', probes = 0, due_at = null where destination = ?"
    scope.connection.execute(query, (destination,))
    _turn(scope, destination, None)
    scope.log([entry("line.up")])
    return True


def passed(scope: Scope, destination: str) -> None:
    """One more message got through."""
    _add(scope, destination)
    scope.connection.execute("update breaker set passed = passed + 1 where destination = ?", (destination,))


def count_passed(scope: Scope, destination: str) -> int:
    return int(scope.connection.execute("select passed from breaker where destination = ?", (destination,)).get or 0)


def _add(scope: Scope, destination: str) -> None:
    scope.connection.execute("insert or ignore into breaker (destination, state) values (?, 'closed')", (destination,))


def _turn(scope: Scope, destination: str, reason: str | None) -> None:
    query = "update breaker set since = ?, reason = ? where destination = ?"
    scope.connection.execute(query, (utc_text(scope.clock.now()), reason, destination))
