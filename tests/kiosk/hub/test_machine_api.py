import json
import threading
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
from pydantic import ValidationError

from kiosk.hub.reading import Envelope
from kiosk.hub.transaction import Tx
from kiosk.keys import public_text
from tests.kiosk.hub.conftest import Machine
from tests.kiosk.hub.office_box import DOSSIER, LOOKUP, MORNING, envelope, message, nobody


def rows(hub, table):
    return hub.store.read(lambda tx: tx.all(f"select * from {table}"))


def test_the_office_its_payees_untouched_and_the_key_to_seal_to(machine, box):
    answer = machine.get("/api/v1/office")
    told = answer.json()
    assert told["payees"] == box.config.payees.read_text("utf-8")
    assert told["office"]["counter"] == "quầy số 3"
    assert told["hub_key"] == public_text(box.hub_key)
    assert told["time"] == "2026-11-23T09:44:00+07:00"
    assert parsedate_to_datetime(answer.headers["date"]) == MORNING


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda box, headers: headers.pop("Authorization"), "machine"),
        (lambda box, headers: headers.update(Authorization="Machine may-9:1:AAAA"), "machine"),
        (lambda box, headers: box.clock.advance(301), "clock"),
        (lambda box, headers: headers.update(Authorization=headers["Authorization"][:-4] + "AAAA"), "signature"),
    ],
)
def test_only_a_known_machine_with_a_right_clock_is_answered(box, client, change, code):
    headers = box.signed("GET", "/api/v1/office")
    change(box, headers)
    answer = client.get("/api/v1/office", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, code)


def test_the_signature_covers_query_and_body(box, client):
    headers = box.signed("GET", "/api/v1/changes?since=0")
    assert client.get("/api/v1/changes?since=5", headers=headers).status_code == 401
    headers = box.signed("POST", "/api/v1/lookup", b'{"lookup": "a"}')
    assert client.post("/api/v1/lookup", content=b'{"lookup": "b"}', headers=headers).status_code == 401


def test_a_repeat_gets_the_stored_answer_and_nothing_twice(machine, hub, box):
    body = box.sealed(envelope())
    first = machine.post("/api/v1/envelopes", body, "key-1")
    box.clock.advance(60)
    again = machine.post("/api/v1/envelopes", body, "key-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json() == {"id": "key-1", "dossier": DOSSIER, "seq": 1, "received_at": "2026-11-23T02:44:00.000Z"}
    assert [len(rows(hub, table)) for table in ("inbox", "dossiers", "requests")] == [1, 1, 1]


def test_many_at_once_with_one_key_make_one_dossier(machine, hub, box):
    body = box.sealed(envelope())
    answers = []

    def send():
        answers.append(machine.post("/api/v1/envelopes", body, "key-1"))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert len(rows(hub, "dossiers")) == 1


def test_refusals_by_name(machine, box):
    body = box.sealed(envelope())
    answer = machine.post("/api/v1/envelopes", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "no-key")
    machine.post("/api/v1/envelopes", body, "key-1")
    other = machine.post("/api/v1/envelopes", box.sealed(nobody()), "key-1")
    assert (other.status_code, other.json()["code"]) == (422, "other-body")


def test_a_gap_is_named_with_what_is_expected(machine):
    early = machine.send(message(2, "says_paid"))
    assert (early.status_code, early.json()["code"], early.json()["expected"]) == (409, "gap", 1)
    machine.send(envelope())
    gap = machine.send(message(4, "says_paid"))
    assert (gap.status_code, gap.json()["code"], gap.json()["expected"]) == (409, "gap", 2)
    assert machine.send(message(2, "says_paid")).status_code == 201
    assert machine.send(message(3, "left")).status_code == 201


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: {**sealed, "ciphertext": sealed["ciphertext"][:-8] + "AAAAAAA="},
        lambda sealed: {**sealed, "seq": 2},
        lambda sealed: {**sealed, "machine": "may-1"},
        lambda sealed: "[]",
        lambda sealed: None,
    ],
)
def test_what_does_not_open_is_unreadable_and_leaves_nothing(machine, hub, box, spoil):
    sealed = spoil(json.loads(box.sealed(envelope())))
    answer = machine.post("/api/v1/envelopes", json.dumps(sealed).encode(), "key-1")
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
    assert not rows(hub, "inbox")


@pytest.mark.parametrize(
    "changes",
    [
        {"owner": {"name": "A", "number": "12", "born": "1955", "sex": "Nữ"}},
        {"lookup": "HK1.short"},
        {"number": {"text": "427", "day": "2026-11-23"}},
        {"id": "not-an-id"},
        {"fee": {"row": "hc-new-2026"}},
    ],
)
def test_an_envelope_of_a_wrong_shape_is_unreadable(machine, hub, changes):
    answer = machine.send(envelope(**changes))
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
    assert not rows(hub, "dossiers")


