"""Days of an office: which are open, and the day that may be promised. The table of holidays is dated data."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import model_validator

from kiosk.clock import local
from kiosk.language.text import Text
from kiosk.office import Office
from kiosk.procedures.model import Model, Sourced

HOLIDAYS = Path(__file__).parents[2] / "assets" / "calendar" / "holidays.yaml"

_ONE_DAY = timedelta(days=1)
_SATURDAY = 6


class Holiday(Sourced):
    """`holiday` by law; `swap`: a day off exchanged for a `working` Saturday."""

    day: date
    name: Text
    kind: Literal["holiday", "swap", "working"]


class HolidayYear(Model):
    """`complete`: every day off of the year is decided and stands here."""

    year: int
    complete: bool
    days: tuple[Holiday, ...]


class HolidayTable(Model):
    years: tuple[HolidayYear, ...]

    @classmethod
    def load(cls, path: Path = HOLIDAYS) -> Self:
        """Read the table. Raises ValueError for a day twice or under another year, or years out of order."""
        return cls.model_validate(yaml.safe_load(path.read_text("utf-8")))

    @property
    def last_day(self) -> date:
        """The end of the last complete year: no day after it may be promised."""
        return date(max(year.year for year in self.years if year.complete), 12, 31)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        numbers = [year.year for year in self.years]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True:
            raise ValueError("the years must follow each other, one entry a year")
        complete = [year.complete for year in self.years]
        if not complete[0] or complete != sorted(complete, reverse=True):
            raise ValueError("the first year must be complete, and no complete year may follow an incomplete one")
        days = [day.day for year in self.years for day in year.days]
        if twice := {day for day in days if days.count(day) > 1}:
            raise ValueError(f"{min(twice)} stands twice")
        for year in self.years:
            for row in year.days:
                if row.day.year != year.year:
                    raise ValueError(f"{row.day} stands under {year.year}")
        return self


class OfficeCalendar:
    """The days of one office. A promise that the table cannot vouch for is None, never a guess."""

    def __init__(self, table: HolidayTable, office: Office) -> None:
        self._office = office
        self._rows = {row.day: row for year in table.years for row in year.days}
        self._first = date(table.years[0].year, 1, 1)
        self.last_day = table.last_day

    @classmethod
    def load(cls, office: Office, path: Path = HOLIDAYS) -> Self:
        return cls(HolidayTable.load(path), office)

    def holiday(self, day: date) -> Holiday | None:
        """The public holiday or exchanged day off on `day`, if there is one."""
        row = self._rows.get(day)
        return row if row and row.kind != "working" else None

    def is_working_day(self, day: date) -> bool:
        """Ngày làm việc: Monday to Friday, no public holiday, office not shut. Saturdays never count towards a term."""
        return day.isoweekday() < _SATURDAY and self.holiday(day) is None and day not in self._office.closed_days

    def is_office_day(self, day: date) -> bool:
        """Whether somebody is at the counter: working days, make-up Saturdays, and Saturdays where the office opens."""
        if self.is_working_day(day):
            return True
        if day.isoweekday() != _SATURDAY or self.holiday(day) or day in self._office.closed_days:
            return False
        return self._office.saturdays or day in self._rows

    def closes(self, day: date) -> time | None:
        """When the office closes on `day`; None if it is shut."""
        return self._office.closing_time(day) if self.is_office_day(day) else None

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open at that instant."""
        there = local(at)
        hours = [h for h in self._office.hours if there.isoweekday() in h.weekdays]
        return any(h.opens <= there.time() < h.closes for h in hours) and self.is_office_day(there.date())

    def add_office_days(self, day: date, count: int) -> date | None:
        """The `count`-th office day after `day`, whose own day does not count; None beyond `last_day`."""
        return self._after(day, count, working=False)

    def look_until(self, sealed: date) -> date | None:
        """The last day by which a citizen should pass by the counter."""
        return self.add_office_days(sealed, self._office.look_days)

    def collect_day(self, accepted: date, paid: date | None, days: int) -> date | None:
        """The day of the result: `days` working days after the later of acceptance and payment.

        None while the fee is unpaid, and beyond `last_day`. The portal's own day, if it gives one, prevails.
        """
        return None if paid is None else self._after(max(accepted, paid), days, working=True)

    def printable(self, day: date) -> date | None:
        """`day`, or None if it lies beyond what the table vouches for."""
        return day if day <= self.last_day else None

    def _after(self, day: date, count: int, *, working: bool) -> date | None:
        if count < 1:
            raise ValueError("a term has at least one day")
        if day < self._first - _ONE_DAY:
            return None
        counts = self.is_working_day if working else self.is_office_day
        while day < self.last_day:
            day += _ONE_DAY
            if counts(day):
                count -= 1
            if count == 0:
                return day
        return None
