"""A slip as one picture: lines, rules, rows and QR codes laid down from the top, in our own font.

All measures are dots: 576 across 72 mm of printable width (203 dpi, 8 dots a mm).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from kiosk.errors import KioskError
from kiosk.language.text import nfc
from kiosk.payments.qr import QUIET, Matrix, matrix, picture, texts_in

WIDTH: Final = 576
MARGIN: Final = 32
COLUMN: Final = WIDTH - 2 * MARGIN
SMALLEST: Final = 24
MODULE: Final = 6
"""Dots a module of a QR code: 0.75 mm."""
NO_BREAK: Final = "\u00a0"
"""Joins what a line must not part: the groups of a number."""

_FONTS = Path(__file__).parents[2] / "assets" / "fonts"
_TOP, _BOTTOM = 28, 40
_LEADING = 1.3
_BETWEEN = 20
_NARROWEST_VALUE = 200
_RULE, _DASH, _DASH_GAP, _AROUND_RULE = 3, 7, 5, 16
_AROUND_CODE = QUIET * MODULE
_INK_BELOW = 128
_AFTER_CLAUSE, _IN_CLAUSE = 0.05, 0.25


class Weight(StrEnum):
    MEDIUM = "Medium"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"
    EXTRABOLD = "ExtraBold"


class SlipFault(KioskError):
    """The slip that was drawn may not be printed."""

    code = "slip"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of ink: its text, the size of its letters, and (left, top, right, bottom) of its box."""

    text: str
    size: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Slip:
    """`image`: mode "L", 576 wide, black and white only. `texts`: what it says, unwrapped, in reading order."""

    image: Image.Image
    texts: tuple[str, ...]
    lines: tuple[Line, ...]


