"""The Vietnamese keyboard: tones, ă â đ ê ô ơ ư, letters. One is built and moves from page to page."""

from collections.abc import Callable
from functools import partial

from kivy.graphics import InstructionGroup

from kiosk.language.text import Language, Words
from screens.theme import theme
from screens.widgets.keys import CLEAR, GO, LETTER, SPACE, TONE, TONE_ON, TOOL, TOOL_ON, VOWEL, Key, Look
from screens.widgets.part import Part
from screens.widgets.shapes import bar
from screens.widgets.typing_model import Mode, Tone

OnKey = Callable[[str, str], None]
"""called with an act and its value: key and the sign, tone and its name, capital, erase, clear, go"""

TONES = {"sac": Tone.SAC, "huyen": Tone.HUYEN, "hoi": Tone.HOI, "nga": Tone.NGA, "nang": Tone.NANG, "plain": Tone.PLAIN}
_SHAPES = {"sac": "á", "huyen": "à", "hoi": "ả", "nga": "ã", "nang": "ạ", "plain": "a"}
_VOWELS = "ăâđêôơư"
_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALPHABETICAL = ("abcdefghij", "klmnopqrs", "tuvwxyz")
_DIGITS = ("12345", "67890")
_SIGNS = ",./-"
_APART = 0.25
"""between letters and the seven on a lying panel, in keys"""

Line = list[tuple[Key | None, float]]
"""keys from the left with their share of the width; None is a gap"""


