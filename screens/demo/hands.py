"""Hands that touch the real screen from another thread, as the script of the demonstration asks."""

import threading
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent

from kiosk.errors import KioskError
from kiosk.journey.views import View
from screens.host import Host, find
from screens.widgets.target import Target, bounce

LIMIT_S = 30.0
SETTLED_FRAMES = 3
TONES = {"\u0301": "sac", "\u0300": "huyen", "\u0309": "hoi", "\u0303": "nga", "\u0323": "nang"}

T = TypeVar("T")


class HandsFault(KioskError):
    """What should be touched or seen is not there within the limit."""

    code = "hands"


class FingerTouch(MotionEvent):
    """One finger, at window fractions."""

    def __init__(self, device: str, id: str, args: tuple[float, float]) -> None:
        super().__init__(device, id, args, is_touch=True, type_id="touch")

    def depack(self, args: tuple[float, float]) -> None:
        self.sx, self.sy = args
        self.profile = ("pos",)
        super().depack(args)


class ScreenHands:
    """Works on the app's host. Every call returns once the touch was dealt with and the frame after it was drawn."""

    def __init__(self, host: Host, shown: Callable[[], View]) -> None:
        self._host = host
        self._shown = shown
        self._count = 0

    def view(self) -> View:
        return self._on_screen(lambda: self._host.view)

    def wait(self, ready: Callable[[View], bool], what: str) -> View:
        return self._until(lambda: view if (view := self._settled()) and ready(view) else None, what)

    def can_press(self, act: str, value: str | None = None) -> bool:
        return self._on_screen(lambda: find(self._host, act, value) is not None)

    def press(self, act: str, value: str | None = None) -> None:
        while not self.can_press(act, value) and self.can_press("turn"):
            self._tap(self._until(lambda: find(self._host, "turn"), "turn"))
        target = self._until(lambda: find(self._host, act, value), f"{act}:{value or ''} to touch")
        self._tap(target)

    def type(self, text: str) -> None:
        for n, word in enumerate(text.split(" ")):
            if n:
                self._key("key", " ")
            tones = []
            for letter in word:
                base, tone = _parts(letter)
                self._key("key", base)
                tones += [tone] if tone else []
            for tone in tones:
                self._key("tone", tone)

    def pad(self, text: str) -> None:
        for sign in text:
            self._key("key", sign)

    def picture(self, path: Path) -> None:
        self._settle()
        self._on_screen(lambda: self._host.export_to_png(str(path)))

    def _key(self, act: str, value: str) -> None:
        def there() -> Target | None:
            return find(self._host, act, value) or find(self._host, act, value.lower())

        if value != " " and self._on_screen(there) is None and self.can_press("digits"):
            self.press("digits")
        self._tap(self._until(there, f"the key {value}"))

    def _tap(self, target: Target) -> None:
        where = self._on_screen(lambda: target.to_window(*target.center))
        if not target.is_key:
            # A person does not touch the same place again within the time in which a bounce is ignored.
            self._until(lambda: None if bounce.repeats(*where) else True, "the end of a bounce")
        self._count += 1
        window = EventLoop.window
        fractions = (where[0] / window.width, where[1] / window.height)
        touch = FingerTouch("hands", f"finger-{self._count}", fractions)
        self._on_screen(lambda: EventLoop.post_dispatch_input("begin", touch))
        self._settle(1)
        self._on_screen(lambda: EventLoop.post_dispatch_input("end", touch))
        self._settle(1)

    def _settled(self) -> View | None:
        """The view, if the screen shows what the walk wants shown."""
        return self._on_screen(lambda: self._host.view if self._host.view == self._shown() else None)

    def _settle(self, frames: int = SETTLED_FRAMES) -> None:
        for _ in range(frames):
            self._on_screen(lambda: None)

    def _until(self, look: Callable[[], T | None], what: str) -> T:
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            found = self._on_screen(look)
            if found is not None:
                return found
        raise HandsFault(f"waited in vain for {what}")

    def _on_screen(self, act: Callable[[], T]) -> T:
        """Run `act` on the interface's thread in its next frame; its result."""
        if threading.current_thread() is threading.main_thread():
            return act()
        done = threading.Event()
        box: dict[str, Any] = {}

        def run(_: float) -> None:
            try:
                box["result"] = act()
            except Exception as error:  # noqa: BLE001 - handed to the thread that asked
                box["error"] = error
            done.set()

        Clock.schedule_once(run, 0)
        if not done.wait(LIMIT_S):
            raise HandsFault("the screen does not answer")
        if "error" in box:
            raise box["error"]
        return box["result"]


def _parts(letter: str) -> tuple[str, str]:
    """The key of a letter (lower case, its hat or horn kept) and the name of its tone."""
    tone = ""
    rest = []
    for sign in unicodedata.normalize("NFD", letter.lower()):
        if sign in TONES:
            tone = TONES[sign]
        else:
            rest.append(sign)
    return unicodedata.normalize("NFC", "".join(rest)), tone
