"""Which nodes of a machine are cameras, and which of them is used."""

import errno
import struct
from pathlib import Path

import pytest

from drivers.camera import choose as cameras
from drivers.camera.choose import CameraWanted, gives_pictures, plugged_in
from drivers.plugged import Why, choose, describe

C920 = ("046d", "082d", "4E27C5AF", "HD Pro Webcam C920")
ANY = CameraWanted()
PLAIN = ("1bcf", "2284", "", "USB Camera")


class Machine:
    """A machine's /sys and /dev as plain files."""

    def __init__(self, root: Path):
        self.root = root
        self.nodes, self.dev = root / "sys/class/video4linux", root / "dev"
        self.names = (self.dev / "v4l/by-id", self.dev / "v4l/by-path")
        for folder in (self.nodes, *self.names):
            folder.mkdir(parents=True)
        self.says: dict[str, bool | None] = {}

    def plug(self, number: int, socket: str, about: tuple[str, str, str, str], nodes: int = 2):
        """A webcam: one node with pictures, the next ones with metadata."""
        vid, pid, serial, name = about
        usb = self.root / f"sys/devices/pci0/usb1/{socket}"
        interface = usb / f"{socket}:1.0"
        interface.mkdir(parents=True)
        for file, text in (("idVendor", vid), ("idProduct", pid), ("product", name), ("serial", serial)):
            (usb / file).write_text(text + "\n", "ascii")
        for index in range(nodes):
            path, about_node = self.dev / f"video{number + index}", self.nodes / f"video{number + index}"
            path.touch()
            about_node.mkdir()
            (about_node / "name").write_text(name + "\n", "ascii")
            (about_node / "index").write_text(f"{index}\n", "ascii")
            (about_node / "device").symlink_to(interface)
            stem = f"usb-{vid}_{name.replace(' ', '_')}" + (f"_{serial}" if serial else "")
            for folder, link in zip(self.names, (stem, f"pci-usb-0:{socket}"), strict=True):
                link = folder / f"{link}-video-index{index}"
                link.unlink(missing_ok=True)
                link.symlink_to(path)
            self.says[str(path)] = index == 0
        return self

    def unplug(self, *numbers: int):
        for number in numbers:
            path = self.dev / f"video{number}"
            for link in (link for folder in self.names for link in folder.iterdir()):
                if link.resolve() == path:
                    link.unlink()
            path.unlink()
        return self

    def there(self, wanted: CameraWanted = ANY):
        return plugged_in(wanted, self.nodes, self.names, self.dev, self.says.get)

    def chosen(self, **wanted):
        """The name below /dev that would be opened, and why."""
        rows = [row for row in describe(self.there(CameraWanted(**wanted)), CameraWanted(**wanted)) if row.used]
        assert len(rows) <= 1
        return (rows[0].path.removeprefix(f"{self.dev}/"), rows[0].why) if rows else None


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_a_camera_is_listed_with_its_numbers_and_its_steadier_name(machine):
    (camera, beside) = machine.plug(0, "1-2", C920).there()
    assert (camera.path, camera.description) == (f"{machine.dev}/video0", "HD Pro Webcam C920")
    assert (camera.vid, camera.pid, camera.serial_number) == (0x046D, 0x082D, "4E27C5AF")
    assert camera.link == f"{machine.names[0]}/usb-046d_HD_Pro_Webcam_C920_4E27C5AF-video-index0"
    assert (camera.metadata, beside.metadata) == (False, True)


def test_the_only_usb_camera_is_used_when_nothing_is_asked_for(machine):
    assert machine.plug(0, "1-2", C920).chosen() == ("video0", Why.ONLY_USB)


def test_of_several_none_is_guessed_and_each_says_so(machine):
    machine.plug(0, "1-2", C920).plug(2, "1-3", PLAIN)
    assert machine.chosen() is None
    assert {row.why for row in describe(machine.there(), ANY)} == {Why.SEVERAL}


def test_a_camera_that_comes_back_under_another_name_is_found_by_its_numbers(machine):
    machine.plug(0, "1-2", C920)
    wanted = {"vid": 0x046D, "pid": 0x082D}
    assert machine.chosen(**wanted) == ("video0", Why.USB_ID)
    assert machine.unplug(0, 1).chosen(**wanted) is None
    assert describe(machine.there(), CameraWanted(**wanted))[0].why is Why.MISSING
    assert machine.plug(4, "1-3", C920).chosen(**wanted) == ("video4", Why.USB_ID)


