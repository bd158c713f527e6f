"""The last page, its slips, and the answers kept for later."""

import pytest

from kiosk.demo.gallery import SAMPLE_CARD, SPLIT_CARD
from kiosk.journey.moves import IllegalMove, Stage
from kiosk.journey.ports import SlipKind, SlipResult
from tests.kiosk.journey.support import buttons, events, passed, remembered, seen

CASH = {"pay": "cash"}


def test_the_slip_comes_out_then_the_screen_is_cleared_after_45_seconds(stand):
    stand.machine.hold_prints = True
    stand.to("done", CASH)
    assert seen(stand).countdown == "Máy đang in phiếu…"
    passed(stand, 100)
    assert stand.walk.stage is Stage.DONE
    stand.machine.held.pop()(SlipResult.PRINTED)
    assert seen(stand).countdown == "Màn hình tự xóa sau 45 giây."
    passed(stand, 44)
    assert stand.walk.stage is Stage.DONE
    passed(stand, 2)
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.events[-2:] == [
        ("session.ended", {"session": stand.machine.events[-2][1]["session"], "reason": "done", "page": "done"}),
        ("memory.wiped", {}),
    ]


def test_a_touch_on_the_last_page_keeps_it_a_while_longer(stand):
    stand.to("done", CASH)
    passed(stand, 40)
    stand.walk.touched()
    passed(stand, 40)
    assert stand.walk.stage is Stage.DONE


def test_the_last_page_says_what_to_carry_where(stand):
    steps = seen(stand.to("done", CASH)).steps
    assert [title for _, title, _ in steps] == ["Lấy 2 tờ phiếu", "Cầm thẻ căn cước", "Sang quầy số 3"]
    assert steps[2][2] == "đưa thẻ, ảnh, hộ chiếu cũ"
    assert seen(stand).number == "A 0427"
    assert seen(stand).warning == "Chưa qua quầy thì hồ sơ chưa gửi đi."
    assert seen(stand).money == "Lệ phí 100.000 đồng: trả ở quầy số 3."


def test_a_loss_wants_its_report(stand):
    assert "giấy báo mất" in seen(stand.to("done", {**CASH, "why": "lost"})).steps[2][2]


def test_a_photo_that_is_taken_at_the_counter_is_not_carried_there(stand):
    stand.machine.office = stand.machine.office.model_copy(update={"photo_at_counter": True})
    assert seen(stand.to("done", CASH)).steps[2][2] == "đưa thẻ, hộ chiếu cũ"


def test_the_slip_may_be_had_once_more(stand):
    stand.to("done", CASH)
    assert buttons(stand) == ["reprint", "finish"]
    stand.walk.act("reprint")
    assert [order.copy for order in stand.machine.orders] == [0, 1]
    assert buttons(stand) == ["finish"]
    with pytest.raises(IllegalMove):
        stand.walk.act("reprint")


def test_a_slip_to_pay_by_is_not_printed_again_once_it_is_paid(stand):
    stand.to("done", CASH).walk.money_came(stand.news(100_000))
    assert seen(stand).money == "Lệ phí 100.000 đồng, đã nhận."
    stand.walk.act("reprint")
    assert [order.kinds[1] for order in stand.machine.orders] == [SlipKind.PAYMENT, SlipKind.PAID]


def test_without_paper_the_number_is_shown_large_and_no_slip_promised(stand):
    stand.machine.can_print = False
    view = seen(stand.to("done", CASH))
    assert view.no_slip
    assert view.steps[0][1:] == ("Phiếu in ở quầy số 3.", "Xin nhớ số phiếu")
    assert buttons(stand) == ["finish"]
    assert stand.machine.orders == []


def test_a_slip_that_did_not_come_out_is_said_so(stand):
    stand.machine.print_result = SlipResult.NOT_PRINTED
    assert seen(stand.to("done", CASH)).no_slip


@pytest.mark.parametrize(("act", "whole", "no_slip"), [("out-whole", True, False), ("out-broken", False, True)])
def test_what_the_printer_does_not_know_a_person_is_asked(stand, act, whole, no_slip):
    stand.machine.print_result = SlipResult.UNKNOWN
    view = seen(stand.to("done", CASH))
    assert view.ask == "Phiếu ra đủ chưa?"
    assert [button.label for button in view.buttons] == ["Chưa, in ở quầy số 3", "Đủ rồi"]
    stand.walk.act(act)
    assert ("settled", {"whole": whole}) in stand.machine.told
    assert (seen(stand).ask, seen(stand).no_slip) == ("", no_slip)
    with pytest.raises(IllegalMove):
        stand.walk.act(act)


