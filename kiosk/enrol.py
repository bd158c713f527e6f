"""Makes the keys that a configuration names, and says what the other side must know of them."""

import tomllib
from pathlib import Path

from kiosk.dossiers.keys import (
    KeyFault,
    load_sealing_key,
    load_signing_key,
    make_device_key,
    make_sealing_key,
    make_signing_key,
    public_text,
)


def enrol(path: Path) -> list[str]:
    """Make the key files of a machine's or a hub's configuration that are not there yet; lines to pass on.

    Raises KeyFault where a key cannot be made or the file cannot be read.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KeyFault("missing", f"{path}: cannot be read as TOML ({type(error).__name__}).") from None
    machine = values.get("machine")
    if isinstance(machine, dict):
        return _machine(path.parent, machine)
    if isinstance(values.get("hub_key"), str):
        return _hub(path.parent / values["hub_key"])
    raise KeyFault("form", f"{path} names no key: a machine has [machine], a hub has hub_key.")


def _machine(folder: Path, part: dict[str, object]) -> list[str]:
    signing, device = folder / str(part.get("signing_key", "")), folder / str(part.get("device_key", ""))
    if not signing.is_file():
        make_signing_key(signing)
    if not device.is_file():
        make_device_key(device)
    public = public_text(load_signing_key(signing))
    return [
        "Write this into the hub's configuration:",
        "[[machines]]",
        f'id = "{part.get("id", "")}"',
        f'name = "{part.get("name", "")}"',
        f'public_key = "{public}"',
    ]


def _hub(key: Path) -> list[str]:
    if not key.is_file():
        make_sealing_key(key)
    return [f"The hub's key is in place; machines learn {public_text(load_sealing_key(key))} when they first ask."]
