"""The line between kiosk and hub, which a hand can cut: a TCP relay on the loopback address."""

import contextlib
import socket
import threading


class Line:
    """Carries connections to `target` (host, port) while it is whole; `cut` ends those under way, refuses new ones."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._whole = True
        self._closed = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, name="line", daemon=True).start()

    @property
    def whole(self) -> bool:
        return self._whole

    def cut(self) -> None:
        with self._lock:
            self._whole = False
            ends = list(self._open)
        for end in ends:
            _shut(end)

    def mend(self) -> None:
        self._whole = True

    def close(self) -> None:
        self._closed = True
        self.cut()
        _shut(self._listener)

    def _accept(self) -> None:
        while not self._closed:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._whole:
                _shut(near)
                continue
            threading.Thread(target=self._carry, args=(near,), name="line-call", daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self._target, timeout=5)
        except OSError:
            _shut(near)
            return
        far.settimeout(None)
        with self._lock:
            self._open |= {near, far}
        back = threading.Thread(target=_pump, args=(far, near), name="line-back", daemon=True)
        back.start()
        _pump(near, far)
        back.join()
        with self._lock:
            self._open -= {near, far}
        for end in (near, far):
            end.close()


def _pump(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
    _shut(to, how=socket.SHUT_WR)


def _shut(end: socket.socket, how: int = socket.SHUT_RDWR) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(how)
    if how == socket.SHUT_RDWR:
        end.close()
