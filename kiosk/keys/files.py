"""Key files: 32 raw bytes as base64 in a file that only its owner reads. A TPM takes their place in the field."""

import base64
import contextlib
import errno
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.keys.form import KEY_BYTES, KeyFault, decoded


def make_signing_key(path: Path) -> Ed25519PrivateKey:
    """A new Ed25519 key, on disk before this returns. Raises KeyFault; never overwrites a key."""
    return Ed25519PrivateKey.from_private_bytes(_made(path))


def load_signing_key(path: Path) -> Ed25519PrivateKey:
    """The Ed25519 key in the file. Raises KeyFault."""
    return Ed25519PrivateKey.from_private_bytes(read_key(path))


def make_sealing_key(path: Path) -> X25519PrivateKey:
    """A new X25519 key, on disk before this returns. Raises KeyFault; never overwrites a key."""
    return X25519PrivateKey.from_private_bytes(_made(path))


def load_sealing_key(path: Path) -> X25519PrivateKey:
    """The X25519 key in the file. Raises KeyFault."""
    return X25519PrivateKey.from_private_bytes(read_key(path))


def make_device_key(path: Path) -> bytes:
    """A new key for the store (32 bytes), on disk before this returns. Raises KeyFault; never overwrites a key."""
    return _made(path)


def load_device_key(path: Path) -> bytes:
    """The key for the store (32 bytes). Raises KeyFault."""
    return read_key(path)


def read_key(path: Path) -> bytes:
    """The 32 bytes in the file. Raises KeyFault."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise KeyFault("open", f"Others may read the key file {path.name}; set its mode to 600.")
            return decoded(file.read(128).decode("ascii", "replace").strip())
    except FileNotFoundError:
        raise KeyFault("missing", f"The key file {path.name} is not there.") from None
    except OSError as error:
        raise KeyFault("disk", f"The key file {path.name} could not be read.") from error


def write_key(path: Path, key: bytes) -> None:
    """Put the 32 bytes into a new file, on disk before this returns. Raises KeyFault; never overwrites a key."""
    write_new(path, base64.b64encode(key) + b"\n")


def write_new(path: Path, content: bytes) -> None:
    """Put `content` into a new file for its owner only, whole and on disk before this returns.

    Raises KeyFault: "exists" for one that is there, "disk".
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_flushed(temporary, content)
        _put_in_place(temporary, path)
        flush_folder(path.parent)
    except OSError as error:
        raise KeyFault("disk", f"The key file {path.name} could not be written.") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def flush_folder(path: Path) -> None:
    """Have the names in a folder on disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _made(path: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    write_key(path, key)
    return key


def _put_in_place(temporary: Path, path: Path) -> None:
    # A link instead of a rename: it puts the whole file in place at once and refuses to replace a key.
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise KeyFault("exists", f"The key file {path.name} is there already; it is never replaced.") from None


def _write_flushed(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        if os.write(descriptor, content) < len(content):
            raise OSError(errno.ENOSPC, "cut short")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
