"""Whether the hub answers: one truth for all who speak to it, kept in the store's row of that destination."""

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kiosk.dossiers.answers import Answer, Down, Retry
from kiosk.dossiers.backoff import full_jitter
from kiosk.store import BreakerState, Store

DOWNS_TO_DOWN = 2
"""So many failures in a row and the line counts as down: one alone is a hiccup, not a banner."""
LONGEST_PROBE_S = 60.0

BUSY = "busy"
"""The reason where something before the hub, or the hub as a whole, says that it cannot."""
_BUSY = {502, 503, 504}


class Breaker:
    """Opens after `DOWNS_TO_DOWN` failures in a row, from whoever's question; closes at the first answer.

    While it is open the courier sends nothing but a probe: after a random part of 1 s, 2 s ... 60 s (full jitter), or
    what Retry-After says. `listen` is told of each change, in the thread that brought it. Usable from any thread.
    """

    def __init__(self, store: Store, source: random.Random) -> None:
        """Raises StoreFault."""
        self._store = store
        self._source = source
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._downs = 0
        line = store.line()
        # Kept here too: what a page shows must not wait for the disk, nor fail with it.
        self._down_since = None if line.up else line.since

    @property
    def down_since(self) -> datetime | None:
        """None while the hub answers."""
        return self._down_since

    @property
    def failing(self) -> bool:
        """Whether the last question had no answer."""
        return self._downs > 0

    def listen(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def wait(self) -> timedelta:
        """How long until something may be sent; zero: now. Raises StoreFault."""
        return timedelta(0) if self._down_since is None else self._store.breaker().wait

    def begin(self) -> None:
        """Something is about to be sent: while the breaker is open, that is the probe. Raises StoreFault."""
        if self._down_since is not None:
            self._store.probe()

    def note(self, answer: Answer[Any]) -> None:
        """What came of a question. Raises StoreFault."""
        failed = isinstance(answer, Down) or (isinstance(answer, Retry) and answer.status in _BUSY)
        with self._lock:
            changed = self._failed(answer) if failed else self._answered()
        if changed:
            for listener in self._listeners:
                listener()

    def _answered(self) -> bool:
        self._downs = 0
        if self._down_since is None:
            return False
        self._store.set_line(True)
        self._down_since = None
        return True

    def _failed(self, answer: Answer[Any]) -> bool:
        self._downs += 1
        if self._downs < DOWNS_TO_DOWN and self._down_since is None:
            return False
        row = self._store.breaker()
        if row.state is BreakerState.OPEN and row.wait > timedelta(0):
            # The question of somebody who does not wait for the probe says nothing new.
            return False
        after = answer.after if isinstance(answer, Retry) else None
        pause = full_jitter(self._source, row.probes, after, LONGEST_PROBE_S)
        reason = answer.reason.value if isinstance(answer, Down) else BUSY
        if not self._store.set_line(False, reason, pause):
            return False
        self._down_since = self._store.line().since
        return True
