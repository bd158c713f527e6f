"""Words that do not change with every frame: what is told, when, and for how long."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drivers.vision.steady import ABSENT_S, STAYS_S, WINDOW_S, Once, Steady

FRAME_S = 1 / 15
STREAMS = st.lists(st.sampled_from("abc"), min_size=1, max_size=120)


def told(verdicts, first="-"):
    """(s, verdict) of each change."""
    steady, changes = Steady(first), []
    for number, verdict in enumerate(verdicts):
        if steady.see(verdict, number * FRAME_S):
            changes.append((number * FRAME_S, steady.told))
    return changes


def test_what_lasts_is_told_within_a_second():
    [(at, verdict)] = told("a" * 30)
    assert verdict == "a"
    assert WINDOW_S / 2 <= at < 1


def test_a_single_frame_that_says_otherwise_is_not_told():
    assert [verdict for _, verdict in told("aaaaaaaaaaaabaaaaaaaaabaaaaa")] == ["a"]


def test_frames_that_agree_on_nothing_tell_nothing():
    assert told("abc" * 20) == []


@given(STREAMS)
def test_what_was_told_stays_long_enough_to_be_read(verdicts):
    changes = told(verdicts)
    assert all(later - earlier >= STAYS_S for (earlier, _), (later, _) in pairwise(changes))


@given(STREAMS)
def test_only_what_was_seen_is_told_and_never_the_same_again(verdicts):
    heard = ["-", *(verdict for _, verdict in told(verdicts))]
    assert set(heard[1:]) <= set(verdicts)
    assert all(before != after for before, after in pairwise(heard))


def test_a_code_that_stays_in_view_is_told_once():
    once = Once()
    assert [once.news([b"one"], number * FRAME_S) for number in range(100)] == [True] + [False] * 99


def test_a_code_that_was_away_is_told_again():
    once = Once()
    assert once.news([b"one"], 0)
    assert not once.news([], 1)
    assert not once.news([b"one"], ABSENT_S - 0.1)
    assert once.news([b"one"], 2 * ABSENT_S)


def test_another_code_beside_it_is_news():
    once = Once()
    assert once.news([b"one"], 0)
    assert once.news([b"one", b"two"], 0.1)
    assert not once.news([b"two", b"one"], 0.2)
