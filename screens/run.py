"""Runs the window over a walk's engine: what `kiosk run` and `kiosk demo` start."""

import signal
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kivy.clock import Clock

from kiosk.config import ScreenPart
from kiosk.journey.views import Live, View
from screens.app import KioskApp
from screens.host import Host
from screens.tokens import Panel
from screens.widgets.frame import header_text

EachFrame = Callable[[Callable[[Path], None]], None]
"""called a few times a second with a function that writes the screen as PNG"""


class Shown(Protocol):
    """What the window is given: an engine, or what stands in its place. `emit` names the page that was touched."""

    def current(self) -> View: ...

    def subscribe(self, watcher: Callable[[], None]) -> None: ...

    def emit(self, act: str, value: str = "", page: str = "") -> None: ...

    def touched(self) -> None: ...

    def screen_failed(self) -> None: ...


class _Source:
    """The engine as the app sees it: a touch carries the page that it was meant for."""

    def __init__(self, engine: Shown) -> None:
        self._engine = engine
        self.host: Host | None = None
        self.current = engine.current
        self.subscribe = engine.subscribe
        self.touched = engine.touched

    def emit(self, act: str, value: str = "") -> None:
        shown = self.host.view if self.host else None
        self._engine.emit(act, value, shown.page if shown else "")


def run_kiosk(
    engine: Shown,
    header: Callable[[], tuple[str, str, datetime]],
    screen: ScreenPart,
    *,
    start: Callable[[], None],
    stop: Callable[[], None],
    live: Live = lambda: None,
    may_close: bool = False,
    each_frame: EachFrame | None = None,
    script: Callable[[Host, Callable[[], View]], None] | None = None,
) -> None:
    """Show the walk until the window is closed, the process is told to end (SIGTERM), or `script` (run in a thread of
    its own) has ended."""
    source = _Source(engine)
    app = KioskApp(
        source,
        lambda lang: header_text(*header(), lang),
        lambda error: engine.screen_failed(),
        Panel(screen.width, screen.height, screen.width_mm, screen.height_mm),
        kiosk=screen.fullscreen and not may_close,
    )

    def begin(_: float) -> None:
        source.host = app.host
        app.host.live = live
        start()
        app.refresh()
        if script is not None:
            threading.Thread(target=_play, args=(app, script, engine), name="script", daemon=True).start()

    Clock.schedule_once(begin)
    if each_frame is not None:
        Clock.schedule_interval(lambda _: each_frame(lambda path: app.host.export_to_png(str(path))), 0.1)
    # The window refuses to be closed and would take SIGTERM for that; a walk is wiped by a stop that gets its way.
    signal.signal(signal.SIGTERM, lambda *_: Clock.schedule_once(lambda _: app.stop()))
    try:
        app.run()
    finally:
        stop()


def _play(app: KioskApp, script: Callable[[Host, Callable[[], View]], None], engine: Shown) -> None:
    try:
        script(app.host, engine.current)
    finally:
        Clock.schedule_once(lambda _: app.stop())
