"""What can be touched: acts on release, sliding off cancels, a bounce at the same place is not a second touch."""

import time
from collections.abc import Callable, Iterator

from kivy.input.motionevent import MotionEvent
from kivy.properties import BooleanProperty
from kivy.uix.widget import Widget

from screens.focus import Box
from screens.widgets.part import Part

BOUNCE_S = 0.5
"""EN 301 549 clause 5.8: a repeat at the same target within this time is ignored (keys excepted)."""


class Bounce:
    """Remembers the last touch that acted: where (window px) and when."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._rect = (0.0, 0.0, 0.0, 0.0)
        self._at = -BOUNCE_S

    def repeats(self, x: float, y: float) -> bool:
        """Whether a touch here and now is the last one again: a page that came up under the finger is not pressed."""
        left, low, right, high = self._rect
        return self.clock() - self._at < BOUNCE_S and left <= x <= right and low <= y <= high

    def acted(self, rect: tuple[float, float, float, float]) -> None:
        """A target acted; `rect` is its left, lower, right, upper edge."""
        self._rect, self._at = rect, self.clock()

    def forget(self) -> None:
        self._at = self.clock() - BOUNCE_S


bounce = Bounce()


class Target(Part):
    """A part that can be touched. It emits `act` with `value` through the nearest parent that has `emit`, unless
    `command` is given, which is then called instead (something the page does by itself)."""

    target = True
    is_key = False
    """keyboard and pad keys: may be 19 mm, and a quick repeat is meant"""
    number = ""
    """the digit of the keypad that chooses it; shown on it"""
    inviting = False
    """what a page is for: the keypad begins at the first of them"""
    corner = "radius_button"
    """the length of the theme by which its corners are round"""
    pressed = BooleanProperty(False)

    def __init__(self, act: str, value: str = "", command: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.act, self.value, self.command = act, value, command
        self.locked = False
        self.bind(pressed=lambda *_: self.again())

    @property
    def name(self) -> str:
        """What tests, the demo and logs of faults call this target."""
        return f"{self.act}:{self.value}" if self.value else self.act

    @property
    def focus_box(self) -> Box:
        """What the ring of the keypad lies around, window px."""
        left, low = self.to_window(*self.pos)
        return Box(left, low, left + self.width, low + self.height)

    def release(self) -> None:
        """The finger or the key that pressed it lifts: it acts."""
        self.pressed = False
        if not self.is_key:
            left, low = self.to_window(*self.pos)
            bounce.acted((left, low, left + self.width, low + self.height))
        self.fire()

    def fire(self) -> None:
        """Do what a touch does."""
        if self.command is not None:
            self.command()
        elif holder := self.holder():
            holder.emit(self.act, self.value)

    def holder(self) -> Widget | None:
        """The nearest parent that has `emit`: the host."""
        parent = self.parent
        while parent is not None and parent is not parent.parent:
            if hasattr(parent, "emit"):
                return parent
            parent = parent.parent
        return None

    def on_touch_down(self, touch: MotionEvent) -> bool:
        if not self.collide_point(*touch.pos) or touch.is_mouse_scrolling:
            return False
        if self.locked or (not self.is_key and bounce.repeats(*self.to_window(*touch.pos))):
            return True
        touch.grab(self)
        self.pressed = True
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return False
        if self.pressed and not self.collide_point(*touch.pos):
            self.pressed = False
            touch.ungrab(self)
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if not self.pressed:
            return True
        if self.collide_point(*touch.pos) and not self.locked:
            self.release()
        else:
            self.pressed = False
        return True


def targets(root: Widget) -> Iterator[Target]:
    """All targets in the tree that can be touched now, in reading order of the tree."""
    covered = getattr(root, "covered", ())
    if getattr(root, "target", False):
        yield root
    for child in reversed(root.children):
        if child not in covered:
            yield from targets(child)


def find(root: Widget, act: str, value: str | None = None) -> Target | None:
    """The first target with that act (and value, if given) that can be touched now; None if there is none."""
    return next((t for t in targets(root) if t.act == act and value in (None, t.value)), None)
