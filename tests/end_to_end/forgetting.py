"""A whole kiosk with its real screens, in memory, that serves citizen after citizen and says what is left of each.

`python -m tests.end_to_end.forgetting CONFIG DOCK ENDING...`: the configuration of a machine, the address of the dock
that puts cards under its scanner, and for each walk one of `ENDINGS`, as NAME or NAME:PAGE to end at that page. A JSON
object a walk on stdout: what is still held by any object, how many widgets are alive, the page that is shown. Exit 1
if a walk did not go where it was to go.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from kivy.uix.widget import Widget

from kiosk import config
from kiosk.clock import SystemClock, today
from kiosk.demo.people import citizen
from kiosk.identity.card import parse_card
from kiosk.journey.views import IdleView, TypingView, View
from kiosk.proving.forget_process import alive, in_process
from kiosk.proving.forget_values import Values
from kiosk.proving.player import Player
from kiosk.wiring import DEMO_WINDOW, Kiosk, build, header_of
from screens.demo.hands import ScreenHands
from screens.host import Host
from screens.run import run_kiosk
from tests.end_to_end.strangers import answers_for, strangers

LIMIT_S = 6.0
TYPED = "mother-name"
"""the page whose answer is typed key by key; the others are handed to the walk, which is faster"""


class TurnedClock(SystemClock):
    """The machine's clock; waiting can be turned on by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.turned = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.turned


class ScreenPlayer(Player):
    """A player who types on the keys that the screen shows; every page is drawn before it goes on."""

    def __init__(self, kiosk: Kiosk, hands: ScreenHands, seed: int, dock: str, answers: dict[str, str]) -> None:
        def show_card() -> None:
            requests.post(f"{dock}/card", data={"seed": str(seed)}, timeout=10).raise_for_status()

        super().__init__(kiosk.engine, show_card, answers=answers)
        self.hands = hands

    def _act(self, view: View) -> None:
        self.hands.wait(lambda shown: shown.page == view.page, view.page)
        if isinstance(view, TypingView) and view.page == TYPED:
            self.hands.type(self._answers[view.page])
            self.hands.press("answer", "")
        else:
            super()._act(view)


Ending = Callable[[ScreenPlayer, Kiosk, TurnedClock, str], None]


def finished(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    player.to("done")
    player.slip_is_settled()
    player.emit("finish")


def cancelled(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    """To the home page, which is the next citizen's first."""
    player.to(at)
    player.emit("home")
    player.emit("leave-erase")


def half_typed(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    """Silence with a word on the keys that was never answered."""
    player.to(TYPED)
    player.hands.wait(lambda view: view.page == TYPED, "the keyboard")
    player.hands.type(kiosk.engine.walk.known_person().name)
    silent(player, kiosk, clock, TYPED)


def silent(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    """At `confirm`: nobody has touched anything since the card was read."""
    player.to(at)
    clock.turned += 400
    player.wait(lambda view: view.sheet is not None, "the warning")
    clock.turned += 400
    player.wait(lambda view: isinstance(view, IdleView), "the idle page")


def left_at_done(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    player.to("done")
    player.slip_is_settled()
    clock.turned += 400
    player.wait(lambda view: isinstance(view, IdleView), "the idle page")


def kept(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    player.to(at)
    player.emit("leave-keep")
    player.wait(lambda view: view.page == "kept", "the kept page")
    player.emit("finish")


def broken_walk(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    """A fault of the program in the walk, with the citizen's name in the error."""
    player.to(at)

    def fails() -> None:
        raise ValueError(kiosk.engine.walk.known_person().name)

    kiosk.engine.post(fails)
    player.wait(lambda view: view.page == "out-of-order", "out of order")


def broken_screen(player: ScreenPlayer, kiosk: Kiosk, clock: TurnedClock, at: str) -> None:
    """A fault of the program in the screens."""
    from kivy.clock import Clock

    player.to(at)
    name = kiosk.engine.walk.known_person().name

    def fails(_: float) -> None:
        raise ValueError(name)

    Clock.schedule_once(fails)
    player.wait(lambda view: view.page == "out-of-order", "out of order")


ENDINGS: dict[str, Ending] = {
    "finished": finished,
    "cancelled": cancelled,
    "silent": silent,
    "half-typed": half_typed,
    "left-at-done": left_at_done,
    "kept": kept,
    "broken-walk": broken_walk,
    "broken-screen": broken_screen,
}


def played(kiosk: Kiosk, hands: ScreenHands, clock: TurnedClock, dock: str, seed: int, ending: str) -> Values:
    """One citizen's walk; what must be forgotten of it. Nothing of her is held when this returns."""
    person = parse_card(citizen(seed, today(clock)).code, today(clock))
    answers = answers_for(seed, person)
    values = Values.of(person, answers)
    name, _, page = ending.partition(":")
    ENDINGS[name](ScreenPlayer(kiosk, hands, seed, dock, answers), kiosk, clock, page or "check")
    return values


def play(host: Host, kiosk: Kiosk, clock: TurnedClock, dock: str, endings: list[str]) -> None:
    hands = ScreenHands(host, kiosk.engine.current)
    for seed, ending in zip(strangers(clock), endings, strict=False):
        values = played(kiosk, hands, clock, dock, seed, ending)
        hands.wait(lambda view: view == kiosk.engine.current(), "the last page")
        begun = time.perf_counter()
        report: dict[str, Any] = {"page": kiosk.engine.current().page}
        report["held"] = [[hit.place, hit.kind, hit.form] for hit in settled(values)]
        report["widgets"] = sum(alive(lambda kind: issubclass(kind, Widget)).values())
        report["seconds"] = round(time.perf_counter() - begun, 2)
        print(json.dumps(report), flush=True)
        wake(kiosk, clock)


def settled(values: Values) -> list[Any]:
    """What is left once the threads around have gone back to waiting."""
    pause, deadline = threading.Event(), time.monotonic() + LIMIT_S
    while (hits := in_process(values)) and time.monotonic() < deadline:
        pause.wait(0.5)
    return hits


def wake(kiosk: Kiosk, clock: TurnedClock) -> None:
    """Out of order ends by itself; so does a home page that nobody touches."""
    player = Player(kiosk.engine, lambda: None, answers={})
    if not isinstance(player.view, IdleView):
        clock.turned += 1000
        player.wait(lambda view: isinstance(view, IdleView), "the idle page")


def main() -> None:
    path, dock, *endings = sys.argv[1:]
    clock = TurnedClock()
    machine = config.load(Path(path))
    screen = machine.screen.model_copy(update=DEMO_WINDOW)
    kiosk = build(machine, clock)
    ended = threading.Event()

    def script(host: Host, _: object) -> None:
        play(host, kiosk, clock, dock, endings)
        ended.set()

    run_kiosk(
        kiosk.engine,
        header_of(kiosk),
        screen,
        start=kiosk.start,
        stop=kiosk.stop,
        live=kiosk.live,
        may_close=True,
        script=script,
    )
    sys.exit(not ended.is_set())


if __name__ == "__main__":
    main()
