"""Paying: the ways, the code and its time, and every word about money."""

import pytest

from kiosk.demo.gallery import Stand
from kiosk.journey.moves import IllegalMove, Stage
from kiosk.journey.ports import MoneyNews, SlipKind
from kiosk.line import Destination
from tests.kiosk.journey.support import buttons, passed, seen, told

FEE = 100_000


def kinds(stand: Stand) -> list[SlipKind]:
    return list(stand.machine.orders[-1].kinds)


def words(stand: Stand) -> str:
    status = seen(stand).status
    return f"{status.text} {status.text2}".replace("\n", " ").strip()


def qr(stand: Stand) -> Stand:
    """The code is shown, and the bank was asked."""
    stand.to("pay-qr").machine.asked_at = stand.clock.now()
    return stand


def test_the_fee_is_asked_for_in_four_ways(stand):
    view = seen(stand.to("pay-how"))
    assert (view.amount, view.currency, view.amount_words) == ("100.000", "đồng", "Một trăm nghìn đồng")
    assert [choice.value for choice in view.choices] == ["phone", "family", "cash", "later"]
    assert all(choice.possible for choice in view.choices)
    assert (view.note.text, view.note.text2) == (
        "Tiền vào tài khoản của cơ quan.",
        "Ông, bà không chuyển cho riêng ai.",
    )
    assert (view.bar, view.can_back) == ("after", False)


def test_damage_costs_more(stand):
    assert seen(stand.to("pay-how", {"why": "damaged"})).amount == "200.000"


@pytest.mark.parametrize("way", ["family", "cash", "later"])
def test_every_other_way_ends_with_both_slips_and_the_same_code(stand, way):
    stand.to("pay-how")
    reference = stand.walk.paying.due.reference
    stand.walk.act("answer", way)
    assert stand.walk.stage is Stage.DONE
    assert kinds(stand) == [SlipKind.PROVISIONAL, SlipKind.PAYMENT]
    assert stand.machine.orders[0].sealed.due.reference == reference
    assert ("pay_chosen", {"way": way}) in stand.machine.told
    assert "request_shown" not in told(stand)


def test_a_way_that_was_not_offered_is_refused(stand):
    stand.to("pay-how")
    with pytest.raises(IllegalMove):
        stand.walk.act("answer", "card")
    assert told(stand) == []


def test_without_a_line_the_code_is_dashed_and_the_dossier_goes_later(stand):
    stand.to("check").machine.down_since = stand.clock.now()
    stand.walk.act("submit")
    view = seen(stand)
    assert view.lead == "Máy gửi hồ sơ khi có mạng lại."
    assert (view.choices[0].possible, view.choices[0].sub) == (False, "Mất mạng, máy chưa thấy được tiền")
    with pytest.raises(IllegalMove):
        stand.walk.act("answer", "phone")
    assert stand.walk.stage is Stage.PAY_HOW
    stand.walk.act("answer", "cash")
    assert seen(stand).warning == "Chưa qua quầy thì hồ sơ chưa gửi đi. Có mạng lại, máy tự gửi."


def test_a_bank_that_does_not_answer_dashes_the_code_and_nothing_else(stand):
    stand.to("pay-how").machine.far_away = {Destination.BANK: stand.clock.now()}
    view = seen(stand)
    assert [way.possible for way in view.choices] == [False, True, True, True]
    assert view.choices[0].sub == "Ngân hàng chưa trả lời, máy chưa thấy được tiền"
    assert view.lead == "Hồ sơ đã lưu trong máy, không sợ mất."
    with pytest.raises(IllegalMove):
        stand.walk.act("answer", "phone")
    stand.machine.far_away = {}
    stand.walk.act("answer", "phone")
    assert stand.walk.stage is Stage.PAY_QR


