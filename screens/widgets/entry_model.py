"""What a pad does to a number and to a date, with no screen."""

from collections.abc import Sequence

UNKNOWN_PART = "-"
"""What stands for a day or month that nobody remembers."""


class PadModel:
    """Digits, and with `letters` capital letters too, shown in `groups` (characters a group; the last one takes the
    rest). Every act says by True that the text has changed."""

    def __init__(self, value: str = "", *, letters: bool = False, groups: Sequence[int] = (), limit: int = 12) -> None:
        self.letters = letters
        self.groups = tuple(groups)
        self.limit = limit
        self.text = ""
        for sign in value:
            self.press(sign)

    @property
    def shown(self) -> str:
        """The text in its groups, a blank between them."""
        parts, rest = [], self.text
        for size in self.groups[:-1]:
            parts.append(rest[:size])
            rest = rest[size:]
        return " ".join(part for part in [*parts, rest] if part)

    def press(self, sign: str) -> bool:
        sign = sign.upper()
        takes = len(sign) == 1 and sign.isascii() and (sign.isdecimal() or (self.letters and sign.isalpha()))
        if not takes or len(self.text) >= self.limit:
            return False
        self.text += sign
        return True

    def erase(self) -> bool:
        before, self.text = self.text, self.text[:-1]
        return bool(before)

    def clear(self) -> bool:
        before, self.text = self.text, ""
        return bool(before)


DAY, MONTH, YEAR = range(3)


class DateModel:
    """A date in three boxes that fill in order; the cursor moves on by itself when a box can take no more.

    A box holds up to two digits (the year four) or UNKNOWN_PART. Every act says by True that something has changed.
    """

    def __init__(self, value: str = "") -> None:
        """`value`: dd/mm/yyyy, an unknown part as "-", or empty."""
        parts = value.split("/")
        self.boxes = parts if len(parts) == 3 else ["", "", ""]
        self.active = next((box for box in range(3) if not self.boxes[box]), YEAR)
        self._fresh = False

    @property
    def value(self) -> str:
        """dd/mm/yyyy with an unknown part as "-"; empty while a box waits. Whether the date exists is not asked."""
        day, month, year = (self._settled(box) for box in range(3))
        return f"{day}/{month}/{year}" if day and month and len(year) == 4 else ""

    @property
    def year_only(self) -> bool:
        return self.boxes[DAY] == self.boxes[MONTH] == UNKNOWN_PART

    def press(self, digit: str) -> bool:
        """Add a digit. One that can not stand in the box moves on to the next: 3 and 5 are the 3rd of the 5th."""
        if len(digit) != 1 or digit not in "0123456789":
            return False
        held = "" if self._fresh or self.boxes[self.active] == UNKNOWN_PART else self.boxes[self.active]
        if self._fits(self.active, held + digit):
            self.boxes[self.active], self._fresh = held + digit, False
            if self.active != YEAR and self._full(self.active):
                self.go(self.active + 1)
            return True
        if self.active != YEAR and held.strip("0") and self._fits(self.active + 1, digit):
            self.go(self.active + 1)
            return self.press(digit)
        return False

    def go(self, box: int) -> bool:
        """Move to a box; the next digit begins it anew. A single digit left behind gets its zero."""
        before = (self.active, *self.boxes)
        if box != self.active:
            self.boxes[self.active] = self._settled(self.active)
        self.active = box
        self._fresh = bool(self.boxes[box])
        return before != (self.active, *self.boxes)

    def erase(self) -> bool:
        """Take the last digit of the box, or of the one before when it is empty."""
        if not self.boxes[self.active] and self.active:
            self.active -= 1
        self._fresh = False
        box = self.boxes[self.active]
        if not box:
            return False
        self.boxes[self.active] = box[:-1]
        return True

    def clear(self) -> bool:
        changed = any(self.boxes)
        self.boxes, self.active, self._fresh = ["", "", ""], DAY, False
        return changed

    def forget_day(self) -> bool:
        """Only the year is remembered: day and month become unknown, the cursor goes to the year."""
        before = (self.active, *self.boxes)
        self.boxes[DAY] = self.boxes[MONTH] = UNKNOWN_PART
        self.active, self._fresh = YEAR, False
        return before != (self.active, *self.boxes)

    def _settled(self, box: int) -> str:
        text = self.boxes[box]
        if box == YEAR or text == UNKNOWN_PART:
            return text
        return text.zfill(2) if text.strip("0") else ""

    def _full(self, box: int) -> bool:
        return not any(self._fits(box, self.boxes[box] + digit) for digit in "0123456789")

    @staticmethod
    def _fits(box: int, text: str) -> bool:
        """True when the digits are a day, month or year or can still become one."""
        if box == YEAR:
            return len(text) <= 4 and text[0] in "12"
        most = 31 if box == DAY else 12
        return len(text) <= 2 and int(text) <= most and text != "00"
