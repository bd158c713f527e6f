"""One time for several processes, which one of them moves: two numbers in a file that all have mapped."""

import mmap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

_SIZE = 16


class SharedClock:
    """Time runs on as ever and jumps forward by `advance`, in every process that has opened `path`.

    The file holds two doubles: seconds from the machine's clock to the played time at the beginning, and what was
    advanced since.
    """

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._numbers = memoryview(mmap.mmap(file.fileno(), _SIZE)).cast("d")

    @classmethod
    def begin(cls, path: Path, now: datetime) -> "SharedClock":
        """Make the file; from here on it is `now`."""
        path.write_bytes(bytes(_SIZE))
        clock = cls(path)
        clock._numbers[0] = (now - datetime.now(UTC)).total_seconds()
        return clock

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._numbers[0] + self._numbers[1])

    def monotonic(self) -> float:
        return time.monotonic() + self._numbers[1]

    def advance(self, seconds: float) -> None:
        """For one process only: two that advance at once may lose a step. Raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError("time runs forward only")
        self._numbers[1] += seconds
