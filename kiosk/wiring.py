"""The composition root: builds a kiosk from its configuration. Nothing else knows all the parts."""

import contextlib
import os
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.camera import choose as cameras
from drivers.camera.base import CameraStatus, Settings
from drivers.plugged import Wanted, choose
from drivers.printer import EscposPrinter, PrinterStatus
from drivers.printer import choose as printers
from drivers.scanner import SerialScanner, Suffix
from drivers.scanner import choose as ports
from drivers.scanner.base import Scan, ScanFault, Scanner, ScannerStatus
from drivers.vision.verdict import Verdict
from kiosk.clock import Clock, local, today
from kiosk.config import CameraPart, MachineConfig, ScannerPart, load, read
from kiosk.devices import DeviceRow, Kind, rows_of
from kiosk.dossiers.answers import Down, FarState, Ok, Refused, Trouble
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.errors import KioskError
from kiosk.identity.card import parse_card
from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.journey.codes import HUB_NEEDED, code_of
from kiosk.journey.engine import Engine
from kiosk.journey.moves import Stage
from kiosk.journey.pages import Pages
from kiosk.journey.readers import Reader
from kiosk.journey.standby import Standby
from kiosk.journey.walk import Walk
from kiosk.keys import KeyFault, signing_key_of
from kiosk.language.text import Words
from kiosk.machine.keeper import Keeper
from kiosk.machine.line_watch import LineWatch
from kiosk.machine.machine import KioskMachine
from kiosk.machine.news import News, kept_offset
from kiosk.machine.office_data import OfficeData
from kiosk.machine.printing import PrintDesk
from kiosk.machine.reach import tcp_reach
from kiosk.payments.lookup import is_lookup
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.notices import Notices
from kiosk.store import QUARANTINED, Store, StoreFault
from kiosk.wheels import cv2_faults

if TYPE_CHECKING:
    from drivers.camera.base import Frame
    from drivers.vision.watcher import CodeWatcher, Seen
    from kiosk.demo.gallery import Looks
    from kiosk.demo.show import Hands, Wish

DEMO_WINDOW = {"width": 540, "height": 960}
"""px: half the panel, which fits most desks' screens; everything keeps its size in proportion"""
CLOCK_YEARS = 10
CLOCK_LIMIT = timedelta(minutes=5)


class StartFault(KioskError):
    """The kiosk cannot start; `faults` are sentences for the IT person, each with its remedy."""

    code = "start"

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults
        self.may_pass = False
        """whether a machine that worked waits for its hub: its store was damaged, and the office's data with it"""


@dataclass
class Kiosk:
    """A whole machine without its window. `start` once, `stop` once."""

    config: MachineConfig
    clock: Clock
    store: Store
    office: OfficeData
    machine: KioskMachine
    engine: Engine
    scanner: Scanner | None
    eyes: "CodeWatcher | None"
    printing: PrintDesk
    news: News
    line_watch: LineWatch
    courier: Courier
    keeper: Keeper

    def start(self) -> None:
        """Forget what was not sent before the last stop, then open the devices and the line."""
        self.machine.recover()
        self.printing.start()
        self.engine.start()
        self.news.on_money = lambda news: self.engine.post(lambda: self.engine.walk.money_came(news))
        self.news.on_call = lambda *call: self.engine.post(lambda: self.engine.walk.officer(*call))
        self.news.on_line = lambda: self.engine.post(lambda: None)
        self.news.on_far = self._far_told
        self.news.each_minute = self._each_minute
        self.news.health = self.keeper.health
        if self.scanner is not None:
            self.scanner.start(self._scanned, self._scanner_changed)
        if self.eyes is not None:
            self.eyes.start(self._codes_seen, self._glanced, self._camera_changed)
        self.courier.start()
        self.news.start()

    def stop(self) -> None:
        for reader in (self.scanner, self.eyes):
            if reader is not None:
                reader.stop()
        self.engine.stop()
        self.printing.stop()
        self.news.stop()
        self.keeper.close()
        self.machine.close()
        self.courier.stop()
        self.line_watch.close()
        self.store.close()

    def live(self) -> "Frame | None":
        """The camera's newest picture; None while it is closed or away."""
        return self.eyes.newest() if self.eyes is not None else None

    def _each_minute(self) -> None:
        self.machine.tidy()
        self.keeper.minute(idle=self.engine.walk.stage is Stage.IDLE)

    def _far_told(self, far: Mapping[str, FarState]) -> None:
        before = self.machine.away().keys()
        self.line_watch.told(far)
        if self.machine.away().keys() != before:
            self.engine.post(lambda: None)  # the page tells it at once

    def _scanner_changed(self, status: ScannerStatus) -> None:
        self._reader_changed(Reader.SCANNER, gone=status in (ScannerStatus.GONE, ScannerStatus.SEARCHING))

    def _camera_changed(self, status: CameraStatus) -> None:
        # A closed camera tells nothing of whether it is there.
        if status is not CameraStatus.STOPPED:
            self._reader_changed(Reader.CAMERA, gone=status.sees is False)

    def _reader_changed(self, reader: Reader, *, gone: bool) -> None:
        self.engine.post(lambda: self.engine.walk.reader_changed(reader, gone=gone))

    def _scanned(self, scan: Scan) -> None:
        misread = scan.fault is ScanFault.NOT_UTF8
        self.engine.post(lambda: self.engine.walk.scanned(scan.text, misread))

    def _codes_seen(self, seen: "Seen") -> None:
        texts = [code.text for code in seen.codes]
        self.engine.post(lambda: self.engine.walk.seen(texts, on_screen=seen.on_screen))

    def _glanced(self, verdict: Verdict) -> None:
        self.engine.post(lambda: self.engine.walk.glanced(verdict))


