import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests

from kiosk.clock import ManualClock, SystemClock
from kiosk.dossiers import hubclient
from kiosk.dossiers.answers import (
    Call,
    Conflict,
    Down,
    Heartbeat,
    Ok,
    Refused,
    Repeat,
    Retry,
    Trouble,
)
from kiosk.dossiers.hubclient import HubClient
from tests.kiosk.dossiers.fakehub import MACHINE_KEY, NOW, FakeHub, body_of

OFFICE = {
    "id": "mau-pa08",
    "name": "Công an thành phố Mẫu",
    "unit": "Phòng Quản lý xuất nhập cảnh",
    "province": "31",
    "receives": ["1.001456"],
    "phone": "02250000000",
    "hours": [{"weekdays": [1, 2], "opens": "08:00", "closes": "11:30"}],
}


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def hub(clock):
    with FakeHub(clock) as hub:
        yield hub


def test_the_office_comes_with_its_payees_and_key(hub):
    told = {"office": OFFICE, "payees": "text", "hub_key": "AAAA", "time": "2026-11-23T02:41:12Z", "newer": 1}
    hub.script("GET", "/office", 200, told)
    answer = hub.client().office()
    assert isinstance(answer, Ok)
    assert (answer.value.office.id, answer.value.payees, answer.value.time) == ("mau-pa08", "text", NOW)


def test_an_envelope_is_taken_once_and_then_repeated(hub):
    client, body = hub.client(), body_of("d-1", 1)
    first = client.send("k-1", body)
    again = client.send("k-1", body)
    assert isinstance(first, Ok)
    assert isinstance(again, Repeat)
    assert first.value == again.value
    assert (first.value.id, first.value.dossier, first.value.seq) == ("k-1", "d-1", 1)
    assert len(hub.effects) == 1
    assert hub.requests[0][2] == body
    assert hub.requests[0][3]["Idempotency-Key"] == "k-1"


def test_a_missing_message_and_another_body_are_named(hub):
    client = hub.client()
    assert client.send("k-3", body_of("d-1", 3)) == Conflict("gap", 1)
    client.send("k-1", body_of("d-1", 1))
    assert client.send("k-1", body_of("d-1", 1)) == Refused("other-body", 422)


def test_changes_are_asked_for_with_cursor_and_wait(hub):
    change = {"cursor": 8, "kind": "money", "dossier": "d-1", "at": "2026-11-23T02:45:00Z", "data": {"remaining": 0}}
    hub.script("GET", "/changes", 200, {"changes": [change], "cursor": 8, "asked_at": None})
    answer = hub.client().changes(7, 99)
    assert isinstance(answer, Ok)
    assert (answer.value.cursor, answer.value.changes[0].data) == (8, {"remaining": 0})
    assert hub.requests[0][1] == "/api/v1/changes?since=7&wait=20"


def test_staff_is_called_and_let_go(hub):
    hub.script("POST", "/calls", 200, {"id": "c-1"})
    hub.script("POST", "/calls/c-1/end", 200, {})
    client = hub.client()
    assert isinstance(client.call(Call("c-1", "card", "T-211", NOW)), Ok)
    assert isinstance(client.end_call("c-1"), Ok)
    assert json.loads(hub.requests[0][2]) == {
        "id": "c-1",
        "page": "card",
        "reason": "T-211",
        "at": "2026-11-23T02:41:12+00:00",
    }


def test_a_slip_is_looked_up(hub):
    client = hub.client()
    shown = {"state": "accepted", "money": "settled", "remaining": 0, "collect_day": "2026-12-07", "number": "A 0427"}
    hub.script("POST", "/lookup", 200, shown | {"code": None})
    answer = client.lookup("HK1.7Q4M2Z9XKB6T3HWD8RNC")
    assert isinstance(answer, Ok)
    assert answer.value.collect_day.isoformat() == "2026-12-07"
    hub.script("POST", "/lookup", 404, {"code": "unknown", "message": "x"})
    assert client.lookup("HK1.X") == Refused("unknown", 404)


def test_a_heartbeat_brings_the_time(hub):
    hub.script("POST", "/heartbeat", 200, {"time": "2026-11-23T02:41:12Z"})
    answer = hub.client().heartbeat(Heartbeat("0.1.0", "ready", "ready", "none", 1, 0, "b7f1", 8123456))
    assert isinstance(answer, Ok)
    assert answer.value.time == NOW
    assert json.loads(hub.requests[0][2])["mono_ms"] == 8123456


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        ("cut-before", Down(Trouble.CUT)),
        ("cut-after-commit", Down(Trouble.CUT)),
        ("truncated", Down(Trouble.TRUNCATED)),
        ("maintenance", Down(Trouble.LYING)),
        ("500-after-commit", Retry(None, 500)),
        ("gateway", Retry(None, 502)),
        ("too-many", Retry(7.0, 429)),
        ("in-progress", Conflict("in-progress")),
    ],
)
def test_every_fault_of_the_line_has_its_name(hub, fault, answer):
    hub.faults.append(fault)
    assert hub.client().send("k-1", body_of("d-1", 1)) == answer


def test_a_hub_that_takes_too_long_is_a_timeout(hub):
    hub.faults.append("slow")
    assert hub.client(read_s=0.1).send("k-1", body_of("d-1", 1)) == Down(Trouble.TIMEOUT)


def test_nobody_there_is_refused(hub):
    client = hub.client()
    hub.line_down()
    assert client.office() == Down(Trouble.REFUSED)
    hub.line_up()
    assert client.office() == Refused("http-404", 404)


