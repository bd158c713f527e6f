import threading

import pytest
from fastapi.testclient import TestClient

from kiosk.clock import ManualClock
from kiosk.demo.portal import FAULTS, SandboxPortal, create_app
from tests.kiosk.hub.office_box import MORNING

ORDER = {"key": "k-1", "procedure": "1.001456", "applicant": {"name": "Nguyễn Thị Mẫu"}, "payload": {}}


@pytest.fixture
def clock():
    return ManualClock(MORNING)


def client_of(clock, seed=0, hold=None):
    return TestClient(create_app(SandboxPortal(clock, seed, hold)))


def order(key="k-1"):
    return {**ORDER, "key": key}


def test_a_dossier_gets_a_code_of_the_day_and_keeps_it(clock):
    client = client_of(clock)
    answer = client.post("/dossiers", json=order()).json()
    assert answer == {
        "result": "accepted",
        "code": "G00.000.108-261123-000042",
        "accepted_at": "2026-11-23T09:44:00+07:00",
    }
    assert client.post("/dossiers", json=order()).json() == answer
    assert client.get("/dossiers/k-1").json() == answer
    assert client.get("/dossiers/k-2").status_code == 404
    assert client.post("/dossiers", json=order("k-2")).json()["code"] == "G00.000.108-261123-000043"
    clock.advance(86400)
    assert client.post("/dossiers", json=order("k-3")).json()["code"] == "G00.000.108-261124-000042"
    assert [kept["key"] for kept in client.get("/dossiers").json()["dossiers"]] == ["k-1", "k-2", "k-3"]


def test_the_same_seed_gives_the_same_codes(clock):
    codes = [client_of(clock, seed).post("/dossiers", json=order()).json()["code"] for seed in (5, 5, 6)]
    assert codes[0] == codes[1] != codes[2]


def test_a_refused_call_keeps_nothing(clock):
    client = client_of(clock)
    client.post("/faults", json={"name": "refuse"})
    assert client.post("/dossiers", json=order()).status_code == 503
    assert client.get("/dossiers/k-1").status_code == 404


def test_commit_then_500_keeps_it(clock):
    client = client_of(clock)
    client.post("/faults", json={"name": "commit-then-500", "times": 1})
    assert client.post("/dossiers", json=order()).status_code == 500
    assert client.get("/dossiers/k-1").json()["result"] == "accepted"
    assert client.post("/dossiers", json=order("k-2")).status_code == 200


def test_a_rejected_key_may_be_corrected(clock):
    client = client_of(clock)
    client.post("/faults", json={"name": "reject"})
    refused = client.post("/dossiers", json=order()).json()
    assert refused["result"] == "rejected"
    assert refused["errors"][0]["item"] == "14"
    assert client.get("/dossiers").json()["dossiers"] == []
    client.post("/faults", json={"name": "none"})
    assert client.post("/dossiers", json=order()).json()["result"] == "accepted"


def test_a_corrected_edition_is_put_in_the_place_of_the_refused_one(clock):
    client = client_of(clock)
    assert client.put("/dossiers/k-1", json=order()).status_code == 404
    client.post("/faults", json={"name": "reject"})
    assert client.post("/dossiers", json=order()).json()["edition"] == 1
    second = {**order(), "payload": {"edition": 2}}
    assert client.put("/dossiers/k-1", json=second).json()["edition"] == 2
    client.post("/faults", json={"name": "none"})
    answer = client.put("/dossiers/k-1", json=second).json()
    assert answer["result"] == "accepted"
    assert client.put("/dossiers/k-1", json=order()).json() == answer
    assert client.put("/dossiers/k-2", json=order()).status_code == 422
    assert len(client.get("/dossiers").json()["dossiers"]) == 1


def test_unclear_answers_are_told_until_the_fault_is_taken_back(clock):
    client = client_of(clock)
    first = client.post("/dossiers", json=order()).json()
    for name, key in (("several", "k-2"), ("other-code", "k-3")):
        client.post("/faults", json={"name": name, "times": 1})
        told = client.post("/dossiers", json=order(key)).json()
        assert client.get(f"/dossiers/{key}").json() == told
        assert len(told.get("codes", [])) == 2 or told["code"] == first["code"]
    client.post("/faults", json={"name": "none"})
    codes = {client.get(f"/dossiers/{key}").json()["code"] for key in ("k-1", "k-2", "k-3")}
    assert len(codes) == 3


def test_a_garbled_answer_is_half_of_one_and_the_dossier_is_kept(clock):
    client = client_of(clock)
    client.post("/faults", json={"name": "garbled", "times": 1})
    answer = client.post("/dossiers", json=order())
    assert answer.status_code == 200
    with pytest.raises(ValueError):
        answer.json()
    assert client.get("/dossiers/k-1").json()["result"] == "accepted"


def test_pending_is_decided_when_the_fault_is_taken_back(clock):
    client = client_of(clock)
    client.post("/faults", json={"name": "pending"})
    assert client.post("/dossiers", json=order()).json() == {"result": "pending"}
    assert client.get("/dossiers/k-1").json() == {"result": "pending"}
    client.post("/faults", json={"name": "none"})
    assert client.get("/dossiers/k-1").json()["result"] == "accepted"


@pytest.mark.parametrize("fault", ["silent", "delay"])
def test_silence_keeps_the_dossier_and_ends_with_the_fault(clock, fault):
    silent = SandboxPortal(clock)
    client = TestClient(create_app(silent))
    silent.set_fault(fault)
    thread = threading.Thread(target=lambda: client.post("/dossiers", json=order()))
    thread.start()
    while silent.find("k-1") is None:
        assert thread.is_alive()
    assert silent.find("k-1")["result"] == "accepted"
    silent.set_fault("none")
    silent.close()
    thread.join(5)
    assert not thread.is_alive()


def test_a_maintenance_page_is_no_answer(clock):
    client = client_of(clock)
    client.post("/faults", json={"name": "maintenance"})
    answer = client.post("/dossiers", json=order())
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html")


def test_an_unknown_fault_is_refused_with_the_list(clock):
    answer = client_of(clock).post("/faults", json={"name": "explode"})
    assert answer.status_code == 422
    assert all(name in answer.text for name in FAULTS)
