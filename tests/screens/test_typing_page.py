"""The page for typing, by real touches: tones, erasing, suggestions, the one keyboard, what is kept."""

import gc
import weakref
from dataclasses import replace

import pytest
from PIL import Image

from kiosk.journey.views import Event, IdleView, Note, Sheet
from screens.theme import theme
from screens.widgets.keyboard import Keyboard
from screens.widgets.keys import TOOL, TOOL_ON
from screens.widgets.target import find, targets
from screens.widgets.text import extent, line_texture
from tests.screens.sample_entry_views import mother, mother_again, place, street, street_again

IDLE = IdleView(page="idle", button="Chạm để bắt đầu", bar="start")
TONES = {"s": "sac", "f": "huyen", "r": "hoi", "x": "nga", "j": "nang", "z": "plain"}


def strike(ui, keys: str) -> None:
    """Touch keys: letters and signs as they are, a tone as <f>, erase as <-."""
    at = 0
    while at < len(keys):
        if keys[at] != "<":
            ui.press("key", keys[at])
            at += 1
        elif keys[at + 1] == "-":
            ui.press("erase")
            at += 2
        else:
            ui.press("tone", TONES[keys[at + 1]])
            at += 3


def shown(ui) -> str:
    return ui.host.page.field.text


def pixels(ui, tmp_path, target) -> list[tuple[int, int, int]]:
    ui.host.export_to_png(str(tmp_path / "page.png"))
    with Image.open(tmp_path / "page.png") as file:
        image = file.convert("RGB")
    box = (int(target.x), int(image.height - target.top), int(target.right), int(image.height - target.y))
    return list(image.crop(box).getdata())


@pytest.mark.parametrize(
    "keys", ["trân<f> thi<j> huê<j>", "tr<-râ<f>n thi<s><j> hu<j>ê", "trân<f> thi<j> huê<r><z><j>"]
)
def test_a_name_is_typed_with_tones_at_any_time_of_the_word(ui, keys):
    ui.show(mother("vi"))
    strike(ui, keys)
    assert shown(ui) == "Trần Thị Huệ"
    ui.press("answer", "")
    assert ui.events == [Event("answer", "Trần Thị Huệ")]


def test_the_tone_in_force_is_lit_and_the_same_key_takes_it_off(ui):
    ui.show(mother("vi"))
    strike(ui, "hu")
    key = ui.press("tone", "huyen")
    assert (shown(ui), key.ground) == ("Hù", "tone_on")
    ui.press("tone", "sac")
    assert (shown(ui), key.ground) == ("Hú", "nghe1")
    ui.press("tone", "sac")
    assert shown(ui) == "Hu"


def test_erasing_takes_one_letter_with_its_marks(ui):
    ui.show(mother("vi"))
    strike(ui, "huê<j><-")
    assert shown(ui) == "Hu"
    strike(ui, "<-<-<-")
    assert shown(ui) == ""


def test_clearing_asks_once_and_may_be_declined(ui):
    host = ui.show(mother("vi"))
    ui.press("clear")
    assert host.page.question is None, "there is nothing to clear"
    strike(ui, "lan")
    ui.press("clear")
    assert find(host, "key", "a") is None, "what lies under the question is not touched"
    ui.press("stay")
    assert shown(ui) == "Lan"
    ui.press("clear")
    ui.press("clear")
    assert shown(ui) == ""
    assert host.page.question is None
    assert ui.events == []


def test_a_touch_beside_the_question_does_nothing(ui):
    host = ui.show(mother("vi"))
    strike(ui, "lan")
    ui.press("clear")
    touch = ui.touch(540, host.page.top - 40)
    touch.touch_up()
    assert host.page.question is not None


def test_a_suggestion_completes_the_word_and_goes_on(ui):
    def suggest(text: str) -> tuple[str, ...]:
        return ("Huệ", "Huyền", "Hương") if text.endswith("Hu") else ()

    host = ui.show(replace(mother("vi"), suggest=suggest))
    assert host.page.suggestions.shown == []
    strike(ui, "trân<f> thi<j> hu")
    assert host.page.suggestions.shown == ["Huệ", "Huyền", "Hương"]
    ui.press("suggest", "Huệ")
    assert shown(ui) == "Trần Thị Huệ "
    ui.press("answer", "")
    assert ui.events == [Event("answer", "Trần Thị Huệ")]


