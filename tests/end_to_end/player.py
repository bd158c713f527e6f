"""The player of walks with the answers of the sample woman."""

from collections.abc import Callable, Mapping

from kiosk.journey.engine import Engine
from kiosk.proving import player
from tests.kiosk.machine.bench import ANSWERS


class Player(player.Player):
    def __init__(
        self,
        engine: Engine,
        show_card: Callable[[], object],
        *,
        pay: str = "later",
        answers: Mapping[str, str] = ANSWERS,
    ) -> None:
        super().__init__(engine, show_card, answers=answers, pay=pay)
