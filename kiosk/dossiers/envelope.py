"""The sealed message: readable at the hub only, signed by the machine (schema "sealed/1").

HPKE of RFC 9180 in base mode: X25519, HKDF-SHA256, AES-256-GCM. The library's public single-shot call has no
associated data, so what would go there is part of `info`, as RFC 9180 section 8.1 advises for single-shot use:
`info` = "kiosk/sealed/1", a line feed, then machine, dossier, seq and kind, one a line. The Ed25519 signature
covers those four lines, a line feed, the encapsulated key and the ciphertext.
"""

import base64
import binascii
import json
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.errors import KioskError

SCHEMA = "sealed/1"
Kind = Literal["dossier", "message"]
KINDS: tuple[Kind, ...] = ("dossier", "message")

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
"""How everything is sealed to the hub."""

_INFO = b"kiosk/sealed/1\n"
_ENC_BYTES = KEM.X25519.enc_length()
_FIELDS = {"schema", "machine", "dossier", "seq", "kind", "enc", "ciphertext", "signature"}


class EnvelopeFault(KioskError):
    """The message is not to be trusted. `code`: form, signature, sealed (does not open) or other-body."""

    def __init__(self, code: Literal["form", "signature", "sealed", "other-body"], message: str) -> None:
        super().__init__(message)
        self.code = code


def seal(
    plaintext: bytes,
    *,
    machine: str,
    dossier: str,
    seq: int,
    kind: Kind,
    hub_public: X25519PublicKey,
    machine_key: Ed25519PrivateKey,
) -> dict[str, Any]:
    """The sealed message of `plaintext` (canonical JSON), as a JSON object; base64 with padding.

    Only the hub opens it: the machine that sealed it cannot. Raises EnvelopeFault("form") for a name with a line
    feed or a seq below 1.
    """
    context = _context(machine, dossier, seq, kind)
    sealed = SUITE.encrypt(plaintext, hub_public, info=_INFO + context)
    return {
        "schema": SCHEMA,
        "machine": machine,
        "dossier": dossier,
        "seq": seq,
        "kind": kind,
        "enc": _text(sealed[:_ENC_BYTES]),
        "ciphertext": _text(sealed[_ENC_BYTES:]),
        "signature": _text(machine_key.sign(context + b"\n" + sealed)),
    }


def open_sealed(
    message: dict[str, Any], hub_private: X25519PrivateKey, machine_public: Ed25519PublicKey
) -> dict[str, Any]:
    """The JSON object inside `message`, after form, signature and seal have been checked, in this order.

    Raises EnvelopeFault; "other-body" when the inside is no JSON object or speaks of another dossier or seq.
    """
    context, sealed, signature = _parts(message)
    try:
        machine_public.verify(signature, context + b"\n" + sealed)
    except InvalidSignature:
        raise EnvelopeFault("signature", "The signature of the machine does not fit the message.") from None
    try:
        plaintext = SUITE.decrypt(sealed, hub_private, info=_INFO + context)
    except (InvalidTag, ValueError):
        raise EnvelopeFault("sealed", "The message was not sealed to this hub, or was changed.") from None
    return _inside(plaintext, message)


def _context(machine: str, dossier: str, seq: int, kind: str) -> bytes:
    if kind not in KINDS or seq < 1 or not machine or not dossier or "\n" in machine + dossier:
        raise EnvelopeFault("form", "The message needs a machine, a dossier, a seq from 1 and a known kind.")
    return f"{machine}\n{dossier}\n{seq}\n{kind}".encode()


def _parts(message: dict[str, Any]) -> tuple[bytes, bytes, bytes]:
    if not isinstance(message, dict) or set(message) != _FIELDS or message["schema"] != SCHEMA:
        raise EnvelopeFault("form", "This is not a sealed message of the schema sealed/1.")
    machine, dossier, seq, kind = (message[name] for name in ("machine", "dossier", "seq", "kind"))
    if type(seq) is not int or not all(isinstance(name, str) for name in (machine, dossier, kind)):
        raise EnvelopeFault("form", "A field of the sealed message has the wrong type.")
    context = _context(machine, dossier, seq, kind)
    enc, ciphertext, signature = (_bytes(message[name]) for name in ("enc", "ciphertext", "signature"))
    if len(enc) != _ENC_BYTES:
        raise EnvelopeFault("form", "The encapsulated key has the wrong length.")
    return context, enc + ciphertext, signature


def _inside(plaintext: bytes, message: dict[str, Any]) -> dict[str, Any]:
    try:
        inside = json.loads(plaintext)
    except ValueError:
        inside = None
    if not isinstance(inside, dict):
        raise EnvelopeFault("other-body", "The inside of the message is not a JSON object.")
    # The hub keys everything by the outside; an inside that names another dossier would be stored under the wrong one.
    named = inside.get("id" if message["kind"] == "dossier" else "dossier")
    if named != message["dossier"] or inside.get("seq") != message["seq"]:
        raise EnvelopeFault("other-body", "The inside of the message speaks of another dossier or number.")
    return inside


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise EnvelopeFault("form", "A field of the sealed message is not base64.") from None
