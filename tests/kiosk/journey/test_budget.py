"""The walk stays within what an old person can be asked for."""

import pytest

from kiosk.language.names import suggest
from tests.kiosk.journey.effort import Effort, effort, typed

SHORTEST = {"why": "first", "parents": "counter", "spouse": "counter", "contact": "none"}


@pytest.fixture(scope="module")
def sample() -> Effort:
    """Again, both parents with their years, a widow, her own phone, paid by the code."""
    return effort({})


def test_the_sample_stays_within_its_taps_and_keys(sample):
    assert sample.taps <= 26
    assert sample.pad <= 34
    assert sample.letters <= 16


def test_the_sample_stays_within_its_time(sample):
    assert sample.total <= 560


def test_the_shortest_walk_types_nothing_and_stays_within_its_time():
    shortest = effort(SHORTEST, "cash")
    assert (shortest.pad, shortest.letters) == (0, 0)
    assert shortest.taps <= 17
    assert shortest.total <= 390


@pytest.mark.parametrize(
    ("answers", "pay", "taps", "pad"),
    [
        ({"why": "first"}, "phone", 24, 18),
        ({}, "cash", 26, 34),
        ({}, "later", 26, 34),
        ({"parents": "counter"}, "phone", 20, 26),
    ],
)
def test_other_walks_cost_what_was_agreed(answers, pay, taps, pad):
    spent = effort(answers, pay)
    assert (spent.taps, spent.pad) == (taps, pad)


def test_no_page_is_long_but_the_one_that_repeats_them_all(sample):
    long = {page for page, seconds in sample.seconds.items() if seconds > 45}
    assert long <= {"check"}
    assert sample.seconds["check"] <= 55


def test_a_name_with_suggestions_takes_half_the_keys():
    assert typed("Trần Thị Huệ", None) == 15
    assert typed("Trần Thị Huệ", suggest) <= 8


@pytest.mark.parametrize(("text", "keys"), [("An", 2), ("Huệ", 4), ("Lê An", 5), ("Đỗ", 3)])
def test_keys_are_letters_tones_and_blanks(text, keys):
    assert typed(text, None) == keys
