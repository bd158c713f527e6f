from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.clock import VIETNAM
from kiosk.office import Office
from kiosk.procedures import HolidayTable, OfficeCalendar, fee_row, load_office, pay_until
from kiosk.procedures.offices import OFFICES

TABLE = HolidayTable.load()
OFFICE = load_office(OFFICES / "mau-pa08.yaml")
CALENDAR = OfficeCalendar(TABLE, OFFICE)
SATURDAY_OFFICE = OFFICE.model_copy(update={"saturdays": True})

MONDAY = date(2026, 11, 23)
CULTURE_DAY = date(2026, 11, 24)


def test_eight_days_from_25_november_end_on_monday_7_december():
    assert CALENDAR.add_office_days(date(2026, 11, 25), 8) == date(2026, 12, 7)
    assert CALENDAR.collect_day(date(2026, 11, 25), date(2026, 11, 23), 8) == date(2026, 12, 7)


def test_eight_days_from_23_november_skip_the_day_of_culture():
    assert CALENDAR.collect_day(MONDAY, MONDAY, 8) == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("day", "at", "is_open"),
    [
        (MONDAY, time(7, 29, 59), False),
        (MONDAY, time(7, 30), True),
        (MONDAY, time(11, 29, 59), True),
        (MONDAY, time(11, 30), False),
        (MONDAY, time(13, 0), True),
        (MONDAY, time(16, 30), False),
        (CULTURE_DAY, time(9, 0), False),
        (date(2026, 11, 28), time(9, 0), False),
    ],
)
def test_the_office_is_open_in_its_hours_on_its_days(day, at, is_open):
    assert CALENDAR.is_open(datetime.combine(day, at, VIETNAM)) is is_open


def test_a_citizen_of_23_november_passes_by_until_8_december():
    assert CALENDAR.look_until(MONDAY) == date(2026, 12, 8)


def test_a_slip_of_23_november_is_paid_until_23_december(passport):
    row = fee_row(passport, {"why": "expired"}, MONDAY)
    assert pay_until(row, MONDAY, OFFICE.pay_days) == date(2026, 12, 23)


def test_the_later_of_acceptance_and_payment_counts():
    assert CALENDAR.collect_day(date(2026, 11, 25), date(2026, 11, 27), 8) == date(2026, 12, 9)


def test_no_day_is_promised_while_the_fee_is_unpaid():
    assert CALENDAR.collect_day(MONDAY, None, 8) is None


def test_no_day_is_promised_beyond_the_table():
    assert CALENDAR.last_day == date(2026, 12, 31)
    assert CALENDAR.add_office_days(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert CALENDAR.add_office_days(date(2026, 12, 30), 2) is None
    assert CALENDAR.add_office_days(date(2027, 2, 1), 1) is None
    assert CALENDAR.printable(date(2026, 12, 31)) == date(2026, 12, 31)
    assert CALENDAR.printable(date(2027, 1, 1)) is None


def test_no_day_is_promised_before_the_table():
    assert CALENDAR.add_office_days(date(2025, 12, 31), 1) == date(2026, 1, 5)
    assert CALENDAR.add_office_days(date(2025, 12, 30), 1) is None


def test_holidays_and_exchanged_days_are_no_office_days():
    assert CALENDAR.holiday(CULTURE_DAY).name.vi == "Ngày Văn hóa Việt Nam"
    for day in (CULTURE_DAY, date(2026, 2, 17), date(2026, 4, 27), date(2026, 8, 31), date(2026, 9, 2)):
        assert not CALENDAR.is_office_day(day)
        assert CALENDAR.closes(day) is None


def test_a_make_up_saturday_is_an_office_day_but_no_working_day():
    make_up = date(2026, 8, 22)
    assert make_up.isoweekday() == 6
    assert CALENDAR.holiday(make_up) is None
    assert CALENDAR.is_office_day(make_up)
    assert not CALENDAR.is_working_day(make_up)


def test_saturdays_count_at_the_counter_but_never_towards_a_result():
    calendar = OfficeCalendar(TABLE, SATURDAY_OFFICE)
    friday = date(2026, 11, 27)
    assert calendar.add_office_days(friday, 1) == date(2026, 11, 28)
    assert calendar.collect_day(friday, friday, 1) == date(2026, 11, 30)
    assert not CALENDAR.is_office_day(date(2026, 11, 28))
    assert not calendar.is_office_day(date(2026, 11, 29))


def test_a_day_the_office_is_shut_does_not_count():
    calendar = OfficeCalendar(TABLE, OFFICE.model_copy(update={"closed_days": (date(2026, 11, 25),)}))
    assert calendar.add_office_days(MONDAY, 1) == date(2026, 11, 26)


def test_the_office_closes_with_its_last_hour():
    assert CALENDAR.closes(MONDAY) == time(16, 30)


def test_a_term_of_no_days_is_no_term():
    with pytest.raises(ValueError, match="at least one day"):
        CALENDAR.add_office_days(MONDAY, 0)


DAYS = st.dates(date(2026, 1, 1), date(2026, 11, 30))


@given(DAYS, st.integers(1, 15), st.sampled_from([OFFICE, SATURDAY_OFFICE]))
def test_a_term_ends_on_an_office_day_with_as_many_office_days_passed(start: date, count: int, office: Office):
    calendar = OfficeCalendar(TABLE, office)
    end = calendar.add_office_days(start, count)
    assert end is not None
    assert calendar.is_office_day(end)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(calendar.is_office_day(day) for day in passed) == count


@given(DAYS, DAYS, st.integers(1, 10))
def test_filing_or_paying_later_never_gives_an_earlier_result(accepted: date, paid: date, days: int):
    result = CALENDAR.collect_day(accepted, paid, days)
    later = CALENDAR.collect_day(accepted + timedelta(days=1), paid, days)
    assert result is not None
    assert later is not None
    assert later >= result
    assert result.isoweekday() <= 5


def _table(*years: dict) -> None:
    HolidayTable.model_validate({"years": years})


def _day(day: str) -> dict:
    return {
        "day": day,
        "name": {"vi": "Lễ", "en": "Holiday"},
        "kind": "holiday",
        "source": "-",
        "mark": "?",
        "checked": "2026-11-24",
    }


@pytest.mark.parametrize(
    ("years", "fault"),
    [
        ([], "follow each other"),
        ([{"year": 2026, "complete": True, "days": []}, {"year": 2028, "complete": True, "days": []}], "follow each"),
        ([{"year": 2026, "complete": False, "days": []}], "must be complete"),
        ([{"year": 2026, "complete": True, "days": [_day("2026-01-01")] * 2}], "2026-01-01 stands twice"),
        ([{"year": 2026, "complete": True, "days": [_day("2027-01-01")]}], "stands under 2026"),
    ],
)
def test_an_unsound_table_is_refused(years, fault):
    with pytest.raises(ValueError, match=fault):
        _table(*years)
