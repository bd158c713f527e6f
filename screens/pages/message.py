"""24: what happened, what to do, then the buttons; the large bell last."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import MessageView
from kiosk.language.text import Language, Words
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.cards import Badge, Card, Padded
from screens.widgets.pager import Pager
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
        view = self.view
        code = [CodeLine(view.code, view.lang)] if view.code else []
        foot = [*code, *self.buttons(), *self.bell()]
        return [message_pages(view.lines, view.tone, view.icon, view.lang, self.note(), foot)]

    def act(self) -> list[Part]:
        return []


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
        super().__init__(
            Row([(sign, sign.px), (Text(text, "note", colour, balance=True), "1")], gap=theme.mm(8.7)), least=41
        )

    def paint(self, ink: InstructionGroup) -> None:
        radius = theme.px("radius_tile") - theme.px("line_hair")
        alone = self.y <= self.parent.y + theme.px("line_hair")
        box(ink, (*self.pos, *self.size), radius, self.ground, corners=(True, True, alone, alone))


def message_pages(
    lines: tuple[str, ...], tone: str, icon: str, lang: Language, notes: list[Part], foot: list[Part]
) -> Pager:
    """A card of sentences: the first on the ground of its tone, under it what to do, numbered where things failed.
    `notes` stand where there is room for them, `foot` at the foot of the last page."""
    others = lines[1:]
    rows: list[Part] = [Lead(line, tone, icon) for line in lines[:1]]
    for number, line in enumerate(others, start=1):
        sign: Part = Badge(str(number)) if tone == "e" and len(others) > 1 else Part()
        wide = getattr(sign, "px", theme.px("icon_row"))
        rows.append(
            Padded(Row([(sign, wide), (Text(line, "note", "ink", balance=True), "1")], gap=theme.mm(8.7)), least=37)
        )
    return Pager(rows, wrap=Card, lang=lang, notes=notes, last=foot, notes_low=True)
