"""Which blanks of a Vietnamese text no line is broken at, by one list: `assets/language/breaking.yaml`. No window."""

import re
from functools import cache, lru_cache

import yaml

from screens.tokens import ASSETS

NBSP = "\u00a0"
"""inside a compound, between a number and what it counts"""
JOINT = "\u202f"
"""between the parts of a name, or of a masked number"""
LINK = "\u2007"
"""between a word and the number or name that it introduces ("quầy số 3", "Phường An Biên")"""
WEAKEST_FIRST = (LINK, JOINT, NBSP)
"""in a line that is too narrow for all, the weaker ones give way"""

_ADDRESS = re.compile(r"(?<=[Ôô]ng,) (?=bà)")
_GROUPS = re.compile(r"(?<=[\d•]) (?=[\d•])|(?<=\b[A-Z0-9]{4}) (?=[A-Z0-9]{4}\b)|(?<=\b[A-Z]) (?=\d)")
"""in a number, a masked number, a code, the number of a slip"""
_BLANK = f"[ {JOINT}{LINK}]"


@cache
def compounds() -> tuple[str, ...]:
    """The compounds in small letters, e.g. "lệ phí"."""
    return tuple(_lists()["compounds"])


@lru_cache(maxsize=2048)
def joined(text: str) -> str:
    """The text with NBSP, JOINT and LINK in the place of the blanks that hold."""
    text = _GROUPS.sub(JOINT, _ADDRESS.sub(NBSP, text))
    signs = list(text)
    for pattern, glue in _patterns():
        for match in pattern.finditer(text):
            for at in range(match.start(1), match.end(1)):
                if signs[at] == " ":
                    signs[at] = glue
    return "".join(signs)


def plain(text: str) -> str:
    """The text with ordinary blanks again."""
    return text.translate(_PLAIN)


def forget() -> None:
    """Drop the texts seen so far."""
    joined.cache_clear()


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The strongest first; each looks ahead, so that compounds which share a word are both found."""
    lists = _lists()
    whole, counted, units = (_any(lists[name]) for name in ("compounds", "counted", "units"))
    count = rf"\d[\d.]*{_BLANK}(?:{counted})(?!\w)"
    name = r"[^\W\d_a-zà-ỹđ]\w*"
    return (
        (re.compile(rf"(?<!\w)(?=({whole})(?!\w))", re.IGNORECASE), NBSP),
        (re.compile(rf"(?<![\w.])(?=({count}))", re.IGNORECASE), NBSP),
        (re.compile(rf"(?<!\w)(?=(?!(?i:{units}) )({name}(?: {name})+))"), JOINT),
        (re.compile(rf"(?<!\w)(?=((?i:{units}) {name}))"), LINK),
        (re.compile(rf"(?<=\w)(?=( )(?!{count})\d)", re.IGNORECASE), LINK),
    )


def _any(words: list[str]) -> str:
    return "|".join(word.replace(" ", _BLANK) for word in sorted(words, key=len, reverse=True))


_PLAIN = str.maketrans(dict.fromkeys(WEAKEST_FIRST, " "))


@cache
def _lists() -> dict[str, list[str]]:
    return yaml.safe_load((ASSETS / "language" / "breaking.yaml").read_text("utf-8"))