@pytest.mark.parametrize(
    ("status", "body", "headers", "answer"),
    [
        (200, b"{}", {"Content_Type": "text/plain"}, Down(Trouble.LYING)),
        (200, b"[]", {}, Down(Trouble.LYING)),
        (200, b"{}", {}, Down(Trouble.LYING)),
        (200, b'{"office"', {}, Down(Trouble.TRUNCATED)),
        (302, {}, {"Location": "/login"}, Down(Trouble.LYING)),
        (403, b"<html>blocked</html>", {"Content_Type": "text/html"}, Down(Trouble.LYING)),
        (403, {"code": 7}, {}, Refused("http-403", 403)),
        (409, {"code": "gap", "expected": "1"}, {}, Conflict("gap", None)),
        (401, {"code": "machine"}, {}, Down(Trouble.MACHINE)),
        (401, {"code": "lying"}, {}, Down(Trouble.MACHINE)),
        (401, {"code": "signature"}, {}, Down(Trouble.SIGNATURE)),
        (503, b"", {"Retry_After": "86400"}, Retry(3600.0, 503)),
        (503, b"", {"Retry_After": "-5"}, Retry(None, 503)),
        (503, b"", {"Retry_After": "soon"}, Retry(None, 503)),
        (503, b"", {"Retry_After": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, Retry(90.0, 503)),
        (503, b"", {"Retry_After": format_datetime(NOW - timedelta(days=1), usegmt=True)}, Retry(0.0, 503)),
        (503, b"", {"Retry_After": "Mon, 23 Nov 2026 02:42:12 -0000"}, Retry(60.0, 503)),
        (408, b"", {}, Retry(None, 408)),
        (425, b"", {}, Retry(None, 425)),
    ],
)
def test_every_answer_is_one_of_the_closed_set(hub, status, body, headers, answer):
    hub.script("GET", "/office", status, body, **headers)
    assert hub.client().office() == answer


@pytest.mark.parametrize("change", [{"id": "k-2"}, {"dossier": "d-2"}, {"seq": 2}])
def test_a_receipt_of_another_message_is_not_taken(hub, change):
    told = {"id": "k-1", "dossier": "d-1", "seq": 1, "received_at": "2026-11-23T02:41:12Z"}
    hub.script("POST", "/envelopes", 201, told | change)
    assert hub.client().send("k-1", body_of("d-1", 1)) == Down(Trouble.LYING)
    hub.script("POST", "/envelopes", 201, told)
    assert isinstance(hub.client().send("k-1", b"no json"), Ok)


def test_an_answer_without_end_is_cut_off(hub, monkeypatch):
    monkeypatch.setattr(hubclient, "LARGEST_ANSWER", 1000)
    hub.script("GET", "/office", 200, b" " * 5000)
    assert hub.client().office() == Down(Trouble.LYING)


def test_a_drip_of_bytes_does_not_hold_the_line(hub):
    class Drip(SystemClock):
        seconds = 0.0

        def now(self):
            return NOW

        def monotonic(self):
            self.seconds += 10
            return self.seconds

    hub.script("GET", "/office", 200, b" " * 5000)
    assert hub.client(clock=Drip()).office() == Down(Trouble.TIMEOUT)


def test_the_clock_s_offset_is_learnt_and_a_clock_that_is_off_signs_nothing(hub):
    own = ManualClock(NOW + timedelta(seconds=400))
    client = hub.client(clock=own)
    assert client.clock_offset() is None
    assert client.office() == Down(Trouble.CLOCK)
    assert client.clock_offset() == timedelta(seconds=-400)
    assert client.office() == Down(Trouble.CLOCK)
    assert len(hub.requests) == 1
    own.set(NOW)
    assert client.office() == Refused("http-404", 404)


def test_a_hub_whose_clock_was_put_right_is_heard_again(hub, clock):
    own = ManualClock(NOW + timedelta(seconds=400))
    client = hub.client(clock=own)
    client.office()
    clock.advance(400)
    assert client.office() == Down(Trouble.CLOCK)
    own.advance(61)
    clock.advance(61)
    assert client.office() == Refused("http-404", 404)


def test_a_date_of_somebody_else_is_not_the_hub_s(hub, clock):
    clock.set(datetime(2020, 1, 1, tzinfo=UTC))
    client = hub.client(clock=ManualClock(NOW))
    hub.faults.append("maintenance")
    client.office()
    assert client.clock_offset() is None


@pytest.mark.parametrize("error", [requests.exceptions.InvalidHeader("x"), requests.exceptions.ContentDecodingError()])
def test_an_answer_that_is_no_http_is_not_the_hub_s(clock, error):
    class Broken:
        def request(self, *_, **__):
            raise error

    client = HubClient("https://hub.example", "may-2", MACHINE_KEY, clock, Broken())
    assert client.office() == Down(Trouble.LYING)


@pytest.mark.parametrize("address", ["hub.example", "ftp://hub.example", "http://", "http://hub.example/kiosk"])
def test_an_address_that_cannot_be_is_refused(clock, address):
    with pytest.raises(ValueError, match="address"):
        HubClient(address, "may-2", MACHINE_KEY, clock)


def test_what_was_known_of_the_clock_before_a_restart_is_told_until_the_hub_is_heard_and_stops_nothing(hub, clock):
    before = timedelta(minutes=20)
    client = hub.client(offset=before)
    assert client.clock_offset() == before
    assert isinstance(client.send("k-1", body_of("d-1", 1)), Ok)
    assert client.clock_offset() == timedelta(0)
