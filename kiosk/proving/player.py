"""Plays a walk on a kiosk without a window: the same events that a screen gives, one page after the other."""

import threading
import time
from collections.abc import Callable, Mapping

from kiosk.errors import KioskError
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
    MessageView,
    PayHowView,
    View,
)

LIMIT_S = 15.0
AREA = "xuat-nhap-canh"


class Stuck(KioskError):
    """The walk did not go where it was to go."""

    code = "stuck"


class Player:
    """`show_card` puts a card under the scanner; `answers` by page, the first choice where none is given."""

    def __init__(
        self,
        engine: Engine,
        show_card: Callable[[], object],
        *,
        answers: Mapping[str, str],
        pay: str = "later",
        on_page: Callable[[View], object] = lambda view: None,
    ) -> None:
        self._engine = engine
        self._show_card = show_card
        self._pay = pay
        self._answers = answers
        self._on_page = on_page
        self.passed: list[str] = []
        """the pages that were shown, in order"""

    @property
    def view(self) -> View:
        return self._engine.current()

    def to(self, page: str) -> View:
        """Play until `page` is shown."""
        return self.until(lambda view: view.page == page, page)

    def until(self, there: Callable[[View], bool], what: str) -> View:
        """Play until such a page is shown. Raises Stuck."""
        for _ in range(60):
            view = self.view
            if not self.passed or self.passed[-1] != view.page:
                self.passed.append(view.page)
                self._on_page(view)
            if there(view):
                return view
            self._act(view)
            self._wait_for_another(view.page)
        raise Stuck(f"{what} never came; passed {self.passed}")

    def emit(self, act: str, value: str = "") -> None:
        self._engine.emit(act, value, self.view.page)
        self._engine.wait()

    def wait(self, ready: Callable[[View], bool], what: str = "", limit_s: float = LIMIT_S) -> View:
        """Until the shown view is as wanted. Raises Stuck."""
        changed, deadline = threading.Event(), time.monotonic() + limit_s
        while not ready(view := self.view):
            if time.monotonic() > deadline:
                raise Stuck(f"{what or 'it'} never came; shown is {view.page}")
            changed.wait(0.005)
        return view

    def slip_is_settled(self) -> DoneView:
        """On the last page: until it is known what became of the slip."""
        done = self.wait(slip_known, "the end of printing")
        if not isinstance(done, DoneView):
            raise Stuck(f"no last page; shown is {done.page}")
        return done

    def _recognised(self, view: ChoiceView) -> str:
        """Which of these is her own answer; of a number the last digits are shown."""
        own = [choice.value for choice in view.choices if self._is_own(choice.title)]
        return own[0] if own else view.choices[-1].value

    def _is_own(self, shown: str) -> bool:
        digits = "".join(sign for sign in shown if sign.isdigit())
        return any(shown == answer or (digits and answer.endswith(digits)) for answer in self._answers.values())

    def _pay_by_what_is_possible(self, view: PayHowView) -> None:
        """The line may go down between a look and a touch, which is then refused: the page says what is left."""
        possible = [choice.value for choice in view.choices if choice.possible]
        self.emit("answer", self._pay if self._pay in possible else possible[-1])
        if isinstance(now := self.view, PayHowView) and now != view:
            self._pay_by_what_is_possible(now)

    def _wait_for_another(self, page: str) -> None:
        self.wait(lambda now: now.page != page, f"what follows {page}")

    def _act(self, view: View) -> None:
        match view:
            case IdleView():
                self.emit("start")
            case HomeView():
                self.emit("area", AREA)
            case FactsView(page="sent-before"):
                self.emit("other")
            case FactsView():
                self.emit("next")
            case CardView():
                self._show_card()
            case ConfirmView():
                self.emit("yes")
            case PayHowView():
                self._pay_by_what_is_possible(view)
            case CheckView():
                self.emit("submit")
            case ChoiceView(page="resume-proof"):
                self.emit("answer", self._recognised(view))
            case ChoiceView():
                offered = [choice.value for choice in view.choices if choice.possible]
                wanted = self._answers.get(view.page, "")
                self.emit("answer", wanted if wanted in offered else offered[0])
            case MessageView() if any(button.act == "next" for button in view.buttons):
                self.emit("next")
            case _ if view.page in self._answers:
                self.emit("answer", self._answers[view.page])
            case _:
                raise Stuck(f"nobody knows what to do at {view.page}")


def slip_known(view: View) -> bool:
    """Whether the last page says what became of the slip."""
    return isinstance(view, DoneView) and bool(
        view.no_slip or view.ask or any(b.act == "reprint" for b in view.buttons)
    )
