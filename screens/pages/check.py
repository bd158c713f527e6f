"""12: everything that was said, a line each with its own way to change it; the declaration stands above the button."""

from kiosk.journey.views import CheckView, Row
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.buttons import SmallButton
from screens.widgets.cards import Card
from screens.widgets.pager import More, Pager, more_of
from screens.widgets.part import Column, Part, fit, place
from screens.widgets.text import Icon, Text


@shows(CheckView)
class CheckPage(Page):
    def stage(self) -> list[Part]:
        view = self.view
        declaration = Column([Text(line, "body", "ink") for line in view.declaration], gap=theme.mm(1.9))
        return [
            Pager(
                [CheckRow(row, view.edit_label, view.locked_label) for row in view.rows],
                more=self._more(),
                wrap=Card,
                notes=self.note(),
                last=[declaration, *self.buttons(), *self.bell()],
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

    Where the answer takes more lines beside the button than across the row, the button stands under it.
    """

    def __init__(self, row: Row, edit: str, locked: str) -> None:
        super().__init__()
        self.words = Column([Text(row.label, "label", "ink2"), Text(row.text, "answer", "ink")])
        self.end = Locked(locked) if row.locked else SmallButton("edit", edit, row.value, icon="pencil")
        self.add_widget(self.words)
        self.add_widget(self.end)

    def fit(self, width: float) -> float:
        across, beside = self._across(width), self._beside(width)
        words, end = fit(self.words, beside), self.end.fit(self.end.wanted)
        if self._stacked(width):
            return fit(self.words, across) + self._gap() + end + 2 * theme.mm(4)
        return max(theme.mm(37.3), max(words, end) + 2 * theme.mm(4))

    def arrange(self) -> None:
        x, width, end = self.x + theme.px("pad"), self._across(self.width), self.end.fit(self.end.wanted)
        right = self.right - theme.px("pad") - self.end.wanted
        if self._stacked(self.width):
            high = fit(self.words, width)
            place(self.words, x, self.top - theme.mm(4) - high, width, high)
            place(self.end, right, self.y + theme.mm(4), self.end.wanted, end)
            return
        beside = self._beside(self.width)
        high = fit(self.words, beside)
        place(self.words, x, self.center_y - high / 2, beside, high)
        place(self.end, right, self.center_y - end / 2, self.end.wanted, end)

    def _stacked(self, width: float) -> bool:
        """Whether the button stands under the answer."""
        return theme.large and fit(self.words, self._beside(width)) > fit(self.words, self._across(width))

    def _across(self, width: float) -> float:
        return width - 2 * theme.px("pad")

    def _beside(self, width: float) -> float:
        return self._across(width) - self.end.wanted - theme.mm(8.7)

    def _gap(self) -> float:
        return theme.mm(2.5)


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
