"""The ways a store can refuse or fail, each with a sentence for staff."""

from typing import Literal

from kiosk.errors import KioskError

Code = Literal[
    "full", "io", "read-only", "in-use", "damaged", "newer", "key", "sqlite", "conflict", "unknown", "closed"
]

_MESSAGES: dict[Code, str] = {
    "full": "The disk is full; nothing was written. Free some space before the next citizen.",
    "io": "The disk does not read or write as it should; nothing was written. Please check the disk.",
    "read-only": "The disk or the store may only be read; nothing was written. Please check the disk and its rights.",
    "in-use": "The store is in use by another process of the kiosk.",
    "damaged": "The store is damaged. It is set aside, never deleted; what is sound of it goes on in a new one.",
    "newer": "The store was written by a newer program. Install that program again.",
    "key": "The device key does not belong to this store. The store stays as it is; docs/keys.md says what to do.",
    "sqlite": "This SQLite has the WAL-reset fault; 3.51.3 or later is needed.",
    "conflict": "The store holds such a record already.",
    "unknown": "The store holds no such dossier.",
    "closed": "The store is closed.",
}


class StoreFault(KioskError):
    """The store did not do what was asked, and is as it was before. `code` is one of `Code`."""

    def __init__(self, code: Code) -> None:
        super().__init__(_MESSAGES[code])
        self.code: Code = code


class IllegalMove(KioskError):
    """A record was to go to a state that the table of moves does not allow: a fault of the program."""

    code = "move"

    def __init__(self, kind: str, now: str | None, to: str) -> None:
        super().__init__(f"A {kind} cannot go from {now or 'nothing'} to {to}.")
