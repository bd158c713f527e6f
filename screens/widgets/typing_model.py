"""What the keyboard does to a text, with no screen: capitals, tones at any time, erasing, completing a word.

The cursor is always at the end. The text is NFC.
"""

import unicodedata
from enum import StrEnum
from typing import Literal

from kiosk.language.text import nfc
from kiosk.language.typing import erase, extend, retone

Mode = Literal["name", "text", "search"]
"""name: letters and what joins them, a capital a word. text: digits and signs too, one capital. search: small
letters."""


class Tone(StrEnum):
    """The combining mark of a tone; PLAIN takes the tone off."""

    SAC = "\N{COMBINING ACUTE ACCENT}"
    HUYEN = "\N{COMBINING GRAVE ACCENT}"
    HOI = "\N{COMBINING HOOK ABOVE}"
    NGA = "\N{COMBINING TILDE}"
    NANG = "\N{COMBINING DOT BELOW}"
    PLAIN = "\0"


NAME_SIGNS = "'’-"
TEXT_SIGNS = ",./-'’()"

_MARKS = frozenset(tone.value for tone in Tone if tone is not Tone.PLAIN)


class TypingModel:
    """A text being typed. Every act says by True that the text has changed."""

    def __init__(self, mode: Mode = "name", value: str = "", limit: int = 60) -> None:
        self.mode: Mode = mode
        self.limit = limit
        self.text = nfc(value)[:limit]
        self.capital = False
        """whether the next letter will be a capital: asked for, not used yet"""

    @property
    def answer(self) -> str:
        """The text without blanks at its ends and without double blanks."""
        return " ".join(self.text.split())

    @property
    def word(self) -> str:
        """What stands after the last blank; empty when a new word is about to begin."""
        return self.text[self.text.rfind(" ") + 1 :]

    @property
    def tone(self) -> Tone | None:
        """The tone that the word now has, None without one."""
        for char in reversed(unicodedata.normalize("NFD", self.word)):
            if char in _MARKS:
                return Tone(char)
        return None

    def press(self, sign: str) -> bool:
        """Add one letter, digit, sign or blank as its key sends it (letters small). A tone moves where it now belongs.
        What the mode has no use for is ignored, and so is a blank at the start or after a blank."""
        sign = nfc(sign)
        if len(sign) != 1 or len(self.text) >= self.limit or not self._takes(sign):
            return False
        self.text = extend(self.text, self._cased(sign))
        self.capital = self.capital and not sign.isalpha()
        return True

    def press_capital(self) -> bool:
        """Ask for one capital, or take that back. In a text only: a name has its capitals by itself."""
        if self.mode != "text":
            return False
        self.capital = not self.capital
        return True

    def press_tone(self, tone: Tone) -> bool:
        """Put the tone on the word, wherever in it the cursor stands; the same tone again takes it off."""
        before = self.text
        self.text = retone(before, tone.value)
        return self.text != before

    def erase(self) -> bool:
        """Take away the last character as people see it: a letter goes with its marks."""
        before, self.text = self.text, erase(self.text)
        return bool(before)

    def clear(self) -> bool:
        before, self.text, self.capital = self.text, "", False
        return bool(before)

    def complete(self, word: str) -> bool:
        """Put `word` in the place of the word being typed, and a blank after it while there is room."""
        text = self.text[: len(self.text) - len(self.word)] + nfc(word)
        if len(text) > self.limit:
            return False
        self.text = text + " " if len(text) < self.limit else text
        return True

    def _takes(self, sign: str) -> bool:
        if sign == " ":
            return bool(self.text) and not self.text.endswith(" ")
        if sign.isalpha():
            return True
        if self.mode == "text":
            return sign.isdecimal() or sign in TEXT_SIGNS
        return self.mode == "name" and sign in NAME_SIGNS

    def _cased(self, sign: str) -> str:
        if self.mode == "search":
            return sign.lower()
        begins = self.capital or not self.text or (self.mode == "name" and self.text[-1] in " " + NAME_SIGNS)
        return sign.upper() if begins and len(sign.upper()) == 1 else sign
