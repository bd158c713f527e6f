"""Which serial port is the scanner: pure rules over what is plugged in, and the look at the machine that feeds them."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from serial.tools import list_ports

BY_ID = Path("/dev/serial/by-id")
"""Where udev keeps names that carry the maker, the product and the serial number."""


class PortInfo(Protocol):
    """What pyserial says of a port; `vid`, `pid` and `serial_number` are None where it is not on USB."""

    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None
    description: str


@dataclass(frozen=True)
class Wanted:
    """What the configuration asks for. All None: the only USB serial port, if there is just one."""

    port: str | None = None
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None

    @property
    def by_usb(self) -> bool:
        return (self.vid, self.pid, self.serial_number) != (None, None, None)


@dataclass(frozen=True)
class Port:
    """A serial port that is there. `link`: a steadier name of the same port, from /dev/serial/by-id or as asked for."""

    device: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    description: str = ""
    link: str | None = None


class Why(StrEnum):
    """Why a port is used or not."""

    PATH = "path"  # used: the path asked for
    USB_ID = "usb-id"  # used: VID, PID and serial number as asked for
    STABLE_NAME = "stable-name"  # used: udev's name carries the serial number asked for
    ONLY_USB = "only-usb"  # used: nothing asked for, and no other USB serial port is there
    SECOND = "second"  # not used: fits as well, another port comes first
    SEVERAL = "several"  # not used: nothing asked for, and several could be it
    OTHER = "other"  # not used: not what is asked for
    MISSING = "missing"  # not there: asked for by path


@dataclass(frozen=True)
class Row:
    """One line of `kiosk devices`. `path` is what would be opened."""

    path: str
    port: Port
    used: bool
    why: Why


def describe(ports: Iterable[Port], wanted: Wanted) -> list[Row]:
    """What is plugged in, in the order of device names, and which port would be used; at most one is."""
    there = sorted(ports, key=lambda port: port.device)
    path = _path_row(there, wanted)
    taken = path is not None and path.used
    rows = [path] if path is not None else []
    fits = [] if taken else _fits(there, wanted)
    for port in there:
        if path is not None and path.used and port is path.port:
            continue
        if port not in fits:
            several = not taken and wanted == Wanted() and port.vid is not None
            rows.append(Row(port.device, port, False, Why.SEVERAL if several else Why.OTHER))
        elif port is fits[0]:
            rows.append(Row(port.device, port, True, _why(port, wanted)))
        else:
            rows.append(Row(port.device, port, False, Why.SECOND))
    return rows


def choose(ports: Iterable[Port], wanted: Wanted) -> str | None:
    """The path to open, or None."""
    return next((row.path for row in describe(ports, wanted) if row.used), None)


def plugged_in(
    wanted: Wanted, find: Callable[[], Iterable[PortInfo]] = list_ports.comports, by_id: Path = BY_ID
) -> list[Port]:
    """The ports of this machine, with the path asked for if it is there though nobody lists it (a symlink, a pty)."""
    links = {os.path.realpath(link): str(link) for link in sorted(by_id.glob("*"))}
    ports = [
        Port(info.device, info.vid, info.pid, info.serial_number, info.description or "", links.get(info.device))
        for info in find()
    ]
    listed = {port.device for port in ports}
    ports += [Port(device, link=link) for device, link in links.items() if device not in listed and Path(link).exists()]
    if wanted.port is None or not Path(wanted.port).exists():
        return ports
    real = os.path.realpath(wanted.port)
    if all(wanted.port != port.device and real != os.path.realpath(port.device) for port in ports):
        return [*ports, Port(wanted.port)]
    return [replace(port, link=wanted.port) if os.path.realpath(port.device) == real else port for port in ports]


def _path_row(ports: Sequence[Port], wanted: Wanted) -> Row | None:
    if wanted.port is None:
        return None
    for port in ports:
        if wanted.port in (port.device, port.link):
            return Row(wanted.port, port, True, Why.PATH)
    return Row(wanted.port, Port(wanted.port), False, Why.MISSING)


def _fits(ports: Sequence[Port], wanted: Wanted) -> list[Port]:
    if wanted.by_usb:
        return [port for port in ports if _is_wanted(port, wanted)]
    usb = [port for port in ports if port.vid is not None]
    return usb if wanted.port is None and len(usb) == 1 else []


def _is_wanted(port: Port, wanted: Wanted) -> bool:
    if port.vid is None:
        return _named_by_udev(port, wanted)
    asked = ((wanted.vid, port.vid), (wanted.pid, port.pid), (wanted.serial_number, port.serial_number))
    return all(want is None or want == have for want, have in asked)


def _named_by_udev(port: Port, wanted: Wanted) -> bool:
    """usb-MAKER_PRODUCT_SERIAL-ifNN: the serial number alone tells where the system gives no VID and PID."""
    return bool(wanted.serial_number and port.link and f"_{wanted.serial_number}-" in Path(port.link).name)


def _why(port: Port, wanted: Wanted) -> Why:
    if not wanted.by_usb:
        return Why.ONLY_USB
    return Why.STABLE_NAME if port.vid is None else Why.USB_ID
