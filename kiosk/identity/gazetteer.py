"""The table of places: units of today, units until 2025-06-30, and which became which (`assets/places/README.md`)."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kiosk.identity.placenames import name_key, readings

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Province:
    """A province of today. Its code is of another number line than the old provinces' and personal numbers'."""

    code: str
    name: str
    kind: str
    merged: tuple[str, ...]
    """names of the old provinces in it"""

    @property
    def kind_name(self) -> str:
        """Thành phố Hải Phòng."""
        return _with_kind(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class Commune:
    """A phường, xã or đặc khu of today. `province` is a code of today."""

    code: str
    name: str
    kind: str
    province: str
    province_name: str

    @property
    def kind_name(self) -> str:
        """Phường An Biên."""
        return _with_kind(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class OldProvince:
    """A province until 2025-06-30. `code` is what personal numbers begin with, less a zero; `today` a code of today."""

    code: str
    name: str
    kind: str
    today: str
    today_name: str

    @property
    def kind_name(self) -> str:
        return _with_kind(self.kind, self.name)


@dataclass(frozen=True, slots=True)
class OldDistrict:
    code: str
    kind: str
    keys: frozenset[str]
    """of its name, its other spellings, and the districts merged into it"""


@dataclass(frozen=True, slots=True)
class Alias:
    """A unit that was merged into another, or renamed, before 2025-07."""

    kind: str
    key: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A phường, xã or thị trấn until 2025-06-30, and the communes it went to, likely one first."""

    code: str
    """empty for island districts without wards, whose name is empty too, and for former units"""
    district: str
    name: str
    kind: str
    keys: frozenset[str]
    aliases: tuple[Alias, ...]
    bare_aliases: frozenset[str]
    """like aliases, known without marks and with their kind in front only: `xabinhthanh`, `p2`"""
    to: tuple[str, ...]
    is_split: bool
    is_doubtful: bool
    is_former: bool
    """gone before 2025-07 and known from one set only"""


class Gazetteer:
    """The rows of one file, read at once; the old units of a province are prepared when they are first asked for."""

    def __init__(self, path: Path) -> None:
        table = json.loads(path.read_text("utf-8"))
        self.data_date: str = table["meta"]["data_date"]
        """the day of the list of communes, kept beside every code that is chosen"""
        self.provinces = {
            row["code"]: Province(row["code"], row["name"], row["kind"], tuple(row["from"]))
            for row in table["provinces"]
        }
        names = {code: province.name for code, province in self.provinces.items()}
        self.communes = {
            row["code"]: Commune(row["code"], row["name"], row["kind"], row["province"], names[row["province"]])
            for row in table["communes"]
        }
        self.old_provinces = {
            row["name"]: OldProvince(row["code"], row["name"], row["kind"], row["to"], names[row["to"]])
            for row in table["old_provinces"]
        }
        self._district_rows = _by_province(table["old_districts"])
        self._unit_rows = _by_province(table["old_units"])
        self._former_rows = _by_province(table["former_units"])
        self._districts: dict[str, tuple[OldDistrict, ...]] = {}
        self._units: dict[str, tuple[OldUnit, ...]] = {}

    @cached_property
    def communes_of(self) -> Mapping[str, tuple[Commune, ...]]:
        """Communes by the code of their province."""
        found: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            found[commune.province].append(commune)
        return {code: tuple(communes) for code, communes in found.items()}

    def districts_of(self, old_province: str) -> tuple[OldDistrict, ...]:
        """By the name of the old province."""
        if old_province not in self._districts:
            self._districts[old_province] = tuple(_district(row) for row in self._district_rows[old_province])
        return self._districts[old_province]

    def units_of(self, old_province: str) -> tuple[OldUnit, ...]:
        """By the name of the old province, in order of code, former units last."""
        if old_province not in self._units:
            units = sorted((_unit(row) for row in self._unit_rows[old_province]), key=lambda unit: unit.code)
            former = (_unit(row, is_former=True) for row in self._former_rows[old_province])
            self._units[old_province] = (*units, *former)
        return self._units[old_province]


def _with_kind(kind: str, name: str) -> str:
    return f"{kind[:1].upper()}{kind[1:]} {name}"


def _by_province(rows: list[_Row]) -> Mapping[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row["province"]].append(row)
    return found


def _district(row: _Row) -> OldDistrict:
    names = (row["name"], *row.get("alt", ()), *row.get("aliases", ()))
    return OldDistrict(row["code"], row["kind"], frozenset(map(name_key, names)))


def _unit(row: _Row, *, is_former: bool = False) -> OldUnit:
    return OldUnit(
        code=row.get("code", ""),
        district=row["district_code"],
        name=row["name"],
        kind=row["kind"],
        keys=frozenset(name_key(name) for name in (row["name"], *row.get("alt", ()))),
        aliases=tuple(_alias(text, row.get("alias_doubt", "")) for text in row.get("aliases", ())),
        bare_aliases=frozenset(row.get("alias_keys", ())),
        to=tuple(row["to"]),
        is_split=row.get("split", False),
        is_doubtful=is_former or "doubt" in row,
        is_former=is_former,
    )


def _alias(text: str, doubts: str) -> Alias:
    reading = readings(text, "unit")[-1]
    return Alias(reading.kind, reading.key, is_doubtful=f"{text}:" in doubts)
