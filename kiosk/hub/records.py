"""Records at rest: each sealed on its own in the store's way, in one column, bound to its place."""

from pathlib import Path
from typing import Any

from kiosk.errors import KioskError
from kiosk.keys import load_device_key, make_device_key
from kiosk.store.vault import KEY_BYTES, Vault, WrappedKey

_WRAPPED = 12 + KEY_BYTES + 16
"""bytes of a wrapped data key: nonce, key, tag"""
_VERSION = 1
"""of the hub's sealed rows, part of what they are bound to"""


class RecordFault(KioskError):
    """A record does not open with this key at this place."""

    code = "record"


class Records:
    """Seals JSON objects, and makes keyed digests of what must be found again but not be readable."""

    def __init__(self, key: bytes, office: str) -> None:
        self._vault = Vault(key, office)

    @classmethod
    def of_file(cls, path: Path, office: str) -> "Records":
        """With the key in `path`, made there if the file is not there yet. Raises KeyFault."""
        return cls(load_device_key(path) if path.exists() else make_device_key(path), office)

    def seal(self, place: str, value: dict[str, Any]) -> bytes:
        """`place` names the row; a sealed record opens at its own place only."""
        key = self._vault.fresh(_VERSION)
        return self._vault.wrap(place, key).wrapped + key.seal(place, value)

    def open(self, place: str, sealed: bytes) -> dict[str, Any]:
        """Raises RecordFault."""
        key = self._vault.unwrap(place, WrappedKey(sealed[:_WRAPPED], _VERSION))
        value = key.open(place, sealed[_WRAPPED:]) if key else None
        if value is None:
            raise RecordFault("A record of the hub does not open. Is the record key the right one?")
        return value

    def digest(self, kind: str, text: str) -> bytes:
        """The same bytes for the same text, of no use without the key."""
        return self._vault.index(kind, text)
