"""Calls for an officer: told to the hub in order, and again while it does not answer."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

from kiosk.dossiers.answers import Call, Ok
from kiosk.dossiers.hubclient import HubClient

TRIES = 10
PAUSE_S = 1.0

log = logging.getLogger(__name__)


class Calls:
    """`begin` and `end` return at once. Calls and ends leave in the order they were made, one thread for all."""

    def __init__(self, client: HubClient) -> None:
        self._client = client
        self._open: set[str] = set()
        self._stop = threading.Event()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="calls")

    def begin(self, call: Call) -> None:
        self._open.add(call.id)
        self._worker.submit(self._place, call)

    def end(self, id_: str) -> None:
        self._open.discard(id_)
        self._worker.submit(self._client.end_call, id_)

    def close(self) -> None:
        self._stop.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _place(self, call: Call) -> None:
        for _ in range(TRIES):
            # A repeat with the same id is the same call.
            if call.id not in self._open or isinstance(self._client.call(call), Ok) or self._stop.wait(PAUSE_S):
                self._open.discard(call.id)
                return
        log.warning("a call did not reach the hub")
