"""The dock over HTTP: every form of its page, every fault by its name, and nothing a hand may type breaks it."""

import threading

import cv2
import numpy as np
import pytest
import requests
import zxingcpp
from PIL import Image

from drivers.printer import EscposPrinter
from drivers.scanner import SerialScanner
from drivers.scanner.base import ScannerStatus
from drivers.virtual import (
    Generation,
    Held,
    PrinterFault,
    Scene,
    ShowMode,
    Trouble,
    VirtualCamera,
    VirtualPrinter,
    VirtualScanner,
)
from kiosk.clock import ManualClock, today
from kiosk.demo import dock as dock_module
from kiosk.demo.bank import SandboxBank
from kiosk.demo.desk import forms_of
from kiosk.demo.dock import Dock, create_app, read_code
from kiosk.demo.people import citizen, odd_cards
from kiosk.demo.portal import FAULTS, SandboxPortal
from kiosk.hub.serve import background, run_app
from kiosk.payments.qr import matrix, picture
from kiosk.payments.vietqr import PaymentCode, encode
from kiosk.proving.faults import Fault
from kiosk.proving.proxy import FaultProxy
from tests.drivers.waiting import wait_until
from tests.kiosk.hub.office_box import ACCOUNT, MORNING, REFERENCE

CODE = encode(PaymentCode(bin="999999", account=ACCOUNT, amount=100_000, purpose=REFERENCE))


class World:
    """The dock with everything it plays on, and what a real scanner driver reads of it."""

    def __init__(self, dock, url):
        self.dock = dock
        self.url = url
        self.scans = []
        self.scene_at = 0.0
        self.scanner = SerialScanner(port=str(dock.scanner.path), idle=0.02)
        self.scanner.start(self.scans.append, lambda _: None)
        assert wait_until(lambda: self.scanner.status is ScannerStatus.READY)

    def post(self, path, **data):
        """What the page says after the form was sent."""
        answer = requests.post(self.url + path, data=data, timeout=10)
        assert answer.status_code == 200, answer.text
        assert f'id="said">{self.dock.said}</p>'.replace("'", "&#39;") in answer.text
        return self.dock.said

    def page(self):
        return requests.get(self.url, timeout=10).text

    def scanned(self):
        assert wait_until(lambda: self.scans)
        return self.scans.pop(0)


@pytest.fixture
def world(tmp_path):
    clock = ManualClock(MORNING)
    with (
        VirtualScanner(tmp_path / "scanner", patience=0.2) as scanner,
        VirtualCamera(Scene()) as camera,
        VirtualPrinter() as printer,
    ):
        lines = {name: FaultProxy(("127.0.0.1", 9)) for name in ("hub", "portal", "bank")}
        dock = Dock(
            folder=tmp_path,
            clock=clock,
            scanner=scanner,
            camera=camera,
            printer=printer,
            lines=lines,
            bank=SandboxBank(clock, [("999999", ACCOUNT)]),
            portal=SandboxPortal(clock),
            desk="http://127.0.0.1:9/desk",
        )
        with background(run_app, create_app(dock)) as url:
            world = World(dock, url)
            yield world
            world.scanner.stop()
        for line in lines.values():
            line.close()


@pytest.fixture
def screen(world):
    """A kiosk's window that shows the payment code, and gives its picture when asked."""
    wish, stop = world.dock.folder / "screen.request", threading.Event()

    def look():
        while not stop.wait(0.005):
            if wish.exists():
                part = world.dock.folder / "part.png"
                picture(matrix(CODE), 6).save(part)
                wish.unlink()
                part.rename(world.dock.folder / "screen.png")

    thread = threading.Thread(target=look)
    thread.start()
    yield
    stop.set()
    thread.join()


def test_every_form_of_the_page_leads_somewhere(world):
    forms = forms_of(world.page())
    paths = {form.action for form in forms}
    assert paths == {
        *("/card", "/odd", "/noise", "/scanner", "/scene", "/camera"),
        *("/pay", "/release", "/line", "/faults", "/portal", "/printer"),
    }
    for path in paths - {"/noise", "/pay"}:
        assert requests.post(world.url + path, data={}, timeout=10).status_code in (200, 422), path


def test_the_page_needs_no_script_and_names_the_officers_page(world):
    page = world.page()
    assert "<script" not in page
    assert 'href="http://127.0.0.1:9/desk"' in page
    style = requests.get(f"{world.url}/dock.css", timeout=10)
    assert style.headers["content-type"].startswith("text/css")


def seen(world):
    """The texts of the codes before the camera, once what was brought lies there."""
    scene = world.dock.camera.scene
    # Nobody reads the twin here, so its time is the test's: the same pictures in every run.
    scene.frame(world.scene_at)
    grey = cv2.cvtColor(scene.frame(world.scene_at + 3), cv2.COLOR_BGR2GRAY)
    world.scene_at += 10
    return sorted(code.text for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode))


