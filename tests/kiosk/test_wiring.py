"""The composition root: a whole kiosk from its configuration, and a start that is refused in words."""

import errno
import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import apsw
import pytest

from drivers.plugged import Why
from drivers.printer import PrinterStatus
from drivers.scanner.base import ScannerStatus
from drivers.virtual import VirtualPrinter, VirtualScanner
from kiosk import config, wiring
from kiosk.clock import ManualClock, SystemClock, local
from kiosk.demo.office import OfficeInABox
from kiosk.demo.people import citizen
from kiosk.devices import Kind, NotAsked
from kiosk.dossiers.answers import FarState
from kiosk.hub.serve import background, run_app
from kiosk.journey import standby
from kiosk.keys import KeyFault, KeyFile, make_device_key, make_signing_key
from kiosk.language.text import Words
from kiosk.procedures.catalogue import Catalogue
from kiosk.store import StoreFault, database
from kiosk.wiring import StartFault, build, clock_faults, device_rows, header_of, scanner_of
from tests.drivers.waiting import wait_until
from tests.end_to_end.player import Player
from tests.kiosk.hub.office_box import MORNING


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office whose clock stands on a Monday morning."""
    with OfficeInABox(tmp_path_factory.mktemp("office"), ManualClock(MORNING), 0) as office:
        yield office


@pytest.fixture
def clock():
    return ManualClock(MORNING)


@pytest.fixture
def machine(office, tmp_path):
    """The machine of the office with a fresh store; `change` gives its configuration with other words in it."""

    def change(*changes):
        text = Path(office.box.config).read_text("utf-8")
        for old, new in changes:
            assert re.search(old, text), old
            text = re.sub(old, new, text)
        text = text.replace('"keys/', f'"{Path(office.box.config).parent}/keys/').replace(
            '"machine"', f'"{tmp_path}/store"'
        )
        path = tmp_path / "kiosk.toml"
        path.write_text(text, "utf-8")
        return path

    return change


@pytest.fixture
def kiosk(machine, clock):
    kiosk = build(config.load(machine()), clock)
    yield kiosk
    kiosk.stop()


def faults(path, clock):
    with pytest.raises(StartFault) as raised:
        build(config.load(path), clock).stop()
    return raised.value.faults


def test_a_walk_from_idle_to_slip(kiosk, office, clock):
    kiosk.start()
    player = Player(kiosk.engine, lambda: office.dock.show(citizen(0, local(clock.now()).date()).code))
    player.to("done")
    assert player.slip_is_settled().number == "A 0001"
    assert player.passed[:6] == ["idle", "home", "bring", "notice", "card", "confirm"]
    assert player.passed[-3:] == ["check", "pay-how", "done"]
    assert office.dock.printer.wait_for_papers(2)
    assert wait_until(lambda: not kiosk.store.unsent())
    assert kiosk.store.dossiers()[0].state in ("at_hub", "waiting_look")
    assert header_of(kiosk)() == ("Công an thành phố Mẫu", "Máy số 2", local(MORNING))


def test_bytes_that_are_no_text_and_a_scanner_that_goes_are_said_on_the_page(kiosk, office):
    kiosk.start()
    player = Player(kiosk.engine, lambda: None)
    for act, value in (("start", ""), ("area", "xuat-nhap-canh"), ("next", ""), ("next", "")):
        player.emit(act, value)
    player.wait(lambda view: view.page == "card")
    assert wait_until(lambda: kiosk.scanner.status is ScannerStatus.READY)
    office.dock.scanner.send(b"\xff\xfe\xc3\x28\r")
    player.wait(lambda view: view.page == "card" and view.status == "refused")
    office.dock.scanner.unplug()
    player.wait(lambda view: [way.value for way in view.ways] == ["camera"])
    office.dock.camera.unplug()
    player.wait(lambda view: view.status == "gone")
    office.dock.scanner.plug()
    player.wait(lambda view: [way.value for way in view.ways] == ["scanner"])
    office.dock.camera.plug()
    player.wait(lambda view: len(view.ways) == 2)


def test_a_bank_that_stops_answering_is_told_on_the_page_at_once(kiosk):
    kiosk.start()
    player = Player(kiosk.engine, lambda: None)
    player.emit("start", "")
    player.wait(lambda view: view.page == "home" and view.banner is None)
    kiosk.news.on_far({"bank": FarState(quality="down", cause="unread")})
    player.wait(lambda view: view.banner is not None and view.banner.text.startswith("Ngân hàng chưa trả lời"))


def test_a_port_that_does_not_exist_is_looked_for_until_it_does(machine, clock, tmp_path):
    port = tmp_path / "ttyScanner"
    kiosk = build(config.load(machine(("port = .*", f'port = "{port}"'))), clock)
    kiosk.start()
    try:
        assert wait_until(lambda: kiosk.scanner.status is ScannerStatus.SEARCHING)
        with VirtualScanner(port) as scanner:
            assert wait_until(lambda: kiosk.scanner.status is ScannerStatus.READY)
            player = Player(kiosk.engine, lambda: scanner.show(citizen(3, local(clock.now()).date()).code))
            player.to("confirm")
    finally:
        kiosk.stop()


def test_without_a_line_it_begins_with_what_it_kept(machine, clock, office):
    path = machine()
    build(config.load(path), clock).stop()
    office.dock.line.cut()
    try:
        kiosk = build(config.load(path), clock)
        assert kiosk.machine.office.id == "mau-pa08"
        kiosk.stop()
    finally:
        office.dock.line.mend()


def test_a_hub_that_is_not_there_refuses_the_first_start(machine, clock):
    [fault] = faults(machine(("url = .http.*", 'url = "http://127.0.0.1:9"')), clock)
    assert fault == "hub.url: no hub answers at http://127.0.0.1:9: start it, mend the line or the address."


def test_a_machine_that_the_hub_does_not_know(machine, clock):
    [fault] = faults(machine(('id = "may-2"', 'id = "may-7"')), clock)
    assert fault.startswith("machine.id: the hub at http://127.0.0.1:")
    assert "does not know may-7: write there what `kiosk enrol` says." in fault


def test_a_machine_whose_key_is_another(machine, clock, tmp_path):
    make_signing_key(tmp_path / "other")
    [fault] = faults(machine(("signing_key = .*", f'signing_key = "{tmp_path}/other"')), clock)
    assert fault.startswith("machine.signing_key: the hub at ")


async def _no_hub(scope, receive, send):
    """Answers everything with a page."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
    await send({"type": "http.response.body", "body": b"welcome"})


