"""Where a key of a machine comes from, as its configuration says: a file in clear, or a credential sealed by a TPM."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.keys import files
from kiosk.keys.credentials import NAME, Credential
from kiosk.keys.form import KeyFault

_CREDENTIAL = "credential:"


class KeySource(Protocol):
    """One key of a machine: 32 bytes. Every method raises KeyFault."""

    @property
    def clear(self) -> bool:
        """Whether it lies readable on the disk."""
        ...

    @property
    def at_rest(self) -> Path:
        """The file that it outlives a restart in."""
        ...

    def load(self) -> bytes:
        """The key, for the program that runs with it."""
        ...

    def read(self, at: Path) -> bytes:
        """The key that `keep` put into a file, for whoever installs."""
        ...

    def keep(self, key: bytes, at: Path) -> None:
        """Put a key into a new file, on disk when this returns; one that is there is never replaced ("exists")."""
        ...


@dataclass(frozen=True)
class KeyFile:
    """A key in clear, in a file that only its owner reads: for a trial."""

    at_rest: Path

    clear = True

    def load(self) -> bytes:
        return files.read_key(self.at_rest)

    def read(self, at: Path) -> bytes:
        return files.read_key(at)

    def keep(self, key: bytes, at: Path) -> None:
        files.write_key(at, key)


def key_source(text: str, folder: Path) -> KeyFile | Credential:
    """The source of `credential:NAME`, or of a path; `folder` is that of the configuration. Raises KeyFault("form")."""
    if not text.startswith(_CREDENTIAL):
        return KeyFile(folder / text)
    name = text.removeprefix(_CREDENTIAL)
    if not NAME.fullmatch(name):
        raise KeyFault("form", "needs a path, or credential:NAME with up to 32 small letters, digits and dashes")
    return Credential(name, folder)


def signing_key_of(key: bytes) -> Ed25519PrivateKey:
    """The signing key of its 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key)
