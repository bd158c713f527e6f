"""A scanner on a serial line: USB-CDC or RS-232."""

import errno
import logging
import os
import termios
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import serial
from serial.tools import list_ports

from drivers.backoff import backoff
from drivers.plugged import Wanted, choose
from drivers.scanner.base import Scan, ScanFault, Scanner, ScannerStatus
from drivers.scanner.choose import PortInfo, plugged_in
from drivers.scanner.framing import Framer, Suffix

_log = logging.getLogger(__name__)


class SerialScanner(Scanner):
    """Found by path (a symlink too) or by VID:PID and serial number; opened again for ever, with back-off.

    `idle` (s) is the pause that ends a frame. After NOT_UTF8 the status is `misconfigured` until a good code
    comes. Several rules may be given: a path that is there goes first. `find` lists ports as
    `serial.tools.list_ports.comports` does, `clock` is monotonic. Logs the port and the status, never what was read.
    """

    def __init__(
        self,
        port: str | None = None,
        vid: int | None = None,
        pid: int | None = None,
        serial_number: str | None = None,
        baud: int = 115200,
        suffix: Suffix = Suffix.ANY,
        *,
        idle: float = 0.1,
        find: Callable[[], Iterable[PortInfo]] = list_ports.comports,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wanted = Wanted(port, vid, pid, serial_number)
        self._baud = baud
        self._suffix = suffix
        self._idle = idle
        self._find = find
        self._clock = clock
        self._status = ScannerStatus.STOPPED
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._on_scan: Callable[[Scan], None] = _nobody
        self._on_status: Callable[[ScannerStatus], None] = _nobody
        self._why_closed: str | None = None
        self._path = port

    def start(self, on_scan: Callable[[Scan], None], on_status: Callable[[ScannerStatus], None]) -> None:
        self.stop()
        self._on_scan, self._on_status = on_scan, on_status
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._stopping,), name="scanner", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        self._stopping.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    @property
    def status(self) -> ScannerStatus:
        return self._status

    def _run(self, stopping: threading.Event) -> None:
        self._set(ScannerStatus.SEARCHING)
        delays = backoff()
        while not stopping.is_set():
            line = self._open()
            if line is not None:
                delays = backoff()
                self._set(ScannerStatus.READY)
                try:
                    self._listen(line, stopping)
                except OSError as lost:  # SerialException, and the bare OSError of `in_waiting`
                    self._closed_for(lost)
                    self._set(ScannerStatus.GONE)
                finally:
                    line.close()
            stopping.wait(next(delays))
        self._set(ScannerStatus.STOPPED)

    def _open(self) -> "_Line | None":
        try:
            path = choose(plugged_in(self._wanted, self._find), self._wanted)
            if path is None:
                return None
            self._path = path
            line = _Line(path, self._baud, timeout=self._idle, exclusive=True)
        except (OSError, ValueError, termios.error) as refused:
            self._closed_for(refused)
            return None
        self._why_closed = None
        return line

    def _listen(self, line: "_Line", stopping: threading.Event) -> None:
        framer = Framer(self._suffix)
        while not stopping.is_set():
            data = line.read(1)
            if data:
                data += line.read(min(line.in_waiting, 4096))
                scans = framer.feed(data, self._clock())
            else:
                scans = framer.quiet(self._clock())
                line.check_still_there()
            self._hand_on(scans)

    def _hand_on(self, scans: list[Scan]) -> None:
        """A call of its own: a code that was handed on is held by no variable while the line is silent."""
        for scan in scans:
            if scan.fault is None:
                self._set(ScannerStatus.READY)
            elif scan.fault is ScanFault.NOT_UTF8:
                self._set(ScannerStatus.MISCONFIGURED)
            _call(self._on_scan, scan)

    def _set(self, status: ScannerStatus) -> None:
        if status is self._status:
            return
        # Told before it can be asked: who sees the status finds it in the log.
        _log.log(_LEVEL.get(status, logging.INFO), "scanner status=%s port=%s", status, self._path)
        self._status = status
        _call(self._on_status, status)

    def _closed_for(self, error: Exception) -> None:
        number = getattr(error, "errno", None)
        why = errno.errorcode.get(number, str(number)) if number else type(error).__name__
        if why != self._why_closed:
            self._why_closed = why
            _log.warning("scanner port=%s cause=%s", self._path, why)


class _Line(serial.Serial):  # type: ignore[misc]
    """A pyserial port that keeps what came in before it was opened: the first code after a start is not lost."""

    def _reset_input_buffer(self) -> None:
        pass

    def check_still_there(self) -> None:
        """Raises OSError when the path is gone or leads to another device by now: a silent line never tells."""
        now, opened = os.stat(self.port), os.fstat(self.fileno())
        if (now.st_dev, now.st_ino, now.st_rdev) != (opened.st_dev, opened.st_ino, opened.st_rdev):
            raise OSError(errno.ENODEV, "the port leads to another device")


_LEVEL = {ScannerStatus.GONE: logging.WARNING, ScannerStatus.MISCONFIGURED: logging.WARNING}


def _nobody(_: object) -> None:
    pass


def _call(callback: Callable[[Any], None], value: object) -> None:
    try:
        callback(value)
    except Exception as error:  # noqa: BLE001 - a listener's mistake must not take the scanner down; it may hold a name
        _log.error("scanner listener=%s", type(error).__name__)