def test_without_a_sound_payee_list_codes_rest_and_cash_is_taken(stand):
    stand.machine.payees_sound = False
    first = seen(stand.to("pay-how")).choices[0]
    assert (first.possible, first.sub) == (False, "Mã trả tiền đang tạm nghỉ")
    with pytest.raises(IllegalMove):
        stand.walk.act("answer", "phone")
    stand.walk.act("answer", "cash")
    assert kinds(stand) == [SlipKind.PROVISIONAL, SlipKind.PAYMENT]


def test_the_code_says_payee_account_amount_and_reference(stand):
    view = seen(qr(stand))
    due = stand.walk.paying.due
    assert view.matrix == due.matrix
    facts = [value for _, value in view.facts]
    assert facts[:2] == ["Phòng Quản lý xuất nhập cảnh", "0000 1234 00005\nNgân hàng Mẫu"]
    assert facts[2].replace(" ", "") == due.reference
    assert (view.left_text, view.left_fraction) == ("10 phút 0 giây", 1.0)
    assert stand.machine.watched[-1] == due.reference


def test_the_words_change_with_time_and_the_first_button_at_five_minutes(stand):
    qr(stand)
    waiting = "Đang chờ tiền về. Ông, bà cứ thong thả. Hỏi ngân hàng lúc 09:24:00."
    slow = "Máy chưa thấy tiền về. Ngân hàng có lúc chậm. Xin đừng trả thêm. Hỏi ngân hàng lúc 09:24:00."
    assert words(stand) == waiting
    passed(stand, 60)
    assert words(stand) == waiting
    passed(stand, 2)
    assert words(stand) == slow
    assert buttons(stand) == ["other", "paid"]
    passed(stand, 240)
    assert words(stand) == slow
    assert [(button.act, button.label) for button in seen(stand).buttons] == [
        ("other", "Chọn cách khác"),
        ("print", "In phiếu, tôi về"),
    ]
    assert seen(stand).left_text == "4 phút 58 giây"


def test_no_idle_clock_runs_while_the_code_is_shown(stand):
    qr(stand)
    passed(stand, 599)
    assert seen(stand).sheet is None
    assert stand.walk.stage is Stage.PAY_QR


def test_after_ten_minutes_the_code_is_off_but_the_money_is_not(stand):
    qr(stand)
    passed(stand, 602)
    view = seen(stand)
    assert view.matrix is None
    assert words(stand) == "Mã đã tắt. Tiền về sau, máy vẫn nhận. Hỏi ngân hàng lúc 09:24:00."
    assert [button.label for button in view.buttons] == ["Hiện mã thêm 10 phút", "In phiếu, tôi về"]
    ended = [data for kind, data in stand.machine.told if kind == "display_ended"]
    assert [data["reason"] for data in ended] == ["timeout"]
    stand.walk.money_came(stand.news(FEE))
    assert words(stand) == "Đã nhận 100.000 đồng. Cảm ơn ông, bà."


def test_the_same_code_may_be_shown_ten_minutes_more(stand):
    qr(stand)
    matrix = seen(stand).matrix
    passed(stand, 602)
    stand.walk.act("again")
    assert seen(stand).matrix == matrix
    assert told(stand) == ["pay_chosen", "request_shown", "display_ended", "request_shown"]
    assert len({data["reference"] for kind, data in stand.machine.told if kind == "request_shown"}) == 1
    with pytest.raises(IllegalMove):
        stand.walk.act("again")


def test_once_the_code_is_off_silence_clears_the_screen_and_prints_nothing(stand):
    qr(stand)
    passed(stand, 602)
    passed(stand, 119)
    assert seen(stand).sheet is None
    passed(stand, 2)
    sheet = seen(stand).sheet
    assert sheet.lines == ("Hồ sơ đã lưu. Máy chỉ xóa màn hình.",)
    passed(stand, 46)
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.orders == []
    assert stand.machine.told[-1] == ("left", {"page": "pay-qr"})


