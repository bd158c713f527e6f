"""Plays a walk on a kiosk without a window: the same events that a screen gives, one page after the other."""

import threading
import time
from collections.abc import Callable, Mapping

from kiosk.journey.engine import Engine
from kiosk.journey.views import (
    CardView,
    CheckView,
    ChoiceView,
    ConfirmView,
    DoneView,
    FactsView,
    HomeView,
    IdleView,
    PayHowView,
    View,
)
from tests.kiosk.machine.bench import ANSWERS

LIMIT_S = 15.0


class Stuck(AssertionError):
    """The walk did not go where it was to go."""


class Player:
    """`show_card` puts a card under the scanner; `answers` by page, the first choice where none is given."""

    def __init__(
        self,
        engine: Engine,
        show_card: Callable[[], object],
        *,
        pay: str = "later",
        answers: Mapping[str, str] = ANSWERS,
    ) -> None:
        self._engine = engine
        self._show_card = show_card
        self._pay = pay
        self._answers = answers
        self.passed: list[str] = []
        """the pages that were shown, in order"""

    @property
    def view(self) -> View:
        return self._engine.current()

    def to(self, page: str) -> View:
        """Play until `page` is shown."""
        for _ in range(60):
            if not self.passed or self.passed[-1] != self.view.page:
                self.passed.append(self.view.page)
            if self.view.page == page:
                return self.view
            before = self.view
            self._act(before)
            self.wait(lambda now, before=before: now.page != before.page, f"what follows {before.page}")
        raise Stuck(f"{page} never came; passed {self.passed}")

    def emit(self, act: str, value: str = "") -> None:
        self._engine.emit(act, value, self.view.page)
        self._engine.wait()

    def wait(self, ready: Callable[[View], bool], what: str = "") -> View:
        """Until the shown view is as wanted."""
        changed, deadline = threading.Event(), time.monotonic() + LIMIT_S
        while not ready(view := self.view):
            if time.monotonic() > deadline:
                raise Stuck(f"{what or 'it'} never came; shown is {view.page}")
            changed.wait(0.005)
        return view

    def slip_is_settled(self) -> DoneView:
        """On the last page: until it is known what became of the slip."""
        done = self.wait(_slip_known, "the end of printing")
        assert isinstance(done, DoneView)
        return done

    def _act(self, view: View) -> None:
        match view:
            case IdleView():
                self.emit("start")
            case HomeView():
                self.emit("area", "xuat-nhap-canh")
            case FactsView():
                self.emit("next")
            case CardView():
                self._show_card()
            case ConfirmView():
                self.emit("yes")
            case PayHowView():
                self.emit("answer", self._pay)
            case CheckView():
                self.emit("submit")
            case ChoiceView():
                offered = [choice.value for choice in view.choices if choice.possible]
                wanted = self._answers.get(view.page, "")
                self.emit("answer", wanted if wanted in offered else offered[0])
            case _ if view.page in self._answers:
                self.emit("answer", self._answers[view.page])
            case _:
                raise Stuck(f"nobody knows what to do at {view.page}")


def _slip_known(view: View) -> bool:
    return isinstance(view, DoneView) and bool(
        view.no_slip or view.ask or any(b.act == "reprint" for b in view.buttons)
    )
