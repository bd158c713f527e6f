"""What a line can do to a request: the names, their rates, and the draw that a seed repeats."""

import random
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from kiosk.errors import KioskError


class Fault(StrEnum):
    """`delivered` and `answered` say what the two ends see of it."""

    REFUSE = "refuse"
    """closed before anything is read"""
    CUT_BEFORE = "cut-before"
    """read whole, then cut: the server never hears of it"""
    CUT_AFTER_COMMIT = "cut-after-commit"
    """delivered, the answer read and thrown away, then cut"""
    DELAY = "delay"
    """delivered late"""
    SLOW = "slow"
    """request and answer pass at a few kbit/s"""
    TOO_MANY = "too-many"
    """429 with Retry-After, not delivered"""
    SERVER_ERROR_AFTER_COMMIT = "server-error-after-commit"
    """delivered, answered 500"""
    TRUNCATED = "truncated"
    """delivered; half of the answer's body below its full Content-Length, then the end"""
    MAINTENANCE = "maintenance"
    """a page of HTML with status 200, not delivered"""
    DUPLICATE = "duplicate"
    """delivered twice, the second answer passed on"""


DELIVERED: Mapping[Fault, int] = {
    Fault.REFUSE: 0,
    Fault.CUT_BEFORE: 0,
    Fault.CUT_AFTER_COMMIT: 1,
    Fault.DELAY: 1,
    Fault.SLOW: 1,
    Fault.TOO_MANY: 0,
    Fault.SERVER_ERROR_AFTER_COMMIT: 1,
    Fault.TRUNCATED: 1,
    Fault.MAINTENANCE: 0,
    Fault.DUPLICATE: 2,
}
"""How often the server gets a request that the fault falls on."""


class UnknownFault(KioskError):
    """No fault has this name; the message holds those that are."""

    code = "unknown-fault"


class RateFault(KioskError):
    """Rates are parts of all requests: each from 0 to 1, and together at most 1."""

    code = "fault-rate"


def named(text: str) -> tuple[Fault, ...]:
    """The faults of `all`, `none` or names with commas between them. Raises UnknownFault."""
    if text in ("all", "none"):
        return tuple(Fault) if text == "all" else ()
    names = [name.strip() for name in text.split(",")]
    if unknown := [name for name in names if name not in set(Fault)]:
        raise UnknownFault(f"no fault {', '.join(unknown)}. There are: all, none, {', '.join(Fault)}")
    return tuple(dict.fromkeys(Fault(name) for name in names))


def evenly(faults: Iterable[Fault], rate: float) -> dict[Fault, float]:
    """`rate` of all requests, in equal parts."""
    chosen = tuple(faults)
    return {fault: rate / len(chosen) for fault in chosen}


class Draw:
    """Which fault falls on the next request: the same ones in the same order for the same seed. For any thread."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(f"faults/{seed}")  # noqa: S311 - chance must repeat with the seed
        self._lock = threading.Lock()
        self._rates: dict[Fault, float] = {}
        self.requests = 0
        self.made: Counter[Fault] = Counter()

    @property
    def rates(self) -> dict[Fault, float]:
        return dict(self._rates)

    def set(self, rates: Mapping[Fault, float]) -> None:
        """From the next request on. Raises RateFault."""
        wanted = {fault: rates[fault] for fault in Fault if rates.get(fault)}
        if any(not 0 <= rate <= 1 for rate in wanted.values()) or sum(wanted.values()) > 1 + 1e-9:
            raise RateFault("a rate is a number from 0 to 1, and all rates together are at most 1.")
        with self._lock:
            self._rates = wanted

    def next(self) -> Fault | None:
        """The fault of one request, None for most."""
        with self._lock:
            self.requests += 1
            point = self._random.random()
            for fault, rate in self._rates.items():
                if point < rate:
                    self.made[fault] += 1
                    return fault
                point -= rate
            return None
