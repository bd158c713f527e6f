"""How long what failed waits: a random part of 1 s, 2 s, 4 s ... 15 min (full jitter), or what Retry-After says."""

import random
from datetime import timedelta

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 900.0


def full_jitter(
    source: random.Random, tries: int, after: float | None = None, longest_s: float = LONGEST_WAIT_S
) -> timedelta:
    """The wait after so many tries before this one; `after` in seconds, as the hub said."""
    if after is not None:
        # A little is added, or all machines would come at that second.
        return timedelta(seconds=after + source.uniform(0, FIRST_WAIT_S))
    return timedelta(seconds=source.uniform(0, min(FIRST_WAIT_S * 2.0 ** min(tries, 30), longest_s)))
