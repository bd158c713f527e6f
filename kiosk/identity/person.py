"""Who stands at the kiosk: the person a card tells of, with the source of each word and how sure we are.

No `repr` here shows personal data: a log or a crash report that prints one of these leaks nothing.
"""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Self

import yaml

from kiosk.language.text import Text, Words

BIRTH_PROVINCES = Path(__file__).parents[2] / "assets" / "identity" / "birth-provinces.yaml"

MASK = "•••"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"

    @property
    def text(self) -> Text:
        """The word for people; the Vietnamese one is that of the card."""
        return Words.load()[f"person.sex.{self.value}"]

    @classmethod
    def from_card(cls, word: str) -> Self | None:
        """By the word in the card's code, `Nam` or `Nữ`."""
        return next((sex for sex in cls if sex.text.vi == word), None)


class Route(StrEnum):
    """How the words came in."""

    QR = "qr"
    MRZ = "mrz"
    CHIP = "chip"
    TYPED = "typed"


class Assurance(StrEnum):
    """The ladder from weak to strong. A copied QR is as good as a real one: alone it proves nothing of the holder."""

    QR_ONLY = "qr_only"
    MRZ_AND_QR = "mrz_and_qr"
    OFFICER_LOOKED = "officer_looked"
    CHIP = "chip"


class CardWarning(StrEnum):
    """What an officer has to look at; the walk goes on."""

    BIRTH_PARTIAL = "birth-partial"
    CARD_EXPIRED = "card-expired"
    NUMBER_BIRTH = "number-birth"
    NUMBER_SEX = "number-sex"
    PROVINCE_UNKNOWN = "province-unknown"


class PersonalNumber(str):
    """Số định danh cá nhân: PPP C YY RRRRRR, 12 digits with no check digit (Circular 59/2021/TT-BCA, article 4).

    Raises ValueError for anything else. `str()` is the bare digits; `repr()` is masked.
    """

    __slots__ = ()

    _FORM = re.compile(r"[0-9]{12}")

    def __new__(cls, digits: str) -> Self:
        if not cls._FORM.fullmatch(digits):
            raise ValueError("a personal number is 12 digits")
        return super().__new__(cls, digits)

    def __repr__(self) -> str:
        return f"PersonalNumber({self.masked()!r})"

    def grouped(self) -> str:
        """In threes, as people read it: 031 078 004 512."""
        return " ".join(self[at : at + 3] for at in range(0, 12, 3))

    def masked(self) -> str:
        """As screens and slips show it: 031 ••• ••• 512."""
        return f"{self[:3]} {MASK} {MASK} {self[9:]}"

    @property
    def province(self) -> str:
        """The three digits of the place in which the birth was registered."""
        return self[:3]

    @property
    def birth_year(self) -> int:
        """By the century digit and the two of the year, 1900 to 2399."""
        return 1900 + int(self[3]) // 2 * 100 + int(self[4:6])

    @property
    def sex(self) -> Sex:
        """By the century digit: even is male."""
        return Sex.FEMALE if int(self[3]) % 2 else Sex.MALE


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or the day and the month, may be unknown. Raises ValueError if no such day exists.

    There is no `<`: two such dates may overlap. Ask `surely_before` or `perhaps_before`.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """`1945`, `1945-01` or `1945-01-15`."""
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
        if not match:
            raise ValueError("not a year, month or day in ISO form")
        return cls(*(None if part is None else int(part) for part in match.groups()))  # type: ignore[arg-type]

    @classmethod
    def from_shown(cls, text: str) -> Self:
        """`15/01/1945`, with `-` for an unknown part as the page for dates gives it: `-/-/1945`."""
        parts = text.split("/")
        if len(parts) != 3 or not all(re.fullmatch(r"[0-9]{1,4}|-", part) for part in parts) or parts[2] == "-":
            raise ValueError("not day/month/year")
        day, month = (None if part == "-" else int(part) for part in parts[:2])
        if 0 in (day, month):
            raise ValueError("no day and no month is 0")
        return cls(int(parts[2]), month, day)

    @property
    def is_partial(self) -> bool:
        return self.day is None

    def iso(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def shown(self) -> str:
        """dd/mm/yyyy, or what is known of it: 01/1945, 1945."""
        return "/".join(reversed(self.iso().split("-")))

    def first_day(self) -> date:
        """The earliest day it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """The latest day it can be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def surely_before(self, other: "PartialDate | date") -> bool:
        return self.last_day() < _first_day(other)

    def perhaps_before(self, other: "PartialDate | date") -> bool:
        return self.first_day() < _last_day(other)

    def __str__(self) -> str:
        return self.iso()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reading came from: the route, the reader's name and the instant (UTC) if it is known."""

    route: Route
    reader: str
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """What one card says, word for word (trimmed, NFC), never corrected."""

    number: PersonalNumber = field(repr=False)
    old_number: str | None = field(repr=False)
    """the cancelled identity number, 9 or 12 digits"""
    name: str = field(repr=False)
    birth: PartialDate = field(repr=False)
    sex: Sex = field(repr=False)
    address: str = field(repr=False)
    """may be empty"""
    issued: date = field(repr=False)
    extra: tuple[str, ...] = field(repr=False)
    """fields after the seventh, empty ones dropped. What they mean is not known: show them, never label them"""
    warnings: tuple[CardWarning, ...]
    """sorted"""
    source: Source
    assurance: Assurance = Assurance.QR_ONLY
    fields: int = 7
    """how many fields the code had: 7, or 11 on cards since 2024"""

    @property
    def expires(self) -> date | None:
        """The last day of the card by law; None: no expiry."""
        return expiry(self.birth, self.issued)

    @property
    def birth_province(self) -> str | None:
        return birth_province(self.number)

    def age_on(self, day: date) -> int:
        return age_on(self.birth, day)

    @property
    def surname(self) -> str:
        """The first word of the name."""
        return self.name.split(" ", 1)[0]


def birthday(birth: date, age: int) -> date:
    """The day on which one born on `birth` becomes `age`. Of 29 February: 1 March where the year has none [assumed]."""
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


def expiry(birth: PartialDate | date, issued: date) -> date | None:
    """The last day of a card, None if it has no expiry: the birthday of 14 (since 2024-07-01), 25, 40 or 60 that is the
    next one over two years after issue (Law 26/2023/QH15, article 21). A partial birth counts as its last day."""
    ages = (14, 25, 40, 60) if issued >= date(2024, 7, 1) else (25, 40, 60)
    born = _last_day(birth)
    return next((end for age in ages if (end := birthday(born, age)) > birthday(issued, 2)), None)


def age_on(birth: PartialDate | date, day: date) -> int:
    """Full years on `day`; a partial birth counts as the last day it can be, so that nobody is taken for older."""
    born = _last_day(birth)
    age = day.year - born.year
    return age if day >= birthday(born, age) else age - 1


def birth_province(number: PersonalNumber) -> str | None:
    """The old name of the province in which the birth was registered, None for a code that is not in the table."""
    return _birth_provinces().get(number.province)


@cache
def _birth_provinces() -> dict[str, str]:
    table: dict[str, str] = yaml.safe_load(BIRTH_PROVINCES.read_text("utf-8"))["provinces"]
    return table


def _first_day(day: PartialDate | date) -> date:
    return day.first_day() if isinstance(day, PartialDate) else day


def _last_day(day: PartialDate | date) -> date:
    return day.last_day() if isinstance(day, PartialDate) else day
