"""The checks of typed answers: pure functions from a value to None or the one thing to say about it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kiosk.identity.person import PartialDate, birthday
from kiosk.language.text import Text, Words, nfc
from kiosk.procedures.model import Answers, Page
from kiosk.procedures.pages import COUNTER, UNKNOWN

PASSPORT_YEARS = 10
"""how long an adult's passport is good (49/2019/QH14)"""

_LONG_AGO = 1800
_NAME_SIGNS = frozenset(" '’-")
_DATE = re.compile(r"([0-9]{0,2}|-)/([0-9]{0,2}|-)/([0-9]{0,4}|-)")
_PASSPORT_NUMBER = re.compile(r"[A-Z][0-9]{7,8}")


@dataclass(frozen=True)
class RuleContext:
    """What a check may look at: the day in Vietnam, the citizen's birth, the answers so far."""

    today: date
    birth: PartialDate = field(repr=False)
    answers: Answers = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot stand as it is. kind "e": must be changed; "w": may be kept ("Vẫn ghi như vậy").
    `code` is the key of the words: stable, and free of what was typed."""

    kind: Literal["e", "w"]
    code: str
    text: Text


Rule = Callable[[str, RuleContext], Problem | None]


def normalise(page: Page, raw: str) -> str:
    """The form in which an answer to a typed page is kept: NFC, trimmed, single blanks; numbers without blanks and in
    capitals; dates as dd/mm/yyyy with `-` for an unknown part. A name is never corrected beyond that."""
    if raw in _ways_out(page):
        return raw
    text = " ".join(nfc(raw).split())
    if page.kind == "pad":
        return re.sub(r"[\s.-]", "", text).upper()
    if page.kind == "date" and (match := _DATE.fullmatch(text)):
        day, month, year = (part or "-" for part in match.groups())
        return "/".join((_two_digits(day), _two_digits(month), year))
    return text


def check(page: Page, raw: str, context: RuleContext) -> Problem | None:
    """What is to be said about an answer to a typed page; None if it can stand."""
    value = normalise(page, raw)
    if value in _ways_out(page):
        return None
    if not value or value == "-/-/-":
        return _missing(page)
    if page.kind == "name":
        return _name(value, page.limit)
    if page.kind == "text" and len(value) > page.limit:
        return _problem("rules.text.long", limit=page.limit)
    rule = RULES.get(page.check)
    return rule(value, context) if rule else None


def passport_number(value: str, _: RuleContext) -> Problem | None:
    """One letter and 7 or 8 digits [?]: only warned about."""
    return None if _PASSPORT_NUMBER.fullmatch(value) else _problem("rules.passport-number.form", kind="w")


def phone(value: str, _: RuleContext) -> Problem | None:
    """10 digits from 0; a landline, from 02, may have 11."""
    count = len(value)
    if not value.startswith("0"):
        return _problem("rules.phone.start")
    if count < 10:
        return _problem("rules.phone.short", n=count)
    if count > 11 or (count == 11 and not value.startswith("02")):
        return _problem("rules.phone.long", n=count)
    return None


def old_passport_date(value: str, context: RuleContext) -> Problem | None:
    """A whole date after the citizen's birth, not after today; warns if an expired passport is not ten years old."""
    issued = _read_date(value)
    if isinstance(issued, Problem):
        return issued
    if issued.is_partial:
        return _problem("rules.date.parts")
    if issued.first_day() > context.today:
        return _problem("rules.date.future")
    if not context.birth.perhaps_before(issued):
        return _problem("rules.old-passport-date.before-birth")
    ends = birthday(issued.first_day(), PASSPORT_YEARS)
    if context.answers.get("why") == "expired" and context.today < ends:
        return _problem("rules.old-passport-date.may-be-valid", kind="w")
    return None


def mother_born(value: str, context: RuleContext) -> Problem | None:
    """A year before the citizen's own."""
    return _parent_born(value, context, "rules.mother-born.later")


def father_born(value: str, context: RuleContext) -> Problem | None:
    """A year before the citizen's own."""
    return _parent_born(value, context, "rules.father-born.later")


def spouse_born(value: str, context: RuleContext) -> Problem | None:
    """Not after today."""
    born = _read_date(value)
    if isinstance(born, Problem):
        return born
    return _problem("rules.date.future") if born.first_day() > context.today else None


RULES: Mapping[str, Rule] = {
    "passport-number": passport_number,
    "phone": phone,
    "old-passport-date": old_passport_date,
    "mother-born": mother_born,
    "father-born": father_born,
    "spouse-born": spouse_born,
}
"""The checks a page may name; `not-empty` needs no more than that something was typed."""


def _parent_born(value: str, context: RuleContext, later: str) -> Problem | None:
    born = _read_date(value)
    if isinstance(born, Problem):
        return born
    return None if born.year < context.birth.year else _problem(later)


def _read_date(value: str) -> PartialDate | Problem:
    match = _DATE.fullmatch(value)
    if not match or match[3] in ("", "-"):
        return _problem("rules.date.year-needed")
    day, month = (None if part in ("", "-") else int(part) for part in match.groups()[:2])
    if len(match[3]) < 4:
        return _problem("rules.date.year-short")
    if int(match[3]) < _LONG_AGO:
        return _problem("rules.date.long-ago")
    if month is None and day is not None:
        return _problem("rules.date.month-needed")
    if month is not None and not 1 <= month <= 12:
        return _problem("rules.date.no-month")
    if day == 0:
        return _problem("rules.date.no-day", day=day)
    try:
        return PartialDate(int(match[3]), month, day)
    except ValueError:
        return _problem("rules.date.no-day", day=day)


def _name(value: str, limit: int) -> Problem | None:
    if len(value) > limit:
        return _problem("rules.name.long", limit=limit)
    letters = [sign for sign in value if sign not in _NAME_SIGNS]
    if letters and all(unicodedata.category(sign)[0] in "LM" for sign in letters):
        return None
    return _problem("rules.name.signs")


def _missing(page: Page) -> Problem:
    if page.missing:
        return Problem("e", f"{page.id}.missing", page.missing)
    if page.kind == "date":
        return _problem("rules.date.year-needed" if page.year_only else "rules.date.parts")
    return _problem("rules.missing")


def _ways_out(page: Page) -> tuple[str, ...]:
    return ((COUNTER,) if page.counter else ()) + ((UNKNOWN,) if page.unknown else ())


def _two_digits(part: str) -> str:
    return part if part == "-" else part.zfill(2)


def _problem(key: str, kind: Literal["e", "w"] = "e", **places: object) -> Problem:
    words = Words.load()
    return Problem(kind, key, Text(vi=words.say(key, "vi", **places), en=words.say(key, "en", **places)))
