"""The one source of colour, size and type for all screens, in the panel's pixels."""

import json
from typing import Any

from kivy.core.text import LabelBase
from kivy.event import EventDispatcher
from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from screens.tokens import ASSETS, SCALES, Palette, Panel, Rgba, Sizes, ThemeName, palette, sizes

ICON_FONT = "Icons"
_WEIGHTS = {500: "Medium", 600: "SemiBold", 700: "Bold", 800: "ExtraBold"}


class Theme(EventDispatcher):
    """Colours by token (`theme.colour("tre")`), lengths by name (`theme.px("gap")`), text by role.

    Widgets read it when they are built; whoever calls `use` builds them anew.
    """

    name = StringProperty("light")
    scale = NumericProperty(1.0)
    panel = ObjectProperty(Panel())

    def use(self, name: ThemeName | None = None, size: str | None = None, panel: Panel | None = None) -> bool:
        """Change what is given: theme, text size ("1", "1.25", "1.5"), panel. True if anything changed."""
        before = (self.name, self.scale, self.panel)
        self.name = name or self.name
        self.scale = SCALES[size] if size else self.scale
        self.panel = panel or self.panel
        return before != (self.name, self.scale, self.panel)

    @property
    def palette(self) -> Palette:
        return palette(self.name)

    @property
    def edges(self) -> bool:
        """Whether things that can be pressed show a lower edge."""
        return self.palette.edges

    @property
    def large(self) -> bool:
        """Larger text than usual: two columns become rows."""
        return self.scale > 1

    def colour(self, token: str) -> Rgba:
        return self.palette.colours[token]

    @property
    def lying(self) -> bool:
        """The panel lies: what is read stands left, what is touched right."""
        return not self.panel.portrait

    @property
    def sizes(self) -> Sizes:
        return sizes(self.lying)

    def px(self, name: str) -> int:
        """A named length of sizes.yaml, e.g. "gap", "radius_tile", "target_button"."""
        return self.panel.px(self.sizes.mm[name])

    def mm(self, mm: float) -> int:
        """A length of the standing panel as pixels of this one. A lying panel has less height: what only gives room is
        smaller on it (what must be so many mm is asked of `panel.px`)."""
        return self.panel.px(mm * self.sizes.room)

    def text_px(self, role: str) -> int:
        """The em of a role of text at the present scale, in px."""
        kind = self.sizes.roles[role]
        return self.panel.px(kind.em * min(self.scale, kind.most))

    def scaled(self, mm: float, most: float = 1.5) -> int:
        """A length that grows with the text, such as an icon in a line of it."""
        return self.mm(mm * min(self.scale, most))

    def line_px(self, role: str) -> int:
        """The pitch of lines of a role, in px."""
        return round(self.text_px(role) * self.sizes.roles[role].line)

    def font(self, role: str) -> str:
        return f"BVP{self.sizes.roles[role].weight}"


def icon(name: str) -> str:
    """The character of an icon in the font `Icons`. Raises KeyError for an icon that is not in the subset."""
    return chr(int(_ICONS[name], 16))


def _register() -> dict[str, Any]:
    for weight, file in _WEIGHTS.items():
        LabelBase.register(f"BVP{weight}", str(ASSETS / "fonts" / f"BeVietnamPro-{file}.ttf"))
    LabelBase.register(ICON_FONT, str(ASSETS / "icons" / "mdi-subset.ttf"))
    return json.loads((ASSETS / "icons" / "mdi.json").read_text("utf-8"))


_ICONS = _register()
theme = Theme()
