"""A sheet: rises from the bar over a dim; first button stays. Serves 26 (leave) and every other plain question."""

from collections.abc import Callable
from typing import TypeVar

from kivy.graphics import InstructionGroup
from kivy.input.motionevent import MotionEvent

from kiosk.journey.views import Sheet
from kiosk.language.text import Language
from screens.theme import theme
from screens.widgets.buttons import PushButton
from screens.widgets.part import Column, Part
from screens.widgets.shapes import bar, box
from screens.widgets.text import Text

SHEETS: dict[type[Sheet], type["SheetPart"]] = {}
"""kind of sheet -> what shows it"""

SheetType = TypeVar("SheetType", bound=type["SheetPart"])


def raises(sheet: type[Sheet]) -> Callable[[SheetType], SheetType]:
    """Register what shows a kind of sheet."""

    def register(part: SheetType) -> SheetType:
        SHEETS[sheet] = part
        return part

    return register


class Sides(Part):
    """Words left and buttons right; long words get more of the width than half of it."""

    shares = (0.5, 0.58, 0.66)

    def __init__(self, words: Column, buttons: Column) -> None:
        super().__init__()
        self.words, self.buttons = words, buttons
        self.add_widget(words)
        self.add_widget(buttons)

    def fit(self, width: float) -> float:
        return max(part.fit(wide) for part, wide in self._widths(width))

    def arrange(self) -> None:
        x = self.x
        for part, wide in self._widths(self.width):
            high = part.fit(wide)
            part.place(x, self.center_y - high / 2, wide, high)
            x += wide + self._gap()

    def _widths(self, width: float) -> list[tuple[Column, float]]:
        room, inner = theme.panel.height * 0.6, width - self._gap()
        share = next((share for share in self.shares if self.words.fit(inner * share) <= room), self.shares[-1])
        return [(self.words, inner * share), (self.buttons, inner * (1 - share))]

    def _gap(self) -> float:
        return theme.px("margin")


@raises(Sheet)
class SheetPart(Part):
    """The dim over header and page, and the sheet on it. It swallows every touch that no button of it takes."""

    ground = "paper"

    def __init__(self, sheet: Sheet, lang: Language) -> None:
        super().__init__()
        self.sheet, self.lang = sheet, lang
        self._compose()

    def parts(self) -> list[Part]:
        """What stands on the sheet, from its top."""
        lines = [Text(line, "body", "ink2", balance=True) for line in self.sheet.lines]
        words = [Column(lines, gap=theme.mm(2.5))] if lines else []
        return [Text(self.sheet.title, "sheet_title", "tre9", balance=True), *words, *self.buttons()]

    def buttons(self) -> list[Part]:
        """The sheet's buttons; the first, to stay, is the largest."""
        first, *rest = self.sheet.buttons or (None,)
        large = [PushButton.of(first, role="button_big", height="target_big")] if first else []
        return large + [PushButton.of(button) for button in rest]

    def update(self, sheet: Sheet, lang: Language) -> None:
        """Show a later state of the same sheet."""
        self.sheet, self.lang = sheet, lang
        self.clear_widgets()
        self._compose()
        self.again()

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), "dim")
        high = self.column.fit(self.width)
        corners = (True, True, False, False)
        rect = (self.x, self.y, self.width, high)
        if not theme.edges:
            line = theme.px("line_control")
            box(ink, (self.x, self.y, self.width, high + line), theme.px("radius_sheet"), "line", corners=corners)
        box(ink, rect, theme.px("radius_sheet"), "paper", corners=corners)

    def arrange(self) -> None:
        self.column.place(self.x, self.y, self.width, self.column.fit(self.width))

    def on_touch_down(self, touch: MotionEvent) -> bool:
        super().on_touch_down(touch)
        return self.collide_point(*touch.pos)

    def _sides(self, parts: list[Part]) -> list[Part]:
        """On a lying panel, words left and buttons right; on a standing one all as it is."""
        words = [part for part in parts if not isinstance(part, PushButton)]
        buttons = [part for part in parts if isinstance(part, PushButton)]
        if theme.panel.portrait or not words or not buttons:
            return parts
        gap = theme.px("gap")
        return [Sides(Column(words, gap=gap), Column(buttons, gap=gap))]

    def _compose(self) -> None:
        margin = theme.px("margin")
        padding = (
            margin,
            theme.mm(14.9 if not theme.large else 10),
            margin,
            theme.mm(12.4 if not theme.large else 7.5),
        )
        self.column: Column = Column(
            self._sides(self.parts()), gap=theme.mm(8.7 if not theme.large else 6.2), padding=padding
        )
        self.add_widget(self.column)
