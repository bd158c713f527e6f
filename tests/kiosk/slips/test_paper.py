"""The kit that slips are laid out with."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payments.qr import matrix
from kiosk.slips.paper import COLUMN, MARGIN, WIDTH, Paper, SlipFault, Weight

WORDS = st.lists(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyẪỀỤ.,", min_size=1, max_size=40), min_size=1, max_size=12).map(
    " ".join
)


def lines(put) -> list[str]:
    paper = Paper()
    put(paper)
    return [line.text for line in paper.finish().lines]


def test_letters_below_24_dots_are_refused():
    with pytest.raises(ValueError):
        Paper().line("x", size=23)


def test_a_code_that_reads_otherwise_stops_the_slip():
    paper = Paper()
    paper.code("HELLO", matrix("OTHER"))
    with pytest.raises(SlipFault):
        paper.finish()


def test_a_code_that_was_damaged_stops_the_slip():
    paper = Paper()
    broken = tuple(tuple(False for _ in row) for row in matrix("HELLO"))
    paper.code("HELLO", broken)
    with pytest.raises(SlipFault):
        paper.finish()


def test_lines_part_where_a_sentence_ends():
    assert lines(lambda paper: paper.line("Chỉ trả một lần. Tiền về chậm vẫn được nhận.")) == [
        "Chỉ trả một lần.",
        "Tiền về chậm vẫn được nhận.",
    ]


def test_groups_of_a_number_stay_together():
    assert lines(lambda paper: paper.row("Tài khoản", "0000\u00a01234\u00a000005, Ngân hàng Mẫu")) == [
        "Tài khoản",
        "0000 1234 00005,",
        "Ngân hàng Mẫu",
    ]


def test_a_number_too_long_for_the_line_parts_between_its_groups():
    said = lines(lambda paper: paper.line("\u00a0".join(["123456789"] * 6)))
    assert len(said) > 1
    assert all(set(line.split(" ")) == {"123456789"} for line in said)


def test_a_value_with_no_room_beside_its_label_goes_below():
    label = "Nhãn rất dài chiếm gần hết dòng này"
    said = lines(lambda paper: paper.row(label, "Giá trị cũng dài không kém gì"))
    assert said == [label, "Giá trị cũng dài không kém gì"]


def test_text_as_large_as_fits():
    paper = Paper()
    paper.fitted("A 0427", 84, 56, Weight.EXTRABOLD)
    paper.fitted("G00.000.108-261125-000042", 40, 28, Weight.EXTRABOLD)
    short, long = paper.finish().lines
    assert short.size == 84
    assert 28 <= long.size < 40


def test_a_long_slip_is_not_cut_off():
    paper = Paper()
    for number in range(200):
        paper.line(f"Dòng {number}")
    slip = paper.finish()
    assert slip.image.height > 200 * 26
    assert (np.asarray(slip.image)[slip.lines[-1].box[1] : slip.lines[-1].box[3]] == 0).any()


@given(WORDS, WORDS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_words_stay_in_the_column_and_none_is_lost(one, other):
    paper = Paper()
    paper.centred(one)
    paper.row(one, other)
    paper.steps((one, other))
    slip = paper.finish()
    columns = np.flatnonzero((np.asarray(slip.image) == 0).any(axis=0))
    assert columns[0] >= MARGIN - 2
    assert columns[-1] <= WIDTH - MARGIN + 1
    assert all(line.box[2] - line.box[0] <= COLUMN + 3 for line in slip.lines)
    drawn = "".join(line.text for line in slip.lines).replace(" ", "")
    assert sorted(drawn) == sorted("".join(slip.texts).replace(" ", ""))
