"""What an abrupt stop left of one walk: kept for its citizen for some minutes after the machine is back, then erased.

What is kept stays sealed in the store; here is only which walk it is and how long it has left.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from kiosk.audit import entry
from kiosk.clock import Clock
from kiosk.journey.session import Session
from kiosk.machine.minutes import KEPT_FOR, Minutes
from kiosk.store import Store

SETTING = "unfinished"
"""The store's note of it: the walk's id, the time left, and when that was put down."""

log = logging.getLogger(__name__)


class Unfinished:
    """`recover` once at the start, `tidy` every minute. Usable from any thread."""

    def __init__(self, store: Store, clock: Clock, owner_of: Callable[[Session], str | None]) -> None:
        """`owner_of` gives the number of the card that a walk belongs to; None where nobody's answers are in it."""
        self._store = store
        self._minutes = Minutes(clock, store.boot)
        self._owner_of = owner_of
        self._lock = threading.Lock()
        self._id: str | None = None

    def recover(self) -> int:
        """Set the one walk aside that an abrupt stop left; how many others were erased. A later one takes the place of
        one that waited before."""
        with self._lock:
            noted = self._store.get(SETTING)
            waiting = noted["session"] if noted else None
            found = self._store.sessions()
            later = next((id_ for id_ in found if id_ != waiting and self._holds_answers(id_)), None)
            left = KEPT_FOR if later else self._minutes.left_of(noted) if waiting in found else timedelta(0)
            kept = later or (waiting if left > timedelta(0) else None)
            # Before the note says which one waits: a cut in between must not make the old one the later.
            others = [id_ for id_ in found if id_ != kept]
            for id_ in others:
                why = "newer" if later else "late"
                self._store.erase_session(id_, [entry("session.dropped", session=id_, reason=why)] * (id_ == waiting))
            if kept is not None:
                self._id = kept
                self._minutes.begin(left)
                self._note(kept)
            elif noted is not None:
                self._store.set(SETTING, None)
            if later is not None:
                self._store.record(entry("session.found", session=later))
            return len(others)

    def tidy(self) -> None:
        """Erase what is past its minutes; put down how long it has left otherwise."""
        with self._lock:
            if self._id is None:
                return
            if self._minutes.over:
                self._forget(self._id, "late")
            else:
                self._note(self._id)

    def of(self, number: str) -> Session | None:
        """The walk, if it is that of this card's holder and its minutes are not over."""
        with self._lock:
            if self._id is None or self._minutes.over:
                return None
            session = self._load(self._id)
            return session if session is not None and self._owner_of(session) == number else None

    def end(self, how: str) -> None:
        """Erase it: it was gone on with ("resumed"), or dropped for the reason `how`."""
        with self._lock:
            if self._id is not None:
                self._forget(self._id, how)

    def erase_all(self) -> int:
        """At a stop that is no abrupt one: what was not sent goes, whether it waits or is under way; how many."""
        with self._lock:
            self._id = None
            erased = self._store.erase_unsent()
            self._store.set(SETTING, None)
            return erased

    def _holds_answers(self, id_: str) -> bool:
        session = self._load(id_)
        return session is not None and self._owner_of(session) is not None

    def _note(self, id_: str) -> None:
        self._store.set(SETTING, {"session": id_, **self._minutes.note()})

    def _forget(self, id_: str, how: str) -> None:
        ended = (
            entry("session.resumed", session=id_)
            if how == "resumed"
            else entry("session.dropped", session=id_, reason=how)
        )
        self._store.erase_session(id_, [ended])
        self._store.set(SETTING, None)
        self._id = None

    def _load(self, id_: str) -> Session | None:
        state = self._store.load_session(id_)
        try:
            return Session.from_dict(state) if state is not None else None
        except (KeyError, TypeError, ValueError):
            # Written by another version of the program: nobody can go on with it.
            return None
