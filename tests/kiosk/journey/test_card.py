"""The card: read or not, mine or not, young, expired, doubtful."""

import pytest

from drivers.vision.verdict import Verdict
from kiosk.demo.gallery import EXPIRED_CARD, SAMPLE_CARD, YOUNG_CARD, Stand
from kiosk.journey.card import HINTS
from kiosk.journey.moves import Stage
from kiosk.journey.readers import Reader
from tests.kiosk.journey.support import buttons, events, passed, remembered, seen

NUMBER_OF_A_MAN = SAMPLE_CARD.replace("031155000678", "031055000678")
NO_SUCH_PROVINCE = SAMPLE_CARD.replace("031155000678", "099155000678")
WITHOUT_ADDRESS = SAMPLE_CARD.replace("Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng", "")


def test_the_reader_waits_in_silence_then_says_what_to_do(stand):
    stand.to("card")
    assert seen(stand).status == "waiting"
    passed(stand, 30)
    assert seen(stand).status == "waiting"
    passed(stand, 2)
    view = seen(stand)
    assert (view.status, view.help_button) == ("refused", None)
    assert view.status_text == "Máy chưa thấy mã trên thẻ. Ông, bà bỏ bao, lau mã, thử lại."


def test_a_second_half_minute_without_a_card_brings_the_large_bell(stand):
    stand.to("card")
    passed(stand, 63)
    assert seen(stand).help_button.style == "help"
    assert events(stand).count("card.not_read") == 2


@pytest.mark.parametrize(
    ("text", "misread", "words", "reason"),
    [
        ("https://vidu.vn/a", False, "Mã này không phải mã trên thẻ căn cước.", "other-code"),
        ("031155000678|x|Mẫu|1", False, "Máy chưa đọc đủ mã trên thẻ. Mời ông, bà đưa thẻ lại.", "fields"),
        ("", True, "Máy quét cần chỉnh lại. Không phải lỗi của ông, bà.\nMã báo cho cán bộ: T-211", "encoding"),
        (
            SAMPLE_CARD.encode().decode("latin-1"),
            False,
            "Máy quét cần chỉnh lại. Không phải lỗi của ông, bà.\nMã báo cho cán bộ: T-211",
            "encoding",
        ),
    ],
)
def test_what_is_no_card_is_said_in_words_that_blame_nobody(stand, text, misread, words, reason):
    stand.to("card").walk.scanned(text, misread)
    assert stand.walk.stage is Stage.CARD
    assert seen(stand).status_text == words
    assert stand.machine.events[-1][1]["reason"] == reason
    assert stand.walk.session.card_text == ""


def test_the_second_miss_adds_the_large_bell(stand):
    stand.to("card").walk.scanned("https://vidu.vn/a")
    assert seen(stand).help_button is None
    stand.walk.scanned("https://vidu.vn/a")
    assert seen(stand).help_button.label == "Gọi cán bộ tới giúp"


def test_an_officer_called_for_the_scanner_is_told_so(stand):
    stand.to("card").walk.scanned("", misread=True)
    stand.walk.act("help")
    assert stand.machine.calls == [("card", "T-211, máy quét cần chỉnh lại")]
    assert ("help.called", "T-211") in [(event, keys.get("reason")) for event, keys in stand.machine.events]


def test_patience_does_not_run_under_a_sheet(stand):
    stand.to("card").walk.act("size")
    passed(stand, 100)
    stand.walk.act("close")
    passed(stand, 29)
    assert seen(stand).status == "waiting"


def test_a_scanner_that_is_away_is_said_and_does_not_count_as_a_miss(stand):
    stand.to("card").walk.reader_changed(gone=True)
    passed(stand, 100)
    view = seen(stand)
    assert (view.status, view.status_text) == ("gone", "Máy đọc thẻ đang tạm nghỉ. Xin gọi cán bộ.")
    assert view.help_button is not None
    stand.walk.reader_changed(gone=False)
    assert seen(stand).status == "waiting"
    assert "card.not_read" not in events(stand)


@pytest.fixture
def both():
    """A machine that has a scanner and a camera."""
    return Stand.begun(readers=tuple(Reader))


def test_all_readers_listen_at_once_and_each_is_shown(both):
    view = seen(both.to("card"))
    assert [way.value for way in view.ways] == ["scanner", "camera"]
    assert view.live == "Đang mở"