def test_money_while_the_code_is_shown_is_thanked_for_two_seconds(stand):
    qr(stand).walk.money_came(stand.news(FEE))
    view = seen(stand)
    assert (view.status.kind, view.status.text) == ("i", "Đã nhận 100.000 đồng. Cảm ơn ông, bà.")
    assert (view.matrix, view.buttons) == (None, ())
    passed(stand, 2)
    assert stand.walk.stage is Stage.PAY_QR
    passed(stand, 1)
    assert seen(stand).money == "Lệ phí 100.000 đồng, đã nhận."
    assert kinds(stand) == [SlipKind.PROVISIONAL, SlipKind.PAID]


def test_late_touches_during_the_thanks_change_nothing(stand):
    qr(stand).walk.money_came(stand.news(FEE))
    for act in ("other", "paid", "again"):
        with pytest.raises(IllegalMove):
            stand.walk.act(act)
    passed(stand, 3)
    assert kinds(stand) == [SlipKind.PROVISIONAL, SlipKind.PAID]


def test_cash_taken_at_the_counter_meanwhile_is_thanked_for_too(stand):
    qr(stand).walk.money_came(stand.news(FEE, "cash"))
    assert words(stand) == "Đã nhận 100.000 đồng. Cảm ơn ông, bà."


def test_money_that_comes_while_the_way_is_chosen_ends_the_choice(stand):
    qr(stand).walk.act("other")
    stand.walk.money_came(stand.news(FEE))
    assert stand.walk.stage is Stage.DONE
    assert kinds(stand) == [SlipKind.PROVISIONAL, SlipKind.PAID]


def test_too_much_is_said_to_come_back(stand):
    qr(stand).walk.money_came(stand.news(150_000))
    assert words(stand) == "Đã nhận đủ. Phần thừa 50.000 đồng cơ quan trả lại."
    passed(stand, 3)
    assert seen(stand).money == "Đã nhận đủ. Phần thừa 50.000 đồng cơ quan trả lại."


def test_paid_twice_is_said_to_come_back(stand):
    qr(stand).walk.money_came(stand.news(FEE))
    stand.walk.money_came(stand.news(2 * FEE))
    assert words(stand) == "Lệ phí đã trả rồi. Khoản sau cơ quan trả lại."
    passed(stand, 3)
    assert seen(stand).money == "Lệ phí đã trả rồi. Khoản sau cơ quan trả lại."


def test_a_part_asks_for_the_rest_by_a_new_code(stand):
    qr(stand)
    first = stand.walk.paying.due
    stand.walk.money_came(stand.news(60_000))
    rest = stand.walk.paying.due
    view = seen(stand)
    assert (rest.amount, view.amount) == (40_000, "40.000")
    assert rest.reference != first.reference
    assert view.matrix == rest.matrix
    assert words(stand) == (
        "Đã nhận 60.000 đồng, còn thiếu 40.000 đồng. Mã trên màn hình là mã trả phần còn thiếu. "
        "Hỏi ngân hàng lúc 09:24:00."
    )
    stand.walk.money_came(stand.news(FEE))
    assert words(stand) == "Đã nhận 100.000 đồng. Cảm ơn ông, bà."


def test_the_first_code_still_counts_after_a_new_one_was_made(stand):
    qr(stand)
    first = stand.walk.paying.due.reference
    stand.walk.money_came(stand.news(60_000))
    stand.walk.money_came(MoneyNews(first, "settled", FEE, FEE, 0, 0))
    assert words(stand) == "Đã nhận 100.000 đồng. Cảm ơn ông, bà."


def test_the_same_part_told_again_makes_no_new_code(stand):
    qr(stand).walk.money_came(stand.news(60_000))
    made = stand.walk.paying.due
    stand.walk.money_came(stand.news(60_000))
    assert stand.walk.paying.due == made


def test_a_part_that_comes_once_the_code_is_off_does_not_light_it_again(stand):
    qr(stand)
    passed(stand, 602)
    stand.walk.money_came(stand.news(60_000))
    assert seen(stand).matrix is None
    assert "còn thiếu 40.000 đồng" in words(stand)
    stand.walk.act("again")
    assert seen(stand).amount == "40.000"


