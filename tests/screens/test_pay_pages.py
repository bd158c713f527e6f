"""The pages of payment and the last page: the code is what was asked for, and what changes by the second."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.journey.views import Event, Note
from kiosk.payments.qr import matrix
from screens.pages.pay_qr import Status
from screens.widgets.qr import QUIET, QrPicture, pixels
from screens.widgets.target import find
from tests.screens.geometry import shown_texts
from tests.screens.sample_entry_views import (
    PAYLOAD,
    done,
    done_ask,
    done_no_slip,
    done_slip,
    pay_how,
    pay_how_offline,
    pay_qr,
    pay_qr_ended,
    pay_qr_paid,
    pay_wait,
)


def words(ui) -> str:
    return "\n".join(text.text for text in shown_texts(ui.host))


def picture(ui, tmp_path) -> np.ndarray:
    ui.frames(2)
    ui.host.export_to_png(str(tmp_path / "page.png"))
    with Image.open(tmp_path / "page.png") as file:
        return np.asarray(file.convert("L"))


def code_of(ui) -> QrPicture:
    return next(widget for widget in ui.host.walk() if isinstance(widget, QrPicture))


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
@pytest.mark.parametrize("size", ["1", "1.25", "1.5"])
def test_two_libraries_read_the_code_off_the_page(ui, tmp_path, size, theme_name):
    ui.show(replace(pay_qr("vi"), size=size, theme=theme_name))
    image = picture(ui, tmp_path)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [PAYLOAD]
    text, *_ = cv2.QRCodeDetector().detectAndDecode(image)
    assert text == PAYLOAD


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
def test_modules_are_whole_pixels_black_on_white_with_their_quiet_zone(ui, tmp_path, theme_name):
    ui.show(replace(pay_qr("vi"), theme=theme_name))
    code = code_of(ui)
    image = picture(ui, tmp_path)
    assert code.module >= 8
    left = round(code.center_x - code.side / 2) + code.line
    top = image.shape[0] - round(code.center_y - code.side / 2) - code.line - code.cells * code.module
    inner = image[top : top + code.cells * code.module, left : left + code.cells * code.module]
    wanted = np.kron(pixels(matrix(PAYLOAD)), np.ones((code.module, code.module), np.uint8))
    inside = slice(2 * code.module, -2 * code.module)
    assert np.array_equal(inner[inside, inside], wanted[inside, inside])


def test_a_dense_code_grows_instead_of_getting_finer(ui):
    code = QrPicture([[True] * 61] * 61)
    assert code.module == 8
    assert code.side == (61 + 2 * QUIET) * 8 + 2 * code.line


def test_pixels_have_the_quiet_zone_and_dark_is_zero():
    grid = pixels([[True, False], [False, True]])
    assert grid.shape == (10, 10)
    assert (grid == 0).sum() == 2
    assert grid[4, 4] == grid[5, 5] == 0


def test_the_time_left_runs_without_touching_the_code(ui):
    host = ui.show(pay_qr("vi"))
    page, code = host.page, code_of(ui)
    ui.show(replace(pay_qr("vi"), left_text="9 phút 39 giây", left_fraction=0.95))
    assert host.page is page
    assert code_of(ui) is code
    assert "9 phút 39 giây" in words(ui)
    assert "9 phút 40 giây" not in words(ui)


def test_a_button_under_the_finger_survives_news_of_the_bank(ui):
    host = ui.show(pay_qr("vi"))
    touch = ui.touch(*find(host, "paid").center)
    ui.show(replace(pay_qr("vi"), status=Note("w", "Đang chờ tiền về.", "Hỏi ngân hàng lúc 09:31:25.")))
    touch.touch_up()
    ui.frames(1)
    assert ui.events == [Event("paid")]
    assert "09:31:25" in words(ui)
    status = next(widget for widget in host.walk() if isinstance(widget, Status))
    assert status.height == status.fit(status.width)


def test_the_code_that_is_off_says_so_in_its_place(ui, tmp_path):
    ui.show(pay_qr("vi"))
    ui.show(pay_qr_ended("vi"))
    assert "Mã đã tắt. Tiền về sau, máy vẫn nhận." in words(ui)
    assert zxingcpp.read_barcodes(picture(ui, tmp_path)) == []
    asked = replace(pay_qr_ended("vi").status, text2="Hỏi ngân hàng lúc 09:41:35.")
    ui.show(replace(pay_qr_ended("vi"), status=asked))
    assert "09:41:35" in words(ui)
    ui.press("again")
    ui.press("print")
    assert ui.events == [Event("again"), Event("print")]


def test_received_money_is_said_and_nothing_is_left_to_touch(ui):
    ui.show(pay_qr_paid("vi"))
    assert "Đã nhận 100.000 đồng. Cảm ơn ông, bà." in words(ui)
    assert find(ui.host, "paid") is None
    assert find(ui.host, "other") is None


@pytest.mark.parametrize("size", ["1", "1.25", "1.5"])
def test_amount_payee_account_and_content_are_all_to_be_seen(ui, size):
    view = replace(pay_qr("vi"), size=size)
    ui.show(view)
    seen = words(ui)
    for _ in range(6):
        if find(ui.host, "turn") is None or "Xem lại từ đầu" in seen:
            break
        ui.press("turn")
        seen += words(ui)
    for text in (view.amount, view.amount_words, *(value for _, value in view.facts), view.promise):
        assert text in seen


def test_a_way_is_chosen_with_one_touch(ui):
    ui.show(pay_how("vi"))
    ui.press("answer", "cash")
    ui.until(lambda: bool(ui.events))
    assert ui.events == [Event("answer", "cash")]
    assert "Một trăm nghìn đồng" in words(ui)


def test_a_way_that_cannot_work_is_not_touched(ui):
    ui.show(pay_how_offline("vi"))
    assert find(ui.host, "answer", "phone") is None
    assert "Mất mạng, máy chưa thấy được tiền" in words(ui)


def test_with_the_largest_text_ways_become_pages(ui):
    ui.show(replace(pay_how("vi"), size="1.5"))
    found = set()
    for _ in range(6):
        found |= {way.value for way in pay_how("vi").choices if find(ui.host, "answer", way.value)}
        if len(found) == 4:
            break
        assert f"còn {4 - len(found)} ô" in words(ui)
        ui.press("turn")
    assert len(found) == 4


@pytest.mark.parametrize("size", ["1", "1.25", "1.5"])
def test_waiting_names_the_number_and_what_happens_next(ui, size):
    view = replace(pay_wait("vi"), size=size)
    ui.show(view)
    assert "A 0427" in words(ui)
    seen = words(ui)
    for _ in range(6):
        if find(ui.host, "turn") is None or "Xem lại từ đầu" in seen:
            break
        ui.press("turn")
        seen += words(ui)
    assert all(text in seen for _, text in view.promises)
    ui.press("print")
    assert ui.events[-1] == Event("print")


def test_the_last_page_counts_down_in_its_place(ui):
    host = ui.show(done("vi"))
    page = host.page
    touch = ui.touch(*find(host, "finish").center)
    ui.show(replace(done("vi"), countdown="Màn hình tự xóa sau 44 giây.", countdown_fraction=0.97))
    touch.touch_up()
    ui.frames(2)
    assert host.page is page
    assert "44 giây" in words(ui)
    assert ui.events == [Event("finish")]


def test_the_slip_is_drawn_with_its_lines(ui):
    ui.show(done_slip("vi"))
    assert "PHIẾU NỘP HỒ SƠ" in words(ui)


def test_without_a_slip_the_number_stands_alone(ui):
    ui.show(done_no_slip("vi"))
    assert words(ui).count("A 0427") == 1
    assert find(ui.host, "reprint") is None


def test_a_doubtful_slip_is_asked_for(ui):
    ui.show(done_ask("vi"))
    assert "Phiếu ra đủ chưa?" in words(ui)
    ui.press("out-broken")
    ui.press("out-whole")
    assert ui.events == [Event("out-broken"), Event("out-whole")]
