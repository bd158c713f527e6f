"""A line on the loopback address that a hand, or chance with a seed, makes as bad as real ones are."""

import contextlib
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.proving.faults import Draw, Fault
from kiosk.proving.http1 import NotHttp, RequestFrame

_CONNECT_S = 5.0
_END_S = 5.0
_ANSWER_S = 60.0
_CHUNK = 65536
_DRIP_S = 0.02
_PAGE = "<!doctype html><title>Bảo trì</title><p>Hệ thống đang bảo trì.</p>".encode()


@dataclass(frozen=True)
class Pace:
    """How slow a slow line is."""

    delay_s: float = 2.0
    kbit_s: float = 64.0
    retry_after_s: int = 5


class FaultProxy:
    """Carries connections to `target` (host, port) while it is whole, byte for byte; `cut` ends those under way and
    refuses new ones. Of HTTP/1.1 requests as many meet a fault as `set_faults` says, from the next one on.

    A request that meets none passes as it comes, and so does what is no HTTP. One that meets a fault is read whole
    first, and is delivered, where it is, by a connection of its own.
    """

    def __init__(self, target: tuple[str, int], *, seed: int | str = 0, pace: Pace | None = None) -> None:
        self.target = target
        self.pace = pace or Pace()
        self.draw = Draw(seed)
        self.closing = threading.Event()
        self._whole = True
        self._open: set[socket.socket] = set()
        self._calls: set[threading.Thread] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name="line", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def whole(self) -> bool:
        return self._whole

    @property
    def faults(self) -> dict[Fault, float]:
        """The rates that are set."""
        return self.draw.rates

    @property
    def requests(self) -> int:
        """How many requests began to come in."""
        return self.draw.requests

    @property
    def made(self) -> Counter[Fault]:
        """How many requests met each fault."""
        return Counter(self.draw.made)

    def set_faults(self, rates: Mapping[Fault, float]) -> None:
        """Of each fault the part of all requests it falls on. Raises RateFault, and then nothing has changed."""
        self.draw.set(rates)

    def cut(self) -> None:
        with self._lock:
            self._whole = False
            for end in self._open:
                shut(end)

    def mend(self) -> None:
        self._whole = True

    def close(self) -> None:
        """Cut for good; returns when nothing is carried any more."""
        self.closing.set()
        self.cut()
        shut(self._listener)
        self._thread.join(_END_S)
        self._listener.close()
        with self._lock:
            calls = list(self._calls)
        for call in calls:
            call.join(_END_S)

    @contextlib.contextmanager
    def connected(self) -> Iterator[socket.socket]:
        """A connection to the target, known to `cut`; OSError where there is none."""
        with self._end(socket.create_connection(self.target, timeout=_CONNECT_S)) as far:
            far.settimeout(None)
            yield far

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
        with contextlib.suppress(OSError), self._end(near), self.connected() as far:
            _Connection(self, near, far).carry()
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


