"""Makes the keys that a configuration names, and says what the other side must know of them."""

import json
import secrets
import tomllib
from pathlib import Path

from kiosk.keys import (
    Credential,
    KeyFault,
    KeySource,
    key_source,
    load_sealing_key,
    make_sealing_key,
    public_text,
    signing_key_of,
)
from kiosk.keys.form import KEY_BYTES


def enrol(path: Path) -> list[str]:
    """Make the keys of a machine's or a hub's configuration that are not there yet; lines to pass on.

    Only what the keys need has to stand in the file. Raises KeyFault where a key cannot be made or the file cannot be
    read.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KeyFault("missing", f"{path}: cannot be read as TOML ({type(error).__name__}).") from None
    machine = values.get("machine")
    if isinstance(machine, dict):
        return _machine(path, machine)
    if "hub_key" in values:
        return _hub(path.parent / _text(path, values, "hub_key"))
    raise KeyFault("form", f"{path} names no key: a machine has [machine], a hub has hub_key.")


def ensure(source: KeySource) -> bytes:
    """The key at rest, made if there is none yet. Raises KeyFault."""
    if not source.at_rest.exists():
        source.keep(secrets.token_bytes(KEY_BYTES), source.at_rest)
    return source.read(source.at_rest)


def _machine(path: Path, part: dict[str, object]) -> list[str]:
    id_, name, signing, device = (_text(path, part, key) for key in ("id", "name", "signing_key", "device_key"))
    sources = [key_source(signing, path.parent), key_source(device, path.parent)]
    signing_key, _ = (ensure(source) for source in sources)
    sealed = [source for source in sources if isinstance(source, Credential)]
    load = [f"LoadCredentialEncrypted={source.name}:{source.at_rest.resolve()}" for source in sealed]
    # A TOML basic string is written as JSON writes one.
    return [
        *(["Write this into the machine's unit, under [Service]:", *load] if load else []),
        "Write this into the hub's configuration:",
        "[[machines]]",
        f"id = {json.dumps(id_, ensure_ascii=False)}",
        f"name = {json.dumps(name, ensure_ascii=False)}",
        f'public_key = "{public_text(signing_key_of(signing_key))}"',
    ]


def _hub(key: Path) -> list[str]:
    if not key.exists():
        make_sealing_key(key)
    return [f"The hub's key is in place; machines learn {public_text(load_sealing_key(key))} when they first ask."]


def _text(path: Path, part: dict[str, object], name: str) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not value:
        raise KeyFault("form", f"{path}: {name} is missing or is no text: write it, then enrol again.")
    return value
