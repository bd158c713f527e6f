"""Which USB printers a machine has, and which of them is used."""

from pathlib import Path

import pytest

from drivers.plugged import Wanted, Why, describe
from drivers.printer.choose import plugged_in, wanted_of

TM = ("04b8", "0202", "J5FF1", "EPSON", "TM-T88V")


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def plug(usb: Path, socket: str, about: tuple[str, ...], of_class: str = "07", node: str = "") -> None:
    interface = usb / f"{socket}:1.0"
    interface.mkdir()
    (usb / socket).mkdir()
    for file, text in zip(("idVendor", "idProduct", "serial", "manufacturer", "product"), about, strict=True):
        (usb / socket / file).write_text(text + "\n", "ascii")
    (interface / "bInterfaceClass").write_text(of_class + "\n", "ascii")
    if node:
        (interface / "usbmisc" / node).mkdir(parents=True)


def test_a_printer_is_listed_as_the_configuration_would_name_it(usb):
    plug(usb, "1-1.4", TM, node="lp0")
    plug(usb, "1-1.2", ("0c2e", "0b61", "S", "Maker", "Scanner"), of_class="02")
    (printer,) = plugged_in(Wanted(), usb)
    assert (printer.path, printer.link) == ("usb://04b8:0202", "/dev/usb/lp0")
    assert (printer.description, printer.serial_number) == ("EPSON TM-T88V", "J5FF1")


@pytest.mark.parametrize(
    ("url", "path", "used", "why"),
    [
        ("usb://04b8:0202", "usb://04b8:0202", True, Why.USB_ID),
        ("usb://04b8:0e15", "04b8:0e15", False, Why.MISSING),
        ("tcp://192.0.2.7:9100", "tcp://192.0.2.7:9100", True, Why.ADDRESS),
        ("serial:///dev/no-such-port?baud=9600", "/dev/no-such-port", False, Why.MISSING),
    ],
)
def test_the_printer_that_the_address_names(usb, url, path, used, why):
    plug(usb, "1-1", TM)
    wanted = wanted_of(url)
    rows = describe(plugged_in(wanted, usb), wanted)
    assert (path, used, why) in [(row.path, row.used, row.why) for row in rows]


def test_of_two_alike_the_first_is_used(usb):
    plug(usb, "1-1", TM)
    plug(usb, "1-2", TM)
    wanted = wanted_of("usb://04b8:0202")
    assert [row.why for row in describe(plugged_in(wanted, usb), wanted)] == [Why.USB_ID, Why.SECOND]


def test_a_serial_port_that_is_there_is_a_printers(usb, tmp_path):
    port = tmp_path / "ttyUSB0"
    port.touch()
    wanted = wanted_of(f"serial://{port}?baud=9600")
    (row,) = describe(plugged_in(wanted, usb), wanted)
    assert (row.path, row.used, row.why) == (str(port), True, Why.PATH)


def test_a_machine_without_sysfs_has_no_usb_printer(tmp_path):
    assert plugged_in(Wanted(), tmp_path / "none") == []
