"""Vietnamese from keys: direct letters with tone keys, Telex, and VNI, on one engine.

Where the engines of the world differ we choose: a syllable that cannot be takes no mark, and after a mark was undone by
its own key the rest of the word is taken as it is typed.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from kiosk.language.syllable import (
    BREVE,
    HAT,
    HOI,
    HORN,
    HUYEN,
    NANG,
    NGA,
    SAC,
    TONES,
    Style,
    is_syllable,
    letters,
    may_carry,
    nucleus,
    plain,
    replaced,
    shape_of,
    shaped,
    split_word,
    with_tone,
    word_tone,
)
from kiosk.language.text import nfc
from kiosk.records import Field, fault, present

Method = Literal["telex", "vni", "direct"]

ERASE = "\b"
PLAIN = "\0"
"""the key that takes the tone off, in the direct method"""

_TONE_KEYS: dict[Method, dict[str, str]] = {
    "telex": {"s": SAC, "f": HUYEN, "r": HOI, "x": NGA, "j": NANG, "z": ""},
    "vni": {"1": SAC, "2": HUYEN, "3": HOI, "4": NGA, "5": NANG, "0": ""},
    "direct": {},
}
_HAT_KEYS: dict[Method, dict[str, str]] = {
    "telex": {"a": "a", "e": "e", "o": "o"},
    "vni": {"6": "aeo"},
    "direct": {},
}
_HORN_KEYS: dict[Method, dict[str, str]] = {
    "telex": {"w": "aou"},
    "vni": {"7": "ou", "8": "a"},
    "direct": {},
}
"""vowels that the key gives a horn, or a breve to an a"""
_STROKE_KEY: dict[Method, str] = {"telex": "d", "vni": "9", "direct": ""}

_RECORD = {
    "keys": Field(str, required=True),
    "method": Field(str, among=get_args(Method)),
    "style": Field(str, among=get_args(Style)),
}


def retone(text: str, tone: str, style: Style = "old") -> str:
    """The text with `tone` (a combining mark; PLAIN or nothing takes it off) on its last syllable. The same tone again
    takes it off. A text that does not end in a letter, or a word without a vowel, stays as it is."""
    head, word = split_word(text)
    parts = letters(word)
    tone = "" if tone == PLAIN or tone == word_tone(parts) else tone
    return nfc(head + "".join(with_tone(parts, tone, style)))


def extend(text: str, letter: str, style: Style = "old") -> str:
    """The text with one more letter or sign; the tone of the last syllable moves where it now belongs (hòa, hoàn)."""
    head, word = split_word(nfc(text + letter))
    return nfc(head + "".join(replaced(letters(word), style)))


def erase(text: str) -> str:
    """The text without its last letter, which goes with its marks."""
    at = len(text)
    while at and unicodedata.combining(text[at - 1]):
        at -= 1
    return text[: max(at - 1, 0)]


class TypingEngine:
    """Keys in, text out, one key at a time. `text` is NFC at every moment."""

    def __init__(self, method: Method = "telex", style: Style = "old", text: str = "") -> None:
        self.method: Method = method
        self.style: Style = style
        self._head, word = split_word(nfc(text))
        self._word = letters(word)
        self._is_undone = False
        self._is_lone_horn = False

    @property
    def text(self) -> str:
        return self._head + "".join(self._word)

    def type(self, keys: str) -> str:
        """Press every code point of `keys`; gives the text."""
        for key in keys:
            self.press(key)
        return self.text

    def press(self, key: str) -> None:
        """One key: a code point as in `kiosk type`. A control character that has no meaning here does nothing."""
        if key == ERASE:
            self._start(erase(self.text))
        elif self.method == "direct" and (key in TONES or key == PLAIN):
            self._start(retone(self.text, key, self.style))
        elif unicodedata.category(key) == "Cc":
            return
        elif self._is_undone or not self._mark(key):
            self._append(key)

    def _mark(self, key: str) -> bool:
        """Take the key as a mark, or as the undoing of one; False if it is neither."""
        small = key.lower()
        tones, hats, horns = _TONE_KEYS[self.method], _HAT_KEYS[self.method], _HORN_KEYS[self.method]
        if small in tones:
            return self._tone(key, tones[small])
        if small == _STROKE_KEY[self.method]:
            return self._stroke(key)
        if small in hats:
            return self._shape(key, self._hatted(hats[small]), HAT, hats[small])
        if small in horns:
            if self.method == "telex" and self._lone_horn(key):
                return True
            return self._shape(key, self._horned(horns[small]), HORN + BREVE, horns[small])
        return False

    def _tone(self, key: str, tone: str) -> bool:
        now = word_tone(self._word)
        if not (may_carry(self._word, tone) if tone else now):
            return False
        if tone and tone == now:
            self._undo(with_tone(self._word, "", self.style), key)
        else:
            self._word = with_tone(self._word, tone, self.style)
        return True

    def _stroke(self, key: str) -> bool:
        """d beside d, or at the end of a syllable that begins with one."""
        for at in dict.fromkeys((len(self._word) - 1, 0)):
            if not self._word or not (at == len(self._word) - 1 or may_carry(self._word, SAC)):
                continue
            if self._word[at] in "dD":
                self._word[at] = "đ" if self._word[at] == "d" else "Đ"
                return True
            if self._word[at] in "đĐ":
                plain_d = "d" if self._word[at] == "đ" else "D"
                self._undo([*self._word[:at], plain_d, *self._word[at + 1 :]], key)
                return True
        return False

    def _shape(self, key: str, candidates: Iterator[list[str]], marks: str, bases: str) -> bool:
        """Take the first candidate that is a syllable; else undo the marks that this key makes, if there are any."""
        for candidate in candidates:
            if candidate != self._word and is_syllable(candidate):
                self._word = replaced(candidate, self.style)
                return True
        made = [at for at in range(*nucleus(self._word)) if self._is_made(at, marks, bases)]
        if made and is_syllable(self._word):
            bare = [shaped(letter, "") if at in made else letter for at, letter in enumerate(self._word)]
            self._undo(replaced(bare, self.style), key)
            return True
        return False

    def _is_made(self, at: int, marks: str, bases: str) -> bool:
        mark = shape_of(self._word[at])
        return bool(mark) and mark in marks and plain([shaped(self._word[at], "")]) in bases

    def _hatted(self, bases: str) -> Iterator[list[str]]:
        for at in self._vowels(bases):
            yield self._with({at: HAT})
            if at and plain(self._word[at - 1 : at]) == "ư":
                yield self._with({at - 1: "", at: HAT})

    def _horned(self, bases: str) -> Iterator[list[str]]:
        start, stop = nucleus(self._word)
        bare = "".join(plain([shaped(letter, "")]) for letter in self._word[start:stop])
        at = start + bare.find("uo")
        if "uo" in bare and "o" in bases:
            has_more = at + 2 < len(self._word)
            yield self._with({at: HORN, at + 1: HORN} if has_more else {at + 1: HORN})
            return
        for at in self._vowels(bases):
            yield self._with({at: BREVE if plain([shaped(self._word[at], "")]) == "a" else HORN})

    def _vowels(self, bases: str) -> Iterator[int]:
        """Places in the nucleus of vowels with one of these bases, last first."""
        start, stop = nucleus(self._word)
        return (at for at in reversed(range(start, stop)) if plain([shaped(self._word[at], "")]) in bases)

    def _with(self, marks: Mapping[int, str]) -> list[str]:
        return [shaped(letter, marks[at]) if at in marks else letter for at, letter in enumerate(self._word)]

    def _lone_horn(self, key: str) -> bool:
        """w where no vowel is: ư; the same key again takes it back to w."""
        if self._is_lone_horn and plain(self._word[-1:]) == "ư":
            self._undo(self._word[:-1], key)
            return True
        start, stop = nucleus(self._word)
        if start != stop:
            return False
        self._word.append("Ư" if key.isupper() else "ư")
        self._is_lone_horn = True
        return True

    def _append(self, key: str) -> None:
        is_undone, before = self._is_undone, self._word
        self._start(nfc(self.text + key))
        self._is_undone = is_undone and bool(self._word)
        if self._word and not self._is_undone:
            if self.method != "direct" and len(self._word) > len(before):
                self._spread_horn()
            self._word = replaced(self._word, self.style)

    def _spread_horn(self) -> None:
        """uơ and ưo become ươ as soon as a letter follows that may: uowc, uwoc, uowi."""
        at = len(self._word) - 3
        if at < nucleus(self._word)[0] or plain(self._word[at : at + 2]) not in ("uơ", "ưo"):
            return
        spread = self._with({at: HORN, at + 1: HORN})
        if is_syllable(spread):
            self._word = spread

    def _undo(self, word: list[str], key: str) -> None:
        self._word = [*word, key]
        self._is_undone, self._is_lone_horn = True, False

    def _start(self, text: str) -> None:
        """Go on from this text as if it had just been met."""
        self._head, word = split_word(text)
        self._word = letters(word)
        self._is_undone = self._is_lone_horn = False


def type_answer(record: Mapping[str, Any]) -> dict[str, str]:
    """The answer to one record `{"keys", "method", "style"}` of `kiosk type --jsonl`: `{"text"}` or an error."""
    if found := fault(record, _RECORD):
        return found
    given = present(record)
    engine = TypingEngine(given.get("method", "telex"), given.get("style", "old"))
    return {"text": engine.type(given["keys"])}