def test_something_that_is_no_hub(machine, clock):
    with background(run_app, _no_hub) as url:
        [fault] = faults(machine(("url = .http.*", f'url = "{url}"')), clock)
    assert fault == f"hub.url: what answers at {url} gives no data of an office: mend the address, or that hub."


@pytest.mark.parametrize("off", [timedelta(days=-120), timedelta(days=1000), timedelta(minutes=6)])
def test_a_clock_that_differs_from_the_hubs_is_said_with_both_times(machine, off):
    clock = ManualClock(MORNING + off)
    [fault] = faults(machine(), clock)
    assert f"The machine's clock shows {local(clock.now()):%d/%m/%Y %H:%M}, the hub's 23/11/2026 09:44" in fault


@pytest.mark.parametrize(
    ("day", "sound"),
    [(datetime(1970, 1, 1, tzinfo=UTC), False), (MORNING, True), (datetime(2099, 1, 1, tzinfo=UTC), False)],
)
def test_a_clock_that_is_years_off_is_wrong_without_a_hub(day, sound):
    found = clock_faults(ManualClock(day), Catalogue.load())
    assert (found == []) is sound
    assert all("set it, then start again" in fault for fault in found)


def test_all_that_the_machine_itself_lacks_is_said_before_a_store_is_made(machine, tmp_path):
    assert faults(machine(), ManualClock(datetime(1999, 1, 1, tzinfo=UTC)))
    assert not (tmp_path / "store").exists()


