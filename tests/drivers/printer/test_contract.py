"""What every slip printer does, tried on each way to it over the real wire."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import qrcode
import usb.backend.libusb1
import zxingcpp
from PIL import Image

from drivers.printer import EscposPrinter, Limits, Printed, PrinterStatus, SlipPrinter
from drivers.virtual import PrinterFault, VirtualPrinter
from tests.drivers.printer.usb_backend import PID, VID, OnePrinter
from tests.drivers.waiting import wait_until

LIMITS = Limits(stall=0.5, silence=0.5, busy=0.2, finish=2.0, lines_per_second=10_000)
LOOK_UP = "HK1.7C4M2Q9XRX3NKD5T8WJA"


def slip(width: int = 576, height: int = 700, seed: int = 1) -> Image.Image:
    """A slip with a code in it and a field of random dots: no two lines are alike."""
    image = Image.new("1", (width, height), 1)
    dots = np.random.default_rng(seed).integers(0, 2, (height - 340, width - 8), dtype=np.uint8)
    image.paste(Image.fromarray(dots * 255).convert("1"), (4, 330))
    code = qrcode.make(LOOK_UP, box_size=8, border=4).get_image().convert("1")
    image.paste(code, (20, 10))
    return image


SLIP = slip()


class Setting:
    """A twin and the driver at the other end of one kind of wire."""

    def __init__(self, twin: VirtualPrinter, url: str) -> None:
        self.twin = twin
        self.url = url
        self.printer: SlipPrinter = EscposPrinter(url, limits=LIMITS)

    def slips(self) -> list[Image.Image]:
        """The papers without the feed to the cutter."""
        return [paper.crop((0, 0, paper.width, SLIP.height)) for paper in self.twin.papers]


@pytest.fixture(params=["tcp", "serial", "usb"])
def setting(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    with VirtualPrinter(tmp_path / "printer" if request.param == "serial" else None) as twin:
        url = twin.url
        if request.param == "usb":
            backend = OnePrinter(twin.url)
            monkeypatch.setattr(usb.backend.libusb1, "get_backend", lambda *_, **__: backend)
            url = f"usb://{VID:04x}:{PID:04x}"
        setting = Setting(twin, url)
        yield setting
        setting.printer.close()


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.mode == other.mode == "1" and one.size == other.size and one.tobytes() == other.tobytes()


def test_the_paper_is_the_picture_dot_for_dot_and_its_code_reads(setting: Setting):
    assert setting.printer.status() is PrinterStatus.READY
    assert setting.printer.print([SLIP]) is Printed.PRINTED
    (paper,) = setting.twin.papers
    assert same(setting.slips()[0], SLIP)
    assert paper.crop((0, SLIP.height, paper.width, paper.height)).getextrema() == (255, 255)
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [LOOK_UP]
    assert setting.twin.counts == {}


def test_each_slip_is_cut_off(setting: Setting):
    slips = [slip(seed=seed) for seed in (1, 2, 3)]
    assert setting.printer.print(slips) is Printed.PRINTED
    assert all(same(one, other) for one, other in zip(setting.slips(), slips, strict=True))


def test_a_silent_printer_is_sent_all_slips(setting: Setting):
    setting.twin.set_fault(PrinterFault.SILENT)
    assert setting.printer.print([SLIP, SLIP]) is Printed.UNKNOWN
    assert setting.twin.wait_for_papers(2)


def test_nothing_to_print_is_printed(setting: Setting):
    assert setting.printer.print([]) is Printed.PRINTED
    assert setting.twin.papers == []


@pytest.mark.parametrize(
    ("fault", "status", "printed", "papers"),
    [
        (PrinterFault.OK, PrinterStatus.READY, Printed.PRINTED, 1),
        (PrinterFault.NEAR_END, PrinterStatus.NEAR_END, Printed.PRINTED, 1),
        (PrinterFault.OUT_OF_PAPER, PrinterStatus.NO_PAPER, Printed.NOT_PRINTED, 0),
        (PrinterFault.COVER_OPEN, PrinterStatus.COVER_OPEN, Printed.NOT_PRINTED, 0),
        (PrinterFault.CUTTER, PrinterStatus.CUTTER, Printed.NOT_PRINTED, 0),
        (PrinterFault.SILENT, PrinterStatus.UNKNOWN, Printed.UNKNOWN, 1),
    ],
)
def test_a_fault_before_the_slip(
    setting: Setting, fault: PrinterFault, status: PrinterStatus, printed: Printed, papers: int
):
    setting.twin.set_fault(fault)
    assert setting.printer.status() is status
    assert setting.printer.print([SLIP]) is printed
    assert setting.twin.wait_for_papers(papers)
    setting.twin.set_fault("ok")
    assert setting.printer.status() is PrinterStatus.READY
    assert setting.printer.print([SLIP]) is Printed.PRINTED
    assert all(same(paper, SLIP) for paper in setting.slips())
    assert len(setting.twin.papers) == papers + 1


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (PrinterFault.DIES, PrinterStatus.UNKNOWN),
        (PrinterFault.POWER_CUT, PrinterStatus.GONE),
        (PrinterFault.PAPER_ENDS, PrinterStatus.NO_PAPER),
    ],
)
def test_a_fault_in_mid_slip_is_unknown_and_half_a_slip_never_hangs_on_the_next(
    setting: Setting, fault: PrinterFault, status: PrinterStatus
):
    setting.twin.set_fault(fault)
    assert setting.printer.print([SLIP]) is Printed.UNKNOWN
    assert setting.printer.status() is status
    assert setting.twin.papers == []
    setting.twin.set_fault("ok")
    assert setting.printer.status() is PrinterStatus.READY
    assert setting.printer.print([SLIP]) is Printed.PRINTED
    half, whole = setting.slips()
    assert half.crop((0, 0, 576, 100)).tobytes() == SLIP.crop((0, 0, 576, 100)).tobytes()
    assert not same(half, SLIP)
    assert same(whole, SLIP)


def test_the_rest_of_a_slip_does_not_come_out_when_paper_is_put_in(setting: Setting):
    setting.twin.set_fault(PrinterFault.PAPER_ENDS)
    assert setting.printer.print([SLIP]) is Printed.UNKNOWN
    setting.twin.set_fault("ok")
    assert setting.printer.status() is PrinterStatus.READY
    assert setting.twin.papers == []


def test_a_cover_opened_in_mid_slip_is_unknown(setting: Setting):
    setting.twin.set_fault(PrinterFault.PAPER_ENDS, after=1)
    assert setting.printer.print([SLIP]) is Printed.UNKNOWN
    setting.twin.set_fault(PrinterFault.COVER_OPEN)
    assert setting.printer.print([SLIP]) is Printed.NOT_PRINTED
    assert setting.printer.status() is PrinterStatus.COVER_OPEN


def test_a_fault_on_the_second_slip_leaves_the_first_on_paper_and_the_whole_unknown(setting: Setting):
    setting.twin.set_fault(PrinterFault.PAPER_ENDS, after=1_000)
    assert setting.printer.print([SLIP, SLIP]) is Printed.UNKNOWN
    assert len(setting.twin.papers) == 1


def test_a_printer_that_was_unplugged_is_gone_and_found_again(setting: Setting):
    assert setting.printer.status() is PrinterStatus.READY
    setting.twin.unplug()
    assert setting.printer.status() is PrinterStatus.GONE
    assert setting.printer.print([SLIP]) is Printed.NOT_PRINTED
    setting.twin.plug()
    assert setting.printer.status() is PrinterStatus.READY
    assert setting.printer.print([SLIP]) is Printed.PRINTED


def test_a_printer_switched_off_and_on_between_two_slips_prints_both(setting: Setting):
    for _ in range(2):
        assert setting.printer.print([SLIP]) is Printed.PRINTED
        setting.twin.unplug()
        setting.twin.plug()
    assert len(setting.twin.papers) == 2


@pytest.mark.parametrize("size", [(512, 100), (577, 100), (576, 0)])
def test_a_picture_that_does_not_fit_is_refused_before_a_byte(setting: Setting, size: tuple[int, int]):
    assert setting.printer.print([Image.new("L", size, 255)]) is Printed.NOT_PRINTED
    assert setting.twin.papers == []


def test_a_closed_printer_is_gone_and_prints_nothing(setting: Setting):
    setting.printer.close()
    setting.printer.close()
    assert setting.printer.status() is PrinterStatus.GONE
    assert setting.printer.print([SLIP]) is Printed.NOT_PRINTED
    assert wait_until(lambda: setting.twin.papers == [])
