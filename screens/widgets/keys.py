"""A key: acts on release, shows at once that it is down, may be struck again at once."""

from collections.abc import Callable
from dataclasses import dataclass

from kivy.graphics import InstructionGroup

from screens.theme import theme
from screens.widgets.part import Part
from screens.widgets.shapes import box
from screens.widgets.target import Target
from screens.widgets.text import Icon, Text


@dataclass(frozen=True)
class Look:
    """Colours by token, type by role, lengths by name in the theme."""

    fill: str = "surface"
    outline: str = "line"
    word: str = "ink"
    role: str = "key"
    line: float = 0.62
    """mm"""
    edge: str = "line_edge_key"
    radius: str = "radius_key"


LETTER = Look()
VOWEL = Look(fill="tre1", outline="key_vowel_line", word="tone")
TONE = Look(fill="nghe1", outline="nghe7", word="tone", role="tone")
TONE_ON = Look(fill="tone_on", outline="nghe7", word="on_help", role="tone")
TOOL = Look(fill="key_tool", word="key_word", role="tool")
TOOL_ON = Look(fill="tone_on", outline="nghe7", word="on_help", role="tool")
SPACE = Look(word="ink2", role="space")
CLEAR = Look(word="son", role="tool")
GO = Look(fill="action", outline="action_edge", word="on_action", role="go")
PAD = Look(word="tre9", role="pad", line=0.93, edge="line_edge", radius="radius_field")
PAD_LETTER = Look(word="tre9", role="key", line=0.93, edge="line_edge", radius="radius_field")
PAD_TOOL = Look(fill="key_tool2", word="key_word", role="tool", line=0.93, edge="line_edge", radius="radius_field")
PAD_CLEAR = Look(fill="key_tool2", word="son", role="tool", line=0.93, edge="line_edge", radius="radius_field")


class Key(Target):
    """One key. `label` is drawn on it, `under` below that, or `icon` alone where its act is known to everybody."""

    is_key = True

    def __init__(
        self,
        act: str,
        value: str,
        look: Look,
        command: Callable[[], None],
        label: str = "",
        under: str = "",
        icon: str = "",
    ) -> None:
        super().__init__(act, value, command)
        self._label, self._under, self._icon = label, under, icon
        self.wear(look)

    def wear(self, look: Look) -> None:
        """Take another look, in the same place."""
        self.look, self.ground, self.frame, self.corner = look, look.fill, look.outline, look.radius
        self.clear_widgets()
        self.words: list[Text] = []
        self.picture: Icon | None = None
        if self._icon:
            self.picture = Icon(self._icon, theme.px("icon_key"), look.word)
            self.add_widget(self.picture)
        elif self._label:
            self.words.append(Text(self._label, look.role, look.word, align="center", middle=True))
        if self._under:
            second = look.word if look is TONE_ON else "nghe9"
            self.words.append(Text(self._under, "tone_name", second, align="center", middle=True))
        for part in self.words:
            self.add_widget(part)
        if self.width > 1 and self.parent is not None:
            self.again()

    def fit(self, width: float) -> float:
        heights = [part.pitch for part in self.words] or [0]
        return max(theme.px("target_key"), (max(heights) if theme.lying else sum(heights)) + theme.mm(4))

    def paint(self, ink: InstructionGroup) -> None:
        look = self.look
        line = theme.mm(look.line) if theme.edges else theme.px("line_control")
        edge = theme.px(look.edge) if theme.edges else line
        x, y, width, height = *self.pos, *self.size
        radius = theme.px(look.radius)
        if self.pressed:
            drop = self._drop()
            box(ink, (x, y, width, height - drop), radius, "key_down", look.outline, line)
        else:
            box(ink, (x, y, width, height), radius, look.fill, look.outline, line, edge)

    def arrange(self) -> None:
        lift = theme.px(self.look.edge) / 2 if theme.edges else 0
        middle = self.center_y + (-self._drop() / 2 if self.pressed else lift)
        if theme.lying and len(self.words) > 1:
            self._abreast(middle)
        else:
            for part, y, height in self._stack(middle):
                part.place(self.x, y, self.width, height)
        if self.picture:
            px = self.picture.px
            self.picture.place(self.center_x - px / 2, middle - px / 2, px, px)

    def _stack(self, middle: float) -> list[tuple[Part, float, float]]:
        y = middle + sum(part.pitch for part in self.words) / 2
        placed: list[tuple[Part, float, float]] = []
        for part in self.words:
            y -= part.pitch
            placed.append((part, y, part.pitch))
        return placed

    def _abreast(self, middle: float) -> None:
        """Both words in one line."""
        gap = theme.mm(4.4)
        x = self.center_x - (sum(part.natural() for part in self.words) + gap * (len(self.words) - 1)) / 2
        for part in self.words:
            part.place(x, middle - part.pitch / 2, part.natural(), part.pitch)
            x += part.natural() + gap

    def _drop(self) -> float:
        return theme.mm(1.24) if theme.edges else 0