def test_a_machine_cannot_speak_for_another(machine, box, client, hub):
    machine.send(envelope())
    other = Machine(box, client, "may-1")
    stolen = other.post("/api/v1/envelopes", box.sealed(message(2, "left")), "key-2")
    assert stolen.status_code == 422
    assert other.send(message(2, "left")).json()["code"] == "unreadable"
    assert other.changes() == []
    assert len(rows(hub, "messages")) == 0


def test_a_body_without_end_is_refused(machine):
    assert machine.post("/api/v1/envelopes", b"x" * (2 * 1024 * 1024 + 1), "key-1").status_code == 413


def test_changes_come_by_cursor_and_are_ones_own(machine, box, client):
    machine.send(envelope())
    Machine(box, client, "may-1").send(nobody())
    changes = machine.get("/api/v1/changes?since=0").json()
    assert {change["dossier"] for change in changes["changes"]} == {DOSSIER}
    assert changes["asked_at"] is None
    later = machine.get(f"/api/v1/changes?since={changes['cursor']}").json()
    assert (later["changes"], later["cursor"]) == ([], changes["cursor"])


def test_a_long_poll_is_woken_by_news(machine, hub):
    cursor = 0
    found = {}

    def poll():
        found.update(machine.get(f"/api/v1/changes?since={cursor}&wait=20").json())

    thread = threading.Thread(target=poll)
    thread.start()
    while not hub.signal.waiting("may-2"):
        assert thread.is_alive()
    machine.send(envelope())
    thread.join(4)
    assert found["changes"][0]["kind"] == "dossier"


def test_a_call_is_made_once_and_ended_by_its_machine(machine, hub, box, client):
    order = {"id": "call-1", "page": "card", "reason": "T-211", "at": "2026-11-23T09:44:00+07:00"}
    assert machine.post("/api/v1/calls", order).json() == {"id": "call-1"}
    assert machine.post("/api/v1/calls", order).json() == {"id": "call-1"}
    assert len(rows(hub, "calls")) == 1
    assert Machine(box, client, "may-1").post("/api/v1/calls/call-1/end").status_code == 404
    assert machine.post("/api/v1/calls/call-1/end").status_code == 200
    assert machine.post("/api/v1/calls/call-1/end").status_code == 200
    assert machine.changes(kind="call")[-1]["data"] == {"call": "call-1", "officer": None, "ended": True}
    assert len(machine.changes(kind="call")) == 2


def test_a_lookup_says_state_and_money_and_nothing_of_the_person(machine):
    assert machine.post("/api/v1/lookup", {"lookup": LOOKUP}).json()["code"] == "unknown"
    machine.send(envelope())
    told = machine.post("/api/v1/lookup", {"lookup": LOOKUP}).json()
    assert told == {
        "state": "waiting_look",
        "money": "open",
        "remaining": 100000,
        "code": None,
        "collect_day": None,
        "number": "A 0427",
    }


def test_a_heartbeat_is_kept_and_answered_with_the_time(machine, hub):
    beat = {"version": "0.1.0", "printer": "ready", "scanner": "ready", "unsent": 0, "parked": 0, "boot": "b7f1"}
    assert machine.post("/api/v1/heartbeat", beat).status_code == 422
    assert machine.post("/api/v1/heartbeat", {**beat, "mono_ms": 5}).json() == {"time": "2026-11-23T09:44:00+07:00"}
    assert rows(hub, "heartbeats")[0]["machine"] == "may-2"


def test_nothing_personal_is_readable_in_the_file(machine, hub, box):
    machine.send(envelope())
    machine.send(message(2, "slip", {"kind": "provisional", "result": "printed"}))
    hub.close()
    for path in box.config.data.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        for secret in ("031155000678", "Nguyễn Thị Mẫu", "0900000678", LOOKUP, "C0000012"):
            assert secret.encode() not in path.read_bytes()


def test_every_line_of_the_log_follows_from_the_one_before(machine, hub):
    machine.send(envelope())
    machine.send(message(2, "says_paid"))
    report = hub.store.read(Tx.log_report)
    assert report.ok
    assert report.rows >= 3
    assert [row["event"] for row in rows(hub, "audit")][:2] == ["envelope.stored", "request.created"]


def test_the_clock_window_is_five_minutes_both_ways(machine, box):
    headers = box.signed("GET", "/api/v1/office")
    box.clock.set(box.clock.now() - timedelta(seconds=299))
    assert machine.client.get("/api/v1/office", headers=headers).status_code == 200


@pytest.mark.parametrize("query", ["since=-1", "since=x", f"since={2**63}", "wait=long"])
def test_a_query_that_is_none_is_named_as_the_others(machine, query):
    answer = machine.get(f"/api/v1/changes?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "form")


def test_an_error_about_an_envelope_holds_no_answer_of_it():
    with pytest.raises(ValidationError) as caught:
        Envelope.model_validate(envelope(contact={"whose": "0900000678"}))
    assert "0900000678" not in str(caught.value)
