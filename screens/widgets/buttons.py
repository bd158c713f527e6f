"""Buttons: primary, secondary, help (gold, bell), delete; the small one of a row."""

import math
from collections.abc import Callable
from typing import Literal

from kivy.clock import Clock
from kivy.graphics import InstructionGroup

from kiosk.journey.views import Button
from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.shapes import arc, box
from screens.widgets.target import Target
from screens.widgets.text import Icon, Text

Style = Literal["primary", "secondary", "help", "delete"]

_RIGHT = ("arrow-right", "chevron-right", "chevron-down")
"""icons that stand after the words: they point to where one goes"""

_LOOKS = {
    # style: fill, fill pressed, outline, words, role of the words
    "primary": ("action", "action_edge", "", "on_action", "button"),
    "secondary": ("surface", "pressed", "tre", "tre", "button2"),
    "help": ("nghe", "help_down", "nghe7", "on_help", "button"),
    "delete": ("surface", "son_down", "son", "son", "button2"),
}


class PushButton(Target):
    """One wide button. `height_mm` is its least height; words that need more make it higher."""

    def __init__(
        self,
        act: str,
        label: str,
        style: Style = "primary",
        value: str = "",
        icon: str = "",
        busy: bool = False,
        height: str = "target_button",
        role: str = "",
        command: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(act, value, command)
        self.inviting = style == "primary"
        fill, self._down, self.frame, colour, usual = _LOOKS[style]
        self.ground, self.style, self.least = fill, style, theme.px(height)
        self.frame = self.frame or fill
        self.locked = self.busy = busy
        role = role or usual
        self.words = Text(label, role, colour, align="center", balance=True)
        self.icon: Part | None = None
        if busy:
            self.icon = Spinner(round(theme.text_px(role) * 1.1), colour)
        elif icon:
            self.icon = Icon(icon, theme.text_px(role) * 1.2, colour)
        self._after = icon in _RIGHT and not busy
        self.add_widget(self.words)
        if self.icon:
            self.add_widget(self.icon)

    @classmethod
    def of(cls, button: Button, height: str = "target_button", role: str = "") -> "PushButton":
        """The button of a view."""
        return cls(
            button.act, button.label, button.style, button.value, button.icon, button.busy, height=height, role=role
        )

    @property
    def wanted(self) -> float:
        """The width, px, in which its words take one line."""
        return math.ceil(self.words.natural() - self._room(0)) + 2

    def fit(self, width: float) -> float:
        return max(self.least, self.words.fit(self._room(width)) + theme.mm(12.5))

    def paint(self, ink: InstructionGroup) -> None:
        x, y, width, height = *self.pos, *self.size
        radius = theme.px("radius_button")
        if self.style == "primary":
            if self.pressed or not theme.edges or self.busy:
                drop = theme.px("line_press") if self.pressed else 0
                box(ink, (x, y, width, height - drop), radius, "action")
            else:
                box(ink, (x, y, width, height), radius, "action", "action_edge", 0, theme.px("line_edge"))
        else:
            fill = self._down if self.pressed else self.ground
            box(ink, (x, y, width, height), radius, fill, self.frame, theme.px("line_button"))

    def arrange(self) -> None:
        gap = theme.mm(6.2)
        room = self._room(self.width)
        height = self.words.fit(room)
        width = min(self.words.natural(), room) if height <= self.words.pitch else room
        side = self.icon.px + gap if self.icon else 0
        if self.icon and height > self.words.pitch:
            width = max(min(room, _widest(self.words, room)), 1)
        x = self.center_x - (width + side) / 2
        y = self.center_y + self._lift()
        if self.icon:
            icon_x = x + width + gap if self._after else x
            self.icon.place(icon_x, y - self.icon.px / 2, self.icon.px, self.icon.px)
            x += 0 if self._after else side
        self.words.place(x, y - height / 2, width, height)

    def _room(self, width: float) -> float:
        side = self.icon.px + theme.mm(6.2) if self.icon else 0
        return width - theme.mm(15.0 if not theme.large else 8.7) - side

    def _lift(self) -> float:
        if self.style != "primary":
            return 0
        return -theme.px("line_press") / 2 if self.pressed else theme.px("line_edge") / 2 if theme.edges else 0


class SmallButton(Target):
    """The button of a row: "Sửa", "Xem số", "Đổi". As wide as its words need, 63 mm at least."""

    corner = "radius_bar"

    def __init__(
        self, act: str, label: str, value: str = "", icon: str = "", command: Callable[[], None] | None = None
    ) -> None:
        super().__init__(act, value, command)
        self.ground, self.frame = "surface", "tre"
        self.words = Text(label, "small_button", "tre")
        self.icon = Icon(icon, theme.text_px("small_button") * 1.1) if icon else None
        self.add_widget(self.words)
        if self.icon:
            self.add_widget(self.icon)

    @property
    def wanted(self) -> float:
        """The width, px, it asks of its row."""
        return max(theme.px("target_small_width"), self._content() + theme.mm(15.0))

    def fit(self, width: float) -> float:
        return max(theme.px("target_small_height"), self.words.pitch + theme.mm(8))

    def paint(self, ink: InstructionGroup) -> None:
        fill = "pressed" if self.pressed else "surface"
        box(ink, (*self.pos, *self.size), theme.px("radius_bar"), fill, "tre", theme.px("line_button"))

    def arrange(self) -> None:
        x = self.center_x - self._content() / 2
        if self.icon:
            self.icon.place(x, self.center_y - self.icon.px / 2, self.icon.px, self.icon.px)
            x += self.icon.px + theme.mm(4.4)
        self.words.place(x, self.center_y - self.words.pitch / 2, self.words.natural(), self.words.pitch)

    def _content(self) -> float:
        return self.words.natural() + (self.icon.px + theme.mm(4.4) if self.icon else 0)


class Spinner(Part):
    """Something is under way: a quarter ring, ten steps a second, on a canvas of its own."""

    def __init__(self, px: float, colour: str = "on_action", track: str = "") -> None:
        super().__init__()
        self.px, self.colour, self.track = round(px), colour, track
        self._turn = 0
        self._tick = None

    def fit(self, width: float) -> float:
        return self.px

    def on_parent(self, _: object, parent: object) -> None:
        if self._tick is not None:
            self._tick.cancel()
        self._tick = Clock.schedule_interval(self._step, 0.1) if parent is not None else None

    def hold_still(self) -> None:
        self.on_parent(self, None)

    def paint(self, ink: InstructionGroup) -> None:
        stroke = self.px * 0.14
        radius = (self.px - stroke) / 2
        if self.track:
            arc(ink, self.center, radius, stroke, 0, 360, self.track)
        arc(ink, self.center, radius, stroke, self._turn, self._turn + 90, self.colour)

    def _step(self, _: float) -> None:
        if self.get_root_window() is None:
            self.on_parent(self, None)
            return
        self._turn = (self._turn + 36) % 360
        self.again()


def _widest(words: Text, room: float) -> float:
    words.size = (room, words.fit(room))
    words.lines = words._wrapped(room)
    return words.texture_size[0] + 2
