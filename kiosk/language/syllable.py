"""The Vietnamese written syllable: its letters, its nucleus, and the vowel that carries the tone.

A letter is a string: a base and its marks in NFC. Most are one code point; `Ê̆` of Ê Đê names is two.
"""

import unicodedata
from typing import Literal

from kiosk.language.text import nfc

Style = Literal["old", "new"]
"""Where the tone of an open oa, oe, uy stands: old hòa, khỏe, thúy; new hoà, khoẻ, thuý."""

SAC, HUYEN, HOI, NGA, NANG = "\u0301\u0300\u0309\u0303\u0323"
TONES = frozenset((SAC, HUYEN, HOI, NGA, NANG))

HAT, BREVE, HORN = "\u0302\u0306\u031b"

_SHAPES = frozenset((HAT, BREVE, HORN))
_NEW_STYLE_PAIRS = frozenset(("oa", "oe", "uy"))

_ALL_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi oo ôi ơi ua uâ uê ui uô uơ uy ưa ưi ươ ưu yê"
    " iêu oai oao oay oeo uây uêu uôi uya uyê uyu ươi ươu yêu"
)
_NUCLEI = frozenset(_ALL_NUCLEI.split())
_FINALS = frozenset(("", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t"))
_STOPS = frozenset(("c", "ch", "p", "t"))


def split_word(text: str) -> tuple[str, str]:
    """The text before its last run of letters, and that run; the run is empty if the text ends otherwise."""
    at = len(text)
    while at and (text[at - 1].isalpha() or unicodedata.combining(text[at - 1])):
        at -= 1
    return text[:at], text[at:]


def letters(word: str) -> list[str]:
    """The word as letters, each with its marks."""
    found: list[str] = []
    for char in word:
        if found and unicodedata.combining(char):
            found[-1] = nfc(found[-1] + char)
        else:
            found.append(char)
    return found


def is_vowel(letter: str) -> bool:
    return _base(letter).lower() in "aeiouy"


def tone_of(letter: str) -> str:
    """The tone mark of a vowel, or nothing; the tilde of ñ is no tone."""
    if not is_vowel(letter):
        return ""
    return next((mark for mark in unicodedata.normalize("NFD", letter) if mark in TONES), "")


def toneless(letter: str) -> str:
    if not is_vowel(letter):
        return letter
    return nfc("".join(mark for mark in unicodedata.normalize("NFD", letter) if mark not in TONES))


def shaped(letter: str, mark: str) -> str:
    """The vowel with `mark` (hat, breve, horn or none) in the place of the one it has; case and tone stay."""
    parts = unicodedata.normalize("NFD", letter)
    return nfc(parts[0] + mark + "".join(part for part in parts[1:] if part not in _SHAPES))


def shape_of(letter: str) -> str:
    """The hat, breve or horn of a vowel, or nothing."""
    return next((mark for mark in unicodedata.normalize("NFD", letter) if mark in _SHAPES), "")


def plain(word: list[str]) -> str:
    """Small letters without tones: what the tables of this module are written in."""
    return nfc("".join(toneless(letter) for letter in word)).lower()


def nucleus(word: list[str]) -> tuple[int, int]:
    """Start and stop of the vowels of the last syllable, without the i of initial gi and the u of qu where another
    vowel follows. Start and stop are equal if there is no vowel."""
    stop = len(word)
    while stop and not is_vowel(word[stop - 1]):
        stop -= 1
    start = stop
    while start and is_vowel(word[start - 1]):
        start -= 1
    if stop - start > 1:
        before, first = plain(word[max(start - 1, 0) : start]), plain(word[start : start + 1])
        if (before, first) == ("q", "u") or (start == 1 and (before, first) == ("g", "i")):
            start += 1
    return start, stop


def tone_place(word: list[str], style: Style) -> int | None:
    """Index of the letter that carries the tone of the last syllable, None without a vowel."""
    start, stop = nucleus(word)
    if start == stop:
        return None
    marked = [at for at in range(start, stop) if shape_of(word[at])]
    if marked:
        return marked[-1]
    is_closed = stop < len(word)
    is_new_pair = style == "new" and plain(word[start:stop]) in _NEW_STYLE_PAIRS
    return stop - 1 if stop - start == 1 or is_closed or is_new_pair else stop - 2


def word_tone(word: list[str]) -> str:
    """The last tone that stands in the word, or nothing."""
    return next((tone for letter in reversed(word) if (tone := tone_of(letter))), "")


def with_tone(word: list[str], tone: str, style: Style) -> list[str]:
    """The word with `tone` (or none) in its place and no other tone; the same word if it has no vowel."""
    bare = [toneless(letter) for letter in word]
    place = tone_place(bare, style)
    if place is not None and tone:
        bare[place] = nfc(bare[place] + tone)
    return bare


def replaced(word: list[str], style: Style) -> list[str]:
    """The word with its tone moved to where its letters of now ask for it; a tone of an earlier syllable stays."""
    toned = [at for at, letter in enumerate(word) if tone_of(letter)]
    stop = nucleus(word)[1]
    if len(toned) != 1 or not all(is_vowel(letter) for letter in word[toned[0] : stop]):
        return word
    return with_tone(word, tone_of(word[toned[0]]), style)


def is_syllable(word: list[str]) -> bool:
    """Whether nucleus and final are those of a Vietnamese syllable. The initial is free: Krông, Mlô, Bhăm."""
    start, stop = nucleus(word)
    return plain(word[start:stop]) in _NUCLEI and plain(word[stop:]) in _FINALS


def may_carry(word: list[str], tone: str) -> bool:
    """Whether the word, perhaps still incomplete, may have `tone`: syllables that end in c, ch, p, t have only two."""
    start, stop = nucleus(word)
    final = plain(word[stop:])
    return 0 < stop - start <= 3 and final in _FINALS and (final not in _STOPS or tone in (SAC, NANG))


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
