"""Made-up people: adults with sound cards whatever the seed and the day, and cards that are not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.demo.people import NEW_LAYOUT, citizen, odd_cards
from kiosk.identity.card import CardFault, CardRefusal, parse_card
from kiosk.identity.person import Person

TODAY = date(2026, 11, 24)
SEEDS = st.integers(0, 10**9)
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


@given(SEEDS, DAYS)
def test_every_seed_is_an_adult_with_a_valid_card_and_nothing_to_warn_of(seed, day):
    person = parse_card(citizen(seed, day).code, day)
    assert isinstance(person, Person)
    assert person.warnings == ()
    assert person.age_on(day) >= 18
    assert person.expires is None or person.expires >= day


@given(SEEDS, DAYS, DAYS)
def test_a_seed_is_the_same_person_on_every_day(seed, day, other):
    one, two = citizen(seed, day), citizen(seed, other)
    assert citizen(seed, day) == one
    assert (one.name, one.number, one.birth, one.sex, one.address) == (
        two.name,
        two.number,
        two.birth,
        two.sex,
        two.address,
    )
    assert one.code.split("|")[:6] == two.code.split("|")[:6]


@given(SEEDS, st.integers(0, 40))
def test_the_card_of_today_is_that_of_the_next_days_unless_it_runs_out(seed, later):
    now, then = citizen(seed, TODAY), citizen(seed, TODAY + timedelta(days=later))
    person = parse_card(now.code, TODAY)
    assert isinstance(person, Person)
    if person.expires is None or person.expires >= TODAY + timedelta(days=later):
        assert now == then


@given(SEEDS)
def test_the_text_of_the_card_says_what_the_person_is(seed):
    made = citizen(seed, TODAY)
    person = parse_card(made.code, TODAY)
    assert isinstance(person, Person)
    assert (str(person.number), person.name, person.address, person.issued) == (
        made.number,
        made.name,
        made.address,
        made.issued,
    )
    assert (person.birth.iso(), str(person.sex)) == (made.birth.isoformat(), made.sex)
    assert person.fields == (11 if made.issued >= NEW_LAYOUT else 7)


def test_both_layouts_of_cards_both_sexes_and_both_kinds_of_old_number_occur():
    people = [citizen(seed, TODAY) for seed in range(10)]
    assert {len(person.code.split("|")) for person in people} == {7, 11}
    assert {person.sex for person in people} == {"female", "male"}
    assert {bool(person.code.split("|")[1]) for person in people} == {True, False}
    assert len({person.number for person in people}) == 10


def test_the_first_is_an_old_woman():
    assert (citizen(0, TODAY).sex, citizen(0, TODAY).birth.year) == ("female", 1955)


@pytest.mark.parametrize("day", [TODAY, date(2027, 1, 1), date(2028, 2, 29)])
@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("under-18", ()),
        ("expired", ("card-expired",)),
        ("number-and-sex-differ", ("number-sex",)),
        ("payment-code", CardFault.OTHER_CODE),
        ("web-address", CardFault.OTHER_CODE),
        ("damaged-letters", CardFault.ENCODING),
    ],
)
def test_odd_cards_are_what_they_are_called(name, answer, day):
    read = parse_card(odd_cards(day)[name], day)
    if isinstance(read, CardRefusal):
        assert read.code is answer
    else:
        assert read.warnings == answer
        assert (read.age_on(day) < 18) == (name == "under-18")


def test_every_odd_card_is_tried_above():
    assert set(odd_cards(TODAY)) == {
        "under-18",
        "expired",
        "number-and-sex-differ",
        "payment-code",
        "web-address",
        "damaged-letters",
    }
