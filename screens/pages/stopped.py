"""21b: out of order. Where to go, nothing is lost, a code for staff, one bell instead of the bar."""

from kivy.graphics import InstructionGroup

from kiosk.journey.views import StoppedView
from kiosk.language.text import Words
from screens.pages.machine import REST, resting
from screens.pages.page import Page, large, shows
from screens.theme import theme
from screens.widgets.drawing import Drawing
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import bar
from screens.widgets.text import Text


@shows(StoppedView)
class StoppedPage(Page):
    stage_free = True

    def read(self) -> list[Part]:
        view = self.view
        parts: list[Part] = [Space(theme.mm(5)), self._drawing(), Space(theme.mm(12))] if theme.panel.portrait else []
        parts += [Text(view.title, "h1", "tre9", balance=True), Space(theme.mm(5))]
        parts += [Text(line, "greeting", "ink2", balance=True) for line in (view.lead, *view.lines) if line]
        return parts if theme.lying else [*parts, Space(theme.mm(8)), *super().note()]

    def beside(self) -> list[Part]:
        return [*super().beside(), *super().note()]

    def note(self) -> list[Part]:
        return []

    def stage(self) -> list[Part]:
        return [Filling(self._drawing())] if theme.lying else []

    def act(self) -> list[Part]:
        parts = super().act()
        return [*parts, large(self.view.button)] if self.view.button else parts

    def _drawing(self) -> Drawing:
        if theme.lying:
            return Drawing(resting, REST)
        return Drawing(resting, REST, theme.mm(118 if not theme.large else 80))

    def _compose(self) -> None:
        super()._compose()
        self.foot = Foot(self.view.code, self.view.advice, self.view.lang)
        self.add_widget(self.foot)

    def arrange(self) -> None:
        high = self.foot.fit(self.width)
        whole = self.height
        self.y, self.height = self.y + high, whole - high
        super().arrange()
        self.y, self.height = self.y - high, whole
        self.foot.place(self.x, self.y, self.width, high)


class Filling(Part):
    """A drawing in whatever height is left."""

    grow = True

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing
        self.add_widget(drawing)

    def fit(self, width: float) -> float:
        return 0

    def arrange(self) -> None:
        self.drawing.place(*self.pos, *self.size)


class Foot(Part):
    """The strip at the foot: for staff, the code and what to do."""

    ground = "header"

    def __init__(self, code: str, advice: str, lang: str) -> None:
        super().__init__()
        left = Text(Words.load().say("screens.stopped.staff", lang), "small", "on_header2")
        head = Row(
            [(left, left.natural()), (Text(code, "small", "on_header2", align="right"), "1")], gap=theme.px("gap")
        )
        told = [Text(advice, "small", "on_header", balance=True)] if advice else []
        self.rows = Column([head, *told], gap=theme.mm(2))
        self.add_widget(self.rows)

    def fit(self, width: float) -> float:
        return self.rows.fit(width - 2 * theme.px("margin")) + theme.mm(7)

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), "header")

    def arrange(self) -> None:
        width = self.width - 2 * theme.px("margin")
        high = self.rows.fit(width)
        self.rows.place(self.x + theme.px("margin"), self.center_y - high / 2, width, high)
