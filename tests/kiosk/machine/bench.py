"""A whole machine beside a real hub: real store, courier and printer driver; the clock is turned by hand."""

import json
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from drivers.printer import EscposPrinter
from drivers.printer.escpos import Limits
from drivers.virtual import VirtualPrinter
from kiosk.clock import ManualClock, today
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.hub.app import create_app
from kiosk.hub.hub import Hub
from kiosk.hub.money import Credit
from kiosk.hub.serve import background, run_app
from kiosk.identity.card import parse_card
from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.journey.ports import PrintOrder, Sealed, SlipKind, SlipResult
from kiosk.journey.questions import Questions
from kiosk.journey.session import Session
from kiosk.keys import public_text
from kiosk.machine.line_watch import LineWatch
from kiosk.machine.machine import KioskMachine
from kiosk.machine.news import News
from kiosk.machine.office_data import OfficeData
from kiosk.machine.printing import PrintDesk
from kiosk.machine.reach import tcp_reach
from kiosk.payments import payees
from kiosk.procedures.catalogue import Catalogue
from kiosk.proving.proxy import FaultProxy
from kiosk.store import Store
from tests.drivers.waiting import wait_until
from tests.kiosk import sample_answers
from tests.kiosk.hub.conftest import ScriptedFeed, ScriptedPortal
from tests.kiosk.hub.office_box import ACCOUNT, CARD, Box, make_box

DEVICE_KEY = bytes(range(32))
PASSPORT = "cap-ho-chieu-pho-thong"
ANSWERS = {page: key for page, key in sample_answers.ANSWERS.items() if not page.startswith("father-")} | {
    "parents": "mother"
}
PERSONAL = ("Nguyễn Thị Mẫu", "NGUYỄN THỊ MẪU", "031155000678", "031234678", "0900000678", "Trần Thị Huệ", "C0000012")
QUICK = Limits(silence=0.6, finish=3.0, busy=1.0, stall=1.0)


@dataclass
class Bench:
    """Everything of one machine and its hub. Nothing runs by itself but the printer's thread and the hub's server."""

    folder: Path
    box: Box
    hub: Hub
    desk: str
    line: FaultProxy
    list_key: Ed25519PrivateKey
    feed: ScriptedFeed
    store: Store
    office: OfficeData
    client: HubClient
    courier: Courier
    printer: VirtualPrinter
    printing: PrintDesk
    news: News
    watch: LineWatch
    machine: KioskMachine
    places: Places
    catalogue: Catalogue
    slips: list[SlipResult] = field(default_factory=list)

    @property
    def clock(self) -> ManualClock:
        return self.box.clock

    @property
    def passport(self) -> Any:
        return self.catalogue[PASSPORT]

    def stop(self) -> None:
        self.printing.stop()
        self.news.stop()
        self.machine.close()
        self.store.close()

    def restarted(self) -> "Bench":
        """The same machine after a stop."""
        self.stop()
        world = (self.folder, self.box, self.hub, self.desk, self.line, self.list_key, self.feed, self.printer)
        return machine_of(*world)

    def cut(self) -> "Bench":
        """The same machine after a cut of the power: nothing of it was closed, wiped or told."""
        self.printing.stop()
        self.news.stop()
        self.machine._calls.close()
        self.store.close()
        world = (self.folder, self.box, self.hub, self.desk, self.line, self.list_key, self.feed, self.printer)
        return machine_of(*world)

    def person(self) -> Person:
        person = parse_card(CARD, today(self.clock), reader="scanner", read_at=self.clock.now())
        assert isinstance(person, Person)
        return person

    def session(self, id_: str = "01a20647-6540-7c31-9a40-000000000001", **answers: str) -> Session:
        """All questions answered, as the walk leaves them at `check`."""
        session = Session(
            id=id_,
            started_at=self.clock.now().isoformat(),
            procedure=PASSPORT,
            card_text=CARD,
            card_read_at=self.clock.now().isoformat(),
        )
        wanted, person = {**ANSWERS, **answers}, self.person()
        while page := self.questions(session, person).first_open():
            taken = self.questions(session, person).take(page, wanted[page.id], today(self.clock), "31")
            assert isinstance(taken, tuple), (page.id, taken)
            session.answers[page.id] = taken[0]
        return session

    def questions(self, session: Session, person: Person) -> Questions:
        return Questions(self.passport, session.answers, person, self.places, self.machine.office)

    def sealed(self, **answers: str) -> Sealed:
        """A dossier of a session that was saved before, sealed."""
        session = self.session(**answers)
        self.machine.save(session)
        return self.machine.seal(session, self.person(), self.passport)

    def print(self, sealed: Sealed, *kinds: SlipKind, copy: int = 0, money: Any = None) -> SlipResult:
        """Print and wait for what became of it."""
        order = PrintOrder(self.session(), self.person(), self.passport, sealed, kinds, money, copy)
        before = len(self.slips)
        self.machine.print_slips(order, self.slips.append)
        assert wait_until(lambda: len(self.slips) > before)
        return self.slips[-1]

    def deliver(self) -> None:
        """Carry everything that waits to the hub."""
        while (report := self.courier.run_once()).next_wait is not None:
            assert report.trouble is None
            self.clock.advance(report.next_wait.total_seconds())

    def pay(self, reference: str, amount: int) -> None:
        """A credit on the office's account, seen by the hub."""
        number = str(len(self.feed.lines) + 1)
        self.feed.lines.append(Credit(ACCOUNT, number, f"FT{number}", amount, f"x {reference} y", self.clock.now()))
        assert self.hub.feed.step()

    def publish(self, version: str = "2026-11-01", until: str = "2027-10-31", *, key: Any = None, **more: Any) -> None:
        """Put another payee list before the hub, and have the machine fetch it."""
        publish(self.box, key or self.list_key, version, until, **more)
        self.news.fetch_office()

    # what the hub has

    def messages(self, dossier: str) -> list[dict[str, Any]]:
        """The later messages of a dossier at the hub, in their order, as the machine wrote them."""
        return self.hub.store.read(
            lambda tx: [
                tx.records.open(f"message/{dossier}/{row['seq']}", row["sealed"])
                for row in tx.all("select seq, sealed from messages where dossier = ? order by seq", dossier)
            ]
        )

    def requests_at_hub(self, dossier: str) -> dict[str, str]:
        rows = self.hub.store.read(
            lambda tx: tx.all("select reference, state from requests where dossier = ?", dossier)
        )
        return {row["reference"]: row["state"] for row in rows}

    def prints_at_hub(self, dossier: str) -> dict[str, str]:
        rows = self.hub.store.read(lambda tx: tx.all("select kind, outcome from prints where dossier = ?", dossier))
        return {row["kind"]: row["outcome"] for row in rows}

    def audit(self) -> list[tuple[str, dict[str, Any]]]:
        """The events of the machine's log, with their keys."""
        rows = self.store._read(
            lambda scope: list(scope.connection.execute("select event, keys from audit order by seq"))
        )
        return [(event, json.loads(keys)) for event, keys in rows]

    def on_disk(self) -> bytes:
        """Every byte of every file of the machine's folder, the log of the database too."""
        files = (path for path in sorted((self.folder / "machine").rglob("*")) if path.is_file())
        return b"".join(path.read_bytes() for path in files)


