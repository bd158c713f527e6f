"""A payee list that is not to be trusted: no code on screen or paper, cash possible, the dossier goes its way."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.demo.desk import DeskOfficer
from kiosk.demo.dock import read_code
from kiosk.journey.ports import SlipKind, SlipResult
from tests.kiosk.hub.office_box import LE, PIN

DISTRUSTED = {
    "unsigned": {"signed": False},
    "wrong-signature": {"key": Ed25519PrivateKey.generate()},
    "out-of-date": {"until": "2026-11-22"},
    "rolled-back": {"version": "2026-10-31"},
}


def test_a_list_that_holds_gives_a_code(bench):
    assert bench.machine.payees_ok(bench.passport)
    assert bench.sealed().due.matrix is not None


@pytest.mark.parametrize("reason", DISTRUSTED)
def test_without_trust_there_is_no_code_but_a_way_to_pay(bench, reason, caplog):
    assert bench.machine.payees_ok(bench.passport)
    bench.publish(**DISTRUSTED[reason])
    assert bench.office.payees().code == reason
    assert not bench.machine.payees_ok(bench.passport)
    assert f"payee list not used: {reason}" in caplog.text

    sealed = bench.sealed()
    assert (sealed.due.amount, sealed.due.matrix, sealed.due.account) == (100_000, None, "")
    assert bench.machine.due_of_rest(sealed, 50_000) is None
    assert bench.print(sealed, SlipKind.PROVISIONAL, SlipKind.PAYMENT) is SlipResult.PRINTED
    assert not any(read_code(paper.convert("RGB")).startswith("0002") for paper in bench.printer.papers)
    bench.deliver()
    assert [message["kind"] for message in bench.messages(sealed.id)] == ["slip", "slip"]

    officer = DeskOfficer(bench.desk, LE, PIN)
    officer.sign_in()
    officer.take_cash(sealed.number)
    assert bench.client.lookup(sealed.lookup).value.money == "settled"


def test_what_is_wrong_is_logged_once_a_day_and_not_with_every_look(bench, caplog):
    bench.publish(signed=False)
    for _ in range(3):
        bench.machine.payees_ok(bench.passport)
    assert caplog.text.count("payee list not used") == 1
    bench.clock.advance(86_400)
    bench.machine.payees_ok(bench.passport)
    assert caplog.text.count("payee list not used") == 2


def test_a_newer_list_is_used_at_once_and_the_old_one_never_again(bench):
    bench.machine.payees_ok(bench.passport)
    bench.publish(version="2026-11-20")
    assert bench.machine.payees_ok(bench.passport)
    bench.publish(version="2026-11-01")
    assert not bench.machine.payees_ok(bench.passport)


def test_a_list_runs_out_at_midnight_in_vietnam(bench):
    bench.publish(until="2026-11-23")
    assert bench.machine.payees_ok(bench.passport)
    bench.clock.advance(14 * 3600 + 16 * 60 + 1)
    assert not bench.machine.payees_ok(bench.passport)
