"""A QR code on the screen: whole pixels a module, its quiet zone, pure black on white in every theme."""

import math
from collections.abc import Sequence

import numpy as np
from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture

from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.shapes import box

QUIET = 4
"""modules of white on each side (ISO/IEC 18004)"""
LEAST_MM = 2.4
"""a module has at least, so that a phone at arm's length reads it: 8 px on the 27 inch panel"""

SIDE_MM = 154.0
LYING_SIDE_MM = 136.0
"""the usual side of the square"""

Matrix = Sequence[Sequence[bool]]


class QrPicture(Part):
    """The modules of `matrix` (rows from the top, True is dark, no quiet zone) in an outlined square."""

    def __init__(self, matrix: Matrix, scale: float = 1.0) -> None:
        """`scale`: the square's side by its usual one; a module smaller than LEAST_MM makes it larger."""
        super().__init__()
        self.cells = len(matrix) + 2 * QUIET
        self.module = max(
            math.ceil(theme.panel.px(LEAST_MM)), int((usual_side() * scale - 2 * self.line) // self.cells)
        )
        self.side = self.cells * self.module + 2 * self.line
        self.texture = _texture(matrix)

    @property
    def line(self) -> int:
        """The outline, px; it lies outside the quiet zone."""
        return theme.px("line_button")

    def fit(self, width: float) -> float:
        return self.side

    def paint(self, ink: InstructionGroup) -> None:
        x, y = round(self.center_x - self.side / 2), round(self.center_y - self.side / 2)
        box(ink, (x, y, self.side, self.side), theme.px("radius_tile"), "code", "tre", self.line)
        inner = self.side - 2 * self.line
        ink.add(Color(1, 1, 1, 1))
        ink.add(Rectangle(texture=self.texture, pos=(x + self.line, y + self.line), size=(inner, inner)))


def usual_side() -> int:
    """The usual side of the square on this panel, px."""
    return theme.panel.px(LYING_SIDE_MM if theme.lying else SIDE_MM)


def pixels(matrix: Matrix) -> np.ndarray:
    """The code with its quiet zone, a byte a module, rows from the top: 0 dark, 255 light."""
    dark = np.pad(np.asarray(matrix, dtype=bool), QUIET)
    return np.where(dark, 0, 255).astype(np.uint8)


def _texture(matrix: Matrix) -> Texture:
    """RGBA whose light modules are clear: the ground's round corners stay."""
    light = pixels(matrix)[::-1]
    rgba = np.zeros((*light.shape, 4), np.uint8)
    rgba[..., 3] = 255 - light
    texture = Texture.create(size=light.shape[::-1], colorfmt="rgba")
    texture.mag_filter = texture.min_filter = "nearest"
    texture.blit_buffer(rgba.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    return texture
