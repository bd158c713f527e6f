"""Personal records sealed one by one: AES-256-GCM under a data key of the record's own, wrapped by the device key.

Erasing a record is deleting its wrapped key and its row. A record is bound to its id, the schema version and the
machine as associated data, so that a row moved elsewhere does not open.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SCHEMA_VERSION = 1
"""Version of the sealed records, part of what they are bound to."""

_NONCE_BYTES = 12


@dataclass(frozen=True)
class Sealed:
    """A record at rest: the wrapped data key and the sealed body, each with its nonce in front."""

    wrapped: bytes
    body: bytes


class Vault:
    """Seals and opens records with the device key (32 bytes), for one machine."""

    def __init__(self, device_key: bytes, machine: str) -> None:
        if len(device_key) != KEY_BYTES:
            raise ValueError("the device key has 32 bytes")
        self._machine = machine
        self._wrap = _derived(device_key, b"wrap")
        self._index = _derived(device_key, b"index")
        self._check = _derived(device_key, b"check")

    def seal(self, record: str, value: dict[str, Any], *secret: str) -> Sealed:
        """Seal a JSON object as `record`. Whoever opens it must have the device key and the same `secret` texts."""
        key = secrets.token_bytes(KEY_BYTES)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        bound = self._bound(record)
        return Sealed(_encrypt(self._wrapping(record, secret), key, bound), _encrypt(key, plain, bound))

    def open(self, record: str, sealed: Sealed, *secret: str) -> dict[str, Any] | None:
        """The JSON object of `record`; None when key, secret, record or machine are not those it was sealed with."""
        bound = self._bound(record)
        try:
            key = _decrypt(self._wrapping(record, secret), sealed.wrapped, bound)
            value: dict[str, Any] = json.loads(_decrypt(key, sealed.body, bound))
        except (InvalidTag, ValueError):
            return None
        return value

    def index(self, *values: str) -> bytes:
        """A keyed hash to find a record by, in place of the values themselves."""
        return hmac.digest(self._index, _joined(values), "sha256")

    def fingerprint(self, store: bytes) -> bytes:
        """What a store keeps to know its device key again."""
        return hmac.digest(self._check, store, "sha256")

    def _wrapping(self, record: str, secret: tuple[str, ...]) -> bytes:
        if not secret:
            return self._wrap
        return _derived(self._wrap + _joined(secret), b"secret", salt=sha256(record.encode()).digest())

    def _bound(self, record: str) -> bytes:
        return _joined((record, str(SCHEMA_VERSION), self._machine))


def _joined(values: tuple[str, ...]) -> bytes:
    # Lengths stand in front, so that ("ab", "c") and ("a", "bc") are not one.
    return b"".join(len(raw).to_bytes(4, "big") + raw for raw in (value.encode("utf-8") for value in values))


def _derived(secret: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, b"kiosk/store/1/" + purpose).derive(secret)


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound)