def test_a_start_that_is_refused_lets_go_of_the_store(machine, clock):
    path = machine(("url = .http.*", 'url = "http://127.0.0.1:9"'))
    faults(path, clock)
    faults(path, clock)


def test_a_kiosk_that_was_never_started_stops_all_the_same(machine, clock):
    kiosk = build(config.load(machine()), clock)
    kiosk.stop()
    build(kiosk.config, clock).stop()


def test_a_store_in_use_is_said(kiosk, clock):
    with pytest.raises(StoreFault, match="in use by another process"):
        build(kiosk.config, clock)


def test_the_product_is_refused_before_any_window_is_opened(machine, clock, monkeypatch):
    monkeypatch.setitem(wiring.__dict__, "build", lambda *_: (_ for _ in ()).throw(StartFault(["nothing is there"])))
    monkeypatch.setitem(__import__("sys").modules, "screens.run", None)
    with pytest.raises(StartFault, match="nothing is there"):
        wiring.run(config.load(machine()), clock)


def test_a_scanner_by_usb_ids(machine):
    path = machine(("port = .*", 'vid = "0c2e"\npid = "0b61"\nserial_number = "SN-1"'))
    scanner = scanner_of(config.load(path).scanner)
    wanted = scanner._wanted
    assert (wanted.path, wanted.vid, wanted.pid, wanted.serial_number) == (None, 0x0C2E, 0x0B61, "SN-1")


def test_devices_are_listed_with_what_would_be_used_and_why(machine, office):
    camera, scanner, printer = (row.record() for row in device_rows(machine()) if row.used)
    assert (camera["kind"], camera["device"], camera["why"]) == ("camera", office.dock.camera.url, "address")
    assert (scanner["kind"], scanner["device"], scanner["why"]) == ("scanner", str(office.dock.scanner.path), "path")
    assert (printer["kind"], printer["device"], printer["why"]) == ("printer", office.dock.printer.url, "address")
    assert (printer["status"], printer["message"].endswith("It answers and is ready.")) == ("ready", True)
    assert all(row.why is NotAsked.NO_CONFIGURATION for row in device_rows(None))


def test_a_device_that_is_away_is_listed_as_away(machine, tmp_path):
    with VirtualPrinter() as printer:
        url = printer.url
    rows = device_rows(machine(("port = .*", f'port = "{tmp_path}/none"'), ("url = .tcp.*", f'url = "{url}"')))
    assert [(row.used, row.why) for row in rows if row.path == f"{tmp_path}/none"] == [(False, Why.MISSING)]
    assert rows[-1].status is PrinterStatus.GONE


def test_a_camera_that_the_configuration_names_is_listed_with_the_scanner(machine, tmp_path):
    film = tmp_path / "card.avi"
    film.touch()
    path = machine(("source = .*", f'source = "{film}"'))
    used = [row for row in device_rows(path) if row.used]
    assert [row.kind for row in used] == [Kind.CAMERA, Kind.SCANNER, Kind.PRINTER]
    assert (used[0].path, used[0].why) == (str(film), Why.PATH)


def test_the_system_clock_is_one_of_the_years_of_the_catalogue():
    assert clock_faults(SystemClock(), Catalogue.load()) == []


# A start that fails is told in the window.


class Window:
    """In place of the real window: keeps what it was given and runs the start; `meanwhile` is what happens then."""

    def __init__(self, monkeypatch, meanwhile=lambda shown: None):
        self.view = self.header = None
        self._meanwhile = meanwhile
        monkeypatch.setitem(sys.modules, "screens.run", SimpleNamespace(run_kiosk=self._run))
        monkeypatch.setattr(standby, "AGAIN_S", 0.05)

    def _run(self, shown, header, screen, *, start, stop, live, **options):
        start()
        try:
            self.view, self.header = shown.current(), header()
            assert live() is None
            self._meanwhile(shown)
        finally:
            stop()


