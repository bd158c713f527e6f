"""27: an officer has been called; the idle clock is held meanwhile."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import CalledSheet, Note
from screens.sheets.sheet import SheetPart, raises
from screens.theme import theme
from screens.widgets.buttons import PushButton
from screens.widgets.cards import NoteBox
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import disc
from screens.widgets.text import Icon, Text


@raises(CalledSheet)
class CalledSheetPart(SheetPart):
    """The bell, who comes, what to do; the last line stands in a note (the screen stays)."""

    def parts(self) -> list[Part]:
        sheet = self.sheet
        *lines, last = sheet.lines or ("",)
        words = Column(
            [
                Text(sheet.title, "sheet_title", "tre9", balance=True),
                Space(theme.mm(3)),
                *[Text(line, "body", "ink2", balance=True) for line in lines],
            ]
        )
        bell = Bell("wifi-off", "todo", "ink") if sheet.alone else Bell()
        note = [NoteBox(Note("i", last, icon="lock"))] if last else []
        buttons = [PushButton.of(button) for button in sheet.buttons]
        return [Row([(bell, bell.px), (words, "1")], gap=theme.mm(12.4)), *note, *buttons]


class Bell(Part):
    """The bell on a gold disc; another icon on another ground where nobody was reached."""

    def __init__(self, icon: str = "bell-ring", ground: str = "nghe", colour: str = "on_help") -> None:
        super().__init__()
        self.px, self.ground = theme.mm(52), ground
        self.add_widget(Icon(icon, self.px * 0.66, colour))

    def fit(self, width: float) -> float:
        return self.px

    def paint(self, ink: InstructionGroup) -> None:
        disc(ink, self.x, self.y, self.width, self.ground)

    def arrange(self) -> None:
        self.children[0].place(*self.pos, *self.size)
