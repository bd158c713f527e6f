"""Where pictures come from: a device, a stream, a file, a folder. All give BGR pictures, one after another."""

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera.base import Settings

Pixels = NDArray[np.uint8]

# Before FFmpeg opens its first stream: no probing for longer than the first pictures take, no queue of its own, and
# nothing on stderr, which may hold an address with a password in it.
os.environ.setdefault("OPENCV_FFMPEG_CAPTURE_OPTIONS", "fflags;nobuffer|probesize;65536|analyzeduration;0")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

OPEN_MS, READ_MS = 3000, 2000
"""how long a device or stream may take to open, and to give one picture"""
PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".webp"}
STREAMS = ("http://", "https://", "rtsp://")


class Capture(ABC):
    """An opened source."""

    pace: float = 0.0
    """s between two pictures, for what gives them as fast as they are asked for; 0 for what has a pace of its own"""
    live = True
    """whether two pictures in a row can't be the same: a sensor has noise"""
    refused: tuple[str, ...] = ()
    """the settings that the device did not take"""

    @abstractmethod
    def read(self) -> Pixels | None:
        """The next picture, BGR (height, width, 3); None when there is none any more."""

    @abstractmethod
    def close(self) -> None: ...


def open_capture(source: str, settings: Settings) -> Capture:
    """Open `source`: a path below /dev, an address of http, https or rtsp, a folder of pictures, a film.

    Raises OSError where it is not there or gives no picture.
    """
    path = Path(source)
    if source.startswith(STREAMS):
        return _Video(cv2.VideoCapture(source, cv2.CAP_FFMPEG, _LIMITS))
    if path.is_dir():
        return _Folder(path, settings.fps)
    if path.is_file():
        return _Film(path)
    if not path.exists():
        raise FileNotFoundError(source)
    return _Device(source, settings)


class _Video(Capture):
    """What OpenCV opens."""

    def __init__(self, video: cv2.VideoCapture) -> None:
        if not video.isOpened():
            video.release()
            raise OSError("it does not open")
        self._video = video

    def read(self) -> Pixels | None:
        there, picture = self._video.read()
        return picture if there else None

    def close(self) -> None:
        self._video.release()


class _Device(_Video):
    """A V4L2 device. MJPG: raw pictures of this size do not fit through USB 2 at 30 a second."""

    def __init__(self, path: str, settings: Settings) -> None:
        super().__init__(cv2.VideoCapture(path, cv2.CAP_V4L2, [cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS]))
        wanted: dict[str, dict[int, float]] = {
            "format": {cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG")},
            "size": {cv2.CAP_PROP_FRAME_WIDTH: settings.width, cv2.CAP_PROP_FRAME_HEIGHT: settings.height},
            "fps": {cv2.CAP_PROP_FPS: settings.fps},
            "buffer": {cv2.CAP_PROP_BUFFERSIZE: 1},
        }
        if settings.exposure is not None:
            wanted["exposure"] = {cv2.CAP_PROP_AUTO_EXPOSURE: _MANUAL, cv2.CAP_PROP_EXPOSURE: settings.exposure}
        if settings.focus is not None:
            wanted["focus"] = {cv2.CAP_PROP_AUTOFOCUS: 0, cv2.CAP_PROP_FOCUS: settings.focus}
        self.refused = tuple(name for name, properties in wanted.items() if not self._takes(properties))

    def _takes(self, properties: Mapping[int, float]) -> bool:
        took = [self._video.set(number, value) for number, value in properties.items()]
        return all(took)


class _Film(_Video):
    """A film in a file, at its own pace, from the beginning again at its end."""

    live = False

    def __init__(self, path: Path) -> None:
        super().__init__(cv2.VideoCapture(str(path), cv2.CAP_FFMPEG))
        fps = self._video.get(cv2.CAP_PROP_FPS)
        self.pace = 1 / fps if 0 < fps < 1000 else 1 / 30

    def read(self) -> Pixels | None:
        picture = super().read()
        if picture is None:
            self._video.set(cv2.CAP_PROP_POS_FRAMES, 0)
            picture = super().read()
        return picture


class _Folder(Capture):
    """The pictures of a folder in the order of their names, again and again; what is no picture is passed over."""

    live = False

    def __init__(self, folder: Path, fps: float) -> None:
        self._names = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
        self._next = 0
        self.pace = 1 / fps
        if not self._names:
            raise FileNotFoundError(f"no picture in {folder}")

    def read(self) -> Pixels | None:
        for _ in self._names:
            path = self._names[self._next % len(self._names)]
            self._next += 1
            picture: Pixels | None = cv2.imread(str(path), cv2.IMREAD_COLOR)
            if picture is not None:
                return picture
        return None

    def close(self) -> None:
        self._names = []


_LIMITS = [
    cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
    OPEN_MS,
    cv2.CAP_PROP_READ_TIMEOUT_MSEC,
    READ_MS,
    cv2.CAP_PROP_N_THREADS,
    1,
]
_MANUAL = 1
"""V4L2_EXPOSURE_MANUAL"""
