"""Breaking text into lines, without a window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.wrapping import wrap


def wide(text: str) -> float:
    return 10.0 * len(text)


words = st.lists(st.text("aăâđêôơưẤậ,.", min_size=1, max_size=12), min_size=1, max_size=12)


@given(words, st.integers(20, 400), st.booleans())
def test_no_line_is_wider_and_no_letter_is_lost(parts, width, balance):
    lines = wrap(" ".join(parts), wide, width, balance)
    assert all(wide(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(parts)


@given(words, st.integers(150, 400))
def test_balance_never_adds_a_line(parts, width):
    text = " ".join(parts)
    assert len(wrap(text, wide, width, balance=True)) == len(wrap(text, wide, width))


def test_balanced_lines_are_even():
    assert wrap("aaaa bbbb cccc dddd e", wide, 190) == ["aaaa bbbb cccc dddd", "e"]
    assert wrap("aaaa bbbb cccc dddd e", wide, 190, balance=True) == ["aaaa bbbb", "cccc dddd e"]


@pytest.mark.parametrize("balance", [False, True])
def test_own_breaks_are_kept(balance):
    assert wrap("Vì sao\nhộ chiếu?", wide, 400, balance) == ["Vì sao", "hộ chiếu?"]


def test_own_breaks_that_do_not_suffice_are_broken_anew():
    assert wrap("aaaa bbbb cccc\ndd", wide, 100, balance=True) == ["aaaa bbbb", "cccc dd"]
    assert wrap("aaaa bbbb cccc\ndd", wide, 100) == ["aaaa bbbb", "cccc", "dd"]


def test_a_no_break_space_holds_a_compound_together():
    assert wrap("trả lệ\u00a0phí", wide, 80) == ["trả", "lệ phí"]


@pytest.mark.parametrize("text", ["mời ông, bà", "sang quầy số 3"])
def test_address_and_numbers_stay_with_their_word(text):
    lines = wrap(text, wide, 10 * (len(text) - 1))
    assert len(lines) == 2
    assert lines[-1] in ("ông, bà", "quầy số 3")


def test_a_compound_wider_than_a_line_breaks_at_its_blank():
    assert wrap("quầy số 12345", wide, 60) == ["quầy", "số", "12345"]


def test_a_word_wider_than_a_line_is_cut_not_clipped():
    assert wrap("abcdefghij", wide, 40) == ["abcd", "efgh", "ij"]


def test_no_text_is_one_empty_line():
    assert wrap("", wide, 100) == [""]
