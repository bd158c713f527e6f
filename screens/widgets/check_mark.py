"""A check in a filled disc: done, or chosen."""

from kivy.graphics import InstructionGroup

from screens.widgets.part import Part
from screens.widgets.shapes import disc
from screens.widgets.text import Icon


class CheckMark(Part):
    """`px` wide and high, the check in it `icon_px`."""

    ground = "tre"

    def __init__(self, px: float, icon_px: float) -> None:
        super().__init__()
        self.px = px
        self.add_widget(Icon("check-bold", icon_px, "on_action"))

    def fit(self, width: float) -> float:
        return self.px

    def paint(self, ink: InstructionGroup) -> None:
        disc(ink, self.x, self.y, self.px, "tre")

    def arrange(self) -> None:
        icon = self.children[0]
        icon.place(self.center_x - icon.px / 2, self.center_y - icon.px / 2, icon.px, icon.px)
