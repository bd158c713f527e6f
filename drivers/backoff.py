"""How long a driver waits before it looks for its device again."""

from collections.abc import Iterator


def backoff(first: float = 0.2, limit: float = 5.0) -> Iterator[float]:
    """Seconds to wait before each try: doubling up to the limit, then for ever the limit."""
    delay = first
    while True:
        yield delay
        delay = min(delay * 2, limit)
