"""`kiosk store rotate-key`, `kiosk store adopt`: another device key for a machine's store."""

import argparse
from pathlib import Path
from typing import Any

from kiosk.clock import SystemClock
from kiosk.commands.common import GOOD, leaf


def add(store: Any) -> None:
    """`store`: the group of commands on a machine's store."""
    leaf(store, "rotate-key", _rotate, "a new device key in place of the one that opens the store", _config)
    leaf(
        store, "adopt", _adopt, "a device key for a store whose own is lost; what only that opened goes", _adopt_options
    )


def _rotate(args: argparse.Namespace) -> int:
    from kiosk.config import read
    from kiosk.rekey import rotate

    machine = read(Path(args.config)).machine
    rotate(machine, SystemClock())
    print(f"The store opens with the new key only; it is in {machine.device_key.at_rest}.")
    return GOOD


def _adopt(args: argparse.Namespace) -> int:
    from kiosk.config import read
    from kiosk.rekey import adopt

    machine = read(Path(args.config)).machine
    left = adopt(machine, SystemClock())
    print(f"The store opens with {machine.device_key.at_rest}; {left} messages for the hub were kept.")
    return GOOD


def _config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", required=True, help="the machine's configuration; the machine is stopped")


def _adopt_options(parser: argparse.ArgumentParser) -> None:
    _config(parser)
    parser.add_argument(
        "--key-is-lost", action="store_true", required=True, help="unsent answers and drafts are erased for good"
    )