def test_a_name_of_udev_follows_the_camera_to_another_node(machine):
    link = str(machine.names[0] / "usb-046d_HD_Pro_Webcam_C920_4E27C5AF-video-index0")
    machine.plug(0, "1-2", C920).plug(2, "1-3", PLAIN)
    assert machine.chosen(path=link) == (link.removeprefix(f"{machine.dev}/"), Why.PATH)
    machine.unplug(0, 1).plug(7, "1-4", C920)
    (used,) = [row for row in describe(machine.there(CameraWanted(link)), CameraWanted(link)) if row.used]
    assert (used.path, used.device.path) == (link, f"{machine.dev}/video7")


def test_of_two_alike_the_serial_number_or_the_socket_tells(machine):
    machine.plug(0, "1-2", C920).plug(2, "1-3", (*C920[:2], "B0B0", C920[3]))
    assert machine.chosen(vid=0x046D, pid=0x082D, serial_number="B0B0") == ("video2", Why.USB_ID)
    assert machine.chosen(vid=0x046D, pid=0x082D) == ("video0", Why.USB_ID)
    assert [row.why for row in describe(machine.there(), CameraWanted(vid=0x046D))] == [Why.USB_ID, Why.SECOND]
    socket = str(machine.names[1] / "pci-usb-0:1-3-video-index0")
    (used,) = [row for row in describe(machine.there(CameraWanted(socket)), CameraWanted(socket)) if row.used]
    assert used.device.path == f"{machine.dev}/video2"


def test_a_metadata_node_asked_for_by_path_is_refused(machine):
    machine.plug(0, "1-2", C920)
    node = f"{machine.dev}/video1"
    assert machine.chosen(path=node) is None
    assert describe(machine.there(CameraWanted(node)), CameraWanted(node))[0].why is Why.METADATA


def test_a_node_that_cannot_be_asked_is_judged_by_its_number(machine):
    machine.plug(0, "1-2", C920)
    machine.says.clear()
    assert [device.metadata for device in machine.there()] == [False, True]


def test_what_the_node_says_goes_before_its_number(machine):
    """A decoder on a board is its device's first node and no camera; some cameras' second node is one."""
    machine.plug(0, "1-2", C920)
    machine.says = {f"{machine.dev}/video0": False, f"{machine.dev}/video1": True}
    assert machine.chosen() == ("video1", Why.ONLY_USB)


def test_a_node_that_the_machine_does_not_have_is_not_listed(machine):
    """A container sees the host's /sys, and none of its nodes."""
    machine.plug(0, "1-2", C920)
    (machine.dev / "video0").unlink()
    assert machine.chosen() is None


def test_a_node_that_nobody_knows_is_listed_but_not_guessed(machine):
    """A container was handed a node and has no /sys."""
    (machine.dev / "video3").touch()
    (camera,) = machine.there()
    assert (camera.path, camera.vid, camera.metadata) == (f"{machine.dev}/video3", None, False)
    assert machine.chosen() is None
    assert machine.chosen(path=camera.path) == ("video3", Why.PATH)


def test_a_file_and_an_address_are_sources_too(machine, tmp_path):
    film = tmp_path / "card.avi"
    assert machine.chosen(path=str(film)) is None
    film.touch()
    assert choose(machine.there(CameraWanted(str(film))), CameraWanted(str(film))) == str(film)
    assert machine.chosen(path="rtsp://192.0.2.7/card") == ("rtsp://192.0.2.7/card", Why.ADDRESS)


def test_a_machine_without_any_of_it_has_no_camera(tmp_path):
    none = tmp_path / "none"
    assert plugged_in(CameraWanted(), none, (none,), none) == []


@pytest.mark.parametrize(
    ("whole", "of_this_node", "pictures"),
    [
        (0x84A00001, 0x04200001, True),  # a webcam's first node, as the kernel's uvcvideo tells it
        (0x84A00001, 0x04A00000, False),  # its metadata node: the whole device captures, this node does not
        (0x04201000, 0, True),  # an old driver, multi-planar, that speaks of the whole device only
        (0x84204000, 0x04204000, False),  # a codec
    ],
)
def test_a_node_is_asked_what_it_captures(monkeypatch, tmp_path, whole, of_this_node, pictures):
    node = tmp_path / "video0"
    node.touch()

    def ioctl(_: int, request: int, answer: bytearray):
        assert (request >> 16 & 0x3FFF, request & 0xFFFF) == (len(answer), 0x5600)
        answer[:] = b"\0" * 80 + struct.pack("=6I", 0x60100, whole, of_this_node, 0, 0, 0)

    monkeypatch.setattr(cameras.fcntl, "ioctl", ioctl)
    assert gives_pictures(str(node)) is pictures


def test_a_node_that_refuses_says_nothing(monkeypatch, tmp_path):
    assert gives_pictures("/dev/null") is None
    assert gives_pictures(str(tmp_path / "none")) is None

    def refuse(path: str, flags: int):
        raise PermissionError(errno.EACCES, "no rights", path)

    monkeypatch.setattr(cameras.os, "open", refuse)
    assert gives_pictures("/dev/video0") is None
