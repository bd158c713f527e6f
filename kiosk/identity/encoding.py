"""Has a text lost its letters on the way? UTF-8 that was read as Latin-1 or cp1252, letters that became `?`, noise.

A scanner that is set up wrong gives such text; it is refused, never repaired. True names pass, those of minorities too:
`H' Hen Niê`, `K'Sor`, `Ê̆ban`, `Ñ`, and `Ð` in the place of `Đ`.
"""

import re
import unicodedata

_LEADS = "ÃÄÅÆÌ"
"""what the first byte of a two-byte letter or mark of Vietnamese looks like: C3-C6, CC"""

_TRUE_PUNCTUATION = "\u00a0‘’“”–—…•"
"""stand in true text too, so a pair with one of them proves nothing unless a letter follows at once"""

_NEVER_VIETNAMESE = re.compile("[ÄÅÆ]|á[º»]")
"""C4-C6 read as letters; E1 BA and E1 BB, which begin every letter with two marks"""

_LETTER = r"[^\W\d_]|[\u0300-\u036f]"
_LOST_LETTER = re.compile(rf"(?:{_LETTER}|\?)\?|\?(?:{_LETTER})|(?:^|(?<=[ |]))\?(?=[ |,]|$)")
"""a question mark beside a letter, a mark or another one, or where a word of one letter stands; `(?)` and `5?` pass"""

_NOISE = frozenset({"Cc", "Cs", "Co", "Cn"})
_NEVER_IN_TEXT = "\ufffd\ufeff"
"""the replacement character, and a byte order mark"""


def is_damaged(text: str) -> bool:
    """Whether the text holds replacement or control characters, `?` for letters, or Vietnamese read as Latin-1 or
    cp1252. The text is as it came, line end stripped but not trimmed: a no-break space may be half a letter."""
    return (
        any(char in _NEVER_IN_TEXT or unicodedata.category(char) in _NOISE for char in text)
        or _LOST_LETTER.search(text) is not None
        or _NEVER_VIETNAMESE.search(text) is not None
        or _has_half_a_letter(text)
        or any(_is_misread(field) for field in text.split("|"))
    )


def _has_half_a_letter(text: str) -> bool:
    """Whether a capital Ã stands beside a small letter: what is left of byte C3 when its second half was dropped or
    became a blank (`TrÃ My` for `Trà My`)."""
    return any(
        text[at] == "Ã" and (text[at + 1 : at + 2].islower() or text[max(at - 1, 0)].islower())
        for at in range(len(text))
    )


def _is_misread(field: str) -> bool:
    """Whether the field, or a sound part of it, is UTF-8 that was read one byte a letter."""
    if field.isascii():
        return False
    whole = _as_bytes(field)
    if whole is not None and _reads_as_vietnamese(whole):
        return True
    pairs = (field[at : at + 3] for at, char in enumerate(field) if char in _LEADS)
    return any(
        len(pair) > 1
        and (pair[1] not in _TRUE_PUNCTUATION or (pair[1] != "\u00a0" and pair[2:].isalpha()))
        and (raw := _as_bytes(pair[:2])) is not None
        and _reads_as_vietnamese(raw)
        for pair in pairs
    )


def _as_bytes(text: str) -> bytes | None:
    """The bytes that look like `text` in cp1252, in Latin-1 where cp1252 has no such sign; None if there are none."""
    raw = bytearray()
    for char in text:
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return None
            raw.append(ord(char))
    return bytes(raw)


def _reads_as_vietnamese(raw: bytes) -> bool:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(char.isascii() or _may_stand_on_a_card(char) for char in text) and not text.isascii()


def _may_stand_on_a_card(char: str) -> bool:
    if char in _TRUE_PUNCTUATION or unicodedata.combining(char):
        return True
    return char.isalpha() and unicodedata.name(char, "").startswith("LATIN")
