"""The machines' own client against the hub, over sockets: both ends read the wire in the same way."""

from datetime import date

import pytest

from kiosk.dossiers.answers import Call, Conflict, Down, Heartbeat, Ok, Refused, Repeat, Trouble
from kiosk.dossiers.hubclient import HubClient
from kiosk.hub.serve import background, serve
from tests.kiosk.hub.office_box import DOSSIER, LOOKUP, envelope, make_box, message


@pytest.fixture
def box(tmp_path):
    return make_box(tmp_path / "box")


@pytest.fixture
def client(box):
    with background(serve, box.config, box.clock) as url:
        yield HubClient(url, "may-2", box.machine_keys["may-2"], box.clock)


def test_every_call_is_understood(client, box):
    office = client.office()
    assert isinstance(office, Ok)
    assert office.value.office == box.config.office
    assert office.value.payees == box.config.payees.read_text("utf-8")
    body = box.sealed(envelope())
    first, again = client.send("key-1", body), client.send("key-1", body)
    assert isinstance(first, Ok)
    assert again == Repeat(first.value)
    assert client.send("key-2", box.sealed(message(3, "left"))) == Conflict("gap", 2)
    assert client.send("key-1", box.sealed(message(2, "left"))) == Refused("other-body", 422)
    changes = client.changes(0).value
    assert [(change.kind, change.dossier) for change in changes.changes] == [("dossier", DOSSIER)]
    assert client.changes(changes.cursor).value.changes == ()
    assert client.call(Call("01a20647-0000-7000-8000-000000000001", "card", "help", box.clock.now())).value.id
    assert isinstance(client.end_call("01a20647-0000-7000-8000-000000000001"), Ok)
    found = client.lookup(LOOKUP).value
    assert (found.state, found.money, found.remaining, found.number) == ("waiting_look", "open", 100_000, "A 0427")
    assert client.lookup("HK1.00000000000000000000") == Refused("unknown", 404)
    beat = Heartbeat("0.1.0", "ready", "ready", "none", 0, 0, "b7f1", 1)
    assert client.heartbeat(beat).value.time == box.clock.now()
    assert abs(client.clock_offset().total_seconds()) < 1


def test_a_strange_machine_is_told_so(client, box):
    stranger = HubClient(client._base, "may-9", box.machine_keys["may-2"], box.clock)
    assert stranger.office() == Down(Trouble.MACHINE)


def test_the_sample_day_of_the_office_is_in_the_answer(client):
    assert client.office().value.time.date() == date(2026, 11, 23)
