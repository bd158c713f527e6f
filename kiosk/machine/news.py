"""What the hub has to say: one thread that asks for changes, keeps the line's state and beats the heart."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from kiosk import __version__
from kiosk.clock import Clock, utc_text
from kiosk.dossiers.answers import Answer, Change, FarState, Heartbeat, Ok, OutboxHealth, StoreHealth
from kiosk.dossiers.answers import OfficeData as OfficeAnswer
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.dossiers.signing import WINDOW_S
from kiosk.errors import KioskError
from kiosk.journey.ports import MoneyNews
from kiosk.machine.office_data import OfficeData
from kiosk.machine.unfinished import SETTING as UNFINISHED
from kiosk.store import AttachmentRow, OutboxState, Store

MINUTE_S = 60.0
OFFICE_S = 300.0
DOWN_S = 2.0
"""Pause before the line is tried again."""
CLOCK_OFFSET = "clock_offset_s"
"""The setting of how far the hub's clock is ahead, in seconds."""
OFFSET_STEP_S = 5
"""It is kept anew when it moved so far; the hub's own Date is in whole seconds."""
STOP_S = 0.5
"""A question that is under way longer is not waited for: what it brings is dropped."""

log = logging.getLogger(__name__)


def kept_offset(store: Store) -> timedelta | None:
    """How far the hub's clock was ahead when it was last heard; None before it ever was."""
    seconds = store.get(CLOCK_OFFSET)
    return None if seconds is None else timedelta(seconds=seconds)


def poll_wait(watched_s: float | None) -> int:
    """Seconds that one question may stay open: 3 s in the first 2 minutes of a shown code, 5 s to 5 minutes, then 15 s
    (payments facts, A5); 15 s while none is shown."""
    if watched_s is None:
        return 15
    return 3 if watched_s < 120 else 5 if watched_s < 300 else 15


