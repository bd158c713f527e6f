"""The ring around what has the focus of the keypad: three bands of one texture, stretched between its corners."""

from functools import lru_cache

from kivy.graphics import BorderImage, Color, InstructionGroup
from kivy.graphics.texture import Texture
from PIL import Image, ImageDraw

from screens.focus import Box
from screens.theme import theme

_OVER = 4
"""the corners are drawn so many times larger, and scaled down"""


class FocusRing:
    """Lies outside a box; what would lie outside `within` is moved inward. `ink` goes where it is drawn last."""

    def __init__(self) -> None:
        self.ink = InstructionGroup()
        self.around: Box | None = None
        """the box it lies around now, px; None while it is not shown"""
        self._shown: tuple[object, ...] | None = None

    def show(self, box: Box, radius: int, within: Box) -> None:
        """Lie around a box whose corners have that radius, px."""
        state = (box, radius, within, theme.name, theme.panel)
        if state == self._shown:
            return
        self.hide()
        self._shown, self.around = state, box
        bands = tuple(theme.px(f"ring_{name}") for name in ("inner", "band", "outer"))
        out = sum(bands)
        left, low = max(box.left - out, within.left), max(box.low - out, within.low)
        right, high = min(box.right + out, within.right), min(box.high + out, within.high)
        corner = out + radius
        self.ink.add(Color(1, 1, 1, 1))
        self.ink.add(
            BorderImage(
                texture=_texture(theme.name, bands, radius),
                border=(corner,) * 4,
                pos=(left, low),
                size=(right - left, high - low),
            )
        )

    def hide(self) -> None:
        self.ink.clear()
        self._shown = self.around = None


@lru_cache(maxsize=16)
def _texture(name: str, bands: tuple[int, ...], radius: int) -> Texture:
    """The smallest ring with these bands (px, from the inside) and this inner radius, in the colours of the theme."""
    out = sum(bands)
    side = 2 * (out + radius) + 2
    image = Image.new("RGBA", (side * _OVER, side * _OVER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    inset = 0
    fills = [_rgba("ring_outer"), _rgba("ring_band"), _rgba("ring_inner"), (0, 0, 0, 0)]
    for fill, band in zip(fills, (*reversed(bands), 0), strict=True):
        far = (side - inset) * _OVER - 1
        draw.rounded_rectangle((inset * _OVER, inset * _OVER, far, far), (out + radius - inset) * _OVER, fill=fill)
        inset += band
    small = image.resize((side, side), Image.Resampling.BOX)
    texture = Texture.create(size=small.size, colorfmt="rgba")
    texture.blit_buffer(small.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    return texture


def _rgba(token: str) -> tuple[int, ...]:
    return tuple(round(part * 255) for part in theme.colour(token))
