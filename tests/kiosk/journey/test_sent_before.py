"""After a cut that came once the dossier was sealed: the same card is told its number, and nothing is asked again."""

from dataclasses import replace

import pytest

from kiosk.demo.gallery import EXPIRED_CARD, SPLIT_CARD, Stand
from kiosk.journey.moves import SENT, Stage
from tests.kiosk.journey.support import PAGES, buttons, events, passed, remembered, seen


@pytest.mark.parametrize("page", sorted(SENT))
def test_the_same_card_is_told_its_number_and_where_to_go(stand, page):
    stand.to(page, {"pay": "wait"}).power_cut().to("sent-before")
    view = seen(stand)
    assert view.title == "Hồ sơ của ông, bà\nđã lưu rồi"
    assert [(fact.label, fact.value, fact.sub) for fact in view.facts] == [
        ("Số phiếu", "A 0427", ""),
        ("Việc", "Hộ chiếu", "Nộp lúc 09:24"),
        ("Mời ông, bà sang", "quầy số 3", "Cán bộ in phiếu cho ông, bà."),
    ]
    assert buttons(stand) == ["other", "finish"]
    assert not view.can_back


def test_a_dossier_of_another_day_says_which(stand):
    stand.to("done").power_cut().clock.advance(86_400)
    assert seen(stand.to("sent-before")).facts[1].sub == "Nộp lúc 09:24, 23/11/2026"


def test_no_answer_and_no_name_is_shown(stand):
    stand.to("done").power_cut().to("sent-before")
    assert not [typed for typed in ("Trần Thị Huệ", "C0000012", "Nguyễn Thị Mẫu") if typed in repr(seen(stand))]


def test_a_card_that_may_have_expired_is_told_too(stand):
    stand.to("pay-how", card=EXPIRED_CARD).power_cut().to("card-expired", card=EXPIRED_CARD).walk.act("next")
    assert stand.walk.stage is Stage.SENT_BEFORE


def test_another_card_sees_and_hears_nothing(stand):
    stand.to("pay-qr").power_cut().to("confirm", card=SPLIT_CARD).walk.act("yes")
    assert stand.walk.page_id == "why"
    assert "A 0427" not in remembered(stand.walk)


@pytest.mark.parametrize("how", ["finish", "home", "silent", "fault"])
def test_whoever_leaves_is_forgotten_here_and_may_come_back(stand, how):
    stand.to("pay-qr").power_cut().to("sent-before")
    if how == "silent":
        passed(stand, 121)
    elif how == "fault":
        stand.walk.fault("D-300")
        stand.power_cut()
    else:
        stand.walk.act(how)
    assert stand.walk.stage is Stage.IDLE
    assert "A 0427" not in remembered(stand.walk)
    assert len(stand.machine.sealed) == 1
    stand.to("confirm").walk.act("yes")
    assert stand.walk.stage is Stage.SENT_BEFORE


def test_something_else_begins_at_the_first_question_and_it_is_told_no_more(stand):
    stand.to("pay-qr").power_cut().to("sent-before").walk.act("other")
    assert (stand.walk.page_id, stand.walk.session.answers) == ("why", {})
    assert "A 0427" not in remembered(stand.walk)
    stand.walk.act("leave-erase")
    stand.to("confirm").walk.act("yes")
    assert stand.walk.page_id == "why"


@pytest.mark.parametrize("how", ["finish", "silent", "left", "fault"])
def test_a_walk_that_ended_in_an_ordinary_way_is_not_told_of(stand, how):
    if how == "left":
        stand.to("pay-how").walk.act("leave-erase")
        stand.walk.act("finish")
    elif how == "fault":
        stand.to("pay-how").walk.fault("D-300")
    else:
        stand.to("done")
        stand.walk.act("finish") if how == "finish" else passed(stand, 46)
    stand.power_cut().to("confirm").walk.act("yes")
    assert stand.walk.page_id == "why"


def test_a_procedure_that_is_not_known_any_more_is_told_in_plain_words(stand):
    stand.to("done").power_cut()
    session, card, told = stand.machine.cut_after_seal
    stand.machine.cut_after_seal = (session, card, replace(told, procedure="cap-ho-chieu-cu"))
    stand.to("sent-before")
    assert seen(stand).facts[1].value == "Hồ sơ"


def test_it_ends_as_a_finished_walk(stand):
    stand.to("done").power_cut().to("sent-before").walk.act("finish")
    assert events(stand)[-2:] == ["session.ended", "memory.wiped"]
    assert [keys["reason"] for event, keys in stand.machine.events if event == "session.ended"] == ["done"]


def test_the_page_is_told_in_english_too():
    stand = Stand.begun().to("done").power_cut().to("sent-before")
    stand.walk.act("language")
    assert PAGES.view(stand.walk).title == "Your papers are\nsaved already"
