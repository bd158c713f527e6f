import random
import uuid
from datetime import UTC, datetime

from kiosk.clock import ManualClock
from kiosk.ids import uuid7

NOW = datetime(2026, 11, 23, 2, 41, 12, 345000, tzinfo=UTC)


def test_the_id_is_a_uuid_of_version_7():
    made = uuid.UUID(uuid7(ManualClock(NOW), random.Random(1)))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)


def test_the_first_48_bits_are_the_milliseconds():
    made = uuid.UUID(uuid7(ManualClock(NOW), random.Random(1)))
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_a_later_id_sorts_after_an_earlier_one():
    clock = ManualClock(NOW)
    ids = []
    for _ in range(50):
        ids.append(uuid7(clock, random.Random(len(ids))))
        clock.advance(0.002)
    assert ids == sorted(ids)


def test_two_ids_of_one_instant_differ():
    clock, source = ManualClock(NOW), random.Random(1)
    assert len({uuid7(clock, source) for _ in range(200)}) == 200
