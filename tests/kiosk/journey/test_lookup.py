""" "Tra cứu hồ sơ": one sentence for a slip, and never a name."""

from datetime import date

import pytest

from kiosk.demo.gallery import SAMPLE_CARD, Stand
from kiosk.journey.moves import Stage
from kiosk.journey.ports import LookupAnswer
from kiosk.journey.readers import Reader
from kiosk.payments.lookup import mint_lookup
from tests.kiosk.journey.support import buttons, passed, seen


@pytest.fixture
def desk(stand):
    stand.to("home").walk.act("lookup")
    return stand


def asked(stand, answer, code=None):
    code = code or str(mint_lookup())
    if answer:
        stand.machine.answers[code] = answer
    stand.walk.scanned(code)
    return seen(stand).lines


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("at_hub", "Hồ sơ chờ cán bộ xem thẻ."),
        ("waiting_look", "Hồ sơ chờ cán bộ xem thẻ."),
        ("looked", "Đã gửi cổng, chờ cổng trả lời."),
        ("sending", "Đã gửi cổng, chờ cổng trả lời."),
        ("pending", "Đã gửi cổng, chờ cổng trả lời."),
        ("unknown", "Đã gửi cổng, chờ cổng trả lời."),
        ("accepted", "Cổng đã nhận."),
        ("rejected", "Cổng cần bổ sung. Mời sang quầy số 3."),
        ("withdrawn", "Hồ sơ đã rút."),
        ("parked", "Hồ sơ cần cán bộ xem. Mời sang quầy số 3."),
        ("something-new", "Hồ sơ cần cán bộ xem. Mời sang quầy số 3."),
    ],
)
def test_every_state_has_one_sentence(desk, state, sentence):
    assert asked(desk, LookupAnswer(True, state, "settled"))[0] == sentence
    assert seen(desk).status == "found"
    assert buttons(desk)[-1] == "back"


@pytest.mark.parametrize(("money", "said"), [("open", True), ("partial", True), ("settled", False), ("over", False)])
def test_an_open_fee_is_said(desk, money, said):
    assert ("Lệ phí: chưa thấy tiền." in asked(desk, LookupAnswer(True, "accepted", money))) is said


def test_the_day_is_said_once_it_is_known(desk):
    lines = asked(desk, LookupAnswer(True, "accepted", "settled", 0, "G00", date(2026, 12, 7)))
    assert lines == ("Cổng đã nhận.", "Đến lấy: Thứ Hai, 07/12/2026.")


def test_a_slip_that_is_not_known_sends_to_the_counter(desk):
    assert asked(desk, None) == ("Máy chưa thấy phiếu này. Mời sang quầy số 3.",)
    assert buttons(desk) == ["help", "back"]


@pytest.mark.parametrize("text", ["HK1.short", "https://vidu.vn", "A 0427", SAMPLE_CARD])
def test_another_code_is_no_slip(desk, text):
    desk.walk.scanned(text)
    assert seen(desk).lines == ("Mã này không phải mã trên phiếu của máy.",)


def test_bytes_that_are_no_text_are_no_slip(desk):
    desk.walk.scanned("", misread=True)
    assert seen(desk).status == "other"


def test_without_a_line_it_cannot_be_seen_now(desk):
    desk.machine.down_since = desk.clock.now()
    assert asked(desk, None) == ("Lúc này chưa xem được.",)


def test_a_line_that_breaks_while_asking_is_said_too(desk):
    assert asked(desk, LookupAnswer(None)) == ("Lúc này chưa xem được.",)


def test_the_next_slip_takes_the_place_of_the_first(desk):
    asked(desk, LookupAnswer(True, "accepted", "settled"))
    assert asked(desk, LookupAnswer(True, "rejected", "settled")) == ("Cổng cần bổ sung. Mời sang quầy số 3.",)


class Slow:
    """A hub that answers when it is told to."""

    def __init__(self, stand):
        self.asked = {}
        stand.machine.lookup = self.asked.__setitem__


def test_while_the_hub_is_asked_that_is_said(desk):
    slow, code = Slow(desk), str(mint_lookup())
    desk.walk.scanned(code)
    assert (seen(desk).status, seen(desk).lines) == ("asking", ("Máy đang hỏi…",))
    slow.asked[code](LookupAnswer(True, "accepted"))
    assert seen(desk).status == "found"


def test_an_answer_for_an_earlier_slip_is_not_shown_for_the_later(desk):
    slow, first, second = Slow(desk), str(mint_lookup()), str(mint_lookup())
    desk.walk.scanned(first)
    desk.walk.scanned(second)
    slow.asked[first](LookupAnswer(True, "accepted"))
    assert seen(desk).status == "asking"
    slow.asked[second](LookupAnswer(True, "rejected"))
    assert seen(desk).lines == ("Cổng cần bổ sung. Mời sang quầy số 3.",)


@pytest.mark.parametrize("leave", ["back", "home"])
def test_an_answer_that_comes_too_late_is_nobodys(desk, leave):
    slow, code = Slow(desk), str(mint_lookup())
    desk.walk.scanned(code)
    desk.walk.act(leave)
    desk.walk.act("lookup")
    slow.asked[code](LookupAnswer(True, "accepted"))
    assert seen(desk).status == "waiting"


def test_it_closes_by_itself_without_a_question(desk):
    asked(desk, LookupAnswer(True, "accepted", "settled"))
    passed(desk, 121)
    assert desk.walk.stage is Stage.IDLE


def test_a_scanner_that_is_away_is_said(desk):
    desk.walk.reader_changed(gone=True)
    assert seen(desk).lines == ("Máy đọc thẻ đang tạm nghỉ. Xin gọi cán bộ.",)


@pytest.mark.parametrize(
    ("readers", "lead"),
    [
        ((Reader.SCANNER,), "Đưa mã vuông trên phiếu vào khe quét."),
        ((Reader.CAMERA,), "Giơ mã vuông trên phiếu trước máy ảnh."),
        (tuple(Reader), "Đưa mã vuông trên phiếu vào khe quét, hoặc giơ trước máy ảnh."),
    ],
)
def test_the_lead_names_what_this_machine_reads_with(readers, lead):
    desk = Stand.begun(readers=readers)
    desk.walk.act("start")
    desk.walk.act("lookup")
    assert seen(desk).lead == lead
    assert bool(seen(desk).live) is (Reader.CAMERA in readers)


def test_the_camera_stays_open_until_a_slip_is_seen_and_its_picture_is_shown_as_long():
    desk = Stand.begun(readers=(Reader.CAMERA,))
    desk.walk.act("start")
    desk.walk.act("lookup")
    desk.walk.seen(["https://vidu.vn/a"])
    assert (seen(desk).status, bool(seen(desk).live), desk.machine.looking) == ("other", True, True)
    code = str(mint_lookup())
    desk.machine.answers[code] = LookupAnswer(True, "accepted", "settled")
    desk.walk.seen(["https://vidu.vn/a", code])
    assert (seen(desk).status, bool(seen(desk).live), desk.machine.looking) == ("found", False, False)
