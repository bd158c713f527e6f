"""Two buttons side by side, however large the text: their words break into lines, and the stage keeps its room."""

from dataclasses import replace

from screens.pages.page import Page
from screens.theme import theme
from screens.widgets.buttons import PushButton
from screens.widgets.part import Part, Row


class AbreastPage(Page):
    """A page that shows much above its two buttons."""

    def buttons(self) -> list[Part]:
        if len(self.view.buttons) != 2:
            return super().buttons()
        given = self.view.buttons
        if theme.lying and theme.large:
            given = tuple(replace(button, icon="") for button in given)
        return [abreast([PushButton.of(button) for button in given])]


def abreast(buttons: list[PushButton]) -> Row:
    """Buttons of one width and height in a row."""
    return Row([(button, "1") for button in buttons], gap=theme.px("gap"), align="stretch")