@pytest.mark.parametrize(("away", "left"), [(Reader.SCANNER, "camera"), (Reader.CAMERA, "scanner")])
def test_a_reader_that_goes_away_leaves_the_other(both, away, left):
    both.to("card").walk.reader_changed(away, gone=True)
    view = seen(both)
    assert ([way.value for way in view.ways], view.status) == ([left], "waiting")
    assert bool(view.live) == (left == "camera")
    both.walk.reader_changed(Reader(left), gone=True)
    assert seen(both).status == "gone"


def test_the_camera_is_open_just_where_something_is_shown_to_it(both):
    assert not both.machine.looking
    assert both.to("card").machine.looking
    both.walk.seen([SAMPLE_CARD])
    assert both.walk.stage is Stage.CONFIRM
    assert not both.machine.looking
    both.walk.act("no")
    both.walk.act("again")
    assert both.machine.looking
    both.walk.fault("D-300")
    assert not both.machine.looking


def test_a_card_before_the_camera_is_put_down_as_read_by_it(both):
    both.to("card").walk.seen(["https://vidu.vn/a", SAMPLE_CARD])
    assert both.walk.stage is Stage.CONFIRM
    assert both.walk.session.card_reader == "camera"
    assert both.walk.known_person().source.reader == "camera"


@pytest.mark.parametrize(
    ("texts", "on_screen", "words", "reason"),
    [
        ([SAMPLE_CARD, EXPIRED_CARD], False, "Máy thấy hai thẻ. Ông, bà đưa một thẻ thôi.", "two"),
        ([SAMPLE_CARD], True, "Đây là ảnh trên điện thoại. Ông, bà đưa thẻ thật.", "screen"),
        (["https://vidu.vn/a"], True, "Mã này không phải mã trên thẻ căn cước.", "other-code"),
        ([""], False, "Mã này không phải mã trên thẻ căn cước.", "other-code"),
        (["031155000678|?|M?u|01011955|N?|x|01012021"], False, None, "encoding"),
    ],
)
def test_what_the_camera_reads_and_is_no_single_card_is_said(both, texts, on_screen, words, reason):
    both.to("card").walk.seen(texts, on_screen=on_screen)
    assert both.walk.stage is Stage.CARD
    view = seen(both)
    assert view.status == "refused"
    assert view.status_text == (words or "Máy chưa đọc đủ mã trên thẻ. Mời ông, bà đưa thẻ lại.")
    assert both.machine.events[-1][1]["reason"] == reason


def test_the_same_card_twice_in_a_picture_is_one(both):
    both.to("card").walk.seen([SAMPLE_CARD, SAMPLE_CARD])
    assert both.walk.stage is Stage.CONFIRM


@pytest.mark.parametrize("verdict", sorted(HINTS))
def test_what_the_camera_sees_is_said_as_what_to_do_with_the_hand(both, verdict):
    both.to("card").walk.glanced(verdict)
    view = seen(both)
    assert view.status == ("reading" if verdict is Verdict.READING else "hint")
    assert view.status_text not in ("", "Máy đang chờ thẻ. Ông, bà cứ thong thả.")
    both.walk.glanced(Verdict.NOTHING)
    assert seen(both).status == "waiting"


def test_a_refusal_is_left_to_be_read_before_the_hand_is_spoken_of(both):
    both.to("card").walk.seen(["https://vidu.vn/a"])
    both.walk.glanced(Verdict.FAR)
    assert seen(both).status == "refused"
    both.clock.advance(5)
    both.walk.glanced(Verdict.MOVING)
    assert seen(both).status == "hint"


def test_a_hand_before_the_camera_keeps_the_visit_open(both):
    both.to("card")
    for _ in range(3):
        passed(both, 100)
        both.walk.glanced(Verdict.MOVING)
        both.walk.glanced(Verdict.FAR)
    assert both.walk.sheet == ""


def test_a_card_that_was_read_is_shown_masked_and_said_to_be_only_read(stand):
    view = seen(stand.to("confirm"))
    assert (view.name, view.number_masked) == ("Nguyễn Thị Mẫu", "031 ••• ••• 678")
    assert view.number_full == "031 155 000 678"
    assert view.lead == "Ông, bà cất thẻ cho khỏi quên."
    assert (view.note.kind, view.note.text) == ("i", "Máy mới đọc mã trên thẻ.")
    assert ("Địa chỉ trên thẻ", "Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng") in view.rows


def test_fields_of_unknown_meaning_are_shown_but_not_named(stand):
    view = seen(stand.to("confirm", card=SAMPLE_CARD.replace("11092025||||", "11092025|Mẫu A|||Mẫu B")))
    assert ("Thông tin thêm trên thẻ", "Mẫu A, Mẫu B") in view.rows


