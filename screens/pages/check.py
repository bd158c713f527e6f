"""12: everything that was said, a line each with its own way to change it; the declaration stands above the button."""

from kiosk.journey.views import CheckView, Row
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.buttons import SmallButton
from screens.widgets.cards import Card, Padded
from screens.widgets.pager import More, Pager, more_of
from screens.widgets.part import Column, Part
from screens.widgets.text import Icon, Text


@shows(CheckView)
class CheckPage(Page):
    read_share = 0.28

    def stage(self) -> list[Part]:
        view = self.view
        declaration = Column([Text(line, "body", "ink") for line in view.declaration], gap=theme.mm(1.9))
        rows: list[Part] = [CheckRow(row, view.edit_label, view.locked_label) for row in view.rows]
        last = [declaration, *self.buttons(), *self.bell()]
        if theme.lying and theme.large:
            # As the last row it may have a page of its own, and leaves the button its room.
            rows.append(Padded(declaration))
            del last[0]
        return [
            Pager(
                rows,
                more=self._more(),
                wrap=Card,
                notes=self.note(),
                last=last,
                notes_low=True,
                lang=view.lang,
            )
        ]

    def act(self) -> list[Part]:
        return []

    def _more(self) -> More:
        label = self.view.more_label
        plain = more_of("screens.more.rows", self.view.lang)
        return lambda n: label.format(n=n) if label and n else plain(n)


class CheckRow(Part):
    """A label, the answer, a line for each of its own, and "Sửa", or a lock where it comes from the card.

    Where larger text needs more lines beside the button than across the row, the answer goes under label and button.
    """

    def __init__(self, row: Row, edit: str, locked: str) -> None:
        super().__init__()
        self.label = Text(row.label, "label", "ink2", middle=True)
        self.answer = Text(row.text, "answer" if theme.panel.portrait else "body_bold", "ink")
        self.end = Locked(locked) if row.locked else SmallButton("edit", edit, row.value, icon="pencil")
        for part in (self.label, self.answer, self.end):
            self.add_widget(part)

    def fit(self, width: float) -> float:
        if self._in_line:
            across = self._across(width)
            high = max(self.label.fit(self._label(across)), self.answer.fit(self._answer(across)), self._end())
            return high + 2 * theme.mm(4)
        return max(theme.mm(37.3), self._high(width) + 2 * theme.mm(4))

    def arrange(self) -> None:
        if self._in_line:
            self._arrange_line()
            return
        across, beside, end = self._across(self.width), self._beside(self.width), self.end.fit(self.end.wanted)
        x, top = self.x + theme.px("pad"), self.center_y + self._high(self.width) / 2
        label = self.label.fit(beside)
        if self._under(self.width):
            head, wide = max(label, end) + self._gap(), across
            middle = top - max(label, end) / 2
            label_low = middle - label / 2
        else:
            head, wide, middle = label, beside, self.center_y
            top = self.center_y + (label + self.answer.fit(beside)) / 2
            label_low = top - label
        self.label.place(x, label_low, beside, label)
        answer = self.answer.fit(wide)
        self.answer.place(x, top - head - answer, wide, answer)
        self.end.place(x + across - self.end.wanted, middle - end / 2, self.end.wanted, end)

    @property
    def _in_line(self) -> bool:
        """Label, answer and button in one line: a lying panel has the width."""
        return theme.lying and not theme.large

    def _arrange_line(self) -> None:
        across = self._across(self.width)
        label, answer = self._label(across), self._answer(across)
        x, low = self.x + theme.px("pad"), self.y
        self.label.place(x, low, label, self.height)
        high = self.answer.fit(answer)
        self.answer.place(x + label + theme.px("gap"), self.center_y - high / 2, answer, high)
        self.end.place(x + across - self.end.wanted, self.center_y - self._end() / 2, self.end.wanted, self._end())

    def _label(self, across: float) -> float:
        return across * 0.19

    def _answer(self, across: float) -> float:
        return across - self._label(across) - self.end.wanted - 2 * theme.px("gap")

    def _end(self) -> float:
        return self.end.fit(self.end.wanted)

    def _high(self, width: float) -> float:
        beside, end = self._beside(width), self.end.fit(self.end.wanted)
        label = self.label.fit(beside)
        if self._under(width):
            return max(label, end) + self._gap() + self.answer.fit(self._across(width))
        return max(label + self.answer.fit(beside), end)

    def _under(self, width: float) -> bool:
        """Whether the answer stands under the button."""
        return theme.large and self.answer.fit(self._beside(width)) > self.answer.fit(self._across(width))

    def _gap(self) -> float:
        return theme.mm(1.9)

    def _across(self, width: float) -> float:
        return width - 2 * theme.px("pad")

    def _beside(self, width: float) -> float:
        return self._across(width) - self.end.wanted - theme.mm(8.7)


class Locked(Part):
    """A lock and where the answer comes from, in the place of the button."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self.icon = Icon("lock", theme.mm(12.4), "ink2")
        self.words = Text(label, "promise", "ink2")
        self.add_widget(self.icon)
        self.add_widget(self.words)

    @property
    def wanted(self) -> float:
        """The width, px, it asks of its row."""
        return max(theme.px("target_small_width"), self._content())

    def fit(self, width: float) -> float:
        return self.words.pitch

    def arrange(self) -> None:
        x = self.center_x - self._content() / 2
        self.icon.place(x, self.center_y - self.icon.px / 2, self.icon.px, self.icon.px)
        x += self.icon.px + self._gap()
        self.words.place(x, self.center_y - self.words.pitch / 2, self.words.natural(), self.words.pitch)

    def _content(self) -> float:
        return self.icon.px + self._gap() + self.words.natural()

    def _gap(self) -> float:
        return theme.mm(3.7)
