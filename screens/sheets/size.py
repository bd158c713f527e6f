"""25: how large the text, which colours. A touch takes effect at once; "Xong" closes."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import SizeSheet
from kiosk.language.text import Words
from screens.sheets.sheet import SheetPart, raises
from screens.theme import theme
from screens.tokens import SCALES
from screens.widgets.buttons import PushButton
from screens.widgets.check_mark import CheckMark
from screens.widgets.part import Column, Part, Row
from screens.widgets.shapes import box
from screens.widgets.target import Target
from screens.widgets.text import Text


@raises(SizeSheet)
class SizeSheetPart(SheetPart):
    def parts(self) -> list[Part]:
        sheet, say = self.sheet, Words.load().say
        samples = [SizeOption(value, label, value == sheet.size, self.lang) for value, label in sheet.sizes]
        themes = [ThemeOption(value, label, value == sheet.theme) for value, label in sheet.themes]
        gap = theme.mm(6.2)
        return [
            Text(sheet.title, "sheet_title", "tre9", balance=True),
            Column(
                [
                    Text(say("screens.size.text", self.lang), "body_bold", "ink"),
                    Row([(option, "1") for option in samples], gap=gap, align="stretch"),
                ],
                gap=theme.mm(4),
            ),
            Column(
                [
                    Text(say("screens.size.colour", self.lang), "body_bold", "ink"),
                    Row([(option, "1") for option in themes], gap=gap, align="stretch"),
                ],
                gap=theme.mm(4),
            ),
            *[PushButton.of(button) for button in sheet.buttons],
        ]


class Option(Target):
    """One way out of few, side by side; the one in force is framed."""

    def __init__(self, act: str, value: str, chosen: bool, parts: list[Part]) -> None:
        super().__init__(act, value)
        self.chosen = chosen
        self.ground, self.frame = ("tre1", "tre") if chosen else ("surface", "line")
        self.words = Column(parts)
        self.add_widget(self.words)
        self.check = CheckMark(theme.mm(14), theme.mm(14) * 0.72) if chosen else None
        if self.check:
            self.add_widget(self.check)

    def fit(self, width: float) -> float:
        return max(theme.mm(46.7), self.words.fit(width - theme.mm(7.5)) + theme.mm(8))

    def paint(self, ink: InstructionGroup) -> None:
        fill = "pressed" if self.pressed else self.ground
        line = theme.px("line_chosen") if self.chosen else theme.px("line_control")
        box(ink, (*self.pos, *self.size), theme.px("radius_button"), fill, self.frame, line)

    def arrange(self) -> None:
        width = self.width - theme.mm(7.5)
        high = self.words.fit(width)
        self.words.place(self.x + theme.mm(3.7), self.center_y - high / 2, width, high)
        if self.check:
            px, off = self.check.px, theme.mm(2.5)
            self.check.place(self.right - px - off, self.top - px - off, px, px)


class SizeOption(Option):
    """A text size, shown in that size whatever is in force now."""

    def __init__(self, value: str, label: str, chosen: bool, lang: str) -> None:
        sample = Text(Words.load().say("screens.size.sample", lang), "choice", "tre9", align="center")
        sample.px = theme.panel.px(theme.sizes.roles["choice"].em * SCALES[value])
        sample.pitch = round(sample.px * 1.2)
        super().__init__("size", value, chosen, [sample, Text(label, "small", "tre9", align="center")])


class ThemeOption(Option):
    """A theme, shown in its own colours."""

    def __init__(self, value: str, label: str, chosen: bool) -> None:
        self.look = "sample_dark" if value == "contrast" else "sample_light"
        title, _, second = label.partition("\n")
        colour = f"on_{self.look}"
        parts: list[Part] = [Text(title, "choice", colour, align="center")]
        if second:
            parts.append(Text(second, "small", colour, align="center", balance=True))
        super().__init__("theme", value, chosen, parts)
        self.ground = self.look
