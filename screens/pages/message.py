"""24: what happened, what to do, then the buttons; the large bell last."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import MessageView
from kiosk.language.text import Words
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.cards import Card, Padded
from screens.widgets.part import Part, Row
from screens.widgets.shapes import box
from screens.widgets.text import Icon, Text

TONES = {
    # tone: ground, colour of words, usual icon
    "i": ("tre0", "tre9", "information-outline"),
    "w": ("nghe1", "nghe9", "alert"),
    "e": ("son1", "son", "alert-circle"),
}


@shows(MessageView)
class MessagePage(Page):
    def stage(self) -> list[Part]:
        return [message_card(self.view.lines, self.view.tone, self.view.icon)] if self.view.lines else []

    def act(self) -> list[Part]:
        parts = super().act()
        if self.view.code:
            parts.insert(0, CodeLine(self.view.code, self.view.lang))
        return parts


class CodeLine(Row):
    """The code an officer asks for."""

    def __init__(self, code: str, lang: str) -> None:
        words = Text(Words.load().say("screens.code", lang), "caption", "ink2")
        icon = Icon("clipboard-outline", theme.text_px("body"))
        super().__init__(
            [(icon, icon.px), (words, words.natural()), (Text(code, "caption_bold", "ink"), "1")], gap=theme.mm(5)
        )


class Lead(Padded):
    """The first line of a message, on the ground of its tone."""

    def __init__(self, text: str, tone: str, icon: str) -> None:
        self.ground, colour, usual = TONES[tone]
        sign = Icon(icon or usual, theme.px("icon_row"), colour)
        super().__init__(Row([(sign, sign.px), (Text(text, "note", colour), "1")], gap=theme.mm(8.7)), least=41)

    def paint(self, ink: InstructionGroup) -> None:
        radius = theme.px("radius_tile") - theme.px("line_hair")
        alone = len(self.parent.rows) == 1
        box(ink, (*self.pos, *self.size), radius, self.ground, corners=(True, True, alone, alone))


def message_card(lines: tuple[str, ...], tone: str, icon: str = "") -> Card:
    """A card of sentences: the first on the ground of the tone, the others under it."""
    first, *others = lines
    indent = theme.px("icon_row")
    rows = [Padded(Row([(Part(), indent), (Text(line, "note", "ink"), "1")], gap=theme.mm(8.7)), least=37) for line in others]
    return Card([Lead(first, tone, icon), *rows])
