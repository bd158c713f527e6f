"""Whether the hub's host can be reached at all: what tells a dead line from a hub that does not answer."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from kiosk.line import Cause

LIMIT_S = 2.0


@dataclass(frozen=True)
class Reached:
    """`cause` None: the host answered, after `took_s`. A refused connection is an answer of the host."""

    cause: Cause | None
    took_s: float


Reach = Callable[[], Reached]


def tcp_reach(url: str, limit_s: float = LIMIT_S) -> Reach:
    """A look at the host and port of `url`: a connection that is opened and shut, nothing sent."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)

    def look() -> Reached:
        began = time.monotonic()
        try:
            socket.create_connection((host, port), limit_s).close()
        except ConnectionError:
            return Reached(None, time.monotonic() - began)
        except TimeoutError:
            return Reached(Cause.TIMEOUT, time.monotonic() - began)
        except OSError:
            return Reached(Cause.UNREACHABLE, time.monotonic() - began)
        return Reached(None, time.monotonic() - began)

    return look
