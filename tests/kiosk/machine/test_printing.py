"""What became of a slip is the same in store, log, hub and on the screen, whatever the printer does."""

import gc
import socket
import weakref

import pytest
from PIL import Image

from drivers.printer.base import Printed, PrinterStatus, SlipPrinter
from drivers.printer.raster import slip_bytes
from drivers.virtual import PrinterFault
from kiosk.demo.dock import read_code
from kiosk.journey.ports import MoneyNews, PrintOrder, SlipKind, SlipResult
from kiosk.machine.papers import Papers
from kiosk.machine.printing import PrintDesk
from kiosk.slips import SlipFault
from kiosk.store import StoreFault
from tests.drivers.waiting import wait_until

BOTH = (SlipKind.PROVISIONAL, SlipKind.PAYMENT)
ENDS = {
    PrinterFault.OK: (SlipResult.PRINTED, "printed", "printed"),
    PrinterFault.NEAR_END: (SlipResult.PRINTED, "printed", "printed"),
    PrinterFault.OUT_OF_PAPER: (SlipResult.NOT_PRINTED, "not-printed", "not"),
    PrinterFault.COVER_OPEN: (SlipResult.NOT_PRINTED, "not-printed", "not"),
    PrinterFault.SILENT: (SlipResult.UNKNOWN, "unknown", "unknown"),
    PrinterFault.DIES: (SlipResult.UNKNOWN, "unknown", "unknown"),
    PrinterFault.POWER_CUT: (SlipResult.UNKNOWN, "unknown", "unknown"),
    PrinterFault.PAPER_ENDS: (SlipResult.UNKNOWN, "unknown", "unknown"),
}


def jobs(bench, sealed):
    """In the order of copies; the slips of one run stand in no order."""
    found = [(job.copy, job.kind, str(job.state)) for job in bench.store.prints(sealed.id)]
    return [(kind, state, copy) for copy, kind, state in sorted(found)]


def logged(bench):
    return [(keys["kind"], keys["result"], keys["copy"]) for event, keys in bench.audit() if event == "slip.print"]


@pytest.mark.parametrize("fault", ENDS)
def test_every_end_of_a_print_is_told_truly_everywhere(bench, fault):
    told, stored, at_hub = ENDS[fault]
    sealed = bench.sealed()
    bench.printer.set_fault(fault)
    assert bench.print(sealed, *BOTH) is told
    assert jobs(bench, sealed) == [("payment", stored, 0), ("provisional", stored, 0)]
    assert logged(bench) == [("provisional", at_hub, 0), ("payment", at_hub, 0)]
    bench.printer.set_fault("ok")
    bench.deliver()
    assert bench.prints_at_hub(sealed.id) == {"provisional": at_hub, "payment": at_hub}


def test_the_paper_carries_the_codes_of_the_dossier(bench):
    sealed = bench.sealed()
    bench.print(sealed, *BOTH)
    codes = [read_code(paper.convert("RGB")) for paper in bench.printer.papers]
    assert codes == [sealed.lookup, bench.machine._dues.code(sealed.due.reference).payload]


def test_a_paid_slip_and_a_reprint(bench):
    sealed = bench.sealed()
    money = MoneyNews(sealed.due.reference, "settled", 100_000, 100_000, 0, 0, "bank", "2026-11-23T02:47:00Z", "FT1")
    assert bench.print(sealed, SlipKind.PROVISIONAL, SlipKind.PAID, money=money) is SlipResult.PRINTED
    assert bench.print(sealed, SlipKind.PROVISIONAL, SlipKind.PAID, money=money, copy=1) is SlipResult.PRINTED
    assert jobs(bench, sealed)[-2:] == [("paid", "printed", 1), ("provisional", "printed", 1)]
    assert bench.store.request_by_reference(sealed.due.reference).state == "draft"


@pytest.mark.parametrize("contact", ["own", "relative", "none"])
def test_every_contact_has_its_slip_and_a_free_job_no_fee_on_it(bench, contact):
    free = bench.passport.model_copy(update={"fees": ()})
    session = bench.session(contact=contact, relative="child", **{"relative-name": "Phạm Minh Đức"})
    sealed = bench.machine.seal(session, bench.person(), free)
    results = []
    order = PrintOrder(session, bench.person(), free, sealed, (SlipKind.PROVISIONAL,), None)
    bench.machine.print_slips(order, results.append)
    assert wait_until(lambda: results == [SlipResult.PRINTED])


def test_a_kind_that_is_no_slip_of_a_machine_is_a_fault_of_the_program(bench):
    sealed = bench.sealed()
    with pytest.raises(ValueError, match="final"):
        bench.print(sealed, SlipKind.FINAL)


