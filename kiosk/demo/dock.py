"""The dock: a page of plain forms on which a person plays the world around the kiosk."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import cv2
import numpy as np
from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from PIL import Image

from drivers.virtual import PrinterFault, ShowMode, VirtualCamera, VirtualPrinter, VirtualScanner
from drivers.virtual.card_picture import Generation
from drivers.virtual.scene import Held, Trouble
from kiosk.clock import Clock, today
from kiosk.demo.bank import Fault as BankFault
from kiosk.demo.bank import SandboxBank, Transfer, TransferRefused
from kiosk.demo.people import Citizen, citizen, odd_cards
from kiosk.demo.portal import FAULTS as PORTAL_FAULTS
from kiosk.demo.portal import Fault as PortalFault
from kiosk.demo.portal import SandboxPortal
from kiosk.payments.qr import texts_in
from kiosk.proving.faults import Fault, RateFault
from kiosk.proving.proxy import FaultProxy

PAGE = Path(__file__).parents[2] / "assets" / "demo"
PEOPLE = 10
SCREEN_S = 5.0

LineName = Literal["hub", "portal", "bank"]
"""The far end: from the kiosk to the hub, from the hub to the portal and to the bank."""


@dataclass
class Dock:
    """The hands of the world. `said` is what the last act came to, for the page."""

    folder: Path
    clock: Clock
    scanner: VirtualScanner
    camera: VirtualCamera
    printer: VirtualPrinter
    lines: Mapping[LineName, FaultProxy]
    bank: SandboxBank
    portal: SandboxPortal
    desk: str
    said: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def line(self) -> FaultProxy:
        """The kiosk's own, to its hub."""
        return self.lines["hub"]

    def people(self) -> list[Citizen]:
        return [citizen(seed, today(self.clock)) for seed in range(PEOPLE)]

    def show(self, text: str, mode: ShowMode = ShowMode.WHOLE) -> bool:
        """Put a code under the scanner; whether anybody took it."""
        return self.scanner.show(text, mode=mode)

    def hold(self, held: Held, seed: int, generation: Generation) -> None:
        """Hold this before the camera: the card of the person of `seed`, and of the next one where there are two."""
        day = today(self.clock)
        text = odd_cards(day)["payment-code"] if held is Held.PHONE_PAYMENT else citizen(seed, day).code
        self.camera.scene.show(held, text, other=citizen(seed + 1, day).code, generation=generation)

    def pay(self, amount: int | None, fault: BankFault | None) -> str:
        """Scan the payment code off the screen's picture, as a phone would, and transfer; what the app says."""
        picture = self.screen()
        payload = read_code(picture) if picture is not None else ""
        if not payload:
            return "no-code"
        order: dict[str, Any] = {"payload": payload, "amount": amount, "fault": fault}
        try:
            return self.bank.transfer(Transfer.model_validate(order))["said"]
        except TransferRefused as refused:
            return refused.code

    def screen(self) -> Image.Image | None:
        """A fresh picture of the kiosk's screen, which the kiosk in the box makes when asked; None without one."""
        wish, picture = self.folder / "screen.request", self.folder / "screen.png"
        with self.lock:
            picture.unlink(missing_ok=True)
            wish.touch()
            deadline = time.monotonic() + SCREEN_S
            waiting = threading.Event()
            while not picture.exists():
                if time.monotonic() > deadline:
                    wish.unlink(missing_ok=True)
                    return None
                waiting.wait(0.02)
            with Image.open(picture) as opened:
                shown: Image.Image = opened.convert("RGB")
            return shown


def read_code(picture: Image.Image) -> str:
    """The text of the QR code in the picture, "" for none: read by OpenCV, which does not know what the kiosk drew, and
    where that sees nothing, as it does of one code in some hundred, by zxing."""
    grey = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2GRAY)
    text: str = cv2.QRCodeDetector().detectAndDecode(grey)[0]
    return text or next(iter(texts_in(picture)), "")


def shown_rates(line: FaultProxy) -> str:
    """The faults that are set, as the page says them."""
    return ", ".join(f"{fault.value} {rate:.0%}" for fault, rate in line.faults.items()) or "no faults"


