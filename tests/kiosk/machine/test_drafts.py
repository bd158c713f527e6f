"""Kept answers: slip and card open them together, until the office closes, and nobody else ever."""

from datetime import timedelta

import pytest

from drivers.virtual import PrinterFault
from kiosk.journey.ports import SlipResult
from kiosk.payments.lookup import mint_lookup
from tests.drivers.waiting import wait_until

NUMBER = "031155000678"


@pytest.fixture
def kept(bench):
    """The code of answers that were kept for an hour, and the answers."""
    session = bench.session()
    code = bench.machine.keep_draft(session, bench.person(), bench.clock.now() + timedelta(hours=1))
    bench.machine.erase(session.id)
    return code, session


def drafts_on_disk(bench):
    return bench.store._read(lambda scope: scope.connection.execute("select count(*) from draft").fetchone()[0])


def print_slip(bench, code):
    results = []
    bench.machine.print_kept(code, bench.clock.now(), results.append)
    assert wait_until(lambda: results)
    return results[0]


def test_slip_and_card_together_open_them_once(bench, kept):
    code, session = kept
    assert bench.machine.has_draft(code)
    assert bench.machine.open_draft(code, NUMBER) == session
    assert not bench.machine.has_draft(code)
    assert bench.machine.open_draft(code, NUMBER) is None
    assert drafts_on_disk(bench) == 0


def test_another_card_or_another_slip_opens_nothing(bench, kept):
    code, session = kept
    assert bench.machine.open_draft(code, "031178004512") is None
    assert bench.machine.open_draft(str(mint_lookup()), NUMBER) is None
    assert not bench.machine.has_draft(str(mint_lookup()))
    assert bench.machine.open_draft(code, NUMBER) == session


def test_they_outlive_a_restart_but_not_the_hour_they_were_kept_for(bench, kept):
    code, _ = kept
    again = bench.restarted()
    try:
        assert again.machine.has_draft(code)
        again.clock.advance(3600)
        assert not again.machine.has_draft(code)
        assert again.machine.open_draft(code, NUMBER) is None
        again.machine.tidy()
        assert drafts_on_disk(again) == 0
    finally:
        again.stop()


def test_without_a_slip_nothing_is_kept(bench, kept):
    code, _ = kept
    bench.printer.set_fault(PrinterFault.OUT_OF_PAPER)
    assert print_slip(bench, code) is SlipResult.NOT_PRINTED
    bench.machine.drop_draft(code)
    assert not bench.machine.has_draft(code)
    assert drafts_on_disk(bench) == 0


@pytest.mark.parametrize(
    ("fault", "result"), [(PrinterFault.OK, SlipResult.PRINTED), (PrinterFault.SILENT, SlipResult.UNKNOWN)]
)
def test_once_the_slip_may_be_in_a_hand_the_machine_alone_cannot_find_them(bench, kept, fault, result):
    code, session = kept
    bench.printer.set_fault(fault)
    assert print_slip(bench, code) is result
    bench.machine.drop_draft(code)
    assert drafts_on_disk(bench) == 1
    assert bench.machine.open_draft(code, NUMBER) == session


def test_a_second_draft_leaves_the_first_alone(bench, kept):
    code, session = kept
    other = bench.machine.keep_draft(session, bench.person(), bench.clock.now() + timedelta(hours=2))
    bench.machine.drop_draft(code)
    assert bench.machine.has_draft(code)
    assert bench.machine.has_draft(other)
