"""Breaking text into lines, free of any window."""

import re
from collections.abc import Callable

NBSP = "\u00a0"

_TOGETHER = re.compile(r"(?<=[Ôô]ng,) (?=bà)|(?<=\w) (?=\d)")
"""blanks at which Vietnamese does not break: the form of address, and a number after its word ("quầy số 3")"""


def wrap(text: str, wide: Callable[[str], float], width: float, balance: bool = False) -> list[str]:
    """Lines no wider than `width` by the measure `wide`.

    A "\\n" is kept, compounds stay together where the line is wide enough, and only a word wider than a whole line is
    cut. `balance`: the same number of lines, as even as they can be; a text whose own breaks do not suffice is broken
    anew.
    """
    lines: list[str] = []
    text = _TOGETHER.sub(NBSP, text)
    if balance and "\n" in text and any(len(_greedy(part, wide, width)) > 1 for part in text.split("\n")):
        text = text.replace("\n", " ")
    for paragraph in text.split("\n"):
        broken = _greedy(paragraph, wide, width)
        if balance and len(broken) > 1:
            broken = _balanced(paragraph, wide, width, len(broken))
        lines += broken
    return [line.replace(NBSP, " ") for line in lines]


def _greedy(paragraph: str, wide: Callable[[str], float], width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _words(paragraph, wide, width):
        longer = f"{line} {word}" if line else word
        if wide(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        while wide(word) > width and len(word) > 1:
            cut = next((n for n in range(len(word) - 1, 1, -1) if wide(word[:n]) <= width), 1)
            lines.append(word[:cut])
            word = word[cut:]
        line = word
    return [*lines, line]


def _words(paragraph: str, wide: Callable[[str], float], width: float) -> list[str]:
    """What is broken between: words, and compounds that fit a line."""
    words: list[str] = []
    for word in paragraph.split(" "):
        words += word.split(NBSP) if NBSP in word and wide(word) > width else [word]
    return words


def _balanced(paragraph: str, wide: Callable[[str], float], width: float, lines: int) -> list[str]:
    low, high = width / 2, width
    best = _greedy(paragraph, wide, width)
    while high - low > width / 64:
        middle = (low + high) / 2
        tried = _greedy(paragraph, wide, middle)
        if len(tried) <= lines and all(wide(line) <= middle for line in tried):
            best, high = tried, middle
        else:
            low = middle
    return best