def create_app(dock: Dock) -> FastAPI:
    """The dock's pages. Every act is a form that is posted and answered by the page again."""
    app = FastAPI(title="dock", docs_url=None, redoc_url=None, openapi_url=None)
    templates = Jinja2Templates(PAGE)

    def back(said: str) -> Response:
        dock.said = said
        return RedirectResponse("/", status_code=303)

    @app.get("/", response_class=HTMLResponse)
    def page(request: Request) -> Response:
        count = len(dock.printer.papers)
        context = {
            "dock": dock,
            "people": dock.people(),
            "odd": odd_cards(today(dock.clock)),
            "papers": range(count, 0, -1),
            "modes": [mode.value for mode in ShowMode],
            "held": [held.value for held in Held],
            "generations": [generation.value for generation in Generation],
            "troubles": [trouble.value for trouble in Trouble],
            "printer_faults": [fault.value for fault in PrinterFault],
            "portal_faults": PORTAL_FAULTS,
            "bank_faults": get_args(BankFault),
            "line_faults": [fault.value for fault in Fault],
            "shown_rates": shown_rates,
        }
        return templates.TemplateResponse(request, "dock.html", context)

    @app.get("/dock.css")
    def style() -> Response:
        return Response((PAGE / "dock.css").read_text("utf-8"), media_type="text/css")

    @app.post("/card")
    def card(seed: Annotated[int, Form(ge=0)], mode: Annotated[ShowMode, Form()] = ShowMode.WHOLE) -> Response:
        return shown("card", citizen(seed, today(dock.clock)).code, mode)

    @app.post("/scene")
    def scene(
        held: Annotated[Held, Form()],
        seed: Annotated[int, Form(ge=0)] = 0,
        generation: Annotated[Generation, Form()] = Generation.OF_2021,
        trouble: Annotated[Trouble, Form()] = Trouble.NONE,
    ) -> Response:
        dock.hold(held, seed, generation)
        dock.camera.scene.conditions = trouble.conditions
        return back(f"before the camera: {held.value}, {trouble.value}")

    @app.get("/scene.jpg")
    def scene_picture() -> Response:
        """What the camera sees now."""
        picture = dock.camera.scene.frame(time.monotonic())
        return Response(cv2.imencode(".jpg", picture)[1].tobytes(), media_type="image/jpeg")

    @app.post("/camera")
    def camera(plug: Annotated[Literal["in", "out"], Form()]) -> Response:
        if plug == "in":
            dock.camera.plug()
        else:
            dock.camera.unplug()
        return back("camera plugged in" if plug == "in" else "camera unplugged")

    @app.post("/odd")
    def odd(name: Annotated[str, Form()]) -> Response:
        text = odd_cards(today(dock.clock)).get(name)
        return shown("card", text) if text is not None else back("no such card")

    @app.post("/slip")
    def slip(number: Annotated[int, Form(ge=1)]) -> Response:
        papers = dock.printer.papers
        text = read_code(papers[number - 1].convert("RGB")) if number <= len(papers) else ""
        return shown("slip", text) if text else back("no code on that slip")

    def shown(what: str, text: str, mode: ShowMode = ShowMode.WHOLE) -> Response:
        return back(f"{what} shown" if dock.show(text, mode) else "nobody took the scan")

    @app.post("/noise")
    def noise() -> Response:
        return back("1 MB of noise sent" if dock.scanner.noise(1_000_000) else "nobody took the noise")

    @app.post("/scanner")
    def scanner(plug: Annotated[Literal["in", "out"], Form()]) -> Response:
        if plug == "in":
            dock.scanner.plug()
        else:
            dock.scanner.unplug()
        return back("scanner plugged in" if plug == "in" else "scanner unplugged")

    @app.post("/printer")
    def printer(fault: Annotated[PrinterFault, Form()]) -> Response:
        dock.printer.set_fault(fault)
        return back(f"printer: {fault.value}")

    @app.post("/line")
    def line(state: Annotated[Literal["cut", "whole"], Form()], to: Annotated[LineName, Form()] = "hub") -> Response:
        if state == "cut":
            dock.lines[to].cut()
        else:
            dock.lines[to].mend()
        return back(f"line to the {to} {state}")

    @app.post("/faults")
    def faults(
        to: Annotated[LineName, Form()],
        fault: Annotated[Fault | Literal["none"], Form()],
        percent: Annotated[float, Form(ge=0, le=100)] = 100.0,
    ) -> Response:
        """So much of what goes over this line meets the fault; the others of this line stay. `none` takes all back."""
        rates = {} if fault == "none" else {**dock.lines[to].faults, Fault(fault): percent / 100}
        try:
            dock.lines[to].set_faults(rates)
        except RateFault:
            return back(f"line to the {to}: all faults together are at most 100 %")
        return back(f"line to the {to}: {shown_rates(dock.lines[to])}")

    @app.post("/pay")
    def pay(amount: Annotated[str, Form()] = "", fault: Annotated[BankFault | Literal[""], Form()] = "") -> Response:
        typed = amount.replace(".", "").strip()
        if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 10**13):
            return back("an amount is a number of đồng above 0")
        return back(f"bank app says: {dock.pay(int(typed) if typed else None, fault or None)}")

    @app.post("/release")
    def release() -> Response:
        return back(f"{dock.bank.release()} late credits booked")

    @app.post("/portal")
    def portal_fault(fault: Annotated[PortalFault, Form()]) -> Response:
        dock.portal.set_fault(fault)
        return back(f"portal: {fault}")

    @app.get("/papers/{number}.png")
    def paper(number: int) -> Response:
        papers = dock.printer.papers
        if not 1 <= number <= len(papers):
            return Response(status_code=404)
        file = BytesIO()
        papers[number - 1].save(file, "PNG")
        return Response(file.getvalue(), media_type="image/png")

    return app
