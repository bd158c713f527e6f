"""The line book in the store: bounded, no hour above sixty minutes, readable beside the kiosk without its key."""

from datetime import date

import pytest

from kiosk.audit import Stamp
from kiosk.clock import ManualClock
from kiosk.line import GOOD, Cause, Destination, State
from kiosk.store import line_book
from kiosk.store.line_book import HourKey, HourPart, Page, PeopleKey, Stretch
from kiosk.store.line_reading import LineBookFault, read_book
from tests.kiosk.store.support import NOW, opened, submission

DAY = date(2026, 11, 23)
AWAY = State.of(Cause.TIMEOUT)


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def store(tmp_path, clock):
    with opened(tmp_path, clock) as store:
        yield store


def minutes(count, state=GOOD, hour=9, destination=Destination.HUB, day=DAY):
    return Page(hours={HourKey(day, hour, True, destination, state): HourPart(ms=count * 60_000, probes=count)})


def stretch(number, ms=60_000):
    return Stretch(
        Destination.HUB, AWAY, Stamp(f"2026-11-23T02:00:{number % 60:02}.000Z", "b7f1", number), stamp(number + ms)
    )


def stamp(ms):
    return Stamp("2026-11-23T03:00:00.000Z", "b7f1", ms)


def test_pages_of_one_hour_add_up(store):
    store.keep_line_page(minutes(10))
    store.keep_line_page(minutes(5, AWAY))
    store.keep_line_page(minutes(20))
    found = {row.state: (row.ms, row.probes) for row in read_book(store.path).hours}
    assert found == {GOOD: (30 * 60_000, 30), AWAY: (5 * 60_000, 5)}


def test_an_hour_that_is_lived_again_stays_sixty_minutes(store):
    for _ in range(3):
        store.keep_line_page(minutes(25))
        store.keep_line_page(minutes(10, AWAY))
    assert sum(row.ms for row in read_book(store.path).hours) == 60 * 60_000


def test_a_stretch_that_goes_on_is_one_row(store):
    going = stretch(1)
    store.keep_line_page(Page([going], minutes(1).hours))
    going.ended, going.attempts, going.worst_ms = stamp(90_000), 7, 310
    store.keep_line_page(Page([going], minutes(1).hours))
    [row] = read_book(store.path).stretches
    assert (row.from_ms, row.to_ms, row.state) == (1, 90_000, AWAY)


def test_the_book_is_a_ring(store, monkeypatch):
    monkeypatch.setattr(line_book, "STRETCHES", 3)
    for number in range(1, 6):
        store.keep_line_page(Page([stretch(number)], minutes(1).hours))
    assert [row.from_ms for row in read_book(store.path).stretches] == [3, 4, 5]


def test_hours_of_more_than_a_year_ago_are_forgotten(store):
    store.keep_line_page(minutes(10, day=date(2025, 10, 1)))
    store.keep_line_page(minutes(10))
    assert [row.day for row in read_book(store.path).hours] == [DAY]


def test_a_dossier_is_delayed_until_the_hub_has_it(store, clock):
    dossier = submission(1).dossier
    store.submit(submission(1))
    store.delayed_by_line(dossier, {Destination.LINE: Cause.TIMEOUT})
    clock.advance(300)
    store.delayed_by_line(dossier, {Destination.LINE: Cause.TIMEOUT})
    clock.advance(300)
    clock.set(NOW)  # put back by hand: the delay is that of the monotonic clock
    store.keep_line_page(minutes(10))
    assert [row.delay_s for row in read_book(store.path).delays] == [None]
    [row] = store.unsent()
    store.mark_sent(row.id, {})
    assert [row.delay_s for row in read_book(store.path).delays] == [600]


def test_people_are_counted(store):
    key = PeopleKey(DAY, 9, True, Destination.LINE, False)
    for _ in range(2):
        store.keep_line_page(Page(minutes(1).stretches, minutes(1).hours, {key: 2}))
    assert [(row.destination, row.count) for row in read_book(store.path).people] == [(Destination.LINE, 4)]


def test_a_period_holds_its_own_rows_only(store):
    for day in (date(2026, 11, 21), DAY, date(2026, 11, 25)):
        store.keep_line_page(minutes(10, day=day))
    assert [row.day for row in read_book(store.path, DAY, DAY).hours] == [DAY]
    whole = read_book(store.path)
    assert (whole.first, whole.last) == (date(2026, 11, 21), date(2026, 11, 25))


def test_reading_takes_no_lock_and_needs_no_key(tmp_path, store):
    store.keep_line_page(minutes(10))
    assert read_book(store.path).hours
    store.keep_line_page(minutes(10))
    assert read_book(store.path).hours[0].ms == 20 * 60_000


def test_what_cannot_be_read_is_named(tmp_path):
    with pytest.raises(LineBookFault, match="no store here"):
        read_book(tmp_path / "none.sqlite")
    (tmp_path / "noise.sqlite").write_bytes(bytes(range(256)) * 16)
    with pytest.raises(LineBookFault, match="can be read"):
        read_book(tmp_path / "noise.sqlite")
    (tmp_path / "empty.sqlite").write_bytes(b"")
    with pytest.raises(LineBookFault, match="no line book yet"):
        read_book(tmp_path / "empty.sqlite")