def test_a_card_without_an_address_says_so(stand):
    assert ("Địa chỉ trên thẻ", "Thẻ không ghi") in seen(stand.to("confirm", card=WITHOUT_ADDRESS)).rows


def test_a_number_that_does_not_fit_warns_flags_and_goes_on(stand):
    note = seen(stand.to("confirm", card=NUMBER_OF_A_MAN)).note
    assert (note.kind, note.text, note.text2) == ("w", "Trên thẻ có chỗ chưa khớp.", "Cán bộ sẽ xem giúp.")
    stand.to("pay-how", card=NUMBER_OF_A_MAN)
    assert stand.walk.session.flags == ["number_sex"]


def test_digits_without_a_province_drop_the_proposal_and_set_a_flag(stand):
    stand.to("birthplace", card=NO_SUCH_PROVINCE)
    assert [choice.value for choice in seen(stand).choices] == ["other", "abroad", "counter"]
    stand.to("pay-how", {"birthplace": "other", "birthplace-list": "Nam Định"}, NO_SUCH_PROVINCE)
    assert stand.walk.session.flags == ["birth_registry_unknown"]


def test_under_18_no_question_is_asked(stand):
    stand.to("under-age", card=YOUNG_CARD)
    assert seen(stand).title.replace("\n", " ") == "Người dưới 18 tuổi, cán bộ làm cùng ông, bà"
    assert buttons(stand) == ["help"]
    assert stand.walk.session.answers == {}


def test_on_the_day_of_18_the_questions_come(stand):
    born_today = SAMPLE_CARD.replace("031155", "031308").replace("12031955", "23112008")
    stand.to("why", card=born_today)


def test_the_day_before_18_they_do_not(stand):
    stand.to("under-age", card=SAMPLE_CARD.replace("031155", "031308").replace("12031955", "24112008"))


def test_no_card_says_where_to_go(stand):
    stand.to("card").walk.act("no-card")
    view = seen(stand)
    assert view.title.replace("\n", " ") == "Chưa có thẻ thì máy chưa làm được"
    assert view.lines[0] == "Mời ông, bà sang quầy số 3."
    assert "nơi cư trú" in view.lines[1]
    assert buttons(stand) == ["help", "again"]


def test_a_card_that_is_not_mine_is_forgotten_and_an_officer_called(stand):
    stand.to("confirm").walk.act("no")
    assert stand.walk.stage is Stage.NOT_ME
    assert seen(stand).sheet.id == "called"
    assert stand.machine.calls == [("not-me", "thẻ không đúng người hoặc có chỗ sai")]
    for hers in ("Mẫu, An Biên", "Nguyễn", "031155000678", "031 ••• ••• 678"):
        assert hers not in remembered(stand.walk)
    assert stand.machine.saved[stand.walk.session.id]["card_text"] == ""
    stand.walk.act("close")
    assert seen(stand).title == "Xin mời cán bộ xem giúp"
    assert buttons(stand) == ["help", "again"]
    stand.walk.act("again")
    assert stand.walk.stage is Stage.CARD


def test_another_card_brings_no_answers_of_the_first(stand):
    stand.to("religion")
    for _ in range(20):
        if stand.walk.stage is Stage.CARD:
            break
        stand.walk.act("back")
    assert stand.walk.session.answers == {}
    assert stand.walk.session.history == []
    stand.to("why", card=EXPIRED_CARD)
    assert stand.walk.person.name == "Lê Hải Sơn"


def test_a_card_that_may_have_expired_names_the_day_and_may_go_on(stand):
    stand.to("card-expired", card=EXPIRED_CARD)
    view = seen(stand)
    assert (view.tone, view.title.replace("\n", " ")) == ("w", "Thẻ có thể đã hết hạn. Xin hỏi cán bộ trước.")
    assert "10/10/2024" in view.lines[0]
    assert buttons(stand) == ["help", "next"]
    stand.to("pay-how", card=EXPIRED_CARD, answers={"mother-born": "-/-/1970", "father-born": "-/-/1970"})
    assert "card_may_have_expired" in stand.walk.session.flags


def test_a_scan_wakes_a_person_who_was_given_up(stand):
    stand.to("card")
    passed(stand, 125)
    assert seen(stand).sheet.id == "idle"
    stand.walk.scanned(SAMPLE_CARD)
    assert (stand.walk.stage, seen(stand).sheet) == (Stage.CONFIRM, None)


def test_a_scan_where_none_is_asked_for_does_nothing(stand):
    stand.to("why").walk.scanned(YOUNG_CARD)
    assert stand.walk.page_id == "why"
    assert stand.walk.person.name == "Nguyễn Thị Mẫu"
