"""The keypad beside the panel: what its keys mean, where the focus is, and what Enter does there.

Arrows and Enter show the ring at first and do nothing else; a touch, or the end of the session, takes it away.
"""

from collections.abc import Callable, Collection
from time import monotonic
from typing import TYPE_CHECKING, Literal, NamedTuple

from kivy.clock import Clock

from kiosk.journey.views import IdleView
from screens.focus import Box, Way, nearest, neighbour
from screens.pages.entry import EntryPage
from screens.theme import theme
from screens.widgets.focus_ring import FocusRing
from screens.widgets.target import BOUNCE_S, Target, bounce, find, targets

if TYPE_CHECKING:
    from screens.host import Host

REPEAT_S = 1.0
"""A key that is held down says so again within this time. One whose release was lost is free again after it."""

_ARROWS = {273: Way.UP, 274: Way.DOWN, 275: Way.RIGHT, 276: Way.LEFT}
_ENTER = (13, 271)
_ERASE = (8, 127, ord("*"), 268)
_BACK = (27, ord("#"))
_SHIFTED = {ord("8"): ord("*"), ord("3"): ord("#")}
"""a keypad with the layout of a telephone sends these two as a keyboard would"""
_BLOCK = {256 + digit: str(digit) for digit in range(10)} | {266: ".", 267: "/", 269: "-"}
"""the number block, whether NumLock is on or not: arrows are keys of their own"""
_LETTERS = range(32, 256)
"""Kivy's code of a key that writes is the sign's own; above are keys that do not write"""


class Stroke(NamedTuple):
    """What a key means: `what` it does; `sign` is the digit or letter, and `way` that of an arrow."""

    what: Literal["move", "enter", "erase", "back", "digit", "letter"]
    sign: str = ""
    way: Way = Way.DOWN


def stroke_of(key: int, text: str | None, modifiers: Collection[str]) -> Stroke | None:
    """What a key of Kivy's `on_key_down` means; None for one that the keypad has no use for."""
    if {"ctrl", "alt", "meta"} & set(modifiers):
        return None
    if "shift" in modifiers:
        key = _SHIFTED.get(key, key)
    if key in _ARROWS:
        return Stroke("move", way=_ARROWS[key])
    if key in _ENTER:
        return Stroke("enter")
    if key in _ERASE:
        return Stroke("erase")
    if key in _BACK:
        return Stroke("back")
    sign = _BLOCK.get(key, text if key in _LETTERS and text else "")
    if len(sign) != 1 or not sign.isprintable():
        return None
    return Stroke("digit" if sign in "0123456789" else "letter", sign)


class Place(NamedTuple):
    """What the focus moves on: a page, or what lies over it."""

    page: str
    kind: type
    sheet: type | None
    asks: bool
    """whether a question of the page itself lies over it"""


class Stand(NamedTuple):
    """Where the focus was: found again by act and value, of two that are alike the nearest."""

    act: str
    value: str
    box: Box


Hand = Literal["enter", "back"]
"""What presses a target: Enter or its number, or the key that goes back."""


