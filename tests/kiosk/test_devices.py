"""What `kiosk devices` says of what is plugged in, over lists that stand for a machine."""

import os
from pathlib import Path

import pytest

from drivers.plugged import Device, Wanted, Why, with_asked
from drivers.printer.base import PrinterStatus
from kiosk.devices import Access, Kind, NotAsked, access_to, nothing_seen, rows_of

CAMERA = Device(
    "/dev/video0", 0x046D, 0x082D, "4E27", "HD Pro Webcam C920", "/dev/v4l/by-id/usb-C920_4E27-video-index0"
)
ALIKE = Device("/dev/video2", 0x046D, 0x082D, "B0B0", "HD Pro Webcam C920")
PLAIN = Device("/dev/video4", 0x1BCF, 0x2284, None, "USB Camera")
BESIDE = Device("/dev/video1", 0x046D, 0x082D, "4E27", "HD Pro Webcam C920", metadata=True)
BOARD = Device("/dev/ttyS0")
PRINTER = Device("usb://04b8:0202", 0x04B8, 0x0202, None, "EPSON TM-T88V", "/dev/usb/lp0")


def rows(kind, devices, wanted, access=Access.GRANTED, **more):
    return rows_of(
        kind, lambda asked: with_asked(devices, asked), wanted, access=lambda _: access, **{"configured": True, **more}
    )


def told(*args, **more):
    """Device and reason of each row, the used one first."""
    found = sorted(rows(*args, **more), key=lambda row: not row.used)
    return [(row.path, str(row.why)) for row in found]


def test_a_camera_is_told_with_all_that_names_it():
    (row,) = rows(Kind.CAMERA, [CAMERA], Wanted(vid=0x046D, pid=0x082D))
    assert row.record() == {
        "kind": "camera",
        "device": "/dev/video0",
        "link": "/dev/v4l/by-id/usb-C920_4E27-video-index0",
        "name": "HD Pro Webcam C920",
        "vid": "046d",
        "pid": "082d",
        "serial_number": "4E27",
        "used": True,
        "why": "usb-id",
        "access": "granted",
        "message": "Used: its USB numbers are those asked for.",
    }
    head, message = row.lines()
    assert head.split() == [
        "camera",
        "USED",
        "/dev/video0",
        "HD",
        "Pro",
        "Webcam",
        "C920",
        "(046d:082d)",
        "serial",
        "4E27",
    ]
    assert message.strip() == row.message


def test_without_a_configuration_each_device_says_how_it_would_be_named():
    found = rows(Kind.CAMERA, [CAMERA, PLAIN], None, configured=False)
    assert {(row.used, row.why) for row in found} == {(False, NotAsked.NO_CONFIGURATION)}
    assert 'vid = "046d", pid = "082d", serial_number = "4E27" under [camera]' in found[0].message
    assert 'vid = "1bcf", pid = "2284" under [camera]' in found[1].message
    (port,) = rows(Kind.SCANNER, [BOARD], None, configured=False)
    assert 'port = "/dev/ttyS0" under [scanner]' in port.message
    (printer,) = rows(Kind.PRINTER, [PRINTER], None, configured=False)
    assert 'url = "usb://04b8:0202" under [printer]' in printer.message


def test_a_kind_that_the_configuration_does_not_have_is_not_used():
    (row,) = rows(Kind.CAMERA, [CAMERA], None)
    assert (row.used, row.why) == (False, NotAsked.NO_PART)
    assert "has no part [camera]" in row.message


def test_unplugged_and_back_under_another_name():
    wanted = Wanted(vid=0x046D, pid=0x082D, serial_number="4E27")
    assert told(Kind.CAMERA, [CAMERA], wanted) == [("/dev/video0", "usb-id")]
    (row,) = rows(Kind.CAMERA, [], wanted, access=Access.UNKNOWN)
    assert (row.path, row.used, row.why) == ("046d:082d 4E27", False, Why.MISSING)
    assert "Check plug, cable and power" in row.message
    back = Device("/dev/video6", 0x046D, 0x082D, "4E27")
    assert told(Kind.CAMERA, [back], wanted) == [("/dev/video6", "usb-id")]


