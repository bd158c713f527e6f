"""`kiosk outbox`: what has not reached the hub, and another try for what is parked."""

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.clock import SystemClock, local, utc_text
from kiosk.commands.common import FAILED, GOOD, MISUSED, leaf, node, print_json, store_below_data

if TYPE_CHECKING:
    from kiosk.store.outside import Waiting


def add(commands: Any) -> None:
    outbox = node(commands, "outbox", "messages on their way to the hub")
    leaf(outbox, "list", _list, "what the hub has not yet; nothing: all is there", _options)
    leaf(outbox, "show", _show, "one message or attachment", _id_options)
    leaf(outbox, "retry", _retry, "send one that is parked or waits now", _id_options)


def _options(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--store", metavar="PATH", help="the store's file")
    where.add_argument("--config", metavar="FILE", help="the machine's configuration; else below KIOSK_DATA")
    parser.add_argument("--json", action="store_true", help="a JSON object a line")


def _id_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="as `list` shows it")
    _options(parser)


def _list(args: argparse.Namespace) -> int:
    from kiosk.store import outside

    store = _store(args)
    if store is None:
        return MISUSED
    if not (args.store or args.config or store.is_file()) and store.parent.is_dir():
        # A machine that never ran has nothing to send; a store that was named and is not there is a mistake.
        print(f"kiosk: {store} is not there yet: nothing waits.", file=sys.stderr)
        return GOOD
    for row in outside.waiting(store, SystemClock()):
        _say(row, json=args.json)
    return GOOD


def _show(args: argparse.Namespace) -> int:
    from kiosk.store import outside

    store = _store(args)
    if store is None:
        return MISUSED
    row = outside.one(store, args.id, SystemClock())
    if row is None:
        return _unknown()
    _say(row, json=args.json)
    return GOOD


def _retry(args: argparse.Namespace) -> int:
    from kiosk.store import outside

    store, clock = _store(args), SystemClock()
    if store is None:
        return MISUSED
    row = outside.one(store, args.id, clock)
    if row is None:
        return _unknown()
    if row.state == "sent":
        print("kiosk: the hub has it; there is nothing to send again.", file=sys.stderr)
        return FAILED
    done = outside.retry(store, args.id, clock)
    if args.json:
        print_json({"id": row.id, "done": done})
    elif done:
        print(f"{row.id}: will be sent when the kiosk is started.")
    else:
        print(f"{row.id}: the running kiosk sends it within half a minute.")
    return GOOD


def _store(args: argparse.Namespace) -> Path | None:
    if args.store:
        return Path(args.store)
    if args.config:
        from kiosk import config

        return config.read(Path(args.config)).machine.store
    if store := store_below_data():
        return store
    print("kiosk: name the store by --store or --config, or its folder by KIOSK_DATA.", file=sys.stderr)
    return None


def _unknown() -> int:
    print("kiosk: no message of this id is here; `kiosk outbox list` shows those that are.", file=sys.stderr)
    return FAILED


def _say(row: "Waiting", *, json: bool) -> None:
    if json:
        times = {name: utc_text(getattr(row, name)) for name in ("due_at", "queued_at")}
        print_json(dataclasses.asdict(row) | times)
        return
    what = row.kind if row.seq is None else f"{row.kind} {row.seq}"
    why = f", {row.reason}" if row.reason else ""
    print(
        f"{row.id}  {what} of {row.dossier}, {row.state}{why}, {row.attempt} tries, {row.bytes} bytes,"
        f" queued {local(row.queued_at):%d/%m/%Y %H:%M}, due {local(row.due_at):%d/%m/%Y %H:%M}"
    )
