"""Pads of large keys: digits, and digits with the 26 letters beside them."""

from collections.abc import Callable
from functools import partial

from kiosk.language.text import Language, Words
from screens.theme import theme
from screens.widgets.keys import PAD, PAD_CLEAR, PAD_LETTER, PAD_TOOL, Key
from screens.widgets.part import Part


class Pad(Part):
    """Keys in a grid that takes the height it is given, up to the keys' full size. Emits through `on_key`: key and its
    sign, erase, clear. `letters`: digits left, letters right, six rows; else the four rows of a telephone."""

    grow = True

    def __init__(self, on_key: Callable[[str, str], None], lang: Language, letters: bool = False) -> None:
        super().__init__()
        self.letters = letters
        say = partial(Words.load().say, lang=lang)
        look = PAD_LETTER if letters else PAD
        signs = "0123456789" + ("ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letters else "")
        self.keys = {sign: Key("key", sign, look, partial(on_key, "key", sign), sign) for sign in signs}
        self.clear = Key("clear", "", PAD_CLEAR, partial(on_key, "clear", ""), say("keys.clear"))
        self.erase = Key("erase", "", PAD_TOOL, partial(on_key, "erase", ""), icon="backspace-outline")
        for key in (*self.keys.values(), self.clear, self.erase):
            self.add_widget(key)

    @property
    def rows(self) -> int:
        return 6 if self.letters else 4

    def fit(self, width: float) -> float:
        """The height with the lowest keys: as high as their words and 26 mm at least."""
        least = max(theme.px("target_key_pad_least"), self.keys["0"].words[0].pitch + theme.mm(3.1))
        return least * self.rows + self._gap() * (self.rows - 1)

    def arrange(self) -> None:
        most = round(theme.px("target_key_pad") * (1 if self.letters else 1.2 if theme.panel.portrait else 1.45))
        high = min(most, (self.height - self._gap() * (self.rows - 1)) / self.rows)
        if not self.letters:
            self._grid(self.x, self.width, high, ["123", "456", "789"], 3)
            self._row(self.x, self.width, high, 3, [(self.clear, 1), (self.keys["0"], 1), (self.erase, 1)], 3)
            return
        between = theme.px("gap")
        left = (self.width - between) * 3 / 8
        self._grid(self.x, left, high, ["123", "456", "789"], 3)
        for number, key in enumerate((self.keys["0"], self.erase, self.clear), start=3):
            self._row(self.x, left, high, number, [(key, 3)], 3)
        right = self.width - between - left
        self._grid(self.x + left + between, right, high, ["ABCDE", "FGHIJ", "KLMNO", "PQRST", "UVWXY", "Z"], 5)

    def _grid(self, x: float, width: float, high: float, rows: list[str], columns: int) -> None:
        for number, signs in enumerate(rows):
            self._row(x, width, high, number, [(self.keys[sign], 1) for sign in signs], columns)

    def _row(self, x: float, width: float, high: float, number: int, keys: list[tuple[Key, int]], columns: int) -> None:
        gap = self._gap()
        unit = (width - gap * (columns - 1)) / columns
        y = self.top - high - number * (high + gap)
        for key, span in keys:
            wide = unit * span + gap * (span - 1)
            key.place(x, y, wide, high)
            x += wide + gap

    def _gap(self) -> float:
        return theme.px("gap_key") if self.letters else theme.px("gap_pad")
