"""What a machine reads cards and slips with, and what of it is away."""

from collections.abc import Iterable
from enum import StrEnum


class Reader(StrEnum):
    """In the order in which the ways are shown."""

    SCANNER = "scanner"
    CAMERA = "camera"


class Readers:
    """The readers of one machine. They all listen at once; one that is away leaves the others."""

    def __init__(self, fitted: Iterable[Reader]) -> None:
        self._fitted = frozenset(fitted)
        self._away: set[Reader] = set()

    def changed(self, reader: Reader, *, gone: bool) -> None:
        if gone:
            self._away.add(reader)
        else:
            self._away.discard(reader)

    @property
    def here(self) -> tuple[Reader, ...]:
        return tuple(reader for reader in Reader if reader in self._fitted - self._away)

    @property
    def gone(self) -> bool:
        """Nothing reads."""
        return not self.here
