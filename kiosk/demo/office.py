"""Everything of the office in a box but the kiosk itself: hub, portal, bank, scanner, printer, and the dock.

Runs as a process of its own (`python -m kiosk.demo.office DIR`), so that the kiosk beside it is the real one: it knows
a path, two addresses and a hub. Ends when its standard input is closed. Writes DIR/box.json when all is ready.
"""

import argparse
import contextlib
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from drivers.virtual import VirtualCamera, VirtualPrinter, VirtualScanner
from drivers.virtual.scene import Scene
from kiosk.clock import Clock, SystemClock
from kiosk.demo import bank, portal
from kiosk.demo.dock import Dock, create_app
from kiosk.hub.config import BankEntry, HubConfig, MachineEntry, PortalEntry
from kiosk.hub.serve import background, run_app, serve
from kiosk.keys import (
    load_signing_key,
    make_device_key,
    make_sealing_key,
    make_signing_key,
    public_text,
)
from kiosk.payments import payees
from kiosk.procedures.offices import OFFICES, load_office
from kiosk.proving.proxy import FaultProxy, Pace
from kiosk.staff import Officer, hash_pin

MACHINE = "may-2"
BANK = ("999999", "0000123400005")
MOST_A_RUN = 1000
"""Bank and portal begin anew with each run and the hub does not: their numbers go on so far apart."""
OFFICERS = (("le-minh-mau", "Lê Minh Mẫu"), ("tran-thu-mau", "Trần Thu Mẫu"))


@dataclass(frozen=True)
class Box:
    """What box.json says: where things are. `pin` opens the officer's page."""

    config: str
    hub: str
    desk: str
    dock: str
    bank: str
    portal: str
    officer: str
    second_officer: str
    pin: str


READERS = {"scanner": ("scanner",), "camera": ("camera",), "both": ("scanner", "camera")}
"""What the machine in the box reads cards with; the twins of both are always there."""


class OfficeInABox:
    """All servers and twins of one office under `folder`; a context manager. `readers`: a name of READERS."""

    def __init__(self, folder: Path, clock: Clock, seed: int, readers: str = "both", pace: Pace | None = None) -> None:
        self._readers = READERS[readers]
        self.folder = folder.resolve()
        self._clock = clock
        self._seed = seed
        self._pace = pace
        self._stack = contextlib.ExitStack()
        self.box: Box | None = None
        self.dock: Dock | None = None

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self, stack: contextlib.ExitStack) -> None:
        folder = self.folder
        folder.mkdir(parents=True, exist_ok=True)
        keys = _Keys(folder / "keys")
        run = _count_run(folder / "runs")
        self.bank = bank_box = bank.SandboxBank(self._clock, [BANK], self._seed, after=run * MOST_A_RUN)
        self.portal = portal_box = portal.SandboxPortal(self._clock, self._seed + run * MOST_A_RUN)
        bank_at = _run(stack, bank.create_app(bank_box))
        portal_at = _run(stack, portal.create_app(portal_box), portal_box.close)
        pin = os.environ.get("KIOSK_DEMO_PIN") or f"{secrets.randbelow(10**6):06}"
        bank_line, portal_line = (
            self._line(stack, name, url) for name, url in (("bank", bank_at), ("portal", portal_at))
        )
        config = self._hub_config(keys, pin, bank_line.url, portal_line.url)
        hub = self._hub(stack, config)
        line = self._line(stack, "hub", hub)
        scanner = stack.enter_context(VirtualScanner(folder / "scanner"))
        camera = stack.enter_context(VirtualCamera(Scene(seed=self._seed)))
        printer = stack.enter_context(VirtualPrinter())
        fitted = {"scanner": f"port = {_toml(str(scanner.path))}", "camera": f"source = {_toml(camera.url)}"}
        machine = self._machine_config(public_text(keys.payees), line, fitted, printer)
        self.dock = Dock(
            folder=folder,
            clock=self._clock,
            scanner=scanner,
            camera=camera,
            printer=printer,
            lines={"hub": line, "portal": portal_line, "bank": bank_line},
            bank=bank_box,
            portal=portal_box,
            desk=f"{hub}/desk",
        )
        dock_at = _run(stack, create_app(self.dock))
        self.box = Box(
            str(machine), hub, f"{hub}/desk", dock_at, bank_at, portal_at, OFFICERS[0][1], OFFICERS[1][1], pin
        )

    def _hub(self, stack: contextlib.ExitStack, config: HubConfig) -> str:
        """Start the hub; its base address."""
        return stack.enter_context(background(serve, config, self._clock))

    def _line(self, stack: contextlib.ExitStack, name: str, url: str) -> FaultProxy:
        """The line to a server, which the dock can make as bad as it likes."""
        line = FaultProxy(_address(url), seed=f"{self._seed}/{name}", pace=self._pace)
        stack.callback(line.close)
        return line

    def _hub_config(self, keys: "_Keys", pin: str, bank_at: str, portal_at: str) -> HubConfig:
        office = load_office(OFFICES / "mau-pa08.yaml")
        listed = self.folder / "payees.json"
        listed.write_text(_payees(office.id, keys.payees), "utf-8")
        return HubConfig(
            data=self.folder / "hub",
            office=office,
            payees=listed,
            payees_key=public_text(keys.payees),
            hub_key=keys.hub,
            machines=(MachineEntry(id=MACHINE, name="Máy số 2", public_key=public_text(keys.machine)),),
            officers=tuple(Officer(id=id_, name=name, pin_hash=hash_pin(pin)) for id_, name in OFFICERS),
            portal=PortalEntry(url=portal_at, timeout_s=5.0, retry_s=2.0),
            bank=BankEntry(url=bank_at, account=BANK[1], interval_s=0.5, settles=True),
        )

    def _machine_config(
        self, payees_key: str, line: FaultProxy, fitted: Mapping[str, str], printer: VirtualPrinter
    ) -> Path:
        path = self.folder / "kiosk.toml"
        readers = "\n".join(f"[{name}]\n{fitted[name]}\n" for name in self._readers)
        path.write_text(
            f"""[machine]
id = "{MACHINE}"
name = "Máy số 2"
letter = "A"
data = "machine"
signing_key = "keys/machine"
device_key = "keys/device"

[hub]
url = "{line.url}"

[payees]
key = "{payees_key}"

{readers}
[printer]
url = "{printer.url}"

[screen]
fullscreen = false
""",
            "utf-8",
        )
        return path