def test_two_alike_are_told_apart_by_serial_number_or_socket():
    assert told(Kind.CAMERA, [CAMERA, ALIKE], Wanted(vid=0x046D, pid=0x082D)) == [
        ("/dev/video0", "usb-id"),
        ("/dev/video2", "second"),
    ]
    second = rows(Kind.CAMERA, [CAMERA, ALIKE], Wanted(vid=0x046D, pid=0x082D))[1]
    assert "serial_number" in second.message
    assert "/dev/v4l/by-path" in second.message
    assert told(Kind.CAMERA, [CAMERA, ALIKE], Wanted(serial_number="B0B0"))[0] == ("/dev/video2", "usb-id")


def test_a_name_of_the_system_is_warned_of_and_a_name_of_udev_is_not():
    (row,) = rows(Kind.CAMERA, [CAMERA], Wanted("/dev/video0"))
    assert (row.why, row.used) == (Why.PATH, True)
    assert 'may go to another device at the next start; vid = "046d"' in row.message
    (row,) = rows(Kind.CAMERA, [CAMERA], Wanted(CAMERA.link))
    assert (row.path, row.message) == (CAMERA.link, "Used: the configuration names it.")
    assert "link" not in row.record()


def test_a_metadata_node_asked_for_is_refused_in_words():
    found = rows(Kind.CAMERA, [CAMERA, BESIDE], Wanted("/dev/video1"))
    assert [(row.path, row.used, row.why) for row in found] == [
        ("/dev/video1", False, Why.METADATA),
        ("/dev/video0", False, Why.OTHER),
    ]
    assert "gives no pictures" in found[0].message


def test_user_password_and_query_of_an_address_are_not_shown():
    (row,) = rows(Kind.CAMERA, [], Wanted("rtsp://kiosk:p@ss/w@192.0.2.7:554/card?token=1"))
    assert (row.path, row.why) == ("rtsp://192.0.2.7:554/card", Why.ADDRESS)
    assert not any(secret in str(row.record()) + str(row.lines()) for secret in ("p@ss", "token"))


@pytest.mark.parametrize("status", PrinterStatus)
def test_the_printer_that_is_used_says_how_it_is(status):
    used, other = rows(Kind.PRINTER, [PRINTER, BOARD], Wanted(vid=0x04B8, pid=0x0202), status=status)[::-1]
    assert (used.record()["status"], other.status) == (str(status), None)
    assert used.message.startswith("Used: its USB numbers are those asked for. It ")


def test_a_printer_that_is_plugged_in_and_does_not_open_is_not_called_away():
    (row,) = rows(Kind.PRINTER, [PRINTER], Wanted(vid=0x04B8, pid=0x0202), status=PrinterStatus.GONE)
    assert "is plugged in and does not open" in row.message
    (row,) = rows(Kind.PRINTER, [BOARD], Wanted(BOARD.path), status=PrinterStatus.GONE)
    assert "the kiosk itself, while it runs" in row.message
    (row,) = rows(Kind.PRINTER, [], Wanted("tcp://192.0.2.7:9100"), status=PrinterStatus.GONE)
    assert "check address, cable and power" in row.message


@pytest.mark.parametrize(
    ("group", "remedy"), [("video", "put it into the group video,"), ("root", "udev rule"), (None, "udev rule")]
)
def test_what_this_account_may_not_open_says_how_it_may(monkeypatch, group, remedy):
    def group_of(_):
        if group is None:
            raise KeyError
        return group

    monkeypatch.setattr(Path, "group", group_of)
    (row,) = rows(Kind.CAMERA, [CAMERA], Wanted(vid=0x046D), access=Access.REFUSED)
    assert (row.used, row.record()["access"]) == (True, "refused")
    assert remedy in row.message


def test_rights_are_looked_at_without_opening(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(os, "access", lambda path, mode: asked.append((path, mode)) or len(asked) == 1)
    assert access_to(str(tmp_path)) is Access.GRANTED
    assert access_to("/dev/null") is Access.REFUSED
    assert asked == [(str(tmp_path), os.R_OK), ("/dev/null", os.R_OK | os.W_OK)]
    assert access_to(str(tmp_path / "none")) is Access.UNKNOWN


def test_of_a_kind_that_is_not_there_it_says_where_to_look():
    words = {Kind.CAMERA: "/dev/video*", Kind.SCANNER: "keyboard mode", Kind.PRINTER: "url in the configuration"}
    for kind in Kind:
        assert rows(kind, [], None) == []
        assert words[kind] in nothing_seen(kind)
