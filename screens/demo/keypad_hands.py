"""Hands at the keypad: real key events, no touch."""

from collections import deque
from collections.abc import Sequence

from kivy.base import EventLoop

from kiosk.journey.views import DateView, PadView
from screens.demo.hands import ScreenHands
from screens.focus import Box, Way, neighbour
from screens.widgets.target import Target, targets

ENTER = 13
ARROWS = {Way.UP: 273, Way.DOWN: 274, Way.RIGHT: 275, Way.LEFT: 276}


class KeypadHands(ScreenHands):
    """Goes to what is to be pressed by the shortest way of arrows and presses Enter; types numbers and dates by the
    digits of the keypad, names by arrows over the keyboard of the screen."""

    def pad(self, text: str) -> None:
        if not isinstance(self.view(), PadView | DateView):
            super().pad(text)
            return
        for sign in text:
            if sign.isdecimal():
                self._on_screen(lambda sign=sign: strike(ord(sign)))
                self._settle(1)
            else:
                self._key("key", sign)

    def _tap(self, target: Target) -> None:
        self._on_screen(lambda: self._go_to(target))
        self._until(lambda: None if self._host.keypad.bounces(target) else True, "the end of a bounce")
        self._on_screen(lambda: strike(ENTER))
        self._settle(2)

    def _go_to(self, target: Target) -> None:
        keypad = self._host.keypad
        if keypad.target is None:
            strike(ENTER)
        there = list(targets(self._host))
        at, to = (next(n for n, one in enumerate(there) if one is wanted) for wanted in (keypad.target, target))
        for way in route([one.focus_box for one in there], at, to):
            strike(ARROWS[way])


def strike(key: int) -> None:
    """A key of Kivy's numbers goes down and up again."""
    EventLoop.window.dispatch("on_key_down", key, 0, chr(key) if key < ARROWS[Way.UP] else None, [])
    EventLoop.window.dispatch("on_key_up", key, 0)


def route(boxes: Sequence[Box], at: int, to: int) -> list[Way]:
    """The shortest row of arrows from one box to another. Raises LookupError where none leads there."""
    start: tuple[int, float | None] = (at, None)
    ways: dict[tuple[int, float | None], list[Way]] = {start: []}
    todo = deque([start])
    while todo:
        here, column = todo.popleft()
        if here == to:
            return ways[here, column]
        for way in Way:
            upright = way in (Way.UP, Way.DOWN)
            kept = (boxes[here].middle[0] if column is None else column) if upright else None
            step = (neighbour(boxes, here, way, kept), kept)
            if step not in ways:
                ways[step] = [*ways[here, column], way]
                todo.append(step)
    raise LookupError("no arrows lead there")
