"""Typing a text by the keyboard: capitals, tones at any time, erasing, completing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.typing_model import Mode, Tone, TypingModel

TONES = {"s": Tone.SAC, "f": Tone.HUYEN, "r": Tone.HOI, "x": Tone.NGA, "j": Tone.NANG, "z": Tone.PLAIN}


def press(model: TypingModel, keys: str) -> None:
    """Keys as on the keyboard: letters; a tone as `<f>`; `<-` erases."""
    index = 0
    while index < len(keys):
        if keys[index] == "<":
            act = keys[index + 1]
            model.erase() if act == "-" else model.press_tone(TONES[act])
            index += 2 if act == "-" else 3
        else:
            model.press(keys[index])
            index += 1


def typed(keys: str, mode: Mode = "name", limit: int = 60) -> str:
    model = TypingModel(mode, limit=limit)
    press(model, keys)
    return model.text


@pytest.mark.parametrize(
    "keys",
    ["trân<f> thi<j> huê<j>", "trâ<f>n thi<j> huê<j>", "trâ<s><f>n thi<j> huê<j>", "trân<f> thi<j> huêê<-<j>"],
)
def test_a_name_is_typed_with_tones_at_any_time(keys: str) -> None:
    assert typed(keys) == "Trần Thị Huệ"


def test_the_same_tone_again_takes_it_off_and_so_does_plain() -> None:
    assert typed("hu<f><f>") == "Hu"
    assert typed("hu<f><z>") == "Hu"
    assert typed("hu<f><s>") == "Hú"


def test_a_tone_moves_when_letters_follow() -> None:
    assert typed("hoa<f>") == "Hòa"
    assert typed("hoa<f>n") == "Hoàn"
    assert typed("hoan<f>") == "Hoàn"


def test_a_tone_without_a_vowel_does_nothing() -> None:
    model = TypingModel()
    assert not model.press_tone(Tone.SAC)
    press(model, "tr")
    assert not model.press_tone(Tone.SAC)
    assert model.text == "Tr"


def test_the_tone_of_the_word_is_known() -> None:
    model = TypingModel()
    press(model, "trân<f>")
    assert model.tone is Tone.HUYEN
    press(model, " ")
    assert model.tone is None
    press(model, "hê<j>")
    assert model.tone is Tone.NANG


def test_every_word_of_a_name_begins_with_a_capital() -> None:
    assert typed("h'hen niê") == "H'Hen Niê"
    assert typed("y-bham êban") == "Y-Bham Êban"
    assert typed("đinh") == "Đinh"


def test_a_text_begins_with_one_capital_and_takes_digits_and_signs() -> None:
    assert typed("sô<s> 12/3, ngõ 5", "text") == "Số 12/3, ngõ 5"
    assert typed("12 tô<r> 3", "text") == "12 tổ 3"


def test_a_capital_within_a_text_is_asked_for_and_used_once() -> None:
    model = TypingModel("text")
    press(model, "ngõ ")
    assert model.press_capital()
    assert model.capital
    press(model, "t")
    assert not model.capital
    press(model, "râ<f>n ")
    assert model.press_capital()
    assert model.press_capital()
    press(model, "h")
    assert model.text == "Ngõ Trần h"


def test_a_capital_waits_for_a_letter() -> None:
    model = TypingModel("text")
    press(model, "12 ")
    model.press_capital()
    press(model, "3")
    assert model.capital
    press(model, "đ")
    assert model.text == "12 3Đ"


def test_a_name_has_its_capitals_by_itself() -> None:
    model = TypingModel("name")
    assert not model.press_capital()
    assert not model.capital


def test_a_search_stays_small() -> None:
    assert typed("An Bien", "search") == "an bien"


def test_a_name_takes_no_digit_and_no_other_sign() -> None:
    assert typed("1a2!/.,") == "A"


def test_blanks_stand_only_between_words() -> None:
    assert typed("  a  b ") == "A B "
    model = TypingModel(value="Trần  Thị ")
    assert model.answer == "Trần Thị"


def test_erasing_takes_a_whole_composed_letter() -> None:
    model = TypingModel(value=unicodedata.normalize("NFD", "Huệ"))
    assert model.text == "Huệ"
    assert model.erase()
    assert model.text == "Hu"
    press(model, "<-<-")
    assert model.text == ""
    assert not model.erase()


def test_a_mark_that_has_no_composed_letter_goes_with_its_letter() -> None:
    model = TypingModel(value="Ab̀")
    model.erase()
    assert model.text == "A"


def test_clearing_empties() -> None:
    model = TypingModel(value="Trần")
    assert model.clear()
    assert model.text == ""
    assert not model.clear()


def test_a_suggestion_completes_the_word_and_adds_a_blank() -> None:
    model = TypingModel()
    press(model, "trân<f> thi<j> hu")
    assert model.complete("Huệ")
    assert model.text == "Trần Thị Huệ "
    assert model.complete("Mai")
    assert model.text == "Trần Thị Huệ Mai "


def test_nothing_is_longer_than_the_limit() -> None:
    assert typed("abcdef", limit=4) == "Abcd"
    model = TypingModel(limit=6)
    press(model, "tran t")
    assert not model.complete("Thị")
    assert model.text == "Tran T"
    assert TypingModel(limit=3, value="Huệ ").text == "Huệ"


@given(st.lists(st.sampled_from([*"aăâeêioôơuưydđtnhgqc '", *Tone, "<-"]), max_size=30))
def test_the_text_is_always_composed_and_within_the_limit(acts: list[str]) -> None:
    model = TypingModel(limit=20)
    for act in acts:
        if act == "<-":
            model.erase()
        elif isinstance(act, Tone):
            model.press_tone(act)
        else:
            model.press(act)
        assert model.text == unicodedata.normalize("NFC", model.text)
        assert len(model.text) <= 20
        assert not model.text.startswith(" ")
        assert "  " not in model.text
