"""04: show the ID card to the machine. Only the ways that this machine has; the band says what was seen."""

from collections.abc import Callable

from kivy.clock import Clock
from kivy.graphics import InstructionGroup

from kiosk.journey.views import CardView, Tile
from screens.pages.machine import WAY, camera, slot, slot_dark, slot_resting
from screens.pages.page import Page, short_title, shows
from screens.theme import theme
from screens.widgets.buttons import Spinner
from screens.widgets.drawing import Drawing, Sketch
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import box
from screens.widgets.text import Icon, Text

BLINK_S = 0.7
DRAWN_MM = 45.0
"""the height in which a drawing says something"""

Picture = Callable[[Sketch], None]
BANDS = {
    # status: ground, words, icon ("" for the spinner)
    "waiting": ("nghe", "on_help", "timer-sand"),
    "reading": ("nghe", "on_help", ""),
    "refused": ("son1", "son", "alert-circle"),
    "gone": ("nghe1", "nghe9", "alert"),
}


@shows(CardView)
class CardPage(Page):
    """Without the promise, then without a large title, where else the drawing would have no room."""

    stage_free = True
    leanest = 2

    def read(self) -> list[Part]:
        parts = super().read()
        if self.lean < 2:
            return parts
        lead = [Space(theme.mm(2.5)), Text(self.view.lead, "body", "ink2", balance=True)] if self.view.lead else []
        return [*self.step(), short_title(self.view.title), *lead]

    def stage(self) -> list[Part]:
        self.ways = Ways(self.view, self.view.privacy if not self.lean else "")
        return [self.ways]

    def shortage(self, width: float, first: float, later: float) -> int:
        return int(self.ways.picture_height(width, first) < theme.mm(DRAWN_MM))

    def slimmed(self) -> None:
        self._renew("_stage", self.stage())


class Ways(Part):
    """The ways side by side in one frame, the band of what was seen under them, the promise below.

    Where larger text leaves no room, first the drawings get smaller and go, then the second lines, then the ways:
    the band is what matters now.
    """

    ground = "paper"
    grow = True

    def __init__(self, view: CardView, promise: str) -> None:
        super().__init__()
        self.promise = Promise(promise) if promise else None
        self.frame = Frame(view)
        for part in (self.frame, self.promise):
            if part:
                self.add_widget(part)

    def picture_height(self, width: float, height: float) -> float:
        """How much height, px, the drawings have where this has that much."""
        return self.frame.picture_height(width, min(self.frame.fit(width), height - self._promise(width)))

    def fit(self, width: float) -> float:
        return self.frame.fit(width) + self._promise(width)

    def arrange(self) -> None:
        low = self._promise(self.width)
        high = min(self.frame.fit(self.width), self.height - low)
        self.frame.place(self.x, self.top - high, self.width, high)
        if self.promise:
            self.promise.place(self.x, self.top - high - low, self.width, low - theme.px("gap"))

    def _promise(self, width: float) -> float:
        return self.promise.fit(width) + theme.px("gap") if self.promise else 0


class Frame(Part):
    """The frame with the ways and the band."""

    ground = "surface"

    def __init__(self, view: CardView) -> None:
        super().__init__()
        self.band = Band(view.status, view.status_text) if view.status_text else None
        self.ways = [Way(tile, view.status, 220.0 if len(view.ways) == 1 else 150.0) for tile in view.ways]
        for part in (*self.ways, self.band):
            if part:
                self.add_widget(part)

    def fit(self, width: float) -> float:
        return self._around(width) + max((way.fit(self._each(width)) for way in self.ways), default=0)

    def picture_height(self, width: float, height: float) -> float:
        """How much height, px, is left for the drawings."""
        words = max((way.words.fit(self._each(width)) for way in self.ways), default=0)
        return height - self._around(width) - words - theme.mm(5)

    def paint(self, ink: InstructionGroup) -> None:
        box(ink, (*self.pos, *self.size), theme.px("radius_tile"), "surface", "tre9", theme.px("line_chosen"))

    def arrange(self) -> None:
        line, pad, gap = theme.px("line_chosen"), theme.px("pad"), theme.px("gap")
        inner = self.width - 2 * line
        low = 0.0
        room = self.height - self._around(self.width)
        each = self._each(self.width)
        if self.band:
            alone = room < max((way.title.fit(each) for way in self.ways), default=0)
            low = self.height - 2 * line if alone else self.band.fit(inner)
            self.band.alone = alone
            self.band.place(self.x + line, self.y + line, inner, low)
        for number, way in enumerate(self.ways):
            x = self.x + line + pad + number * (each + gap)
            way.place(x, self.y + line + low + theme.mm(7), each, room)

    def _around(self, width: float) -> float:
        line = theme.px("line_chosen")
        band = self.band.fit(width - 2 * line) if self.band else 0
        return 2 * line + band + theme.mm(14)

    def _each(self, width: float) -> float:
        inner = width - 2 * theme.px("line_chosen") - 2 * theme.px("pad")
        return (inner - theme.px("gap") * (len(self.ways) - 1)) / max(1, len(self.ways))


