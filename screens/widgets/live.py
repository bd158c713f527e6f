"""The camera's picture, live, with the guides into which a card is to be held. It keeps no picture."""

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, Line, RoundedRectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget

from kiosk.journey.views import Picture
from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.shapes import box, disc
from screens.widgets.text import Text

RATE_S = 1 / 15
"""a picture is looked for so often"""
CARD = 85.6 / 54.0
"""width to height of an ID-1 card (ISO/IEC 7810)"""
GUIDE = 0.8
"""of the picture's width, which a card takes at the right distance: 1,024 of 1,280 px"""
USUAL = 16 / 9
"""the shape of a picture while none has come"""
ARM = 0.16
"""of a guide's height, which each arm of a corner is long"""


class LivePicture(Part):
    """The whole of the newest picture of the nearest parent that has `live`, as large as it fits. `mark` says that the
    camera is open; it stands in the corner while pictures come."""

    ground = "live"

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark = Tag(mark)
        self.mark.opacity = 0
        self.add_widget(self.mark)
        self._over = InstructionGroup()
        self.canvas.after.add(self._over)
        self._number = 0
        self._texture: Texture | None = None
        self._mirrored = False
        self._shown: RoundedRectangle | None = None
        self._tick = Clock.schedule_interval(self._look, RATE_S)

    def hold_still(self) -> None:
        self._look(0)
        self._tick.cancel()

    def paint(self, ink: InstructionGroup) -> None:
        radius = theme.px("radius_tile")
        box(ink, (*self.pos, *self.size), radius, self.ground)
        ink.add(Color(1, 1, 1, 1))
        self._shown = RoundedRectangle(radius=[radius, radius, 0, 0])
        ink.add(self._shown)
        self._fill()

    def arrange(self) -> None:
        gap = theme.mm(4)
        width, height = self.mark.natural(), self.mark.fit(self.width)
        room = self.width - 2 * gap >= width and self.height - 2 * gap >= 2 * height
        self.mark.place(self.x + gap, self.top - gap - height, width if room else 0, height if room else 0)

    def _look(self, _: float) -> None:
        if self.get_root_window() is None:
            self._tick.cancel()
            return
        frame = self._newest()
        if frame is None:
            if self._texture is not None:
                self._texture, self._number = None, 0
                self.mark.opacity = 0
                self._fill()
            return
        if frame.number == self._number and self._texture is not None:
            return
        self._number = frame.number
        if self._texture is None or tuple(self._texture.size) != tuple(frame.size):
            self._texture = Texture.create(size=frame.size, colorfmt="rgba")
            self._mirrored = frame.mirrored
            self.mark.opacity = 1
            self._fill()
        self._texture.blit_buffer(frame.rgba.reshape(-1), colorfmt="rgba", bufferfmt="ubyte")
        self.canvas.ask_update()

    def _newest(self) -> Picture | None:
        parent: Widget | None = self.parent
        while parent is not None and parent is not parent.parent:
            if hasattr(parent, "live"):
                return parent.live()
            parent = parent.parent
        return None

    def _fill(self) -> None:
        """Show the texture and the guides on it; the ground where there is none."""
        if self._shown is None or not self.width or not self.height:
            return
        texture = self._texture
        shape = texture.width / texture.height if texture is not None else USUAL
        wide, high = min(self.width, self.height * shape), min(self.height, self.width / shape)
        left, low = round(self.center_x - wide / 2), round(self.center_y - high / 2)
        self._shown.texture = texture
        self._shown.pos, self._shown.size = (left, low), (wide, high) if texture is not None else (0, 0)
        # The first row of a picture is its top; a texture's is its foot.
        near, far = (1, 0) if self._mirrored else (0, 1)
        self._shown.tex_coords = (near, 1, far, 1, far, 0, near, 0)
        self._over.clear()
        self._corners(self._over, wide * GUIDE)

    def _corners(self, ink: InstructionGroup, wide: float) -> None:
        """Gold over dark: seen on any picture."""
        high = wide / CARD
        left, low = self.center_x - wide / 2, self.center_y - high / 2
        arm = high * ARM
        for token, mm in (("live", 3.4), ("nghe", 1.7)):
            self.tint(ink, token)
            for x, y, dx, dy in (
                (left, low, 1, 1),
                (left + wide, low, -1, 1),
                (left + wide, low + high, -1, -1),
                (left, low + high, 1, -1),
            ):
                points = [x, y + dy * arm, x, y, x + dx * arm, y]
                ink.add(Line(points=points, width=theme.mm(mm) / 2, cap="round", joint="round"))


class Tag(Part):
    """A dot and a word on dark."""

    ground = "live"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words = Text(text, "small", "on_live")
        self.add_widget(self.words)

    def natural(self) -> float:
        return self.words.natural() + theme.mm(17)

    def fit(self, width: float) -> float:
        return self.words.fit(width) + theme.mm(5)

    def paint(self, ink: InstructionGroup) -> None:
        if not self.width:
            return
        box(ink, (*self.pos, *self.size), theme.mm(3.7), self.ground)
        size = theme.mm(4.4)
        disc(ink, self.x + theme.mm(5), self.center_y - size / 2, size, "nghe")

    def arrange(self) -> None:
        high = self.words.fit(self.width) if self.width else 0
        width = max(0, self.width - theme.mm(17))
        self.words.place(self.x + theme.mm(12), self.center_y - high / 2, width, high)
