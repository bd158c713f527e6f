"""What the window shows when the machine behind it cannot be started: it rests, and tries again on its own.

A store or key that fails at the start is for staff; a citizen who comes by must see where to go, not a bare desktop.
"""

import logging
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from kiosk.clock import Clock, local
from kiosk.errors import KioskError
from kiosk.journey.codes import advice
from kiosk.journey.engine import Engine
from kiosk.journey.views import Note, StoppedView, View
from kiosk.language.dates import hour_text
from kiosk.language.text import Language, Words

AGAIN_S = 30.0
"""Seconds between two tries to start."""
STOP_S = 10.0

log = logging.getLogger(__name__)


class Startable(Protocol):
    """A whole machine, built and not started."""

    @property
    def engine(self) -> Engine: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


M = TypeVar("M", bound=Startable)


class Standby(Generic[M]):
    """Stands before the screens in an engine's place, and hands everything on to it once there is one.

    `first` is the machine, or why it could not be built; `build` builds it anew; `code_of` gives the code for staff.
    """

    def __init__(
        self, first: M | KioskError, build: Callable[[], M], code_of: Callable[[BaseException], str], clock: Clock
    ) -> None:
        self._build = build
        self._code_of = code_of
        self._clock = clock
        self._since = clock.now()
        self._watchers: list[Callable[[], None]] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._try_on, name="standby", daemon=True)
        self._code = ""
        self.machine: M | None = None
        """the machine, from when it is built to when its start fails"""
        if isinstance(first, KioskError):
            self._failed(first)
        else:
            self.machine = first

    def start(self) -> None:
        """Start the machine; where that is not to be had yet, go on trying."""
        if self.machine is None or not self._started(self.machine):
            self._thread.start()

    def stop(self) -> None:
        """End the tries, and the machine."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        if self.machine is not None:
            self.machine.stop()

    def current(self) -> View:
        if self.machine is not None:
            return self.machine.engine.current()
        return rest_view(self._code, since=hour_text(local(self._since)))

    def subscribe(self, watcher: Callable[[], None]) -> None:
        self._watchers.append(watcher)
        if self.machine is not None:
            self.machine.engine.subscribe(watcher)

    def emit(self, act: str, value: str = "", page: str = "") -> None:
        if self.machine is not None:
            self.machine.engine.emit(act, value, page)

    def touched(self) -> None:
        if self.machine is not None:
            self.machine.engine.touched()

    def screen_failed(self) -> None:
        if self.machine is not None:
            self.machine.engine.screen_failed()

    def _try_on(self) -> None:
        while not self._stop.wait(AGAIN_S):
            try:
                machine = self._build()
            except KioskError as fault:
                self._failed(fault)
                continue
            for watcher in self._watchers:
                machine.engine.subscribe(watcher)
            if self._started(machine):
                return

    def _started(self, machine: M) -> bool:
        try:
            machine.start()
        except KioskError as fault:
            self.machine = None
            machine.stop()
            self._failed(fault)
            return False
        self.machine = machine
        self._tell()
        return True

    def _failed(self, fault: KioskError) -> None:
        code = self._code_of(fault)
        if code != self._code:
            log.error("not started: %s (%s)", code, fault.code)
        self._code = code
        self._tell()

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher()


def rest_view(code: str, lang: Language = "vi", *, since: str = "") -> StoppedView:
    """ "Out of order", in words that need no data of the office. Nobody can choose a language on this page: below the
    Vietnamese stands the English."""
    say = Words.load().say
    other: Language = "en" if lang == "vi" else "vi"
    return StoppedView(
        page="stopped",
        bar="none",
        can_back=False,
        lang=lang,
        title=say("screens.stopped.title", lang),
        lines=(say("screens.stopped.lines", lang), say("screens.stopped.lines", other)),
        note=Note("i", say("screens.stopped.kept", lang), say("screens.stopped.kept", other), icon="shield-check"),
        code=say("walk.stopped.code", lang, code=code, time=since)
        if since
        else say("screens.stopped.code", lang, code=code),
        advice=say(advice(code), lang),
    )
