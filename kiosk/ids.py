"""Ids that are made before the first try and order themselves by time."""

import random
import uuid

from kiosk.clock import Clock


def uuid7(clock: Clock, source: random.Random) -> str:
    """A UUID of version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then 74 random bits.

    `source` is `random.SystemRandom()` in the product; a seeded one makes a walk that can be repeated.
    """
    milliseconds = int(clock.now().timestamp() * 1000) & (2**48 - 1)
    value = milliseconds << 80 | 0x7 << 76 | source.getrandbits(12) << 64 | 0b10 << 62 | source.getrandbits(62)
    return str(uuid.UUID(int=value))
