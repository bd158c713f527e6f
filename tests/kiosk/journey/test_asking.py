"""The questions: taken or not, gone back to, changed on the check page, kept for later, sent."""

import pytest

from kiosk.demo.gallery import ANSWERS, SPLIT_CARD
from kiosk.journey.moves import IllegalMove, Stage
from kiosk.journey.session import Answer
from tests.kiosk.journey.support import buttons, events, seen

LINEAR = [
    *("why", "old-number", "old-date", "birthplace", "ethnic", "religion", "home-now", "work", "parents"),
    *("mother-name", "mother-born", "father-name", "father-born", "spouse", "contact", "phone"),
]


def on_the_way(stand, answers=None):
    """The question pages in the order in which they come."""
    pages = []
    stand.to("why", answers)
    while stand.walk.stage is Stage.ASKING:
        pages.append(stand.walk.page_id)
        stand._answer(stand.walk.page_id, {**ANSWERS, **(answers or {})})
    return pages


def edited(stand, group, *answers):
    """Change a line of the check page; the pages passed."""
    stand.walk.act("edit", group)
    pages = []
    for answer in answers:
        pages.append(stand.walk.page_id)
        stand.walk.act("answer", answer)
    return pages


def row(stand, group):
    return next((row.text for row in seen(stand).rows if row.value == group), "")


def test_the_sample_is_asked_sixteen_questions(stand):
    assert on_the_way(stand) == LINEAR
    assert stand.walk.stage is Stage.CHECK


@pytest.mark.parametrize(
    ("why", "pages"),
    [
        ("first", []),
        ("expired", ["old-number", "old-date"]),
        ("valid", ["why-valid", "old-number", "old-date"]),
        ("damaged", ["old-number", "old-date"]),
        ("lost", ["lost", "old-number", "old-date"]),
    ],
)
def test_the_reason_decides_what_is_asked_of_the_old_passport(stand, why, pages):
    answers = {"why": why, "lost": "reported"}
    assert on_the_way(stand, answers)[: len(pages) + 2] == ["why", *pages, "birthplace"]


def test_a_loss_not_reported_asks_whether_to_stop(stand):
    stand.to("lost", {"why": "lost"})
    assert buttons(stand) == ["answer", "answer", "help"]
    assert [button.label for button in seen(stand).buttons][:2] == ["Tôi đã báo mất rồi", "Để hôm khác"]
    stand.walk.act("answer", "another-day")
    assert seen(stand).sheet.id == "leave"
    assert "lost" not in stand.walk.session.answers


def test_back_keeps_every_answer_and_shows_the_choice(stand):
    stand.to("check")
    kept = dict(stand.walk.session.answers)
    for page in reversed(LINEAR):
        stand.walk.act("back")
        assert stand.walk.page_id == page
    assert stand.walk.session.answers == kept
    (chosen,) = [choice.value for choice in seen(stand).choices if choice.chosen]
    assert chosen == "expired"
    stand.walk.act("answer", "expired")
    assert seen(stand).value == "C0000012"
    stand.walk.act("back")
    stand.walk.act("back")
    assert stand.walk.stage is Stage.CONFIRM


def test_back_passes_over_pages_that_no_longer_apply(stand):
    stand.to("birthplace")
    stand.walk.act("back")
    stand.walk.act("back")
    stand.walk.act("back")
    stand.walk.act("answer", "first")
    assert stand.walk.page_id == "birthplace"
    stand.walk.act("back")
    assert stand.walk.page_id == "why"


def test_a_line_that_is_changed_returns_to_the_check_page(stand):
    stand.to("check")
    assert edited(stand, "work", "farming") == ["work"]
    assert stand.walk.stage is Stage.CHECK
    assert row(stand, "work") == "Làm ruộng, chăn nuôi"
    assert stand.walk.session.edits == 1


