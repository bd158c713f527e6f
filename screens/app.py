"""The application: a window, a host, a source of views. It shows what the source says and hands back touches."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Protocol

from kivy.app import App
from kivy.base import EventLoop, ExceptionHandler, ExceptionManager
from kivy.clock import Clock

from kiosk.journey.codes import SCREEN_FAULT
from kiosk.journey.standby import rest_view
from kiosk.journey.views import Button, StoppedView, View
from kiosk.language.text import Words
from screens.host import Host
from screens.theme import theme
from screens.tokens import Panel
from screens.widgets.frame import HeaderText
from screens.window import open_window

FAULTS, WITHIN_S = 5, 60.0
"""so many faults in so short a time: leave, and let the service manager start the machine afresh"""


class Source(Protocol):
    """Where views come from and touches go. `subscribe`d callbacks may come from any thread."""

    def current(self) -> View: ...

    def subscribe(self, callback: Callable[[], None]) -> None: ...

    def emit(self, act: str, value: str = "") -> None: ...

    def touched(self) -> None: ...


class KioskApp(App):
    """Runs until `stop`. `on_fault` is called once for each unexpected error, before "out of order" is shown: it must
    wipe the session. `kiosk` mode fills the screen and cannot be closed by hand."""

    def __init__(
        self,
        source: Source,
        header: Callable[[str], HeaderText],
        on_fault: Callable[[Exception], None],
        panel: Panel | None = None,
        kiosk: bool = False,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self.source, self.kiosk = source, kiosk
        self._on_fault, self._header, self._clock = on_fault, header, clock
        self._panel = panel or Panel()
        self._faults: deque[float] = deque(maxlen=FAULTS)
        self._handler = _Handler(self)
        self._ticks: list[object] = []
        self.host: Host | None = None

    def build(self) -> Host:
        window = open_window(self._panel, fullscreen=self.kiosk)
        theme.use(panel=self._panel_of(window))
        self.host = Host(self.source.emit, self._header, self.source.touched)
        self.host.place(0, 0, *window.size)
        window.bind(
            size=lambda window, _: self.host.use_panel(self._panel_of(window)),
            on_touch_down=lambda *_: self.source.touched(),
            on_request_close=lambda *_, **__: self.kiosk,
        )
        ExceptionManager.add_handler(self._handler)
        self.source.subscribe(lambda: Clock.schedule_once(self.refresh))
        self._ticks = [Clock.schedule_interval(lambda _: self.host.tick(), 1)]
        self.refresh()
        return self.host

    def refresh(self, _: float = 0) -> None:
        """Show what the source says now."""
        self.host.show(self.source.current())

    def on_stop(self) -> None:
        """Let go of the clock and the handler; may come twice."""
        for tick in self._ticks:
            tick.cancel()
        self._ticks = []
        ExceptionManager.remove_handler(self._handler)

    def open_settings(self, *_: object) -> bool:
        """No settings page: F1 must not open one."""
        return False

    def fault(self, error: Exception) -> bool:
        """Take an unexpected error: wipe, and say that the machine rests. False when there were too many to go on."""
        now = self._clock()
        self._faults.append(now)
        if len(self._faults) == FAULTS and now - self._faults[0] < WITHIN_S:
            return False
        self._on_fault(error)
        self.host.show(stopped_view())
        return True

    def _panel_of(self, window: object) -> Panel:
        width, height = window.size
        if (width, height) == (self._panel.width, self._panel.height):
            return self._panel
        if (width > height) == (self._panel.width > self._panel.height):
            return Panel(width, height, self._panel.width_mm, self._panel.width_mm * height / width)
        return Panel.of(width, height)


def stopped_view(code: str = SCREEN_FAULT, lang: str = "vi") -> StoppedView:
    """ "Out of order", in words that need no office data: what is shown when nothing else can be trusted."""
    bell = Button("help", Words.load().say("screens.help", lang), style="help", icon="bell-ring")
    return replace(rest_view(code, lang), button=bell)


class _Handler(ExceptionHandler):
    def __init__(self, app: KioskApp) -> None:
        super().__init__()
        self._app = app
        self._inside = False

    def handle_exception(self, inst: Exception) -> int:
        if self._inside or not isinstance(inst, Exception):
            return ExceptionManager.RAISE
        self._inside = True
        try:
            goes_on = self._app.fault(inst)
        except Exception:  # noqa: BLE001  the last page itself failed: nothing is left to show
            goes_on = False
        finally:
            self._inside = False
        if not goes_on:
            EventLoop.close()
            return ExceptionManager.RAISE
        return ExceptionManager.PASS
