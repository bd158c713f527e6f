"""An officer is called from anywhere; while she is awaited nothing is cleared."""

import pytest

from kiosk.journey.moves import Stage
from tests.kiosk.journey.support import events, passed, seen

PAGES = {
    "idle": {},
    "home": {},
    "bring": {},
    "card": {},
    "confirm": {},
    "mother-name": {},
    "check": {},
    "pay-how": {},
    "pay-qr": {},
    "pay-wait": {"pay": "wait"},
    "done": {"pay": "cash"},
}


@pytest.mark.parametrize("page", PAGES)
def test_help_can_be_called_everywhere_and_holds_the_clock(stand, page):
    stand.to(page, PAGES[page]).walk.act("help")
    assert stand.machine.calls == [(page, "xin làm giúp")]
    sheet = seen(stand).sheet
    assert (sheet.id, sheet.title, sheet.since) == ("called", "Máy đã gọi cán bộ", "09:24")
    assert sheet.lines[-1] == "Trong lúc đợi, máy không xóa màn hình."
    passed(stand, 580)
    assert (stand.walk.page_id, seen(stand).sheet.id) == (page, "called")
    assert stand.walk.session.idle_warnings == 0


def test_a_call_that_nobody_answers_does_not_hold_for_ever(stand):
    stand.to("religion").walk.act("help")
    passed(stand, 902)
    assert seen(stand).sheet.id == "idle"
    passed(stand, 46)
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.ended_calls == ["call-1"]


def test_not_sure_calls_with_that_reason(stand):
    stand.to("home").walk.act("unsure")
    assert stand.machine.calls == [("home", "chưa rõ việc")]
    assert ("help.called", "unsure") in [(event, keys.get("reason")) for event, keys in stand.machine.events]


def test_the_officer_who_comes_is_named(stand):
    stand.to("why").walk.act("help")
    stand.walk.officer("call-1", "Lê Minh Mẫu", ended=False)
    sheet = seen(stand).sheet
    assert (sheet.title, sheet.officer) == ("Cán bộ đang tới", "Lê Minh Mẫu")
    assert sheet.lines[0] == "Lê Minh Mẫu đã thấy và đang tới."
    assert events(stand)[-1] == "help.answered"


def test_the_officer_ends_the_call_at_the_desk(stand):
    stand.to("why").walk.act("help")
    stand.walk.officer("call-1", "Lê Minh Mẫu", ended=True)
    assert seen(stand).sheet is None
    assert stand.machine.ended_calls == []


def test_news_of_another_call_is_nothing(stand):
    stand.walk.officer("call-1", "Lê Minh Mẫu", ended=False)
    stand.to("why").walk.act("help")
    stand.walk.officer("call-7", "Lê Minh Mẫu", ended=True)
    stand.walk.officer("call-1", "", ended=False)
    assert (seen(stand).sheet.id, seen(stand).sheet.officer) == ("called", "")


def test_i_can_go_on_withdraws_the_call(stand):
    stand.to("why").walk.act("help")
    stand.walk.act("close")
    assert (seen(stand).sheet, stand.walk.page_id) == (None, "why")
    assert stand.machine.ended_calls == ["call-1"]


def test_back_closes_the_sheet_and_not_the_page(stand):
    stand.to("old-number").walk.act("help")
    stand.walk.act("back")
    assert (seen(stand).sheet, stand.walk.page_id) == (None, "old-number")


def test_ringing_twice_calls_once(stand):
    stand.to("why").walk.act("help")
    stand.walk.act("help")
    assert len(stand.machine.calls) == 1


def test_the_text_size_may_change_meanwhile_and_the_call_stays(stand):
    stand.to("why").walk.act("help")
    stand.walk.act("size")
    assert seen(stand).sheet.id == "size"
    passed(stand, 300)
    stand.walk.act("close")
    assert seen(stand).sheet.id == "called"
    assert stand.machine.ended_calls == []


def test_a_page_that_changes_by_itself_keeps_the_call(stand):
    stand.to("pay-qr").walk.act("help")
    stand.walk.money_came(stand.news(100_000))
    passed(stand, 100)
    assert (stand.walk.page_id, seen(stand).sheet.id) == ("done", "called")
    stand.walk.act("close")
    passed(stand, 46)
    assert stand.walk.stage is Stage.IDLE


def test_without_a_line_the_call_did_not_go_out_and_says_so(stand):
    stand.to("why").machine.down_since = stand.clock.now()
    stand.walk.act("help")
    sheet = seen(stand).sheet
    assert sheet.title == "Máy chưa gọi được"
    assert sheet.lines[0] == "Xin gọi người ở quầy số 3."
    passed(stand, 300)
    assert seen(stand).sheet.id == "called"
    stand.walk.act("close")
    assert stand.machine.ended_calls == []


def test_a_call_that_did_not_go_out_is_tried_again_once_the_line_is_back(stand):
    stand.to("why").machine.down_since = stand.clock.now()
    stand.walk.act("help")
    stand.walk.act("help")
    assert len(stand.machine.calls) == 1
    stand.machine.down_since = None
    stand.walk.act("help")
    assert seen(stand).sheet.title == "Máy đã gọi cán bộ"
    assert len(stand.machine.calls) == 2


def test_once_the_officer_has_ended_the_call_the_citizen_has_her_whole_time(stand):
    stand.to("why").walk.act("help")
    passed(stand, 500)
    stand.walk.officer("call-1", "Lê Minh Mẫu", ended=True)
    passed(stand, 119)
    assert seen(stand).sheet is None


def test_whoever_leaves_takes_the_call_along(stand):
    stand.to("why").walk.act("help")
    stand.walk.act("home")
    assert seen(stand).sheet.id == "leave"
    stand.walk.act("leave-erase")
    assert stand.machine.ended_calls == ["call-1"]
    assert seen(stand).sheet is None


def test_a_call_from_the_idle_page_is_given_up_in_time(stand):
    stand.walk.act("help")
    passed(stand, 902)
    assert seen(stand).sheet is None
    assert stand.machine.ended_calls == ["call-1"]


def test_a_machine_that_stops_takes_the_call_back(stand):
    stand.to("why").walk.act("help")
    stand.walk.fault("D-302")
    assert stand.machine.ended_calls == ["call-1"]
    assert seen(stand).sheet is None


def test_the_clock_on_the_sheet_is_that_of_the_call(stand):
    stand.to("why").walk.act("help")
    passed(stand, 180)
    assert seen(stand).sheet.since == "09:24"
