"""What is plugged in and what would be used, in words for the person who sets a machine up."""

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from drivers.plugged import Device, Row, Wanted, Why, describe
from drivers.printer.base import PrinterStatus


class Kind(StrEnum):
    """Each has a part of that name in a machine's configuration."""

    CAMERA = "camera"
    SCANNER = "scanner"
    PRINTER = "printer"


class NotAsked(StrEnum):
    """Why nothing is used, beside the rules of `drivers.plugged`."""

    NO_CONFIGURATION = "no-configuration"
    NO_PART = "no-part"


class Access(StrEnum):
    """Whether this account may open a device; nobody opens it to find out."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # not there, or no file


Look = Callable[[Wanted], Iterable[Device]]
"""What is plugged in of one kind, with the path asked for if it is there."""


@dataclass(frozen=True)
class DeviceRow:
    """One line of `kiosk devices`. `message`: why it is used or not and what to do, for a person."""

    kind: Kind
    device: Device
    path: str
    used: bool
    why: Why | NotAsked
    access: Access
    message: str
    status: PrinterStatus | None = None

    def record(self) -> dict[str, Any]:
        """As JSON; what is not known is left out. `device` is what would be opened."""
        device = self.device
        facts = {
            "kind": str(self.kind),
            "device": self.path,
            "link": device.link if device.link != self.path else None,
            "name": device.description,
            "vid": _hexadecimal(device.vid),
            "pid": _hexadecimal(device.pid),
            "serial_number": device.serial_number,
            "used": self.used,
            "why": str(self.why),
            "access": str(self.access),
            "status": str(self.status) if self.status else None,
            "message": self.message,
        }
        return {name: value for name, value in facts.items() if value not in (None, "")}

    def lines(self) -> list[str]:
        """As two lines: the device, then what becomes of it."""
        device = self.device
        numbers = f"({_hexadecimal(device.vid)}:{_hexadecimal(device.pid)})" if device.vid is not None else ""
        serial = f"serial {device.serial_number}" if device.serial_number else ""
        about = " ".join(part for part in (device.description, numbers, serial) if part)
        head = f"{self.kind:8} {'USED' if self.used else '-':5} {self.path:26} {about}"
        return [head.rstrip(), f"         {self.message}"]


def rows_of(
    kind: Kind,
    look: Look,
    wanted: Wanted | None,
    *,
    configured: bool,
    status: PrinterStatus | None = None,
    access: Callable[[str], Access] | None = None,
) -> list[DeviceRow]:
    """The rows of one kind. `wanted` None: nothing is asked for, because there is no configuration (`configured` False)
    or it has no such part. `status`: what the printer that would be used said of itself."""
    may_open = access or access_to
    ask = wanted or Wanted()
    rows = describe(look(ask), ask)
    return [_row(kind, row, wanted, configured, status, may_open(row.device.path)) for row in rows]


def nothing_seen(kind: Kind) -> str:
    """What to say of a kind of which there is no row."""
    return _NOTHING[kind]


def access_to(path: str) -> Access:
    """Whether this account may open what is at `path`: read a file or folder, read and write a device."""
    file = Path(path)
    if not file.exists():
        return Access.UNKNOWN
    mode = os.R_OK | os.W_OK if file.is_char_device() else os.R_OK
    return Access.GRANTED if os.access(path, mode) else Access.REFUSED


def _row(
    kind: Kind, row: Row, wanted: Wanted | None, configured: bool, status: PrinterStatus | None, access: Access
) -> DeviceRow:
    why: Why | NotAsked = row.why
    used = row.used
    if wanted is None:
        why, used = NotAsked.NO_PART if configured else NotAsked.NO_CONFIGURATION, False
    said = [_WHY[why].format(kind=kind, key=_KEYS[kind], by_path=_BY_PATH[kind], ask=_ask(kind, row.device))]
    if why is Why.PATH and row.device.vid is not None and row.path == row.device.path:
        said.append(f"Such a name may go to another device at the next start; {_ask(kind, row.device)} stays with it.")
    if access is Access.REFUSED:
        said.append(_no_rights(_group_of(row.device.path)))
    told = status if row.used and kind is Kind.PRINTER else None
    if told is not None:
        said.append(_printer_words(told, row.why))
    return DeviceRow(kind, row.device, _without_secrets(row.path), used, why, access, " ".join(said), told)


def _ask(kind: Kind, device: Device) -> str:
    """The line of a configuration that names this device, by what stays the same of it."""
    if kind is Kind.PRINTER and "://" in device.path:
        return f'url = "{device.path}"'
    if device.vid is None or device.pid is None:
        return f'{_KEYS[kind]} = "{device.link or device.path}"'
    ids = f'vid = "{_hexadecimal(device.vid)}", pid = "{_hexadecimal(device.pid)}"'
    return ids + (f', serial_number = "{device.serial_number}"' if device.serial_number else "")


def _no_rights(group: str | None) -> str:
    if group in (None, "root"):
        return "This account may not open it: give it a group by a udev rule (docs/hardware.md)."
    return f"This account may not open it: put it into the group {group}, then start its session again."


def _group_of(path: str) -> str | None:
    """The group that the file belongs to, None where nobody can tell."""
    try:
        return Path(path).group()
    except (OSError, KeyError):
        return None


def _printer_words(status: PrinterStatus, why: Why) -> str:
    if status is PrinterStatus.GONE and why is not Why.ADDRESS:
        return _DOES_NOT_OPEN
    return _STATUS[status]


def _without_secrets(path: str) -> str:
    """An address without user, password and query; anything else as it is."""
    return re.sub(r"://.*@", "://", path.partition("?")[0]) if "://" in path else path


def _hexadecimal(number: int | None) -> str | None:
    return None if number is None else f"{number:04x}"


_KEYS = {Kind.CAMERA: "source", Kind.SCANNER: "port", Kind.PRINTER: "url"}
_BY_PATH = {
    Kind.CAMERA: "name it by its socket, source = a name below /dev/v4l/by-path",
    Kind.SCANNER: "name it by its socket, port = a name below /dev/serial/by-path",
    Kind.PRINTER: "leave only one of them plugged in",
}
_NOTHING = {
    Kind.CAMERA: "No camera is seen: nothing is at /dev/video*. Check plug and cable.",
    Kind.SCANNER: "No serial port is seen. A scanner in keyboard mode is none: set it to serial (USB-CDC).",
    Kind.PRINTER: "No USB printer is seen. One on the network is known by its url in the configuration only.",
}
_WHY: dict[Why | NotAsked, str] = {
    Why.PATH: "Used: the configuration names it.",
    Why.ADDRESS: "Used: the configuration gives this address.",
    Why.USB_ID: "Used: its USB numbers are those asked for.",
    Why.STABLE_NAME: "Used: the name that udev gives it carries the serial number asked for.",
    Why.ONLY_USB: "Used: no other {kind} is on USB, and nothing else is asked for.",
    Why.SECOND: "Not used: another one fits as well and comes first. Give serial_number; without one, {by_path}.",
    Why.SEVERAL: "Not used: several could be it, and none is guessed. Write {ask} under [{kind}].",
    Why.OTHER: "Not used: not what the configuration asks for. To use it, write {ask} under [{kind}].",
    Why.METADATA: "Not used: this node gives no pictures. Name the camera itself, best by vid and pid.",
    Why.MISSING: "Asked for, and not there. Check plug, cable and power, then what stands under [{kind}].",
    NotAsked.NO_CONFIGURATION: "To use it, write {ask} under [{kind}]; `kiosk devices --config FILE` says what becomes "
    "of it.",
    NotAsked.NO_PART: "Not used: the configuration has no part [{kind}]. To use it, write {ask} there.",
}
_STATUS = {
    PrinterStatus.READY: "It answers and is ready.",
    PrinterStatus.NEAR_END: "It answers; the paper is near its end: have a roll at hand.",
    PrinterStatus.BUSY: "It answers and is busy.",
    PrinterStatus.NO_PAPER: "It answers and has no paper: put a roll in.",
    PrinterStatus.COVER_OPEN: "It answers and its cover is open: close it.",
    PrinterStatus.CUTTER: "It answers and its cutter is stuck: clear the paper, switch it off and on.",
    PrinterStatus.ERROR: "It answers and reports an error: see its lamps and manual.",
    PrinterStatus.GONE: "It does not answer: check address, cable and power.",
    PrinterStatus.UNKNOWN: "It takes data and says nothing of itself, so nobody knows whether paper comes out: "
    "check that the line goes both ways.",
}
_DOES_NOT_OPEN = (
    "It is plugged in and does not open: another program holds it (the kiosk itself, while it runs), or this account "
    "lacks the right."
)