def wrong_key(path, store, monkeypatch):
    make_device_key(path.parent / "other.key")
    path.write_text(re.sub("device_key = .*", 'device_key = "other.key"', path.read_text("utf-8")), "utf-8")


def newer(path, store, monkeypatch):
    connection = apsw.Connection(str(store))
    connection.pragma("user_version", 99)
    connection.close()


def old_sqlite(path, store, monkeypatch):
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.40.1")


def no_room(path, store, monkeypatch):
    monkeypatch.setattr(database, "connect", lambda *_, **__: (_ for _ in ()).throw(apsw.FullError()))


def read_only(path, store, monkeypatch):
    real = os.open

    def opens(name, flags, *more):
        if str(name) == str(store):
            raise OSError(errno.EROFS, "read-only")
        return real(name, flags, *more)

    monkeypatch.setattr(database.os, "open", opens)


def no_answer(path, store, monkeypatch):
    monkeypatch.setattr(database, "connect", lambda *_, **__: (_ for _ in ()).throw(apsw.IOError()))


def key_away(path, store, monkeypatch):
    def away(self):
        raise KeyFault("missing", "not there")

    monkeypatch.setattr(KeyFile, "load", away)


@pytest.mark.parametrize(
    ("happens", "code"),
    [
        (wrong_key, "D-301"),
        (no_answer, "D-302"),
        (newer, "D-304"),
        (no_room, "D-305"),
        (read_only, "D-306"),
        (old_sqlite, "D-308"),
    ],
)
def test_a_store_that_cannot_be_opened_is_told_in_the_window_and_nothing_is_harmed(
    machine, clock, tmp_path, monkeypatch, happens, code
):
    path, store = machine(), tmp_path / "store" / "store.sqlite"
    build(config.load(path), clock).stop()
    before = store.read_bytes()[100:]  # the version of the schema stands in the header
    with monkeypatch.context() as patch:
        happens(path, store, patch)
        window = Window(patch)
        wiring.run(config.load(path), clock)
    assert window.view.page == "stopped"
    assert window.view.code == f"Mã {code} · từ 09:44"
    assert window.view.advice == Words.load().say(f"walk.staff.{code.lower()}", "vi")
    assert window.header == ("", "Máy số 2", local(MORNING))
    assert store.read_bytes()[100:] == before


def test_a_key_that_goes_away_after_the_configuration_was_read_is_told_in_the_window(machine, clock, monkeypatch):
    wanted = config.load(machine())
    key_away(None, None, monkeypatch)
    window = Window(monkeypatch)
    wiring.run(wanted, clock)
    assert "D-309" in window.view.code


def test_a_store_that_is_free_again_is_taken_and_the_walk_begins(machine, clock, monkeypatch):
    wanted = config.load(machine())
    first = build(wanted, clock)

    def meanwhile(shown):
        assert "D-307" in shown.current().code
        first.stop()
        assert wait_until(lambda: shown.current().page == "idle")

    Window(monkeypatch, meanwhile)
    wiring.run(wanted, clock)


def test_a_machine_whose_store_was_damaged_waits_for_its_hub(machine, clock, office, tmp_path, monkeypatch):
    """Nothing is left of the office's data, and the line is away: the start of a day after the worst night."""
    wanted = config.load(machine())
    build(wanted, clock).stop()
    store = tmp_path / "store" / "store.sqlite"
    store.write_bytes(bytes(store.stat().st_size))
    office.dock.line.cut()

    def meanwhile(shown):
        assert "D-310" in shown.current().code
        office.dock.line.mend()
        assert wait_until(lambda: shown.current().page == "idle")

    try:
        Window(monkeypatch, meanwhile)
        wiring.run(wanted, clock)
    finally:
        office.dock.line.mend()


def test_a_machine_in_the_window_starts_and_stops(machine, clock, monkeypatch):
    wanted = config.load(machine())
    window = Window(monkeypatch)
    wiring.run(wanted, clock)
    assert window.view.page == "idle"
    assert window.header == ("Công an thành phố Mẫu", "Máy số 2", local(MORNING))
    build(wanted, clock).stop()