def test_a_line_replays_its_whole_group(stand):
    stand.to("check")
    pages = edited(stand, "parents", "both", "Trần Thị Huệ", "-/-/1932", "Nguyễn Văn Mẫu", "-/-/1928")
    assert pages == ["parents", "mother-name", "mother-born", "father-name", "father-born"]
    assert stand.walk.stage is Stage.CHECK
    assert stand.walk.session.edits == 0


def test_going_back_out_of_a_change_returns_to_the_check_page(stand):
    stand.to("check").walk.act("edit", "parents")
    stand.walk.act("answer", "both")
    stand.walk.act("back")
    assert stand.walk.page_id == "parents"
    stand.walk.act("back")
    assert stand.walk.stage is Stage.CHECK


def test_back_from_the_check_page_after_a_change_follows_the_whole_order(stand):
    stand.to("check")
    edited(stand, "work", "farming")
    passed = []
    while stand.walk.stage is not Stage.CONFIRM:
        stand.walk.act("back")
        passed.append(stand.walk.page_id)
    assert passed == [*reversed(LINEAR), "confirm"]


def test_a_new_reason_asks_again_about_the_old_passport(stand):
    stand.to("check")
    assert edited(stand, "job-to-do", "damaged", "C0000012", "05/09/2016") == ["why", "old-number", "old-date"]
    assert stand.walk.stage is Stage.CHECK
    assert row(stand, "job-to-do") == "Cấp lại hộ chiếu, không chip\nHộ chiếu bị hỏng, rách"


def test_the_same_reason_asks_nothing_again(stand):
    stand.to("check")
    assert edited(stand, "job-to-do", "expired") == ["why"]
    assert stand.walk.stage is Stage.CHECK


def test_a_new_reason_asks_what_was_never_asked(stand):
    stand.to("check", {"why": "first"})
    assert row(stand, "old-passport") == ""
    assert edited(stand, "job-to-do", "expired", "C0000012", "05/09/2016") == ["why", "old-number", "old-date"]
    assert row(stand, "old-passport") == "C0000012, 05/09/2016"


def test_what_no_longer_applies_is_dropped_but_comes_back_with_its_reason(stand):
    stand.to("check")
    edited(stand, "job-to-do", "first")
    assert row(stand, "old-passport") == ""
    assert "old-number" not in set(stand.walk.questions.keys())
    edited(stand, "job-to-do", "damaged")
    assert (stand.walk.page_id, seen(stand).value) == ("old-number", "C0000012")


def test_a_change_left_half_done_is_shown_open_and_asked_before_it_is_sent(stand):
    stand.to("check", {"why": "first"})
    edited(stand, "job-to-do", "expired")
    stand.walk.act("back")
    stand.walk.act("back")
    assert stand.walk.stage is Stage.CHECK
    assert row(stand, "old-passport") == "Máy còn hỏi thêm"
    stand.walk.act("submit")
    assert stand.walk.page_id == "old-number"
    assert stand.machine.sealed == []
    stand.walk.act("answer", "C0000012")
    stand.walk.act("answer", "05/09/2016")
    assert stand.walk.stage is Stage.CHECK
    stand.walk.act("submit")
    assert stand.walk.stage is Stage.PAY_HOW


def test_a_line_that_is_not_there_cannot_be_changed(stand):
    stand.to("check", {"why": "first"})
    for group in ("person", "old-passport", "nothing"):
        with pytest.raises(IllegalMove):
            stand.walk.act("edit", group)
    assert stand.walk.stage is Stage.CHECK


def test_a_choice_that_was_not_offered_is_refused_and_changes_nothing(stand):
    stand.to("why")
    for value in ("", "sold", "counter"):
        with pytest.raises(IllegalMove):
            stand.walk.act("answer", value)
    assert stand.walk.session.answers == {}