def test_suggestions_stay_while_a_finger_is_on_one(ui):
    host = ui.show(replace(mother("vi"), suggest=lambda text: ("Hoa", "Hà") if not text else ("Đào", "Đức")))
    touch = ui.touch(*find(host, "suggest", "Hoa").center)
    host.page.on_key("key", "đ")
    ui.frames(1)
    assert host.page.suggestions.shown == ["Hoa", "Hà"]
    touch.touch_up()
    ui.frames(1)
    assert shown(ui) == "Hoa "
    assert host.page.suggestions.shown == ["Đào", "Đức"]


def test_at_most_three_suggestions_and_none_that_is_cut(ui):
    long = "Nguyễn Phước Bảo Khánh Linh Thị Anh Đào"
    host = ui.show(replace(mother("vi"), suggest=lambda _: ("An", "Bình", long, "Chi")))
    assert host.page.suggestions.shown == ["An", "Bình"]
    host = ui.show(replace(mother("vi"), page="other", suggest=lambda _: ("Nguyễn Văn Bình", "An", "Chi", "Dung")))
    assert host.page.suggestions.shown == ["Nguyễn Văn Bình", "An", "Chi"]


def test_a_key_shows_that_it_is_down_in_the_next_frame(ui, tmp_path):
    host = ui.show(mother("vi"))
    key = find(host, "key", "t")
    before = pixels(ui, tmp_path, key)
    touch = ui.touch(*key.center)
    down = pixels(ui, tmp_path, key)
    assert sum(a != b for a, b in zip(before, down, strict=True)) > len(before) / 2
    assert shown(ui) == "", "it acts on release"
    touch.touch_move(key.right + 200, key.top + 300)
    touch.touch_up()
    ui.frames(1)
    assert shown(ui) == "", "sliding off cancels"
    assert pixels(ui, tmp_path, key) == before


def test_a_key_may_be_struck_again_at_once(ui):
    host = ui.show(mother("vi"))
    for _ in range(3):
        ui.tap(find(host, "key", "o"))
    assert shown(ui) == "Ooo"


def test_one_keyboard_serves_all_pages(ui):
    host = ui.show(mother("vi"))
    keyboard = host.page.keyboard
    assert find(host, "digits") is None
    assert find(host, "key", "'") is not None
    strike(ui, "lan")
    host = ui.show(place("vi"))
    assert host.page.keyboard is keyboard
    assert find(host, "tone") is None
    strike(ui, "an")
    assert host.page.field.text == "an"
    host = ui.show(street("vi"))
    assert host.page.keyboard is keyboard
    assert find(host, "tone", "sac") is not None


def test_digits_and_signs_stand_behind_123(ui):
    host = ui.show(street("vi"))
    strike(ui, "ngo<x> ")
    assert find(host, "key", "5") is None
    ui.press("digits")
    assert find(host, "key", "q") is None
    strike(ui, "12/3-4,.")
    ui.press("digits")
    strike(ui, " ha")
    assert shown(ui) == "Ngõ 12/3-4,. ha"


def test_letters_may_stand_in_the_order_of_the_alphabet(ui):
    host = ui.show(mother("vi"))

    def top_row() -> str:
        keys = [t for t in targets(host) if t.act == "key" and t.value.isascii() and t.value.isalpha()]
        high = max(key.y for key in keys)
        return "".join(key.value for key in sorted(keys, key=lambda key: key.x) if key.y == high)

    assert top_row() == "qwertyuiop"
    ui.press("order")
    assert top_row() == "abcdefghij"
    ui.show(replace(mother("vi"), size="1.25"))
    assert top_row() == "abcdefghij", "it stays so for this person"
    ui.show(IDLE)
    host = ui.show(mother("vi"))
    assert top_row() == "qwertyuiop"
    assert isinstance(host.page.keyboard, Keyboard)


def test_nothing_typed_outlives_the_session(ui):
    host = ui.show(mother("vi"))
    strike(ui, "lan")
    typed = weakref.ref(host.page._model)
    ui.show(IDLE)
    gc.collect()
    assert typed() is None
    before = line_texture.cache_info().misses
    line_texture("Lan", theme.font("field"), theme.text_px("field"))
    assert line_texture.cache_info().misses == before + 1, "the picture of what was typed was kept"


