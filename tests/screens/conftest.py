"""One window for all tests of screens, drawn in memory where there is no display."""
# ruff: noqa: E402  the configuration has to stand before the window is imported

import os

import screens  # noqa: F401  sets what Kivy reads when it is first imported

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")

from kivy.config import Config

for _key, _value in {"width": "1080", "height": "1920", "multisamples": "0", "maxfps": "0", "vsync": "0"}.items():
    Config.set("graphics", _key, _value)

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.core.window import WindowBase
from kivy.uix.widget import Widget

from kiosk.journey.views import Event, View
from screens.host import Host, find
from screens.theme import theme
from screens.tokens import Panel
from screens.widgets.frame import header_text
from screens.widgets.target import Target, bounce


class UI:
    """A window to mount things in, pump frames, and touch."""

    def __init__(self, window: WindowBase) -> None:
        self.window = window
        self.events: list[Event] = []
        self.host: Host | None = None

    def frames(self, count: int = 1) -> None:
        for _ in range(count):
            self.window.canvas.ask_update()
            EventLoop.idle()

    def mount(self, root: Widget) -> Widget:
        self.window.add_widget(root)
        self.frames(2)
        return root

    def show(self, view: View) -> Host:
        """Mount a host (once) and show the view in it."""
        if self.host is None:
            self.host = Host(self.emit, header)
            self.host.place(0, 0, *self.window.size)
            self.window.add_widget(self.host)
        self.host.show(view)
        self.frames(1)
        return self.host

    def emit(self, act: str, value: str = "") -> None:
        self.events.append(Event(act, value))

    def touch(self, x: float, y: float) -> "UnitTestTouch":  # noqa: F821
        """A finger that is down at window px x, y; call `touch_move`, `touch_up` on it."""
        from kivy.tests.common import UnitTestTouch

        touch = UnitTestTouch(x, y)
        touch.touch_down()
        self.frames(1)
        return touch

    def tap(self, widget: Widget) -> None:
        touch = self.touch(*widget.to_window(*widget.center))
        touch.touch_up()
        self.frames(1)

    def press(self, act: str, value: str | None = None) -> Target:
        """Touch the target with that act (and value). Raises AssertionError if there is none to touch."""
        target = find(self.host, act, value)
        assert target is not None, f"nothing to touch for {act} {value or ''}"
        bounce.forget()
        self.tap(target)
        return target

    def until(self, condition: Callable[[], bool], limit: int = 400) -> None:
        """Pump frames until the condition holds. Raises AssertionError after `limit` frames."""
        for _ in range(limit):
            if condition():
                return
            self.frames(1)
        raise AssertionError("the condition did not come about")


def header(lang: str):
    return header_text("Công an thành phố Mẫu", "Máy số 2", datetime(2026, 11, 23, 9, 24), lang)  # noqa: DTZ001


@pytest.fixture(scope="session")
def window() -> WindowBase:
    EventLoop.ensure_window()
    window = EventLoop.window
    from kivy.graphics.opengl import glFinish

    window.bind(on_flip=lambda *_: glFinish())  # the offscreen driver leaks a frame at each flip without it
    if EventLoop.status != "started":
        EventLoop.start()
    return window


@pytest.fixture
def ui(window: WindowBase) -> Iterator[UI]:
    theme.use("light", "1", Panel())
    bounce.forget()
    yield UI(window)
    for event in Clock.get_events():
        event.cancel()
    for child in window.children[:]:
        window.remove_widget(child)
    window.canvas.clear()
    theme.use("light", "1", Panel())
