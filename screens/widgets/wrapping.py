"""Breaking text into lines, free of any window."""

from collections.abc import Callable

from screens.widgets.compounds import WEAKEST_FIRST, joined, plain


def wrap(text: str, wide: Callable[[str], float], width: float, balance: bool = False) -> list[str]:
    """Lines no wider than `width` by the measure `wide`.

    A "\\n" is kept, compounds stay together where the line is wide enough, and only a word wider than a whole line is
    cut. `balance`: the same number of lines, as even as they can be; a text whose own breaks do not suffice, or tear a
    compound, is broken anew.
    """
    measure = _Measure(wide, width)
    paragraphs = [measure.words(paragraph) for paragraph in joined(text).split("\n")]
    if balance and len(paragraphs) > 1:
        whole = joined(text.replace("\n", " "))
        torn = any(sign == "\n" and whole[at] != " " for at, sign in enumerate(text))
        if torn or any(len(measure.lines(words)) > 1 for words in paragraphs):
            paragraphs = [measure.words(whole)]
    fill = measure.even if balance else measure.lines
    return [plain(line) for words in paragraphs for line in fill(words)]


class _Measure:
    """How wide lines are, and how wide they may be."""

    def __init__(self, wide: Callable[[str], float], width: float) -> None:
        self._wide, self.width = wide, width

    def wide(self, line: str) -> float:
        return self._wide(plain(line))

    def words(self, paragraph: str) -> list[str]:
        """What is broken between: words, and what holds together as far as it fits a line."""
        words = paragraph.split(" ")
        for glue in WEAKEST_FIRST:
            words = [part for word in words for part in (word.split(glue) if self.wide(word) > self.width else [word])]
        return [part for word in words for part in self._cut(word)]

    def lines(self, words: list[str], width: float | None = None) -> list[str]:
        """Lines filled one after another, `width` px at most."""
        width = self.width if width is None else width
        lines = words[:1]
        for word in words[1:]:
            longer = f"{lines[-1]} {word}"
            if self.wide(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def even(self, words: list[str]) -> list[str]:
        """As many lines, as even as they can be."""
        best = self.lines(words)
        if len(best) < 2:
            return best
        low, high = max(self.width / 2, max(self.wide(word) for word in words)), self.width
        while high - low > self.width / 64:
            middle = (low + high) / 2
            tried = self.lines(words, middle)
            if len(tried) <= len(best):
                best, high = tried, middle
            else:
                low = middle
        return best

    def _cut(self, word: str) -> list[str]:
        """Pieces of a word that is wider than a line."""
        pieces: list[str] = []
        while self.wide(word) > self.width and len(word) > 1:
            cut = next((n for n in range(len(word) - 1, 1, -1) if self.wide(word[:n]) <= self.width), 1)
            pieces.append(word[:cut])
            word = word[cut:]
        return [*pieces, word]