class Paper:
    """The sheet while it is being filled. Text never leaves its column: it wraps, and a word too long is parted."""

    def __init__(self) -> None:
        self._image = Image.new("L", (WIDTH, 1024), 255)
        self._y = _TOP
        self._texts: list[str] = []
        self._lines: list[Line] = []
        self._codes: list[str] = []

    def centred(self, text: str, size: int = 24, weight: Weight = Weight.MEDIUM, leading: float = _LEADING) -> None:
        """Text in the middle."""
        self._say(text)
        for line in _wrapped(text, _face(weight, size), COLUMN):
            self._put(line, size, weight, leading, "centre", MARGIN, COLUMN)

    def line(self, text: str, size: int = 26, weight: Weight = Weight.MEDIUM, leading: float = _LEADING) -> None:
        """Text from the left."""
        self._say(text)
        for line in _wrapped(text, _face(weight, size), COLUMN):
            self._put(line, size, weight, leading, "left", MARGIN, COLUMN)

    def fitted(self, text: str, largest: int, smallest: int, weight: Weight, centred: bool = False) -> None:
        """Text on one line, as large as the column lets it be; where `smallest` is still too large it wraps."""
        sizes = range(largest, smallest - 1, -1)
        size = next((size for size in sizes if _face(weight, size).length(text) <= COLUMN), smallest)
        put = self.centred if centred else self.line
        put(text, size, weight, 1.2)

    def row(self, label: str, value: str, size: int = 26) -> None:
        """Label on the left, value on the right; a value that needs more room gets lines of its own."""
        self._say(label)
        self._say(value)
        bold = _face(Weight.BOLD, size)
        room = COLUMN - math.ceil(_face(Weight.MEDIUM, size).length(label)) - _BETWEEN
        below = room < _NARROWEST_VALUE or len(_wrapped(value, bold, room)) > len(_wrapped(value, bold, COLUMN)) + 1
        top = self._y
        for line in _wrapped(label, _face(Weight.MEDIUM, size), COLUMN):
            self._put(line, size, Weight.MEDIUM, _LEADING, "left", MARGIN, COLUMN)
        if not below:
            self._y = top
        for line in _wrapped(value, bold, COLUMN if below else room):
            self._put(line, size, Weight.BOLD, _LEADING, "right", MARGIN, COLUMN)

    def steps(self, steps: Sequence[str], size: int = 26) -> None:
        """Numbered lines; what wraps hangs under the words, not under the number."""
        indent = math.ceil(max(_face(Weight.BOLD, size).length(f"{n}. ") for n in range(1, len(steps) + 1)))
        for number, step in enumerate(steps, 1):
            self._say(f"{number}. {step}")
            top = self._y
            self._put(f"{number}.", size, Weight.BOLD, _LEADING, "left", MARGIN, indent)
            self._y = top
            for line in _wrapped(step, _face(Weight.MEDIUM, size), COLUMN - indent):
                self._put(line, size, Weight.MEDIUM, _LEADING, "left", MARGIN + indent, COLUMN - indent)

    def rule(self) -> None:
        """A dashed line over the column, with air around it."""
        self._y += _AROUND_RULE
        self._room(_RULE)
        draw = ImageDraw.Draw(self._image)
        for x in range(MARGIN, WIDTH - MARGIN, _DASH + _DASH_GAP):
            right = min(x + _DASH, WIDTH - MARGIN) - 1
            draw.rectangle((x, self._y, right, self._y + _RULE - 1), fill=0)
        self._y += _RULE + _AROUND_RULE

    def gap(self, dots: int) -> None:
        self._y += dots

    def code(self, payload: str, modules: Matrix | None = None) -> None:
        """A QR code in the middle, its quiet zone counted in."""
        drawn = picture(modules or matrix(payload), MODULE, quiet=0)
        self._y += _AROUND_CODE - _AROUND_RULE
        self._paste(payload, drawn, (WIDTH - drawn.width) // 2, self._y)
        self._y += drawn.height + _AROUND_CODE

    def code_beside(self, payload: str, heading: str, text: str, below: str, size: int = 25) -> None:
        """A QR code on the left and words beside it: a bold heading, a sentence, and signs that can be read out."""
        drawn = picture(matrix(payload), MODULE, quiet=0)
        left = MARGIN + drawn.width + _AROUND_CODE
        room = WIDTH - MARGIN - left
        for said in (heading, text, below):
            self._say(said)
        words = [
            *((line, Weight.BOLD) for line in _wrapped(heading, _face(Weight.BOLD, size), room)),
            *((line, Weight.MEDIUM) for line in _wrapped(text, _face(Weight.MEDIUM, size), room)),
            *((line, Weight.SEMIBOLD) for line in _wrapped(below, _face(Weight.SEMIBOLD, size), room)),
        ]
        height = round(size * _LEADING) * len(words)
        self._y += _AROUND_CODE - _AROUND_RULE
        top, block = self._y, max(height, drawn.height)
        self._paste(payload, drawn, MARGIN, top + (block - drawn.height) // 2)
        self._y = top + (block - height) // 2
        for line, weight in words:
            self._put(line, size, weight, _LEADING, "left", left, room)
        self._y = top + block + _AROUND_CODE - _AROUND_RULE

    def finish(self) -> Slip:
        """The slip, cut to its length. Raises SlipFault when a code on it reads otherwise than it was asked to."""
        self._room(_BOTTOM)
        cut = self._image.crop((0, 0, WIDTH, self._y + _BOTTOM))
        image = cut.point([0 if level < _INK_BELOW else 255 for level in range(256)])
        if sorted(texts_in(image)) != sorted(self._codes):
            raise SlipFault("A code on the slip does not read as it must; the slip is not printed.")
        return Slip(image, tuple(self._texts), tuple(self._lines))

    def _say(self, text: str) -> None:
        self._texts.append(nfc(text).replace(NO_BREAK, " "))

    def _put(self, line: str, size: int, weight: Weight, leading: float, place: str, left: int, room: int) -> None:
        face = _face(weight, size)
        height = round(size * leading)
        self._room(height)
        length = face.length(line)
        x = left + {"left": 0.0, "centre": (room - length) / 2, "right": room - length}[place]
        ascent, descent = face.font.getmetrics()
        baseline = self._y + round((height - ascent - descent) / 2) + ascent
        ImageDraw.Draw(self._image).text((round(x), baseline), line, font=face.font, fill=0, anchor="ls")
        box = face.font.getbbox(line, anchor="ls")
        ink = (round(x) + box[0], baseline + box[1], round(x) + box[2], baseline + box[3])
        self._lines.append(
            Line(line.replace(NO_BREAK, " "), size, (int(ink[0]), int(ink[1]), int(ink[2]), int(ink[3])))
        )
        self._y += height

    def _paste(self, payload: str, drawn: Image.Image, left: int, top: int) -> None:
        self._room(drawn.height + top - self._y)
        self._image.paste(drawn, (left, top))
        self._codes.append(payload)

    def _room(self, dots: int) -> None:
        if self._y + dots + _BOTTOM <= self._image.height:
            return
        longer = Image.new("L", (WIDTH, self._image.height * 2 + dots), 255)
        longer.paste(self._image)
        self._image = longer


class _Face:
    """One weight at one size. Pillow's plain layout has no kerning, so the lengths of signs add up."""

    def __init__(self, weight: Weight, size: int) -> None:
        if size < SMALLEST:
            raise ValueError("letters on paper are 24 dots or more")
        path = _FONTS / f"BeVietnamPro-{weight}.ttf"
        self.font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        self._advances: dict[str, float] = {}

    def length(self, text: str) -> float:
        for sign in set(text).difference(self._advances):
            self._advances[sign] = self.font.getlength(sign)
        return sum(self._advances[sign] for sign in text)


@cache
def _face(weight: Weight, size: int) -> _Face:
    return _Face(weight, size)


def _wrapped(text: str, face: _Face, room: int) -> list[str]:
    """The text on as few lines as `room` allows, parted where a sentence or a clause ends if it can be, else evenly."""
    words = [part for word in nfc(text).split(" ") if word for part in _parted(word, face, room)]
    best: list[_Layout] = [_Layout(0, 0.0, ())]
    for end in range(1, len(words) + 1):
        layouts = []
        for start in range(end - 1, -1, -1):
            line = " ".join(words[start:end])
            length = face.length(line)
            if length > room and start < end - 1:
                break
            before = best[start]
            cost = before.cost + (length / room) ** 2 + (_cost_of_break(line) if end < len(words) else 0.0)
            layouts.append(_Layout(before.number + 1, cost, (*before.lines, line)))
        best.append(min(layouts))
    return list(best[-1].lines)


class _Layout(NamedTuple):
    """Fewest lines first; among equals the evenest, which has the smallest sum of squared lengths."""

    number: int
    cost: float
    lines: tuple[str, ...]


def _cost_of_break(line: str) -> float:
    if line.endswith((".", "?", ":")):
        return 0.0
    return _AFTER_CLAUSE if line.endswith(",") else _IN_CLAUSE


def _parted(word: str, face: _Face, room: int) -> list[str]:
    """The word, or its pieces if it is wider than the room: between the groups of a number, else between its signs."""
    if face.length(word) <= room:
        return [word]
    if NO_BREAK in word:
        return [part for group in word.split(NO_BREAK) for part in _parted(group, face, room)]
    parts = [""]
    for sign in word:
        if parts[-1] and face.length(parts[-1] + sign) > room:
            parts.append("")
        parts[-1] += sign
    return parts
