"""What every camera offers."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]


class CameraStatus(StrEnum):
    """`opening`: asked for and not there yet; `searching`: it could not be opened and was never seen since `start`;
    `gone`: was there and is lost; `stuck`: pictures come and are all the same, bit for bit."""

    OPENING = "opening"
    READY = "ready"
    SEARCHING = "searching"
    GONE = "gone"
    STUCK = "stuck"
    STOPPED = "stopped"

    @property
    def sees(self) -> bool | None:
        """Whether pictures come; None while nobody knows."""
        return None if self is CameraStatus.OPENING else self is CameraStatus.READY


@dataclass(frozen=True)
class Settings:
    """What is asked of the device. `exposure` and `focus` are in the device's own units (V4L2 controls
    exposure_time_absolute, 100 us, and focus_absolute); None leaves both to the device."""

    width: int = 1280
    height: int = 720
    fps: float = 30.0
    exposure: float | None = None
    focus: float | None = None
    mirror: bool = False
    """for a camera that looks at the person: see `Frame.mirrored`"""


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture: `rgba` (height, width, 4) for a texture and `grey` (height, width) for reading, both uint8 with the
    first row on top. `number` counts from 1 since `start`; `at` is monotonic, s, when it was taken off the device.

    It lives in memory only and is never written to a disk.
    """

    rgba: "Pixels"
    grey: "Pixels"
    number: int
    at: float
    mirrored: bool = False
    """whether a person wants to see it as in a mirror; the picture itself is as it was taken"""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        height, width = self.grey.shape
        return width, height

    def __repr__(self) -> str:
        """Without the picture: a traceback must not show what a citizen held."""
        width, height = self.size
        return f"Frame({width}x{height}, number={self.number})"


class Camera(ABC):
    """Gives the newest frame, never a queue: whoever is late misses pictures, not time."""

    @abstractmethod
    def start(self, on_status: Callable[[CameraStatus], None]) -> None:
        """Open the device and go on looking for it until `stop`. Returns at once; never raises for a missing device.
        `on_status` comes from the camera's own thread."""

    @abstractmethod
    def stop(self) -> None:
        """Close the device and wait for the thread, which may take as long as the device lets a read wait.
        A second call does nothing. The last frame is forgotten."""

    @property
    @abstractmethod
    def status(self) -> CameraStatus: ...

    @abstractmethod
    def newest(self) -> Frame | None:
        """The last picture taken; None before the first, after a stop, and while the device is away."""

    @abstractmethod
    def wait(self, after: int, timeout: float) -> Frame | None:
        """A picture with a number above `after`, waited for at most `timeout` s; None if none came."""
