"""Text as it is said: figures, money, dates, hours and codes of a sentence in words, so that no voice has to guess."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kiosk.language.dates import date_words, iso_words, month_words, year_words
from kiosk.language.numbers import CURRENCY, DIGITS, amount_words, number_words
from kiosk.language.spelling import can_spell, spell
from kiosk.language.text import Words, nfc
from kiosk.records import Field, fault, present

_LONGEST_NUMBER = 7
"""figures; a longer run without points is a number of a card, an account or a phone, and is said digit by digit"""

_RECORD = {
    "amount": Field(int),
    "number": Field(int),
    "date": Field(str),
    "code": Field(str),
    "text": Field(str),
}


def say_text(text: str) -> str:
    """The sentence in small letters, its figures, money, dates, hours and codes in words; signs between words stay."""
    said = nfc(text)
    for pattern, words in _SAID:
        said = pattern.sub(words, said)
    return " ".join(said.lower().split())


def say_answer(record: Mapping[str, Any]) -> dict[str, str]:
    """The answer to one record of `kiosk say --jsonl`: `{"words"}` or an error."""
    if found := fault(record, _RECORD):
        return found
    given = present(record)
    if not given:
        return {"error": "missing", "message": Words.load().say("say.missing", "vi", known=", ".join(_RECORD))}
    if len(given) > 1:
        return _value("say.several")
    ((kind, value),) = given.items()
    words = _WAYS[kind](value)
    return {"words": words} if words is not None else _value(f"say.{kind}")


def digits(text: str) -> str:
    """Digit by digit; anything else between them is not said."""
    return " ".join(DIGITS[int(sign)] for sign in text if sign in "0123456789")


def _value(key: str) -> dict[str, str]:
    return {"error": "value", "message": Words.load().say(key, "vi")}


_WAYS: dict[str, Callable[[Any], str | None]] = {
    "amount": lambda amount: amount_words(amount) if amount >= 0 else None,
    "number": number_words,
    "date": iso_words,
    "code": lambda code: spell(nfc(code)) if can_spell(nfc(code)) else None,
    "text": say_text,
}


def _date(match: re.Match[str]) -> str:
    day, month, year = (int(match[part]) for part in ("day", "month", "year"))
    try:
        words = date_words(date(year, month, day))
    except ValueError:
        return match[0]
    return f"{match['before']}{words.removeprefix('ngày ')}" if match["before"] else words


def _iso_date(match: re.Match[str]) -> str:
    return iso_words(match[0]) or match[0]


def _day_month(match: re.Match[str]) -> str:
    day, month = int(match["day"]), int(match["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return match[0]
    return f"{match['before']}{number_words(day)} {month_words(month)}"


def _month_year(match: re.Match[str]) -> str:
    month = int(match["month"])
    return f"{month_words(month)} {year_words(int(match['year']))}" if 1 <= month <= 12 else match[0]


def _hour(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59:
        return match[0]
    return f"{number_words(hour)} giờ" + (f" {number_words(minute)}" if minute else "")


def _number(match: re.Match[str]) -> str:
    whole, fraction = match["whole"], match["fraction"]
    figures = whole.replace(".", "")
    is_code = "." not in whole and (len(figures) > _LONGEST_NUMBER or (len(figures) > 1 and figures.startswith("0")))
    words = digits(figures) if is_code else number_words(int(figures))
    if fraction:
        words += f" phẩy {digits(fraction) if fraction.startswith('0') else number_words(int(fraction))}"
    return words


def _fourth(match: re.Match[str]) -> str:
    return f"{match['before']}tư"


_FIGURES = r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+"
_SAID: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"), _iso_date),
    (re.compile(r"(?P<before>[Nn]gày )?\b(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})\b"), _date),
    (re.compile(r"(?P<before>[Nn]gày )(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})\b"), _day_month),
    (re.compile(r"\b[Tt]háng (?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})\b"), _month_year),
    (re.compile(r"\b(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})\b"), _hour),
    (re.compile(r"\b(?P<before>(?:[Tt]háng|[Tt]hứ|[Qq]uý) )0?4\b(?![./,:][0-9])"), _fourth),
    (re.compile(r"(?<=[0-9])\s*(?:₫|đ\b|VND\b|VNĐ\b)(?!\w)"), lambda _: f" {CURRENCY}"),
    (re.compile(r"(?<=[0-9])\s*%"), lambda _: " phần trăm"),
    (re.compile(r"(?<=[0-9])\s*[×x]\s*(?=[0-9])"), lambda _: " nhân "),
    (re.compile(r"(?<=[0-9])/(?=[0-9])"), lambda _: " trên "),
    (re.compile(r"\b0[0-9]{2,3}(?: [0-9]{3,4})+\b"), lambda match: digits(match[0])),
    (re.compile(r"\b(?=[A-ZĐ0-9]*[0-9])(?=[A-ZĐ0-9]*[A-ZĐ])[A-ZĐ0-9]+\b"), lambda match: spell(match[0])),
    (re.compile(r"\b[B-DF-HJ-NP-TV-XZĐ]{2,}\b"), lambda match: spell(match[0])),
    (re.compile(rf"(?P<whole>{_FIGURES})(?:,(?P<fraction>[0-9]+))?"), _number),
)
"""in this order: what a later pattern would read otherwise comes first; codes before the figures inside them"""
