"""The command line. Data goes to stdout, everything else to stderr; the exit says what became of it."""

import argparse
import io
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kiosk import __version__
from kiosk.clock import ClockFault, SystemClock, today
from kiosk.commands import keys
from kiosk.commands import line as line_commands
from kiosk.commands import outbox as outbox_commands
from kiosk.commands import soak as soak_commands
from kiosk.commands import store as store_commands
from kiosk.commands.common import (
    FAILED,
    GONE,
    GOOD,
    MISUSED,
    NOTHING,
    Command,
    count,
    data_folder,
    group,
    leaf,
    natural,
    node,
    print_json,
    seconds,
)
from kiosk.errors import KioskError
from kiosk.hardening import PlainFormatter, harden

KIVY = {"KIVY_NO_ARGS": "1", "KIVY_NO_CONFIG": "1", "KIVY_NO_FILELOG": "1", "KIVY_LOG_MODE": "PYTHON"}
"""Kivy takes neither our arguments nor a configuration of its own, and its log goes where ours goes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    for name, value in KIVY.items():
        os.environ.setdefault(name, value)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    args, unknown = _parser().parse_known_args(arguments)
    command: Command | None = getattr(args, "run", None)
    if unknown:
        args.parser.error(f"not known here: {' '.join(unknown)}")
    if command is None:
        args.parser.print_help(sys.stderr)
        return MISUSED
    log = logging.StreamHandler(sys.stderr)
    log.setLevel(logging.WARNING)
    log.setFormatter(PlainFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[log])
    try:
        status = command(args)
        sys.stdout.flush()
    except KioskError as fault:
        for line in getattr(fault, "faults", None) or [fault.message]:
            print(f"kiosk: {line}", file=sys.stderr)
        return MISUSED if isinstance(fault, ClockFault) else FAILED
    except BrokenPipeError:
        # Whoever read has gone; what is left in the buffer must not raise at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        print(f"kiosk: {error.filename or 'the system'}: {error.strerror or type(error).__name__}.", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    return status


# card, payment code, words


def _jsonl(answer: Callable[[Any], Any]) -> int:
    from kiosk.records import answer_lines

    answer_lines(sys.stdin.buffer, sys.stdout, answer)
    return GOOD


def _card_parse(args: argparse.Namespace) -> int:
    from kiosk.identity.card import card_answer

    clock = SystemClock()
    return _jsonl(lambda record: card_answer(record, today(clock)))


def _vietqr_encode(args: argparse.Namespace) -> int:
    from kiosk.payments.vietqr import vietqr_encode_answer

    return _jsonl(vietqr_encode_answer)


def _vietqr_decode(args: argparse.Namespace) -> int:
    from kiosk.payments.vietqr import vietqr_decode_answer

    return _jsonl(vietqr_decode_answer)


def _type(args: argparse.Namespace) -> int:
    from kiosk.language.typing import type_answer

    return _jsonl(type_answer)


def _say(args: argparse.Namespace) -> int:
    from kiosk.language.speech import say_answer

    return _jsonl(say_answer)


def _pay_match(args: argparse.Namespace) -> int:
    from kiosk.payments.matching import match_answer

    return _jsonl(match_answer)


def _pay_reference(args: argparse.Namespace) -> int:
    from kiosk.payments.reference import mint

    seen: set[str] = set()
    while len(seen) < args.count:
        reference = str(mint())
        if reference not in seen:
            seen.add(reference)
            print(reference)
    return GOOD


def _places_find(args: argparse.Namespace) -> int:
    from kiosk.identity.places import Places, match_json

    print_json(match_json(Places.load().map_address(args.text)))
    return GOOD


def _read_scanner(args: argparse.Namespace) -> int:
    from drivers.scanner import SerialScanner
    from drivers.scanner.base import Scan, ScanFault, ScannerStatus
    from kiosk.identity.card import parse_card, person_json

    port = Path(args.port)
    if not port.exists():
        print(f"kiosk: {port}: there is no such port; `kiosk devices` lists what is plugged in.", file=sys.stderr)
        return GONE
    came = threading.Event()
    scans: list[Scan] = []
    seen: set[ScannerStatus] = set()

    def on_scan(scan: Scan) -> None:
        scans.append(scan)
        came.set()

    def on_status(status: ScannerStatus) -> None:
        seen.add(status)
        if status is ScannerStatus.GONE:
            came.set()

    scanner = SerialScanner(port=str(port), baud=args.baud)
    scanner.start(on_scan, on_status)
    came.wait(args.timeout)
    scanner.stop()
    if not scans and ScannerStatus.GONE in seen:
        print(f"kiosk: {port}: the port was lost.", file=sys.stderr)
        return GONE
    if not scans and ScannerStatus.READY not in seen:
        print(f"kiosk: {port}: the port could not be opened.", file=sys.stderr)
        return GONE
    if not scans:
        print(f"kiosk: {port}: nothing came in {args.timeout:g} seconds.", file=sys.stderr)
        return NOTHING
    scan = scans[0]
    clock = SystemClock()
    if scan.fault is ScanFault.NOT_UTF8:
        print_json({"text": scan.text, **person_json(_encoding_refusal())})
    else:
        print_json({"text": scan.text, **person_json(parse_card(scan.text, today(clock)))})
    return GOOD


def _read_image(args: argparse.Namespace) -> int:
    from kiosk.identity.pictures import picture_answer

    day = today(SystemClock())
    every_file_has_a_code = True
    for name in args.files:
        answer = picture_answer(name, day)
        every_file_has_a_code &= answer["qr"] is not None
        print_json(answer)
    return GOOD if every_file_has_a_code else NOTHING


def _encoding_refusal() -> Any:
    from kiosk.identity.card import CardFault, CardRefusal

    return CardRefusal(CardFault.ENCODING)


# procedures


def _procedures_list(args: argparse.Namespace) -> int:
    from kiosk.procedures.catalogue import Catalogue

    for row in Catalogue.load().listing(today(SystemClock())):
        print_json(row)
    return GOOD


def _procedures_check(args: argparse.Namespace) -> int:
    from kiosk.procedures.catalogue import PROCEDURES, check_catalogue

    path = Path(args.path) if args.path else PROCEDURES
    if not path.exists():
        print(f"kiosk: {path} is not there.", file=sys.stderr)
        return MISUSED
    faults = check_catalogue(path)
    for fault in faults:
        print(fault)
    return FAILED if faults else GOOD


def _procedures_schema(args: argparse.Namespace) -> int:
    from kiosk.procedures.catalogue import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return GOOD


# the real thing


def _run(args: argparse.Namespace) -> int:
    from kiosk import config, wiring

    harden()
    machine = config.load(Path(args.config))
    os.environ.setdefault("KIVY_HOME", str(machine.machine.data / "kivy"))
    wiring.run(machine, SystemClock())
    return GOOD


def _hub_serve(args: argparse.Namespace) -> int:
    from kiosk.hub import config
    from kiosk.hub.serve import serve

    harden()
    serve(config.load(Path(args.config)), SystemClock(), started=lambda url: print(f"hub: {url}", file=sys.stderr))
    return GOOD


def _hub_officer(args: argparse.Namespace) -> int:
    from getpass import getpass

    from kiosk.staff import hash_pin

    pin = getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    if not (pin.isascii() and pin.isdigit() and len(pin) >= 6):
        print("kiosk: a PIN is at least 6 digits.", file=sys.stderr)
        return MISUSED
    officer_id, name = (json.dumps(text, ensure_ascii=False) for text in (args.id, args.name))
    print(f'[[officers]]\nid = {officer_id}\nname = {name}\npin_hash = "{hash_pin(pin)}"')
    return GOOD


def _config_check(args: argparse.Namespace) -> int:
    from kiosk import config
    from kiosk.hub import config as hub_config

    path = Path(args.file)
    faults = config.faults(path) if config.is_machine_config(path) else hub_config.faults(path)
    for fault in faults:
        print(fault)
    return FAILED if faults else GOOD


def _enrol(args: argparse.Namespace) -> int:
    from kiosk.enrol import enrol

    for line in enrol(Path(args.file)):
        print(line)
    return GOOD


def _devices(args: argparse.Namespace) -> int:
    from kiosk.devices import Kind, nothing_seen
    from kiosk.wiring import device_rows

    rows = device_rows(Path(args.config) if args.config else None)
    for row in rows:
        if args.json:
            print_json(row.record())
        else:
            print(*row.lines(), sep="\n")
    for kind in Kind:
        if all(row.kind is not kind for row in rows):
            print(f"kiosk: {nothing_seen(kind)}", file=sys.stderr)
    return GOOD


def _payees_sign(args: argparse.Namespace) -> int:
    from kiosk.keys import load_signing_key
    from kiosk.payments.payees import PayeeFault, sign

    path = Path(args.file)
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        print(f"kiosk: {path}: cannot be read as JSON ({type(error).__name__}).", file=sys.stderr)
        return MISUSED
    signed = sign(data if isinstance(data, dict) else {}, load_signing_key(Path(args.key)))
    if isinstance(signed, PayeeFault):
        print(f"kiosk: {signed.message('en')}", file=sys.stderr)
        return FAILED
    sys.stdout.write(signed)
    return GOOD


def _payees_key(args: argparse.Namespace) -> int:
    from kiosk.keys import make_signing_key, public_text

    print(public_text(make_signing_key(Path(args.file))))
    return GOOD


def _payees_verify(args: argparse.Namespace) -> int:
    from kiosk.keys import KeyFault, signing_public
    from kiosk.payments.banks import remarks
    from kiosk.payments.payees import PayeeFault, PayeeList

    try:
        key = signing_public(args.key)
    except KeyFault:
        print("kiosk: --key needs 32 bytes in base64.", file=sys.stderr)
        return MISUSED
    try:
        text = Path(args.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"kiosk: {args.file}: cannot be read ({type(error).__name__}).", file=sys.stderr)
        return MISUSED
    read = PayeeList.read(text, key, today(SystemClock()))
    if isinstance(read, PayeeFault):
        print_json({"ok": False, "error": read.code, "message": read.message("en")})
        return FAILED
    for remark in remarks(read, "en"):
        print(f"kiosk: {remark}", file=sys.stderr)
    print_json({"ok": True, "version": read.version.isoformat(), "payees": [payee.id for payee in read.payees]})
    return GOOD


# demonstration and pictures


def _demo(args: argparse.Namespace) -> int:
    from kiosk import wiring
    from kiosk.demo.show import Wish
    from kiosk.procedures.catalogue import Catalogue

    harden()
    if args.procedure not in Catalogue.load():
        there = ", ".join(Catalogue.load().ids())
        print(f"kiosk: no procedure {args.procedure}. There are: {there}", file=sys.stderr)
        return MISUSED
    data = data_folder()
    os.environ.setdefault("KIVY_HOME", str(data / "kivy"))
    wish = Wish(seed=args.seed, procedure=args.procedure, pay=args.pay, lang=args.lang, readers=args.readers)
    if not args.headless and os.environ.get("DISPLAY"):
        wiring.demo_window(wish, data, SystemClock())
        return GOOD
    started = time.monotonic()
    out = Path(args.out) if args.out else data / "out"
    out.mkdir(parents=True, exist_ok=True)
    summary = wiring.demo_headless(wish, data, SystemClock(), out)
    summary["seconds"] = round(time.monotonic() - started, 1)
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print_json(summary)
    as_wished = summary["paid"] == ("not-yet" if args.pay == "later" else args.pay)
    return GOOD if as_wished and summary["dossier"] else FAILED


def _screens(args: argparse.Namespace) -> int:
    from kiosk import wiring
    from kiosk.demo.gallery import SIZES, SLUGS, Looks

    def chosen(given: list[str] | None, known: Sequence[str], first: str) -> tuple[str, ...]:
        return tuple(known) if given and "all" in given else tuple(dict.fromkeys(given or [first]))

    wanted = chosen(args.screen, tuple(SLUGS), "all") if args.screen else tuple(SLUGS)
    unknown = [slug for slug in wanted if slug not in SLUGS]
    if unknown:
        print(f"kiosk: no screen {', '.join(unknown)}. There are: {', '.join(SLUGS)}", file=sys.stderr)
        return MISUSED
    looks = Looks(
        sizes=chosen(args.size, SIZES, SIZES[0]),
        texts=chosen(args.text, ("1", "1.25", "1.5"), "1"),
        themes=chosen(args.theme, ("light", "contrast"), "light"),
        langs=chosen(args.lang, ("vi", "en"), "vi"),
    )
    with tempfile.TemporaryDirectory(prefix="kiosk-") as home:
        os.environ.setdefault("KIVY_HOME", home)
        wiring.render_gallery(Path(args.out), wanted, looks)
    return GOOD


# the parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="Assisted self-service kiosk for the one-stop desk.")
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    commands = group(parser)
    leaf(commands, "demo", _demo, "one walk in the office in a box", _demo_options)
    leaf(commands, "run", _run, "the kiosk on real devices", lambda p: p.add_argument("--config", required=True))
    hub = node(commands, "hub", "the office's server")
    leaf(hub, "serve", _hub_serve, "serve machines and officers", lambda p: p.add_argument("--config", required=True))
    leaf(hub, "officer", _hub_officer, "the lines for an officer of the hub's configuration", _officer_options)
    config = node(commands, "config", "configurations")
    leaf(config, "check", _config_check, "every fault with its remedy", lambda p: p.add_argument("file"))
    leaf(commands, "enrol", _enrol, "make the keys a configuration names", lambda p: p.add_argument("file"))
    leaf(commands, "devices", _devices, "what is plugged in and what would be used", _devices_options)
    store = node(commands, "store", "a machine's store")
    keys.add(store)
    store_commands.add(store)
    line_commands.add(commands)
    outbox_commands.add(commands)
    soak_commands.add(commands)
    payees = node(commands, "payees", "the signed payee list")
    leaf(
        payees,
        "key",
        _payees_key,
        "make a key to sign with; its public half on stdout",
        lambda p: p.add_argument("file"),
    )
    leaf(payees, "sign", _payees_sign, "sign a list; the signed text on stdout", _sign_options)
    leaf(payees, "verify", _payees_verify, "check a signed list", _sign_options)
    leaf(commands, "screens", _screens, "every screen as a picture", _screens_options)
    card = node(commands, "card", "ID cards")
    leaf(card, "parse", _card_parse, "card codes, a JSON line each", _jsonl_option)
    vietqr = node(commands, "vietqr", "payment codes")
    leaf(vietqr, "encode", _vietqr_encode, "fields to payloads, a JSON line each", _jsonl_option)
    leaf(vietqr, "decode", _vietqr_decode, "payloads to fields, a JSON line each", _jsonl_option)
    pay = node(commands, "pay", "references")
    leaf(
        pay,
        "reference",
        _pay_reference,
        "fresh references",
        lambda p: p.add_argument("--count", type=count, default=1),
    )
    leaf(pay, "match", _pay_match, "bank contents to references", _jsonl_option)
    read = node(commands, "read", "devices")
    leaf(read, "scanner", _read_scanner, "one card from a serial scanner", _scanner_options)
    leaf(
        read,
        "image",
        _read_image,
        "the code in each picture, a JSON line a file",
        lambda p: p.add_argument("files", metavar="FILE", nargs="+"),
    )
    procedures = node(commands, "procedures", "the catalogue")
    leaf(
        procedures,
        "list",
        _procedures_list,
        "a JSON line a procedure",
        lambda p: p.add_argument("--json", action="store_true"),
    )
    leaf(procedures, "check", _procedures_check, "faults of a file", lambda p: p.add_argument("path", nargs="?"))
    leaf(procedures, "schema", _procedures_schema, "the JSON Schema of a file", lambda p: None)
    leaf(commands, "type", _type, "keys to Vietnamese, a JSON line each", _jsonl_option)
    leaf(commands, "say", _say, "numbers and dates to words, a JSON line each", _jsonl_option)
    places = node(commands, "places", "old and new places")
    leaf(places, "find", _places_find, "today's commune of an address", _places_options)
    return parser


def _jsonl_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jsonl", action="store_true", required=True, help="a JSON object a line, in and out")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--headless", action="store_true", help="no window: a scripted walk, with pictures")
    parser.add_argument("--out", help="where pictures and summary.json go")
    parser.add_argument("--seed", type=natural, default=0)
    parser.add_argument("--procedure", default="cap-ho-chieu-pho-thong")
    parser.add_argument("--pay", choices=("qr", "cash", "later"), default="qr")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi")
    parser.add_argument("--readers", choices=("scanner", "camera", "both"), default="both", help="what reads cards")


def _officer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="short and stable, such as le-minh-mau")
    parser.add_argument("name", help="as citizens and colleagues read it; the PIN is asked for, or read from stdin")


def _devices_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--config", help="a machine's configuration: what it would use")


def _sign_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file")
    parser.add_argument("--key", required=True, help="sign: file of the private key; verify: public key in base64")


def _scanner_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", required=True)
    parser.add_argument("--baud", type=count, default=115200)
    parser.add_argument("--timeout", type=seconds, default=10.0)
    parser.add_argument("--once", action="store_true", required=True)
    parser.add_argument("--json", action="store_true", required=True)


def _places_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text")
    parser.add_argument("--json", action="store_true")


def _screens_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", action="append", type=_size, metavar="WxH", help="px, or all")
    parser.add_argument("--text", action="append", choices=("1", "1.25", "1.5", "all"))
    parser.add_argument("--theme", action="append", choices=("light", "contrast", "all"))
    parser.add_argument("--lang", action="append", choices=("vi", "en", "all"))
    parser.add_argument("--screen", action="append")


def _size(text: str) -> str:
    """A size of a picture: "all", or whole px from 800x600 to 3840x3840."""
    parts = text.split("x")
    if text == "all":
        return text
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        width, height = (int(part) for part in parts)
        if 800 <= width <= 3840 and 600 <= height <= 3840:
            return f"{width}x{height}"
    raise argparse.ArgumentTypeError(f"{text!r} is no WxH from 800x600 to 3840x3840, nor all")


if __name__ == "__main__":
    sys.exit(main())
