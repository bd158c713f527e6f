"""The line at the desk: what does not answer, since when, and what it means, in sentences."""

import pytest

from kiosk.hub.words import say
from kiosk.line import Cause, Destination
from kiosk.procedures.faults import wording


def hear(hub, box, far, cause, times=2, took=0.0):
    for _ in range(times):
        began = hub.clock.monotonic()
        box.clock.advance(took)
        hub.ends.note(far, began, cause)


def test_the_desk_says_nothing_while_all_answer(officer, hub, box):
    hear(hub, box, Destination.PORTAL, None)
    hear(hub, box, Destination.BANK, Cause.UNREAD, times=1)
    assert 'id="line-state"' not in officer.go("/desk").text


def test_a_portal_that_does_not_answer_is_named_with_what_it_means(officer, hub, box):
    hear(hub, box, Destination.PORTAL, Cause.TIMEOUT)
    box.clock.advance(600)
    told = "Cổng không trả lời từ 09:44. Hồ sơ chờ ở máy chủ của cơ quan và tự gửi sau."
    assert told in officer.go("/desk").text
    hear(hub, box, Destination.PORTAL, None, times=1)
    assert told not in officer.go("/desk").text


def test_a_slow_bank_is_slow_and_not_away(officer, hub, box):
    hear(hub, box, Destination.BANK, None, took=3.0)
    page = officer.go("/desk").text
    assert "Ngân hàng trả lời chậm từ 09:44." in page
    assert "Ngân hàng không trả lời" not in page


def test_a_machine_that_is_silent_has_lost_its_line(officer, machine, box):
    beat = {"version": "0.1.0", "printer": "ready", "scanner": "ready", "unsent": 0, "parked": 0}
    machine.post("/api/v1/heartbeat", beat | {"boot": "b", "mono_ms": 1})
    box.clock.advance(600)
    assert "Máy số 2 mất mạng từ 09:44. Hồ sơ chờ tại máy và tự gửi khi có mạng." in officer.go("/desk").text


@pytest.mark.parametrize("key", ["portal.away", "portal.slow", "bank.away", "bank.slow"])
def test_the_sentences_are_plain(key):
    assert wording(say(f"line.{key}", time="09:44")) is None
