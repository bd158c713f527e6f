"""What every scanner offers."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class ScannerStatus(StrEnum):
    """`searching`: never seen since start; `gone`: was there and is lost; `misconfigured`: bytes that are no UTF-8."""

    READY = "ready"
    SEARCHING = "searching"
    GONE = "gone"
    MISCONFIGURED = "misconfigured"
    STOPPED = "stopped"


class ScanFault(StrEnum):
    """Why a frame carries no text."""

    TOO_LONG = "too-long"
    NOT_UTF8 = "not-utf8"


@dataclass(frozen=True)
class Scan:
    """One frame. `text` is strict UTF-8 without AIM prefix and line end, or "" with `fault`; `at` is monotonic, s."""

    text: str
    at: float
    fault: ScanFault | None = None


class Scanner(ABC):
    """A reader of codes. Both callbacks come from the scanner's own thread."""

    @abstractmethod
    def start(self, on_scan: Callable[[Scan], None], on_status: Callable[[ScannerStatus], None]) -> None:
        """Open the device and go on looking for it until `stop`. Returns at once; never raises for a missing device."""

    @abstractmethod
    def stop(self) -> None:
        """Close the device and wait for the thread. A second call does nothing."""

    @property
    @abstractmethod
    def status(self) -> ScannerStatus: ...
