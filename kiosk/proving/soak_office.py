"""The office around a soak: hub and kiosk as processes that can be killed, everybody else's hands, all on one clock."""

import contextlib
import socket
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from kiosk.demo.desk import DeskFault, DeskOfficer
from kiosk.demo.dock import LineName
from kiosk.demo.office import OfficeInABox
from kiosk.hub.config import HubConfig
from kiosk.payments.qr import picture, texts_in
from kiosk.proving.child import Child
from kiosk.proving.proxy import FaultProxy, Pace
from kiosk.proving.shared_clock import SharedClock

START_S = 60.0
MORNING = datetime.fromisoformat("2026-11-23T08:00:00+07:00")
"""A Monday on which the office is open."""
_PACE = Pace(delay_s=0.15, kbit_s=512.0, retry_after_s=20)
_PORTAL_S = 5.0


class SoakOffice(OfficeInABox):
    """A context manager. `kiosk_command` starts the kiosk, given its configuration and the clock's file; `extra` are
    further options for kiosk and hub."""

    def __init__(self, folder: Path, seed: int, kiosk_command: Sequence[str], extra: Sequence[str] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._clock_file = folder / "clock"
        self.clock = SharedClock.begin(self._clock_file, MORNING)
        super().__init__(folder, self.clock, seed, readers="scanner", pace=_PACE)
        self._kiosk_command = kiosk_command
        self._extra = extra
        self.temp = self.folder / "temp"
        self.temp.mkdir(exist_ok=True)
        self.logs = (self.folder / "kiosk.log", self.folder / "hub.log")

    def _start(self, stack: contextlib.ExitStack) -> None:
        super()._start(stack)
        assert self.box is not None  # noqa: S101 - it has just started
        command = [*self._kiosk_command, self.box.config, str(self._clock_file), *self._extra]
        self.kiosk = Child("kiosk", command, self.logs[0], {"TMPDIR": str(self.temp)})
        stack.callback(self.kiosk.stop)
        self._officer = DeskOfficer(self.box.desk, self.box.officer, self.box.pin)

    def _hub_config(self, *given: Any) -> HubConfig:
        config = super()._hub_config(*given)
        self.office_id = config.office.id
        return config.model_copy(
            update={
                "port": _free_port(),
                "portal": config.portal.model_copy(update={"timeout_s": _PORTAL_S}),
                "bank": config.bank.model_copy(update={"interval_s": 0.1}),
            }
        )

    def _hub(self, stack: contextlib.ExitStack, config: HubConfig) -> str:
        file = self.folder / "hub.json"
        file.write_text(config.model_dump_json(), "utf-8")
        command = [sys.executable, "-m", "kiosk.proving.hub_process", str(file), str(self._clock_file), *self._extra]
        self.hub = Child("hub", command, self.logs[1], {})
        stack.callback(self.hub.stop)
        self.hub.start()
        return self.hub.line(START_S).strip()

    @property
    def lines(self) -> Mapping[LineName, FaultProxy]:
        assert self.dock is not None  # noqa: S101 - it stands while this does
        return self.dock.lines

    def start_kiosk(self) -> None:
        """Start it and wait until it takes orders. Raises ChildFault."""
        self.kiosk.start()
        self.kiosk.event(START_S)

    def show_card(self, code: str) -> None:
        """Put a card under the scanner, again where the kiosk has not opened its port yet."""
        assert self.dock is not None  # noqa: S101
        for _ in range(20):
            if self.dock.show(code):
                return

    def pay(self, rows: Sequence[str], order: str) -> bool:
        """Scan a shown code with a phone, and transfer what it says; whether the bank took it."""
        assert self.box is not None  # noqa: S101
        matrix = tuple(tuple(dot == "1" for dot in row) for row in rows)
        shown: Image.Image = picture(matrix, 6)
        payload = next(iter(texts_in(shown)), "")
        answer = requests.post(f"{self.box.bank}/transfers", json={"payload": payload, "id": order}, timeout=20)
        return answer.ok

    def officer_round(self, cash: set[str]) -> None:
        """Look at every dossier that waits, and take the cash for these slip numbers; those whose cash was taken leave
        the set. A hub that is away ends the round."""
        with contextlib.suppress(DeskFault):
            self._officer.sign_in()
            for number in self._officer.waiting():
                self._officer.take_papers_and_look(number)
            for number in sorted(cash):
                if self._officer.took_cash(number):
                    cash.discard(number)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
