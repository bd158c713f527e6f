"""The form of a key: 32 raw bytes, as base64 wherever it is text. A public key travels, a private one never does."""

import base64
import binascii
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kiosk.errors import KioskError

KEY_BYTES = 32


class KeyFault(KioskError):
    """A key cannot be used. `code`: exists, missing, open (others may read it), form, disk or tpm."""

    def __init__(self, code: Literal["exists", "missing", "open", "form", "disk", "tpm"], message: str) -> None:
        super().__init__(message)
        self.code = code


def public_text(key: Ed25519PrivateKey | X25519PrivateKey | Ed25519PublicKey | X25519PublicKey) -> str:
    """The raw public key as base64, as it goes over the wire and into registers."""
    public = key.public_key() if isinstance(key, Ed25519PrivateKey | X25519PrivateKey) else key
    return base64.b64encode(public.public_bytes_raw()).decode("ascii")


def signing_public(text: str) -> Ed25519PublicKey:
    """The Ed25519 public key of its base64 text. Raises KeyFault("form")."""
    return Ed25519PublicKey.from_public_bytes(decoded(text))


def sealing_public(text: str) -> X25519PublicKey:
    """The X25519 public key of its base64 text. Raises KeyFault("form")."""
    return X25519PublicKey.from_public_bytes(decoded(text))


def decoded(text: str) -> bytes:
    """The 32 bytes of the text. Raises KeyFault("form")."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise KeyFault("form", "A key is 32 bytes in base64; this is something else.")
    return raw