@pytest.mark.parametrize(
    "change",
    [{"lang": "en"}, {"size": "1.5"}, {"theme": "contrast"}, {"note": Note("e", "Xin bấm tên mẹ."), "value": ""}],
)
def test_what_was_typed_is_kept(ui, change):
    ui.show(mother("vi"))
    strike(ui, "lan")
    ui.show(replace(mother("vi"), **change))
    assert shown(ui) == "Lan"
    strike(ui, " anh")
    assert shown(ui) == "Lan Anh"


def test_another_page_begins_with_its_own_value(ui):
    ui.show(mother("vi"))
    strike(ui, "lan")
    ui.show(replace(mother("vi"), page="father-name", value="Bình"))
    assert shown(ui) == "Bình"


def test_a_view_that_looks_the_same_leaves_the_finger_where_it_is(ui):
    host = ui.show(mother("vi"))
    touch = ui.touch(*find(host, "answer", "").center)
    host.show(replace(mother("vi"), suggest=lambda _: ()))
    touch.touch_up()
    ui.frames(1)
    assert ui.events == [Event("answer", "")]


def test_the_field_is_in_error_until_something_changes(ui):
    host = ui.show(mother_again("vi"))
    assert host.page.field.error
    strike(ui, "l")
    assert not host.page.field.error
    ui.press("help")
    assert ui.events == [Event("help")]


def test_a_real_keyboard_types_too(ui):
    host = ui.show(mother("vi"))

    def down(key: int, sign: str = "", modifiers: tuple[str, ...] = ()) -> None:
        ui.window.dispatch("on_key_down", key, 0, sign, list(modifiers))
        ui.window.dispatch("on_key_up", key, 0)
        ui.frames(2)

    for sign in "lan":
        down(ord(sign), sign)
    down(8)
    down(ord("c"), "c", ("ctrl",))
    assert shown(ui) == "La"
    host.show(replace(mother("vi"), sheet=Sheet(id="leave", title="Thôi?")))
    down(ord("n"), "n")
    assert shown(ui) == "La", "a sheet lies over the page"
    host.show(mother("vi"))
    down(13)
    assert ui.events == [Event("answer", "La")]
    ui.show(street("vi"))
    down(ord("5"), "5")
    assert shown(ui) == "5"


def test_a_long_text_shows_its_end_beside_the_cursor(ui):
    host = ui.show(replace(mother("vi"), value="Công Tằng Tôn Nữ Thị Hương Giang Bảo Ngọc Khánh Linh"))
    words = host.page.field.words
    assert words.text.startswith("…")
    assert words.text.endswith("Khánh Linh")
    assert extent(words.text, words.font, words.px) <= words.width


def test_the_way_to_the_officer_is_kept(ui):
    ui.show(street("vi"))
    ui.press("counter")
    assert ui.events == [Event("counter")]


def test_with_the_largest_text_continue_is_the_last_key(ui):
    host = ui.show(replace(mother("vi"), size="1.5"))
    key = find(host, "answer")
    assert key.is_key
    strike(ui, "lan")
    ui.press("answer")
    assert ui.events == [Event("answer", "Lan")]


def test_what_has_no_room_rises_as_a_sheet_of_the_page(ui):
    host = ui.show(replace(street_again("vi"), size="1.5"))
    assert find(host, "key", "a") is None
    assert host.page.question.sheet.sheet.title == street_again("vi").note.text
    ui.press("stay")
    assert find(host, "counter") is None
    ui.press("answer")
    assert ui.events == [], "what was complained of is not given again"
    ui.press("counter")
    assert ui.events == [Event("counter")]
    ui.press("key", "a")
    ui.press("answer")
    assert ui.events[1].act == "answer"
    assert theme.large


def test_the_key_for_a_capital_is_lit_until_it_is_used(ui):
    ui.show(street("vi"))
    strike(ui, "ngo ")
    assert find(ui.host, "capital").look is TOOL
    key = ui.press("capital")
    assert key.look is TOOL_ON
    strike(ui, "mau")
    assert key.look is TOOL
    assert shown(ui) == "Ngo Mau"


def test_a_name_and_a_search_have_no_key_for_a_capital(ui):
    for view in (mother("vi"), place("vi")):
        ui.show(view)
        assert find(ui.host, "capital") is None
