"""How values read on paper, and the catalogue's sentences with their places filled."""

from datetime import datetime
from typing import Final

from kiosk.clock import local
from kiosk.language.dates import date_text, hour_text
from kiosk.language.numbers import money_text
from kiosk.language.text import Words
from kiosk.slips.paper import NO_BREAK

MASK: Final = "•••"


def say(key: str, **places: object) -> str:
    """The Vietnamese words of `slips.` + `key`."""
    return Words.load().say(f"slips.{key}", "vi", **places)


def together(text: str) -> str:
    """The text with its blanks made such that no line parts it there."""
    return text.replace(" ", NO_BREAK)


def clock_text(instant: datetime) -> str:
    """09:44, as Vietnam's clocks show it."""
    return hour_text(local(instant))


def day_of(instant: datetime) -> str:
    """dd/mm/yyyy in Vietnam."""
    return date_text(local(instant).date())


def dong(amount: int) -> str:
    """100.000 đồng, on one line."""
    return together(money_text(amount))


def masked_phone(phone: str) -> str:
    """0900 ••• 678: what its owner knows again and nobody else can call. Separators in `phone` do not matter."""
    digits = "".join(sign for sign in phone if sign.isdecimal())
    return together(f"{digits[:4]} {MASK} {digits[-3:]}")


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
