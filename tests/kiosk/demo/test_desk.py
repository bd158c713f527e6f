"""The made-up officer does at the hub's page what a person does, and says when the page has not what she looks for."""

import threading

import pytest

from kiosk.demo import desk as desk_module
from kiosk.demo.desk import DeskFault, DeskOfficer, forms_of
from kiosk.dossiers.answers import Call
from tests.drivers.waiting import wait_until
from tests.kiosk.hub.office_box import LE, PIN
from tests.kiosk.machine.bench import bench as made


@pytest.fixture
def bench(tmp_path):
    with made(tmp_path) as bench:
        yield bench


@pytest.fixture
def officer(bench):
    officer = DeskOfficer(bench.desk, LE, PIN)
    officer.sign_in()
    return officer


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(desk_module, "TRIES", 2)
    monkeypatch.setattr(desk_module, "PAUSE_S", 0.01)


def state(bench, sealed):
    return bench.client.lookup(sealed.lookup).value.state


def test_she_takes_papers_fills_what_was_left_to_her_and_looks(bench, officer):
    sealed = bench.sealed(birthplace="counter", parents="counter")
    bench.deliver()
    assert state(bench, sealed) == "waiting_look"
    officer.take_papers_and_look(sealed.number)
    assert state(bench, sealed) in ("looked", "sending")


def test_she_takes_the_whole_amount_in_cash_once(bench, officer):
    sealed = bench.sealed()
    bench.deliver()
    officer.take_cash(sealed.number)
    assert bench.client.lookup(sealed.lookup).value.money == "settled"


def test_she_sees_who_waits_and_for_whom_cash_is_asked(bench, officer):
    assert officer.waiting() == []
    sealed = bench.sealed()
    assert not officer.took_cash(sealed.number)
    bench.deliver()
    assert officer.waiting() == [sealed.number]
    assert officer.took_cash(sealed.number)
    assert not officer.took_cash(sealed.number)
    officer.take_papers_and_look(sealed.number)
    assert officer.waiting() == []


def test_she_waits_for_a_dossier_that_is_on_its_way(bench, officer):
    sealed = bench.sealed()
    thread = threading.Thread(target=officer.take_papers_and_look, args=(sealed.number,))
    thread.start()
    bench.deliver()
    thread.join(10)
    assert state(bench, sealed) in ("looked", "sending")


def test_she_comes_when_a_machine_calls(bench, officer):
    assert officer.answer_call() is False
    bench.client.call(Call("01a20647-6540-7c31-9a40-5d2e8f10c001", "why", "chưa rõ việc", bench.clock.now()))
    assert officer.answer_call() is True
    calls = bench.hub.store.read(lambda tx: tx.all("select officer from calls"))
    assert [row["officer"] for row in calls] == [LE]


def test_a_slip_code_finds_what_a_number_finds(bench, officer):
    sealed = bench.sealed()
    bench.deliver()
    for text in (sealed.number, sealed.lookup, sealed.due.reference):
        assert any(form.action.endswith("/cash") for form in forms_of(officer.find(text))), text


def test_a_wrong_pin_opens_nothing(bench):
    with pytest.raises(DeskFault, match="answered 401"):
        DeskOfficer(bench.desk, LE, "000000").sign_in()


def test_a_page_that_does_not_answer_is_said():
    with pytest.raises(DeskFault, match="does not answer"):
        DeskOfficer("http://127.0.0.1:9/desk", LE, PIN).sign_in()


def test_what_is_not_there_is_said_after_a_while(bench, officer, impatient):
    with pytest.raises(DeskFault, match="did not come"):
        officer.take_papers_and_look("A 0427")
    with pytest.raises(DeskFault, match="no cash is asked"):
        officer.take_cash("A 0427")


def test_without_signing_in_there_is_no_search(bench):
    with pytest.raises(DeskFault, match="no search"):
        DeskOfficer(bench.desk, LE, PIN).find("A 0427")


def test_signing_in_twice_is_signing_in_once(bench, officer):
    officer.sign_in()
    assert wait_until(lambda: officer.answer_call() is False)