class _Keys:
    """The keys of the box, made once: machine, its store, hub, and who signs payee lists."""

    def __init__(self, folder: Path) -> None:
        self.hub = folder / "hub"
        for name, make in (
            ("machine", make_signing_key),
            ("device", make_device_key),
            ("payees", make_signing_key),
            ("hub", make_sealing_key),
        ):
            if not (folder / name).exists():
                make(folder / name)
        self.machine = load_signing_key(folder / "machine")
        self.payees = load_signing_key(folder / "payees")


def _toml(text: str) -> str:
    """A text as TOML has it."""
    return json.dumps(text, ensure_ascii=False)


def _count_run(file: Path) -> int:
    """How many times the box was started in this folder before."""
    run = int(file.read_text("ascii")) if file.exists() else 0
    file.write_text(str(run + 1), "ascii")
    return run


def _payees(office: str, key: Ed25519PrivateKey) -> str:
    """A signed list that holds whatever day the demonstration is told to play; BIN 999999 is no bank's."""
    listed: dict[str, Any] = {
        "schema": payees.SCHEMA,
        "version": "2026-11-01",
        "valid_from": "2024-01-01",
        "valid_until": "2039-12-31",
        "payees": [
            {
                "id": f"{office}-fees",
                "kind": "passport-fee",
                "bin": BANK[0],
                "account": BANK[1],
                "name": "Phòng Quản lý xuất nhập cảnh",
                "bank_name": "Ngân hàng Mẫu",
                "office": office,
            }
        ],
    }
    signed = payees.sign(listed, key)
    assert isinstance(signed, str)  # noqa: S101 - a list of our own making
    return signed


def _run(stack: contextlib.ExitStack, app: FastAPI, stopping: Callable[[], None] = lambda: None) -> str:
    """Serve `app` on a free loopback port in a thread; its base address."""
    return stack.enter_context(background(run_app, app, stopping=stopping))


def _address(url: str) -> tuple[str, int]:
    host, _, port = url.removeprefix("http://").partition(":")
    return host, int(port)


@contextlib.contextmanager
def office_process(folder: Path, seed: int, readers: str = "both") -> Iterator[Box]:
    """Start the box as a process of its own, wait until it is ready, end it at the end. Raises RuntimeError."""
    folder.mkdir(parents=True, exist_ok=True)
    ready = folder / "box.json"
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "kiosk.demo.office", str(folder), "--seed", str(seed), "--readers", readers]
    # A session of its own: Ctrl-C is the kiosk's to hear, which then ends the box.
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield _wait_for(ready, process)
    finally:
        assert process.stdin is not None  # noqa: S101
        process.stdin.close()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(ready: Path, process: subprocess.Popen[bytes]) -> Box:
    waiting = threading.Event()
    for _ in range(600):
        if ready.exists():
            return Box(**json.loads(ready.read_text("utf-8")))
        if process.poll() is not None:
            break
        waiting.wait(0.05)
    raise RuntimeError("the office in a box did not start")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--readers", choices=sorted(READERS), default="both")
    args = parser.parse_args()
    with OfficeInABox(args.folder, SystemClock(), args.seed, args.readers) as office:
        assert office.box is not None  # noqa: S101
        ready = args.folder / "box.json"
        part = ready.with_suffix(".part")
        part.write_text(json.dumps(asdict(office.box)), "utf-8")
        part.rename(ready)
        sys.stdin.read()


if __name__ == "__main__":
    main()
