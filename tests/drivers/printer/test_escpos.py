"""How the ESC/POS driver comes to its verdict and what it sends; the printer is a script with a clock of its own."""

import logging
import threading
from collections.abc import Callable

import pytest
from PIL import Image

from drivers.printer import EscposPrinter, Limits, Printed, PrinterStatus, Transport
from drivers.printer.escpos import CLEAR, CUT, PAPER_STATUS, START
from drivers.printer.raster import STRIP, slip_bytes
from drivers.virtual import Paper, VirtualPrinter
from tests.drivers.printer.test_contract import SLIP, same

URL = "tcp://192.0.2.7"


class Script(Transport):
    """A printer by rule: `answer(bytes sent)` says what comes back; time passes only by waiting and by looking."""

    def __init__(self, answer: Callable[["Script", bytes], bytes]) -> None:
        self.answer = answer
        self.now = 0.0
        self.sent = bytearray()
        self.coming = bytearray()
        self.closed = 0
        self.aborted = False
        self.takes = 1 << 30

    def clock(self) -> float:
        self.now += 0.0001
        return self.now

    def send(self, data: bytes, timeout: float) -> int:
        taken = min(len(data), self.takes)
        if not taken:
            self.now += timeout
            return 0
        self.takes -= taken
        self.sent += data[:taken]
        self.coming += self.answer(self, data[:taken])
        return taken

    def receive(self, timeout: float) -> bytes:
        if not self.coming:
            self.now += timeout
        data = bytes(self.coming[:64])
        del self.coming[:64]
        return data

    def close(self, *, abort: bool = False) -> None:
        self.closed += 1
        self.aborted |= abort


def printer_on(script: Script, limits: Limits | None = None) -> EscposPrinter:
    return EscposPrinter(URL, opener=lambda url, timeout: script, clock=script.clock, limits=limits)


def well(script: Script, data: bytes) -> bytes:
    """Answers everything: a DLE EOT at once, a GS r wherever it stands."""
    answer = b"\x12" if data[:2] == b"\x10\x04" else b""
    return answer + (b"\x00" if data.endswith(PAPER_STATUS) else b"")


def only_real_time(script: Script, data: bytes) -> bytes:
    return b"\x12" if data[:2] == b"\x10\x04" else b""


def silent(script: Script, data: bytes) -> bytes:
    return b""


def test_the_order_of_a_job_is_question_start_slip_question():
    script = Script(well)
    assert printer_on(script).print([SLIP]) is Printed.PRINTED
    body = slip_bytes(SLIP, 576)
    assert bytes(script.sent).count(START + PAPER_STATUS + body + PAPER_STATUS) == 1
    assert not script.aborted


def test_a_status_takes_at_most_about_half_a_second():
    for answer in (silent, lambda script, data: b"\x12" if data == b"\x10\x04\x01" else b""):
        script = Script(answer)
        assert printer_on(script).status() is PrinterStatus.UNKNOWN
        assert script.now < 0.5


@pytest.mark.parametrize("babble", [b"\xff\x01\x80", b"\x00\x0f\x00\x00", b"\x11\x13", bytes(range(256)) * 8])
def test_other_bytes_are_not_taken_for_an_answer(babble: bytes):
    answers = [byte for byte in babble if byte & 0x93 == 0x12]
    script = Script(lambda script, data: babble)
    status = printer_on(script).status()
    assert status is (PrinterStatus.UNKNOWN if not answers else status)
    assert status is not PrinterStatus.READY


def test_an_answer_that_came_too_late_is_not_the_answer_to_the_next_question():
    script = Script(silent)
    printer = printer_on(script)
    assert printer.status() is PrinterStatus.UNKNOWN
    script.coming += b"\x12" * 4
    assert printer.status() is PrinterStatus.UNKNOWN


def test_a_printer_without_gs_r_has_to_be_well_for_as_long_as_the_paper_needs():
    script = Script(only_real_time)
    printer = printer_on(script)
    assert printer.print([SLIP]) is Printed.PRINTED
    assert script.now > SLIP.height / Limits().lines_per_second
    assert bytes(script.sent).count(PAPER_STATUS) == 1


def test_a_printer_without_gs_r_that_runs_out_while_the_paper_moves_is_unknown():
    def runs_out(script: Script, data: bytes) -> bytes:
        return b"\x7e" if data == b"\x10\x04\x04" and script.now > 1.5 else only_real_time(script, data)

    script = Script(runs_out)
    assert printer_on(script).print([SLIP]) is Printed.UNKNOWN
    assert script.aborted


def test_a_printer_without_gs_r_that_goes_silent_at_the_end_is_unknown():
    def goes_silent(script: Script, data: bytes) -> bytes:
        return b"" if script.now > 1.5 else only_real_time(script, data)

    assert printer_on(Script(goes_silent)).print([SLIP]) is Printed.UNKNOWN


def test_an_answer_to_gs_r_that_never_comes_is_unknown_though_the_printer_seems_well():
    def stuck(script: Script, data: bytes) -> bytes:
        return only_real_time(script, data) if len(script.sent) > 10_000 else well(script, data)

    script = Script(stuck)
    assert printer_on(script).print([SLIP]) is Printed.UNKNOWN
    assert Limits().finish < script.now < 3 * Limits().finish


def test_a_fault_in_mid_slip_is_told_at_once():
    def opened(script: Script, data: bytes) -> bytes:
        if len(script.sent) < 10_000:
            return well(script, data)
        return b"\x16" if data == b"\x10\x04\x02" else only_real_time(script, data)

    script = Script(opened)
    assert printer_on(script).print([SLIP]) is Printed.UNKNOWN
    assert script.now < 1


