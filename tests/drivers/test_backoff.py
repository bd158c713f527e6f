import itertools

from drivers.backoff import backoff


def test_the_waits_double_up_to_their_limit():
    assert list(itertools.islice(backoff(), 7)) == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
