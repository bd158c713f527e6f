"""Pads and dates: what the boxes hold after each key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.entry_model import DAY, MONTH, YEAR, DateModel, PadModel


def typed(model: PadModel | DateModel, keys: str) -> PadModel | DateModel:
    for key in keys:
        model.press(key)
    return model


def date(keys: str) -> DateModel:
    model = DateModel()
    typed(model, keys)
    return model


def test_a_phone_number_is_shown_in_its_groups_as_it_is_typed() -> None:
    model = PadModel(groups=(4, 3, 3), limit=11)
    seen = []
    for key in "0912345678":
        model.press(key)
        seen.append(model.shown)
    assert seen[3:5] == ["0912", "0912 3"]
    assert seen[-1] == "0912 345 678"
    model.press("9")
    assert model.shown == "0912 345 6789"
    assert not model.press("1"), "eleven digits are the most"
    assert model.text == "09123456789"


def test_letters_only_where_the_pad_has_them() -> None:
    assert typed(PadModel(), "b12").text == "12"
    assert typed(PadModel(letters=True), "b1234567").text == "B1234567"
    assert not PadModel(letters=True).press("Đ")
    assert not PadModel().press("²")


def test_erasing_and_clearing_a_pad() -> None:
    model = PadModel("123")
    assert model.erase()
    assert model.text == "12"
    assert model.clear()
    assert model.text == ""
    assert not model.erase()
    assert not model.clear()


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("05092016", "05/09/2016"),
        ("592016", "05/09/2016"),
        ("31121999", "31/12/1999"),
        ("351932", "03/05/1932"),
        ("0102", ""),
        ("31022020", "31/02/2020"),
        ("4", ""),
    ],
)
def test_boxes_fill_in_order_without_leading_zeros(keys: str, value: str) -> None:
    assert date(keys).value == value


def test_the_cursor_moves_by_itself() -> None:
    model = DateModel()
    assert model.active == DAY
    model.press("3")
    assert model.active == DAY, "3 can become 30 or 31"
    model.press("1")
    assert (model.active, model.boxes[DAY]) == (MONTH, "31")
    model.press("9")
    assert (model.active, model.boxes[MONTH]) == (YEAR, "09")


def test_a_single_digit_left_behind_gets_its_zero() -> None:
    model = date("1")
    assert model.go(MONTH)
    assert model.boxes[DAY] == "01"
    typed(model, "1")
    model.go(YEAR)
    typed(model, "1932")
    assert model.value == "01/01/1932"
    typed(model, "5")
    assert model.value == "01/01/1932", "the year takes no fifth digit"


def test_a_lone_zero_left_behind_is_taken_away() -> None:
    model = date("0")
    model.go(YEAR)
    assert model.boxes[DAY] == ""


def test_keys_that_make_no_date_are_ignored() -> None:
    model = date("00")
    assert (model.active, model.boxes) == (DAY, ["0", "", ""])
    assert not model.press("x")
    assert not date("0509").press("9"), "no year begins with 9"


def test_erasing_goes_back_over_the_boxes() -> None:
    model = date("05091")
    for expected in (["05", "09", ""], ["05", "0", ""], ["05", "", ""], ["0", "", ""], ["", "", ""]):
        assert model.erase()
        assert model.boxes == expected
    assert not model.erase()
    assert model.active == DAY


def test_a_box_that_is_gone_to_begins_anew() -> None:
    model = date("05092016")
    model.go(DAY)
    model.press("1")
    assert model.boxes == ["1", "09", "2016"]
    model.press("7")
    assert model.value == "17/09/2016"


def test_only_the_year_is_remembered() -> None:
    model = date("05")
    assert model.forget_day()
    assert model.year_only
    typed(model, "1932")
    assert model.value == "-/-/1932"
    model.go(MONTH)
    model.press("9")
    assert model.value == "-/09/1932"
    assert model.clear()
    assert not model.year_only


def test_a_kept_value_is_there_again() -> None:
    assert DateModel("-/-/1932").value == "-/-/1932"
    assert DateModel("05/09/2016").boxes == ["05", "09", "2016"]
    assert DateModel("").active == DAY


@given(st.text("0123456789", max_size=12), st.lists(st.sampled_from(["erase", "d", "m", "y", "only"]), max_size=4))
def test_whatever_is_pressed_a_value_has_two_two_and_four_signs(keys: str, acts: list[str]) -> None:
    model = DateModel()
    for index, key in enumerate(keys):
        model.press(key)
        if index < len(acts):
            act = acts[index]
            model.erase() if act == "erase" else model.forget_day() if act == "only" else model.go("dmy".index(act))
    if model.value:
        day, month, year = model.value.split("/")
        assert day == "-" or (1 <= int(day) <= 31 and len(day) == 2)
        assert month == "-" or (1 <= int(month) <= 12 and len(month) == 2)
        assert len(year) == 4
