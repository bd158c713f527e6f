"""Which port is the scanner."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.scanner import Port, Wanted, Why, choose, describe, plugged_in

SCANNER = Port("/dev/ttyACM0", 0x0C2E, 0x0B6A, "S1", "Scanner")
SECOND = Port("/dev/ttyACM1", 0x0C2E, 0x0B6A, "S2", "Scanner")
PRINTER = Port("/dev/ttyUSB0", 0x1A86, 0x7523, None, "Printer")
BOARD = Port("/dev/ttyS0", description="ttyS0")
UNNAMED = Port("/dev/ttyACM3", link="/dev/serial/by-id/usb-Honeywell_Xenon_S9-if00")
ALL = [PRINTER, SECOND, BOARD, SCANNER]


@dataclass
class Info:
    """As pyserial's ListPortInfo."""

    device: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    description: str = "n/a"


@pytest.mark.parametrize(
    ("ports", "wanted", "path", "why"),
    [
        (ALL, Wanted(port="/dev/ttyS0"), "/dev/ttyS0", Why.PATH),
        (ALL, Wanted(vid=0x0C2E, pid=0x0B6A), "/dev/ttyACM0", Why.USB_ID),
        (ALL, Wanted(vid=0x0C2E, pid=0x0B6A, serial_number="S2"), "/dev/ttyACM1", Why.USB_ID),
        (ALL, Wanted(serial_number="S2"), "/dev/ttyACM1", Why.USB_ID),
        (ALL, Wanted(port="/dev/gone", vid=0x1A86, pid=0x7523), "/dev/ttyUSB0", Why.USB_ID),
        ([BOARD, UNNAMED], Wanted(vid=0x0C2E, serial_number="S9"), "/dev/ttyACM3", Why.STABLE_NAME),
        ([BOARD, SCANNER], Wanted(), "/dev/ttyACM0", Why.ONLY_USB),
    ],
)
def test_the_port_that_is_used_and_why(ports: list[Port], wanted: Wanted, path: str, why: Why):
    rows = describe(ports, wanted)
    assert [(row.path, row.why) for row in rows if row.used] == [(path, why)]
    assert choose(ports, wanted) == path
    assert {row.port for row in rows} >= set(ports)


@pytest.mark.parametrize(
    ("ports", "wanted"),
    [
        ([], Wanted()),
        (ALL, Wanted()),
        (ALL, Wanted(port="/dev/gone")),
        (ALL, Wanted(vid=0x0C2E, pid=0x0B6A, serial_number="S3")),
        (ALL, Wanted(vid=0x0C2E, pid=0x7523)),
        ([BOARD], Wanted()),
        ([UNNAMED], Wanted(serial_number="9")),
    ],
)
def test_no_port_is_guessed(ports: list[Port], wanted: Wanted):
    assert choose(ports, wanted) is None
    assert not any(row.used for row in describe(ports, wanted))


def test_the_ports_that_are_not_used_say_why():
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
    assert describe(ALL, Wanted(port="/dev/gone"))[0].why == Why.MISSING


def test_a_link_to_a_listed_port_is_that_port(tmp_path: Path):
    real, link = tmp_path / "ttyACM0", tmp_path / "scanner"
    real.touch()
    link.symlink_to(real)
    wanted = Wanted(port=str(link))
    ports = plugged_in(wanted, lambda: [Info(str(real), 0x0C2E, 0x0B6A)], tmp_path / "none")
    (row,) = describe(ports, wanted)
    assert (row.path, row.port.device, row.why) == (str(link), str(real), Why.PATH)


def test_a_path_that_nobody_lists_is_a_port_when_it_is_there(tmp_path: Path):
    path = tmp_path / "pty"
    wanted = Wanted(port=str(path))
    assert choose(plugged_in(wanted, list, tmp_path / "none"), wanted) is None
    path.touch()
    assert choose(plugged_in(wanted, list, tmp_path / "none"), wanted) == str(path)


def test_the_names_of_udev_are_looked_up(tmp_path: Path):
    device, other, by_id = tmp_path / "ttyACM0", tmp_path / "ttyXY7", tmp_path / "by-id"
    device.touch()
    other.touch()
    by_id.mkdir()
    (by_id / "usb-Maker_Scanner_S1-if00").symlink_to(device)
    (by_id / "usb-Maker_Scanner_S7-if00").symlink_to(other)
    (by_id / "usb-Maker_Scanner_S8-if00").symlink_to(tmp_path / "gone")
    ports = plugged_in(Wanted(), lambda: [Info(str(device))], by_id)
    assert [Path(port.device).name for port in ports] == ["ttyACM0", "ttyXY7"]
    assert choose(ports, Wanted(serial_number="S1")) == str(device)
    assert choose(ports, Wanted(serial_number="S7")) == str(other)
    assert choose(ports, Wanted(serial_number="S8")) is None
