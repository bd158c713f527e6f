"""Numbers, dates that may be partial, and the ages and expiries that follow from them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity import PartialDate, PersonalNumber, Sex, age_on, birth_province, birthday, expiry

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(DAYS)
    known = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:known])


def test_a_number_is_shown_in_threes_and_masked() -> None:
    number = PersonalNumber("031078004512")
    assert number.grouped() == "031 078 004 512"
    assert number.masked() == "031 ••• ••• 512"
    assert str(number) == "031078004512"
    assert "004" not in repr(number)


@pytest.mark.parametrize("text", ["", "03107800451", "0310780045123", "03107800451x", "０３１０７８００４５１２"])
def test_what_is_no_number_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError, match="12 digits") as caught:
        PersonalNumber(text)
    assert not text or text not in str(caught.value)


@pytest.mark.parametrize(
    ("century", "year", "sex"),
    [
        ("0", 1978, Sex.MALE),
        ("1", 1978, Sex.FEMALE),
        ("2", 2078, Sex.MALE),
        ("5", 2178, Sex.FEMALE),
        ("9", 2378, Sex.FEMALE),
    ],
)
def test_the_fourth_digit_says_century_and_sex(century: str, year: int, sex: Sex) -> None:
    number = PersonalNumber(f"031{century}78004512")
    assert (number.birth_year, number.sex) == (year, sex)


def test_the_first_digits_name_the_old_province_of_the_register() -> None:
    assert birth_province(PersonalNumber("031078004512")) == "Hải Phòng"
    assert birth_province(PersonalNumber("030078004512")) == "Hải Dương"
    assert birth_province(PersonalNumber("003078004512")) is None


def test_the_words_of_a_sex_are_those_of_the_card() -> None:
    assert Sex.FEMALE.text.vi == "Nữ"
    assert Sex.from_card("Nam") is Sex.MALE
    assert Sex.from_card("nam") is None


@pytest.mark.parametrize(("text", "shown"), [("1945", "1945"), ("1945-01", "01/1945"), ("1945-01-15", "15/01/1945")])
def test_a_date_is_read_from_iso_and_shown_the_vietnamese_way(text: str, shown: str) -> None:
    day = PartialDate.from_iso(text)
    assert str(day) == text
    assert day.shown() == shown


@pytest.mark.parametrize(
    ("text", "iso"), [("15/01/1945", "1945-01-15"), ("-/01/1945", "1945-01"), ("-/-/1932", "1932")]
)
def test_a_date_is_read_as_the_date_page_gives_it(text: str, iso: str) -> None:
    assert PartialDate.from_shown(text).iso() == iso


@pytest.mark.parametrize(
    "text", ["", "1/1", "-/-/-", "31/02/2000", "15/-/1945", "0/1/1945", "1/0/1945", "a/b/c", "1/1/0"]
)
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.from_shown(text)


@pytest.mark.parametrize("text", ["", "1945-13", "1945-02-30", "45-01-01", "1945-1-1"])
def test_an_iso_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.from_iso(text)


@given(partial_dates())
def test_a_partial_date_holds_its_first_and_last_day(day: PartialDate) -> None:
    assert PartialDate.from_iso(day.iso()) == day
    first, last = day.first_day(), day.last_day()
    assert first <= last
    assert (first == last) == (not day.is_partial)
    for edge in (first, last):
        assert (edge.year, day.month or edge.month) == (day.year, edge.month)
    after = last + timedelta(days=1)
    assert (after.year, after.month) != (last.year, last.month) or not day.is_partial


@given(partial_dates(), partial_dates())
def test_before_is_either_sure_or_perhaps_or_not(one: PartialDate, other: PartialDate) -> None:
    if one.surely_before(other):
        assert one.perhaps_before(other)
        assert not other.perhaps_before(one)
    assert one.surely_before(other) == (not any(not d < other.first_day() for d in (one.first_day(), one.last_day())))
    assert one.surely_before(other.first_day()) == one.surely_before(other)


def test_a_birthday_of_29_february_is_the_1st_of_march_in_other_years() -> None:
    assert birthday(date(2000, 2, 29), 25) == date(2025, 3, 1)
    assert birthday(date(2000, 2, 29), 40) == date(2040, 2, 29)


@pytest.mark.parametrize(
    ("birth", "issued", "end"),
    [
        (date(1999, 10, 10), date(2021, 6, 5), date(2024, 10, 10)),
        (date(1978, 3, 14), date(2021, 7, 22), date(2038, 3, 14)),
        (date(1955, 2, 12), date(2021, 7, 22), None),
        (date(1962, 5, 1), date(2021, 7, 22), None),
        (date(1963, 7, 22), date(2021, 7, 22), None),
        (date(1963, 7, 23), date(2021, 7, 22), date(2023, 7, 23)),
        (date(1997, 7, 1), date(2021, 7, 22), date(2037, 7, 1)),
        (date(2016, 9, 9), date(2024, 7, 1), date(2030, 9, 9)),
        (date(2016, 9, 9), date(2024, 6, 30), date(2041, 9, 9)),
        (PartialDate(1999, 2), date(2021, 6, 5), date(2024, 2, 28)),
        (PartialDate(1999), date(2021, 6, 5), date(2024, 12, 31)),
    ],
)
def test_a_card_ends_on_the_next_milestone_over_two_years_away(
    birth: date | PartialDate, issued: date, end: date | None
) -> None:
    assert expiry(birth, issued) == end


@given(DAYS, st.integers(0, 120))
def test_a_person_is_one_year_older_from_the_birthday_on(born: date, age: int) -> None:
    day = birthday(born, age)
    assert age_on(born, day) == age
    assert age_on(born, day - timedelta(days=1)) == age - 1


def test_a_person_of_unknown_day_is_not_taken_for_older() -> None:
    assert age_on(PartialDate(2008), date(2026, 12, 30)) == 17
    assert age_on(PartialDate(2008), date(2026, 12, 31)) == 18
