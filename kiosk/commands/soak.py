"""`kiosk soak`: walks through real processes over bad lines, with kills, and the count of what came of them."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from kiosk.commands.common import FAILED, GOOD, MISUSED, count, leaf, natural, print_json

KIOSK = (sys.executable, "-m", "kiosk.commands.soak_kiosk")


def add(commands: Any) -> None:
    leaf(commands, "soak", run, "many walks over bad lines with kills: nothing lost, doubled or left", _options)


def run(args: argparse.Namespace) -> int:
    from kiosk.proving.faults import UnknownFault, named
    from kiosk.proving.soak import Orders, soak

    try:
        faults = named(args.faults)
    except UnknownFault as fault:
        print(f"kiosk: {fault.message}", file=sys.stderr)
        return MISUSED
    orders = Orders(args.walks, faults, args.kills, args.seed, idempotency=not args.no_idempotency)
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-") as folder:
        result = soak(orders, Path(folder), KIOSK)
    for remark in (
        *result.remarks,
        *(f"leaked: {hit}" for hit in result.hits),
        *result.faults,
    ):
        print(f"kiosk: {remark}", file=sys.stderr)
    print_json(result.record())
    return GOOD if result.good else FAILED


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--walks", type=count, default=20)
    parser.add_argument("--faults", default="all", help="all, none, or names with commas between them")
    parser.add_argument("--kills", type=natural, default=4, help="of kiosk and hub in turn, by SIGKILL")
    parser.add_argument("--seed", type=natural, default=0)
    parser.add_argument(
        "--no-idempotency",
        action="store_true",
        help="every try under a fresh key: the soak must find it doubled",
    )
