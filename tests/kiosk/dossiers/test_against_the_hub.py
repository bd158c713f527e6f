"""The client and the courier against the real hub over real HTTP: both ends agree on the wire."""

import random
import socket
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
import uvicorn

from kiosk.clock import ManualClock
from kiosk.dossiers.answers import Call, Conflict, Down, Heartbeat, Ok, Refused, Repeat, Trouble
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.hub.app import create_app
from kiosk.hub.hub import Hub
from tests.kiosk.hub.office_box import DOSSIER, LOOKUP, envelope, make_box, message
from tests.kiosk.store.support import opened, submission


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    box = make_box(tmp_path_factory.mktemp("hub"))
    hub = Hub(box.config, box.clock, portal=SimpleNamespace(), feed=SimpleNamespace())
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(hub), log_config=None, lifespan="off", date_header=False))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    yield SimpleNamespace(box=box, url=url, client=client_of(box, url))
    server.should_exit = True
    thread.join(10)
    hub.close()


def client_of(box, url, clock=None, key="may-2"):
    return HubClient(url, "may-2", box.machine_keys[key], clock or box.clock)


def test_a_dossier_and_its_messages_go_through_and_are_looked_up(office, tmp_path):
    box = office.box
    with opened(tmp_path, box.clock) as store:
        store.submit(submission(1, dossier=DOSSIER, lookup=LOOKUP, build=lambda _: box.sealed(envelope())))
        store.append(DOSSIER, "says_paid", lambda seq: box.sealed(message(seq, "says_paid")))
        rows = store.unsent()
        report = Courier(store, office.client, box.clock, random.Random(1)).run_once()
        assert (report.sent, store.unsent(), store.parked()) == (2, [], [])
    assert isinstance(office.client.send(rows[0].id, rows[0].body), Repeat)
    assert office.client.send(rows[0].id, box.sealed(envelope())) == Refused("other-body", 422)
    assert office.client.send("k-9", box.sealed(message(9, "left"))) == Conflict("gap", 3)
    shown = office.client.lookup(LOOKUP)
    assert isinstance(shown, Ok)
    assert (shown.value.state, shown.value.number) == ("waiting_look", "A 0427")


def test_every_other_call_is_understood(office):
    client, now = office.client, office.box.clock.now()
    told = client.office()
    assert isinstance(told, Ok)
    assert told.value.office.id == "mau-pa08"
    assert isinstance(client.changes(0), Ok)
    assert isinstance(client.call(Call("01a20647-6540-7c31-9a40-5d2e8f10c001", "card", "T-211", now)), Ok)
    assert isinstance(client.end_call("01a20647-6540-7c31-9a40-5d2e8f10c001"), Ok)
    assert isinstance(client.heartbeat(Heartbeat("0.1.0", "ready", "ready", "none", 0, 0, "b7f1", 1)), Ok)
    assert client.lookup("HK1.00000000000000000000") == Refused("unknown", 404)
    assert abs(client.clock_offset()) <= timedelta(seconds=1)


def test_a_machine_with_another_key_or_clock_is_told_so(office):
    assert client_of(office.box, office.url, key="may-1").office() == Down(Trouble.SIGNATURE)
    late = ManualClock(office.box.clock.now() + timedelta(minutes=6))
    assert client_of(office.box, office.url, late).office() == Down(Trouble.CLOCK)
