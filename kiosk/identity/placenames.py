"""Names of places as people write them: which kind a prefix says, and when two spellings are the same name."""

import re
from typing import Literal, NamedTuple

from kiosk.language.folding import folded, same_name_key
from kiosk.language.text import nfc

Level = Literal["province", "district", "unit"]

_PREFIXES: dict[Level, dict[str, str]] = {
    "province": {"thành phố": r"thành phố|tp|t\.p", "tỉnh": "tỉnh|t"},
    "district": {"quận": "quận|q", "huyện": "huyện|h", "thị xã": r"thị xã|tx|t\.x", "thành phố": r"thành phố|tp|t\.p"},
    "unit": {
        "phường": "phường|p|f",
        "xã": "xã|x",
        "thị trấn": r"thị trấn|tt|t\.t",
        "đặc khu": r"đặc khu|đk|đ\.k",
    },
}
_PATTERNS = {
    level: tuple(
        (kind, re.compile(rf"(?:{words})(?:\s*\.\s*|\s+|(?=[0-9]))(?P<name>\S.*)", re.IGNORECASE))
        for kind, words in kinds.items()
    )
    for level, kinds in _PREFIXES.items()
}
_NOT_COMPARED = str.maketrans("", "", " '-.")


class Reading(NamedTuple):
    """One way to read a part of an address: a kind, empty if none is written, and the key of the name."""

    kind: str
    key: str
    name: str


def readings(part: str, level: Level) -> list[Reading]:
    """As a bare name (`P Rao` is one), then with the prefix read as a kind: `P. Bắc Hà`, `Quận 1`, `TP HCM`."""
    part = nfc(part).strip()
    found = [Reading("", name_key(part), part)]
    for kind, pattern in _PATTERNS[level]:
        if match := pattern.fullmatch(part):
            found.append(Reading(kind, name_key(match["name"]), match["name"]))
    return found


def name_key(name: str) -> str:
    """Equal keys are the same name: case, tone place, blanks, hyphens, apostrophes and leading zeros aside. Tones
    count: Cẩm Giang and Cẩm Giàng are two places."""
    words = same_name_key(name.replace("-", " ").replace(".", " ")).split(" ")
    words = [str(int(word)) if word.isdecimal() else word for word in words]
    return "".join(words).translate(_NOT_COMPARED)


def bare_key(name: str) -> str:
    """The name without marks in small letters and without blanks: to search by, never to choose by."""
    return folded(name).lower().translate(_NOT_COMPARED)
