"""What is wrong in a file of the catalogue: where, what, and what to do."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.errors import KioskError

TITLE_SYLLABLES = 12
SENTENCE_SYLLABLES = 20

FORBIDDEN = ("thất bại", "không hợp lệ", "lỗi hệ thống")
"""Words that blame or frighten and say nothing of what to do."""

_COLOUR = re.compile(r"\b(?:nút|ô)\s+(?:màu\s+)?(?:xanh|đỏ|vàng|trắng|đen|tím|cam|lục|lam)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.?!:])\s+")


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. `line` counts from 1; 0 is the file as a whole."""

    file: str
    line: int
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.fault} {self.remedy}"


class CatalogueFaults(KioskError):
    """The catalogue cannot be used; `faults` says why, one entry each."""

    code = "catalogue"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(map(str, self.faults)))


def syllables(text: str) -> int:
    """Space-separated words that hold a letter or a digit, which in Vietnamese are syllables."""
    return sum(any(unicodedata.category(sign)[0] in "LN" for sign in word) for word in text.split())


def sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text.strip()) if part]


def wording(vi: str, *, title: bool = False) -> tuple[str, str] | None:
    """The first (fault, remedy) of a Vietnamese text by the house rules; None if it is well."""
    lower = vi.lower()
    if word := next((word for word in FORBIDDEN if word in lower), None):
        return f'The words "{word}" are not used.', "Say what to do instead, in the question's words."
    if match := _COLOUR.search(vi):
        return (
            f'"{match[0]}" names a control by its colour.',
            "Name it by its own words: the dark theme has other colours.",
        )
    if title and (count := syllables(vi)) > TITLE_SYLLABLES:
        return f"A title of {count} syllables is too long.", f"Say it in at most {TITLE_SYLLABLES}."
    if (count := max(map(syllables, sentences(vi)), default=0)) > SENTENCE_SYLLABLES:
        return (
            f"A sentence of {count} syllables is too long.",
            f"Cut it into sentences of at most {SENTENCE_SYLLABLES}.",
        )
    return None