def test_what_cannot_stand_stays_typed_with_a_sentence(stand):
    stand.to("phone").walk.act("answer", "090000067")
    view = seen(stand)
    assert (view.value, view.note.kind) == ("090000067", "e")
    assert view.note.text == "Số điện thoại có 10 chữ số. Ông, bà mới bấm 9 số."
    assert view.help_button is None
    stand.walk.act("answer", "1900000678")
    assert seen(stand).note.text == "Số điện thoại bắt đầu bằng số 0."
    assert seen(stand).help_button.act == "help"
    stand.walk.act("answer", "0900000678")
    assert stand.walk.stage is Stage.CHECK


def test_misses_do_not_follow_to_the_next_page(stand):
    stand.to("old-number").walk.act("answer", "")
    stand.walk.act("answer", "")
    stand.walk.act("counter")
    assert seen(stand).help_button is None
    assert seen(stand).note is None


def test_a_doubtful_value_may_be_kept_and_tells_the_officer(stand):
    stand.to("old-date").walk.act("answer", "05/09/2020")
    view = seen(stand)
    assert (view.note.kind, view.note.text) == ("w", "Hộ chiếu này có thể còn hạn. Xin xem lại.")
    assert [button.label for button in view.extra] == ["Vẫn ghi như vậy"]
    stand.walk.act("keep", "05/09/2020")
    assert stand.walk.page_id == "birthplace"
    stand.to("pay-how")
    assert stand.walk.session.flags == ["old_passport_may_be_valid"]


def test_a_value_without_a_doubt_offers_no_keeping(stand):
    assert seen(stand.to("old-date")).extra == ()


def test_what_must_be_changed_cannot_be_kept(stand):
    stand.to("old-date").walk.act("answer", "05/09/2027")
    stand.walk.act("keep", "05/09/2027")
    assert seen(stand).note.text == "Ngày này chưa tới. Xin xem lại năm."
    assert stand.walk.page_id == "old-date"


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("old-number", {}),
        ("street", {"home-now": "temporary"}),
        ("place", {"home-now": "temporary"}),
        ("job", {"work": "employed"}),
        ("employer", {"work": "employed"}),
        ("ethnic-list", {"ethnic": "other"}),
        ("birthplace-list", {"birthplace": "other"}),
    ],
)
def test_a_field_may_be_left_to_the_officer(stand, page, answers):
    stand.to(page, answers)
    stand.walk.act("counter")
    assert stand.walk.session.answers[page] == Answer("counter", "counter")
    assert stand.walk.page_id != page


def test_a_field_that_has_no_such_way_cannot(stand):
    stand.to("phone")
    with pytest.raises(IllegalMove):
        stand.walk.act("counter")


def test_a_ward_nobody_knows_is_left_to_the_officer_by_its_choice(stand):
    view = seen(stand.to("new-ward", card=SPLIT_CARD))
    assert [choice.value for choice in view.choices] == ["11629", "11446", "counter"]
    assert view.row == ("Địa chỉ trên thẻ", "Tổ 5, Trường Sơn, An Lão, Hải Phòng")
    stand.walk.act("answer", "counter")
    assert stand.walk.session.answers["new-ward"].source == "counter"
    stand.walk.act("back")
    assert [choice.value for choice in seen(stand).choices if choice.chosen] == ["counter"]


def test_an_address_without_doubt_is_shown_with_the_ward_of_today(stand):
    row = seen(stand.to("home-now", card=SPLIT_CARD.replace("Trường Sơn, An Lão", "Lâm Động, Thủy Nguyên"))).row
    assert row[1] == "Tổ 5, Lâm Động, Thủy Nguyên, Hải Phòng\nNay thuộc: Phường Thiên Hương, Hải Phòng"


