"""The ways to show a card or a slip: drawings of each, the camera's picture, and the band that says what was seen."""

from collections.abc import Callable

from kivy.clock import Clock
from kivy.graphics import InstructionGroup

from kiosk.journey.views import CardView, Tile
from screens.pages.machine import WAY, camera, slot, slot_dark, slot_resting
from screens.theme import theme
from screens.widgets.buttons import Spinner
from screens.widgets.drawing import Drawing, Sketch
from screens.widgets.live import LivePicture
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import box
from screens.widgets.text import Icon, Text

BLINK_S = 0.7
LIVE_MM = 75.0
"""the height of a live picture in which a person finds her card"""
LIVE_LYING_MM = 92.0
"""the same on a lying panel, where the page has the room for it"""
LIVE_SHARE = 0.46
"""its usual height, of its width; where the camera is the only way, its own shape"""
ALONE_SHARE = 9 / 16

Picture = Callable[[Sketch], None]
BANDS = {
    # status: ground, words, icon ("" for the spinner)
    "waiting": ("nghe", "on_help", "timer-sand"),
    "hint": ("nghe", "on_help", "card-account-details"),
    "reading": ("nghe", "on_help", "timer-sand"),
    "refused": ("son1", "son", "alert-circle"),
    "gone": ("nghe1", "nghe9", "alert"),
}


class LiveWays(Part):
    """The camera's picture with the band under it, the ways below as cards, then the promise.

    The picture has first claim on the height: where larger text leaves it too little, the cards do without their
    drawings, then without their second lines, then they go, and the promise after them.
    """

    ground = "paper"
    grow = True

    def __init__(self, view: CardView, promise: str) -> None:
        super().__init__()
        self.promise = Promise(promise) if promise else None
        self.frame = LiveFrame(view.live, view.status, view.status_text)
        self.cards = [WayCard(Way(tile, view.status, 120.0)) for tile in view.ways]
        self.share = LIVE_SHARE if len(self.cards) > 1 else ALONE_SHARE
        for part in (self.frame, *self.cards, self.promise):
            if part:
                self.add_widget(part)

    def say(self, view: CardView) -> bool:
        """Say another band in the same rectangle; the picture goes on."""
        self.frame.say(view.status, view.status_text)
        self.again()
        return True

    def picture_height(self, width: float, height: float) -> float:
        """How much height, px, the picture has where this has that much and the cards say all they have to say."""
        return self._picture(width, height, self._card_heights(width)[1])

    def fit(self, width: float) -> float:
        return width * self.share + self._others(width, self._card_heights(width)[0])

    def arrange(self) -> None:
        width = self.width
        least = theme.mm(LIVE_MM if theme.panel.portrait else LIVE_LYING_MM)
        if self.promise:
            self.promise.opacity = 1 if self._picture(width, self.height, 0) >= least else 0
        heights = self._card_heights(width)
        cards = next((high for high in heights if self._picture(width, self.height, high) >= least), 0)
        spare = self._picture(width, self.height, cards) - width * self.share
        if cards and spare > 0:
            cards = min(heights[0], cards + spare)
        frame = min(self._picture(width, self.height, cards), width * self.share) + self.frame.low(width)
        y = self.top - frame
        self.frame.place(self.x, y, width, frame)
        gap, each = theme.px("gap"), self._each(width)
        for number, card in enumerate(self.cards):
            card.opacity = 1 if cards else 0
            card.place(self.x + number * (each + gap), y - gap - cards, each, cards)
        if self.promise and not self.promise.opacity:
            self.promise.place(self.x, self.y, width, 0)
        elif self.promise:
            high = self.promise.fit(width)
            y -= cards + gap if cards else 0
            self.promise.place(self.x, y - gap - high, width, high)

    def _card_heights(self, width: float) -> tuple[float, float, float]:
        """With drawings, with all words, with titles only."""
        each = self._each(width)
        return (
            max(card.fit(each) for card in self.cards),
            max(card.words(each) for card in self.cards),
            max(card.title(each) for card in self.cards),
        )

    def _picture(self, width: float, height: float, cards: float) -> float:
        return height - self._others(width, cards)

    def _others(self, width: float, cards: float) -> float:
        """The height of all but the picture."""
        gap = theme.px("gap")
        promise = self.promise.fit(width) + gap if self.promise and self.promise.opacity else 0
        return self.frame.low(width) + (cards + gap if cards else 0) + promise

    def _each(self, width: float) -> float:
        return (width - theme.px("gap") * (len(self.cards) - 1)) / len(self.cards)


