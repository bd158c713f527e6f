"""Before the card: the first page, other offices, what to bring, the machine at rest."""

import pytest

from kiosk.journey.moves import IllegalMove, Stage
from kiosk.line import Destination
from kiosk.office import Office
from kiosk.procedures.model import Needs
from tests.kiosk.journey.support import PAGES, buttons, events, passed, seen


def test_the_idle_page_stays_as_it_is(stand):
    passed(stand, 3600)
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.events == []


def test_language_and_size_chosen_on_the_idle_page_go_along(stand):
    stand.walk.act("language")
    stand.walk.act("size", "1.5")
    stand.walk.act("start")
    assert stand.walk.session.looks == ("en", "1.5", "light")


def test_what_somebody_left_on_the_idle_page_is_put_right(stand):
    stand.walk.act("language")
    stand.walk.act("theme", "contrast")
    stand.walk.act("how")
    passed(stand, 119)
    assert seen(stand).sheet.id == "how"
    passed(stand, 3)
    assert seen(stand).sheet is None
    assert stand.walk.session.looks == ("vi", "1", "light")


def test_the_first_page_that_nobody_touches_goes_back_without_a_question(stand):
    stand.to("home")
    passed(stand, 119)
    assert stand.walk.stage is Stage.HOME
    passed(stand, 2)
    assert stand.walk.stage is Stage.IDLE
    assert events(stand) == ["session.started", "session.ended", "memory.wiped"]


def test_home_tells_what_cannot_work_before_anything_begins(stand):
    stand.to("home")
    assert seen(stand).banner is None
    stand.machine.can_print = False
    assert seen(stand).banner.text == "Máy hết giấy. Phiếu in ở quầy số 3."
    stand.machine.down_since = stand.clock.now()
    banner = seen(stand).banner
    assert banner.text == "Đường truyền mất từ 09:24."
    assert "Máy vẫn nhận hồ sơ và tự gửi sau." in banner.text2
    assert not seen(stand).lookup.possible


def passport_tile(stand):
    return next(tile for tile in seen(stand).tiles if tile.value == "xuat-nhap-canh")


def test_a_tile_says_what_is_taken_now_and_sent_later(stand):
    stand.to("home")
    assert passport_tile(stand).sub == "Xuất nhập cảnh"
    stand.machine.far_away = {Destination.PORTAL: stand.clock.now()}
    assert passport_tile(stand).sub == "Làm được,\ngửi cổng sau"
    stand.machine.down_since = stand.clock.now()
    assert passport_tile(stand).sub == "Làm được,\ngửi sau khi có mạng"
    assert passport_tile(stand).possible
    assert next(tile for tile in seen(stand).tiles if tile.value == "pccc").sub == "Hỏi cán bộ ở quầy số 3"


def test_a_tile_whose_work_needs_the_portal_waits_for_it(stand, monkeypatch):
    stand.to("home")
    procedure = stand.walk.catalogue["cap-ho-chieu-pho-thong"]
    asking = procedure.model_copy(update={"needs": Needs(begin=(Destination.PORTAL,))})
    monkeypatch.setattr(stand.walk.catalogue, "by_area", lambda area: [asking])
    assert passport_tile(stand).possible
    stand.machine.far_away = {Destination.PORTAL: stand.clock.now()}
    assert (passport_tile(stand).possible, passport_tile(stand).sub) == (False, "Cần mạng, xin chờ")
    with pytest.raises(IllegalMove):
        stand.walk.act("area", "xuat-nhap-canh")
    assert stand.walk.stage is Stage.HOME


def test_home_tells_of_bank_and_portal_that_do_not_answer(stand):
    stand.to("home").machine.far_away = {Destination.PORTAL: stand.clock.now()}
    assert seen(stand).banner.text == "Cổng dịch vụ công chưa trả lời từ 09:24."
    stand.machine.far_away[Destination.BANK] = stand.clock.now()
    assert seen(stand).banner.text == "Ngân hàng chưa trả lời từ 09:24."
    assert seen(stand).lookup.possible


def test_what_to_bring_says_that_no_money_can_be_seen(stand):
    stand.to("bring").machine.far_away = {Destination.BANK: stand.clock.now()}
    assert "Ngân hàng chưa trả lời. Lệ phí trả ở quầy số 3, hoặc trả sau." in [note.text for note in seen(stand).notes]
    stand.machine.far_away = {}
    assert all("Ngân hàng" not in note.text for note in seen(stand).notes)


@pytest.mark.parametrize("area", ["can-cuoc", "cu-tru", "giao-thong", "pccc", "phan-anh"])
def test_an_area_without_a_procedure_offers_the_officer(stand, area):
    stand.to("home").walk.act("area", area)
    assert stand.walk.stage is Stage.ELSEWHERE
    assert buttons(stand) == ["help", "back"]
    assert seen(stand).lines[0] == "Máy chưa làm được việc này."


def test_a_procedure_of_another_office_says_where_to_go_and_when(stand):
    stand.machine.office = stand.machine.office.model_copy(update={"receives": ()})
    stand.to("home").walk.act("area", "xuat-nhap-canh")
    lines = " ".join(seen(stand).lines)
    assert "số 1 đường Mẫu" in lines
    assert "7 giờ 30 đến 11 giờ 30, 13 giờ đến 16 giờ 30" in lines
    assert buttons(stand) == ["help", "back"]


