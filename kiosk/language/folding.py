"""When two spellings are the same word, and what is left of a word without its marks.

Equal `same_name_key` is the same name; equal `folded` alone is "the same without marks": good for MRZ, bank statements
and search, never enough to choose a person or a place (xã Cẩm Giang and xã Cẩm Giàng are two communes).
"""

import unicodedata

from kiosk.language.syllable import TONES

_STAND_INS = str.maketrans("’‘ʼ`´′ÐƉð", "''''''ĐĐđ")


def same_name_key(text: str) -> str:
    """Equal keys are the same name: case, blanks, apostrophes and the place of the tone aside (Hòa, Hoà)."""
    unified = unicodedata.normalize("NFC", text).translate(_STAND_INS)
    words = unicodedata.normalize("NFD", " ".join(unified.split()).upper()).split(" ")
    return " ".join(_tones_last(word) for word in words)


def folded(text: str) -> str:
    """Capitals without marks (Đ is D): for MRZ, bank statements and search."""
    key = same_name_key(text).replace("Đ", "D").replace("Ƀ", "B")
    return "".join(char for char in key if not unicodedata.combining(char))


def _tones_last(word: str) -> str:
    return "".join(c for c in word if c not in TONES) + "".join(c for c in word if c in TONES)
