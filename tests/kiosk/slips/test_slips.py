"""What each slip says, word for word, in every variant; that it is drawn whole; and that its codes read back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import numpy as np
import pytest
import zxingcpp

from kiosk.office import Hours, Office
from kiosk.payments.money import Dong
from kiosk.payments.qr import texts_in
from kiosk.payments.reference import mint
from kiosk.slips import (
    Contact,
    Fee,
    Origin,
    Slip,
    SlipFault,
    final,
    kept,
    paid,
    payment,
    provisional,
)
from kiosk.slips.paper import MARGIN, MODULE, SMALLEST, WIDTH
from tests.kiosk.slips.conftest import AT, LOOKUP, ORIGIN

HEAD = ("PHÒNG QUẢN LÝ XUẤT NHẬP CẢNH", "Công an thành phố Mẫu · Máy số 2")
CODE = ("đưa mã này vào khe quét.", "7Q4M 2Z9X KB6T 3HWD 8RNC")
HELP = "Hỏi giúp: quầy số 3, 0225 000 0000"

PROVISIONAL = (
    *HEAD,
    "PHIẾU GIỮ HỒ SƠ TẠI MÁY",
    "Chưa phải giấy hẹn trả kết quả",
    "Số phiếu",
    "A 0427",
    "09:44 ngày 23/11/2026",
    *("Việc", "Cấp lại hộ chiếu, không chip"),
    *("Người khai", "Nguyễn Thị Mẫu"),
    *("Số căn cước", "031 ••• ••• 678"),
    *("Liên hệ", "0900 ••• 678, số của ông, bà"),
    *("Lệ phí", "100.000 đồng, chưa thấy tiền"),
    *("Mã trả tiền", "HC7K 4M2Q 9XRX"),
    "BÂY GIỜ ÔNG, BÀ LÀM GÌ?",
    "1. Sang quầy số 3, đưa phiếu này.",
    "2. Đưa thẻ căn cước cho cán bộ xem.",
    "3. Nộp ảnh 4×6, nền trắng.",
    "4. Nộp hộ chiếu cũ, nếu còn giữ.",
    "Chưa qua quầy thì hồ sơ chưa gửi đi.",
    "Xin qua quầy trước hết Thứ Ba, 08/12/2026.",
    "Xem hồ sơ:",
    *CODE,
    "Số của máy, chưa phải mã hồ sơ. Cổng nhận rồi mới có mã và ngày hẹn: in ở quầy, ở máy.",
    "Tài khoản nhận lại tiền: nói với cán bộ.",
    HELP,
)
PAYMENT = (
    *HEAD,
    "PHIẾU TRẢ LỆ PHÍ",
    "Chưa trả. Phiếu không thay biên lai",
    "Số tiền",
    "100.000 đồng",
    "(Một trăm nghìn đồng)",
    "Quét bằng ứng dụng ngân hàng nào cũng được, hoặc đưa phiếu và tiền mặt ở quầy số 3.",
    *("Khoản thu", "Lệ phí cấp hộ chiếu"),
    *("Nơi nhận", "Phòng Quản lý xuất nhập cảnh"),
    *("Tài khoản", "0000 1234 00005, Ngân hàng Mẫu"),
    *("Mã trả tiền", "HC7K 4M2Q 9XRX (máy ghi sẵn)"),
    *("Số phiếu", "A 0427, 23/11/2026"),
    *("Trả đến hết", "Thứ Tư, 23/12/2026"),
    "Qua ngày ấy: hỏi quầy trước khi trả.",
    "Chỉ trả một lần. Tiền về chậm vẫn được nhận.",
    "Tiền vào tài khoản của cơ quan, không chuyển cho riêng cán bộ nào.",
    HELP,
)
PAID = (
    *HEAD,
    "XÁC NHẬN ĐÃ NHẬN TIỀN",
    "Chưa phải biên lai",
    "Số tiền",
    "100.000 đồng",
    "(Một trăm nghìn đồng)",
    *("Khoản thu", "Lệ phí cấp hộ chiếu"),
    *("Nơi nhận", "Phòng Quản lý xuất nhập cảnh"),
    *("Cách trả", "Quét mã, chuyển khoản"),
    *("Tiền về lúc", "09:47 ngày 23/11/2026"),
    *("Mã trả tiền", "HC7K 4M2Q 9XRX"),
    *("Số ngân hàng", "FT26327000001"),
    *("Số phiếu", "A 0427, 23/11/2026"),
    "Tiền đã vào tài khoản của cơ quan.",
    "Biên lai: có sau, in ở quầy hoặc ở máy.",
    HELP,
)
FINAL = (
    "PHÒNG QUẢN LÝ XUẤT NHẬP CẢNH",
    "Công an thành phố Mẫu · Quầy số 3",
    "PHIẾU HẸN LẤY HỘ CHIẾU",
    "Mã hồ sơ",
    "G00.000.108-261125-000042",
    "Cổng nhận 10:40, 25/11/2026",
    *("Việc", "Cấp lại hộ chiếu, không chip"),
    *("Người nộp", "Nguyễn Thị Mẫu"),
    *("Số căn cước", "031 ••• ••• 678"),
    *("Phiếu của máy", "A 0427, 23/11/2026"),
    *("Lệ phí", "100.000 đồng, đã nhận"),
    "Đến lấy:",
    "THỨ HAI, 07/12/2026",
    "8 giờ đến 11 giờ 30, quầy số 3",
    "Mang theo: thẻ căn cước, phiếu này.",
    "Xem hồ sơ:",
    *CODE,
    "Biên lai: có sau, in ở quầy hoặc ở máy.",
    HELP,
)
KEPT = (
    *HEAD,
    "PHIẾU GIỮ PHẦN ĐÃ KHAI",
    "Chưa nộp gì",
    "Giữ đến",
    "16:30, 23/11/2026",
    "Máy giữ phần đã khai đến 16 giờ 30 hôm nay. Mở lại bằng phiếu này và thẻ căn cước.",
    "Mở lại:",
    *CODE,
    HELP,
)


def without(texts: tuple[str, ...], *gone: str) -> tuple[str, ...]:
    assert set(gone) <= set(texts)
    return tuple(text for text in texts if text not in gone)


def value_of(slip: Slip, label: str) -> str:
    return slip.texts[slip.texts.index(label) + 1]


def test_the_provisional_slip_says_exactly_this(provisional_data):
    assert provisional(provisional_data).texts == PROVISIONAL


def test_the_payment_slip_says_exactly_this(payment_data):
    assert payment(payment_data).texts == PAYMENT


def test_the_confirmation_of_money_says_exactly_this(paid_data):
    assert paid(paid_data).texts == PAID


def test_the_final_slip_says_exactly_this(final_data):
    assert final(final_data).texts == FINAL


def test_the_slip_of_kept_answers_says_exactly_this(kept_data):
    assert kept(kept_data).texts == KEPT


def test_a_fee_that_came_is_told_with_its_hour(provisional_data):
    came = Fee(100_000, 100_000, datetime(2026, 11, 23, 2, 47, tzinfo=UTC))
    assert value_of(provisional(replace(provisional_data, fee=came)), "Lệ phí") == "100.000 đồng, đã nhận 09:47"


@pytest.mark.parametrize(
    ("fee", "on", "text"),
    [
        (Fee(100_000), AT, "100.000 đồng, chưa thấy tiền"),
        (Fee(100_000, 100_000), AT, "100.000 đồng, đã nhận"),
        (Fee(100_000, 100_000, datetime(2026, 11, 23, 16, 59, tzinfo=UTC)), AT, "100.000 đồng, đã nhận 23:59"),
        (Fee(100_000, 100_000, datetime(2026, 11, 23, 17, 1, tzinfo=UTC)), AT, "100.000 đồng, đã nhận"),
        (Fee(100_000, 200_000), AT, "100.000 đồng, đã nhận"),
        (Fee(100_000, 40_000), AT, "Đã nhận 40.000 đồng, còn thiếu 60.000 đồng"),
    ],
)
def test_the_line_of_the_fee(fee, on, text):
    assert fee.text(on).replace("\u00a0", " ") == text


def test_without_a_line_the_slip_says_when_the_dossier_goes(provisional_data):
    said = provisional(replace(provisional_data, offline=True)).texts
    assert "Máy gửi khi có mạng lại." in said
    assert without(said, "Máy gửi khi có mạng lại.") == PROVISIONAL


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (Contact("own", "0900000678"), "0900 ••• 678, số của ông, bà"),
        (Contact("own", "02253822123"), "0225 ••• 123, số của ông, bà"),
        (Contact("relative", "0900000678", "Con"), "0900 ••• 678, số của con"),
        (Contact("relative", "0900 000 678", "Anh, chị, em"), "0900 ••• 678, số của anh, chị, em"),
        (Contact("office", "02250000000"), "Số của cơ quan, ông, bà tự hỏi"),
    ],
)
def test_the_line_of_the_contact(provisional_data, contact, text):
    assert value_of(provisional(replace(provisional_data, contact=contact)), "Liên hệ") == text


def test_what_is_not_there_leaves_no_line(provisional_data):
    bare = replace(provisional_data, fee=None, reference=None, deadline=None, bring=())
    assert provisional(bare).texts == without(
        PROVISIONAL,
        *("Lệ phí", "100.000 đồng, chưa thấy tiền", "Mã trả tiền", "HC7K 4M2Q 9XRX"),
        "Xin qua quầy trước hết Thứ Ba, 08/12/2026.",
        *("3. Nộp ảnh 4×6, nền trắng.", "4. Nộp hộ chiếu cũ, nếu còn giữ."),
    )


def test_a_reprint_is_marked_on_every_slip(provisional_data, payment_data, paid_data, final_data, kept_data):
    data = ((provisional, provisional_data), (payment, payment_data), (paid, paid_data), (final, final_data))
    for draw, of in (*data, (kept, kept_data)):
        copy = draw(replace(of, origin=replace(of.origin, copy=1))).texts
        assert copy[2] == "Bản in lại 1"
        assert without(copy, "Bản in lại 1") == draw(of).texts


def test_slips_of_money_carry_no_name_and_no_card_number(payment_data, paid_data):
    assert not {"name", "personal_number"} & {*payment_data.__dataclass_fields__, *paid_data.__dataclass_fields__}
    for slip in (payment(payment_data), paid(paid_data)):
        assert "031" not in " ".join(slip.texts)
        assert not {"Người khai", "Người nộp", "Số căn cước", "Liên hệ"} & set(slip.texts)


def test_without_a_sound_payee_list_the_payment_slip_is_for_cash(payment_data):
    slip = payment(replace(payment_data, code=None))
    assert texts_in(slip.image) == ()
    assert "Đưa phiếu và tiền mặt ở quầy số 3." in slip.texts
    assert value_of(slip, "Mã trả tiền") == "HC7K 4M2Q 9XRX"
    assert not {"Nơi nhận", "Tài khoản"} & set(slip.texts)


def test_a_day_beyond_the_calendar_is_not_printed(payment_data):
    said = payment(replace(payment_data, pay_until=None)).texts
    assert said == without(PAYMENT, "Trả đến hết", "Thứ Tư, 23/12/2026", "Qua ngày ấy: hỏi quầy trước khi trả.")


@pytest.mark.parametrize("change", [{"amount": Dong(200_000)}, {"reference": mint()}])
def test_a_code_for_another_due_is_not_printed(payment_data, change):
    with pytest.raises(SlipFault):
        payment(replace(payment_data, **change))


def test_cash_is_confirmed_as_cash(paid_data):
    slip = paid(replace(paid_data, route="cash", bank_reference=""))
    assert value_of(slip, "Cách trả") == "Tiền mặt ở quầy số 3"
    assert not {"Số ngân hàng", "Tiền đã vào tài khoản của cơ quan."} & set(slip.texts)


def test_too_little_and_too_much_are_said(paid_data):
    assert value_of(paid(replace(paid_data, amount=Dong(40_000), remaining=60_000)), "Còn thiếu") == "60.000 đồng"
    said = paid(replace(paid_data, amount=Dong(150_000), excess=50_000)).texts
    assert "Phần thừa 50.000 đồng cơ quan trả lại." in said


def test_an_unpaid_final_slip_names_no_day(final_data):
    said = final(replace(final_data, fee=Fee(100_000), collect_on=None)).texts
    assert "Ngày hẹn tính từ khi tiền về." in said
    assert "100.000 đồng, chưa thấy tiền" in said
    assert not [text for text in said if text.startswith(("Đến lấy", "THỨ"))]


def test_a_full_hour_is_said_without_minutes(kept_data):
    said = kept(replace(kept_data, until=datetime(2026, 11, 23, 10, tzinfo=UTC))).texts
    assert "Máy giữ phần đã khai đến 17 giờ hôm nay. Mở lại bằng phiếu này và thẻ căn cước." in said


def test_the_origin_comes_from_the_office():
    office = Office(
        id="mau-pa08",
        name=ORIGIN.authority,
        unit=ORIGIN.unit,
        province="31",
        receives=("1.001456",),
        phone=ORIGIN.phone,
        hours=(Hours(weekdays=(1, 2, 3, 4, 5), opens=time(7, 30), closes=time(16, 30)),),
    )
    assert Origin.of(office, "Máy số 2") == ORIGIN
    assert Origin.of(office, copy=2) == replace(ORIGIN, place="Quầy số 3", copy=2)


LONG = "Nguyễn Phước Tôn Nữ Hoàng Thị Quỳnh Trâm Anh Bảo Ngọc Khánh Huyền"
SLIPS: list[tuple[Callable[..., Slip], str, dict]] = [
    (provisional, "provisional_data", {}),
    (provisional, "provisional_data", {"offline": True, "name": LONG, "job": f"Đổi hộ chiếu cho {LONG}"}),
    (provisional, "provisional_data", {"name": "Ẫ" * 60, "contact": Contact("relative", "0900000678", "Anh, chị, em")}),
    (provisional, "provisional_data", {"bring": tuple(f"Nộp giấy thứ {n} của {LONG}" for n in range(9))}),
    (provisional, "provisional_data", {"fee": Fee(499_999_999, 1)}),
    (provisional, "provisional_data", {"origin": replace(ORIGIN, unit=LONG, authority=LONG, counter=LONG, copy=1)}),
    (payment, "payment_data", {}),
    (payment, "payment_data", {"code": None, "due": LONG}),
    (payment, "payment_data", {"due": f"Lệ phí {LONG}", "origin": replace(ORIGIN, counter=LONG)}),
    (paid, "paid_data", {}),
    (paid, "paid_data", {"payee": LONG, "bank_reference": "FT" + "0" * 60, "excess": 1}),
    (paid, "paid_data", {"amount": Dong(9_999_999_999_999), "remaining": 5}),
    (final, "final_data", {}),
    (final, "final_data", {"name": LONG, "code": "G00.000.108-261125-000042-" * 3, "result": LONG}),
    (final, "final_data", {"collect_on": None, "result_hours": LONG}),
    (kept, "kept_data", {}),
]


@pytest.fixture(scope="module", params=SLIPS, ids=lambda param: f"{param[0].__name__}-{'-'.join(param[2]) or 'plain'}")
def slip(request) -> Slip:
    draw, data, change = request.param
    return draw(replace(request.getfixturevalue(data), **change))


def test_a_slip_is_black_on_white_and_as_wide_as_the_paper(slip):
    assert slip.image.mode == "L"
    assert slip.image.width == WIDTH
    assert {level for _, level in slip.image.getcolors()} == {0, 255}


def test_nothing_leaves_the_column(slip):
    ink = np.asarray(slip.image) == 0
    columns = np.flatnonzero(ink.any(axis=0))
    assert columns[0] >= MARGIN - 1
    assert columns[-1] <= WIDTH - MARGIN
    assert not ink[:16].any()
    assert not ink[-24:].any()


def test_every_letter_is_large_enough(slip):
    assert min(line.size for line in slip.lines) >= SMALLEST


def test_no_text_lies_on_other_text(slip):
    for at, one in enumerate(slip.lines):
        for other in slip.lines[at + 1 :]:
            wide = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
            high = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
            # Marks above capitals reach into the air of the line above, as they do in print.
            assert wide <= 0 or high <= 0.3 * min(one.size, other.size), (one, other)


def test_the_lines_carry_every_word(slip):
    assert sorted("".join(line.text for line in slip.lines).replace(" ", "")) == sorted(
        "".join(slip.texts).replace(" ", "")
    )


def test_the_codes_read_back_from_one_bit(slip, request):
    expected = {LOOKUP} if "Xem hồ sơ:" in slip.texts or "Mở lại:" in slip.texts else set()
    if "Tài khoản" in slip.texts:
        expected = {request.getfixturevalue("payment_data").code.payload}
    assert set(texts_in(slip.image.convert("1"))) == expected


def test_codes_have_modules_of_six_dots_and_a_quiet_zone(slip):
    ink = np.asarray(slip.image) == 0
    for code in zxingcpp.read_barcodes(slip.image, formats=zxingcpp.BarcodeFormat.QRCode):
        assert code.ec_level == "M"
        corner = code.position
        left, top, right = round(corner.top_left.x), round(corner.top_left.y), round(corner.top_right.x)
        side = right - left
        rows, columns = np.nonzero(ink[top - 3 : top + side + 3, left - 3 : right + 3])
        left, top = left - 3 + columns.min(), top - 3 + rows.min()
        side = columns.max() - columns.min() + 1
        assert side == rows.max() - rows.min() + 1
        assert side % MODULE == 0
        modules = ink[top : top + side, left : left + side].reshape(side // MODULE, MODULE, side // MODULE, MODULE)
        assert (modules.all(axis=(1, 3)) | ~modules.any(axis=(1, 3))).all()
        quiet = 4 * MODULE
        around = ink[top - quiet : top + side + quiet, left - quiet : left + side + quiet].copy()
        around[quiet:-quiet, quiet:-quiet] = False
        assert not around.any()


def test_the_number_is_large_enough_to_read_at_the_counter(provisional_data):
    (number,) = [line for line in provisional(provisional_data).lines if line.text == "A 0427"]
    assert 56 <= number.size <= 84


def test_two_prints_of_one_slip_are_the_same(provisional_data):
    assert provisional(provisional_data).image.tobytes() == provisional(provisional_data).image.tobytes()


def test_days_are_those_of_vietnam(provisional_data):
    late = replace(provisional_data, at=datetime(2026, 12, 31, 17, 5, tzinfo=UTC), deadline=date(2027, 1, 4))
    said = provisional(late).texts
    assert "00:05 ngày 01/01/2027" in said
    assert "Xin qua quầy trước hết Thứ Hai, 04/01/2027." in said
