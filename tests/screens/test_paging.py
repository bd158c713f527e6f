"""Which part stands on which page, without a window."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.paging import Heights, Page, paginate


def heights(items, notes=(), last=0.0, join=10.0) -> Heights:
    return Heights(list(items), join, list(notes), last, turn=100.0, gap=20.0)


def high(of: Heights, pages: list[Page]) -> list[float]:
    """The height of each page."""
    starts = list(itertools.accumulate(pages, lambda a, b: (a[0] + b[0], a[1] + b[1]), initial=(0, 0)))
    many = len(pages) > 1
    final = len(pages) - 1
    return [of.of(a, b, turn=many, last=at == final) for at, (a, b) in enumerate(itertools.pairwise(starts))]


def test_what_fits_is_one_page_without_a_button():
    assert paginate(heights([100, 100], [50], 100), 410, 410) == [(2, 1)]


def test_the_earlier_pages_are_the_fuller_ones():
    assert paginate(heights([100] * 7), 600, 600) == [(4, 0), (3, 0)]
    assert paginate(heights([100] * 8), 460, 460) == [(3, 0), (3, 0), (2, 0)]


def test_no_item_is_left_alone_where_another_can_join_it():
    assert paginate(heights([100] * 7), 460, 460) == [(3, 0), (2, 0), (2, 0)]


def test_buttons_and_notes_are_never_a_page_of_their_own():
    assert paginate(heights([100] * 4, last=200), 560, 560) == [(2, 0), (2, 0)]
    assert paginate(heights([100] * 4, [100]), 540, 540) == [(2, 0), (2, 1)]


def test_a_note_goes_before_later_items_where_the_last_page_has_no_room_for_it():
    assert paginate(heights([100] * 4, [100], last=200), 560, 560) == [(2, 1), (2, 0)]


def test_a_first_page_may_be_lower():
    assert paginate(heights([100] * 6), 340, 700) == [(2, 0), (4, 0)]


def test_what_is_higher_than_a_page_stands_alone_and_nothing_is_lost():
    assert paginate(heights([900]), 300, 300) == [(1, 0)]
    assert paginate(heights([100, 900, 100]), 300, 300) == [(1, 0), (1, 0), (1, 0)]
    assert paginate(heights([]), 300, 300) == [(0, 0)]


parts = st.lists(st.integers(40, 220), max_size=7)


@given(parts, st.lists(st.integers(40, 120), max_size=2), st.integers(0, 200), st.integers(400, 700))
def test_every_part_is_on_one_page_and_none_is_too_high(items, notes, last, room):
    of = heights(items, notes, float(last))
    pages = paginate(of, room, room)
    assert (sum(page[0] for page in pages), sum(page[1] for page in pages)) == (len(items), len(notes))
    fits = all(height + 120 + (last and last + 20) <= room for height in (*items, *notes))
    assert not fits or all(height <= room + 0.5 for height in high(of, pages))


@given(st.lists(st.integers(40, 200), min_size=1, max_size=7), st.integers(0, 200), st.integers(440, 700))
def test_there_are_no_fewer_pages_that_all_have_an_item(items, last, room):
    of = heights(items, last=float(last))
    pages = paginate(of, room, room)
    if any(page[0] == 0 for page in pages):
        return
    for count in range(1, len(pages)):
        for cuts in itertools.combinations(range(1, len(items)), count - 1):
            tried = [(b - a, 0) for a, b in itertools.pairwise((0, *cuts, len(items)))]
            assert any(height > room + 0.5 for height in high(of, tried))
