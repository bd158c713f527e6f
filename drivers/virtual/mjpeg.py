"""A camera that is not there: a scene as motion JPEG over HTTP on the loopback address, as network cameras give it."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self

import cv2
import numpy as np

from drivers.virtual.card_picture import Picture
from drivers.virtual.optics import Grain
from drivers.virtual.scene import Scene

PATH: Final = "/camera.mjpg"

SLOW_S: Final = 1.0
"""from one picture to the next of a camera that is slow"""


class CameraFault(StrEnum):
    """What can be wrong while the line stands."""

    OK = "ok"
    FROZEN = "frozen"  # the same picture again for ever, bit for bit
    BLACK = "black"  # a covered lens: noise and nothing else
    TORN = "torn"  # of every picture only the first half
    SLOW = "slow"
    SILENT = "silent"  # connected, and nothing comes any more


class VirtualCamera:
    """Plugged in at once, at `url`; any number of readers, who all see the same picture. Close it at the end.

    Pictures are taken only while somebody reads, at most `fps` a second; whoever is late misses some. `clock` is
    monotonic, s, and gives the instants at which the scene is seen.
    """

    def __init__(self, scene: Scene, fps: float = 15, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._scene = scene
        self._interval = 1 / fps
        self._clock = clock
        self._fault = CameraFault.OK
        self._covered = Grain(scene.width, scene.height, np.random.default_rng(0), 1.5)
        self._taking = threading.Lock()
        self._packed = b""
        self._taken = 0
        self._due = clock()
        self._plugging = threading.Lock()
        self._port = 0
        self._server: _Server | None = None
        self.plug()
        self.url = f"http://{_HOST}:{self._port}{PATH}"

    @property
    def scene(self) -> Scene:
        return self._scene

    @property
    def fault(self) -> CameraFault:
        return self._fault

    def set_fault(self, fault: CameraFault | str) -> None:
        self._fault = CameraFault(fault)

    @property
    def readers(self) -> int:
        """How many are connected."""
        server = self._server
        return 0 if server is None else server.readers

    @property
    def taken(self) -> int:
        """Pictures taken since the start."""
        return self._taken

    def plug(self) -> None:
        """Be there again, at the same port. Raises OSError if another program took it meanwhile."""
        with self._plugging:
            if self._server is None:
                self._server = _Server(self, self._port)
                self._port = self._server.server_address[1]

    def unplug(self) -> None:
        """Drop all connections and refuse new ones. A second call does nothing."""
        with self._plugging:
            server, self._server = self._server, None
        if server is not None:
            server.end()

    def close(self) -> None:
        self.unplug()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _newest(self) -> bytes:
        """The picture of now as JPEG; the last one again until the next is due."""
        with self._taking:
            now = self._clock()
            if now >= self._due or not self._packed:
                interval = SLOW_S if self._fault is CameraFault.SLOW else self._interval
                self._due = self._due + interval if self._due + interval > now else now + interval
                if not (self._fault is CameraFault.FROZEN and self._packed):
                    self._packed = _jpeg(self._look(now))
                    self._taken += 1
            return self._packed[: len(self._packed) // 2] if self._fault is CameraFault.TORN else self._packed

    def _look(self, now: float) -> Picture:
        if self._fault is CameraFault.BLACK:
            black = np.zeros((self._scene.height, self._scene.width, 3), np.uint8)
            return self._covered.over(black, np.random.default_rng(self._taken))
        return self._scene.frame(now)

    def _stream(self, send: Callable[[bytes], object], gone: threading.Event) -> None:
        """Send pictures until the reader or the camera is gone."""
        while not gone.is_set():
            pause = self._interval
            if self._fault is not CameraFault.SILENT:
                packed = self._newest()
                send(_PART % len(packed) + packed + b"\r\n")
                pause = min(pause, max(0.0, self._due - self._clock()))
            gone.wait(pause)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, camera: VirtualCamera, port: int) -> None:
        super().__init__((_HOST, port), _Handler)
        self.camera = camera
        self.gone = threading.Event()
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), name="virtual-camera", daemon=True)
        self._thread.start()

    @property
    def readers(self) -> int:
        return len(self._connections)

    def end(self) -> None:
        self.gone.set()
        self.shutdown()
        self._thread.join()
        self.server_close()
        with self._lock:
            for connection in self._connections:
                # Wakes the thread that sends to it; that thread closes it.
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5
    """s for a reader to send its request, or to take what waits for it"""

    def do_GET(self) -> None:
        if self.path != PATH:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"multipart/x-mixed-replace; boundary={_BOUNDARY}")
        self.send_header("Cache-Control", "no-store")
        with contextlib.suppress(OSError):
            self.end_headers()
            self.server.camera._stream(self.wfile.write, self.server.gone)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: who reads a twin is no news."""


def _jpeg(picture: Picture) -> bytes:
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 88])
    return bytes(packed)


_HOST = "127.0.0.1"
_BOUNDARY = "picture"
_PART = b"--" + _BOUNDARY.encode() + b"\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
