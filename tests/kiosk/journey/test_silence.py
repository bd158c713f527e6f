"""Nobody touches anything: when that is asked about, in which words, and what it ends."""

import pytest

from kiosk.demo.gallery import EXPIRED_CARD, SAMPLE_CARD, YOUNG_CARD
from kiosk.journey.moves import Stage
from tests.kiosk.journey.support import buttons, events, passed, remembered, seen

CARDS = {"under-age": YOUNG_CARD, "card-expired": EXPIRED_CARD}
READ = ("bring", "notice", "card", "confirm", "under-age", "card-expired", "why", "parents", "check", "pay-how")
TYPED = {
    "old-number": {},
    "old-date": {},
    "place": {"home-now": "elsewhere"},
    "street": {"home-now": "elsewhere"},
    "job": {"work": "employed"},
    "employer": {"work": "employed"},
    "mother-name": {},
    "mother-born": {},
    "father-name": {},
    "father-born": {},
    "spouse-name": {"spouse": "married"},
    "spouse-born": {"spouse": "married"},
    "phone": {},
    "relative-name": {"contact": "relative"},
}


@pytest.mark.parametrize(
    ("page", "seconds", "answers"),
    [*((page, 120, {}) for page in READ), *((page, 180, answers) for page, answers in TYPED.items())],
)
def test_reading_has_two_minutes_and_typing_three(stand, page, seconds, answers):
    stand.to(page, answers, CARDS.get(page, SAMPLE_CARD))
    passed(stand, seconds)
    assert seen(stand).sheet is None
    passed(stand, 1.1)
    assert seen(stand).sheet.id == "idle"
    assert events(stand)[-1] == "idle.warned"


def test_the_warning_says_what_happens_and_counts_only_its_second_half(stand):
    stand.to("religion")
    passed(stand, 121)
    sheet = seen(stand).sheet
    assert sheet.title == "Ông, bà còn ở đó không?"
    assert sheet.lines == ("Chưa nộp thì máy xóa hết, để người sau không thấy.",)
    assert (sheet.seconds, sheet.show_number) == (45, False)
    passed(stand, 23)
    assert (seen(stand).sheet.seconds, seen(stand).sheet.show_number) == (22, True)


def test_after_the_warning_everything_is_wiped(stand):
    stand.to("religion")
    session = stand.walk.session.id
    passed(stand, 121 + 46)
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.saved == {}
    assert stand.machine.events[-2:] == [
        ("session.ended", {"session": session, "reason": "idle", "page": "religion"}),
        ("memory.wiped", {}),
    ]
    for hers in ("Nguyễn", "031155000678", "C0000012", "Kinh"):
        assert hers not in remembered(stand.walk)


def test_a_warning_is_saved_with_the_session(stand):
    stand.to("religion")
    passed(stand, 121)
    assert stand.machine.saved[stand.walk.session.id]["idle_warnings"] == 1


def test_i_am_still_here_goes_on_where_it_was(stand):
    stand.to("religion")
    passed(stand, 121)
    stand.walk.act("stay")
    assert (stand.walk.page_id, seen(stand).sheet) == ("religion", None)
    passed(stand, 119)
    assert seen(stand).sheet is None


def test_a_touch_beside_the_buttons_gives_the_whole_time_again(stand):
    """It comes before the touch of a button counts, so it must not take the button away."""
    stand.to("religion")
    passed(stand, 121 + 40)
    stand.walk.touched()
    assert seen(stand).sheet.seconds == 45
    passed(stand, 40)
    assert stand.walk.stage is Stage.ASKING
    stand.walk.act("leave-erase")
    assert stand.walk.stage is Stage.IDLE


@pytest.mark.parametrize("act", ["answer", "back", "home", "size", "close"])
def test_any_other_touch_means_i_am_still_here_and_no_more(stand, act):
    stand.to("religion")
    passed(stand, 121)
    stand.walk.act(act, "none")
    assert (stand.walk.page_id, seen(stand).sheet) == ("religion", None)
    assert "religion" not in stand.walk.session.answers


def test_the_language_may_change_under_the_warning(stand):
    stand.to("religion")
    passed(stand, 121)
    stand.walk.act("language")
    assert seen(stand).sheet.title == "Are you still there?"


def test_help_answers_the_warning_and_calls(stand):
    stand.to("religion")
    passed(stand, 121)
    stand.walk.act("help")
    assert seen(stand).sheet.id == "called"


@pytest.mark.parametrize("page", ["bring", "notice", "card", "confirm", "religion", "check"])
def test_i_have_finished_clears_at_once(stand, page):
    stand.to(page)
    passed(stand, 125)
    assert buttons(stand) == ["stay", "leave-erase"]
    stand.walk.act("leave-erase")
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.events[-2][1]["reason"] == "left"
    assert stand.machine.saved == {}


@pytest.mark.parametrize("act", ["no-card", "confirm-no"])
def test_also_where_an_officer_was_offered(stand, act):
    if act == "no-card":
        stand.to("card").walk.act("no-card")
    else:
        stand.to("confirm").walk.act("no")
        stand.walk.act("close")
    passed(stand, 121)
    stand.walk.act("leave-erase")
    assert stand.walk.stage is Stage.IDLE


def test_a_wall_clock_that_is_put_right_ends_nothing(stand):
    stand.to("religion")
    stand.clock.set(stand.clock.now().replace(year=2031))
    stand.walk.tick()
    assert seen(stand).sheet is None