def test_a_part_is_said_while_the_way_is_chosen(stand):
    qr(stand).walk.act("other")
    stand.walk.money_came(stand.news(60_000))
    view = seen(stand)
    assert (view.page, view.amount) == ("pay-how", "40.000")
    assert view.note.text == "Đã nhận 60.000 đồng, còn thiếu 40.000 đồng."


def test_a_part_after_she_said_she_paid_shows_the_code_of_the_rest(stand):
    stand.to("pay-wait", {"pay": "wait"}).walk.money_came(stand.news(60_000))
    assert (seen(stand).page, seen(stand).amount) == ("pay-qr", "40.000")


def test_a_part_does_not_light_a_code_for_nobody(stand):
    stand.to("pay-wait", {"pay": "wait"})
    passed(stand, 125)
    stand.walk.money_came(stand.news(60_000))
    assert (seen(stand).page, seen(stand).sheet.id) == ("pay-wait", "idle")
    stand.walk.act("stay")
    assert seen(stand).note.text == "Đã nhận 60.000 đồng, còn thiếu 40.000 đồng."


def test_a_part_without_a_code_for_the_rest_offers_the_other_ways(stand):
    qr(stand).machine.payees_sound = False
    stand.walk.money_came(stand.news(60_000))
    view = seen(stand)
    assert (view.page, view.amount, view.choices[0].possible) == ("pay-how", "40.000", False)
    stand.walk.act("answer", "cash")
    assert seen(stand).money == "Lệ phí còn thiếu 40.000 đồng."


def test_a_strangers_money_is_nothing(stand):
    qr(stand)
    stand.walk.money_came(MoneyNews("HC0000000000", "settled", FEE, FEE, 0, 0))
    assert stand.walk.paying.money is None


def test_money_before_anything_is_sealed_is_nothing(stand):
    stand.to("check").walk.money_came(MoneyNews("", "settled", FEE, FEE, 0, 0))
    assert stand.walk.stage is Stage.CHECK


def test_the_line_may_go_while_the_code_stays(stand):
    qr(stand).machine.down_since = stand.clock.now()
    assert words(stand) == (
        "Máy mất mạng, chưa hỏi được ngân hàng. Tiền đã chuyển thì không mất. Hỏi ngân hàng lúc 09:24:00."
    )
    assert seen(stand).matrix is not None
    passed(stand, 602)
    assert words(stand).startswith("Mã đã tắt. Tiền về sau, máy vẫn nhận. Máy mất mạng")


def test_before_the_bank_was_ever_asked_that_is_what_is_said(stand):
    stand.to("pay-qr")
    assert words(stand).endswith("Máy đang hỏi ngân hàng.")
    stand.machine.down_since = stand.clock.now()
    assert "Máy đang hỏi" not in words(stand)


def test_another_way_goes_back_and_ends_the_display(stand):
    qr(stand).walk.act("other")
    assert stand.walk.stage is Stage.PAY_HOW
    assert stand.machine.told[-1][1]["reason"] == "left"
    assert stand.machine.watched[-1] is None


def test_i_have_paid_is_noted_and_promised_to_be_followed(stand):
    stand.to("pay-wait", {"pay": "wait"})
    view = seen(stand)
    assert view.title.replace("\n", " ") == "Máy chưa biết tiền đã đến hay chưa"
    assert view.lead == "Ông, bà đừng trả thêm lần nữa."
    assert dict(view.facts)["Số phiếu"] == "A 0427"
    assert dict(view.facts)["Ông, bà báo đã trả"] == "lúc 09:24 hôm nay"
    assert [text for _, text in view.promises] == [
        "Máy hỏi ngân hàng tiếp, cả khi ông, bà về.",
        "Có tin, cơ quan gọi 0900 ••• 678.",
        "Tiền về thì hồ sơ đi tiếp.",
    ]
    assert [button.label for button in view.buttons] == ["Chờ thêm 5 phút", "In phiếu"]
    assert told(stand)[-2:] == ["display_ended", "says_paid"]
    assert stand.machine.watched[-1] == stand.walk.paying.due.reference