def publish(box: Box, key: Ed25519PrivateKey, version: str, until: str, *, signed: bool = True) -> None:
    """Sign the list of `make_box` anew and put it where the hub reads it."""
    listed = json.loads(box.config.payees.read_text("utf-8"))
    text = payees.sign({**listed, "version": version, "valid_from": "2026-10-01", "valid_until": until}, key)
    assert isinstance(text, str)
    if not signed:
        text = json.dumps({name: value for name, value in json.loads(text).items() if name != "signature"})
    box.config.payees.write_text(text, "utf-8")


@contextmanager
def bench(folder: Path) -> Iterator[Bench]:
    """A machine that has asked its hub once."""
    box, list_key = make_box(folder / "hub"), Ed25519PrivateKey.generate()
    box.config = box.config.model_copy(update={"payees_key": public_text(list_key)})
    publish(box, list_key, "2026-11-01", "2027-10-31")
    with ExitStack() as stack:
        feed = ScriptedFeed()
        hub = Hub(box.config, box.clock, portal=ScriptedPortal(), feed=feed)
        stack.callback(hub.close)
        url = stack.enter_context(background(run_app, create_app(hub), stopping=hub.signal.close))
        line = FaultProxy(("127.0.0.1", int(url.rpartition(":")[2])))
        stack.callback(line.close)
        printer = stack.enter_context(VirtualPrinter())
        bench = machine_of(folder, box, hub, f"{url}/desk", line, list_key, feed, printer)
        try:
            yield bench
        finally:
            bench.stop()


def machine_of(
    folder: Path,
    box: Box,
    hub: Hub,
    desk: str,
    line: FaultProxy,
    list_key: Ed25519PrivateKey,
    feed: ScriptedFeed,
    printer: VirtualPrinter,
) -> Bench:
    """The machine in `folder`, started as after any stop."""
    clock = box.clock
    store = Store.open(folder / "machine" / "store.sqlite", DEVICE_KEY, clock, machine="may-2", letter="A")
    client = HubClient(f"http://127.0.0.1:{line.port}", "may-2", box.machine_keys["may-2"], clock)
    office = OfficeData(store, list_key.public_key(), clock)
    courier = Courier(store, client, clock, random.Random(1))
    printing = PrintDesk(EscposPrinter(printer.url, limits=QUICK))
    news = News(client, store, office, courier, clock, lambda: (str(printing.status), "ready", "none"))
    watch = LineWatch(store, clock, tcp_reach(f"http://127.0.0.1:{line.port}"), client.clock_offset, office.is_open)
    client.observer = watch.heard
    news.on_far = watch.told
    news.fetch_office()
    places = Places.load()
    machine = KioskMachine(
        machine_id="may-2",
        name="Máy số 2",
        store=store,
        signing_key=box.machine_keys["may-2"],
        office_data=office,
        client=client,
        courier=courier,
        printing=printing,
        news=news,
        line_watch=watch,
        places=places,
        clock=clock,
    )
    machine.recover()
    printing.start()
    world = (folder, box, hub, desk, line, list_key, feed)
    return Bench(
        *world, store, office, client, courier, printer, printing, news, watch, machine, places, Catalogue.load()
    )