def test_where_to_go_is_not_said_of_another_area(stand):
    stand.to("home").walk.act("area", "cu-tru")
    assert "đường Mẫu" not in " ".join(seen(stand).lines)


def test_an_area_that_no_tile_has_is_refused(stand):
    stand.to("home")
    with pytest.raises(IllegalMove):
        stand.walk.act("area", "thue")


def test_missing_papers_are_no_reason_to_stop(stand):
    stand.to("bring").walk.act("missing")
    assert seen(stand).sheet.lines == (
        "Thiếu ảnh hoặc hộ chiếu cũ vẫn khai được.",
        "Mang đến quầy sau.",
        "Riêng thẻ căn cước thì phải có.",
    )
    assert buttons(stand) == ["next", "home"]
    stand.walk.act("next")
    assert stand.walk.stage is Stage.NOTICE


def test_to_bring_names_the_fee_of_today(stand):
    assert "100.000 đồng" in str(seen(stand.to("bring")).facts)
    stand.clock.set(stand.clock.now().replace(year=2027, month=1, day=4))
    assert "200.000 đồng" in str(seen(stand).facts)


def test_to_bring_tells_of_a_line_that_is_down_and_of_codes_that_rest(stand):
    stand.to("bring")
    assert [note.kind for note in seen(stand).notes] == ["i", "i"]
    stand.machine.payees_sound = False
    assert seen(stand).notes[-1].text == "Mã trả tiền đang tạm nghỉ. Lệ phí trả ở quầy số 3."
    stand.machine.down_since = stand.clock.now()
    warnings = [note.text for note in seen(stand).notes if note.kind == "w"]
    assert warnings == ["Máy vẫn nhận hồ sơ và tự gửi sau."]


def test_the_notice_unfolds_and_names_office_and_counter(stand):
    stand.to("notice")
    short = seen(stand).facts
    stand.walk.act("all")
    whole = seen(stand).facts
    assert {fact.value for fact in short} < {fact.value for fact in whole}
    assert whole[0].value == "Ai nhận: Phòng Quản lý xuất nhập cảnh, Công an thành phố Mẫu."
    assert any("quầy số 3" in fact.value for fact in whole)


def test_the_notice_is_passed_in_the_words_that_were_shown(stand):
    stand.to("notice").walk.act("language")
    stand.walk.act("next")
    (consent,) = stand.walk.session.consents
    notices, text = stand.walk.notices, stand.walk.procedure.notice
    assert (consent["text"], consent["lang"]) == (text, "en")
    assert consent["sha256"] == notices[text].sha256("en")


def test_a_notice_passed_twice_counts_once(stand):
    stand.to("card").walk.act("back")
    stand.walk.act("language")
    stand.walk.act("next")
    (consent,) = stand.walk.session.consents
    assert consent["lang"] == "en"


def test_whoever_does_not_want_the_machine_gets_an_officer(stand):
    stand.to("notice")
    (button,) = [button for button in seen(stand).buttons if button.act == "help"]
    assert button.label == "Tôi muốn cán bộ làm giúp"
    stand.walk.act(button.act, button.value)
    assert stand.machine.calls == [("notice", "xin làm giúp")]


def test_a_full_disk_lets_nobody_begin(stand):
    stand.machine.room = False
    stand.walk.act("start")
    view = seen(stand)
    assert view.page == "out-of-order"
    assert "D-305" in view.code
    assert "session.started" not in events(stand)


def test_a_stopped_machine_goes_on_once_there_is_room(stand):
    stand.machine.room = False
    stand.walk.act("start")
    passed(stand, 120)
    assert stand.walk.stage is Stage.STOPPED
    assert "từ 09:24" in seen(stand).code
    stand.machine.room = True
    passed(stand, 32)
    assert stand.walk.stage is Stage.IDLE


def test_a_second_fault_does_not_move_the_hour_of_the_first(stand):
    stand.walk.fault("D-302")
    passed(stand, 25)
    stand.walk.fault("D-300")
    assert seen(stand).code == "Mã D-300 · từ 09:24"


def test_a_stopped_machine_waits_for_the_officer_who_was_called(stand):
    stand.walk.fault("D-302")
    stand.walk.act("help")
    assert stand.machine.calls == [("out-of-order", "D-302")]
    passed(stand, 600)
    assert stand.walk.stage is Stage.STOPPED
    assert seen(stand).sheet.id == "called"
    passed(stand, 400)
    assert stand.walk.stage is Stage.IDLE
    assert stand.machine.ended_calls == ["call-1"]


def test_english_falls_back_to_vietnamese_names_where_the_office_has_none(stand):
    plain = Office.model_validate({**stand.machine.office.model_dump(), "unit_en": ""})
    stand.machine.office = plain
    stand.to("notice").walk.act("language")
    assert plain.unit in PAGES.view(stand.walk).facts[0].value


def test_on_a_day_that_no_fee_row_covers_the_citizen_is_sent_to_the_officer(stand):
    stand.clock.set(stand.clock.now().replace(year=2025))
    stand.to("home").walk.act("area", "xuat-nhap-canh")
    assert stand.walk.stage is Stage.ELSEWHERE
