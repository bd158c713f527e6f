"""What every command is built with: exit statuses, options, and the one way data gets to stdout."""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

GOOD, FAILED, MISUSED, NOTHING, GONE = 0, 1, 2, 3, 4

Command = Callable[[argparse.Namespace], int]


def data_folder() -> Path:
    """`KIOSK_DATA`, or a new folder of this run."""
    given = os.environ.get("KIOSK_DATA")
    folder = Path(given) if given else Path(tempfile.mkdtemp(prefix="kiosk-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def store_below_data() -> Path | None:
    """The store in the folder that `KIOSK_DATA` names; None where no folder is named. A store that is not there yet
    has the path that a machine's own would have."""
    from kiosk.store.inspection import BELOW

    given = os.environ.get("KIOSK_DATA")
    if not given:
        return None
    paths = [Path(given) / place for place in BELOW]
    return next((path for path in paths if path.is_file()), paths[0])


def print_json(value: Any) -> None:
    """One object, a line."""
    from kiosk.records import to_line

    print(to_line(value), end="", flush=True)


def group(parser: argparse.ArgumentParser) -> Any:
    """Where the commands below `parser` are added."""
    parser.set_defaults(parser=parser)
    return parser.add_subparsers(metavar="COMMAND")


def node(commands: Any, name: str, text: str) -> Any:
    """A command that only has commands below it."""
    return group(commands.add_parser(name, help=text, description=text))


def leaf(
    commands: Any, name: str, run: Command, text: str, options: Callable[[argparse.ArgumentParser], object]
) -> None:
    """A command that does something: `run` with what `options` added."""
    parser = commands.add_parser(name, help=text, description=text, allow_abbrev=False)
    options(parser)
    parser.set_defaults(run=run, parser=parser)


def natural(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 to 999999999")
    return int(text)


def count(text: str) -> int:
    if (number := natural(text)) == 0:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0 and up to 3600")
    return number
