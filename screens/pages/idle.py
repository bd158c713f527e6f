"""01: nobody is here. The drum stands still; the whole screen starts, and the gold button says so."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import IdleView
from screens.focus import Box
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.drawing import Drawing
from screens.widgets.drum import DRUM, drum
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import box
from screens.widgets.target import Target
from screens.widgets.text import Icon, Text

LEAST_DRUM = 70.0
"""mm; a smaller drum is a blot, and larger text needs its place"""


@shows(IdleView)
class IdlePage(Page):
    ground = "header"

    def _compose(self) -> None:
        self.start = Start(self.view)
        self.add_widget(self.start)

    def arrange(self) -> None:
        self.start.place(*self.pos, *self.size)


class Start(Target):
    """All of the page as one target. It alone may reach above 1,220 mm: any place of it is as good."""

    anywhere = True
    inviting, corner = True, "radius_tile"
    ground = "header"

    def __init__(self, view: IdleView) -> None:
        super().__init__("start")
        self.frame = "nghe"
        self.button = StartLook(view.button, self)
        promises = [
            (Column([_Centred(Icon(icon, theme.px("icon_promise"), "star")), _promise(text)], gap=theme.mm(3.7)), "1")
            for icon, text in view.promises
        ]
        promised = [Row(promises, gap=theme.px("gap"), align="top")] if promises else []
        words = [
            Text(view.title, "hello", "on_header", align="center", balance=True),
            Space(theme.mm(4.4)),
            Text(view.lead, "lead_big", "on_header2", align="center", balance=True),
            Space(theme.mm(14 if theme.panel.portrait else 6)),
            self.button,
            Space(theme.mm(12.4 if theme.panel.portrait else 6)),
            *promised,
        ]
        self.drum = Drawing(drum, DRUM, most=theme.mm(242.7))
        self.words = Column(words)
        self.add_widget(self.drum)
        self.add_widget(self.words)

    @property
    def focus_box(self) -> Box:
        """The gold button: a ring around all of the page would say nothing."""
        return Box(self.button.x, self.button.y, self.button.right, self.button.top)

    def arrange(self) -> None:
        margin = theme.px("margin")
        if not theme.panel.portrait:
            left = self.width * (0.4 if not theme.large else 0.3)
            high = self.words.fit(self.width - left - margin)
            self.words.place(self.x + left, self.center_y - high / 2, self.width - left - margin, high)
            self.drum.place(self.x + margin, self.y + margin / 2, left - 2 * margin, self.height - margin)
            return
        width = self.width - 2 * margin
        high, low = self.words.fit(width), theme.mm(19)
        self.words.place(self.x + margin, self.y + low, width, high)
        room = self.height - high - low - theme.mm(21)
        room = room if room > theme.mm(LEAST_DRUM) else 0
        self.drum.place(self.x + margin, self.top - theme.mm(13.7) - room, width, room)


class StartLook(Part):
    """The gold button as it looks; the touch is the page's."""

    ground = "nghe"

    def __init__(self, label: str, target: Target) -> None:
        super().__init__()
        self.target_part = target
        self.icon = Icon("gesture-tap", theme.text_px("start") * 1.2, "on_help")
        self.words = Text(label, "start", "on_help", align="center", balance=True)
        self.add_widget(self.icon)
        self.add_widget(self.words)

    def fit(self, width: float) -> float:
        return max(theme.mm(54.8), self.words.fit(self._room(width)) + theme.mm(20))

    def paint(self, ink: InstructionGroup) -> None:
        x, y, width, height = *self.pos, *self.size
        radius, edge = theme.mm(10), theme.mm(3.1) if theme.edges else 0
        if self.target_part.pressed:
            box(ink, (x, y, width, height - theme.px("line_press")), radius, "help_down")
        else:
            box(ink, (x, y, width, height), radius, "nghe", "help_edge", 0, edge)

    def arrange(self) -> None:
        gap, room = theme.mm(7.5), self._room(self.width)
        width, height = min(self.words.natural(), room), self.words.fit(room)
        x = self.center_x - (self.icon.px + gap + width) / 2
        self.icon.place(x, self.center_y - self.icon.px / 2, self.icon.px, self.icon.px)
        self.words.place(x + self.icon.px + gap, self.center_y - height / 2, width, height)

    def _room(self, width: float) -> float:
        return width - theme.mm(20) - self.icon.px - theme.mm(7.5)


class _Centred(Part):
    def __init__(self, icon: Icon) -> None:
        super().__init__()
        self.icon = icon
        self.add_widget(icon)

    def fit(self, width: float) -> float:
        return self.icon.px

    def arrange(self) -> None:
        self.icon.place(self.center_x - self.icon.px / 2, self.y, self.icon.px, self.icon.px)


def _promise(text: str) -> Text:
    return Text(text, "promise", "on_header", align="center", balance=True)
