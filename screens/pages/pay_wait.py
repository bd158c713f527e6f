"""15: money that was not seen yet: the slip's number first, what is known, and what happens next."""

from kiosk.journey.views import Fact, PayWaitView
from kiosk.language.text import Words
from screens.pages.abreast import AbreastPage
from screens.pages.page import shows
from screens.theme import theme
from screens.widgets.cards import FactRow, Padded
from screens.widgets.pager import Pager
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.shapes import box
from screens.widgets.text import Icon, Text


@shows(PayWaitView)
class PayWaitPage(AbreastPage):
    def read(self) -> list[Part]:
        lead = self.view.lead
        parts = self.read_without("lead")
        bold = [Space(theme.mm(4.4 if not theme.large else 2.5)), Text(lead, "body_bold", "ink", balance=True)]
        return [*parts, *bold] if lead else parts

    def stage(self) -> list[Part]:
        view = self.view
        gap = theme.mm(6.2 if not theme.large and theme.panel.portrait else 4.4)
        next_ = Text(Words.load().say("keys.wait.next", view.lang), "body_bold", "tre9")
        promises = [_promise(icon, text, next_ if not n else None) for n, (icon, text) in enumerate(view.promises)]
        known = [Case(view.facts)]
        if theme.large:
            known = [Case(view.facts[:1]), *(FactRow(Fact("", *fact), least=0) for fact in view.facts[1:])]
        return [Pager([*known, *promises], gap=gap, lang=view.lang)]


class Case(Part):
    """The first fact large on gold, the others as a list under it."""

    ground = "surface"

    def __init__(self, facts: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        (label, number), *rest = facts
        self.head = Head(label, number)
        self.list = Facts(rest)
        self.add_widget(self.head)
        self.add_widget(self.list)

    def fit(self, width: float) -> float:
        line = theme.px("line_button")
        inner = width - 2 * line
        return 2 * line + self.head.fit(inner) + self.list.fit(inner)

    def paint(self, ink: object) -> None:
        box(ink, (*self.pos, *self.size), theme.px("radius_tile"), "surface", "nghe7", theme.px("line_button"))

    def arrange(self) -> None:
        line = theme.px("line_button")
        inner = self.width - 2 * line
        high = self.head.fit(inner)
        y = self.top - line - high
        self.head.place(self.x + line, y, inner, high)
        self.list.place(self.x + line, self.y + line, inner, y - self.y - line)


class Head(Padded):
    """The number by which one asks, on gold."""

    ground = "nghe1"

    def __init__(self, label: str, number: str) -> None:
        words, figures = Text(label, "slip_label", "nghe9"), Text(number, "slip_number", "nghe9")
        beside: list[tuple[Part, float | str]] = [(words, "1"), (figures, figures.natural())]
        inside = Column([words, figures]) if theme.large else Row(beside, gap=theme.px("gap"))
        super().__init__(inside, across=10, updown=5)

    def paint(self, ink: object) -> None:
        radius = theme.px("radius_tile") - theme.px("line_button")
        alone = self.y <= self.parent.y + theme.px("line_button")
        box(ink, (*self.pos, *self.size), radius, "nghe1", corners=(True, True, alone, alone))


class Facts(Padded):
    """Labels in one column, values in the other."""

    def __init__(self, facts: list[tuple[str, str]]) -> None:
        labels = [Text(label, "label", "ink2", middle=True) for label, _ in facts]
        wide = max([label.natural() for label in labels], default=0)
        lines = [
            Row([(label, wide), (Text(value, "body_bold", "ink"), "1")], gap=theme.mm(8.7))
            for label, (_, value) in zip(labels, facts, strict=True)
        ]
        super().__init__(
            Column(lines, gap=theme.mm(1.2)), across=10, updown=(5.6 if theme.panel.portrait else 4) if facts else 0
        )


def _promise(icon: str, text: str, heading: Text | None) -> Part:
    sign = Icon(icon, theme.mm(19.9))
    row = Row([(sign, sign.px), (Text(text, "body", "ink"), "1")], gap=theme.mm(7.5))
    return Column([heading, row], gap=theme.mm(5)) if heading else row
