"""Places of Việt Nam, old and new: a dated table whose answers are proposals for a person to confirm."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

from kiosk.identity.addresses import OTHER_PROVINCE_NAMES, AddressMatch, find_provinces, match_address
from kiosk.identity.gazetteer import Commune, Gazetteer, OldProvince, Province
from kiosk.identity.placenames import name_key, readings
from kiosk.language.folding import folded

__all__ = ["PLACES", "AddressMatch", "Commune", "OldProvince", "Places", "Province", "match_json"]

PLACES = Path(__file__).parents[2] / "assets" / "places" / "places-vn.json"

_Named = TypeVar("_Named", Province, OldProvince)

_EXACT, _STARTS, _OLD_EXACT, _WORD_STARTS, _OLD_STARTS, _INSIDE, _NOT_AT_ALL = range(7)
"""how well a commune fits what was searched for; smaller is better"""


class Places:
    """Units of today and until 2025-06-30. Searches are blind to marks; `map_address` is not."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._search_keys: dict[str, Mapping[str, tuple[str, ...]]] = {}

    @classmethod
    @cache
    def load(cls, path: Path = PLACES) -> Self:
        """The table, read once a process."""
        return cls(Gazetteer(path))

    @property
    def data_date(self) -> str:
        """ISO day of the list of communes; kept beside every code that is chosen."""
        return self._gazetteer.data_date

    @property
    def provinces(self) -> tuple[Province, ...]:
        """The 34 of today, by name."""
        return _by_name(self._gazetteer.provinces.values())

    def birth_provinces(self) -> tuple[OldProvince, ...]:
        """The 63 until 2025-06-30, by name; the names of all 34 of today are among them."""
        return _by_name(self._gazetteer.old_provinces.values())

    @property
    def old_provinces(self) -> tuple[OldProvince, ...]:
        return self.birth_provinces()

    def communes(self, province: str) -> tuple[Commune, ...]:
        """Those of a province of today, by name; none for a code that is not one."""
        return tuple(sorted(self._gazetteer.communes_of.get(province, ()), key=lambda c: (folded(c.name), c.name)))

    def commune(self, code: str) -> Commune | None:
        return self._gazetteer.communes.get(code)

    def province_today(self, name: str) -> str:
        """The name of the province of today in which an old one lies; a name that is not known stays as it is."""
        old, new = find_provinces(self._gazetteer, name)
        return old.today_name if old else new.name if new else name

    def search_provinces(self, text: str) -> tuple[OldProvince, ...]:
        """Old provinces (and so those of today) by any part of their names, likely first; all of them for no text."""
        wanted = folded(text)
        others = {name for other, name in OTHER_PROVINCE_NAMES.items() if folded(other).startswith(wanted)}
        hits = [p for p in self.birth_provinces() if wanted in folded(p.name) or p.name in others]
        return tuple(sorted(hits, key=lambda p: not folded(p.name).startswith(wanted)))

    def search_communes(self, province: str, text: str) -> tuple[Commune, ...]:
        """Communes of a province of today by their names or those of the units that went into them, likely first:
        exact before beginning before inside, and what is spelled as typed before the rest. All of them for no text."""
        communes = self.communes(province)
        if not text.strip():
            return communes
        wanted = [(folded(reading.name), reading.key) for reading in readings(text, "unit")]
        spelled = {key for _, key in wanted}
        ranked = [
            (min(self._rank(commune, bare) for bare, _ in wanted), name_key(commune.name) not in spelled, commune)
            for commune in communes
        ]
        hits = [hit for hit in ranked if hit[0] < _NOT_AT_ALL]
        return tuple(commune for _, _, commune in sorted(hits, key=lambda hit: hit[:2]))

    def map_address(self, text: str) -> AddressMatch:
        """Where an address on a card, old or new, lies today. Keep its text word for word beside what is chosen."""
        return match_address(self._gazetteer, text)

    def _rank(self, commune: Commune, wanted: str) -> int:
        name = folded(commune.name)
        old = self._old_names(commune.province).get(commune.code, ())
        if name == wanted:
            return _EXACT
        if name.startswith(wanted):
            return _STARTS
        if wanted in old:
            return _OLD_EXACT
        if f" {wanted}" in name:
            return _WORD_STARTS
        if any(name.startswith(wanted) for name in old):
            return _OLD_STARTS
        return _INSIDE if wanted in name else _NOT_AT_ALL

    def _old_names(self, province: str) -> Mapping[str, tuple[str, ...]]:
        """Commune code -> folded names of the old units that went into it."""
        if province not in self._search_keys:
            found: dict[str, list[str]] = {}
            for old_province in self._gazetteer.provinces[province].merged:
                for unit in self._gazetteer.units_of(old_province):
                    for code in unit.to:
                        found.setdefault(code, []).append(folded(unit.name))
            self._search_keys[province] = {code: tuple(names) for code, names in found.items()}
        return self._search_keys[province]


def match_json(match: AddressMatch) -> dict[str, Any]:
    """The answer of `kiosk places find`."""
    return {
        "candidates": [{"code": c.code, "name": c.name, "province": c.province_name} for c in match.candidates],
        "split": match.split,
        "exact": match.exact,
    }


def _by_name(units: Iterable[_Named]) -> tuple[_Named, ...]:
    return tuple(sorted(units, key=lambda unit: folded(unit.name)))