class Keyboard(Part):
    """The keys of a mode. A page takes it (`Keyboard.taken`), places it, and gives it back by letting go.

    name: letters, ' and -. text: letters and a key for one capital, or digits and , . / - behind 123. search: letters
    only, no tones.
    """

    ground = "key"
    _one: "Keyboard | None" = None

    def __init__(self, lang: Language) -> None:
        super().__init__()
        self.lang = lang
        self.dress = (theme.name, theme.scale, theme.panel, lang)
        self.mode: Mode = "name"
        self.alphabetical = self.digits = False
        self.on_key: OnKey = _nobody
        self._tone: str | None = None
        self._go_label = ""
        self._placed: tuple[object, ...] = ()
        say = partial(Words.load().say, lang=lang)
        self._keys = {sign: self._key("key", sign, LETTER, sign.upper()) for sign in (*"".join(_QWERTY), *"'-")}
        self._keys |= {sign: self._key("key", sign, LETTER, sign) for sign in (*"".join(_DIGITS), *",./")}
        self._keys |= {sign: self._key("key", sign, VOWEL, sign.upper()) for sign in _VOWELS}
        self._tones = {
            name: self._key("tone", name, TONE, shape, say(f"keys.tone.{name}")) for name, shape in _SHAPES.items()
        }
        self._space = self._key("key", " ", SPACE, say("keys.space"))
        self._clear = self._key("clear", "", CLEAR, say("keys.clear"))
        self._capital = self._key("capital", "", TOOL, say("keys.capital"))
        self._erase = self._key("erase", "", TOOL, icon="backspace-outline")
        self._orders = [Key("order", "", TOOL, self.reorder, say(key)) for key in ("keys.alphabetical", "keys.qwerty")]
        self._swaps = [Key("digits", "", TOOL, self.swap, say(key)) for key in ("keys.digits", "keys.letters")]
        self._go: Key | None = None

    @classmethod
    def taken(cls, mode: Mode, lang: Language, on_key: OnKey, go: str = "") -> "Keyboard":
        """The one keyboard, out of the hands of whoever had it. `go`: the label of a last key that answers."""
        dress = (theme.name, theme.scale, theme.panel, lang)
        before = cls._one
        if before is None or before.dress != dress:
            cls._one = cls(lang)
            if before is not None:
                cls._one.alphabetical = before.alphabetical
        one = cls._one
        if one.parent is not None:
            one.parent.remove_widget(one)
        one.on_key = on_key
        one._set(mode, go)
        return one

    @classmethod
    def forget(cls) -> None:
        """Back to QWERTY, and out of the hands of the page that had it: somebody else is coming."""
        if cls._one is not None:
            cls._one.alphabetical = False
            cls._one.on_key = _nobody
            cls._one.show_tone(None)
            cls._one.show_capital(False)
            if cls._one.parent is not None:
                cls._one.parent.remove_widget(cls._one)

    def fit(self, width: float) -> float:
        return self._height(self._letter_height())

    def least(self) -> float:
        """The height, px, below which it does not go: keys lower, words as large as ever."""
        return self._height(self._least_letter())

    def show_tone(self, tone: Tone | None) -> None:
        """Light the key of the tone that is in force."""
        name = next((name for name, value in TONES.items() if value is tone), None)
        if name == self._tone:
            return
        for key in (self._tone, name):
            if key is not None:
                self._tones[key].wear(TONE_ON if key == name else TONE)
        self._tone = name

    def show_capital(self, asked: bool) -> None:
        """Light the key of the capital until it is used."""
        look = TOOL_ON if asked else TOOL
        if self._capital.look is not look:
            self._capital.wear(look)

    def swap(self) -> None:
        """Between letters and digits."""
        self.digits = not self.digits
        self._lay()

    def reorder(self) -> None:
        """Between QWERTY and the alphabet."""
        self.alphabetical = not self.alphabetical
        self._lay()

    def place(self, x: float, y: float, width: float, height: float) -> None:
        state = (x, y, width, height, tuple(id(key) for line in self._lines() for key, _ in line))
        if state != self._placed:
            self._placed = state
            super().place(x, y, width, height)

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), "key")
        if not theme.edges:
            line = theme.px("line_hair")
            bar(ink, (self.x, self.top - line, self.width, line), "line")

    def arrange(self) -> None:
        lines = self._lines()
        wanted = {key for line in lines for key, _ in line if key is not None}
        for child in list(self.children):
            if child not in wanted:
                self.remove_widget(child)
        gap, side = theme.px("gap_key"), theme.px("keys_side")
        room = self.width - 2 * side
        letter = max(self._least_letter(), min(self._letter_height(), self._letter_at(self.height)))
        y = self.top - self._padding()
        for number, line in enumerate(lines):
            height = self._tone_height() if self._has_tones and number == 0 else letter
            y -= height
            x = self.x + side
            for (key, _), wide in zip(line, self._widths(line, room, gap), strict=True):
                if key is not None:
                    if key.parent is None:
                        self.add_widget(key)
                    key.place(x, y, round(x + wide) - round(x), height)
                x += wide + gap
            y -= gap

    def _widths(self, line: Line, room: float, gap: float) -> list[float]:
        """The widths of a line's keys, px. On a lying panel a key of n shares is as wide as n keys and the gaps between
        them, so that the lines share their columns."""
        shares = sum(share for _, share in line)
        if theme.lying:
            return [(room + gap) * share / shares - gap for _, share in line]
        return [(room - gap * (len(line) - 1)) * share / shares for _, share in line]

    def _key(self, act: str, value: str, look: Look, label: str = "", under: str = "", icon: str = "") -> Key:
        return Key(act, value, look, lambda: self.on_key(act, value), label, under, icon)

    def _set(self, mode: Mode, go: str) -> None:
        self.mode, self.digits = mode, False
        if go != self._go_label or (go and self._go is None):
            self._go_label = go
            self._go = self._key("answer", "", GO, go) if go else None
        self._placed = ()

    def _lay(self) -> None:
        self._placed = ()
        self.place(*self.pos, *self.size)

    @property
    def _has_tones(self) -> bool:
        return self.mode != "search"

    def _lines(self) -> list[Line]:
        if theme.lying and self._has_tones:
            return self._lying_lines()
        lines: list[Line] = []
        if self._has_tones:
            lines.append([(key, 1) for key in self._tones.values()])
            lines.append([(self._keys[sign], 1) for sign in _VOWELS])
        lines += self._digit_lines() if self.digits else self._letter_lines()
        return [*lines, self._last_line()]

    def _lying_lines(self) -> list[Line]:
        """Tones on top, the seven letters right of the others, what answers last."""
        shares = 10 + _APART + 3
        tones: Line = [(key, shares / len(self._tones)) for key in self._tones.values()]
        vowels: list[Line] = [[(self._keys[sign], 1.0) for sign in part] for part in ("ăâđ", "êôơ", "ư")]
        vowels[2].append((self._erase, 2.0))
        letters = self._lying_digits() if self.digits else self._lying_letters()
        lines = [[*left, (None, _APART), *right] for left, right in zip(letters, vowels, strict=True)]
        last: Line = [(self._clear, 2.1)]
        if self.mode == "text" and not self.digits:
            last.append((self._capital, 2.1))
        left = shares - sum(share for _, share in last)
        go: Line = [(self._go, 4.0)] if self._go is not None else []
        return [tones, *lines, [*last, (self._space, left - 4.0 if go else left), *go]]

    def _lying_letters(self) -> list[Line]:
        first, second, (order, *letters, _) = self._letter_lines()
        signs: Line = [(self._keys["'"], 0.75), (self._keys["-"], 0.75)]
        end: Line = [(self._swaps[False], 1.5)] if self.mode == "text" else signs
        return [first, second, [(order[0], 1.5), *letters, *end]]

    def _lying_digits(self) -> list[Line]:
        digits: list[Line] = [[(self._keys[sign], 2.0) for sign in row] for row in _DIGITS]
        signs: Line = [(self._keys[sign], 2.0) for sign in _SIGNS]
        return [*digits, [(self._swaps[True], 2.0), *signs]]

    def _letter_lines(self) -> list[Line]:
        first, second, third = (
            [(self._keys[sign], 1.0) for sign in row] for row in (_ALPHABETICAL if self.alphabetical else _QWERTY)
        )
        order = self._orders[self.alphabetical]
        return [first, [(None, 0.5), *second, (None, 0.5)], [(order, 1.4), *third, (self._erase, 1.4)]]

    def _digit_lines(self) -> list[Line]:
        first, second = ([(self._keys[sign], 1.0) for sign in row] for row in _DIGITS)
        return [first, second, [*[(self._keys[sign], 1.0) for sign in _SIGNS], (self._erase, 1.0)]]

    def _last_line(self) -> Line:
        line: Line = [(self._space, 6.0), (self._clear, 2.1)]
        if self._go is not None:
            line = [(self._space, 3.0), (self._clear, 2.1), (self._go, 2.4)]
        if self.mode == "text":
            wide = 1.5 if self._go is None else 1.3
            capital: Line = [] if self.digits else [(self._capital, wide)]
            line = [(self._swaps[self.digits], wide), *capital, *line]
        elif self.mode == "name":
            line = [(self._keys["'"], 1.0), (self._keys["-"], 1.0), *line]
        return line

    def _padding(self) -> float:
        return theme.mm(6.2) if self.height >= self.fit(0) else theme.mm(3.7)

    def _letter_height(self) -> float:
        return max(theme.px("target_key"), self._least_letter())

    def _least_letter(self) -> float:
        return max(theme.px("target_key_least"), self._keys["a"].words[0].pitch + theme.mm(2.8))

    def _tone_height(self) -> float:
        return max(theme.px("target_key_tone"), self._tones["sac"].fit(0))

    def _height(self, letter: float) -> float:
        lines = len(self._lines())
        padding = 2 * theme.mm(6.2 if letter >= self._letter_height() else 3.7)
        tones = self._tone_height() if self._has_tones else 0
        return padding + tones + (lines - bool(tones)) * letter + (lines - 1) * theme.px("gap_key")

    def _letter_at(self, height: float) -> float:
        lines = len(self._lines())
        tones = self._tone_height() if self._has_tones else 0
        left = height - 2 * self._padding() - tones - (lines - 1) * theme.px("gap_key")
        return left / (lines - bool(tones))


def _nobody(act: str, value: str) -> None:
    """A key that is struck while no page has the keyboard does nothing."""
