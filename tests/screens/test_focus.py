"""Where arrows lead: rows and columns, what lies aside, the ends; nothing out of reach."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.focus import Box, Way, nearest, neighbour, reading_order

# a b     two tiles
# cccc    a wide button
#  d e f  three small ones
A, B, C, D, E, F = range(6)
PAGE = [
    Box(0, 300, 45, 400),
    Box(55, 300, 100, 400),
    Box(0, 200, 100, 290),
    Box(10, 100, 30, 190),
    Box(40, 100, 60, 190),
    Box(70, 100, 90, 190),
]


def led(boxes, at, ways, column=None):
    """Where a row of arrows leads; up and down keep to the column of the first of them."""
    for way in ways:
        upright = way in (Way.UP, Way.DOWN)
        column = (boxes[at].middle[0] if column is None else column) if upright else None
        at = neighbour(boxes, at, way, column)
    return at


@pytest.mark.parametrize(
    ("at", "way", "to"),
    [
        (A, Way.RIGHT, B),
        (B, Way.LEFT, A),
        (A, Way.DOWN, C),
        (C, Way.DOWN, E),
        (E, Way.UP, C),
        (D, Way.RIGHT, E),
        (F, Way.LEFT, E),
    ],
)
def test_an_arrow_leads_to_the_nearest_that_way(at, way, to):
    assert neighbour(PAGE, at, way) == to


@pytest.mark.parametrize("at", [A, B, D, F])
def test_a_way_over_a_wide_box_comes_back_to_its_column(at):
    over = Way.DOWN if at in (A, B) else Way.UP
    back = Way.UP if over is Way.DOWN else Way.DOWN
    assert led(PAGE, at, [over, back]) == at


@pytest.mark.parametrize(
    ("at", "way", "to"), [(B, Way.RIGHT, C), (C, Way.RIGHT, D), (D, Way.LEFT, C), (C, Way.LEFT, B)]
)
def test_at_the_end_of_a_row_it_runs_on_as_one_reads(at, way, to):
    assert neighbour(PAGE, at, way) == to


@pytest.mark.parametrize(
    ("at", "way"), [(A, Way.UP), (B, Way.UP), (D, Way.DOWN), (F, Way.DOWN), (A, Way.LEFT), (F, Way.RIGHT)]
)
def test_it_stays_at_the_ends(at, way):
    assert neighbour(PAGE, at, way) == at


def test_what_shares_no_width_is_reached_where_nothing_else_lies_that_way():
    small, wide = Box(80, 100, 100, 120), Box(0, 0, 50, 50)
    assert neighbour([small, wide], 0, Way.DOWN) == 1
    assert neighbour([small, wide], 1, Way.UP) == 0


def test_what_shares_a_width_goes_before_what_is_nearer_aside():
    here, aside, under = Box(0, 200, 30, 250), Box(60, 140, 90, 190), Box(0, 0, 30, 50)
    assert neighbour([here, aside, under], 0, Way.DOWN) == 2


def test_beside_a_tall_box_the_nearest_of_a_stack_is_led_to():
    tall, upper, middle, lower = Box(0, 0, 40, 300), Box(50, 200, 90, 300), Box(50, 100, 90, 190), Box(50, 0, 90, 90)
    assert neighbour([tall, upper, middle, lower], 0, Way.RIGHT) == 2
    assert neighbour([tall, upper, middle, lower], 3, Way.LEFT) == 0


def test_boxes_that_overlap_are_all_reached():
    low, over = Box(0, 0, 100, 60), Box(20, 40, 80, 120)
    assert neighbour([low, over], 0, Way.UP) == 1
    assert neighbour([low, over], 1, Way.DOWN) == 0


def test_reading_order_is_rows_from_the_left_whatever_the_order_of_the_tree():
    shuffled = [PAGE[at] for at in (F, C, B, E, A, D)]
    assert [shuffled[at] for at in reading_order(shuffled)] == PAGE


def test_boxes_of_a_row_need_not_be_equally_high():
    assert reading_order([Box(50, 10, 90, 40), Box(0, 0, 40, 50), Box(0, -60, 40, -10)]) == [1, 0, 2]


def test_the_nearest_is_that_of_the_middles():
    assert nearest(PAGE, Box(42, 90, 62, 120)) == E
    with pytest.raises(ValueError):
        nearest([], PAGE[0])


@st.composite
def pages(draw):
    """Rows of boxes of any number and width, gaps between them, some cut short at either end."""
    boxes, top = [], 2000
    for _ in range(draw(st.integers(1, 6))):
        high = draw(st.integers(60, 200))
        x, row = draw(st.integers(0, 400)), draw(st.integers(1, 6))
        for _ in range(row):
            wide = draw(st.integers(60, 160))
            boxes.append(Box(x, top - high, x + wide, top))
            x += wide + draw(st.integers(10, 60))
        top -= high + draw(st.integers(10, 60))
    return draw(st.permutations(boxes))


@given(pages())
def test_on_any_page_of_rows_right_passes_all_from_the_first_and_left_comes_back(boxes):
    order = reading_order(boxes)
    there = list(itertools.accumulate(boxes[1:], lambda at, _: neighbour(boxes, at, Way.RIGHT), initial=order[0]))
    back = list(itertools.accumulate(boxes[1:], lambda at, _: neighbour(boxes, at, Way.LEFT), initial=order[-1]))
    assert there == order
    assert back == order[::-1]


@given(pages(), st.data())
def test_on_any_page_of_rows_up_leads_higher_and_down_lower(boxes, data):
    at = data.draw(st.integers(0, len(boxes) - 1))
    higher = sorted({box.low for box in boxes if box.low >= boxes[at].high})
    lower = sorted({box.high for box in boxes if box.high <= boxes[at].low})
    up, down = neighbour(boxes, at, Way.UP), neighbour(boxes, at, Way.DOWN)
    assert up == at if not higher else boxes[up].low >= boxes[at].high
    assert down == at if not lower else boxes[down].high <= boxes[at].low