def test_an_hour_is_promised_only_where_the_office_has_set_one(stand):
    stand.machine.office = stand.machine.office.model_copy(update={"money_answer_by": "16 giờ"})
    stand.to("pay-wait", {"pay": "wait"})
    assert seen(stand).promises[-1][1] == "Trước 16 giờ có trả lời."


def test_without_a_phone_she_is_told_where_to_ask(stand):
    stand.to("pay-wait", {"pay": "wait", "contact": "none"})
    assert seen(stand).promises[1][1] == "Ông, bà hỏi tin ở quầy số 3."


def test_money_that_arrives_while_she_waits_is_thanked_for(stand):
    stand.to("pay-wait", {"pay": "wait"}).walk.money_came(stand.news(FEE))
    assert seen(stand).note.text == "Đã nhận 100.000 đồng. Cảm ơn ông, bà."
    assert seen(stand).buttons == ()
    passed(stand, 3)
    assert stand.walk.stage is Stage.DONE


def test_a_line_that_is_down_is_said_while_she_waits(stand):
    stand.to("pay-wait", {"pay": "wait"}).machine.down_since = stand.clock.now()
    assert "chưa hỏi được ngân hàng" in seen(stand).note.text


def test_waiting_five_minutes_more_holds_the_idle_clock_that_long(stand):
    stand.to("pay-wait", {"pay": "wait"})
    passed(stand, 100)
    stand.walk.act("more")
    passed(stand, 299)
    assert seen(stand).sheet is None
    passed(stand, 3)
    assert seen(stand).sheet.id == "idle"


def test_a_touch_within_the_five_minutes_does_not_cut_them_short(stand):
    stand.to("pay-wait", {"pay": "wait"}).walk.act("more")
    passed(stand, 20)
    stand.walk.touched()
    passed(stand, 270)
    assert seen(stand).sheet is None


@pytest.mark.parametrize("page", ["pay-how", "pay-wait"])
def test_walking_away_clears_the_screen_and_prints_nothing(stand, page):
    stand.to(page, {"pay": "wait"})
    passed(stand, 121)
    assert seen(stand).sheet.id == "idle"
    passed(stand, 46)
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.orders == []
    assert stand.machine.told[-1] == ("left", {"page": page})


def test_leaving_asks_and_offers_to_pay_later(stand):
    stand.to("pay-qr").walk.act("home")
    sheet = seen(stand).sheet
    assert sheet.lines == ("Hồ sơ đã lưu. Muốn rút thì nói với cán bộ.",)
    assert [button.label for button in sheet.buttons] == ["Không, tôi làm tiếp", "Để trả sau"]
    stand.walk.act("stay")
    assert seen(stand).sheet is None
    stand.walk.act("home")
    stand.walk.act("leave-erase")
    assert stand.walk.stage is Stage.DONE
    assert ("pay_chosen", {"way": "later"}) in stand.machine.told
    assert kinds(stand) == [SlipKind.PROVISIONAL, SlipKind.PAYMENT]


def test_who_answers_the_warning_at_paying_leaves_with_a_slip(stand):
    stand.to("pay-how")
    passed(stand, 121)
    assert [button.label for button in seen(stand).sheet.buttons] == ["Tôi vẫn đang làm", "In phiếu, tôi về"]
    stand.walk.act("leave-erase")
    assert stand.walk.stage is Stage.DONE
    assert len(stand.machine.orders) == 1
    assert seen(stand).sheet is None


def test_nothing_is_ever_called_failed(stand):
    qr(stand)
    said = set()
    for seconds in (0, 70, 300, 300):
        passed(stand, seconds)
        said.add(words(stand))
    stand.walk.act("print")
    said.add(seen(stand).money)
    assert not any(word in " ".join(said) for word in ("thất bại", "không thành công", "lỗi"))
