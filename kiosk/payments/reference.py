"""Payment references: 12 signs, a two-sign kind, eight random signs and two check signs.

Read as one number in base 32 a reference divides by 1021, which is prime, below 32 squared, and has 32 as an element
of high order: so every single wrong sign and every swap of two signs is found, and two check signs always exist.
"""

import re
import secrets
from typing import Final, Self

from kiosk.payments.base32 import ALPHABET, VALUE, Chance, fours, signs

LENGTH: Final = 12
FEE_KIND: Final = "HC"

_MODULUS = 1021
_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


class Reference(str):
    """A sound payment reference, ungrouped. Raises ValueError for a text that is none."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not is_reference(text):
            raise ValueError("not a payment reference")
        return super().__new__(cls, text)

    def grouped(self) -> str:
        """As people see it: HC7K 4M2Q 9XRX."""
        return grouped(self)


def mint(kind: str = FEE_KIND, random: Chance = secrets) -> Reference:
    """A fresh reference. That it is new for ever is for the store and the hub to say, which keep all of them."""
    if len(kind) != 2:
        raise ValueError("a kind has two signs")
    head = kind + signs(LENGTH - 4, random)
    return Reference(head + check_signs(head))


def is_reference(text: str) -> bool:
    """Whether the text is a reference exactly as minted: capitals, ungrouped, the check signs right."""
    return bool(_SHAPE.fullmatch(text)) and text[-2:] == check_signs(text[:-2])


def grouped(text: str) -> str:
    """A reference, sound or not, in groups of four."""
    return fours(text)


def check_signs(head: str) -> str:
    """The two signs that make the number divide by 1021; where two pairs do (0 and 1021 apart), the smaller."""
    pair = -_number(head) * 32**2 % _MODULUS
    return ALPHABET[pair // 32] + ALPHABET[pair % 32]


def _number(text: str) -> int:
    number = 0
    for sign in text:
        number = number * 32 + VALUE[sign]
    return number
