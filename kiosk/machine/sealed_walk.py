"""A walk that was cut after its seal: its citizen is told her number for some minutes after the machine is back."""

import threading
from typing import Any

from kiosk.clock import Clock
from kiosk.journey.ports import SentBefore
from kiosk.machine.minutes import KEPT_FOR, Minutes
from kiosk.store import Store
from kiosk.store.sealed_walk import SET_ASIDE, UNDER_WAY


class SealedWalk:
    """`recover` once at the start, `tidy` every minute. Usable from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._minutes = Minutes(clock, store.boot)
        self._lock = threading.Lock()
        self._noted: dict[str, Any] | None = None

    def recover(self) -> None:
        """Set aside what an abrupt stop left; a later walk takes the place of one that waited before."""
        with self._lock:
            cut, waiting = self._store.get(UNDER_WAY), self._store.get(SET_ASIDE)
            # The same one in both: the power went while it was set aside, and its minutes go on.
            later = cut is not None and (waiting is None or waiting["session"] != cut["session"])
            noted = cut if later else waiting
            if noted is None:
                return
            self._noted = {key: noted[key] for key in ("session", "dossier", "procedure", "card")}
            self._minutes.begin(KEPT_FOR if later else self._minutes.left_of(noted))
            if self._minutes.over:
                self._forget()
                return
            self._note()
            if cut is not None:
                self._store.set(UNDER_WAY, None)

    def tidy(self) -> None:
        """Forget it once its minutes are over; put down how long it has left otherwise."""
        with self._lock:
            if self._noted is not None:
                if self._minutes.over:
                    self._forget()
                else:
                    self._note()

    def of(self, number: str) -> SentBefore | None:
        """What this card's holder sent, if it was cut and its minutes are not over."""
        with self._lock:
            if self._noted is None or self._minutes.over or self._noted["card"] != self._store.card_hash(number):
                return None
            stub = self._store.dossier(self._noted["dossier"])
            return SentBefore(stub.number.text, stub.sealed_at, self._noted["procedure"]) if stub else None

    def end(self) -> None:
        """Forget it: she does something else."""
        with self._lock:
            if self._noted is not None:
                self._forget()

    def forget(self) -> None:
        """Know nothing more of it here; the store forgets by itself at a stop that is meant."""
        with self._lock:
            self._noted = None

    def _note(self) -> None:
        self._store.set(SET_ASIDE, {**(self._noted or {}), **self._minutes.note()})

    def _forget(self) -> None:
        if self._noted is not None:
            self._store.erase_session(self._noted["session"])
            self._noted = None
