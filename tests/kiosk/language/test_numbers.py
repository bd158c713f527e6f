"""Numbers in words, checked against a parser that knows nothing of how they are made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.numbers import amount_words, money, money_text, number_words, phone_text

UNITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip


def heard(words: str) -> int:
    """What a listener takes the words for: a grammar of tens, hundreds and groups, right to left."""
    billions, _, rest = words.rpartition(" tỷ")
    if billions:
        return heard(billions) * 10**9 + (heard(rest.strip()) if rest.strip() else 0)
    total = 0
    for name, scale in (("triệu", 10**6), ("nghìn", 1000), ("", 1)):
        group, found, after = rest.partition(f" {name}") if name else (rest, "", "")
        if found or not name:
            total += below_thousand(group.split()) * scale
            rest = after.strip() if name else ""
    return total


def below_thousand(words: list[str]) -> int:
    if words == ["không"]:
        return 0
    value = 0
    if "trăm" in words:
        hundreds, words = words[0], words[2:]
        value = 0 if hundreds == "không" else UNITS[hundreds] * 100
    if words[:1] == ["lẻ"]:
        return value + UNITS[words[1]]
    if words[:1] == ["mười"]:
        value, words = value + 10, words[1:]
    elif words[1:2] == ["mươi"]:
        value, words = value + UNITS[words[0]] * 10, words[2:]
    return value + (UNITS[words[0]] if words else 0)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm lẻ một"),
        (104, "một trăm lẻ bốn"),
        (111, "một trăm mười một"),
        (1001, "một nghìn không trăm lẻ một"),
        (1010, "một nghìn không trăm mười"),
        (1_000_000, "một triệu"),
        (1_000_001, "một triệu không trăm lẻ một"),
        (1_001_000_000, "một tỷ không trăm lẻ một triệu"),
        (10**12, "một nghìn tỷ"),
        (10**18, "một tỷ tỷ"),
        (-5, "âm năm"),
    ],
)
def test_numbers_are_said_the_usual_way(number: int, words: str) -> None:
    assert number_words(number) == words


@given(st.integers(0, 10**15) | st.integers(0, 99_999))
def test_a_number_is_heard_as_it_was(number: int) -> None:
    assert heard(number_words(number)) == number


@given(st.integers(1, 10**12))
def test_an_amount_is_its_number_and_the_currency(amount: int) -> None:
    assert amount_words(amount) == f"{number_words(amount)} đồng"


@given(st.integers(0, 10**13))
def test_figures_have_a_point_between_thousands(amount: int) -> None:
    groups = money(amount).split(".")
    assert int("".join(groups)) == amount
    assert all(len(group) == 3 for group in groups[1:])
    assert 1 <= len(groups[0]) <= 3
    assert money_text(amount) == f"{money(amount)} đồng"


@pytest.mark.parametrize(
    ("number", "shown"), [("0912345678", "0912 345 678"), ("02253822123", "0225 3822 123"), ("0912", "0912"), ("", "")]
)
def test_a_phone_number_is_shown_in_groups(number: str, shown: str) -> None:
    assert phone_text(number) == shown
