"""Which of what is plugged in is used, and why: the same rules for every family."""

import pytest

from drivers.plugged import Device, Wanted, Why, choose, describe

SCANNER = Device("/dev/ttyACM0", 0x0C2E, 0x0B6A, "S1", "Scanner")
SECOND = Device("/dev/ttyACM1", 0x0C2E, 0x0B6A, "S2", "Scanner")
PRINTER = Device("/dev/ttyUSB0", 0x1A86, 0x7523, None, "Printer")
BOARD = Device("/dev/ttyS0", description="ttyS0")
UNNAMED = Device("/dev/ttyACM3", link="/dev/serial/by-id/usb-Honeywell_Xenon_S9-if00")
ALL = [PRINTER, SECOND, BOARD, SCANNER]


@pytest.mark.parametrize(
    ("devices", "wanted", "path", "why"),
    [
        (ALL, Wanted(path="/dev/ttyS0"), "/dev/ttyS0", Why.PATH),
        (ALL, Wanted(vid=0x0C2E, pid=0x0B6A), "/dev/ttyACM0", Why.USB_ID),
        (ALL, Wanted(vid=0x0C2E, pid=0x0B6A, serial_number="S2"), "/dev/ttyACM1", Why.USB_ID),
        (ALL, Wanted(serial_number="S2"), "/dev/ttyACM1", Why.USB_ID),
        (ALL, Wanted(path="/dev/gone", vid=0x1A86, pid=0x7523), "/dev/ttyUSB0", Why.USB_ID),
        ([BOARD, UNNAMED], Wanted(vid=0x0C2E, serial_number="S9"), "/dev/ttyACM3", Why.STABLE_NAME),
        ([BOARD, SCANNER], Wanted(), "/dev/ttyACM0", Why.ONLY_USB),
    ],
)
def test_the_device_that_is_used_and_why(devices: list[Device], wanted: Wanted, path: str, why: Why):
    rows = describe(devices, wanted)
    assert [(row.path, row.why) for row in rows if row.used] == [(path, why)]
    assert choose(devices, wanted) == path
    assert {row.device for row in rows} >= set(devices)


@pytest.mark.parametrize(
    ("devices", "wanted"),
    [
        ([], Wanted()),
        (ALL, Wanted()),
        (ALL, Wanted(path="/dev/gone")),
        (ALL, Wanted(vid=0x0C2E, pid=0x0B6A, serial_number="S3")),
        (ALL, Wanted(vid=0x0C2E, pid=0x7523)),
        ([BOARD], Wanted()),
        ([UNNAMED], Wanted(serial_number="9")),
    ],
)
def test_no_device_is_guessed(devices: list[Device], wanted: Wanted):
    assert choose(devices, wanted) is None
    assert not any(row.used for row in describe(devices, wanted))


def test_the_devices_that_are_not_used_say_why():
    why = {row.path: row.why for row in describe(ALL, Wanted(vid=0x0C2E))}
    assert why == {
        "/dev/ttyACM0": Why.USB_ID,
        "/dev/ttyACM1": Why.SECOND,
        "/dev/ttyS0": Why.OTHER,
        "/dev/ttyUSB0": Why.OTHER,
    }
    several = {row.path: row.why for row in describe(ALL, Wanted())}
    assert several["/dev/ttyS0"] == Why.OTHER
    assert several["/dev/ttyACM0"] == several["/dev/ttyUSB0"] == Why.SEVERAL
    assert describe(ALL, Wanted(path="/dev/gone"))[0].why == Why.MISSING


def test_what_is_asked_for_and_not_there_is_told_in_lsusbs_words():
    (row, *_) = describe([BOARD], Wanted(vid=0x0C2E, pid=0x0B6A, serial_number="S3"))
    assert (row.path, row.used, row.why) == ("0c2e:0b6a S3", False, Why.MISSING)
    (row, *_) = describe([], Wanted(serial_number="S3"))
    assert row.path == "*:* S3"


def test_an_address_is_used_though_nobody_sees_what_is_there():
    rows = describe(ALL, Wanted(path="tcp://192.0.2.7:9100"))
    assert [(row.path, row.why) for row in rows if row.used] == [("tcp://192.0.2.7:9100", Why.ADDRESS)]
    assert len(rows) == len(ALL) + 1


def test_a_metadata_node_is_never_used_and_only_told_of_when_asked_for():
    real, beside = Device("/dev/video0", 0x046D, 0x0825), Device("/dev/video1", 0x046D, 0x0825, metadata=True)
    assert choose([beside, real], Wanted()) == "/dev/video0"
    assert choose([beside], Wanted(vid=0x046D)) is None
    assert [row.path for row in describe([beside, real], Wanted())] == ["/dev/video0"]
    rows = describe([beside, real], Wanted(path="/dev/video1"))
    assert [(row.path, row.used, row.why) for row in rows] == [
        ("/dev/video1", False, Why.METADATA),
        ("/dev/video0", False, Why.OTHER),
    ]


def test_devices_stand_in_the_order_of_their_numbers():
    nodes = [Device(f"/dev/video{number}") for number in (10, 2, 0)]
    assert [row.path for row in describe(nodes, Wanted())] == ["/dev/video0", "/dev/video2", "/dev/video10"]