def build(config: MachineConfig, clock: Clock, *, scanner: Scanner | None = None) -> Kiosk:
    """All parts of one machine, nothing started. Asks the hub once for the office's data if none are kept.

    Raises StartFault with everything that is missing, StoreFault or KeyFault for a store or key that cannot be used.
    """
    if faults := [*cv2_faults(), *clock_faults(clock, Catalogue.load())]:
        raise StartFault(faults)
    part = config.machine
    signing_key = signing_key_of(part.signing_key.load())
    store = Store.open(part.store, part.device_key.load(), clock, machine=part.id, letter=part.letter)
    try:
        return _build(config, clock, store, signing_key, scanner)
    except BaseException as error:
        with contextlib.closing(store):
            if isinstance(error, StartFault):
                error.may_pass = store.get(QUARANTINED) is not None
            raise


def _build(
    config: MachineConfig, clock: Clock, store: Store, signing_key: Ed25519PrivateKey, scanner: Scanner | None
) -> Kiosk:
    client = HubClient(config.hub.url, config.machine.id, signing_key, clock, offset=kept_offset(store))
    office = OfficeData(store, config.payees.public(), clock)
    courier = Courier(store, client, clock, random.SystemRandom())
    printing = PrintDesk(EscposPrinter(config.printer.url, width=config.printer.width))
    reader = scanner or (scanner_of(config.scanner) if config.scanner else None)
    eyes = eyes_of(config.camera, clock) if config.camera else None
    news = News(client, store, office, courier, clock, lambda: _statuses(printing, reader, eyes))
    keeper = Keeper(store, config.machine.backup, clock)
    watch = LineWatch(store, clock, tcp_reach(config.hub.url), client.clock_offset, office.is_open)
    client.observer = watch.heard
    store.set("machine_name", config.machine.name)
    _first_contact(news, office, client, config, clock)
    places = Places.load()
    machine = KioskMachine(
        machine_id=config.machine.id,
        name=config.machine.name,
        store=store,
        signing_key=signing_key,
        office_data=office,
        client=client,
        courier=courier,
        printing=printing,
        news=news,
        line_watch=watch,
        places=places,
        clock=clock,
        look=(lambda on: eyes.look(on=on)) if eyes else (lambda on: None),
    )
    fitted = [name for name, part in ((Reader.SCANNER, reader), (Reader.CAMERA, eyes)) if part is not None]
    catalogue, notices, pages = Catalogue.load(), Notices.load(), Pages(Words.load())
    engine = Engine(
        lambda post: Walk(
            machine=machine,
            catalogue=catalogue,
            notices=notices,
            places=places,
            clock=clock,
            post=post,
            readers=fitted,
        ),
        pages.view,
    )
    return Kiosk(config, clock, store, office, machine, engine, reader, eyes, printing, news, watch, courier, keeper)


def clock_faults(clock: Clock, catalogue: Catalogue) -> list[str]:
    """A clock before any procedure of the catalogue was in force, or ten years after, is wrong whatever a hub says."""
    first = min(procedure.since for procedure in catalogue)
    day = today(clock)
    if first <= day <= first.replace(year=first.year + CLOCK_YEARS):
        return []
    return [f"The machine's clock says {day:%d/%m/%Y}, which cannot be: set it, then start again."]


