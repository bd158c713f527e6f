"""20: are you still there? The page is covered, not dimmed; the ring counts only in the last part."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import IdleSheet, Note
from screens.sheets.sheet import SheetPart, raises
from screens.theme import theme
from screens.widgets.cards import NoteBox
from screens.widgets.drawing import Drawing
from screens.widgets.drum import DRUM, drum
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import arc, bar, box, disc
from screens.widgets.text import Text

LEAST_DRUM = 70.0


@raises(IdleSheet)
class IdleSheetPart(SheetPart):
    def parts(self) -> list[Part]:
        sheet = self.sheet
        lead, *rest = sheet.lines or ("",)
        tight = theme.lying and theme.large
        words = Column(
            [
                Text(sheet.title, "h1" if not tight else "again", "tre9", balance=True),
                Space(theme.mm(4)),
                *[Text(line, "body", "ink2", balance=True) for line in (lead, *(rest if tight else ()))],
            ]
        )
        head: Part = words
        if sheet.show_number:
            ring = Ring(sheet.seconds, sheet.fraction)
            head = Row([(ring, ring.px), (words, "1")], gap=theme.mm(15))
        notes = [NoteBox(Note("i", line, icon="clipboard-outline")) for line in rest if not tight]
        return [head, *notes, *self.buttons()]

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), "header")
        high = self.column.fit(self.width)
        corners = (True, True, False, False)
        if not theme.edges:
            line = theme.px("line_control")
            box(ink, (self.x, self.y, self.width, high + line), theme.px("radius_sheet"), "line", corners=corners)
        box(ink, (self.x, self.y, self.width, high), theme.px("radius_sheet"), "paper", corners=corners)

    def arrange(self) -> None:
        super().arrange()
        room = self.height - self.column.height
        pad = theme.mm(11)
        if room - 2 * pad > theme.mm(LEAST_DRUM):
            self.drum.place(self.x, self.y + self.column.height + pad, self.width, room - 2 * pad)

    def _compose(self) -> None:
        self.drum = Drawing(drum, DRUM)
        self.add_widget(self.drum)
        super()._compose()


class Ring(Part):
    """Seconds left, in a ring that runs out."""

    def __init__(self, seconds: int, fraction: float) -> None:
        super().__init__()
        self.px, self.fraction = theme.scaled(65, 1.2), fraction
        self.add_widget(Text(str(seconds), "hello", "tre9", align="center", middle=True))

    ground = "surface"

    def fit(self, width: float) -> float:
        return self.px

    def paint(self, ink: InstructionGroup) -> None:
        stroke = self.px * 0.105
        disc(ink, self.x, self.y, self.width, "surface")
        radius = (self.width - stroke) / 2
        arc(ink, self.center, radius, stroke, 0, 360, "todo")
        arc(ink, self.center, radius, stroke, 0, max(1, 360 * self.fraction), "tre")

    def arrange(self) -> None:
        self.children[0].place(*self.pos, *self.size)