def test_the_form_of_the_scene_holds_a_card_before_the_camera(world):
    for choice in (*Held, *Trouble, *Generation):
        assert f">{choice.value}</option>" in world.page()
    assert world.post("/scene", held="card", seed=2, generation="2024", trouble="upside-down") == (
        "before the camera: card, upside-down"
    )
    day = today(world.dock.clock)
    assert seen(world) == [citizen(2, day).code]
    assert world.dock.camera.scene.conditions == Trouble.UPSIDE_DOWN.conditions


def test_two_cards_and_a_telephone_with_a_payment_code_can_be_held_too(world):
    day = today(world.dock.clock)
    world.post("/scene", held="two-cards", seed=0)
    assert seen(world) == sorted([citizen(0, day).code, citizen(1, day).code])
    world.post("/scene", held="phone-payment")
    assert seen(world) == [odd_cards(day)["payment-code"]]
    world.post("/scene", held="nothing")
    assert seen(world) == []


def test_the_page_shows_what_the_camera_sees(world):
    assert 'src="/scene.jpg"' in world.page()
    answer = requests.get(f"{world.url}/scene.jpg", timeout=10)
    assert answer.headers["content-type"] == "image/jpeg"
    assert cv2.imdecode(np.frombuffer(answer.content, np.uint8), cv2.IMREAD_COLOR).shape == (720, 1280, 3)


def test_the_camera_is_unplugged_and_plugged_in_again(world):
    assert world.post("/camera", plug="out") == "camera unplugged"
    assert not cv2.VideoCapture(world.dock.camera.url).isOpened()
    assert world.post("/camera", plug="in") == "camera plugged in"
    assert cv2.VideoCapture(world.dock.camera.url).isOpened()


@pytest.mark.parametrize("mode", list(ShowMode))
def test_a_card_goes_under_the_scanner_in_every_way(world, mode):
    assert world.post("/card", seed=0, mode=mode.value) == "card shown"
    person = citizen(0, today(world.dock.clock))
    scan = world.scanned()
    if mode in (ShowMode.WHOLE, ShowMode.PIECES, ShowMode.TWICE):
        assert scan.text == person.code
    else:
        assert scan.text != person.code


def test_every_person_of_the_list_has_her_card(world):
    page = world.page()
    for seed, person in enumerate(world.dock.people()):
        assert f'<option value="{seed}">{person.name}, {person.birth.year}</option>' in page
    world.post("/card", seed=3)
    assert world.scanned().text == citizen(3, today(world.dock.clock)).code


@pytest.mark.parametrize("name", odd_cards(MORNING.date()))
def test_every_odd_card_by_its_name(world, name):
    assert world.post("/odd", name=name) == "card shown"
    assert world.scanned().text == odd_cards(today(world.dock.clock))[name]


def test_a_card_that_is_not_on_the_list(world):
    assert world.post("/odd", name="library-card") == "no such card"


def test_where_nobody_reads_the_page_says_so(world):
    assert world.post("/scanner", plug="out") == "scanner unplugged"
    assert wait_until(lambda: world.scanner.status is ScannerStatus.GONE)
    assert world.post("/card", seed=0) == "nobody took the scan"
    assert world.post("/noise") == "nobody took the noise"
    assert world.post("/scanner", plug="in") == "scanner plugged in"
    assert wait_until(lambda: world.scanner.status is ScannerStatus.READY)
    assert world.post("/card", seed=0) == "card shown"


def test_noise_comes_as_noise(world):
    assert world.post("/noise") == "1 MB of noise sent"
    assert world.scanned().text == ""


@pytest.mark.parametrize("fault", list(PrinterFault))
def test_every_state_of_the_printer_by_its_name(world, fault):
    assert world.post("/printer", fault=fault.value) == f"printer: {fault.value}"
    assert world.dock.printer.fault is fault
    assert f"<option selected>{fault.value}</option>" in world.page()


@pytest.mark.parametrize("to", ["hub", "portal", "bank"])
def test_each_line_is_cut_and_mended(world, to):
    assert world.post("/line", to=to, state="cut") == f"line to the {to} cut"
    assert [name for name, line in world.dock.lines.items() if not line.whole] == [to]
    assert f"to {to}: cut, no faults" in world.page()
    assert world.post("/line", to=to, state="whole") == f"line to the {to} whole"
    assert world.dock.lines[to].whole


@pytest.mark.parametrize("fault", Fault)
def test_each_line_meets_every_fault_by_its_name_and_rate(world, fault):
    for to, percent in (("hub", 100), ("portal", 25), ("bank", 5)):
        assert world.post("/faults", to=to, fault=fault, percent=percent) == f"line to the {to}: {fault} {percent}%"
        assert world.dock.lines[to].faults == {fault: percent / 100}
        assert f"to {to}: whole, {fault} {percent}%" in world.page()
    world.post("/faults", to="hub", fault="none")
    assert [line.faults for line in world.dock.lines.values()] == [{}, {fault: 0.25}, {fault: 0.05}]


