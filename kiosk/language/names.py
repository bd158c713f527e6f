"""How a name that is being typed may go on. Only ever offered: a name is never corrected, nor completed unasked."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path
from typing import Literal, NamedTuple

import yaml

from kiosk.language.folding import folded
from kiosk.language.text import nfc

NAMES = Path(__file__).parents[2] / "assets" / "names" / "names.yaml"

MOST = 3

NameSex = Literal["male", "female"]

_TELLING_MIDDLES: dict[str, NameSex] = {"thị": "female", "văn": "male"}


class _Word(NamedTuple):
    text: str
    key: str


class _Names(NamedTuple):
    surnames: tuple[_Word, ...]
    middle: dict[NameSex | None, tuple[_Word, ...]]
    given: dict[NameSex | None, tuple[_Word, ...]]


def suggest(text: str, sex: NameSex | None = None, first: str | None = None) -> tuple[str, ...]:
    """At most three words that may stand in the place of the last word of `text`, likely first; after a blank, that may
    come next. The first word is a surname, then come middle and given names. Compared without marks; where marks were
    typed, words that have them come first. `first` (one's own surname) leads on the empty field. A text with Thị or Văn
    in it whose `sex` is not given is taken for a woman's or a man's."""
    *before, begun = nfc(text).lstrip().split(" ")
    words = [word for word in before if word]
    sex = sex or next((_TELLING_MIDDLES[word.lower()] for word in words[1:] if word.lower() in _TELLING_MIDDLES), None)
    names = _names()
    match len(words):
        case 0:
            lead = (_word(first),) if first else ()
            candidates: Iterable[_Word] = chain(lead, names.surnames)
        case 1:
            candidates = chain(names.middle[sex], names.given[sex])
        case _:
            candidates = chain(names.given[sex], names.middle[sex])
    return _matching(candidates, begun)


def _matching(candidates: Iterable[_Word], begun: str) -> tuple[str, ...]:
    key, typed = folded(begun), "" if begun.isascii() else begun.lower()
    hits = dict.fromkeys(word.text for word in candidates if word.key.startswith(key) and word.text != begun)
    return tuple(sorted(hits, key=lambda hit: not hit.lower().startswith(typed))[:MOST])


@cache
def _names() -> _Names:
    table = yaml.safe_load(NAMES.read_text("utf-8"))
    return _Names(_words(table["surnames"]), _by_sex(table["middle"]), _by_sex(table["given"]))


def _by_sex(lists: dict[NameSex, str]) -> dict[NameSex | None, tuple[_Word, ...]]:
    male, female = _words(lists["male"]), _words(lists["female"])
    mixed = (word for pair in zip_longest(male, female) for word in pair if word)
    return {"male": male, "female": female, None: tuple(dict.fromkeys(mixed))}


def _words(text: str) -> tuple[_Word, ...]:
    return tuple(dict.fromkeys(_word(word) for word in re.findall(r"\S+", nfc(text))))


def _word(text: str) -> _Word:
    return _Word(text, folded(text))
