"""What every slip printer offers."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import StrEnum

from PIL.Image import Image


class PrinterStatus(StrEnum):
    """Closed set; silence is `unknown`, never `ready`."""

    READY = "ready"
    NEAR_END = "near-end"
    BUSY = "busy"
    NO_PAPER = "no-paper"
    COVER_OPEN = "cover-open"
    CUTTER = "cutter"
    ERROR = "error"
    GONE = "gone"
    UNKNOWN = "unknown"

    @property
    def can_print(self) -> bool | None:
        """True, False, or None where nobody knows."""
        if self in (PrinterStatus.READY, PrinterStatus.NEAR_END):
            return True
        return None if self in (PrinterStatus.UNKNOWN, PrinterStatus.BUSY) else False


class Printed(StrEnum):
    """What became of a slip. `unknown`: bytes went out and nothing confirms that paper did."""

    PRINTED = "printed"
    NOT_PRINTED = "not-printed"
    UNKNOWN = "unknown"


class SlipPrinter(ABC):
    """A printer of slips, `width` dots wide (576 on 80 mm paper at 203 dpi)."""

    width: int = 576

    @abstractmethod
    def status(self) -> PrinterStatus:
        """Ask the device; takes at most about half a second. Never raises."""

    @abstractmethod
    def print(self, slips: Sequence[Image]) -> Printed:
        """Print the pictures (mode "1" or "L", `width` dots wide), each followed by a cut. Blocks. Never raises."""

    def start_clean(self) -> None:
        """Half a slip of an earlier run may hang in the device: the next slip is not to hang on it."""
        # A device that keeps nothing between runs has nothing to do.
        return

    @abstractmethod
    def close(self) -> None: ...
