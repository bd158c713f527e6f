"""Cards held as people hold them, before the twin at 15 pictures a second. The long version is `make bench`."""

import pytest

from tests.bench.stream import DAY, citizen, scenes

SCENES = 5


@pytest.mark.slow
def test_every_card_that_is_held_fairly_is_read_and_none_is_read_wrongly():
    """Slow: five cards slide in, each before a page that is opened for it (half a second of the twin's time each)."""
    outcomes = list(scenes(SCENES))
    assert [outcome.taken for outcome in outcomes] == [[citizen(seed, DAY).code] for seed in range(SCENES)]
