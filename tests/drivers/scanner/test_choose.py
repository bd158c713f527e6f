"""The serial ports of a machine."""

from dataclasses import dataclass
from pathlib import Path

from drivers.plugged import Wanted, Why, choose, describe
from drivers.scanner import plugged_in


@dataclass
class Info:
    """As pyserial's ListPortInfo."""

    device: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    description: str = "n/a"


def test_a_link_to_a_listed_port_is_that_port(tmp_path: Path):
    real, link = tmp_path / "ttyACM0", tmp_path / "scanner"
    real.touch()
    link.symlink_to(real)
    wanted = Wanted(path=str(link))
    ports = plugged_in(wanted, lambda: [Info(str(real), 0x0C2E, 0x0B6A)], tmp_path / "none")
    (row,) = describe(ports, wanted)
    assert (row.path, row.device.path, row.why) == (str(link), str(real), Why.PATH)


def test_a_path_that_nobody_lists_is_a_port_when_it_is_there(tmp_path: Path):
    path = tmp_path / "pty"
    wanted = Wanted(path=str(path))
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
    assert [Path(port.path).name for port in ports] == ["ttyACM0", "ttyXY7"]
    assert choose(ports, Wanted(serial_number="S1")) == str(device)
    assert choose(ports, Wanted(serial_number="S7")) == str(other)
    assert choose(ports, Wanted(serial_number="S8")) is None


def test_a_port_that_nothing_is_known_of_has_no_description(tmp_path: Path):
    ports = plugged_in(
        Wanted(), lambda: [Info("/dev/ttyS0"), Info("/dev/ttyS1", description="Board")], tmp_path / "none"
    )
    assert [port.description for port in ports] == ["", "Board"]
