"""The hub's client of the portal against the sandbox, over sockets: what each fault comes to, dossiers end to end."""

import threading

import pytest

from kiosk.demo.portal import SandboxPortal, create_app
from kiosk.hub import sender
from kiosk.hub.hub import Hub
from kiosk.hub.portal import Accepted, Ambiguous, NotThere, Pending, Rejected, RestPortal, Unknown
from kiosk.hub.serve import background, run_app
from tests.kiosk.hub.office_box import DOSSIER, envelope
from tests.kiosk.hub.test_sender import cases, correct, look

ORDER = ("1.001456", {"name": "Nguyễn Thị Mẫu"}, {})
SECOND = (*ORDER[:2], {"edition": 2})


@pytest.fixture
def sandbox(box):
    return SandboxPortal(box.clock)


@pytest.fixture
def portal(sandbox):
    with background(run_app, create_app(sandbox)) as url:
        yield RestPortal(url, 1.0)
        sandbox.close()


def code(serial):
    return f"G00.000.108-261123-{serial:06d}"


@pytest.mark.parametrize(
    ("fault", "first", "then"),
    [
        ("refuse", Unknown("server"), NotThere),
        ("commit-then-500", Unknown("server"), Accepted),
        ("maintenance", Unknown("not-ours"), NotThere),
        ("garbled", Unknown("not-ours"), Accepted),
        ("silent", Unknown("silent"), Accepted),
        ("pending", Pending(), Pending),
        ("several", Ambiguous("several"), Ambiguous),
    ],
)
def test_each_fault_is_what_it_is_and_a_question_finds_what_was_kept(sandbox, portal, fault, first, then):
    sandbox.set_fault(fault, times=1)
    assert portal.submit("k-1", *ORDER) == first
    assert isinstance(portal.find("k-1"), then)


def test_an_update_needs_a_dossier_that_the_portal_knows(sandbox, portal):
    assert portal.update("k-1", *SECOND) == Unknown("not-ours")
    sandbox.set_fault("reject", times=1)
    refusal = portal.submit("k-1", *ORDER)
    assert (type(refusal), refusal.edition) == (Rejected, 1)
    assert portal.update("k-1", *SECOND).code == code(42)


def test_nobody_there_is_unreachable(box):
    assert RestPortal("http://127.0.0.1:9", 0.5).update("k-1", *ORDER) == Unknown("unreachable")


@pytest.fixture
def hub(box, portal, feed):
    hub = Hub(box.config, box.clock, portal=portal, feed=feed)
    yield hub
    hub.close()


def steps(hub, box, most=20):
    for _ in range(most):
        hub.sender.step()
        box.clock.advance(900)


def state(hub):
    return hub.store.read(lambda tx: tx.one("select state, code from dossiers where id = ?", DOSSIER))


@pytest.mark.parametrize("fault", ["refuse", "commit-then-500", "maintenance", "garbled", "silent", "delay", "pending"])
def test_any_fault_of_a_while_ends_with_one_dossier_at_the_portal(machine, hub, box, sandbox, fault):
    machine.send(envelope())
    look(hub)
    sandbox.set_fault(fault)
    letting_go = threading.Timer(0.3, sandbox.set_fault, ["none"]) if fault == "delay" else None
    if letting_go:
        letting_go.start()
    steps(hub, box, most=1 if fault == "silent" else 2)
    sandbox.set_fault("none")
    steps(hub, box, most=2)
    assert state(hub)["state"] == "accepted"
    assert [kept["key"] for kept in sandbox.dossiers()] == [DOSSIER]
    assert cases(hub) == []


def test_a_corrected_edition_whose_answer_was_lost_is_found_and_not_sent_twice(machine, hub, box, sandbox):
    machine.send(envelope())
    look(hub)
    sandbox.set_fault("reject", times=1)
    hub.sender.step()
    correct(hub)
    sandbox.set_fault("commit-then-500", times=1)
    hub.sender.step()
    assert state(hub)["state"] == "unknown"
    steps(hub, box, most=2)
    assert state(hub) == {"state": "accepted", "code": sandbox.find(DOSSIER)["code"]}
    assert len(sandbox.dossiers()) == 1


def test_two_dossiers_at_the_portal_wait_for_a_person_who_keeps_one(machine, hub, box, sandbox):
    machine.send(envelope())
    look(hub)
    sandbox.set_fault("several", times=1)
    steps(hub, box, most=3)
    assert (state(hub)["state"], cases(hub)) == ("parked", ["portal-ambiguous"])
    hub.store.write(lambda tx: sender.ask_again(tx, DOSSIER, "Lê Minh Mẫu"))
    steps(hub, box, most=1)
    assert (state(hub)["state"], cases(hub)) == ("parked", ["portal-ambiguous"])
    sandbox.set_fault("none")
    hub.store.write(lambda tx: sender.ask_again(tx, DOSSIER, "Lê Minh Mẫu"))
    steps(hub, box, most=1)
    assert (state(hub)["state"], cases(hub)) == ("accepted", [])
