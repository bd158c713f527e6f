"""12: everything that was said, a line each with its own way to change it; the declaration stands above the button."""

from kiosk.journey.views import CheckView, Fact, Row
from screens.pages.page import Page, buttons, shows
from screens.theme import theme
from screens.widgets.buttons import SmallButton
from screens.widgets.cards import Card, FactRow
from screens.widgets.pager import Pager
from screens.widgets.part import Column, Part
from screens.widgets.text import Icon, Text


@shows(CheckView)
class CheckPage(Page):
    def stage(self) -> list[Part]:
        view = self.view
        declaration = Column([Text(line, "tell", "ink2") for line in view.declaration], gap=theme.mm(1.9))
        self.pager = Pager(
            [CheckRow(row, view.edit_label, view.locked_label) for row in view.rows],
            more=self._more,
            wrap=Card,
            last=[declaration, *buttons(view.buttons)],
            foot=True,
            lang=view.lang,
        )
        return [self.pager]

    def buttons(self) -> list[Part]:
        return []

    def _more(self, parts_left: int) -> str:
        later = self.pager.pages[self.pager.index + 1 :]
        rows = sum(isinstance(part, CheckRow) for page in later for part in page)
        return self.view.more_label.format(n=rows or parts_left)


class CheckRow(FactRow):
    """A label, the answer, and "Sửa", or a lock where it comes from the card."""

    def __init__(self, row: Row, edit: str, locked: str) -> None:
        end = Locked(locked) if row.locked else SmallButton("edit", edit, row.value, icon="pencil")
        super().__init__(Fact("", row.label, row.text), end)


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
