"""What machines say of their outbox and clock, and what the desk makes of it."""

import json
from datetime import timedelta

import pytest

from kiosk.clock import utc_text
from kiosk.hub import machines

BEAT = {
    "version": "0.1.0",
    "printer": "ready",
    "scanner": "ready",
    "camera": "none",
    "unsent": 2,
    "parked": 0,
    "boot": "b7f1",
    "mono_ms": 1,
}


def beat(machine, **more):
    answer = machine.post_json("/api/v1/heartbeat", {**BEAT, **more})
    assert answer.status_code == 200, answer.text


def said(hub):
    return [(one.kind, one.places) for one in hub.store.read(lambda tx: machines.troubles(tx, "may-2"))]


def health(oldest=None, clock_s=0, **parked):
    return {"outbox": {"oldest": oldest, "parked": parked, "clock_s": clock_s}}


@pytest.fixture
def post(machine, box):
    def post_json(path, value):
        body = json.dumps(value).encode()
        return machine.client.post(path, content=body, headers=box.signed("POST", path, body))

    machine.post_json = post_json
    return machine


def test_a_machine_that_says_nothing_of_its_outbox_is_taken_as_before(post, hub):
    beat(post, parked=2)
    assert said(hub) == [("parked", {"count": 2, "reasons": ""})]


def test_parked_messages_are_told_with_their_reasons(post, hub, officer):
    beat(post, parked=3, **health(**{"other-body": 2, "body-damaged": 1}))
    assert said(hub) == [("parked.reasons", {"count": 3, "reasons": "body-damaged, other-body"})]
    assert "3 tin gửi đi đang chờ kỹ thuật xem. Mã lý do: body-damaged, other-body." in officer.go("/desk").text


@pytest.mark.parametrize(("age", "told"), [(3600, []), (3601, ["unsent"])])
def test_a_message_that_stays_unsent_though_the_line_is_up_is_told(post, hub, box, officer, age, told):
    oldest = utc_text(box.clock.now() - timedelta(seconds=age))
    beat(post, **health(oldest))
    assert [kind for kind, _ in said(hub)] == told
    assert ("2 tin của máy chưa gửi được, cũ nhất từ" in officer.go("/desk").text) is bool(told)


@pytest.mark.parametrize(("seconds", "told"), [(119, []), (120, ["clock.soon"]), (-200, ["clock.soon"])])
def test_a_clock_that_goes_wrong_is_told_before_it_is_too_far_off(post, hub, seconds, told):
    beat(post, **health(clock_s=seconds))
    assert [kind for kind, _ in said(hub)] == told


def test_a_clock_that_is_too_far_off_is_told_until_it_is_put_right(post, hub, box, officer):
    headers = box.signed("GET", "/api/v1/office")
    box.clock.advance(7 * 60)
    assert post.client.get("/api/v1/office", headers=headers).json()["code"] == "clock"
    assert said(hub) == [("clock.off", {"minutes": 7})]
    assert "Đồng hồ của máy lệch 7 phút" in officer.go("/desk").text
    beat(post)
    assert said(hub) == []


def test_a_stranger_says_nothing_of_a_clock(post, hub, box):
    headers = box.signed("GET", "/api/v1/office", machine="may-1")
    headers["Authorization"] = headers["Authorization"].replace("may-1", "may-2")
    box.clock.advance(7 * 60)
    assert post.client.get("/api/v1/office", headers=headers).json()["code"] == "clock"
    assert said(hub) == []


@pytest.mark.parametrize("reason", ["Nguyễn Thị Mẫu", "a b", "x" * 49, ""])
def test_a_reason_that_is_none_is_refused(post, reason):
    answer = post.post_json("/api/v1/heartbeat", {**BEAT, **health(**{reason: 1})})
    assert answer.status_code == 422
