"""Words and icons. A text never clips: it takes the height its lines need, and each line keeps its full texture."""

from functools import lru_cache

from kivy.core.text import Label as CoreLabel
from kivy.graphics import InstructionGroup, Rectangle
from kivy.graphics.texture import Texture

from screens.theme import ICON_FONT, icon, theme
from screens.widgets import compounds
from screens.widgets.part import Align, Part
from screens.widgets.wrapping import wrap

_BELOW_EM = 0.265
"""depth of Be Vietnam Pro under its base line, in em; a line's texture ends there"""
_LINE_EM = 1.265

_KNOWN = 16
"""so many broken texts a part remembers"""


class Text(Part):
    """Words in a role of the theme. `colour` is a token; `balance` evens the lines, as titles want it."""

    is_text = True

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        colour: str = "ink",
        align: Align = "left",
        balance: bool = False,
        middle: bool = False,
    ) -> None:
        """`middle`: in a rectangle higher than the lines, stand in its middle instead of at its top."""
        super().__init__()
        self.text, self.role, self.colour, self.align = text, role, colour, align
        self.balance, self.middle = balance, middle
        self.px, self.pitch, self.font = theme.text_px(role), theme.line_px(role), theme.font(role)
        self.lines: list[str] = []
        self._known: dict[tuple[str, int, float], list[str]] = {}

    def fit(self, width: float) -> float:
        return self.pitch * len(self._wrapped(width)) if self.text else 0

    @property
    def base(self) -> float:
        """How far the base line of a line stands above its lower edge, px."""
        return self.pitch / 2 - self.px * (_LINE_EM / 2 - _BELOW_EM)

    def natural(self) -> float:
        """The width, px, of the text with no other break than its own."""
        return max(extent(line, self.font, self.px) for line in self.text.split("\n")) + 2

    def say(self, text: str) -> None:
        """Change the words in the same rectangle."""
        if text != self.text:
            self.text = text
            self.again()

    @property
    def texture_size(self) -> tuple[float, float]:
        """Width of the widest line and height of all lines, px: what must stay inside `size`."""
        if not self.text:
            return 0, 0
        return max(extent(line, self.font, self.px) for line in self.lines), self.pitch * len(self.lines)

    def paint(self, ink: InstructionGroup) -> None:
        self.lines = self._wrapped(self.width)
        if not self.text:
            return
        self.tint(ink, self.colour)
        top = self.top - ((self.height - self.pitch * len(self.lines)) / 2 if self.middle else 0)
        for number, line in enumerate(self.lines):
            if not line.strip():
                continue
            texture = line_texture(line, self.font, self.px)
            width, height = texture.size
            spare = self.width - width
            x = self.x + {"left": 0, "center": spare / 2, "right": spare}[self.align]
            y = top - self.pitch * (number + 0.5) - height / 2
            ink.add(Rectangle(texture=texture, pos=(round(x), round(y)), size=texture.size))

    def _wrapped(self, width: float) -> list[str]:
        """The lines at that width; a layout asks for the same again and again."""
        asked = (self.text, self.px, width)
        if asked not in self._known:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[asked] = wrap(self.text, lambda line: extent(line, self.font, self.px), width, self.balance)
        return self._known[asked]


class Icon(Part):
    """One icon of the subset by its name, `px` wide and high. Always beside a word, never instead of one."""

    def __init__(self, name: str, px: float, colour: str = "tre") -> None:
        super().__init__()
        self.name, self.px, self.colour = name, round(px), colour
        self.size = (self.px, self.px)

    def fit(self, width: float) -> float:
        return self.px

    def paint(self, ink: InstructionGroup) -> None:
        texture = line_texture(icon(self.name), ICON_FONT, self.px)
        width, height = texture.size
        self.tint(ink, self.colour)
        pos = (round(self.center_x - width / 2), round(self.center_y - height / 2))
        ink.add(Rectangle(texture=texture, pos=pos, size=texture.size))


@lru_cache(maxsize=8192)
def extent(line: str, font: str, px: int) -> float:
    """The width of a line, px."""
    return CoreLabel(font_name=font, font_size=px).get_extents(line)[0] if line else 0


@lru_cache(maxsize=1024)
def line_texture(line: str, font: str, px: int) -> Texture:
    """The white texture of one line, with room for the marks above and below; tinted where it is drawn.

    Hinted as `extent` measures: a glyph keeps the hinting in which it was first met, and no word may look otherwise for
    what was shown before it.
    """
    label = CoreLabel(text=line, font_name=font, font_size=px, color=(1, 1, 1, 1))
    label.refresh()
    return label.texture


def forget_words() -> None:
    """Drop the pictures and measures of all words so far: a name must not outlive its session."""
    extent.cache_clear()
    line_texture.cache_clear()
    compounds.forget()
