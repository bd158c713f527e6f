"""A scanner that is not there: codes go out on a pseudo-terminal as a serial scanner sends them."""

import random
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.virtual.wire import PtyWire


class ShowMode(StrEnum):
    """How a shown code goes down the line. The mangled ones are a scanner that is set up wrong."""

    WHOLE = "whole"
    PIECES = "pieces"
    TWICE = "twice"
    MANGLED = "mangled"  # one byte a letter (code page 1252), "?" for letters it lacks: no UTF-8 if it has one of them
    MOJIBAKE = "mojibake"  # UTF-8 taken for Latin-1 and encoded once more: sound UTF-8, broken letters
    QUESTION_MARKS = "question-marks"  # "?" for every letter outside ASCII


class VirtualScanner:
    """The device end of a serial line whose other end stands under `path`. Plugged in at once; close it at the end.

    Bytes that nobody takes within `patience` seconds are lost, as they are on a real line.
    """

    def __init__(
        self, path: Path, *, patience: float = 2.0, pause: float = 0.002, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self.path = path
        self._patience = patience
        self._pause = pause
        self._sleep = sleep
        self._lock = threading.Lock()
        self._wire = PtyWire(path)

    def show(self, text: str, ending: bytes = b"\r", mode: ShowMode | str = ShowMode.WHOLE) -> bool:
        """Read this code. True when the line took all of it; False when unplugged or nobody took it."""
        mode = ShowMode(mode)
        if mode is ShowMode.PIECES:
            return self._in_pieces(text.encode() + ending)
        if mode is ShowMode.TWICE:
            return self.send((text.encode() + ending) * 2)
        return self.send(_encoded(text, mode) + ending)

    def noise(self, size: int, seed: int = 0) -> bool:
        """`size` bytes that mean nothing; the same ones for the same seed."""
        return self.send(random.Random(seed).randbytes(size))  # noqa: S311 - noise, not a secret

    def send(self, data: bytes) -> bool:
        """These very bytes."""
        with self._lock:
            view = memoryview(data)
            while view and self._wire.room(self._patience):
                view = view[self._wire.write(bytes(view[:4096])) :]
            return not view

    def unplug(self) -> None:
        """Pull the cable: the path vanishes and whoever reads it is told by the system."""
        with self._lock:
            self._wire.unplug()

    def plug(self) -> None:
        """Put the cable back: the path is there again and leads to a new line."""
        with self._lock:
            self._wire.plug()

    def close(self) -> None:
        self.unplug()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _in_pieces(self, data: bytes) -> bool:
        """Seven bytes at a time: letters of two and three bytes are cut through."""
        for start in range(0, len(data), 7):
            if not self.send(data[start : start + 7]):
                return False
            self._sleep(self._pause)
        return True


def _encoded(text: str, mode: ShowMode) -> bytes:
    if mode is ShowMode.MANGLED:
        return text.encode("cp1252", "replace")
    if mode is ShowMode.MOJIBAKE:
        return text.encode().decode("latin-1").encode()
    if mode is ShowMode.QUESTION_MARKS:
        return text.encode("ascii", "replace")
    return text.encode()