def test_paper_that_ends_with_the_slip_is_unknown():
    def ends(script: Script, data: bytes) -> bytes:
        return b"\x7e" if data == b"\x10\x04\x04" and len(script.sent) > 10_000 else well(script, data)

    assert printer_on(Script(ends)).print([SLIP]) is Printed.UNKNOWN


def test_a_busy_printer_is_waited_for_and_then_nothing_is_sent():
    script = Script(lambda script, data: b"\x1a" if data == b"\x10\x04\x02" else b"\x12")
    assert printer_on(script, Limits(busy=0.2)).print([SLIP]) is Printed.NOT_PRINTED
    assert START not in script.sent


def test_a_printer_that_takes_nothing_more_is_unknown_after_the_stall():
    script = Script(well)
    printer = printer_on(script)
    script.takes = 20_000
    assert printer.print([SLIP]) is Printed.UNKNOWN
    assert script.aborted
    assert script.now < 2 * Limits().stall


def test_a_printer_that_takes_nothing_of_the_slip_did_not_print():
    script = Script(silent)
    printer = printer_on(script)
    script.takes = len(b"\x10\x04\x01")
    assert printer.print([SLIP]) is Printed.NOT_PRINTED
    script.takes = len(b"\x10\x04\x01" + START)
    assert printer.print([SLIP]) is Printed.NOT_PRINTED


def test_a_second_slip_of_which_nothing_was_taken_leaves_the_whole_unknown():
    def one_slip(script: Script, data: bytes) -> bytes:
        if bytes(script.sent).count(PAPER_STATUS) == 2 and data == b"\x10\x04\x03":
            script.takes = 0
        return well(script, data)

    script = Script(one_slip)
    assert printer_on(script).print([SLIP, SLIP]) is Printed.UNKNOWN
    assert bytes(script.sent).count(slip_bytes(SLIP, 576)) == 1


def test_after_an_unknown_end_the_next_job_clears_and_cuts_first():
    script = Script(well)
    printer = printer_on(script)
    script.takes = 20_000
    assert printer.print([SLIP]) is Printed.UNKNOWN
    script.takes = 1 << 30
    del script.sent[:]
    assert printer.print([SLIP]) is Printed.PRINTED
    assert CLEAR + START + CUT + START in script.sent
    del script.sent[:]
    assert printer.print([SLIP]) is Printed.PRINTED
    assert CUT + START not in script.sent


def test_a_device_that_vanishes_while_it_is_asked_is_tried_once_more():
    scripts = [Script(well), Script(well)]
    opened: list[Script] = []

    def opener(url: str, timeout: float) -> Transport:
        opened.append(scripts[len(opened)])
        return opened[-1]

    printer = EscposPrinter(URL, opener=opener)
    assert printer.status() is PrinterStatus.READY

    def lost(script: Script, data: bytes) -> bytes:
        raise ConnectionResetError

    scripts[0].answer = lost
    assert printer.status() is PrinterStatus.READY
    assert opened == scripts


def test_while_it_prints_it_is_busy_and_closing_ends_the_wait():
    under_way = threading.Event()

    def dies(script: Script, data: bytes) -> bytes:
        if len(script.sent) < 10_000:
            return well(script, data)
        under_way.set()
        return b""

    script = Script(dies)
    printer = EscposPrinter(URL, opener=lambda url, timeout: script, limits=Limits(silence=60, finish=60))
    results: list[Printed] = []
    thread = threading.Thread(target=lambda: results.append(printer.print([SLIP])))
    thread.start()
    assert under_way.wait(4)
    assert printer.status() is PrinterStatus.BUSY
    printer.close()
    thread.join(4)
    assert results == [Printed.UNKNOWN]


@pytest.mark.parametrize("width", [576, 512, 384])
@pytest.mark.parametrize("height", [1, STRIP - 1, STRIP, STRIP + 1, 3 * STRIP + 5])
def test_every_width_of_paper_and_every_height(width: int, height: int, capfd):
    image = SLIP.crop((0, 330, width, 330 + min(height, 370))).resize((width, height))
    papers: list[Image.Image] = []
    data = slip_bytes(image, width)
    Paper(width, papers.append).feed(data)
    assert same(papers[0].crop((0, 0, width, height)), image)
    assert data.count(b"\x1dv0\x00" + (width // 8).to_bytes(2, "little")) == -(-height // STRIP)
    assert capfd.readouterr() == ("", "")


def test_grey_is_black_or_white_and_never_dithered():
    grey = Image.linear_gradient("L").resize((576, 300))
    papers: list[Image.Image] = []
    Paper(576, papers.append).feed(slip_bytes(grey, 576))
    expected = grey.point([0] * 128 + [255] * 128).convert("1", dither=Image.Dither.NONE)
    assert same(papers[0].crop((0, 0, 576, 300)), expected)


def test_the_log_tells_a_fault_once_and_only_by_name(caplog):
    caplog.set_level(logging.DEBUG)
    with VirtualPrinter() as twin:
        printer = EscposPrinter(twin.url)
        printer.status()
        twin.set_fault("out-of-paper")
        for _ in range(3):
            printer.status()
        twin.set_fault("ok")
        printer.status()
        printer.close()
    told = [record.getMessage() for record in caplog.records]
    assert told == ["printer status=ready", "printer status=no-paper", "printer status=ready"]
