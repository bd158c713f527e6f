"""Codes said letter by letter and digit by digit, so that they can be written down by ear."""

import unicodedata

from kiosk.language.numbers import DIGITS

LETTERS = {
    "A": "a",
    "B": "bê",
    "C": "xê",
    "D": "dê",
    "Đ": "đê",
    "E": "e",
    "F": "ép",
    "G": "gờ",
    "H": "hát",
    "I": "i",
    "J": "gi",
    "K": "ca",
    "L": "lờ",
    "M": "mờ",
    "N": "nờ",
    "O": "o",
    "P": "pê",
    "Q": "quy",
    "R": "rờ",
    "S": "ét",
    "T": "tê",
    "U": "u",
    "V": "vê",
    "W": "vê kép",
    "X": "ích",
    "Y": "i dài",
    "Z": "dét",
}


def spell(code: str) -> str:
    """The letters and digits of the code by name. What joins them (blank, point, dash, stroke) is not said."""
    return " ".join(name for sign in code.upper() if (name := _name(sign)))


def can_spell(code: str) -> bool:
    """Whether every sign of the code has a name or is one that joins."""
    return all(_name(sign) or sign in " .-/_|:" for sign in code.upper())


def _name(sign: str) -> str:
    return LETTERS.get(sign) or (DIGITS[unicodedata.digit(sign)] if sign.isascii() and sign.isdigit() else "")
