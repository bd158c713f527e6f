"""Runs the hub: uvicorn, the workers, and a stop that finishes what is at hand."""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

from kiosk.clock import Clock
from kiosk.hub.app import create_app
from kiosk.hub.config import HubConfig
from kiosk.hub.hub import Hub

_LOG = logging.getLogger(__name__)
_STOP_S = 10


def serve(
    config: HubConfig,
    clock: Clock,
    *,
    started: Callable[[str], None] = lambda url: None,
    stop: threading.Event | None = None,
) -> None:
    """Serve until `stop` is set, or, as a process of its own (no `stop`), until SIGTERM or SIGINT.

    `started` is told the base URL once requests are answered; with port 0 a free one was taken.
    """
    hub = Hub(config, clock)
    try:
        hub.start()
        run_app(create_app(hub), config.host, config.port, started=started, stop=stop, stopping=hub.signal.close)
    finally:
        hub.close()


def run_app(
    app: FastAPI,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    started: Callable[[str], None] = lambda url: None,
    stop: threading.Event | None = None,
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve any application in the same way; `stopping` wakes what would hold the stop up."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    url = f"http://{host}:{listener.getsockname()[1]}"
    # No access log: addresses of pages carry ids, and who opened what is the audit log's business.
    settings = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=_STOP_S, lifespan="off", date_header=False
    )
    server = _Server(settings, lambda: started(url), stop is None)
    if stop is not None:
        threading.Thread(target=_stop_when_told, args=(server, stop, stopping), daemon=True).start()
    with contextlib.closing(listener):
        server.stopping = stopping
        server.run([listener])


@contextlib.contextmanager
def background(run: Callable[..., None], *args: object, **kwargs: object) -> Iterator[str]:
    """Run `serve` or `run_app` in a thread of this process; gives the base URL, stops at the end.

    Raises RuntimeError when it does not answer within 20 s or ends before.
    """
    stop, answer = threading.Event(), threading.Event()
    address: list[str] = []

    def started(url: str) -> None:
        address.append(url)
        answer.set()

    def body() -> None:
        try:
            run(*args, **kwargs, started=started, stop=stop)
        except Exception:  # noqa: BLE001 - a thread has nobody to raise to
            _LOG.exception("a server stopped")
        finally:
            answer.set()

    thread = threading.Thread(target=body, name="server", daemon=True)
    thread.start()
    answer.wait(20)
    if not address:
        raise RuntimeError("the server did not start; the log says why")
    try:
        yield address[0]
    finally:
        stop.set()
        thread.join(_STOP_S + 5)


class _Server(uvicorn.Server):
    """Tells when it answers; leaves signals alone where it is a thread among others."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None], own_process: bool) -> None:
        super().__init__(config)
        self._told = started
        self._own_process = own_process
        self.stopping: Callable[[], None] = lambda: None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._told()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.stopping()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if not self._own_process:
            yield
            return
        with super().capture_signals():
            yield


def _stop_when_told(server: _Server, stop: threading.Event, stopping: Callable[[], None]) -> None:
    stop.wait()
    stopping()
    server.should_exit = True