class LiveFrame(Part):
    """The picture in its frame, the band as the frame's lower part."""

    ground = "live"

    def __init__(self, mark: str, status: str, text: str) -> None:
        super().__init__()
        self.picture = LivePicture(mark)
        self.band = Band(status, text, lines=2)
        self.add_widget(self.picture)
        self.add_widget(self.band)

    def say(self, status: str, text: str) -> None:
        """Say this in the band; `again` places it."""
        self.remove_widget(self.band)
        self.band = Band(status, text, lines=2)
        self.add_widget(self.band)

    def low(self, width: float) -> float:
        """The height of all but the picture, px."""
        line = theme.px("line_chosen")
        return self.band.fit(width - 2 * line) + 2 * line

    def paint(self, ink: InstructionGroup) -> None:
        box(ink, (*self.pos, *self.size), theme.px("radius_tile"), "live", "tre9", theme.px("line_chosen"))

    def arrange(self) -> None:
        line = theme.px("line_chosen")
        inner = self.width - 2 * line
        band = self.band.fit(inner)
        self.band.place(self.x + line, self.y + line, inner, band)
        self.picture.place(self.x + line, self.y + line + band, inner, self.height - 2 * line - band)


class SeenSlip(Part):
    """The camera's picture for a slip, with a band that waits or says what is wrong with what was shown."""

    ground = "paper"
    grow = True

    def __init__(self, mark: str, status: str, text: str) -> None:
        super().__init__()
        self.frame = LiveFrame(mark, status, text)
        self.add_widget(self.frame)

    def fit(self, width: float) -> float:
        return self.frame.low(width) + theme.mm(LIVE_MM)

    def arrange(self) -> None:
        high = min(self.height, self.frame.low(self.width) + self.width * ALONE_SHARE)
        self.frame.place(self.x, self.top - high, self.width, high)


class WayCard(Part):
    """One way in a white card. It cannot be pressed, so it has no lower edge."""

    ground = "surface"

    def __init__(self, way: "Way") -> None:
        super().__init__()
        self.way = way
        self.add_widget(way)

    def fit(self, width: float) -> float:
        return self.way.fit(self._inner(width)) + theme.mm(12)

    def words(self, width: float) -> float:
        """The height, px, for all words and no drawing."""
        return self.way.words.fit(self._inner(width)) + theme.mm(12)

    def title(self, width: float) -> float:
        """The height, px, for the title alone."""
        return self.way.title.fit(self._inner(width)) + theme.mm(12)

    def paint(self, ink: InstructionGroup) -> None:
        if self.height:
            box(ink, (*self.pos, *self.size), theme.px("radius_tile"), "surface", "hair", theme.px("line_hair"))

    def arrange(self) -> None:
        pad = theme.mm(6)
        self.way.place(self.x + pad, self.y + pad, self.width - 2 * pad, max(0, self.height - 2 * pad))

    @staticmethod
    def _inner(width: float) -> float:
        return width - theme.mm(12)


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

    def say(self, view: CardView) -> bool:
        """Whether another band can be said in the same rectangle: here it changes the drawings too."""
        return False

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
        room = self.height - high - theme.mm(5)
        drawn = room >= theme.mm(31)
        self.words.place(self.x, self.y if drawn else self.top - high, self.width, high)
        self.picture.place(self.x, self.top - max(0, room), self.width, room if drawn else 0)


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

    def __init__(self, status: str, text: str, lines: int = 1) -> None:
        """`lines`: there is room for so many at least, so that a picture above does not jump with the words."""
        super().__init__()
        self.least = lines * theme.line_px("note") + theme.mm(10)
        self.ground, colour, icon = BANDS[status]
        self.alone = False
        px = theme.text_px("note")
        sign: Part = Icon(icon, px, colour) if icon else Spinner(px, colour, "help_down")
        self.words = Text(text, "note", colour, balance=True)
        self.row = Row([(sign, px), (self.words, "1")], gap=theme.mm(5.6))
        self.add_widget(self.row)

    def fit(self, width: float) -> float:
        return max(theme.mm(26), self.least, self.row.fit(width - 2 * theme.px("pad")) + theme.mm(10))

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
