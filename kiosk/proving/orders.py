"""The kiosk's end of a soak: a whole kiosk without its window plays the walks that are ordered, and says how they go.

Orders come in and events go out as JSON, a line each; every order ends with a line that has `end`. What a person does
with the hands is asked for (`card`, `code`), and so is time that is to pass (`pass`, s): the clock is the parent's.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from kiosk.clock import Clock
from kiosk.dossiers.courier import Courier
from kiosk.journey.engine import Engine
from kiosk.journey.ports import Sealed
from kiosk.journey.views import DoneView, PayQrView, View
from kiosk.proving.player import Player, Stuck, slip_known
from kiosk.proving.script import Visit
from kiosk.store import Store

_PASS_S = 20.0
"""so long in real time until the parent has moved the clock"""
_LONG_S = 61.0
_SEEN_S = 1.5
_SEEN_TRIES = 40


class Machine(Protocol):
    """What `kiosk.wiring.Kiosk` is to a soak; started already."""

    store: Store
    engine: Engine
    courier: Courier
    clock: Clock


class Orders:
    """Carries out one order after the other."""

    def __init__(self, machine: Machine, say: Callable[[dict[str, Any]], None]) -> None:
        self._machine = machine
        self._say = say

    def serve(self, lines: Iterable[str]) -> None:
        """Until the lines end or one says stop."""
        for line in lines:
            order = json.loads(line)
            match order["do"]:
                case "walk":
                    self._walk(Visit(**order["visit"]))
                case "carry":
                    self._machine.courier.wake()
                    self._say({"end": "carry", **self._counts()})
                case "stop":
                    return

    def _counts(self) -> dict[str, Any]:
        store = self._machine.store
        return {
            "unsent": len(store.unsent()),
            "parked": len(store.parked()),
            "dossiers": [stub.id for stub in store.dossiers()],
        }

    def _walk(self, visit: Visit) -> None:
        try:
            _Walk(self._machine, visit, self._say).play()
        except Stuck as stuck:
            self._say({"end": "stuck", "why": stuck.message})
        else:
            self._say({"end": "walk"})


class _Walk:
    def __init__(self, machine: Machine, visit: Visit, say: Callable[[dict[str, Any]], None]) -> None:
        self._machine = machine
        self._visit = visit
        self._say = say
        self._player = Player(
            machine.engine,
            lambda: say({"card": visit.number}),
            answers=visit.answers,
            pay={"qr": "phone", "cash": "cash"}.get(visit.ending, "later"),
            on_page=lambda view: say({"at": view.page}),
        )

    def play(self) -> None:
        self._until_idle()
        match self._visit.ending:
            case "left":
                self._leave("leave-erase")
            case "kept":
                self._leave("leave-keep")
            case "silent":
                self._some_pages()
            case _:
                self._to_the_end()
        self._until_idle()

    def _to_the_end(self) -> None:
        view = self._player.until(lambda view: view.page in ("pay-qr", "done"), "the last page")
        if isinstance(view, PayQrView):
            self._pay(view)
        done = self._player.to("done")
        if not isinstance(done, DoneView):
            raise Stuck(f"no last page; shown is {done.page}")
        sealed: Sealed = self._machine.engine.walk.known_dossier()
        self._say({"told": sealed.id, "number": done.number})
        if not self._visit.walks_off:
            self._player.slip_is_settled()
            self._player.emit("finish")

    def _pay(self, view: PayQrView) -> None:
        """Scan the code and wait for the money to be seen; go home with the slip where it is not."""
        rows = view.matrix or ()
        self._say({"code": ["".join("01"[dark] for dark in row) for row in rows]})
        for _ in range(_SEEN_TRIES):
            if self._player.view.page != "pay-qr":
                return
            self._pass(_SEEN_S)
        self._player.emit("print")

    def _some_pages(self) -> View:
        left = self._visit.page

        def far_enough(view: View) -> bool:
            nonlocal left
            known = self._machine.engine.walk.person is not None
            left -= known
            return view.page == "check" or (known and left < 0)

        return self._player.until(far_enough, "the page to leave at")

    def _leave(self, act: str) -> None:
        self._some_pages()
        self._player.emit("home")
        self._player.emit(act)
        # What cannot be kept now is erased: the page does not offer it then.
        if act == "leave-keep" and self._player.view.page != "kept":
            self._player.emit("leave-erase")
        self._say({"at": self._player.view.page})

    def _until_idle(self) -> None:
        """Nobody touches anything any more: in the end the screen is cleared."""
        for _ in range(60):
            view = self._player.view
            if view.page == "idle":
                return
            if isinstance(view, DoneView) and not slip_known(view):
                self._player.slip_is_settled()
            self._pass(_LONG_S)
        raise Stuck(f"the screen was never cleared; shown is {self._player.view.page}")

    def _pass(self, seconds: float) -> None:
        clock, pause = self._machine.clock, threading.Event()
        until, limit = clock.monotonic() + seconds, time.monotonic() + _PASS_S
        self._say({"pass": seconds})
        while clock.monotonic() < until:
            if time.monotonic() > limit:
                raise Stuck("time does not pass")
            pause.wait(0.002)
        self._machine.courier.wake()
        self._machine.engine.post(self._machine.engine.walk.tick)
        self._machine.engine.wait()
        pause.wait(0.02)
