"""The codes on the page "out of order": what they stand for, and the key of what staff are told to do.

`docs/operators.md` explains them; a test holds both together.
"""

from collections.abc import Mapping
from typing import Final

from kiosk.keys import KeyFault
from kiosk.store.faults import Code, StoreFault

FAULT: Final = "D-300"
FULL: Final = "D-305"
HUB_NEEDED: Final = "D-310"
SCREEN_FAULT: Final = "D-500"
_KEY_FILE: Final = "D-309"

_OF_STORE: Mapping[Code, str] = {
    "key": "D-301",
    "io": "D-302",
    "damaged": "D-303",
    "newer": "D-304",
    "full": FULL,
    "read-only": "D-306",
    "in-use": "D-307",
    "sqlite": "D-308",
}
"""Faults of the store that come from outside; any other is the program's own."""

CODES: tuple[str, ...] = (FAULT, *_OF_STORE.values(), _KEY_FILE, HUB_NEEDED, SCREEN_FAULT)


def code_of(error: BaseException) -> str:
    """The code that staff are told for what stopped the machine."""
    if isinstance(error, StoreFault):
        return _OF_STORE.get(error.code, FAULT)
    return _KEY_FILE if isinstance(error, KeyFault) else FAULT


def advice(code: str) -> str:
    """The key, in the catalogue of words, of the one line for staff under a code of `CODES`."""
    return f"walk.staff.{code.lower()}"
