"""Personal records sealed with AES-256-GCM under one data key an owner (a walk, a draft), wrapped by the device key.

Erasing an owner is deleting its wrapped key, with its rows. Records and keys are bound to their id, the schema version
and the machine as associated data, so that a row moved elsewhere does not open.
"""

import copy
import hmac
import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SCHEMA_VERSION = 2
"""Version of what is sealed now, part of what it is bound to."""

_NONCE_BYTES = 12


@dataclass(frozen=True)
class WrappedKey:
    """A data key at rest, and the schema version that it and its records are bound to."""

    wrapped: bytes
    version: int = SCHEMA_VERSION


@dataclass(frozen=True)
class DataKey:
    """The key of one owner, open: it seals and opens any number of the owner's records."""

    raw: bytes = field(repr=False)
    version: int
    machine: str

    def seal(self, record: str, value: dict[str, Any]) -> bytes:
        """A JSON object, sealed as the record of this id."""
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        return _encrypt(self.raw, plain, _bound(record, self.version, self.machine))

    def open(self, record: str, sealed: bytes) -> dict[str, Any] | None:
        """The JSON object; None when key, record, version or machine are not those it was sealed with."""
        try:
            value: dict[str, Any] = json.loads(_decrypt(self.raw, sealed, _bound(record, self.version, self.machine)))
        except (InvalidTag, ValueError):
            return None
        return value


class Vault:
    """Wraps data keys with the device key (32 bytes), for one machine, and makes keyed hashes.

    A data key may be wrapped twice: inside under what a citizen brings, outside under the device key, so that neither
    opens it alone and the device key can be changed without the citizen.
    """

    def __init__(self, device_key: bytes, machine: str) -> None:
        if len(device_key) != KEY_BYTES:
            raise ValueError("the device key has 32 bytes")
        self.machine = machine
        self._wrap = _derived(device_key, b"wrap")
        self._index = _derived(device_key, b"index")
        self._check = _derived(device_key, b"check")

    def fresh(self, version: int = SCHEMA_VERSION) -> DataKey:
        """A new data key."""
        return DataKey(secrets.token_bytes(KEY_BYTES), version, self.machine)

    def wrap(self, owner: str, key: DataKey, *secret: str) -> WrappedKey:
        """The key at rest. Whoever opens it must have the device key, and the same `secret` texts if there are any."""
        bound = _bound(owner, key.version, self.machine)
        content = key.raw
        if secret:
            salt = secrets.token_bytes(KEY_BYTES)
            content = salt + _encrypt(_inner(salt, owner, secret), key.raw, bound)
        return WrappedKey(_encrypt(self._wrap, content, bound), key.version)

    def unwrap(self, owner: str, wrapped: WrappedKey, *secret: str) -> DataKey | None:
        """The key; None when device key, secret, owner, version or machine are not those it was wrapped with."""
        bound = _bound(owner, wrapped.version, self.machine)
        try:
            content = _decrypt(self._wrap, wrapped.wrapped, bound)
            if secret:
                salt, inner = content[:KEY_BYTES], content[KEY_BYTES:]
                content = _decrypt(_inner(salt, owner, secret), inner, bound)
        except (InvalidTag, ValueError):
            return None
        return DataKey(content, wrapped.version, self.machine) if len(content) == KEY_BYTES else None

    def rewrap(self, owner: str, wrapped: WrappedKey, to: "Vault") -> WrappedKey | None:
        """The same key wrapped by another device key, what a citizen brought left inside; None when it does not open
        here."""
        bound = _bound(owner, wrapped.version, self.machine)
        try:
            content = _decrypt(self._wrap, wrapped.wrapped, bound)
        except (InvalidTag, ValueError):
            return None
        return WrappedKey(_encrypt(to._wrap, content, bound), wrapped.version)

    def enclose(self, owner: str, first: WrappedKey) -> WrappedKey:
        """The key of a draft of the first version in two layers: there one layer was made of both secrets, and what
        the device key gave to it becomes the salt of the inner one."""
        content = self._wrap + first.wrapped
        return WrappedKey(_encrypt(self._wrap, content, _bound(owner, first.version, self.machine)), first.version)

    def with_index(self, key: bytes) -> "Vault":
        """The same vault with this key for its hashes, in place of the one that comes from the device key."""
        other = copy.copy(self)
        other._index = key
        return other

    @property
    def index_key(self) -> DataKey:
        """What `index` is keyed with, to be kept wrapped where it must outlive the device key."""
        return DataKey(self._index, SCHEMA_VERSION, self.machine)

    def index(self, *values: str) -> bytes:
        """A keyed hash to find a record by, in place of the values themselves."""
        return hmac.digest(self._index, _joined(values), "sha256")

    def fingerprint(self, store: bytes) -> bytes:
        """What a store keeps to know its device key again."""
        return hmac.digest(self._check, store, "sha256")


def _inner(salt: bytes, owner: str, secret: tuple[str, ...]) -> bytes:
    return _derived(salt + _joined(secret), b"secret", salt=sha256(owner.encode()).digest())


def _bound(name: str, version: int, machine: str) -> bytes:
    return _joined((name, str(version), machine))


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
