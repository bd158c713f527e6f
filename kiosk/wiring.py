"""The composition root: builds a kiosk from its configuration. Nothing else knows all the parts."""

import random
from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.printer import EscposPrinter
from drivers.scanner import SerialScanner, Suffix
from drivers.scanner.base import Scan, ScanFault, Scanner
from kiosk.clock import Clock
from kiosk.config import MachineConfig
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.dossiers.keys import load_device_key, load_signing_key
from kiosk.errors import KioskError
from kiosk.identity.places import Places
from kiosk.journey.engine import Engine
from kiosk.journey.pages import Pages
from kiosk.journey.walk import Walk
from kiosk.language.text import Words
from kiosk.machine.machine import KioskMachine
from kiosk.machine.news import News
from kiosk.machine.office_data import OfficeData
from kiosk.machine.printing import PrintDesk
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.notices import Notices
from kiosk.store import Store

CLOCK_LIMIT = timedelta(minutes=5)


class StartFault(KioskError):  # noqa: N818
    """The kiosk cannot start; `faults` are sentences for the IT person, each with its remedy."""

    code = "start"

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass
class Kiosk:
    """A whole machine without its window. `start` once, `stop` once."""

    config: MachineConfig
    clock: Clock
    store: Store
    office: OfficeData
    machine: KioskMachine
    engine: Engine
    scanner: Scanner
    printing: PrintDesk
    news: News
    courier: Courier

    def start(self) -> None:
        """Forget what was not sent before the last stop, then open the devices and the line."""
        erased = self.store.erase_unsent()
        self.store.erase_drafts(self.clock.now())
        self.store.settle_interrupted_prints()
        if erased:
            self.machine.audit("memory.wiped", erased=erased)
        self.printing.start()
        self.engine.start()
        self.news.on_money = lambda news: self.engine.post(lambda: self.engine.walk.money_came(news))
        self.news.on_call = lambda *call: self.engine.post(lambda: self.engine.walk.officer(*call))
        self.news.on_line = lambda: self.engine.post(lambda: None)
        self.scanner.start(self._scanned, lambda status: self.engine.post(lambda: None))
        self.courier.start()
        self.news.start()

    def stop(self) -> None:
        self.scanner.stop()
        self.engine.stop()
        self.printing.stop()
        self.news.stop()
        self.machine.close()
        self.courier.stop()
        self.store.close()

    def _scanned(self, scan: Scan) -> None:
        misread = scan.fault is ScanFault.NOT_UTF8
        self.engine.post(lambda: self.engine.walk.scanned(scan.text, misread))


def build(config: MachineConfig, clock: Clock, *, scanner: Scanner | None = None) -> Kiosk:
    """All parts of one machine, nothing started. Asks the hub once for the office's data if none are kept.

    Raises StartFault with everything that is missing, StoreFault or KeyFault for a store or key that cannot be used.
    """
    part = config.machine
    signing_key = load_signing_key(part.signing_key)
    store = Store.open(
        part.data / "store.sqlite", load_device_key(part.device_key), clock, machine=part.id, letter=part.letter
    )
    try:
        return _build(config, clock, store, signing_key, scanner)
    except BaseException:
        store.close()
        raise


def _build(
    config: MachineConfig, clock: Clock, store: Store, signing_key: Ed25519PrivateKey, scanner: Scanner | None
) -> Kiosk:
    client = HubClient(config.hub.url, config.machine.id, signing_key, clock)
    office = OfficeData(store, config.payees.public(), clock)
    courier = Courier(store, client, clock, random.SystemRandom())
    printing = PrintDesk(EscposPrinter(config.printer.url, width=config.printer.width))
    reader = scanner or scanner_of(config)
    news = News(client, store, office, courier, clock, lambda: (str(printing.status), str(reader.status)))
    _first_contact(news, office, client, config)
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
        places=places,
        clock=clock,
    )
    catalogue, notices, pages = Catalogue.load(), Notices.load(), Pages(Words.load())
    engine = Engine(
        lambda post: Walk(machine=machine, catalogue=catalogue, notices=notices, places=places, clock=clock, post=post),
        pages.view,
    )
    return Kiosk(config, clock, store, office, machine, engine, reader, printing, news, courier)


def scanner_of(config: MachineConfig) -> SerialScanner:
    part = config.scanner
    return SerialScanner(
        port=part.port,
        vid=int(part.vid, 16) if part.vid else None,
        pid=int(part.pid, 16) if part.pid else None,
        serial_number=part.serial_number,
        baud=part.baud,
        suffix=Suffix(part.suffix),
    )


def _first_contact(news: News, office: OfficeData, client: HubClient, config: MachineConfig) -> None:
    """A machine that never spoke to its hub cannot begin; one that did begins with what it kept."""
    reached = news.fetch_office()
    faults: list[str] = []
    if not office.known:
        faults.append(
            f"hub.url: {config.hub.url} did not give the office's data"
            + (", though it answers: check that the machine is enrolled there." if reached else ": is the hub running?")
        )
    offset = client.clock_offset()
    if offset is not None and abs(offset) > CLOCK_LIMIT:
        hours = offset.total_seconds() / 3600
        faults.append(f"The machine's clock is {hours:+.1f} hours away from the hub's: set it, then start again.")
    if faults:
        raise StartFault(faults)
