"""Makes the keys that a configuration names, and says what the other side must know of them."""

import json
import tomllib
from pathlib import Path

from kiosk.keys import (
    KeyFault,
    load_device_key,
    load_sealing_key,
    load_signing_key,
    make_device_key,
    make_sealing_key,
    make_signing_key,
    public_text,
)


def enrol(path: Path) -> list[str]:
    """Make the key files of a machine's or a hub's configuration that are not there yet; lines to pass on.

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


def _machine(path: Path, part: dict[str, object]) -> list[str]:
    id_, name, signing, device = (_text(path, part, key) for key in ("id", "name", "signing_key", "device_key"))
    signing_key, device_key = path.parent / signing, path.parent / device
    if not signing_key.exists():
        make_signing_key(signing_key)
    if not device_key.exists():
        make_device_key(device_key)
    load_device_key(device_key)
    # A TOML basic string is written as JSON writes one.
    return [
        "Write this into the hub's configuration:",
        "[[machines]]",
        f"id = {json.dumps(id_, ensure_ascii=False)}",
        f"name = {json.dumps(name, ensure_ascii=False)}",
        f'public_key = "{public_text(load_signing_key(signing_key))}"',
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
