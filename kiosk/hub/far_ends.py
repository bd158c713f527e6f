"""What the hub sees of portal and bank: its own exchanges with them are the probes; machines and the desk are told."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from kiosk.clock import Clock
from kiosk.hub.feed import FeedClient, Page
from kiosk.hub.portal import NotThere, Outcome, PortalClient, Unknown
from kiosk.line import Cause, Destination, Gauge, State

LOOK_S = 60.0
"""A portal that was not asked anything for so long is looked at, or nobody would know before the next dossier."""
LOOK_KEY = "line-look"
"""A key that no dossier has: the portal's answer to it is that it does not know it."""
KEPT_S = 1200.0
"""How long the last word holds: longer than the longest wait between two tries of a dossier."""

_CAUSES = {
    "unreachable": Cause.UNREACHABLE,
    "silent": Cause.TIMEOUT,
    "cut": Cause.CUT,
    "server": Cause.BUSY,
    "not-ours": Cause.LYING,
}


class FarEnds:
    """How portal and bank answer. Usable from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._gauges = {far: Gauge(stale_s=KEPT_S) for far in (Destination.PORTAL, Destination.BANK)}
        self._heard: dict[Destination, float] = {}

    def note(self, far: Destination, began: float, cause: Cause | None) -> None:
        """An exchange that began at `began` (monotonic seconds) is over."""
        with self._lock:
            ended = self._clock.monotonic()
            self._heard[far] = ended
            self._gauges[far].hear(ended if cause is None else began, State.of(cause, ended - began))

    def states(self) -> dict[Destination, tuple[State, datetime]]:
        """What is known now, and since when (UTC)."""
        with self._lock:
            now, instant = self._clock.monotonic(), self._clock.now()
            return {
                far: (gauge.state, instant - timedelta(seconds=now - gauge.since))
                for far, gauge in self._gauges.items()
                if gauge.state is not None and now - self._heard[far] <= KEPT_S
            }

    def wire(self) -> dict[str, dict[str, Any]]:
        """As machines are told."""
        return {far.value: {"quality": s.quality, "cause": s.cause} for far, (s, _) in self.states().items()}


class WatchedPortal:
    """The portal, each of whose answers is noted. For one thread at a time, as what it stands before."""

    def __init__(self, portal: PortalClient, ends: FarEnds, monotonic: Callable[[], float]) -> None:
        self._portal = portal
        self._ends = ends
        self._monotonic = monotonic
        self._asked = monotonic()
        self._dossier_waits = False

    def submit(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        began = self._monotonic()
        outcome = self._portal.submit(key, procedure, applicant, payload)
        self._dossier_waits = self._note(outcome, began)
        return outcome

    def update(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        began = self._monotonic()
        outcome = self._portal.update(key, procedure, applicant, payload)
        self._dossier_waits = self._note(outcome, began)
        return outcome

    def find(self, key: str) -> Outcome | NotThere:
        began = self._monotonic()
        outcome = self._portal.find(key)
        self._dossier_waits = self._note(outcome, began)
        return outcome

    def look(self) -> None:
        """Ask after nothing, if nothing was asked for a while. Where a dossier met the fault its next try is the probe:
        a portal may answer questions and still take nothing."""
        began = self._monotonic()
        if not self._dossier_waits and began - self._asked >= LOOK_S:
            self._note(self._portal.find(LOOK_KEY), began)

    def _note(self, outcome: Outcome | NotThere, began: float) -> bool:
        """Whether the portal brought nothing."""
        self._asked = self._monotonic()
        cause = _CAUSES.get(outcome.cause, Cause.UNREAD) if isinstance(outcome, Unknown) else None
        self._ends.note(Destination.PORTAL, began, cause)
        return cause is not None


class WatchedFeed:
    """The bank's feed, each of whose answers is noted."""

    def __init__(self, feed: FeedClient, ends: FarEnds, monotonic: Callable[[], float]) -> None:
        self._feed = feed
        self._ends = ends
        self._monotonic = monotonic

    def since(self, cursor: int) -> Page | None:
        began = self._monotonic()
        page = self._feed.since(cursor)
        self._ends.note(Destination.BANK, began, Cause.UNREAD if page is None else None)
        return page
