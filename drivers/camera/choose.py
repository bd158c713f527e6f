"""The cameras of this machine, for the rules of `drivers.plugged`: V4L2 nodes that give pictures."""

import fcntl
import os
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from drivers.plugged import Device, Row, Wanted, links, read_text, usb_device, with_asked

CameraWanted = Wanted
"""`path` is the configuration's `source`: a node, a symlink, a file, a folder, or an address with `://` in it."""
CameraRow = Row

NODES = Path("/sys/class/video4linux")
"""What the kernel says of each node; readable without rights."""
NAMES = (Path("/dev/v4l/by-id"), Path("/dev/v4l/by-path"))
"""Where udev keeps steadier names: by maker, product and serial number; by the socket a camera is plugged into."""

_QUERYCAP = 0x80685600
"""VIDIOC_QUERYCAP = _IOR('V', 0, struct v4l2_capability), linux/videodev2.h"""
_CAPABILITY = struct.Struct("=16s32s32s6I")
_CAPTURE, _CAPTURE_MPLANE, _DEVICE_CAPS = 0x1, 0x1000, 0x80000000


def plugged_in(
    wanted: CameraWanted,
    nodes: Path = NODES,
    names: tuple[Path, ...] = NAMES,
    dev: Path = Path("/dev"),
    captures: Callable[[str], bool | None] | None = None,
) -> list[Device]:
    """The V4L2 nodes of this machine, with the path asked for if it is there though it is none (a file, a folder).

    A node is a camera if it says so (`captures`); where it cannot be asked, if it is its device's first. Never raises.
    """
    ask = captures or gives_pictures
    named = links(*names)
    found: list[Device] = []
    for path in sorted(map(str, dev.glob("video[0-9]*"))):
        about = nodes / Path(path).name
        device = usb_device(Path(os.path.realpath(about / "device")), path)
        pictures = ask(path)
        first = read_text(about / "index") in ("", "0")
        found.append(
            replace(
                device,
                description=read_text(about / "name") or device.description,
                link=named.get(os.path.realpath(path)),
                metadata=not (first if pictures is None else pictures),
            )
        )
    return with_asked(found, wanted)


def gives_pictures(path: str) -> bool | None:
    """Whether a V4L2 node captures pictures; None where it cannot be asked: no rights, no such node, not V4L2."""
    answer = bytearray(_CAPABILITY.size)
    try:
        node = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            fcntl.ioctl(node, _QUERYCAP, answer)
        finally:
            os.close(node)
    except OSError:
        return None
    *_, whole, of_this_node, _, _, _ = _CAPABILITY.unpack(answer)
    return bool((of_this_node if whole & _DEVICE_CAPS else whole) & (_CAPTURE | _CAPTURE_MPLANE))