class _Connection:
    """One connection through the proxy: requests go forth on the caller's thread, answers come back on another."""

    def __init__(self, proxy: FaultProxy, near: socket.socket, far: socket.socket) -> None:
        self._proxy = proxy
        self._near = near
        self._far = far
        self._beside = threading.Lock()
        """held while an answer comes by another way than from `far`"""
        self._broken = False

    def carry(self) -> None:
        back = threading.Thread(target=self._back, name="line-back", daemon=True)
        back.start()
        try:
            with contextlib.suppress(OSError):
                self._forth()
        finally:
            shut(self._far, socket.SHUT_RDWR if self._broken else socket.SHUT_WR)
            back.join()

    def _back(self) -> None:
        with contextlib.suppress(OSError):
            while data := self._far.recv(_CHUNK):
                self._near.sendall(data)
        with self._beside:
            if not self._broken:
                shut(self._near, socket.SHUT_WR)

    def _forth(self) -> None:
        pending = b""
        while pending or self._near.recv(1, socket.MSG_PEEK):
            fault = self._proxy.draw.next()
            if fault is Fault.REFUSE:
                self._reset()
                return
            frame = RequestFrame()
            raw = self._request(frame, pending, passing=fault is None)
            if raw is None:
                return
            pending = frame.rest
            if fault is not None:
                with self._beside:
                    if not self._meet(fault, frame, raw[: len(raw) - len(pending)]):
                        return

    def _request(self, frame: RequestFrame, pending: bytes, *, passing: bool) -> bytes | None:
        """Read one request whole, and pass it as it comes if it is `passing`; None where the connection ends first."""
        raw = b""
        while data := pending or self._near.recv(_CHUNK):
            pending = b""
            try:
                whole = frame.feed(data)
            except NotHttp:
                if passing:
                    self._opaque(data)
                else:
                    self._reset()
                return None
            if passing:
                self._far.sendall(data[: len(data) - len(frame.rest)])
            else:
                raw += data
            if whole:
                return raw
        return None

    def _opaque(self, data: bytes) -> None:
        """No HTTP, or what cannot be followed: everything passes from here on."""
        while data:
            self._far.sendall(data)
            data = self._near.recv(_CHUNK)

    def _meet(self, fault: Fault, frame: RequestFrame, raw: bytes) -> bool:
        """What becomes of a request that is held whole; whether the connection goes on."""
        pace = self._proxy.pace
        match fault:
            case Fault.CUT_BEFORE:
                self._reset()
            case Fault.CUT_AFTER_COMMIT:
                self._answered(frame, raw)
                self._reset()
            case Fault.DELAY:
                self._proxy.closing.wait(pace.delay_s)
                self._far.sendall(raw)
            case Fault.SLOW:
                self._drip(self._near, self._answered(frame, raw, slowly=True))
            case Fault.TOO_MANY:
                headers = {"Content-Type": "application/json", "Retry-After": str(pace.retry_after_s)}
                self._near.sendall(frame.answer(429, headers, b'{"code":"too-many"}'))
            case Fault.SERVER_ERROR_AFTER_COMMIT:
                self._answered(frame, raw)
                self._near.sendall(frame.answer(500, {"Content-Type": "application/json"}, b'{"code":"server"}'))
            case Fault.TRUNCATED:
                self._near.sendall(_half(self._answered(frame, raw)))
                self._broken = True
                shut(self._near)
            case Fault.MAINTENANCE:
                self._near.sendall(frame.answer(200, {"Content-Type": "text/html; charset=utf-8"}, _PAGE))
            case Fault.DUPLICATE:
                self._answered(frame, raw)
                self._near.sendall(self._answered(frame, raw))
        return not self._broken

    def _answered(self, frame: RequestFrame, raw: bytes, *, slowly: bool = False) -> bytes:
        """Deliver the request by a connection of its own; the bytes of the whole answer. OSError where none comes."""
        answer, follows = b"", frame.answer_frame()
        try:
            with self._proxy.connected() as far:
                far.settimeout(_ANSWER_S)
                if slowly:
                    self._drip(far, raw)
                else:
                    far.sendall(raw)
                while not follows.feed(data := far.recv(_CHUNK)):
                    answer += data
                return answer + data
        except (OSError, NotHttp):
            self._reset()
            raise ConnectionAbortedError from None

    def _drip(self, to: socket.socket, data: bytes) -> None:
        size = max(1, int(self._proxy.pace.kbit_s * 1000 / 8 * _DRIP_S))
        for start in range(0, len(data), size):
            to.sendall(data[start : start + size])
            self._proxy.closing.wait(_DRIP_S)

    def _reset(self) -> None:
        """End the connection as a line does that breaks: by a reset, not by a goodbye."""
        self._broken = True
        with contextlib.suppress(OSError):
            self._near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _half(answer: bytes) -> bytes:
    """The head, and half of what is behind it; half of the head where nothing is."""
    head = answer.find(b"\r\n\r\n") + 4
    body = len(answer) - head
    return answer[: head + body // 2 if body else head // 2]


def shut(end: socket.socket, how: int = socket.SHUT_RDWR) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(how)
