"""Waiting for a condition with a limit."""

import threading
import time
from collections.abc import Callable


def wait_until(condition: Callable[[], object], within: float = 4.0) -> bool:
    """Whether the condition came true in time; looks again every few milliseconds."""
    deadline = time.monotonic() + within
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            return False
        pause.wait(0.005)
    return True
