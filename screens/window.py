"""The one window: its configuration, which has to stand before Kivy opens it, and its frames."""

import os
from typing import TYPE_CHECKING

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.config import Config

from screens.tokens import Panel

if TYPE_CHECKING:
    from kivy.core.window import WindowBase

MAX_FPS = 60


def open_window(panel: Panel, fullscreen: bool = False, max_fps: int = MAX_FPS) -> "WindowBase":
    """Open the window of the process (in memory where there is no display), or give the one that is open.

    `max_fps` 0 draws as fast as frames are asked for.
    Raises RuntimeError if no window can be had.
    """
    if EventLoop.window is None:
        _configure(panel, fullscreen, max_fps)
        EventLoop.ensure_window()
        if EventLoop.window is None:
            raise RuntimeError("no window: neither a display nor EGL for drawing in memory was found")
        if os.environ.get("SDL_VIDEODRIVER") == "offscreen":
            from kivy.graphics.opengl import glFinish

            # without it the offscreen driver keeps every frame it ever drew
            EventLoop.window.bind(on_flip=lambda *_: glFinish())
    return EventLoop.window


def pump(count: int = 1) -> None:
    """Run that many frames by hand: for rendering and for walks without a running application."""
    if EventLoop.status != "started":
        EventLoop.start()
    for _ in range(count):
        EventLoop.window.canvas.ask_update()
        EventLoop.idle()


def _configure(panel: Panel, fullscreen: bool, max_fps: int) -> None:
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
    graphics = {
        "width": panel.width,
        "height": panel.height,
        "multisamples": 0,
        "maxfps": max_fps,
        "vsync": 0,
        "resizable": 0 if fullscreen else 1,
        "borderless": 1 if fullscreen else 0,
        "fullscreen": "auto" if fullscreen else 0,
    }
    for key, value in graphics.items():
        Config.set("graphics", key, str(value))
    Config.set("kivy", "exit_on_escape", "0")
    # The clock read its limit when it was imported, which is before anything can be set.
    Clock._max_fps = float(max_fps)
    # One source of touches: Kivy's own scan of input devices would count each touch of a panel twice.
    Config.remove_option("input", "%(name)s")
    Config.set("input", "mouse", "mouse,disable_multitouch")
