"""One window for all tests of screens, drawn in memory where there is no display."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk.journey.views import Event, View
from screens.host import Host, find
from screens.theme import theme
from screens.tokens import Panel
from screens.widgets.frame import header_text
from screens.widgets.target import Target, bounce
from screens.window import open_window, pump

if TYPE_CHECKING:
    from kivy.core.window import WindowBase
    from kivy.tests.common import UnitTestTouch


class UI:
    """A window to mount things in, pump frames, and touch."""

    def __init__(self, window: "WindowBase") -> None:
        self.window = window
        self.events: list[Event] = []
        self.host: Host | None = None

    def frames(self, count: int = 1) -> None:
        pump(count)

    def mount(self, root: Widget) -> Widget:
        self.window.add_widget(root)
        self.frames(2)
        return root

    def show(self, view: View) -> Host:
        """Mount a host (once), show the view in it and draw it."""
        host = self.mounted()
        host.show(view)
        self.frames(1)
        return host

    def mounted(self) -> Host:
        """The host, mounted; what it shows is laid out at once but drawn only with the next frame."""
        if self.host is None:
            self.host = Host(self.emit, header)
            self.host.place(0, 0, *self.window.size)
            self.window.add_widget(self.host)
        return self.host

    def emit(self, act: str, value: str = "") -> None:
        self.events.append(Event(act, value))

    def touch(self, x: float, y: float) -> "UnitTestTouch":
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
def window() -> "WindowBase":
    return open_window(Panel(), max_fps=0)


@pytest.fixture
def ui(window: "WindowBase") -> Iterator[UI]:
    theme.use("light", "1", Panel())
    bounce.forget()
    yield UI(window)
    for event in Clock.get_events():
        event.cancel()
    for child in window.children[:]:
        window.remove_widget(child)
    window.canvas.clear()
    theme.use("light", "1", Panel())
