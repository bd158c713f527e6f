"""How a destination's quality follows from its exchanges: one failure is a hiccup, two are an outage from the first."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.line import GOOD, STALE_S, Cause, Exchange, Gauge, Quality, Span, State, bucket, quantile_ms

REFUSED = State.of(Cause.REFUSED)
TIMEOUT = State.of(Cause.TIMEOUT)
SLOW = State(Quality.SLOW)


def spans(gauge, *heard):
    return [span for at, shown in heard if (span := gauge.hear(at, shown)) is not None]


def test_one_failure_alone_is_a_hiccup():
    gauge = Gauge()
    assert spans(gauge, (0, GOOD), (10, REFUSED), (12, GOOD)) == [Span(0, 10, GOOD), Span(10, 12, GOOD)]
    assert gauge.state == GOOD


def test_two_failures_are_an_outage_from_the_first_on():
    gauge = Gauge()
    assert spans(gauge, (0, GOOD), (10, REFUSED), (12, REFUSED), (20, GOOD)) == [
        Span(0, 10, GOOD),
        Span(10, 12, REFUSED),
        Span(12, 20, REFUSED),
    ]


def test_an_outage_says_since_when_it_is():
    gauge = Gauge()
    spans(gauge, (0, GOOD), (10, REFUSED))
    assert gauge.state == GOOD
    gauge.hear(12, TIMEOUT)
    assert (gauge.state, gauge.since) == (TIMEOUT, 10)


def test_each_part_of_an_outage_has_its_own_cause():
    gauge = Gauge()
    heard = spans(gauge, (0, REFUSED), (5, REFUSED), (9, TIMEOUT), (30, GOOD))
    assert heard == [Span(0, 5, REFUSED), Span(5, 9, REFUSED), Span(9, 30, TIMEOUT)]


def test_it_is_good_again_at_once():
    gauge = Gauge()
    spans(gauge, (0, REFUSED), (5, REFUSED), (9, GOOD))
    assert (gauge.state, gauge.since) == (GOOD, 9)


def test_time_that_nothing_was_heard_in_is_not_measured():
    gauge = Gauge()
    assert spans(gauge, (0, REFUSED), (5, REFUSED), (5 + STALE_S + 1, GOOD)) == [Span(0, 5, REFUSED)]


def test_behind_something_that_is_away_nothing_is_known():
    gauge = Gauge()
    spans(gauge, (0, GOOD), (10, GOOD))
    assert gauge.lose(14) == Span(10, 14, GOOD)
    assert gauge.state is None
    assert gauge.lose(20) is None
    assert gauge.hear(30, GOOD) is None


def test_a_question_that_began_before_the_last_answer_takes_no_time_back():
    gauge = Gauge()
    heard = spans(gauge, (0, GOOD), (10, GOOD), (6, REFUSED), (20, REFUSED), (25, GOOD))
    assert heard == [Span(0, 10, GOOD), Span(10, 20, REFUSED), Span(20, 25, REFUSED)]


def test_slowness_counts_as_outages_do_and_is_not_away():
    gauge = Gauge()
    assert spans(gauge, (0, GOOD), (10, SLOW), (20, SLOW), (25, GOOD))[1:] == [Span(10, 20, SLOW), Span(20, 25, SLOW)]
    assert not SLOW.quality.away


@given(st.lists(st.tuples(st.floats(0, 200), st.sampled_from([GOOD, SLOW, REFUSED, TIMEOUT, None])), max_size=60))
def test_no_time_is_counted_twice_or_backwards(steps):
    gauge, now, counted = Gauge(), 0.0, []
    for pause, shown in steps:
        now += pause
        counted.append(gauge.lose(now) if shown is None else gauge.hear(now, shown))
    told = [span for span in counted if span is not None]
    assert all(span.start < span.end <= span.start + STALE_S for span in told)
    assert all(first.end <= second.start for first, second in pairwise(told))


def test_a_question_that_was_held_back_tells_the_way_only_when_it_ran_out():
    assert Exchange(0, 15.2, None, 15).round_trip_s == pytest.approx(0.2)
    assert Exchange(0, 4.0, None, 15).round_trip_s is None
    assert Exchange(0, 4.0, Cause.CUT).round_trip_s is None


@pytest.mark.parametrize(("took", "index"), [(0.0, 0), (0.05, 0), (0.0501, 1), (2.0, 5), (5.0, 6), (5.1, 7), (60, 7)])
def test_round_trips_fall_into_classes(took, index):
    assert bucket(took) == index


def test_half_of_the_round_trips_stay_within_the_bound_of_a_class():
    assert quantile_ms([0] * 8, 0.5) is None
    assert quantile_ms([1, 0, 0, 1, 0, 0, 0, 0], 0.5) == 50
    assert quantile_ms([1, 0, 0, 2, 0, 0, 0, 0], 0.5) == 500
    assert quantile_ms([0, 0, 0, 0, 0, 0, 0, 3], 0.5) == 5000