def test_another_province_is_chosen_on_the_way_to_the_ward(stand):
    stand.to("place", {"home-now": "elsewhere"})
    assert seen(stand).row[1] == "Thành phố Hải Phòng"
    stand.walk.act("change")
    assert seen(stand).page == "place-province"
    assert seen(stand).search("ha noi")[0].title == "Thành phố Hà Nội"
    stand.walk.act("back")
    assert seen(stand).page == "place"
    stand.walk.act("change")
    with pytest.raises(IllegalMove):
        stand.walk.act("answer", "99")
    stand.walk.act("answer", "01")
    assert seen(stand).row[1] == "Thành phố Hà Nội"
    with pytest.raises(IllegalMove):
        stand.walk.act("answer", "11407")
    stand.walk.act("answer", "00235")
    assert stand.walk.session.answers["place"].value["name"] == "Đống Đa"


def test_only_the_place_has_a_province_to_change(stand):
    stand.to("why")
    with pytest.raises(IllegalMove):
        stand.walk.act("change")


@pytest.mark.parametrize(
    ("answers", "group", "text"),
    [
        ({}, "person", "Nguyễn Thị Mẫu\n031 ••• ••• 678"),
        ({}, "birthplace", "Hải Phòng"),
        ({}, "belonging", "Kinh, Không theo tôn giáo nào"),
        ({}, "home", "Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng"),
        ({}, "parents", "Trần Thị Huệ, 1932, Nguyễn Văn Mẫu, 1928"),
        ({}, "spouse", "Vợ, chồng đã mất"),
        ({}, "contact", "Gọi số của tôi, 0900 000 678"),
        ({"parents": "counter"}, "parents", "Cán bộ ghi ở quầy"),
        ({"mother-born": "unknown"}, "parents", "Trần Thị Huệ, Không rõ, Nguyễn Văn Mẫu, 1928"),
        ({"birthplace": "abroad"}, "birthplace", "Cán bộ ghi ở quầy"),
        ({"religion": "other", "religion-list": "Cao Đài"}, "belonging", "Kinh, Cao Đài"),
        (
            {"home-now": "temporary"},
            "home",
            "Ở nơi đã đăng ký tạm trú, Số 12 ngõ 5, Phường An Biên, Hải Phòng",
        ),
    ],
)
def test_the_check_page_says_what_was_answered(stand, answers, group, text):
    stand.to("check", answers)
    assert row(stand, group) == text


def test_nobody_lives_at_an_address_that_the_card_does_not_have(stand):
    empty = SPLIT_CARD.replace("Tổ 5, Trường Sơn, An Lão, Hải Phòng", "")
    answers = {"home-now": "elsewhere", "mother-born": "-/-/1900", "father-born": "-/-/1900"}
    view = seen(stand.to("home-now", answers, empty))
    assert view.row == ("Địa chỉ trên thẻ", "Thẻ không ghi")
    assert [choice.value for choice in view.choices] == ["temporary", "elsewhere", "moved"]
    stand.to("pay-how", answers, empty)
    assert stand.walk.session.flags == ["ward_unknown"]


def test_sending_declares_and_seals_once(stand):
    stand.to("check")
    view = seen(stand)
    assert view.declaration[0].startswith("Tôi cam đoan")
    stand.walk.act("submit")
    assert [consent["text"] for consent in stand.walk.session.consents] == ["notice-hc-1", "declare-hc-1"]
    assert len(stand.machine.sealed) == 1
    assert stand.machine.saved == {}
    assert events(stand)[-5:] == [
        "declaration.given",
        "dossier.sealed",
        "outbox.queued",
        "fee.quoted",
        "request.created",
    ]
    with pytest.raises(IllegalMove):
        stand.walk.act("submit")


def test_the_check_page_counts_its_own_seconds_before_it_is_sealed(stand):
    stand.to("check").clock.advance(47)
    stand.walk.act("submit")
    assert stand.walk.session.pages_s["check"] == 47


def test_nothing_due_needs_no_paying(stand):
    stand.machine.free = True
    stand.to("check").walk.act("submit")
    view = seen(stand)
    assert (view.page, view.money) == ("done", "")
    assert [kind.value for kind in stand.machine.orders[0].kinds] == ["provisional"]
