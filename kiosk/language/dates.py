"""Days and hours as people read and say them. An instant becomes a day of Vietnam in `kiosk.clock`, not here."""

import re
from datetime import date, datetime, time
from typing import Protocol

from kiosk.language.numbers import number_words
from kiosk.language.text import Language, Words

_APRIL = 4


class Day(Protocol):
    """A date, or one of which the day, or the day and the month, is not known."""

    @property
    def year(self) -> int: ...
    @property
    def month(self) -> int | None: ...
    @property
    def day(self) -> int | None: ...


def date_words(day: Day, lang: Language = "vi") -> str:
    """What is known of the day in words: "ngày ba tháng mười hai năm hai nghìn không trăm hai mươi sáu" (the fourth
    month is "tháng tư"); in English "3 December 2026"."""
    if lang == "en":
        month = Words.load().say(f"month.{day.month}", "en") if day.month else ""
        return " ".join(str(part) for part in (day.day, month, day.year) if part)
    words = [year_words(day.year)]
    if day.month:
        words.insert(0, month_words(day.month))
    if day.day:
        words.insert(0, f"ngày {number_words(day.day)}")
    return " ".join(words)


def iso_words(text: str) -> str | None:
    """The words of `2026-12-03`, or of `1945-01` and `1945` where less is known; None for what is no date."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if not match:
        return None
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        known = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return date_words(known)
    return f"{month_words(known.month)} {year_words(known.year)}" if month is not None else year_words(known.year)


def month_words(month: int) -> str:
    return f"tháng {'tư' if month == _APRIL else number_words(month)}"


def year_words(year: int) -> str:
    return f"năm {number_words(year)}"


def date_text(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/}{day.year:04}"


def weekday(day: date, lang: Language = "vi") -> str:
    """Thứ Hai ... Chủ Nhật."""
    return Words.load().say(f"day.{day.isoweekday()}", lang)


def day_text(day: date, lang: Language = "vi") -> str:
    """With the day of the week: "Thứ Tư, 23/12/2026"."""
    return f"{weekday(day, lang)}, {date_text(day)}"


def hour_text(moment: time | datetime) -> str:
    """09:44."""
    return f"{moment:%H:%M}"


def second_text(moment: time | datetime) -> str:
    """09:44:05."""
    return f"{moment:%H:%M:%S}"


def hour_words(moment: time | datetime, lang: Language = "vi") -> str:
    """As a sentence gives it: "8 giờ", "11 giờ 30"; in English 8:00, 11:30."""
    if lang == "en":
        return f"{moment.hour}:{moment.minute:02}"
    return f"{moment.hour} giờ" + (f" {moment.minute:02}" if moment.minute else "")
