"""Ways to an ESC/POS printer: python-escpos opens the device, and every read and write here has a limit."""

import contextlib
import errno
import os
import select
import socket
import struct
import termios
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from drivers.printer.library import python_escpos


class Transport(ABC):
    """Bytes to and from one printer. A lost device is an OSError; a silent or stalled one is not."""

    @abstractmethod
    def send(self, data: bytes, timeout: float) -> int:
        """How many bytes were taken within `timeout` seconds; 0 when none were."""

    @abstractmethod
    def receive(self, timeout: float) -> bytes:
        """What came, empty when nothing did within `timeout` seconds."""

    @abstractmethod
    def close(self, *, abort: bool = False) -> None:
        """Let go of the device. `abort` throws away what it has not taken yet, so that it cannot come out later."""


@dataclass(frozen=True)
class Address:
    """Where a printer is. `scheme` is serial, tcp or usb; the rest is None or its default where it does not apply."""

    scheme: str
    path: str = ""
    baud: int = 115200
    flow: str = "none"
    host: str = ""
    port: int = 9100
    vid: int = 0
    pid: int = 0


def parse_url(url: str) -> Address:
    """The address in `serial:///dev/ttyX?baud=115200&flow=rts`, `tcp://192.0.2.7:9100` or `usb://04b8:0e15` (hex).

    `flow` is none, rts or xon. Raises ValueError with a sentence for anything else.
    """
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
    known = {"serial": {"baud", "flow"}, "tcp": set[str](), "usb": set[str]()}.get(parts.scheme)
    if known is None or set(options) - known:
        raise ValueError(
            f"{url!r} is no printer: serial:///dev/ttyX?baud=N&flow=none|rts|xon, tcp://HOST:PORT, usb://VID:PID"
        )
    if parts.scheme == "serial":
        flow, baud = options.get("flow", "none"), options.get("baud", "115200")
        if parts.netloc or len(parts.path) < 2 or flow not in ("none", "rts", "xon") or not baud.isdecimal():
            raise ValueError(f"{url!r}: a serial printer is serial:///dev/ttyX?baud=N&flow=none|rts|xon")
        return Address("serial", path=parts.path, baud=int(baud), flow=flow)
    if parts.scheme == "tcp":
        if not parts.hostname or parts.path not in ("", "/"):
            raise ValueError(f"{url!r}: a network printer is tcp://HOST:PORT")
        return Address("tcp", host=parts.hostname, port=parts.port or 9100)
    try:
        vid, pid = (int(part, 16) for part in parts.netloc.split(":"))
    except ValueError:
        raise ValueError(f"{url!r}: a USB printer is usb://VID:PID, both hexadecimal") from None
    return Address("usb", vid=vid, pid=pid)


def open_transport(url: str, timeout: float = 0.3) -> Transport:
    """Open the printer at `url`. Raises OSError when it is not there, ValueError for a URL that names none."""
    address = parse_url(url)
    if address.scheme == "serial":
        return _Serial(address)
    if address.scheme == "tcp":
        return _Network(address, timeout)
    return _Usb(address)


class _Serial(Transport):
    def __init__(self, address: Address) -> None:
        self._printer = python_escpos().Serial(
            devfile=address.path, baudrate=address.baud, timeout=0, xonxoff=address.flow == "xon", dsrdtr=False
        )
        self._device = _opened(self._printer)
        try:
            self._device.rtscts = address.flow == "rts"
            self._device.exclusive = True
        except (OSError, termios.error):
            self.close(abort=True)
            raise OSError(errno.EBUSY, "the printer's port is taken") from None

    def send(self, data: bytes, timeout: float) -> int:
        if not select.select([], [self._device], [], timeout)[1]:
            return 0
        # Not the device's own write: that turns in a circle while the line takes nothing.
        with contextlib.suppress(BlockingIOError):
            return os.write(self._device.fileno(), data)
        return 0

    def receive(self, timeout: float) -> bytes:
        if not select.select([self._device], [], [], timeout)[0]:
            return b""
        return bytes(self._device.read(64))

    def close(self, *, abort: bool = False) -> None:
        # Not python-escpos's close: it waits without limit for a printer that takes nothing.
        self._printer.device = None
        with contextlib.suppress(OSError, termios.error):
            if abort:
                self._device.reset_output_buffer()
        self._device.close()


class _Network(Transport):
    def __init__(self, address: Address, timeout: float) -> None:
        self._printer = python_escpos().Network(address.host, address.port, timeout=timeout)
        self._socket: socket.socket = _opened(self._printer)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data: bytes, timeout: float) -> int:
        if not select.select([], [self._socket], [], timeout)[1]:
            return 0
        with contextlib.suppress(BlockingIOError):
            return self._socket.send(data)
        return 0

    def receive(self, timeout: float) -> bytes:
        if not select.select([self._socket], [], [], timeout)[0]:
            return b""
        data = self._socket.recv(64)
        if not data:
            raise ConnectionResetError(errno.ECONNRESET, "the printer closed the connection")
        return data

    def close(self, *, abort: bool = False) -> None:
        self._printer.device = None
        with contextlib.suppress(OSError):
            if abort:
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()


class _Usb(Transport):
    def __init__(self, address: Address) -> None:
        self._printer = python_escpos().Usb(address.vid, address.pid)
        self._device = _opened(self._printer)
        self._out, self._in = _bulk_endpoints(self._device)

    def send(self, data: bytes, timeout: float) -> int:
        import usb.core

        with contextlib.suppress(usb.core.USBTimeoutError):
            return int(self._out.write(data, _ms(timeout)))
        return 0

    def receive(self, timeout: float) -> bytes:
        import usb.core

        with contextlib.suppress(usb.core.USBTimeoutError):
            return bytes(self._in.read(self._in.wMaxPacketSize, _ms(timeout)))
        return b""

    def close(self, *, abort: bool = False) -> None:
        self._printer.close()


def _opened(printer: Any) -> Any:
    try:
        printer.open()
    except Exception as error:  # python-escpos, pyserial, pyusb and termios each have a tree of their own
        cause = error.__cause__ or error.__context__
        number = getattr(cause, "errno", None) or errno.ENODEV
        raise OSError(number, "the printer cannot be opened") from error
    return printer.device


def _bulk_endpoints(device: Any) -> tuple[Any, Any]:
    """The first bulk endpoints out and in: their numbers differ from maker to maker."""
    import usb.util

    def bulk(direction: int) -> Any:
        for interface in device.get_active_configuration():
            for endpoint in interface:
                if (
                    usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
                    and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction
                ):
                    return endpoint
        raise OSError(errno.ENODEV, "the USB device has no bulk endpoints")

    return bulk(usb.util.ENDPOINT_OUT), bulk(usb.util.ENDPOINT_IN)


def _ms(seconds: float) -> int:
    """libusb takes 0 for "for ever"."""
    return max(1, round(seconds * 1000))
