"""What must be forgotten of one walk, and every form in which a program might have left it.

The values lie masked in memory: an instrument that searches its own process must not find itself.
"""

import base64
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Self
from urllib.parse import quote

from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.journey.session import Answer
from kiosk.language.folding import folded
from kiosk.language.numbers import phone_text
from kiosk.procedures.lists import load_list

LEAST_DIGITS, LEAST_SIGNS = 6, 8
"""A value is searched for when it has so many digits, or so many letters, digits and blanks and is no plain key:
a year, "Kinh" or a choice is in every file of the product and says nothing of anybody. So short a name as "Lê An" is in
foreign words once its marks are off: it is not searched for; the number beside it is."""

_PLAIN_KEY = re.compile(r"[a-z][a-z-]*")
_GROUPINGS = {12: ((3, 3, 3, 3), (4, 4, 4)), 9: ((3, 3, 3),), 10: ((4, 3, 3), (3, 3, 4), (3, 4, 3))}
_BLANKS = (" ", "\u00a0", "\u202f", ".", "-")
_MASK = 0xA5


@dataclass(frozen=True)
class Form:
    """One way of writing a value. `exact`: capitals count (base64); all others are met in any case of ASCII letters."""

    kind: str
    name: str
    exact: bool
    signs: bytes = field(repr=False)


@dataclass(frozen=True)
class Values:
    """The personal values of one walk as (kind, masked bytes). No `repr` shows them."""

    _masked: tuple[tuple[str, bytes], ...] = field(repr=False)

    @classmethod
    def of(cls, person: Person, answers: Mapping[str, Answer | str] | None = None) -> Self:
        """What the card says and what was typed; choices and short values are left out. Of the answers the page's id
        is the kind."""
        texts = {
            "number": str(person.number),
            "old number": person.old_number or "",
            "name": person.name,
            "address": person.address,
            "first lines of the address": ", ".join(person.address.split(", ")[:2]),
            "birth": "" if person.birth.is_partial else person.birth.iso(),
        }
        for page, answer in (answers or {}).items():
            text = answer if isinstance(answer, str) else answer.key
            if text not in _own_names():
                texts[page] = text
        return cls.texts(texts)

    @classmethod
    def texts(cls, texts: Mapping[str, str]) -> Self:
        """Kind -> text; those that say nothing of anybody are left out."""
        return cls(tuple((kind, _mask(text.encode())) for kind, text in texts.items() if telling(text)))

    def __or__(self, other: "Values") -> "Values":
        return Values(tuple(dict.fromkeys((*self._masked, *other._masked))))

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self._masked]

    def forms(self) -> list[Form]:
        """Every form of every value, each once."""
        seen: dict[tuple[bool, bytes], Form] = {}
        for kind, masked in self._masked:
            for form in forms_of(kind, _mask(masked).decode()):
                seen.setdefault((form.exact, form.signs), form)
        return list(seen.values())


def telling(text: str) -> bool:
    """Whether a text is worth a search: see LEAST_DIGITS."""
    if sum(char.isdigit() for char in text) >= LEAST_DIGITS:
        return True
    return not _PLAIN_KEY.fullmatch(text) and sum(char.isalnum() or char == " " for char in text) >= LEAST_SIGNS


def forms_of(kind: str, text: str) -> Iterator[Form]:
    """The text in every spelling, and each spelling in every code."""
    for spelling, spelt in _spellings(text):
        for code, exact, signs in _codes(spelt):
            yield Form(kind, f"{spelling}, {code}" if spelling else code, exact, signs if exact else signs.lower())


def _spellings(text: str) -> Iterator[tuple[str, str]]:
    yield "", unicodedata.normalize("NFC", text)
    yield "decomposed", unicodedata.normalize("NFD", text)
    yield "capitals", unicodedata.normalize("NFC", text.upper())
    yield "small letters", unicodedata.normalize("NFC", text.lower())
    # The folding has capitals; small letters differ in codes that keep the case.
    yield "no marks", folded(text)
    yield "no marks, small letters", folded(text).lower()
    yield "no marks, as a name", folded(text).title()
    if text.isdigit():
        yield from (("grouped", grouped) for grouped in _grouped(text))
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        year, month, day = match.groups()
        yield from (("a day", form) for form in (f"{day}/{month}/{year}", f"{day}{month}{year}", f"{year}{month}{day}"))


def _grouped(digits: str) -> Iterator[str]:
    for blank in _BLANKS:
        yield phone_text(digits).replace(" ", blank)
        for sizes in _GROUPINGS.get(len(digits), ()):
            ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
            yield blank.join(digits[end - size : end] for size, end in zip(sizes, ends, strict=True))


def _codes(text: str) -> Iterator[tuple[str, bool, bytes]]:
    """(name, whether capitals count, bytes)."""
    raw = text.encode()
    yield "utf-8", False, raw
    yield "utf-16-le", False, text.encode("utf-16-le")
    yield "utf-16-be", False, text.encode("utf-16-be")
    yield "utf-32", False, text.encode("utf-32-le")
    yield "hex", False, raw.hex().encode()
    yield "percent", False, quote(text, safe="").encode()
    yield "plus", False, quote(text, safe=" ").replace(" ", "+").encode()
    yield "json", False, json.dumps(text)[1:-1].encode()
    yield "bytes literal", False, repr(raw)[2:-1].encode()
    yield "html", False, html.escape(text).encode("ascii", "xmlcharrefreplace")
    for name, encoded in (("utf-8", raw), ("utf-16-le", text.encode("utf-16-le"))):
        for shift in range(3):
            # The first and last sign also hold bits of the neighbours.
            whole = base64.b64encode(bytes(shift) + encoded).rstrip(b"=")
            first = 0 if shift == 0 else shift + 1
            last = len(whole) if (shift + len(encoded)) % 3 == 0 else len(whole) - 1
            yield f"base64 of {name}", True, whole[first:last]
            yield f"base64 of {name}", True, whole[first:last].translate(bytes.maketrans(b"+/", b"-_"))


def _mask(raw: bytes) -> bytes:
    return bytes(byte ^ _MASK for byte in raw)


@cache
def _own_names() -> frozenset[str]:
    """Names that are choices of the product: provinces, peoples, religions."""
    lists: Iterable[str] = (entry.value for name in ("ethnic-groups", "religions") for entry in load_list(name).entries)
    return frozenset({province.name for province in Places.load().birth_provinces()} | set(lists))