def test_news_of_a_slip_whose_citizen_is_gone_is_not_the_next_ones(stand):
    stand.machine.hold_prints = True
    stand.to("done", CASH).walk.act("finish")
    stand.walk.act("start")
    stand.machine.held.pop()(SlipResult.UNKNOWN)
    assert stand.walk.stage is Stage.HOME


def test_leaving_offers_to_keep_the_answers_until_the_office_closes(stand):
    stand.to("religion").walk.act("home")
    sheet = seen(stand).sheet
    assert [button.label for button in sheet.buttons] == [
        "Không, tôi làm tiếp",
        "Thôi, giữ lại phần đã khai",
        "Thôi, xóa hết",
    ]
    assert "Máy giữ phần đã khai đến 16:30 hôm nay." in sheet.lines[0]


@pytest.mark.parametrize("can_print", [False, None])
def test_nothing_is_kept_where_no_slip_can_come_out(stand, can_print):
    stand.to("religion").walk.act("home")
    stand.machine.can_print = can_print
    assert "leave-keep" not in buttons(stand)
    with pytest.raises(IllegalMove):
        stand.walk.act("leave-keep")
    assert stand.machine.drafts == {}
    assert stand.walk.page_id == "religion"


def test_nothing_is_kept_after_hours_or_on_a_holiday(stand):
    stand.to("religion").walk.act("home")
    stand.clock.set(stand.clock.now().replace(hour=10))
    assert "leave-keep" not in buttons(stand)
    stand.clock.set(stand.clock.now().replace(day=22, hour=3))
    assert "leave-keep" not in buttons(stand)


@pytest.mark.parametrize("page", ["confirm", "under-age", "card-expired"])
def test_nothing_is_kept_before_anything_was_answered(stand, page):
    cards = {"under-age": SAMPLE_CARD.replace("031155", "031310").replace("1955", "2010")}
    cards["card-expired"] = "001099000017||Lê Hải Sơn|10101999|Nam|Láng Hạ, Đống Đa, Hà Nội|05062021"
    stand.to(page, card=cards.get(page, SAMPLE_CARD)).walk.act("home")
    assert buttons(stand) == ["stay", "leave-erase"]


def keep_at(stand, page):
    stand.to(page).walk.act("home")
    stand.walk.act("leave-keep")
    return stand


def test_keeping_prints_a_slip_and_forgets_here(stand):
    keep_at(stand, "religion")
    view = seen(stand)
    assert (view.page, view.lines) == (
        "kept",
        ("Chưa nộp gì.", "Lấy phiếu ở khe bên trái.", "Mở lại trước 16:30 hôm nay: bấm Tra cứu hồ sơ."),
    )
    for hers in ("Nguyễn Thị Mẫu", "031155000678", "C0000012", "Kinh"):
        assert hers not in remembered(stand.walk)
    assert stand.machine.saved == {}
    ((number, state, until),) = stand.machine.drafts.values()
    assert (number, f"{until:%H:%M}") == ("031155000678", "16:30")
    assert "keep-hc-1" in [consent["text"] for consent in state["consents"]]
    assert "draft.kept" in events(stand)
    passed(stand, 46)
    assert stand.walk.stage is Stage.IDLE


@pytest.mark.parametrize("page", ["old-number", "religion", "check"])
def test_slip_and_card_open_the_answers_where_they_were_left(stand, page):
    stand.to(page).walk.act("language")
    keep_at(stand, page)
    ((code, (_, state, _)),) = stand.machine.drafts.items()
    stand.walk.act("finish")
    passed(stand, 3600)
    stand.to("home").walk.act("lookup")
    stand.walk.scanned(code)
    assert seen(stand).lead.startswith("Phiếu này giữ phần đã khai.")
    stand.walk.scanned(SAMPLE_CARD)
    assert stand.walk.page_id == page
    assert {name: answer["key"] for name, answer in state["answers"].items()} == {
        name: answer.key for name, answer in stand.walk.session.answers.items()
    }
    assert stand.machine.drafts == {}
    assert stand.walk.session.lang == "vi"
    assert "draft.opened" in events(stand)
    stand.to("done", CASH)
    assert len(stand.machine.sealed) == 1


def test_back_from_where_kept_answers_opened_goes_to_the_question_before(stand):
    opening(stand)
    stand.walk.scanned(SAMPLE_CARD)
    stand.walk.act("back")
    assert stand.walk.page_id == "ethnic"
    for _ in range(5):
        stand.walk.act("back")
    assert stand.walk.stage is Stage.CONFIRM


