"""kiosk line: what the line book says of a period, for an office that asks for a better line."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.commands.common import GOOD, MISUSED, leaf, natural, node, print_json, store_below_data


def add(commands: Any) -> None:
    line = node(commands, "line", "how the line, the hub, the portal and the bank answered")
    leaf(
        line, "report", _report, "table, picture and page of the line book, for an investment request", _report_options
    )
    leaf(line, "rehearse", _rehearse, "a store with the book of a made-up bad month, to look at its report", _rehearsal)


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=_day, metavar="D", help="first day, such as 2026-11-01")
    parser.add_argument("--to", dest="last", type=_day, metavar="D", help="last day, which is in")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument("--store", type=Path, metavar="PATH", help="default: the store below KIOSK_DATA")
    parser.add_argument("--json", action="store_true")


def _rehearsal(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="store.sqlite is made there")
    parser.add_argument("--seed", type=natural, default=0)


def _report(args: argparse.Namespace) -> int:
    from kiosk.reports.line import line_report, totals
    from kiosk.reports.line_files import write_report
    from kiosk.reports.line_words import period, say, took
    from kiosk.store.line_reading import Book, read_book

    if args.first and args.last and args.first > args.last:
        print("kiosk: --from lies after --to; give the earlier day first.", file=sys.stderr)
        return MISUSED
    store = args.store or store_below_data()
    if store is None:
        print(
            "kiosk: no store was named: give --store PATH, or set KIOSK_DATA to the machine's folder.", file=sys.stderr
        )
        return MISUSED
    if args.store or store.is_file() or not store.parent.is_dir():
        book = read_book(store, args.first, args.last)
    else:
        print(f"kiosk: {store} is not there yet: nothing was measured.", file=sys.stderr)
        book = Book(args.first, args.last, None, "")
    report = line_report(book)
    paths = write_report(report, args.out)
    if args.json:
        print_json({**totals(report), "files": [str(path) for path in paths]})
        return GOOD
    print(period(report))
    if report.measured:
        print(f"{say('box.lost')}: {took(report.open_hours.lost_to_hub)}")
        print(say("box.lost.all", time=took(report.all_hours.lost_to_hub)))
    else:
        print(say("report.nothing"))
    print(*paths, sep="\n")
    return GOOD


def _rehearse(args: argparse.Namespace) -> int:
    from kiosk.procedures.offices import OFFICES, load_office
    from kiosk.proving.bad_month import bad_month

    store = args.out / "store.sqlite"
    if store.exists():
        print(f"kiosk: {store} is there already; name an empty folder.", file=sys.stderr)
        return MISUSED
    args.out.mkdir(parents=True, exist_ok=True)
    bad_month(store, args.seed, load_office(OFFICES / "mau-pa08.yaml"))
    print(store)
    return GOOD


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-11-01") from None
