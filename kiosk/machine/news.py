"""What the hub has to say: one thread that asks for changes, keeps the line's state and beats the heart."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from kiosk import __version__
from kiosk.clock import Clock
from kiosk.dossiers.answers import Change, Changes, Down, Heartbeat, Ok, Retry
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.errors import KioskError
from kiosk.journey.ports import MoneyNews
from kiosk.machine.office_data import OfficeData
from kiosk.store import Store

HEARTBEAT_S = 60.0
OFFICE_S = 300.0
DOWN_S = 2.0
"""Pause before the line is tried again."""

log = logging.getLogger(__name__)


def poll_wait(watched_s: float | None) -> int:
    """Seconds that one question may stay open: 3 s in the first 2 minutes of a shown code, 5 s to 5 minutes, then 15 s
    (payments facts, A5); 15 s while none is shown."""
    if watched_s is None:
        return 15
    return 3 if watched_s < 120 else 5 if watched_s < 300 else 15


class News:
    """Hands money, calls and dossier states to their listeners. `down_since` is None while the line is up."""

    def __init__(
        self,
        client: HubClient,
        store: Store,
        office_data: OfficeData,
        courier: Courier,
        clock: Clock,
        devices: Callable[[], tuple[str, str]],
    ) -> None:
        self._client = client
        self._store = store
        self._data = office_data
        self._courier = courier
        self._clock = clock
        self._devices = devices
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)
        self._watched_since: float | None = None
        self._beaten: float | None = None
        self._refreshed: float | None = None
        self.on_money: Callable[[MoneyNews], None] = lambda news: None
        self.on_call: Callable[[str, str, bool], None] = lambda call, officer, ended: None
        self.on_line: Callable[[], None] = lambda: None
        line = store.line()
        self.down_since: datetime | None = None if line.up else line.since
        self.bank_asked_at: datetime | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=25)

    def watch(self, reference: str | None) -> None:
        """A code is shown: ask often from now on; None: none is."""
        self._watched_since = self._clock.monotonic() if reference else None

    def peek(self) -> None:
        """Learn at once when the hub last had an answer of the bank; what is new comes by the question under way."""
        answer = self._client.changes(int(self._store.get("cursor", 0)), 0)
        if isinstance(answer, Ok):
            self.bank_asked_at = answer.value.asked_at

    def fetch_office(self) -> bool:
        """Ask for the office's data once; whether they are known and sound."""
        answer = self._client.office()
        self._note(answer)
        if isinstance(answer, Ok):
            self._refreshed = self._clock.monotonic()
            return self._data.receive(answer.value.model_dump(mode="json"))
        return False

    def ask_once(self) -> None:
        """One question for what is new; what came is handed on before the cursor is kept."""
        watched = self._watched_since
        wait = poll_wait(None if watched is None else self._clock.monotonic() - watched)
        answer = self._client.changes(int(self._store.get("cursor", 0)), wait)
        self._note(answer)
        if not isinstance(answer, Ok):
            return
        changes: Changes = answer.value
        self.bank_asked_at = changes.asked_at
        for change in changes.changes:
            self._hand_on(change)
        if changes.changes:
            self._store.set("cursor", changes.cursor)

    def _run(self) -> None:
        fault = ""
        while not self._stop.is_set():
            try:
                self._turn()
                fault = ""
            except KioskError as error:
                if error.code != fault:
                    log.error("news halted: %s", error.code)
                fault = error.code
                self._stop.wait(DOWN_S)

    def _turn(self) -> None:
        now = self._clock.monotonic()
        if self._refreshed is None or now - self._refreshed > OFFICE_S:
            self.fetch_office()
        if self._beaten is None or now - self._beaten > HEARTBEAT_S:
            self._beat(now)
        self.ask_once()
        if self.down_since is not None:
            self._stop.wait(DOWN_S)

    def _beat(self, now: float) -> None:
        printer, scanner = self._devices()
        beat = Heartbeat(
            __version__,
            printer,
            scanner,
            len(self._store.unsent()),
            len(self._store.parked()),
            self._store.boot,
            int(now * 1000),
        )
        if isinstance(self._client.heartbeat(beat), Ok):
            self._beaten = now

    def _note(self, answer: object) -> None:
        """Keep whether the hub answers; a change is told once."""
        down = isinstance(answer, Down | Retry)
        reason = str(answer.reason) if isinstance(answer, Down) else "busy" if down else None
        if self._store.set_line(not down, reason):
            line = self._store.line()
            self.down_since = line.since if down else None
            if not down:
                self._courier.wake(line_is_back=True)
            self.on_line()
        elif down and self.down_since is None:
            self.down_since = self._clock.now()
        elif not down:
            self.down_since = None

    def _hand_on(self, change: Change) -> None:
        data = change.data
        if change.kind == "money":
            self.on_money(_money(data))
        elif change.kind == "call":
            self.on_call(str(data.get("call", "")), str(data.get("officer") or ""), bool(data.get("ended")))
        elif change.kind == "dossier" and change.dossier and self._store.dossier(change.dossier):
            self._store.set_dossier_state(change.dossier, str(data.get("state")), data.get("code"))


def _money(data: dict[str, object]) -> MoneyNews:
    def amount(name: str) -> int:
        value = data.get(name)
        return value if isinstance(value, int) else 0

    state = str(data.get("state", "open"))
    return MoneyNews(
        reference=str(data.get("reference", "")),
        state=state,  # type: ignore[arg-type]
        due=amount("due"),
        received=amount("received"),
        remaining=amount("remaining"),
        excess=amount("excess"),
        route="cash" if data.get("route") == "cash" else "bank",
        at=str(data.get("at") or ""),
        bank_reference=str(data.get("bank_reference") or ""),
    )
