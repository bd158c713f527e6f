"""What the address on a card is called today: proposals for a person to confirm. Nothing is guessed or sent out.

Which side of a split a house lies on is never derived from the street, a kind never from a name, a province never from
a number; and no unit is sought without its tones before it is sought with them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.identity.gazetteer import Commune, Gazetteer, OldDistrict, OldProvince, OldUnit, Province
from kiosk.identity.placenames import Reading, bare_key, name_key, readings

OTHER_PROVINCE_NAMES = {
    "HCM": "Hồ Chí Minh",
    "TPHCM": "Hồ Chí Minh",
    "Thừa Thiên Huế": "Huế",
    "Đắc Lắc": "Đắk Lắk",
    "Đăk Lăk": "Đắk Lắk",
    "Đắk Lăk": "Đắk Lắk",
    "Đắc Nông": "Đắk Nông",
    "Đăk Nông": "Đắk Nông",
}
"""spellings met on papers, beside those of the table"""

_COUNTRY = frozenset(name_key(name) for name in ("Việt Nam", "VN"))
_BARE_KINDS = {"xã": ("xa",), "phường": ("phuong",), "thị trấn": ("thitran",)}
_BARE_KINDS_OF_NUMBERS = ("p", "ward", "f")


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """The communes an address may lie in today, likely one first."""

    candidates: tuple[Commune, ...] = ()
    split: bool = False
    """a unit that the address may mean was divided between communes"""
    exact: bool = False
    """one candidate, and nothing in the address or in the table that makes it doubtful; else ask, or leave it to an
    officer"""
    already_new: bool = False
    """the address is in the two-level form of today"""


@dataclass(frozen=True, slots=True)
class _Hit:
    unit: OldUnit
    is_sure: bool


def match_address(gazetteer: Gazetteer, text: str) -> AddressMatch:
    """Read `text` (parts by commas, small to large, old or new form) and look up what it is today."""
    parts = [part.strip(" .") for part in re.split("[,;]", text)]
    parts = [part for part in parts if part]
    if parts and name_key(parts[-1]) in _COUNTRY:
        parts.pop()
    if len(parts) < 2:
        return AddressMatch()
    *rest, last = parts
    old, new = find_provinces(gazetteer, last)
    return _Search(gazetteer, rest, old, new).run()


def find_provinces(gazetteer: Gazetteer, part: str) -> tuple[OldProvince | None, Province | None]:
    """The old province and that of today which `part` names; 34 names are both."""
    for reading in reversed(readings(part, "province")):
        key = _OTHER_PROVINCE_KEYS.get(reading.key, reading.key)
        old = next((p for p in gazetteer.old_provinces.values() if name_key(p.name) == key), None)
        new = next((p for p in gazetteer.provinces.values() if name_key(p.name) == key), None)
        if old or new:
            return old, new
    return None, None


class _Search:
    """One address: `rest` is what stands before the province."""

    def __init__(self, gazetteer: Gazetteer, rest: list[str], old: OldProvince | None, new: Province | None) -> None:
        self._gazetteer = gazetteer
        self._rest = rest
        self._own = [old.name] if old else []
        self._partners = [name for name in new.merged if name not in self._own] if new else []
        """old provinces that are in the province of today, for an old unit written with the new province"""
        self._today = new
        self._successor = old.today if old else None

    def run(self) -> AddressMatch:
        for scope in (self._own, self._partners):
            if hits := self._in_district(scope):
                return self._proposal(hits, is_sure=scope is self._own)
        if self._names_an_unknown_unit_of_a_district():
            return AddressMatch()
        if self._today and (found := self._commune_of_today(self._today.code)):
            return found
        for scope in (self._own, self._partners):
            if hits := self._island(scope) or self._anywhere(scope):
                return self._proposal(hits, is_sure=scope is self._own)
        if self._successor and (found := self._commune_of_today(self._successor)):
            return AddressMatch(found.candidates, already_new=True)
        return AddressMatch()

    def _districts(self, scope: list[str]) -> list[OldDistrict]:
        """Those that the last part names; several share a name, the kind decides only where it is written."""
        districts = [district for name in scope for district in self._gazetteer.districts_of(name)]
        for reading in readings(self._rest[-1], "district"):
            named = [district for district in districts if reading.key in district.keys]
            if named:
                return [district for district in named if district.kind == reading.kind] or named
        return []

    def _in_district(self, scope: list[str]) -> list[_Hit]:
        codes = {district.code for district in self._districts(scope)}
        if not codes or len(self._rest) < 2:
            return []
        units = [unit for name in scope for unit in self._gazetteer.units_of(name) if unit.district in codes]
        return _named(units, self._rest[-2])

    def _island(self, scope: list[str]) -> list[_Hit]:
        """A district without wards is its own unit."""
        codes = {district.code for district in self._districts(scope)}
        units = (unit for name in scope for unit in self._gazetteer.units_of(name))
        return [_Hit(unit, is_sure=True) for unit in units if unit.district in codes and not unit.name]

    def _anywhere(self, scope: list[str]) -> list[_Hit]:
        return _named([unit for name in scope for unit in self._gazetteer.units_of(name)], self._rest[-1])

    def _names_an_unknown_unit_of_a_district(self) -> bool:
        """`Xã X, An Lão, Hải Phòng` with no such xã in An Lão: An Lão is the district, not the commune of today."""
        if len(self._rest) < 2 or not self._districts(self._own + self._partners):
            return False
        return len(readings(self._rest[-2], "unit")) > 1

    def _commune_of_today(self, province: str) -> AddressMatch | None:
        for reading in readings(self._rest[-1], "unit"):
            named = tuple(
                commune
                for commune in self._gazetteer.communes_of[province]
                if name_key(commune.name) == reading.key and reading.kind in ("", commune.kind)
            )
            if named:
                return AddressMatch(named, exact=len(named) == 1 and self._is_plain(reading), already_new=True)
        return None

    def _is_plain(self, reading: Reading) -> bool:
        """Whether the commune cannot be an old district whose ward is not known here."""
        if reading.kind or len(self._rest) < 2:
            return True
        scope = self._own + self._partners
        return bool(self._island(scope)) or not self._districts(scope)

    def _proposal(self, hits: list[_Hit], *, is_sure: bool) -> AddressMatch:
        codes = list(dict.fromkeys(code for hit in hits for code in hit.unit.to))
        is_split = any(hit.unit.is_split for hit in hits)
        return AddressMatch(
            candidates=tuple(self._gazetteer.communes[code] for code in codes),
            split=is_split,
            exact=is_sure and len(codes) == 1 and not is_split and all(hit.is_sure for hit in hits),
        )


def _named(units: Sequence[OldUnit], part: str) -> list[_Hit]:
    """The units that `part` names: by name, else by what was merged into them. A written kind is heeded if it can be;
    many xã were made phường since their people's cards were printed."""
    ways = readings(part, "unit")
    for is_kind_heeded in (True, False):
        for look in _LOOKS:
            for reading in ways:
                kind = reading.kind if is_kind_heeded else ""
                if hits := [hit for unit in units if (hit := look(unit, reading, kind))]:
                    return hits
    return []


