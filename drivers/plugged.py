"""Which of the devices that are plugged in is the one asked for: pure rules, the same for every family of drivers."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True)
class Wanted:
    """What the configuration asks for. All None: the only USB device of its kind, if there is just one.

    `path` is a device's path, the path of a symlink, or an address with `://` in it.
    """

    path: str | None = None
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None

    @property
    def by_usb(self) -> bool:
        return (self.vid, self.pid, self.serial_number) != (None, None, None)


@dataclass(frozen=True)
class Device:
    """A device that is there. `path`: what the system calls it today. `link`: a steadier name of the same device, from
    udev or as asked for. `metadata`: a node beside the real one that gives none of what the device is for."""

    path: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    description: str = ""
    link: str | None = None
    metadata: bool = False


class Why(StrEnum):
    """Why a device is used or not."""

    PATH = "path"  # used: the path asked for
    ADDRESS = "address"  # used: the network address asked for; nobody can see what is at its far end
    USB_ID = "usb-id"  # used: VID, PID and serial number as asked for
    STABLE_NAME = "stable-name"  # used: udev's name carries the serial number asked for
    ONLY_USB = "only-usb"  # used: nothing asked for, and no other USB device of the kind is there
    SECOND = "second"  # not used: fits as well, another comes first
    SEVERAL = "several"  # not used: nothing asked for, and several could be it
    OTHER = "other"  # not used: not what is asked for
    METADATA = "metadata"  # not used: asked for by path, and a metadata node
    MISSING = "missing"  # not there: asked for


@dataclass(frozen=True)
class Row:
    """One device and what becomes of it. `path` is what would be opened."""

    path: str
    device: Device
    used: bool
    why: Why


def describe(devices: Iterable[Device], wanted: Wanted) -> list[Row]:
    """What is asked for by path, then what is plugged in, in the order of device names; at most one is used.

    Metadata nodes are told of only where one is asked for.
    """
    everything = sorted(devices, key=_order)
    there = [device for device in everything if not device.metadata]
    asked = _asked_by_path(everything, wanted)
    taken = asked is not None and asked.used
    rows = [asked] if asked is not None else []
    fits = [] if taken else _fits(there, wanted)
    if wanted.by_usb and not fits and asked is None:
        rows.append(_missing(_ids(wanted)))
    for device in there:
        if asked is not None and device is asked.device:
            continue
        if device not in fits:
            several = not taken and wanted == Wanted() and device.vid is not None
            rows.append(Row(device.path, device, False, Why.SEVERAL if several else Why.OTHER))
        elif device is fits[0]:
            rows.append(Row(device.path, device, True, _why(device, wanted)))
        else:
            rows.append(Row(device.path, device, False, Why.SECOND))
    return rows


def choose(devices: Iterable[Device], wanted: Wanted) -> str | None:
    """The path to open, or None."""
    return next((row.path for row in describe(devices, wanted) if row.used), None)


def links(*folders: Path) -> dict[str, str]:
    """Device path to udev's name of it, from folders such as /dev/serial/by-id; of several the first folder's."""
    found: dict[str, str] = {}
    for folder in folders:
        for link in sorted(folder.glob("*")):
            found.setdefault(os.path.realpath(link), str(link))
    return found


def with_asked(devices: Sequence[Device], wanted: Wanted) -> list[Device]:
    """The devices, with the path asked for if it is there though nobody lists it (a symlink, a pty, a file)."""
    if wanted.path is None or not Path(wanted.path).exists():
        return list(devices)
    real = os.path.realpath(wanted.path)
    if all(wanted.path != device.path and real != os.path.realpath(device.path) for device in devices):
        return [*devices, Device(wanted.path)]
    return [
        replace(device, link=wanted.path) if os.path.realpath(device.path) == real else device for device in devices
    ]


def usb_device(folder: Path, path: str) -> Device:
    """What sysfs says of the USB device that `folder` lies in, or is; of one that is not on USB, its path alone."""
    for usb in (folder, *folder.parents):
        if (usb / "idVendor").is_file():
            names = [text for name in ("manufacturer", "product") if (text := read_text(usb / name))]
            return Device(
                path,
                _hexadecimal(usb / "idVendor"),
                _hexadecimal(usb / "idProduct"),
                read_text(usb / "serial") or None,
                " ".join(names),
            )
    return Device(path)


def read_text(file: Path) -> str:
    """The text of a small file of the system, without its line end; empty where it cannot be read."""
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def _asked_by_path(devices: Sequence[Device], wanted: Wanted) -> Row | None:
    if wanted.path is None:
        return None
    if "://" in wanted.path:
        return Row(wanted.path, Device(wanted.path), True, Why.ADDRESS)
    for device in devices:
        if wanted.path in (device.path, device.link):
            why = Why.METADATA if device.metadata else Why.PATH
            return Row(wanted.path, device, why is Why.PATH, why)
    return _missing(wanted.path)


def _fits(devices: Sequence[Device], wanted: Wanted) -> list[Device]:
    if wanted.by_usb:
        return [device for device in devices if _is_wanted(device, wanted)]
    usb = [device for device in devices if device.vid is not None]
    return usb if wanted.path is None and len(usb) == 1 else []


def _is_wanted(device: Device, wanted: Wanted) -> bool:
    if device.vid is None:
        return _named_by_udev(device, wanted)
    asked = ((wanted.vid, device.vid), (wanted.pid, device.pid), (wanted.serial_number, device.serial_number))
    return all(want is None or want == have for want, have in asked)


def _named_by_udev(device: Device, wanted: Wanted) -> bool:
    """usb-MAKER_PRODUCT_SERIAL-ifNN: the serial number alone tells where the system gives no VID and PID."""
    return bool(wanted.serial_number and device.link and f"_{wanted.serial_number}-" in Path(device.link).name)


def _why(device: Device, wanted: Wanted) -> Why:
    if not wanted.by_usb:
        return Why.ONLY_USB
    return Why.STABLE_NAME if device.vid is None else Why.USB_ID


def _missing(path: str) -> Row:
    return Row(path, Device(path), False, Why.MISSING)


def _ids(wanted: Wanted) -> str:
    """The USB numbers as `lsusb` writes them, and the serial number; what is not asked for is left open."""
    vid, pid = (f"{number:04x}" if number is not None else "*" for number in (wanted.vid, wanted.pid))
    return f"{vid}:{pid}" + (f" {wanted.serial_number}" if wanted.serial_number else "")


def _order(device: Device) -> list[tuple[str, int]]:
    """video2 before video10."""
    return [(word, int(digits or 0)) for word, digits in re.findall(r"(\D*)(\d*)", device.path)]


def _hexadecimal(file: Path) -> int | None:
    try:
        return int(read_text(file), 16)
    except ValueError:
        return None
