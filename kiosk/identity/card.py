"""The code on the ID card: text parted by `|`, with no check digit and no signature (Circular 16/2024/TT-BCA).

0 number, 1 old number, 2 name, 3 birth, 4 sex, 5 residence, 6 day of issue, and on cards since 2024 four fields more.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from kiosk.identity.encoding import is_damaged
from kiosk.identity.person import (
    CardWarning,
    PartialDate,
    Person,
    PersonalNumber,
    Route,
    Sex,
    Source,
    birth_province,
    expiry,
)
from kiosk.language.text import Language, Words, nfc
from kiosk.records import Field, fault

SEPARATOR = "|"

_FEWEST_SEPARATORS = 3
_FEWEST_FIELDS = 7
_AIM_PREFIX = re.compile(r"\A\][A-Za-z][0-9A-Za-z]")
_LINE_ENDS = " \t\r\n"
_BLANKS = " \u00a0"
_NAME_SIGNS = frozenset(" '’`-~")
_OLD_NUMBER = re.compile(r"[0-9]{9}|[0-9]{12}")
_CARD_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_RECORD = {"text": Field(str, required=True, may_be_empty=True)}


class CardFault(StrEnum):
    """Why a text is not taken as a card, in the order in which it is looked for."""

    OTHER_CODE = "other-code"
    ENCODING = "encoding"
    FIELDS = "fields"
    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    SEX = "sex"


@dataclass(frozen=True, slots=True)
class CardRefusal:
    code: CardFault

    def message(self, lang: Language = "vi") -> str:
        """One sentence or two for the citizen."""
        return Words.load().say(f"card.{self.code}", lang)


def parse_card(
    text: str, today: date, *, reader: str = "scanner", read_at: datetime | None = None
) -> Person | CardRefusal:
    """The person in `text`, as a scanner or decoder gives it, or the first fault that holds.

    An AIM prefix and the line end are stripped, fields trimmed and made NFC. `today` is the day in Vietnam.
    """
    text = _AIM_PREFIX.sub("", text.strip(_LINE_ENDS), count=1)
    if not text.strip(_BLANKS):
        return CardRefusal(CardFault.FIELDS)
    if text.count(SEPARATOR) < _FEWEST_SEPARATORS:
        return CardRefusal(CardFault.OTHER_CODE)
    if is_damaged(text):
        return CardRefusal(CardFault.ENCODING)
    fields = [nfc(part).strip(_BLANKS) for part in text.split(SEPARATOR)]
    if len(fields) < _FEWEST_FIELDS:
        return CardRefusal(CardFault.FIELDS)
    return _person(fields, today, Source(Route.QR, reader, read_at))


def person_json(result: Person | CardRefusal, lang: Language = "vi") -> dict[str, Any]:
    """The answer of `kiosk card parse`: the person's fields, or `{"error", "message"}`."""
    if isinstance(result, CardRefusal):
        return {"error": result.code.value, "message": result.message(lang)}
    return {
        "number": str(result.number),
        "old_number": result.old_number,
        "name": result.name,
        "birth": result.birth.iso(),
        "sex": result.sex.value,
        "address": result.address,
        "issued": result.issued.isoformat(),
        "extra": list(result.extra),
        "warnings": [warning.value for warning in result.warnings],
    }


def card_answer(record: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The answer to one record `{"text"}` of `kiosk card parse --jsonl`."""
    return fault(record, _RECORD) or person_json(parse_card(record["text"], today))


def _person(fields: list[str], today: date, source: Source) -> Person | CardRefusal:
    number, old_number, name, birth, sex, address, issued = fields[:_FEWEST_FIELDS]
    try:
        personal_number = PersonalNumber(number)
    except ValueError:
        return CardRefusal(CardFault.NUMBER)
    if old_number and not _OLD_NUMBER.fullmatch(old_number):
        return CardRefusal(CardFault.NUMBER)
    if not name or not all(_may_stand_in_a_name(char) for char in name):
        return CardRefusal(CardFault.NAME)
    born, issue_day = _date(birth), _date(issued)
    if born is None or issue_day is None or issue_day.is_partial:
        return CardRefusal(CardFault.DATE)
    if born.first_day() > today or issue_day.first_day() > today or issue_day.surely_before(born):
        return CardRefusal(CardFault.DATE)
    known_sex = Sex.from_card(sex)
    if known_sex is None:
        return CardRefusal(CardFault.SEX)
    return Person(
        number=personal_number,
        old_number=old_number or None,
        name=name,
        birth=born,
        sex=known_sex,
        address=address,
        issued=issue_day.first_day(),
        extra=tuple(part for part in fields[_FEWEST_FIELDS:] if part),
        warnings=_warnings(personal_number, born, known_sex, issue_day.first_day(), today),
        source=source,
        fields=len(fields),
    )


def _may_stand_in_a_name(char: str) -> bool:
    return char in _NAME_SIGNS or unicodedata.category(char)[0] in "LM"


def _date(text: str) -> PartialDate | None:
    """A date as ddmmyyyy, its day or its day and month perhaps 00; None if there is no such day."""
    match = _CARD_DATE.fullmatch(text)
    if not match:
        return None
    day, month, year = (int(part) for part in match.groups())
    try:
        return PartialDate(year, month or None, day or None)
    except ValueError:
        return None


def _warnings(
    number: PersonalNumber, birth: PartialDate, sex: Sex, issued: date, today: date
) -> tuple[CardWarning, ...]:
    end = expiry(birth, issued)
    holds = {
        CardWarning.BIRTH_PARTIAL: birth.is_partial,
        CardWarning.CARD_EXPIRED: end is not None and today > end,
        CardWarning.NUMBER_BIRTH: number.birth_year != birth.year,
        CardWarning.NUMBER_SEX: number.sex is not sex,
        CardWarning.PROVINCE_UNKNOWN: birth_province(number) is None,
    }
    return tuple(sorted(warning for warning, is_so in holds.items() if is_so))