def test_faults_of_a_line_add_up_to_all_its_requests_at_most(world):
    world.post("/faults", to="bank", fault="slow", percent=60)
    assert world.post("/faults", to="bank", fault="delay", percent=40) == "line to the bank: delay 40%, slow 60%"
    refused = "line to the bank: all faults together are at most 100 %"
    assert world.post("/faults", to="bank", fault="refuse", percent=1) == refused
    assert world.dock.lines["bank"].faults == {Fault.DELAY: 0.4, Fault.SLOW: 0.6}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_of_the_portal_by_its_name(world, fault):
    assert world.post("/portal", fault=fault) == f"portal: {fault}"
    assert world.dock.portal._fault == fault


@pytest.mark.parametrize(
    ("form", "said", "booked"),
    [
        ({}, "bank app says: ok", [100_000]),
        ({"amount": "60.000"}, "bank app says: ok", [60_000]),
        ({"fault": "says-failed"}, "bank app says: failed", [100_000]),
        ({"fault": "late"}, "bank app says: ok", []),
        ({"amount": "a lot"}, "an amount is a number of đồng above 0", []),
        ({"amount": "0"}, "an amount is a number of đồng above 0", []),
        ({"amount": "-5"}, "an amount is a number of đồng above 0", []),
        ({"amount": "9" * 14}, "an amount is a number of đồng above 0", []),
    ],
)
def test_the_bank_app_pays_what_the_screen_shows(world, screen, form, said, booked):
    assert world.post("/pay", **form) == said
    lines, _ = world.dock.bank.since(0)
    assert [line["amount"] for line in lines] == booked
    if form.get("fault") == "late":
        assert world.post("/release") == "1 late credits booked"
        assert len(world.dock.bank.since(0)[0]) == 1


def test_a_code_of_another_bank_is_refused_by_the_app(world, screen, monkeypatch):
    monkeypatch.setattr(world.dock, "bank", SandboxBank(world.dock.clock, []))
    assert world.post("/pay") == "bank app says: account"


def test_without_a_window_there_is_no_code_to_pay(world, monkeypatch):
    monkeypatch.setattr(dock_module, "SCREEN_S", 0.05)
    assert world.post("/pay") == "bank app says: no-code"
    assert not (world.dock.folder / "screen.request").exists()


def test_a_screen_without_a_code_pays_nothing(world, screen, monkeypatch):
    monkeypatch.setattr(dock_module, "read_code", lambda _: "")
    assert world.post("/pay") == "bank app says: no-code"


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/card", {"seed": "-1"}),
        ("/card", {"seed": "0", "mode": "sideways"}),
        ("/scanner", {"plug": "up"}),
        ("/printer", {"fault": "on-fire"}),
        ("/line", {"state": "knotted"}),
        ("/line", {"state": "cut", "to": "moon"}),
        ("/faults", {"to": "hub", "fault": "gnawed"}),
        ("/faults", {"to": "hub", "fault": "slow", "percent": "101"}),
        ("/faults", {"to": "hub", "fault": "slow", "percent": "nan"}),
        ("/portal", {"fault": "asleep"}),
        ("/pay", {"fault": "robbed"}),
        ("/slip", {"number": "0"}),
    ],
)
def test_what_no_form_offers_is_refused_and_changes_nothing(world, path, data):
    assert requests.post(world.url + path, data=data, timeout=10).status_code == 422
    assert (world.dock.said, world.dock.line.whole, world.dock.printer.fault) == ("", True, PrinterFault.OK)


def test_paper_that_came_out_is_shown_and_its_code_goes_under_the_scanner(world):
    printer = EscposPrinter(world.dock.printer.url)
    slip = Image.new("L", (576, 500), 255)
    slip.paste(picture(matrix("HK1.7Q4M2Z9XKB6T3HWD8RNC"), 8), (100, 60))
    printer.print([slip, Image.new("L", (576, 200), 255)])
    printer.close()
    assert world.dock.printer.wait_for_papers(2)
    assert '<img src="/papers/2.png" alt="Slip 2">' in world.page()
    assert requests.get(f"{world.url}/papers/1.png", timeout=10).headers["content-type"] == "image/png"
    assert [requests.get(f"{world.url}/papers/{n}.png", timeout=10).status_code for n in (0, 1, 2, 3)] == [
        404,
        200,
        200,
        404,
    ]
    assert world.post("/slip", number=1) == "slip shown"
    assert world.scanned().text == "HK1.7Q4M2Z9XKB6T3HWD8RNC"
    assert world.post("/slip", number=2) == "no code on that slip"
    assert world.post("/slip", number=3) == "no code on that slip"


def test_a_picture_without_a_code_reads_as_nothing():
    assert read_code(Image.new("RGB", (400, 400), "white")) == ""
