"""Looks after the store while nobody is at the machine: every page once a day, and a copy in a second place."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

from kiosk.clock import Clock, from_text, local, today, utc_text
from kiosk.dossiers.answers import StoreHealth
from kiosk.store import QUARANTINED, Store, StoreFault

QUIET_S = 300.0
"""Nobody has been at the machine for so long: nobody is about to come back to it."""
AGAIN_S = 3600.0
"""Seconds from one copy to the next while dossiers wait for the line, and from a try that failed to the next."""

_COPIED_AT = "copied_at"
_LOG_BROKEN = "log_broken"

log = logging.getLogger(__name__)


class Keeper:
    """`minute` is called every minute with whether nobody is there; the work goes on in a thread of its own and gives
    way to whoever touches the screen. `health` is what the hub is told."""

    def __init__(self, store: Store, second_place: Path | None, clock: Clock) -> None:
        self._store = store
        self._second = second_place
        self._clock = clock
        self._quiet_since: float | None = None
        self._looked: date | None = None
        self._copied: float | None = None
        self._fault = ""
        self._work: Future[None] | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keeper")

    def minute(self, *, idle: bool) -> None:
        """One thing that is due is begun, if nobody has been there for `QUIET_S`."""
        now = self._clock.monotonic()
        if not idle:
            self._quiet_since = None
            return
        if self._quiet_since is None:
            self._quiet_since = now
        if now - self._quiet_since < QUIET_S or (self._work is not None and not self._work.done()):
            return
        if self._looked != today(self._clock):
            self._work = self._thread.submit(self._look)
        elif self._second is not None and self._copy_is_due(now):
            self._work = self._thread.submit(self._copy, self._second)

    def health(self) -> StoreHealth:
        """How the store is. Raises StoreFault."""
        told = self._store.get(QUARANTINED)
        return StoreHealth(
            quarantined=told["since"] if told else None,
            lost=tuple(told["lost"]) if told else (),
            log_broken=bool(self._store.get(_LOG_BROKEN)),
            free_mb=self._store.free_bytes() // 2**20,
            enough=self._store.has_room(),
            backup=self._fault or ("ok" if self._second else "none"),
            backup_at=self._store.get(_COPIED_AT),
        )

    def close(self) -> None:
        """Finish what is under way."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _copy_is_due(self, now: float) -> bool:
        """At the start of every day, and hourly while the office has dossiers on this disk alone."""
        if self._copied is None:
            return True
        waits = now - self._copied
        return waits >= AGAIN_S and (
            bool(self._fault) or self._copied_on() != today(self._clock) or bool(self._store.unsent())
        )

    def _copied_on(self) -> date:
        return local(from_text(self._store.get(_COPIED_AT))).date()

    def _look(self) -> None:
        try:
            sound, log_sound = self._store.look_over(), self._store.log_is_sound()
            if sound is None or log_sound is None:
                return
            self._looked = today(self._clock)
            if log_sound is self._store.get(_LOG_BROKEN, False):
                self._store.set(_LOG_BROKEN, not log_sound)
                log.error("log of events: %s", "sound again" if log_sound else "broken")
        except StoreFault as fault:
            log.error("store not looked over: %s", fault.code)

    def _copy(self, second: Path) -> None:
        try:
            self._store.keep_copy(second)
            self._store.set(_COPIED_AT, utc_text(self._clock.now()))
            fault = ""
        except StoreFault as found:
            fault = "missing" if not second.is_dir() else found.code
        if fault and fault != self._fault:
            log.error("no copy of the store: %s", fault)
        self._fault = fault
        self._copied = self._clock.monotonic()
