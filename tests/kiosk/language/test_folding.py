"""Same name, same without marks, different."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.folding import folded, same_name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa", "Hoà"),
        ("Thủy", "THUỶ"),
        ("H’Hen  Niê", "H' Hen Niê".replace("H' ", "H'")),
        ("Ðặng", "Đặng"),
        ("ðặng", "đặng"),
        (" Lê  Mẫu ", "lê mẫu"),
        (unicodedata.normalize("NFD", "Nguyễn"), "Nguyễn"),
        ("Ê\u0306ban", "ê\u0306BAN"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert same_name_key(one) == same_name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Tuấn", "Tuân"), ("Cẩm Giang", "Cẩm Giàng"), ("Đức", "Dức"), ("Hà", "Hạ")])
def test_the_same_without_marks_is_not_the_same_name(one: str, other: str) -> None:
    assert same_name_key(one) != same_name_key(other)
    assert folded(one) == folded(other)


def test_folding_leaves_bare_capitals() -> None:
    assert folded("Đỗ Ƀăn Ê\u0306ban Ñ") == "DO BAN EBAN N"


@given(st.text("aăâeêoôơuưyđ áàảãạ'’ABCĐ", max_size=20))
def test_folding_twice_changes_nothing_and_says_less_than_the_key(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(same_name_key(text)) == folded(text)