@pytest.mark.parametrize(("whole", "ends", "at_hub"), [(True, "printed", "printed"), (False, "not-printed", "not")])
def test_a_person_at_the_slot_settles_what_the_printer_did_not_know(bench, whole, ends, at_hub):
    sealed = bench.sealed()
    bench.printer.set_fault(PrinterFault.DIES)
    assert bench.print(sealed, *BOTH) is SlipResult.UNKNOWN
    bench.machine.settle_slips(sealed.id, whole=whole)
    assert [state for _, state, _ in jobs(bench, sealed)] == [ends, ends]
    bench.deliver()
    assert {(m["data"]["kind"], m["data"]["result"]) for m in bench.messages(sealed.id)[-2:]} == {
        ("provisional", ends),
        ("payment", ends),
    }
    assert [result for _, result, _ in logged(bench)][-2:] == [at_hub, at_hub]


def test_what_was_being_printed_when_the_power_went_is_unknown_and_the_hub_is_told(bench):
    sealed = bench.sealed()
    bench.store.queue_print(sealed.id, "provisional")
    again = bench.restarted()
    try:
        assert jobs(again, sealed) == [("provisional", "unknown", 0)]
        again.deliver()
        assert again.prints_at_hub(sealed.id) == {"provisional": "unknown"}
        again.machine.recover()
        assert again.store.unsent() == []
    finally:
        again.stop()


def test_the_next_slip_does_not_hang_on_half_a_slip_of_the_run_before(bench):
    sealed = bench.sealed()
    bench.print(sealed, SlipKind.PROVISIONAL)
    [alone] = bench.printer.papers
    bench.store.queue_print(sealed.id, "provisional")
    half = slip_bytes(alone.convert("L"), 576)
    with socket.create_connection(("127.0.0.1", int(bench.printer.url.rpartition(":")[2]))) as line:
        bench.printing._printer.close()
        line.sendall(half[: len(half) // 2])
    again = bench.restarted()
    try:
        assert again.print(sealed, SlipKind.PROVISIONAL) is SlipResult.PRINTED
        last = bench.printer.papers[-1]
        assert len(bench.printer.papers) == 3
        assert (last.size, last.tobytes()) == (alone.size, alone.tobytes())
    finally:
        again.stop()


def test_a_slip_that_cannot_be_drawn_is_a_slip_that_was_not_printed(bench, monkeypatch, caplog):
    sealed = bench.sealed()

    def unreadable(*_):
        raise SlipFault("A code on the slip does not read as it must; the slip is not printed.")

    monkeypatch.setattr(Papers, "draw", unreadable)
    assert bench.print(sealed, *BOTH) is SlipResult.NOT_PRINTED
    assert jobs(bench, sealed) == [("payment", "not-printed", 0), ("provisional", "not-printed", 0)]
    assert bench.store.request_by_reference(sealed.due.reference).state == "draft"
    assert "slip not drawn" in caplog.text


def test_a_disk_that_fails_while_a_slip_is_settled_holds_up_nobody(bench, monkeypatch, caplog):
    sealed = bench.sealed()

    def broken(*_):
        raise StoreFault("full")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "settle_print", broken)
        assert bench.print(sealed, *BOTH) is SlipResult.PRINTED
    assert "print not put down: full" in caplog.text
    assert bench.print(sealed, *BOTH) is SlipResult.PRINTED


class QuietPrinter(SlipPrinter):
    """Prints at once; its state is what it is told to be."""

    def __init__(self):
        self.state = PrinterStatus.READY
        self.closed = False

    def status(self):
        return self.state

    def print(self, slips):
        return Printed.PRINTED

    def close(self):
        self.closed = True


@pytest.fixture
def quiet():
    printer = QuietPrinter()
    desk = PrintDesk(printer)
    desk.start()
    yield printer, desk
    desk.stop()


def test_a_listener_that_fails_leaves_the_printer_to_the_next_citizen(quiet, caplog):
    _, desk = quiet
    ends = []
    desk.print([], lambda _: 1 / 0)
    desk.print([], ends.append)
    assert wait_until(lambda: ends == [Printed.PRINTED])
    assert "ZeroDivisionError" in caplog.text


def test_nobody_keeps_a_slip_that_is_printed(quiet):
    _, desk = quiet
    slip, ends = Image.new("L", (576, 10)), []
    seen = weakref.ref(slip)
    desk.print([slip], ends.append)
    del slip
    assert wait_until(lambda: ends and gc.collect() is not None and seen() is None)


def test_the_printers_state_is_asked_between_slips_and_a_change_is_logged_once(quiet, caplog):
    printer, desk = quiet
    assert desk.status is PrinterStatus.READY
    printer.state = PrinterStatus.NO_PAPER
    ends = []
    for _ in range(3):
        desk.print([], ends.append)
    assert wait_until(lambda: len(ends) == 3 and desk.status is PrinterStatus.NO_PAPER)
    assert caplog.text.count("printer: no-paper") == 1


def test_a_desk_that_was_never_started_lets_go_of_the_printer_all_the_same():
    printer = QuietPrinter()
    PrintDesk(printer).stop()
    assert printer.closed
