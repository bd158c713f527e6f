"""The serial ports of this machine, for the rules of `drivers.plugged`."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from serial.tools import list_ports

from drivers.plugged import Device, Wanted, links, with_asked

BY_ID = Path("/dev/serial/by-id")
"""Where udev keeps names that carry the maker, the product and the serial number."""


class PortInfo(Protocol):
    """What pyserial says of a port; `vid`, `pid` and `serial_number` are None where it is not on USB."""

    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None
    description: str


def plugged_in(
    wanted: Wanted, find: Callable[[], Iterable[PortInfo]] = list_ports.comports, by_id: Path = BY_ID
) -> list[Device]:
    """The ports of this machine, with the path asked for if it is there though nobody lists it (a symlink, a pty)."""
    named = links(by_id)
    ports = [
        Device(info.device, info.vid, info.pid, info.serial_number, _described(info), named.get(info.device))
        for info in find()
    ]
    listed = {port.path for port in ports}
    ports += [Device(path, link=link) for path, link in named.items() if path not in listed and Path(link).exists()]
    return with_asked(ports, wanted)


def _described(info: PortInfo) -> str:
    """pyserial writes n/a of a port that it knows nothing of."""
    return "" if info.description in (None, "n/a") else info.description
