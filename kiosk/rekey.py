"""Gives a machine's store another device key: in place of the one that opens it, or of one that is lost.

The order is what a power cut may find: the new key is whole on disk before the store knows it, the store changes over
in one transaction, and only then does the new key take the place of the old one. At every moment the store opens with
exactly one of the two, and a second run finishes what the first one began.
"""

import os
import secrets
from pathlib import Path

from kiosk.clock import Clock
from kiosk.config import MachinePart
from kiosk.enrol import ensure
from kiosk.errors import KioskError
from kiosk.keys import KeyFault
from kiosk.keys.files import flush_folder
from kiosk.keys.form import KEY_BYTES
from kiosk.store import Store, StoreFault


class RekeyFault(KioskError):
    """There is nothing to be done here, or something else first."""

    code = "rekey"


def rotate(machine: MachinePart, clock: Clock) -> None:
    """Have the store open with a new key only, the machine being stopped. Raises RekeyFault, KeyFault, StoreFault."""
    _needs_store(machine)
    source, waiting = machine.device_key, _waiting(machine)
    old = source.read(source.at_rest)
    if not waiting.exists():
        source.keep(secrets.token_bytes(KEY_BYTES), waiting)
    new = source.read(waiting)
    try:
        with _opened(machine, old, clock) as store:
            store.rotate_key(new)
    except StoreFault as fault:
        # An earlier run came as far as this: the store has the new key, the file has not taken its place.
        if fault.code != "key" or not _fits(machine, new, clock):
            raise
    try:
        os.replace(waiting, source.at_rest)
        flush_folder(source.at_rest.parent)
    except OSError as error:
        raise KeyFault("disk", f"The key file {source.at_rest.name} could not be replaced: do this again.") from error


def adopt(machine: MachinePart, clock: Clock) -> int:
    """Have a store whose key is lost open with the key that is there now, or with a new one; how many messages it still
    holds for the hub. Raises RekeyFault, KeyFault, StoreFault."""
    _needs_store(machine)
    source, waiting = machine.device_key, _waiting(machine)
    if waiting.exists() and _fits(machine, source.read(waiting), clock):
        raise RekeyFault("The key is not lost: a rotation was interrupted. Run `kiosk store rotate-key` again.")
    key = ensure(source)
    if _fits(machine, key, clock):
        raise RekeyFault("The device key opens this store: nothing is lost, and nothing was changed.")
    with _opened(machine, key, clock, key_is_lost=True) as store:
        return len(store.unsent()) + len(store.parked())


def _needs_store(machine: MachinePart) -> None:
    if not machine.store.exists():
        raise RekeyFault(f"There is no store at {machine.store}: the machine makes one when it first starts.")


def _waiting(machine: MachinePart) -> Path:
    return machine.device_key.at_rest.with_name(machine.device_key.at_rest.name + ".new")


def _fits(machine: MachinePart, key: bytes, clock: Clock) -> bool:
    try:
        _opened(machine, key, clock).close()
    except StoreFault as fault:
        if fault.code != "key":
            raise
        return False
    return True


def _opened(machine: MachinePart, key: bytes, clock: Clock, *, key_is_lost: bool = False) -> Store:
    return Store.open(machine.store, key, clock, machine=machine.id, letter=machine.letter, key_is_lost=key_is_lost)
