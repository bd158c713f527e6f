"""Wakes the long polls of machines that have news."""

import asyncio
import threading
from collections.abc import Iterable


class Signal:
    """`fire` may be called from any thread; `wait` runs in an event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, set[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        self._over = False

    def subscribe(self, machine: str) -> "Subscription":
        """Take it before looking for news, so that none falls between look and wait."""
        return Subscription(self, machine)

    def fire(self, machines: Iterable[str]) -> None:
        with self._lock:
            for machine in machines:
                for loop, event in self._waiting.get(machine, ()):
                    _set(loop, event)

    def waiting(self, machine: str) -> int:
        """How many polls of the machine wait now."""
        with self._lock:
            return len(self._waiting.get(machine, ()))

    def close(self) -> None:
        """Wake everybody; nobody waits any more."""
        with self._lock:
            self._over = True
            for waiting in self._waiting.values():
                for loop, event in waiting:
                    _set(loop, event)

    def _add(self, machine: str, entry: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        with self._lock:
            self._waiting.setdefault(machine, set()).add(entry)
            if self._over:
                entry[1].set()

    def _drop(self, machine: str, entry: tuple[asyncio.AbstractEventLoop, asyncio.Event]) -> None:
        with self._lock:
            waiting = self._waiting[machine]
            waiting.discard(entry)
            if not waiting:
                del self._waiting[machine]


class Subscription:
    """One machine's wait, from `with` to its end."""

    def __init__(self, signal: Signal, machine: str) -> None:
        self._signal = signal
        self._machine = machine
        self._entry = (asyncio.get_running_loop(), asyncio.Event())

    def __enter__(self) -> "Subscription":
        self._signal._add(self._machine, self._entry)
        return self

    def __exit__(self, *_: object) -> None:
        self._signal._drop(self._machine, self._entry)

    async def wait(self, seconds: float) -> bool:
        """Whether there was news within `seconds`."""
        try:
            await asyncio.wait_for(self._entry[1].wait(), seconds)
        except TimeoutError:
            return False
        return True


def _set(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(event.set)
