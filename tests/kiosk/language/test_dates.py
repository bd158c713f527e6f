"""Days and hours, said and shown."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity import PartialDate
from kiosk.language.dates import (
    date_text,
    date_words,
    day_text,
    hour_text,
    hour_words,
    iso_words,
    second_text,
    weekday,
)


def test_a_day_is_said_in_words() -> None:
    assert date_words(date(2026, 12, 3)) == "ngày ba tháng mười hai năm hai nghìn không trăm hai mươi sáu"
    assert date_words(date(2026, 12, 3), "en") == "3 December 2026"


@pytest.mark.parametrize("month", range(1, 13))
def test_the_fourth_month_alone_has_a_name_of_its_own(month: int) -> None:
    words = date_words(date(2026, month, 1))
    assert ("tháng tư" in words) == (month == 4)
    assert "tháng bốn" not in words


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (PartialDate(1945), "năm một nghìn chín trăm bốn mươi lăm", "1945"),
        (PartialDate(1945, 4), "tháng tư năm một nghìn chín trăm bốn mươi lăm", "April 1945"),
    ],
)
def test_of_a_partial_date_what_is_known_is_said(day: PartialDate, vi: str, en: str) -> None:
    assert date_words(day) == vi
    assert date_words(day, "en") == en
    assert iso_words(day.iso()) == vi


@pytest.mark.parametrize("text", ["", "2026-02-30", "2026-00", "2026-01-00", "0000", "20261203", "2026-W01-1", "x"])
def test_what_is_no_date_has_no_words(text: str) -> None:
    assert iso_words(text) is None


def test_days_are_shown_with_the_day_of_the_week() -> None:
    assert day_text(date(2026, 12, 23)) == "Thứ Tư, 23/12/2026"
    assert day_text(date(2026, 12, 23), "en") == "Wednesday, 23/12/2026"
    assert weekday(date(2026, 11, 29)) == "Chủ Nhật"
    assert date_text(date(945, 1, 2)) == "02/01/0945"


@given(st.dates(), st.sampled_from(["vi", "en"]))
def test_the_shown_date_is_the_day(day: date, lang: str) -> None:
    assert datetime.strptime(day_text(day, lang).split(", ")[1], "%d/%m/%Y").date() == day  # noqa: DTZ007


def test_hours_are_shown_and_said() -> None:
    assert hour_text(time(9, 4)) == "09:04"
    assert second_text(time(9, 4, 5)) == "09:04:05"
    assert hour_words(time(8)) == "8 giờ"
    assert hour_words(time(11, 30)) == "11 giờ 30"
    assert hour_words(time(8), "en") == "8:00"
