from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import ManualClock, today
from kiosk.procedures import Catalogue, choice_fee, fee_row, pay_until

PASSPORT = Catalogue.load()["cap-ho-chieu-pho-thong"]
LAST_OF_2026 = date(2026, 12, 31)
FIRST_OF_2027 = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("why", "day", "row", "amount"),
    [
        ("first", LAST_OF_2026, "hc-new-2026", 100_000),
        ("expired", LAST_OF_2026, "hc-new-2026", 100_000),
        ("valid", FIRST_OF_2027, "hc-new-2027", 200_000),
        ("damaged", LAST_OF_2026, "hc-lost-2026", 200_000),
        ("lost", LAST_OF_2026, "hc-lost-2026", 200_000),
        ("lost", FIRST_OF_2027, "hc-lost-2027", 400_000),
    ],
)
def test_the_row_is_that_of_the_day_and_the_reason(why, day, row, amount):
    found = fee_row(PASSPORT, {"why": why}, day)
    assert (found.id, found.amount) == (row, amount)


def test_the_fee_changes_at_midnight_in_vietnam():
    clock = ManualClock(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC))
    assert fee_row(PASSPORT, {}, today(clock)).amount == 100_000
    clock.advance(1)
    assert fee_row(PASSPORT, {}, today(clock)).amount == 200_000


def test_no_row_no_fee():
    assert fee_row(PASSPORT, {}, date(2026, 3, 31)) is None


def test_a_choice_shows_the_fee_it_leads_to():
    why = PASSPORT.page("why")
    assert choice_fee(PASSPORT, why, "damaged", {}, LAST_OF_2026) == "200.000"
    assert choice_fee(PASSPORT, why, "damaged", {"why": "first"}, FIRST_OF_2027) == "400.000"
    assert choice_fee(PASSPORT, why, "damaged", {}, date(2026, 1, 1)) == ""


def test_a_payment_term_ends_with_the_fee():
    day = date(2026, 12, 15)
    assert pay_until(fee_row(PASSPORT, {}, day), day, 30) == LAST_OF_2026


@given(st.dates(PASSPORT.since, date(2030, 1, 1)), st.sampled_from([c.key for c in PASSPORT.page("why").choices]))
def test_exactly_one_row_holds_and_the_term_stays_inside_it(day: date, why: str):
    answers = {"why": why}
    rows = [
        row
        for row in PASSPORT.fees
        if row.when.holds(answers) and row.since <= day and (row.until is None or day <= row.until)
    ]
    assert rows == [fee_row(PASSPORT, answers, day)]
    last = pay_until(rows[0], day, 30)
    assert day <= last <= day + timedelta(days=30)
    assert rows[0].until is None or last <= rows[0].until
