"""A camera that OpenCV opens, read in a thread of its own."""

import errno
import logging
import threading
import time
from collections.abc import Callable

import cv2
import numpy as np

from drivers.backoff import backoff
from drivers.camera.base import Camera, CameraStatus, Frame, Settings
from drivers.camera.capture import Capture, Pixels, open_capture

_log = logging.getLogger(__name__)

STUCK_S = 5.0
"""for so long a sensor cannot give the very same picture"""


class OpenCvCamera(Camera):
    """`find` gives what to open now (None: nothing there), so that a camera that comes back under another name is
    found; a text is opened as it is. Opened again for ever, with back-off. `clock` is monotonic.

    Logs the source's kind and the status, never its address and never a picture.
    """

    def __init__(
        self,
        find: Callable[[], str | None] | str,
        settings: Settings | None = None,
        *,
        stuck_s: float = STUCK_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._find = (lambda: find) if isinstance(find, str) else find
        self._settings = settings or Settings()
        self._stuck_s = stuck_s
        self._clock = clock
        self._status = CameraStatus.STOPPED
        self._came = threading.Condition()
        self._frame: Frame | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._on_status: Callable[[CameraStatus], None] = lambda _: None
        self._why_closed = ""

    def start(self, on_status: Callable[[CameraStatus], None]) -> None:
        self.stop()
        self._on_status = on_status
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._stopping,), name="camera", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        self._stopping.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    @property
    def status(self) -> CameraStatus:
        return self._status

    def newest(self) -> Frame | None:
        return self._frame

    def wait(self, after: int, timeout: float) -> Frame | None:
        with self._came:
            self._came.wait_for(lambda: self._frame is not None and self._frame.number > after, timeout)
            return self._frame if self._frame is not None and self._frame.number > after else None

    def _run(self, stopping: threading.Event) -> None:
        self._set(CameraStatus.OPENING)
        delays = backoff()
        number = 0
        while not stopping.is_set():
            capture = self._open()
            if capture is not None:
                taken = self._take(capture, stopping, number)
                if taken > number:
                    number, delays = taken, backoff()
                self._show(None)
                capture.close()
            if not stopping.is_set():
                self._lost(seen=number > 0)
            stopping.wait(next(delays))
        self._set(CameraStatus.STOPPED)

    def _open(self) -> Capture | None:
        try:
            source = self._find()
            capture = open_capture(source, self._settings) if source is not None else None
        except (OSError, cv2.error) as refused:
            self._closed_for(refused)
            return None
        if capture is not None and capture.refused:
            _log.info("camera refused=%s", ",".join(capture.refused))
        return capture

    def _take(self, capture: Capture, stopping: threading.Event, number: int) -> int:
        """Give out pictures until there are none; the number of the last."""
        watch = _Sameness(self._stuck_s)
        due = self._clock()
        while not stopping.is_set():
            picture = _read(capture)
            if picture is None:
                break
            at = self._clock()
            if capture.live and watch.stuck(picture, at):
                self._set(CameraStatus.STUCK)
                break
            if self._status is CameraStatus.STUCK and not watch.changed:
                continue
            number += 1
            self._show(_frame(picture, number, at, self._settings.mirror))
            self._set(CameraStatus.READY)
            self._why_closed = ""
            if capture.pace:
                due = max(due + capture.pace, at)
                stopping.wait(due - at)
        return number

    def _show(self, frame: Frame | None) -> None:
        with self._came:
            self._frame = frame
            self._came.notify_all()

    def _lost(self, *, seen: bool) -> None:
        if self._status is not CameraStatus.STUCK:
            self._set(CameraStatus.GONE if seen else CameraStatus.SEARCHING)

    def _set(self, status: CameraStatus) -> None:
        if status is self._status:
            return
        self._status = status
        _log.log(_LEVEL.get(status, logging.INFO), "camera status=%s", status)
        try:
            self._on_status(status)
        except Exception as error:  # noqa: BLE001 - a listener's mistake must not take the camera down
            _log.error("camera listener=%s", type(error).__name__)

    def _closed_for(self, error: Exception) -> None:
        number = getattr(error, "errno", None)
        why = errno.errorcode.get(number, str(number)) if number else type(error).__name__
        if why != self._why_closed:
            self._why_closed = why
            _log.warning("camera cause=%s", why)


class _Sameness:
    """Whether pictures are the same bit for bit for longer than `limit` s."""

    changed = False
    """whether two were ever different"""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._last: Pixels | None = None
        self._since = 0.0

    def stuck(self, picture: Pixels, at: float) -> bool:
        sample = picture[::8, ::8]
        if self._last is None or not np.array_equal(sample, self._last):
            self.changed = self._last is not None
            self._last, self._since = sample.copy(), at
        return at - self._since > self._limit


def _read(capture: Capture) -> Pixels | None:
    try:
        return capture.read()
    except (OSError, cv2.error):
        return None


def _frame(bgr: Pixels, number: int, at: float, mirrored: bool) -> Frame:
    return Frame(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGBA), cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY), number, at, mirrored)


_LEVEL = {CameraStatus.GONE: logging.WARNING, CameraStatus.STUCK: logging.WARNING}
