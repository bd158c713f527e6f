"""Papers that the look-up found: drawn by the hub, printed here, and the hub knows what became of them."""

import base64
import io

import pytest
from PIL import Image

from drivers.virtual import PrinterFault
from kiosk.demo.dock import read_code
from kiosk.dossiers.answers import Ok, SlipPicture
from kiosk.journey.ports import SlipKind, SlipResult
from kiosk.machine.found import _LARGEST_PX
from kiosk.payments.lookup import mint_lookup
from tests.drivers.waiting import wait_until


@pytest.fixture
def at_hub(bench):
    sealed = bench.sealed()
    bench.deliver()
    return sealed


def print_found(bench, code, kind=SlipKind.PAYMENT):
    results = []
    bench.machine.print_found(code, kind, results.append)
    assert wait_until(lambda: results)
    return results[0]


def png(width, height):
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    ("fault", "result", "told"),
    [
        (PrinterFault.OK, SlipResult.PRINTED, "printed"),
        (PrinterFault.OUT_OF_PAPER, SlipResult.NOT_PRINTED, "not"),
        (PrinterFault.SILENT, SlipResult.UNKNOWN, "unknown"),
    ],
)
def test_the_payment_slip_of_a_found_dossier(bench, at_hub, fault, result, told):
    bench.printer.set_fault(fault)
    assert print_found(bench, at_hub.lookup) is result
    assert wait_until(lambda: bench.prints_at_hub(at_hub.id) == {"payment": told})
    if result is SlipResult.PRINTED:
        assert at_hub.due.reference in read_code(bench.printer.papers[-1].convert("RGB"))


def test_a_paper_that_would_not_be_true_is_not_printed(bench, at_hub):
    assert print_found(bench, at_hub.lookup, SlipKind.FINAL) is SlipResult.NOT_PRINTED
    assert print_found(bench, str(mint_lookup())) is SlipResult.NOT_PRINTED
    bench.line.cut()
    assert print_found(bench, at_hub.lookup) is SlipResult.NOT_PRINTED
    assert bench.printer.papers == []


@pytest.mark.parametrize(
    "picture", ["", "no base64 at all", base64.b64encode(b"no picture").decode(), png(576, _LARGEST_PX // 576 + 1)]
)
def test_what_is_no_picture_of_a_slip_is_not_printed(bench, at_hub, monkeypatch, picture, caplog):
    monkeypatch.setattr(bench.client, "slip", lambda *_: Ok(SlipPicture(picture=picture)))
    assert print_found(bench, at_hub.lookup) is SlipResult.NOT_PRINTED
    assert "a paper of the hub was not read" in caplog.text
