"""From a card that comes into the picture to the answer: the twin at 15 pictures a second, on the real wire."""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from drivers.camera.opencv import OpenCvCamera
from drivers.virtual import Conditions, Distance, Generation, Held, Scene, VirtualCamera
from drivers.vision.verdict import Verdict
from drivers.vision.watcher import CodeWatcher, Seen
from kiosk.clock import local
from kiosk.demo.gallery import SAMPLE_NOW, Stand
from kiosk.demo.people import citizen, odd_cards
from kiosk.identity.card import parse_card
from kiosk.identity.person import Person
from kiosk.journey.moves import Stage
from kiosk.journey.pages import Pages
from kiosk.journey.readers import Reader
from kiosk.language.text import Words

LIMIT_S = 12.0
FPS = 15
DAY = local(SAMPLE_NOW).date()
OTHERS = (Held.WRONG_SIDE, Held.PHONE_PAYMENT, Held.PHONE_CARD, Held.TWO_CARDS)


@dataclass
class Outcome:
    """What came of one scene: s to the answer (None: none came), the texts that were taken for a card's."""

    seconds: float | None
    taken: list[str] = field(default_factory=list)
    said: str = ""


def conditions(chance: random.Random) -> Conditions:
    """How a person holds a card who tries: not quite straight, not quite still, not always in good light."""
    return Conditions(
        distance=chance.choice([Distance.USUAL, Distance.USUAL, Distance.NEAR]),
        turn=chance.choice([0, 0, 0, 180]),
        tilt=chance.uniform(0, 18),
        shake=chance.uniform(0, 2.5),
        defocus=chance.choice([0, 0, chance.uniform(0, 1.8)]),
        glare=chance.choice([0, 0, 0, chance.uniform(0.1, 0.35)]),
        shadow=chance.choice([0, 0, chance.uniform(0.1, 0.5)]),
        light=chance.uniform(0.35, 1.0),
        flicker=chance.choice([0, 0, 0, chance.uniform(0.05, 0.2)]),
    )


def scenes(count: int) -> Iterator[Outcome]:
    """One outcome a scene; a scene has its seed from its number."""
    for seed in range(count):
        chance = random.Random(seed)
        held, truth = conditions(chance), citizen(seed, DAY).code
        generation = list(Generation)[seed % 2]
        yield one(seed, held, lambda scene: scene.show(Held.CARD, truth, generation=generation))  # noqa: B023 - used at once


def others() -> Iterator[tuple[Held, str]]:
    """What is said of things that are no card, in the words of the page."""
    for held in OTHERS:
        text = odd_cards(DAY)["payment-code"] if held is Held.PHONE_PAYMENT else citizen(1, DAY).code
        ends = Verdict.NO_CODE if held is Held.WRONG_SIDE else None
        outcome = one(0, Conditions(), lambda scene: scene.show(held, text, other=citizen(2, DAY).code), ends)  # noqa: B023
        yield held, outcome.said


def one(seed: int, held: Conditions, show: Callable[[Scene], None], ends: Verdict | None = None) -> Outcome:
    """Let a card page look at one scene, from an empty desk on, until it says something or goes on."""
    scene = Scene(seed=seed)
    scene.conditions = held
    with VirtualCamera(scene, FPS) as camera, _page(camera.url, ends) as page:
        began = time.monotonic()
        show(scene)
        page.answered.wait(LIMIT_S)
        return Outcome(page.at - began if page.answered.is_set() else None, page.taken, page.said)


class _Page:
    """The card page of a walk in memory behind real eyes."""

    def __init__(self, url: str, ends: Verdict | None) -> None:
        """`ends`: the verdict on the hand that is an answer too."""
        self._ends = ends
        self.answered, self.open = threading.Event(), threading.Event()
        self.at, self.said = 0.0, ""
        self.taken: list[str] = []
        self._stand = Stand.begun(readers=(Reader.CAMERA,)).to("card")
        self._pages = Pages(Words.load())
        self._first = self._text()
        self.eyes = CodeWatcher(OpenCvCamera(url), lambda text: isinstance(parse_card(text, DAY), Person))

    def start(self) -> None:
        self.eyes.start(self._seen, self._glanced, lambda status: self.open.set() if status.sees else None)
        self.eyes.look(on=True)
        if not self.open.wait(LIMIT_S):
            raise RuntimeError("the twin of the camera did not open")

    def _seen(self, seen: Seen) -> None:
        self._stand.walk.seen([code.text for code in seen.codes], on_screen=seen.on_screen)
        if self._stand.walk.stage is Stage.CONFIRM:
            self.taken.append(self._stand.walk.session.card_text)
        self._look()

    def _glanced(self, verdict: Verdict) -> None:
        self._stand.walk.glanced(verdict)
        if verdict is self._ends:
            self._look()

    def _look(self) -> None:
        self.said = self._text()
        if self.said != self._first:
            self.at = time.monotonic()
            self.answered.set()

    def _text(self) -> str:
        view = self._pages.view(self._stand.walk)
        return str(getattr(view, "status_text", view.page))


@contextmanager
def _page(url: str, ends: Verdict | None) -> Iterator[_Page]:
    page = _Page(url, ends)
    page.start()
    try:
        yield page
    finally:
        page.eyes.stop()


def main(count: int = 60) -> None:
    times: list[float] = []
    wrong = unread = 0
    for seed, outcome in enumerate(scenes(count)):
        wrong += sum(text != citizen(seed, DAY).code for text in outcome.taken)
        if outcome.taken and outcome.seconds is not None:
            times.append(outcome.seconds)
        else:
            unread += 1
            print(f"scene {seed} was not read", file=sys.stderr)
    times.sort()
    print(
        f"{count} scenes at {FPS} pictures a second, from a card entering the picture to the answer: "
        f"median {median(times):.2f} s, p95 {times[int(0.95 * (len(times) - 1))]:.2f} s, "
        f"{unread} not read in {LIMIT_S:.0f} s, {wrong} wrong."
    )
    for held, said in others():
        print(f"- {held}: “{' '.join(said.split())}”")


if __name__ == "__main__":
    main()