def test_answers_kept_in_the_middle_of_a_change_open_at_the_check_page(stand):
    stand.to("check").walk.act("edit", "parents")
    stand.walk.act("answer", "both")
    stand.walk.act("home")
    stand.walk.act("leave-keep")
    (code,) = stand.machine.drafts
    stand.walk.act("finish")
    stand.to("home").walk.act("lookup")
    stand.walk.scanned(code)
    stand.walk.scanned(SAMPLE_CARD)
    assert (stand.walk.stage, stand.walk.session.editing) == (Stage.CHECK, "")


def opening(stand, page="religion"):
    keep_at(stand, page)
    (code,) = stand.machine.drafts
    stand.walk.act("finish")
    stand.to("home").walk.act("lookup")
    stand.walk.scanned(code)
    return code


def test_another_card_opens_nothing(stand):
    code = opening(stand)
    stand.walk.scanned(SPLIT_CARD)
    assert seen(stand).status_text == "Thẻ này không phải thẻ đã giữ phần khai."
    assert stand.walk.person is None
    assert code in stand.machine.drafts
    stand.walk.scanned(SPLIT_CARD)
    assert seen(stand).help_button is not None
    stand.walk.scanned(SAMPLE_CARD)
    assert stand.walk.page_id == "religion"


def test_after_closing_time_the_slip_opens_nothing(stand):
    code = opening(stand)
    stand.clock.set(stand.clock.now().replace(hour=10))
    stand.walk.scanned(SAMPLE_CARD)
    assert stand.walk.stage is Stage.LOOKUP
    assert seen(stand).lines == ("Máy chưa thấy phiếu này. Mời sang quầy số 3.",)
    stand.walk.scanned(code)
    assert stand.walk.stage is Stage.LOOKUP


def test_going_back_from_the_card_leaves_the_answers_kept(stand):
    code = opening(stand)
    stand.walk.act("back")
    assert (stand.walk.stage, seen(stand).status) == (Stage.LOOKUP, "waiting")
    assert code in stand.machine.drafts
    stand.walk.act("back")
    stand.to("confirm")
    assert stand.walk.session.answers == {}


def test_a_slip_that_did_not_come_out_keeps_nothing(stand):
    stand.machine.print_result = SlipResult.NOT_PRINTED
    keep_at(stand, "religion")
    assert stand.machine.drafts == {}
    assert seen(stand).title.replace("\n", " ") == "Máy chưa giữ được phần đã khai"
    assert "nên đã xóa hết" in seen(stand).lines[1]
    assert events(stand)[-1] == "draft.erased"


@pytest.mark.parametrize(("act", "kept"), [("out-whole", 1), ("out-broken", 0)])
def test_whether_a_slip_to_keep_came_out_is_asked(stand, act, kept):
    stand.machine.print_result = SlipResult.UNKNOWN
    keep_at(stand, "religion")
    assert seen(stand).lines[1] == "Phiếu ra đủ chưa?"
    assert [button.label for button in seen(stand).buttons] == ["Chưa, xóa hết đi", "Đủ rồi"]
    stand.walk.act(act)
    assert len(stand.machine.drafts) == kept
    assert buttons(stand) == (["finish"] if kept else ["help", "finish"])


def test_a_slip_that_fails_after_she_left_keeps_nothing_either(stand):
    stand.machine.hold_prints = True
    keep_at(stand, "religion")
    assert seen(stand).lines[1] == "Máy đang in phiếu…"
    stand.walk.act("home")
    assert len(stand.machine.drafts) == 1
    stand.machine.held.pop()(SlipResult.NOT_PRINTED)
    assert stand.machine.drafts == {}
    assert stand.walk.stage is Stage.IDLE


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("cash", "Lệ phí 100.000 đồng: trả ở quầy số 3."),
        ("family", "Lệ phí 100.000 đồng: đưa phiếu trả tiền cho người nhà."),
        ("later", "Lệ phí 100.000 đồng: trả trước hạn ghi trên phiếu."),
    ],
)
def test_the_last_page_says_of_the_money_what_was_chosen(stand, way, said):
    stand.to("done", {"pay": way})
    assert seen(stand).money == said


def test_who_said_she_paid_reads_that_nothing_was_seen_yet(stand):
    stand.to("done", {"pay": "wait"})
    assert seen(stand).money == "Lệ phí 100.000 đồng, chưa thấy tiền."