def header_of(kiosk: Kiosk) -> Callable[[], tuple[str, str, datetime]]:
    """What the header of every page shows: the office, the machine, and the time in Vietnam."""
    return lambda: (kiosk.machine.office.name, kiosk.machine.name, local(kiosk.clock.now()))


def _statuses(printing: PrintDesk, scanner: Scanner | None, eyes: "CodeWatcher | None") -> tuple[str, str, str]:
    """Of printer, scanner and camera, as the hub is told; "none" for what this machine does not have."""
    return str(printing.status), str(scanner.status) if scanner else "none", str(eyes.status) if eyes else "none"


def scanner_of(part: ScannerPart) -> SerialScanner:
    wanted = _wanted(part)
    return SerialScanner(
        wanted.path,
        wanted.vid,
        wanted.pid,
        wanted.serial_number,
        baud=part.baud,
        suffix=Suffix(part.suffix),
    )


def eyes_of(part: CameraPart, clock: Clock) -> "CodeWatcher":
    """The camera, and what looks through it for cards and slips."""
    from drivers.camera.opencv import OpenCvCamera
    from drivers.vision.watcher import CodeWatcher

    wanted = _camera_wanted(part)

    def ours(text: str) -> bool:
        return is_lookup(text) or isinstance(parse_card(text, today(clock)), Person)

    settings = Settings(part.width, part.height, part.fps, part.exposure, part.focus, part.mirror)
    return CodeWatcher(OpenCvCamera(lambda: choose(cameras.plugged_in(wanted), wanted), settings), ours)


def _wanted(part: ScannerPart) -> Wanted:
    return _asked_for(part.port, part.vid, part.pid, part.serial_number)


def _camera_wanted(part: CameraPart) -> Wanted:
    return _asked_for(part.source, part.vid, part.pid, part.serial_number)


def _asked_for(path: str | None, vid: str | None, pid: str | None, serial_number: str | None) -> Wanted:
    return Wanted(path, int(vid, 16) if vid else None, int(pid, 16) if pid else None, serial_number)


def _first_contact(news: News, office: OfficeData, client: HubClient, config: MachineConfig, clock: Clock) -> None:
    """A machine that never spoke to its hub cannot begin; one that did begins with what it kept."""
    answer = news.fetch_office()
    offset = client.clock_offset()
    faults: list[str] = []
    if offset is not None and abs(offset) > CLOCK_LIMIT:
        faults.append(
            f"The machine's clock shows {_shown(clock.now())}, the hub's {_shown(clock.now() + offset)}: "
            "set the one that is wrong, then start again."
        )
    elif not office.known:
        faults.append(_why_not(answer, config))
    if faults:
        raise StartFault(faults)


def _why_not(answer: object, config: MachineConfig) -> str:
    """Why the office's data did not come, with what to do."""
    url, machine = config.hub.url, config.machine.id
    match answer:
        case Down(Trouble.MACHINE):
            return f"machine.id: the hub at {url} does not know {machine}: write there what `kiosk enrol` says."
        case Down(Trouble.SIGNATURE):
            return (
                f"machine.signing_key: the hub at {url} has another key for {machine}: write there what it should be."
            )
        case Down(Trouble.LYING | Trouble.TRUNCATED) | Refused() | Ok():
            return f"hub.url: what answers at {url} gives no data of an office: mend the address, or that hub."
    return f"hub.url: no hub answers at {url}: start it, mend the line or the address."


def _shown(instant: datetime) -> str:
    return f"{local(instant):%d/%m/%Y %H:%M}"


def run(config: MachineConfig, clock: Clock) -> None:
    """The product: the kiosk in its window until it is closed. A store or key that fails is told in the window.

    Raises StartFault, before any window is opened, for what only its configuration or its installation can mend.
    """
    _in_window(config, clock)


def _in_window(config: MachineConfig, clock: Clock, **options: Any) -> None:
    def machine() -> Kiosk:
        return build(config, clock)

    standby = Standby(_built(machine), machine, _code_of, clock)

    def header() -> tuple[str, str, datetime]:
        kiosk = standby.machine
        return header_of(kiosk)() if kiosk else ("", config.machine.name, local(clock.now()))

    # Only now: a start that is refused needs no window.
    from screens.run import run_kiosk

    run_kiosk(
        standby,
        header,
        config.screen,
        start=standby.start,
        stop=standby.stop,
        live=lambda: standby.machine.live() if standby.machine else None,
        **options,
    )


