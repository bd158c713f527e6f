"""The pages with pads, by real touches: a phone number in groups, an old passport's number, a date."""

from dataclasses import replace

import pytest

from kiosk.journey.views import Event, Note
from screens.theme import theme
from screens.widgets.target import find
from tests.screens.sample_entry_views import mother_born, old_date, old_date_again, old_number, old_number_again, phone


def strike(ui, keys: str) -> None:
    for key in keys:
        ui.press("key", key)


def boxes(ui) -> list[str]:
    return [box.text for box in ui.host.page.boxes.boxes]


def active(ui) -> str:
    return next(box.value for box in ui.host.page.boxes.boxes if box.active)


def said(ui) -> str:
    return ui.host.page.words.note.text


def test_a_phone_number_stands_in_groups_as_it_is_typed(ui):
    host = ui.show(replace(phone("vi"), value=""))
    seen = []
    for key in "0912345678":
        ui.press("key", key)
        seen.append(host.page.field.text)
    assert seen[4:8] == ["0912 3", "0912 34", "0912 345", "0912 345 6"]
    ui.press("answer", "")
    assert ui.events == [Event("answer", "0912345678")]


def test_what_was_typed_stays_beside_the_error(ui):
    host = ui.show(phone("vi"))
    ui.press("key", "8")
    ui.press("erase")
    ui.show(replace(phone("vi"), note=Note("e", "Số điện thoại có 10 chữ số. Ông, bà mới bấm 9 số.")))
    assert (host.page.field.text, host.page.field.error) == ("0912 345 67", True)
    ui.press("key", "8")
    assert (host.page.field.text, host.page.field.error) == ("0912 345 678", False)


def test_clearing_the_pad_asks_too(ui):
    host = ui.show(phone("vi"))
    ui.press("clear")
    assert host.page.field.text == "0912 345 67"
    ui.press("clear")
    assert host.page.field.text == ""
    assert ui.events == []


def test_an_old_number_has_letters_and_digits(ui):
    host = ui.show(replace(old_number("vi"), value=""))
    strike(ui, "B12")
    ui.press("answer", "")
    ui.press("counter")
    assert host.page.field.text == "B12"
    assert ui.events == [Event("answer", "B12"), Event("counter")]


def test_a_warned_value_may_be_kept(ui):
    ui.show(old_number_again("vi"))
    ui.press("keep")
    assert ui.events == [Event("keep", "BB123")]


def test_digits_pads_take_no_letter_from_a_real_keyboard(ui):
    host = ui.show(replace(phone("vi"), value=""))
    for sign in "a7":
        ui.window.dispatch("on_key_down", ord(sign), 0, sign, [])
    assert host.page.field.text == "7"


def test_three_boxes_fill_in_order_and_the_date_is_said(ui):
    ui.show(old_date("vi"))
    assert active(ui) == "day"
    assert said(ui) == "Mời ông, bà bấm ngày."
    strike(ui, "5")
    assert (boxes(ui), active(ui)) == (["05", "", ""], "month")
    strike(ui, "9")
    assert (boxes(ui), active(ui)) == (["05", "09", ""], "year")
    strike(ui, "2016")
    assert said(ui).casefold().startswith("ngày")
    assert "hai nghìn" in said(ui)
    ui.press("answer", "")
    assert ui.events == [Event("answer", "05/09/2016")]


def test_a_touched_box_begins_anew(ui):
    ui.show(replace(old_date("vi"), value="05/09/2016"))
    ui.press("box", "month")
    strike(ui, "12")
    assert (boxes(ui), active(ui)) == (["05", "12", "2016"], "year")


def test_erasing_goes_back_over_the_boxes(ui):
    ui.show(old_date("vi"))
    strike(ui, "0509")
    for _ in range(3):
        ui.press("erase")
    assert (boxes(ui), active(ui)) == (["0", "", ""], "day")


def test_only_the_year_then_nothing_at_all(ui):
    ui.show(mother_born("vi"))
    strike(ui, "5")
    assert find(ui.host, "answer", "unknown") is None
    ui.press("year-only")
    assert (boxes(ui), active(ui)) == (["-", "-", ""], "year")
    assert find(ui.host, "year-only") is None
    strike(ui, "1932")
    ui.press("answer", "")
    ui.press("answer", "unknown")
    assert ui.events == [Event("answer", "-/-/1932"), Event("answer", "unknown")]


def test_clearing_the_date_offers_the_year_again(ui):
    ui.show(mother_born("vi"))
    ui.press("year-only")
    ui.press("clear")
    ui.press("clear")
    assert boxes(ui) == ["", "", ""]
    assert find(ui.host, "year-only") is not None


def test_a_date_that_is_not_complete_goes_out_as_it_is(ui):
    ui.show(old_date("vi"))
    ui.press("answer", "")
    strike(ui, "05")
    ui.press("answer", "")
    assert ui.events == [Event("answer", ""), Event("answer", "05//")]


def test_a_note_stands_under_the_boxes_until_something_changes(ui):
    ui.show(replace(old_date_again("vi"), help_button=None))
    assert said(ui) == "Hộ chiếu này có thể còn hạn. Xin xem lại."
    ui.press("key", "1")
    ui.press("erase")
    strike(ui, "0")
    assert said(ui).startswith("Ngày")
    ui.press("keep")
    assert ui.events == [Event("keep", "27/11/2020")]


@pytest.mark.parametrize("change", [{"lang": "en"}, {"size": "1.25"}, {"theme": "contrast"}])
def test_a_date_begun_is_kept(ui, change):
    ui.show(old_date("vi"))
    strike(ui, "059")
    ui.show(replace(old_date("vi"), **change))
    assert (boxes(ui), active(ui)) == (["05", "09", ""], "year")


def test_pad_keys_are_large(ui):
    ui.show(old_date("vi"))
    assert all(min(find(ui.host, "key", key).size) > theme.mm(38) for key in "0123456789")


def test_other_ways_that_have_no_room_rise_as_a_sheet(ui):
    ui.show(replace(old_date_again("vi"), size="1.5"))
    assert ui.host.page.question is not None
    ui.press("keep")
    assert ui.events == [Event("keep", "27/11/2021")]
    assert ui.host.page.question is None