class Keypad:
    """Moves the focus over a host. `down` and `up` are given Kivy's keys, `follow` is called when the host has laid
    out something else, `hide` when it is touched."""

    def __init__(self, host: "Host", clock: Callable[[], float] = monotonic) -> None:
        self._host = host
        self._clock = clock
        self.ring = FocusRing()
        self.used = False
        """whether the ring is shown, wherever there is something to choose"""
        self.target: Target | None = None
        """what has the focus"""
        self._place: Place | None = None
        self._stood: dict[Place, Stand] = {}
        self._column: float | None = None
        self._down: dict[int, float] = {}
        self._pressed: Target | None = None
        self._pressed_by: Hand = "enter"
        self._acted_at = -BOUNCE_S
        self._chosen_by_hand = False

    def down(self, key: int, text: str | None, modifiers: Collection[str]) -> None:
        """A key went down, or says that it still is."""
        stroke = stroke_of(key, text, modifiers)
        held = self._is_held(key)
        if stroke is None or self._host.view is None or (held and stroke.what not in ("move", "erase")):
            return
        self.finish()
        if stroke.what != "move":
            self._column = None
        if not self.used:
            self.used = True
            self._enter(self._now())
            if stroke.what in ("move", "enter"):
                return
        match stroke.what:
            case "move":
                self._move(stroke.way)
            case "enter":
                self._press(self.target)
            case "back":
                self._back()
            case "erase":
                self._erase()
            case "digit" | "letter":
                self._write(stroke)

    def up(self, key: int) -> None:
        """A key was let go."""
        self._down.pop(key, None)

    def finish(self) -> None:
        """Do what a key pressed just now does, without waiting for the frame that shows it pressed."""
        target, self._pressed = self._pressed, None
        if target is None:
            return
        target.release()
        self._acted_at, self._chosen_by_hand = bounce.clock(), False
        self.follow()

    def follow(self) -> None:
        """Keep the focus where it was, by act and value; give it the first sensible place of another page."""
        if not self.used:
            return
        place = self._now()
        if place != self._place:
            self._enter(place)
            return
        there = list(targets(self._host))
        if not any(target is self.target for target in there):
            stood = self._stood.get(place)
            again = _again(there, stood)
            if again is None and there:
                again = there[nearest([target.focus_box for target in there], stood.box)] if stood else there[0]
            self._put(again)
        else:
            self._put(self.target)

    def hide(self) -> None:
        """No ring until the next key."""
        self.used, self.target, self._place, self._column = False, None, None, None
        self._stood.clear()
        self.ring.hide()

    def bounces(self, target: Target, by: Hand = "enter") -> bool:
        """Whether a press would come too soon to be meant: on what acted just now, or by the same hand on what has
        come up since and was not gone to by an arrow. Keys of the screen excepted."""
        if target.is_key:
            return False
        again = by == self._pressed_by and not self._chosen_by_hand
        soon = again and bounce.clock() - self._acted_at < BOUNCE_S
        return soon or bounce.repeats(*target.focus_box.middle)

    def _now(self) -> Place:
        host = self._host
        asks = isinstance(host.page, EntryPage) and host.page.question is not None
        return Place(host.view.page, type(host.view), type(host.view.sheet) if host.sheet else None, asks)

    def _enter(self, place: Place) -> None:
        """The focus comes to another page, sheet or question, or back to what lay under it."""
        before, self._place = self._place, place
        if before is not None and before[:2] != place[:2]:
            self._stood.clear()
            if place.kind is IdleView:
                self.hide()
                return
        self._column = None
        there = list(targets(self._host))
        self._put(_again(there, self._stood.get(place)) or self._first(there))

    def _first(self, there: list[Target]) -> Target | None:
        """Where one begins: what is chosen already, what the page is for, else the first of it; help if it has none."""
        host = self._host
        if host.sheet is None and (way_in := host.page.way_in()) is not None:
            return way_in
        bar = list(targets(host.bar)) if host.bar else []
        own = there[: len(there) - len(bar)]
        chosen = (target for target in own if getattr(target, "chosen", False))
        inviting = (target for target in own if target.inviting)
        return next(chosen, None) or next(inviting, None) or next(iter([*own, *bar[-1:]]), None)

    def _put(self, target: Target | None) -> None:
        self.target = target
        if target is None or self._place is None:
            self.ring.hide()
            return
        box = target.focus_box
        self._stood[self._place] = Stand(target.act, target.value, box)
        host = self._host
        self.ring.show(box, theme.px(target.corner), Box(host.x, host.y, host.right, host.top))

    def _move(self, way: Way) -> None:
        there = list(targets(self._host))
        at = next((n for n, target in enumerate(there) if target is self.target), None)
        if at is None:
            return
        boxes = [target.focus_box for target in there]
        upright = way in (Way.UP, Way.DOWN)
        if upright and self._column is None:
            self._column = boxes[at].middle[0]
        to = neighbour(boxes, at, way, self._column)
        if not upright:
            self._column = None
        self._chosen_by_hand = True
        self._put(there[to])

    def _press(self, target: Target | None, by: Hand = "enter") -> None:
        """As a finger that lifts a frame later."""
        if target is None or target.locked or self.bounces(target, by):
            return
        self._put(target)
        target.pressed = True
        self._pressed, self._pressed_by = target, by
        _after_a_frame(lambda: self.finish() if self._pressed is target else None)

    def _back(self) -> None:
        found = (find(self._host, act) for act in ("stay", "close", "back"))
        self._press(next((target for target in found if target is not None), None), by="back")

    def _erase(self) -> None:
        page = self._typed_on()
        if page is not None:
            self._strike(page, "erase", "")

    def _write(self, stroke: Stroke) -> None:
        page = self._typed_on()
        if page is not None:
            self._strike(page, "key", stroke.sign)
            self._put(find(page, "answer", "") or find(page, "answer") or self.target)
        elif stroke.what == "digit":
            numbered = (target for target in targets(self._host) if target.number == stroke.sign)
            self._press(next(numbered, None))

    def _typed_on(self) -> EntryPage | None:
        """The page that is typed on, if nothing lies over it."""
        page = self._host.page
        free = self._host.sheet is None and isinstance(page, EntryPage) and page.question is None
        return page if free else None

    def _strike(self, page: EntryPage, act: str, value: str) -> None:
        """Type at once, and show it on the key of the screen that does the same."""
        key = find(page, act, value) or find(page, act, value.upper())
        if key is not None:
            key.pressed = True
            _after_a_frame(lambda: setattr(key, "pressed", False))
        page.on_key(act, value)
        self.follow()

    def _is_held(self, key: int) -> bool:
        now = self._clock()
        before = self._down.get(key)
        self._down[key] = now
        return before is not None and now - before < REPEAT_S


def _again(there: list[Target], stood: Stand | None) -> Target | None:
    """What has the act and the value of where the focus stood."""
    if stood is None:
        return None
    same = [target for target in there if (target.act, target.value) == (stood.act, stood.value)]
    return same[nearest([target.focus_box for target in same], stood.box)] if same else None


def _after_a_frame(act: Callable[[], None]) -> None:
    """Call `act` in the second tick from now: a frame has been drawn by then."""
    Clock.schedule_once(lambda _: Clock.schedule_once(lambda _: act()))
