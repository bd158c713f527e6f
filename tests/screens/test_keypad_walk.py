"""The keypad alone finishes the walk: from the idle page to the slip on real screens, by key events, with no touch."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent

from kiosk.demo.gallery import Stand
from kiosk.demo.show import Show, Wish
from kiosk.identity.person import Person
from kiosk.journey.engine import Engine
from kiosk.journey.pages import Pages
from kiosk.journey.ports import Sealed
from kiosk.journey.session import Session
from kiosk.journey.views import PayQrView, View
from kiosk.language.text import Words
from kiosk.procedures.model import Procedure
from screens.app import KioskApp
from screens.demo.keypad_hands import KeypadHands
from screens.host import Host
from screens.run import _Source
from screens.widgets.target import bounce
from screens.window import pump
from tests.screens.conftest import header


class QuickHands(KeypadHands):
    """Play on the interface's own thread: time goes on at every look, a page is drawn once."""

    seconds = 0.0

    def __init__(self, host: Host, shown: Callable[[], View]) -> None:
        super().__init__(host, shown)
        self.passed: list[str] = []

    def _on_screen(self, act: Callable[[], Any]) -> Any:
        Clock.tick()
        self.seconds += 0.05
        return act()

    def picture(self, path: Path) -> None:
        pump()
        self.passed.append(path.stem.split("-", 1)[1])


class SampleShow(Show):
    """The script of the demonstration beside a machine in memory: card and money come without devices."""

    stand: Stand
    engine: Engine
    said: dict[str, str]
    """what was answered when the dossier was sealed, by page"""

    def walk(self) -> str:
        seal = self.stand.machine.seal

        def sealed(session: Session, person: Person, procedure: Procedure) -> Sealed:
            self.said = {page: answer.key for page, answer in session.answers.items()}
            return seal(session, person, procedure)

        self.stand.machine.seal = sealed
        return self._walk()

    def _post(self, path: str, data: dict[str, str]) -> None:
        assert path == "/card"
        self.engine.post(lambda: self.stand.walk.scanned(self._citizen.code))

    def _pay(self, view: PayQrView) -> None:
        self.engine.post(lambda: self.stand.walk.money_came(self.stand.news(self._code["amount"])))
        self.engine.post(lambda: self.stand.clock.advance(60))
        self._hands.wait(lambda now: not isinstance(now, PayQrView), "the money")


@pytest.fixture
def begin(ui, monkeypatch):
    """Starts an application over a fresh walk and gives the script of a person with a keypad; ends it all later."""
    begun: list[Callable[[], None]] = [partial(setattr, Clock, "_max_fps", Clock._max_fps)]
    Clock._max_fps = 0  # or a look would wait for the next frame

    def start(pay: str, size: str = "1") -> SampleShow:
        stand = Stand.begun()
        engine = Engine(lambda post: stand.walk, Pages(Words.load()).view)
        stand.walk.session.size = size
        source = _Source(engine)
        app = KioskApp(source, header, pytest.fail, clock=lambda: 0.0)
        source.host = ui.host = app.build()
        ui.window.add_widget(app.host)
        engine.start()
        begun.extend((app.on_stop, engine.stop))
        hands = QuickHands(app.host, engine.current)
        monkeypatch.setattr(bounce, "clock", lambda: hands.seconds)
        monkeypatch.setattr("screens.widgets.choices.CHOSEN_S", 0.0)
        show = SampleShow(Wish(pay=pay), SimpleNamespace(), stand.clock, hands, Path())
        show.stand, show.engine = stand, engine
        return show

    yield start
    for end in begun:
        end()


@pytest.mark.parametrize(("pay", "last"), [("qr", ["pay-how", "pay-qr", "done"]), ("cash", ["pay-how", "done"])])
def test_the_whole_walk_by_keys_alone(ui, begin, monkeypatch, pay, last):
    touches = Counter()
    monkeypatch.setattr(MotionEvent, "__init__", lambda *_, **__: touches.update(["touch"]))
    show = begin(pay)
    number = show.walk()

    hands, machine = show._hands, show.stand.machine
    assert number == "A 0427"
    assert hands.passed[:7] == ["idle", "home", "bring", "notice", "card", "confirm", "why"]
    assert hands.passed[-len(last) :] == last
    assert len(machine.sealed) == 1
    assert len(machine.orders) == 1
    assert not touches
    assert show.said["mother-name"] == "Trần Thị Huệ"
    assert show.said["old-number"] == "C0000012"
    assert show.said["phone"] == "0900000678"
    assert show.stand.walk.page_id == "idle"
    assert ui.host.keypad.ring.around is None, "the session is over"