class Way(Part):
    """One way to show the card: the drawing, what it is called, what to do."""

    def __init__(self, tile: Tile, status: str, wide: float) -> None:
        """`wide`: the width of the drawing, mm."""
        super().__init__()
        at_camera = tile.icon == "camera" or tile.value == "camera"
        if at_camera:
            self.picture = Drawing(camera, WAY, theme.mm(wide))
        elif status == "gone":
            self.picture = Drawing(slot_resting, WAY, theme.mm(wide))
        else:
            self.picture = LitSlot(status, wide=wide)
        self.title = Text(tile.title, "button2", "tre9", align="center", balance=True)
        self.second = Text(tile.sub if status != "gone" else "", "caption", "ink2", align="center", balance=True)
        self.words = Column([self.title, Space(theme.mm(1.9)), self.second])
        self.add_widget(self.picture)
        self.add_widget(self.words)

    def fit(self, width: float) -> float:
        return self.picture.fit(width) + theme.mm(5) + self.words.fit(width)

    def arrange(self) -> None:
        whole, title = self.words.fit(self.width), self.title.fit(self.width)
        self.second.opacity = 1 if whole <= self.height else 0
        self.opacity = 1 if title <= self.height else 0
        high = whole if whole <= self.height else title if title <= self.height else 0
        self.words.place(self.x, self.y, self.width, high)
        room = self.height - high - theme.mm(5)
        self.picture.place(self.x, self.top - max(0, room), self.width, room if room >= theme.mm(31) else 0)


class LitSlot(Drawing):
    """The slot; while the machine waits, its light goes on and off at 0.7 Hz. `pictures`: lit and dark."""

    def __init__(self, status: str, pictures: tuple[Picture, Picture] = (slot, slot_dark), wide: float = 220.0) -> None:
        super().__init__(pictures[0], WAY, theme.mm(wide))
        self._lit, self._dark = pictures
        self._tick = Clock.schedule_interval(self._blink, BLINK_S) if status == "waiting" else None

    def hold_still(self) -> None:
        if self._tick:
            self._tick.cancel()

    def _blink(self, _: float) -> None:
        if self.get_root_window() is None:
            self._tick.cancel()
            return
        self.draw = self._dark if self.draw is self._lit else self._lit
        self.again()


class Band(Part):
    """What the machine sees now, in words, as the lower part of the frame."""

    def __init__(self, status: str, text: str) -> None:
        super().__init__()
        self.ground, colour, icon = BANDS[status]
        self.alone = False
        px = theme.text_px("note")
        sign: Part = Icon(icon, px, colour) if icon else Spinner(px, colour, "help_down")
        self.words = Text(text, "note", colour, balance=True)
        self.row = Row([(sign, px), (self.words, "1")], gap=theme.mm(5.6))
        self.add_widget(self.row)

    def fit(self, width: float) -> float:
        return max(theme.mm(26), self.row.fit(width - 2 * theme.px("pad")) + theme.mm(10))

    def paint(self, ink: InstructionGroup) -> None:
        radius = theme.px("radius_tile") - theme.px("line_chosen")
        box(ink, (*self.pos, *self.size), radius, self.ground, corners=(self.alone, self.alone, True, True))

    def arrange(self) -> None:
        room = self.width - 2 * theme.px("pad")
        width = min(room, self.words.natural() + self.row.widths[0] + self.row.gap)
        high = self.row.fit(width)
        self.row.place(self.center_x - width / 2, self.center_y - high / 2, width, high)


class Promise(Row):
    """A lock and one sentence of what is kept."""

    def __init__(self, text: str) -> None:
        icon = Icon("lock", theme.text_px("button2"))
        super().__init__([(icon, icon.px), (Text(text, "caption", "ink2", balance=True), "1")], gap=theme.mm(5))
