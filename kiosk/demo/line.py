"""The line between kiosk and hub, which a hand can cut: a TCP relay on the loopback address."""

import contextlib
import socket
import threading
from collections.abc import Iterator

_CONNECT_S = 5.0
_END_S = 5.0


class Line:
    """Carries connections to `target` (host, port) while it is whole; `cut` ends those under way, refuses new ones."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._whole = True
        self._open: set[socket.socket] = set()
        self._calls: set[threading.Thread] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name="line", daemon=True)
        self._thread.start()

    @property
    def whole(self) -> bool:
        return self._whole

    def cut(self) -> None:
        with self._lock:
            self._whole = False
            for end in self._open:
                _shut(end)

    def mend(self) -> None:
        self._whole = True

    def close(self) -> None:
        """Cut for good; returns when nothing is carried any more."""
        self.cut()
        _shut(self._listener)
        self._thread.join(_END_S)
        self._listener.close()
        with self._lock:
            calls = list(self._calls)
        for call in calls:
            call.join(_END_S)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            call = threading.Thread(target=self._carry, args=(near,), name="line-call", daemon=True)
            with self._lock:
                self._calls.add(call)
            call.start()

    def _carry(self, near: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            self._end(near),
            self._end(socket.create_connection(self._target, timeout=_CONNECT_S)) as far,
        ):
            far.settimeout(None)
            back = threading.Thread(target=_pump, args=(far, near), name="line-back", daemon=True)
            back.start()
            _pump(near, far)
            back.join()
        with self._lock:
            self._calls.discard(threading.current_thread())

    @contextlib.contextmanager
    def _end(self, end: socket.socket) -> Iterator[socket.socket]:
        """One end of a connection, known to `cut` until it is closed; OSError if the line is cut by now."""
        try:
            with self._lock:
                if not self._whole:
                    raise ConnectionAbortedError
                self._open.add(end)
            yield end
        finally:
            with self._lock:
                self._open.discard(end)
            end.close()


def _pump(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
    _shut(to, socket.SHUT_WR)


def _shut(end: socket.socket, how: int = socket.SHUT_RDWR) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(how)