def _by_name(unit: OldUnit, reading: Reading, kind: str) -> _Hit | None:
    if unit.is_former or reading.key not in unit.keys or kind not in ("", unit.kind):
        return None
    return _Hit(unit, is_sure=not unit.is_doubtful)


def _by_alias(unit: OldUnit, reading: Reading, kind: str) -> _Hit | None:
    alias = next((a for a in unit.aliases if a.key == reading.key and kind in ("", a.kind)), None)
    return _Hit(unit, is_sure=not (unit.is_doubtful or alias.is_doubtful)) if alias else None


def _by_bare_alias(unit: OldUnit, reading: Reading, kind: str) -> _Hit | None:
    if not unit.bare_aliases:
        return None
    name = bare_key(reading.name)
    kinds = [prefix for known, prefixes in _BARE_KINDS.items() if kind in ("", known) for prefix in prefixes]
    if reading.key.isdecimal():
        name = reading.key
        kinds += _BARE_KINDS_OF_NUMBERS
    if any(f"{prefix}{name}" in unit.bare_aliases for prefix in ("", *kinds)):
        return _Hit(unit, is_sure=False)
    return None


def _by_former(unit: OldUnit, reading: Reading, kind: str) -> _Hit | None:
    if unit.is_former and reading.key in unit.keys and kind in ("", unit.kind):
        return _Hit(unit, is_sure=False)
    return None


_LOOKS: tuple[Callable[[OldUnit, Reading, str], _Hit | None], ...] = (_by_name, _by_alias, _by_bare_alias, _by_former)
_OTHER_PROVINCE_KEYS = {name_key(other): name_key(name) for other, name in OTHER_PROVINCE_NAMES.items()}