def _built(machine: Callable[[], Kiosk]) -> Kiosk | KioskError:
    try:
        return machine()
    except (StoreFault, KeyFault) as fault:
        return fault
    except StartFault as fault:
        if not fault.may_pass:
            raise
        return fault


def _code_of(error: BaseException) -> str:
    return HUB_NEEDED if isinstance(error, StartFault) else code_of(error)


def demo_window(wish: "Wish", data: Path, clock: Clock) -> None:
    """The kiosk and its office in a box, in a window that stays; the dock's address on stderr."""
    from kiosk.demo.office import office_process
    from kiosk.demo.show import camera

    with office_process(data / "office", wish.seed, wish.readers) as box:
        machine = load(Path(box.config))
        machine = machine.model_copy(update={"screen": machine.screen.model_copy(update=DEMO_WINDOW)})
        print(f"kiosk: the dock, where you play the world: {box.dock}", file=sys.stderr)
        print(f"kiosk: the officer's page: {box.desk} ({box.officer}, PIN {box.pin})", file=sys.stderr)
        _in_window(machine, clock, may_close=True, each_frame=camera(data / "office"))


def demo_headless(wish: "Wish", data: Path, clock: Clock, out: Path) -> dict[str, Any]:
    """The scripted walk with real touches on real screens; its summary. Raises KioskError where it ends badly."""
    from kiosk.demo.office import office_process
    from kiosk.demo.show import Show, ShowFault, camera
    from screens.demo.hands import ScreenHands
    from screens.run import run_kiosk

    os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
    ended: list[dict[str, Any] | Exception] = []
    with office_process(data / "office", wish.seed, wish.readers) as box:
        machine = load(Path(box.config))
        kiosk = build(machine, clock)

        def play(hands: "Hands") -> None:
            try:
                ended.append(Show(wish, box, clock, hands, out).play())
            except Exception as error:  # noqa: BLE001 - handed to the caller, whose thread this is not
                ended.append(error)

        run_kiosk(
            kiosk.engine,
            header_of(kiosk),
            machine.screen,
            start=kiosk.start,
            stop=kiosk.stop,
            live=kiosk.live,
            may_close=True,
            each_frame=camera(data / "office"),
            script=lambda host, shown: play(ScreenHands(host, shown)),
        )
    if not ended:
        raise ShowFault("the window was closed before the walk had ended")
    if isinstance(ended[0], Exception):
        raise ended[0]
    return ended[0]


def render_gallery(out: Path, slugs: Sequence[str], looks: "Looks") -> list[str]:
    """Every screen in every look as PNG, and index.html; the names of the pictures."""
    from kiosk.demo.gallery import index_page, live_of, sample_view
    from screens.render import render
    from screens.tokens import Panel

    out.mkdir(parents=True, exist_ok=True)
    pictures = [picture for slug in slugs for picture in looks.of(slug)]
    for picture in sorted(pictures, key=lambda picture: picture.size):  # one size of the window after the other
        width, height = (int(part) for part in picture.size.split("x"))
        view = sample_view(picture.slug, picture.lang, picture.text, picture.theme)
        live = live_of(picture.slug) if getattr(view, "live", "") else None
        render(view, out / picture.name, Panel.of(width, height), live=live)
    (out / "index.html").write_text(index_page(pictures), "utf-8")
    return [picture.name for picture in pictures]


def device_rows(path: Path | None) -> list[DeviceRow]:
    """What is plugged in of each kind, and what the configuration in `path` would use of it. None: what is plugged in.

    Raises MachineConfigFault for a configuration that cannot be used.
    """
    machine = read(path) if path else None
    kinds = (
        (Kind.CAMERA, cameras.plugged_in, _camera_wanted(machine.camera) if machine and machine.camera else None),
        (Kind.SCANNER, ports.plugged_in, _wanted(machine.scanner) if machine and machine.scanner else None),
        (Kind.PRINTER, printers.plugged_in, printers.wanted_of(machine.printer.url) if machine else None),
    )
    status = _printer_status(machine) if machine else None
    return [
        row
        for kind, look, wanted in kinds
        for row in rows_of(kind, look, wanted, configured=machine is not None, status=status)
    ]


def _printer_status(machine: MachineConfig) -> PrinterStatus:
    printer = EscposPrinter(machine.printer.url, width=machine.printer.width)
    try:
        return printer.status()
    finally:
        printer.close()