class News:
    """Hands money, calls and dossier states to their listeners.

    Its small question goes on while the line is down, whatever the breaker says: somebody may stand before the page
    that waits for the line. Its answer closes the breaker for the courier too.
    """

    def __init__(
        self,
        client: HubClient,
        store: Store,
        office_data: OfficeData,
        courier: Courier,
        clock: Clock,
        devices: Callable[[], tuple[str, str, str]],
    ) -> None:
        """`devices` gives the status of printer, scanner and camera for the heartbeat."""
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
        self._tidied = clock.monotonic()
        self.on_money: Callable[[MoneyNews], None] = lambda news: None
        self.on_call: Callable[[str, str, bool], None] = lambda call, officer, ended: None
        self.on_line: Callable[[], None] = lambda: None
        self.on_far: Callable[[Mapping[str, FarState]], None] = lambda far: None
        """how the hub sees portal and bank, with every answer"""
        self.each_minute: Callable[[], None] = lambda: None
        """also without a line"""
        self.health: Callable[[], StoreHealth | None] = lambda: None
        """how the store is, for the heartbeat"""
        self.bank_asked_at: datetime | None = None
        courier.line.listen(self._line_changed)

    @property
    def down_since(self) -> datetime | None:
        """None while the line is up."""
        return self._courier.line.down_since

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def watch(self, reference: str | None) -> None:
        """A code is shown: ask often from now on; None: none is."""
        self._watched_since = self._clock.monotonic() if reference else None

    def peek(self) -> None:
        """Learn at once when the hub last had an answer of the bank; what is new comes by the question under way."""
        answer = self._client.changes(self._cursor(), 0)
        if isinstance(answer, Ok):
            self.bank_asked_at = answer.value.asked_at

    def fetch_office(self) -> Answer[OfficeAnswer]:
        """Ask for the office's data once and keep them if they are whole; what the hub answered."""
        answer = self._client.office()
        self._courier.line.note(answer)
        if isinstance(answer, Ok):
            self._refreshed = self._clock.monotonic()
            self._data.receive(answer.value.model_dump(mode="json"))
        return answer

    def ask_once(self) -> None:
        """One question for what is new; what came is handed on before the cursor is kept."""
        watched = self._watched_since
        wait = poll_wait(None if watched is None else self._clock.monotonic() - watched)
        # A question that stays open would tell that the line is back only when it ends.
        answer = self._client.changes(self._cursor(), wait if self.down_since is None else 0)
        if self._stop.is_set():
            return
        self._courier.line.note(answer)
        if not isinstance(answer, Ok):
            return
        self.bank_asked_at = answer.value.asked_at
        self.on_far(answer.value.far)
        for change in answer.value.changes:
            self._hand_on(change)
        if answer.value.changes:
            self._store.set("cursor", answer.value.cursor)

    def _keep_offset(self) -> None:
        """The hub's clock, for a restart without a line; and one that is off is told once in the log."""
        offset = self._client.clock_offset()
        if offset is None:
            return
        seconds = round(offset.total_seconds())
        kept = self._store.get(CLOCK_OFFSET)
        if kept is None or abs(kept - seconds) >= OFFSET_STEP_S:
            self._store.set(CLOCK_OFFSET, seconds)
            if abs(seconds) > WINDOW_S:
                log.error("the clock is %d minutes off: nothing is signed until it is put right", abs(seconds) // 60)

    def _cursor(self) -> int:
        return int(self._store.get("cursor", 0))

    def _run(self) -> None:
        fault = ""
        while not self._stop.is_set():
            try:
                self._turn()
                fault = ""
            except Exception as error:  # noqa: BLE001 - whatever one answer held, the next one must be heard
                cause = error.code if isinstance(error, KioskError) else type(error).__name__
                if cause != fault and not self._stop.is_set():
                    log.error("news halted: %s", cause)
                fault = cause
                self._stop.wait(DOWN_S)

    def _turn(self) -> None:
        now = self._clock.monotonic()
        if now - self._tidied >= MINUTE_S:
            self._tidied = now
            self.each_minute()
        if self.down_since is None:
            if self._refreshed is None or now - self._refreshed >= OFFICE_S:
                self.fetch_office()
            if self._beaten is None or now - self._beaten >= MINUTE_S:
                self._beat(now)
        self.ask_once()
        self._keep_offset()
        if self._courier.line.failing:
            self._stop.wait(DOWN_S if self.down_since is not None else DOWN_S / 4)

    def _beat(self, now: float) -> None:
        printer, scanner, camera = self._devices()
        papers_parked = [row for row in self._store.attachments.unsent() if row.state is OutboxState.PARKED]
        beat = Heartbeat(
            __version__,
            printer,
            scanner,
            camera,
            len(self._store.unsent()),
            len(self._store.parked()) + len(papers_parked),
            self._store.boot,
            int(now * 1000),
            int(self._store.get(UNFINISHED) is not None),
            self.health(),
            self._outbox_health(papers_parked),
        )
        if isinstance(self._client.heartbeat(beat), Ok):
            self._beaten = now

    def _outbox_health(self, papers_parked: list[AttachmentRow]) -> OutboxHealth:
        waiting = [row.queued_at for row in self._store.unsent()]
        reasons = Counter(row.reason for row in self._store.parked())
        reasons.update(row.reason for row in papers_parked)
        offset = self._client.clock_offset() or timedelta(0)
        return OutboxHealth(
            utc_text(min(waiting)) if waiting else None,
            {reason: count for reason, count in reasons.items() if reason},
            round(offset.total_seconds()),
        )

    def _line_changed(self) -> None:
        if self.down_since is None:
            self._courier.wake()
        self.on_line()

    def _hand_on(self, change: Change) -> None:
        data = change.data
        if change.kind == "money":
            self.on_money(_money(data))
        elif change.kind == "call":
            self.on_call(_text(data, "call"), _text(data, "officer"), bool(data.get("ended")))
        elif change.kind == "dossier" and change.dossier and self._store.dossier(change.dossier):
            self._store.set_dossier_state(change.dossier, _text(data, "state"), _text(data, "code") or None)


def _money(data: dict[str, object]) -> MoneyNews:
    def amount(name: str) -> int:
        value = data.get(name)
        return value if isinstance(value, int) else 0

    return MoneyNews(
        reference=_text(data, "reference"),
        state=_text(data, "state") or "open",  # type: ignore[arg-type]
        due=amount("due"),
        received=amount("received"),
        remaining=amount("remaining"),
        excess=amount("excess"),
        route="cash" if data.get("route") == "cash" else "bank",
        at=_text(data, "at"),
        bank_reference=_text(data, "bank_reference"),
    )


def _text(data: dict[str, object], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
