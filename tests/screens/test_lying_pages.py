"""A lying panel: what is read stands left, what is touched right, and nothing waits behind a button that has room."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from kiosk.demo.gallery import sample_view
from kiosk.journey.views import Note
from screens.host import Host, find, targets
from screens.theme import theme
from screens.widgets.cards import NoteBox
from screens.widgets.qr import QUIET, QrPicture
from tests.screens.geometry import PANELS, shown_texts
from tests.screens.sample_entry_views import PAYLOAD, mother, pay_qr, street
from tests.screens.sample_views import CHOICE, CONFIRM, HOME, HOME_BANNER, LEAVE


@pytest.fixture
def lying(ui):
    """The host of a lying panel, and how it shows a view."""
    ui.mounted().use_panel(PANELS["lying"])
    return ui


def touched(host: Host) -> list[str]:
    return [target.name for target in targets(host.page)]


@pytest.mark.parametrize(
    "slug", ["home", "choice", "home-now", "confirm", "date", "pay-how", "pay-qr", "pay-unknown", "done", "done-unsure"]
)
def test_a_page_at_the_usual_size_stands_on_one_page(lying, slug):
    assert "turn" not in touched(lying.show(sample_view(slug)))


def test_what_is_read_stands_left_of_all_that_is_touched(lying):
    for view in (HOME, CHOICE, CONFIRM):
        host = lying.show(view)
        title = next(text for text in shown_texts(host) if text.text == view.title)
        first = min(target.x for target in targets(host.page))
        assert title.right <= first


def test_sheets_have_their_words_left_and_their_buttons_right(lying):
    host = lying.show(LEAVE)
    title = next(text for text in shown_texts(host) if text.text == LEAVE.sheet.title)
    buttons = [find(host, act) for act in ("stay", "keep", "erase")]
    assert all(button.x >= title.right for button in buttons)
    assert [button.top for button in buttons] == sorted((button.top for button in buttons), reverse=True)


def test_the_keys_stand_as_on_the_drawing(lying):
    host = lying.show(mother("vi"))
    key = {target.value: target for target in targets(host.page.keyboard) if target.act == "key"}
    tones = [target for target in targets(host.page.keyboard) if target.act == "tone"]
    go, letter = find(host, "answer"), key["p"]
    assert all(tone.y > key["q"].top for tone in tones)
    assert all(key[sign].x > letter.right for sign in "ăâđêôơư")
    assert key["ă"].y == key["q"].y
    assert key["ê"].y == key["a"].y
    assert key["ư"].y == key["z"].y
    assert key["ă"].x == key["ê"].x == key["ư"].x
    assert go.right == max(target.right for target in targets(host.page.keyboard))
    assert go.y == min(target.y for target in targets(host.page.keyboard))
    assert min(target.width for target in key.values()) >= theme.panel.px(19)


def test_the_field_stands_beside_what_is_offered(lying):
    host = lying.show(mother("vi"))
    offered = [target for target in targets(host.page) if target.act == "suggest"]
    assert len(offered) == 3
    assert all(word.x > host.page.field.right for word in offered)
    assert {word.y for word in offered} == {host.page.field.y}
    host = lying.show(street("vi"))
    assert find(host, "counter").x > host.page.field.right


def test_the_seven_letters_stay_while_digits_are_struck(lying):
    host = lying.show(street("vi"))
    before = {sign: find(host, "key", sign).pos for sign in "ăêư"}
    lying.press("digits")
    assert {sign: find(host, "key", sign).pos for sign in "ăêư"} == before
    lying.press("key", "3")
    assert host.page.answer == "3"


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
@pytest.mark.parametrize("size", ["1", "1.25", "1.5"])
def test_two_libraries_read_the_code_off_the_page(lying, tmp_path, size, theme_name):
    host = lying.show(replace(pay_qr("vi"), size=size, theme=theme_name))
    code = next(widget for widget in host.walk() if isinstance(widget, QrPicture))
    assert code.module / theme.panel.px_per_mm >= 2.4
    assert code.side == (len(host.view.matrix) + 2 * QUIET) * code.module + 2 * code.line
    lying.frames(2)
    host.export_to_png(str(tmp_path / "page.png"))
    with Image.open(tmp_path / "page.png") as file:
        image = np.asarray(file.convert("L"))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [PAYLOAD]
    assert cv2.QRCodeDetector().detectAndDecode(image)[0] == PAYLOAD


def test_a_longer_word_about_the_money_takes_the_place_of_the_promise_not_of_the_payee(lying):
    view = replace(pay_qr("vi"), status=Note("w", "Đang chờ tiền về.", "Hỏi ngân hàng lúc 09:31:20."))
    words = [text.text for text in shown_texts(lying.show(view))]
    assert view.promise in words
    longer = Note(
        "w", "Máy chưa thấy tiền về. Ngân hàng có lúc chậm. Xin đừng trả thêm.", "Hỏi ngân hàng lúc 09:36:20."
    )
    host = lying.show(replace(view, status=longer))
    words = [text.text for text in shown_texts(host)]
    assert view.promise not in words
    assert {longer.text, view.facts[0][0]} <= set(words)
    assert "turn" not in touched(host)


def test_a_banner_without_room_beside_the_tiles_stands_before_them(lying):
    host = lying.show(HOME_BANNER)
    beside = next(part for part in host.page.walk() if isinstance(part, NoteBox))
    assert beside.right < find(host, "area").x
    host = lying.show(replace(HOME_BANNER, size="1.5"))
    above = next(part for part in host.page.walk() if isinstance(part, NoteBox))
    assert above.y >= find(host, "area").top
    assert above.x == find(host, "area").x


def test_the_page_keeps_its_language_and_place_when_the_panel_is_turned(ui):
    host = ui.show(CHOICE)
    before = touched(host)
    host.use_panel(PANELS["lying"])
    assert touched(host) == before
    host.use_panel(PANELS["standing"])
    assert touched(host) == before
