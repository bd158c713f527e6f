"""What a voice is given to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.speech import digits, say_answer, say_text
from kiosk.language.spelling import LETTERS, can_spell, spell
from tests.vectors import vectors


@pytest.mark.parametrize("vector", vectors("say"), ids=lambda v: str(v["in"]))
def test_the_open_examples(vector: dict) -> None:
    assert say_answer(vector["in"]) == vector["out"]


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ({}, "missing"),
        ({"text": ""}, "missing"),
        ({"amount": "5"}, "value"),
        ({"amount": True}, "value"),
        ({"amount": 1.5}, "value"),
        ({"amount": -1}, "value"),
        ({"amount": 1, "number": 1}, "value"),
        ({"date": "2026-02-30"}, "value"),
        ({"code": "Ă"}, "value"),
        ({"words": "x"}, "unknown-field"),
    ],
)
def test_a_record_that_cannot_be_said_is_refused(record: dict, error: str) -> None:
    answer = say_answer(record)
    assert answer["error"] == error
    assert answer["message"]


def test_absent_keys_do_not_count() -> None:
    assert say_answer({"amount": 0, "code": "", "text": None}) == {"words": "không đồng"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Lệ phí 15.000 đồng", "lệ phí mười lăm nghìn đồng"),
        ("100.000đ, 5.000 VND", "một trăm nghìn đồng, năm nghìn đồng"),
        ("Thứ Năm, ngày 03/12/2026", "thứ năm, ngày ba tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
        ("3/12/2026", "ngày ba tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
        ("2026-12-03", "ngày ba tháng mười hai năm hai nghìn không trăm hai mươi sáu"),
        ("ngày 3/12", "ngày ba tháng mười hai"),
        ("ngày 33/12", "ngày ba mươi ba trên mười hai"),
        ("tháng 4/2026", "tháng tư năm hai nghìn không trăm hai mươi sáu"),
        ("tháng 13/2026", "tháng mười ba trên hai nghìn không trăm hai mươi sáu"),
        ("thứ 4, tháng 4", "thứ tư, tháng tư"),
        ("09:44 và 8:00", "chín giờ bốn mươi tư và tám giờ"),
        ("25:61", "hai mươi lăm:sáu mươi mốt"),
        ("0912 345 678", "không chín một hai ba bốn năm sáu bảy tám"),
        ("031078004512", "không ba một không bảy tám không không bốn năm một hai"),
        ("A 0427", "a không bốn hai bảy"),
        ("Mã HC7K 4M2Q", "mã hát xê bảy ca bốn mờ hai quy"),
        ("Mẫu TK01", "mẫu tê ca không một"),
        ("mã QR", "mã quy rờ"),
        ("ĐẶNG VĂN A", "đặng văn a"),
        ("Ảnh 4×6", "ảnh bốn nhân sáu"),
        ("Bước 2/5", "bước hai trên năm"),
        ("5% của 3,5", "năm phần trăm của ba phẩy năm"),
        ("1,05", "một phẩy không năm"),
        ("31/02/2026", "ba mươi mốt trên không hai trên hai nghìn không trăm hai mươi sáu"),
        ("2026-02-31", "hai nghìn không trăm hai mươi sáu-không hai-ba mươi mốt"),
        ("  Xin   chào. ", "xin chào."),
    ],
)
def test_a_sentence_is_said_in_words(text: str, said: str) -> None:
    assert say_text(text) == said


@given(st.text(max_size=60))
def test_no_figure_is_left_to_the_voice(text: str) -> None:
    assert not any(sign in "0123456789" for sign in say_text(text))


def test_codes_are_said_sign_by_sign() -> None:
    assert spell("hc-7k 4m") == "hát xê bảy ca bốn mờ"
    assert spell("ĐWY") == "đê vê kép i dài"
    assert digits("031 5") == "không ba một năm"
    assert can_spell("HC7K 4M2Q-9")
    assert not can_spell("Ă1")
    assert not can_spell("１")


def test_every_letter_has_a_name_of_its_own() -> None:
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZĐ") == set(LETTERS)
    assert len(set(LETTERS.values())) == len(LETTERS)
