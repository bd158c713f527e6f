"""Signed-in officers: one session a sign-in, in memory only, ended by idleness."""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.staff.officers import Officer

IDLE_SECONDS = 15 * 60


@dataclass
class Session:
    """`csrf` stands in every form of the session; `opened` are the dossiers whose opening is logged already."""

    officer: Officer
    csrf: str
    seen: float
    since: str
    opened: set[str] = field(default_factory=set)
    notice: str = ""
    """a sentence to show once on the next page"""

    def holds(self, csrf: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


class Sessions:
    """Sessions by the hash of their cookie, so that memory does not hold what opens them."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def begin(self, officer: Officer, since: str) -> str:
        """The cookie's value of a new session."""
        cookie = secrets.token_urlsafe(32)
        session = Session(officer, secrets.token_urlsafe(32), self._monotonic(), since)
        with self._lock:
            self._sessions[_hash(cookie)] = session
        return cookie

    def find(self, cookie: str | None, *, touch: bool = True) -> Session | None:
        """The session, unless it was idle for 15 minutes. `touch` False: a page that reloaded itself."""
        if not cookie:
            return None
        with self._lock:
            session = self._sessions.get(_hash(cookie))
            if session is None:
                return None
            if self._monotonic() - session.seen > IDLE_SECONDS:
                del self._sessions[_hash(cookie)]
                return None
            if touch:
                session.seen = self._monotonic()
            return session

    def end(self, cookie: str | None) -> None:
        with self._lock:
            self._sessions.pop(_hash(cookie or ""), None)


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
