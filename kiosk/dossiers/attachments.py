"""Papers that go with a dossier: sealed to the hub before they touch the disk, and carried in parts.

One seal an attachment, HPKE as for the envelope (RFC 9180 base mode, X25519, HKDF-SHA256, AES-256-GCM), with
`info` = "kiosk/attachment/1", a line feed, then machine, dossier, kind and media type, one a line; the bytes are the
encapsulated key and the ciphertext. The signed envelope names their SHA-256, so they need no signature of their own.
"""

from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from kiosk.dossiers.envelope import SUITE, EnvelopeFault
from kiosk.store import Attachment

PART_BYTES = 256 * 1024
"""What goes out in one request: half a minute of a line of 64 kbit/s."""
LARGEST_BYTES = 96 * 2**20
"""No paper of a citizen is larger; the hub refuses it."""

_INFO = b"kiosk/attachment/1\n"


def seal_attachment(
    content: bytes, *, machine: str, dossier: str, kind: str, media: str, hub_public: X25519PublicKey
) -> Attachment:
    """`content` sealed for the dossier: the machine that sealed it cannot open it. Raises EnvelopeFault("form") for a
    name with a line feed."""
    return Attachment(kind, media, SUITE.encrypt(content, hub_public, info=_info(machine, dossier, kind, media)))


def open_attachment(
    sealed: bytes, hub_private: X25519PrivateKey, *, machine: str, dossier: str, kind: str, media: str
) -> bytes:
    """What was sealed. Raises EnvelopeFault("sealed") for bytes that are another dossier's, kind's or machine's."""
    try:
        return SUITE.decrypt(sealed, hub_private, info=_info(machine, dossier, kind, media))
    except (InvalidTag, ValueError):
        raise EnvelopeFault("sealed", "The attachment was not sealed to this hub for this dossier.") from None


def named(attachments: Sequence[Attachment]) -> list[dict[str, Any]]:
    """The part `attachments` of the envelope; an envelope without attachments has none."""
    return [
        {"sha256": one.hash, "bytes": len(one.content), "media": one.media, "kind": one.kind} for one in attachments
    ]


def _info(machine: str, dossier: str, kind: str, media: str) -> bytes:
    lines = (machine, dossier, kind, media)
    if not all(lines) or any("\n" in line for line in lines):
        raise EnvelopeFault("form", "An attachment needs a machine, a dossier, a kind and a media type, a line each.")
    return _INFO + "\n".join(lines).encode()
