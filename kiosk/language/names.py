"""How a name that is being typed may go on, and names that look like one. Only ever offered: a name is never corrected,
nor completed unasked."""

import random
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
_NEAR = 12
_USUAL = 60
"""Names of one sort stand near each other in the list of surnames; the other lists begin with the usual ones."""

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


def alike(name: str, count: int, chance: random.Random, *, same_surname: bool = False) -> list[str]:
    """`count` made-up names that do not differ from `name` by their kind: as many words, Thị or Văn where it has them,
    a surname of the same sort (`same_surname`: the same one, as where everybody knows it), capitals and marks as
    typed."""
    words, names = nfc(name).title().split(), _names()
    sex = _sex_of(words, names)
    surname, *middles, given = words if len(words) > 1 else ["", *words]
    surnames = [surname] if same_surname or len(words) == 1 else _near(surname, names.surnames)
    usual = [word.text for word in names.middle[sex][:_USUAL]]
    last = [word.text for word in names.given[sex][:_USUAL] if word.text != given]
    made: dict[str, None] = {}
    while len(made) < count:
        between = [word if word.lower() in _TELLING_MIDDLES else chance.choice(usual) for word in middles]
        text = " ".join(filter(None, (chance.choice(surnames), *between, chance.choice(last))))
        made.setdefault(_as_typed(text, name))
        if len(surnames) > 1:
            surnames = [other for other in surnames if not text.startswith(f"{other} ")]
    return list(made)


def _sex_of(words: list[str], names: _Names) -> NameSex | None:
    """What the middle name tells, else a given name that only one sex has."""
    for word in words[1:]:
        if telling := _TELLING_MIDDLES.get(word.lower()):
            return telling
    sexes: tuple[NameSex, NameSex] = ("male", "female")
    having = [sex for sex in sexes if words[-1:] and words[-1] in {word.text for word in names.given[sex]}]
    return having[0] if len(having) == 1 else None


def _near(surname: str, listed: tuple[_Word, ...]) -> list[str]:
    """The surnames around this one in the list; the usual ones for one that is not there."""
    texts = [word.text for word in listed]
    at = texts.index(surname) if surname in texts else 0
    first = max(0, min(at - _NEAR, len(texts) - 2 * _NEAR))
    return [text for text in texts[first : first + 2 * _NEAR] if text != surname]


def _as_typed(text: str, like: str) -> str:
    """With the capitals and marks of `like`."""
    text = folded(text).title() if like.isascii() else text
    if like.istitle():
        return text
    return text.upper() if like.isupper() else text.lower() if like.islower() else text


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
