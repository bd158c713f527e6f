"""Look-up codes: what a slip's QR holds. Opaque, 100 bits, made with the dossier; no name, number, address or link."""

import re
import secrets
from typing import Final, Self

from kiosk.payments.base32 import ALPHABET, Chance, fours, signs

PREFIX: Final = "HK1."
LENGTH: Final = 20

_SHAPE = re.compile(f"{re.escape(PREFIX)}[{ALPHABET}]{{{LENGTH}}}")


class LookupCode(str):
    """`HK1.` and 20 base-32 signs. Raises ValueError for a text that is none."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if not is_lookup(text):
            raise ValueError("not a look-up code")
        return super().__new__(cls, text)

    def grouped(self) -> str:
        """The 20 signs as people see them: 7Q4M 2Z9X KB6T 3HWD 8RNC."""
        return fours(self.removeprefix(PREFIX))


def mint_lookup(random: Chance = secrets) -> LookupCode:
    """A fresh look-up code."""
    return LookupCode(PREFIX + signs(LENGTH, random))


def is_lookup(text: str) -> bool:
    return bool(_SHAPE.fullmatch(text))
