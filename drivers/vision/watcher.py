"""Looks through a camera for codes, in a thread of its own, while it is asked to."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import cv2

from drivers.camera.base import Camera, CameraStatus, Frame
from drivers.vision.glance import glance
from drivers.vision.qr import Code, Reading, read_codes
from drivers.vision.screen import on_screen
from drivers.vision.steady import Once, Steady
from drivers.vision.texture import Gray
from drivers.vision.verdict import Verdict

_log = logging.getLogger(__name__)

FRAME_S = 0.25
"""so long a picture is waited for before it is asked whether to go on"""
TOGETHER_S = 0.15
"""after a new code others are waited for so long: of two cards that come in, one is often read a picture earlier"""
DEEP_S = 0.35
"""between two thorough looks at least, counted from the end of one: quick looks at fresh pictures go between them"""


@dataclass(frozen=True)
class Seen:
    """Codes that lay before the camera together, one at least new. `on_screen`: off the screen of a telephone."""

    codes: tuple[Code, ...]
    on_screen: bool


@dataclass(frozen=True)
class _Told:
    """Who is told what, all from the watcher's thread."""

    codes: Callable[[Seen], None]
    verdict: Callable[[Verdict], None]
    status: Callable[[CameraStatus], None]


class CodeWatcher:
    """Opens the camera while it is looked through and closes it after, so that nothing is seen in between.

    `wanted` says of a text whether it is what is looked for; the thorough look ends at the first such code.
    `start` once, `stop` once; `look` may come from any thread and never waits. Logs no text and no picture.
    """

    def __init__(
        self, camera: Camera, wanted: Callable[[str], bool], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._camera = camera
        self._wanted = wanted
        self._clock = clock
        self._looking = threading.Event()
        self._stopping = threading.Event()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(
        self,
        on_codes: Callable[[Seen], None],
        on_verdict: Callable[[Verdict], None],
        on_status: Callable[[CameraStatus], None],
    ) -> None:
        """`on_verdict`: what the pictures say of the hand that holds the thing, once it is worth telling. All come from
        threads of the watcher."""
        told = _Told(on_codes, on_verdict, on_status)
        self._thread = threading.Thread(target=self._run, args=(told,), name="eyes", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the camera and wait for the thread."""
        self._stopping.set()
        self.look(on=False)
        if self._thread is not None:
            self._thread.join()

    def look(self, *, on: bool) -> None:
        """Look, or look no more. Returns at once."""
        with self._changed:
            if on:
                self._looking.set()
            else:
                self._looking.clear()
            self._changed.notify_all()

    @property
    def status(self) -> CameraStatus:
        return self._camera.status

    def newest(self) -> Frame | None:
        """The picture to show to the person; None while the camera is closed or away."""
        return self._camera.newest() if self._looking.is_set() else None

    def _run(self, told: _Told) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._looking.is_set() or self._stopping.is_set())
            if self._stopping.is_set():
                return
            self._camera.start(told.status)
            try:
                self._look(told)
            except Exception as error:  # noqa: BLE001 - no picture may take the eyes down, and its text may hold a name
                _log.error("eyes cause=%s", type(error).__name__)
                self._looking.clear()
                told.status(CameraStatus.GONE)
            finally:
                self._camera.stop()

    def _look(self, told: _Told) -> None:
        steady, once, together = Steady(Verdict.NOTHING), Once(), _Together()
        number, before, deep_at = 0, None, self._clock()
        while self._looking.is_set():
            frame = self._camera.wait(number, FRAME_S)
            if frame is None:
                continue
            number = frame.number
            deep = self._clock() >= deep_at
            reading = read_codes(frame.grey, wanted=self._wanted, deep=deep)
            if deep:
                deep_at = self._clock() + DEEP_S
            verdict = glance(frame.grey, before, reading)
            before = _small(frame.grey)
            if once.news((code.raw for code in reading.codes), frame.at) or together.waiting:
                together.add(frame, reading)
            if together.over(frame.at):
                told.codes(together.taken())
            if steady.see(verdict, frame.at):
                told.verdict(steady.told)


class _Together:
    """Collects the codes of the pictures that follow the first new one."""

    def __init__(self) -> None:
        self._codes: dict[bytes, Code] = {}
        self._on_screen = False
        self._since = 0.0

    @property
    def waiting(self) -> bool:
        return bool(self._codes)

    def add(self, frame: Frame, reading: Reading) -> None:
        if not self._codes:
            self._since = frame.at
        if any(code.raw not in self._codes for code in reading.codes):
            self._on_screen = self._on_screen or _on_screen(frame, reading)
        self._codes.update((code.raw, code) for code in reading.codes)

    def over(self, at: float) -> bool:
        return self.waiting and at - self._since >= TOGETHER_S

    def taken(self) -> Seen:
        seen = Seen(tuple(self._codes.values()), self._on_screen)
        self._codes, self._on_screen = {}, False
        return seen


def _on_screen(frame: Frame, reading: Reading) -> bool:
    """Whether what was looked for is shown by a telephone."""
    return reading.wanted is not None and on_screen(frame.rgba, reading.wanted.corners)


def _small(grey: Gray) -> Gray:
    small: Gray = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return small
