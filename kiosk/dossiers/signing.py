"""The signature of each request of a machine: `Authorization: Machine <id>:<unix seconds>:<base64url Ed25519>`.

It covers four lines: METHOD, TARGET (path and query as sent), the seconds, and the hex SHA-256 of the body.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.errors import KioskError

WINDOW_S = 300
"""How far the clocks of machine and hub may be apart, in seconds."""

_HEADER = re.compile(r"Machine ([A-Za-z0-9._-]{1,64}):([0-9]{1,12}):([A-Za-z0-9_-]{1,128}={0,2})")


class SigningFault(KioskError):
    """The request is not the machine's own. `code`: machine (unknown, or no header), clock or signature."""

    def __init__(self, code: Literal["machine", "clock", "signature"], message: str) -> None:
        super().__init__(message)
        self.code = code


def authorization(machine: str, key: Ed25519PrivateKey, method: str, target: str, body: bytes, now: datetime) -> str:
    """The value of the header for a request made at the instant `now`. `target` is path and query, from the "/"."""
    seconds = int(now.timestamp())
    signature = base64.urlsafe_b64encode(key.sign(_signed(method, target, seconds, body))).rstrip(b"=")
    return f"Machine {machine}:{seconds}:{signature.decode('ascii')}"


def verify(
    header: str | None,
    method: str,
    target: str,
    body: bytes,
    now: datetime,
    keys: Mapping[str, Ed25519PublicKey],
) -> str:
    """The id of the machine that signed the request. Raises SigningFault, checked in the order of its codes."""
    parts = _HEADER.fullmatch(header or "")
    if parts is None or (public := keys.get(parts[1])) is None:
        raise SigningFault("machine", "The machine is not known here.")
    seconds = int(parts[2])
    if abs(now.timestamp() - seconds) > WINDOW_S:
        raise SigningFault("clock", "The clock of the machine is more than five minutes off.")
    try:
        public.verify(_raw(parts[3]), _signed(method, target, seconds, body))
    except (InvalidSignature, binascii.Error):
        raise SigningFault("signature", "The signature does not fit the request.") from None
    return parts[1]


def seconds_off(
    header: str | None,
    method: str,
    target: str,
    body: bytes,
    now: datetime,
    keys: Mapping[str, Ed25519PublicKey],
) -> tuple[str, int] | None:
    """Machine, and how many seconds its clock is ahead, of a request that it signed at whatever time; None for one that
    is not its own. Anybody who overheard a request can send it again later: good for a hint to staff, for nothing else.
    """
    parts = _HEADER.fullmatch(header or "")
    if parts is None:
        return None
    claimed = int(parts[2])
    try:
        machine = verify(header, method, target, body, datetime.fromtimestamp(claimed, UTC), keys)
    except (SigningFault, ValueError, OverflowError, OSError):
        return None
    return machine, round(claimed - now.timestamp())


def _signed(method: str, target: str, seconds: int, body: bytes) -> bytes:
    return f"{method.upper()}\n{target}\n{seconds}\n{hashlib.sha256(body).hexdigest()}".encode()


def _raw(text: str) -> bytes:
    bare = text.rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
