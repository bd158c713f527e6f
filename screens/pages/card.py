"""04: show the ID card to the machine. Only the ways that this machine has; the band says what was seen."""

from kivy.clock import Clock
from kivy.graphics import InstructionGroup

from kiosk.journey.views import CardView, Tile
from screens.pages.machine import WAY, camera, slot, slot_dark
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.buttons import Spinner
from screens.widgets.drawing import Drawing
from screens.widgets.part import Column, Part, Row, Space, fit
from screens.widgets.shapes import box
from screens.widgets.text import Icon, Text

BLINK_S = 0.7
BANDS = {
    # status: ground, words, icon ("" for the spinner)
    "waiting": ("nghe", "on_help", "timer-sand"),
    "reading": ("nghe", "on_help", ""),
    "refused": ("son1", "son", "alert-circle"),
    "gone": ("nghe1", "nghe9", "alert"),
}


@shows(CardView)
class CardPage(Page):
    stage_free = True

    def stage(self) -> list[Part]:
        view = self.view
        band = Band(view.status, view.status_text) if view.status_text else None
        return [Ways(view.ways, band, view.status), *([Promise(view.privacy)] if view.privacy else [])]


class Ways(Part):
    """The ways side by side in one frame, the band of what was seen under them."""

    ground = "surface"

    def __init__(self, ways: tuple[Tile, ...], band: "Band | None", status: str) -> None:
        super().__init__()
        self.band = band
        self.columns = [Way(tile, status) for tile in ways]
        self.row = Row([(column, "1") for column in self.columns], gap=theme.px("gap"), align="top")
        self.add_widget(self.row)
        if band:
            self.add_widget(band)

    def fit(self, width: float) -> float:
        inner = width - 2 * theme.px("line_chosen")
        high = self.row.fit(inner - 2 * theme.px("pad")) + theme.mm(14)
        return high + 2 * theme.px("line_chosen") + (fit(self.band, inner) if self.band else 0)

    def paint(self, ink: InstructionGroup) -> None:
        box(ink, (*self.pos, *self.size), theme.px("radius_tile"), "surface", "tre9", theme.px("line_chosen"))

    def arrange(self) -> None:
        line, pad = theme.px("line_chosen"), theme.px("pad")
        inner = self.width - 2 * line
        low = fit(self.band, inner) if self.band else 0
        if self.band:
            self.band.place(self.x + line, self.y + line, inner, low)
        high = self.row.fit(inner - 2 * pad)
        room = self.height - 2 * line - low
        self.row.place(self.x + line + pad, self.y + line + low + (room - high) / 2, inner - 2 * pad, high)


class Way(Column):
    """One way to show the card: the drawing, what it is called, what to do."""

    def __init__(self, tile: Tile, status: str) -> None:
        at_camera = tile.icon == "camera" or tile.value == "camera"
        picture = Drawing(camera, WAY, theme.mm(150)) if at_camera else LitSlot(status)
        super().__init__(
            [
                picture,
                Space(theme.mm(5)),
                Text(tile.title, "button2", "tre9", align="center"),
                Space(theme.mm(1.9)),
                Text(tile.sub, "caption", "ink2", align="center", balance=True),
            ]
        )


class LitSlot(Drawing):
    """The slot; while the machine waits, its light goes on and off at 0.7 Hz."""

    def __init__(self, status: str) -> None:
        super().__init__(slot, WAY, theme.mm(150))
        self._tick = Clock.schedule_interval(self._blink, BLINK_S) if status == "waiting" else None

    def _blink(self, _: float) -> None:
        if self.get_root_window() is None:
            self._tick.cancel()
            return
        self.draw = slot_dark if self.draw is slot else slot
        self.again()


class Band(Part):
    """What the machine sees now, in words, as the lower part of the frame."""

    def __init__(self, status: str, text: str) -> None:
        super().__init__()
        self.ground, colour, icon = BANDS[status]
        px = theme.text_px("note")
        sign: Part = Icon(icon, px, colour) if icon else Spinner(px, colour)
        self.row = Row([(sign, px), (Text(text, "note", colour), "1")], gap=theme.mm(5.6))
        self.add_widget(self.row)

    def fit(self, width: float) -> float:
        return max(theme.mm(26), self.row.fit(width - 2 * theme.px("pad")) + theme.mm(10))

    def paint(self, ink: InstructionGroup) -> None:
        radius = theme.px("radius_tile") - theme.px("line_chosen")
        box(ink, (*self.pos, *self.size), radius, self.ground, corners=(False, False, True, True))

    def arrange(self) -> None:
        width = self.width - 2 * theme.px("pad")
        high = self.row.fit(width)
        self.row.place(self.x + theme.px("pad"), self.center_y - high / 2, width, high)


class Promise(Row):
    """A lock and one sentence of what is kept."""

    def __init__(self, text: str) -> None:
        icon = Icon("lock", theme.text_px("button2"))
        super().__init__([(icon, icon.px), (Text(text, "caption", "ink2", balance=True), "1")], gap=theme.mm(5))
