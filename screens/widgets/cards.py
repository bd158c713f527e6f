"""Cards and what stands in them: rows of facts, notes, number badges, the step line."""

from collections.abc import Iterable

from kivy.graphics import InstructionGroup

from kiosk.journey.views import Fact, Note, Step
from screens.theme import theme
from screens.widgets.buttons import Spinner
from screens.widgets.part import Column, Part, Row, fit, place
from screens.widgets.shapes import bar, box, disc
from screens.widgets.text import Icon, Text


class Card(Part):
    """A white card; its rows are divided by hairs. It cannot be pressed, so it has no lower edge."""

    def __init__(self, rows: Iterable[Part], outline: str = "hair", ground: str = "surface") -> None:
        super().__init__()
        self.rows, self.outline, self.ground = list(rows), outline, ground
        for row in self.rows:
            self.add_widget(row)

    def fit(self, width: float) -> float:
        line = theme.px("line_hair")
        return sum(fit(row, width - 2 * line) for row in self.rows) + line * (len(self.rows) + 1)

    def paint(self, ink: InstructionGroup) -> None:
        box(ink, (*self.pos, *self.size), theme.px("radius_tile"), self.ground, self.outline, theme.px("line_hair"))

    def arrange(self) -> None:
        line = theme.px("line_hair")
        inner = self.width - 2 * line
        y = self.top
        for number, row in enumerate(self.rows):
            y -= line
            if number:
                bar(self.ink, (self.x + line, y, inner, line), "hair")
            height = fit(row, inner)
            y -= height
            place(row, self.x + line, y, inner, height)


class Padded(Part):
    """Something with space around it, and a least height; it stands in the middle of what is left."""

    def __init__(self, inside: Part, across: float = 10.0, updown: float = 4.0, least: float = 0) -> None:
        """`across`, `updown`, `least` in mm."""
        super().__init__()
        self.inside, self._least = inside, theme.mm(least)
        self._across, self._updown = theme.mm(across), theme.mm(updown)
        self.add_widget(inside)

    def fit(self, width: float) -> float:
        return max(self._least, fit(self.inside, width - 2 * self._across) + 2 * self._updown)

    def arrange(self) -> None:
        width = self.width - 2 * self._across
        height = fit(self.inside, width)
        place(self.inside, self.x + self._across, self.center_y - height / 2, width, height)


class FactRow(Padded):
    """An icon, a small label, a large value, a small second line; `end` (a small button) stands at the right."""

    def __init__(self, fact: Fact, end: Part | None = None, role: str = "answer", least: float = 37.3) -> None:
        words = Column(
            [
                Text(text, kind, colour, balance=True)
                for text, kind, colour in (
                    (fact.label, "label", "ink2"),
                    (fact.value, role, "ink"),
                    (fact.sub, "label", "ink2"),
                )
                if text
            ]
        )
        parts: list[tuple[Part, float | str]] = [(words, "1")]
        if fact.icon:
            icon = Icon(fact.icon, theme.px("icon_row"))
            parts.insert(0, (icon, icon.px))
        if end is not None:
            parts.append((end, getattr(end, "wanted", theme.px("target_small_width"))))
        super().__init__(Row(parts, gap=theme.mm(8.7)), least=least)


class NoteBox(Part):
    """A note: i tells, w waits or warns, e names what failed. `icon` replaces that of the note; "spinner" turns.
    `signed`: with its icon."""

    def __init__(self, note: Note, icon: str = "", role: str = "", signed: bool = True) -> None:
        super().__init__()
        fill, self.outline, colour, usual = {
            "i": ("tre0", "note_line", "tre9", "information-outline"),
            "w": ("nghe1", "nghe7", "nghe9", "alert"),
            "e": ("son1", "son", "son", "alert-circle"),
        }[note.kind]
        self.ground = fill
        px = theme.px("icon_note")
        sign: Part = Spinner(px, colour, "todo") if icon == "spinner" else Icon(icon or note.icon or usual, px, colour)
        role = role or ("note" if note.text2 or note.kind != "i" else "tell")
        words = Column(
            [Text(text, kind, colour, balance=True) for text, kind in ((note.text, role), (note.text2, "note2"))]
        )
        inside = Signed(sign, px, words) if signed else words
        self.inside = Padded(inside, across=9.4, updown=5.6, least=31.1)
        self.add_widget(self.inside)

    def fit(self, width: float) -> float:
        return self.inside.fit(width)

    def paint(self, ink: InstructionGroup) -> None:
        line = theme.px("line_hair")
        box(ink, (*self.pos, *self.size), theme.px("radius_note"), self.ground, self.outline, line)

    def arrange(self) -> None:
        self.inside.place(*self.pos, *self.size)


class Signed(Part):
    """A sign left of words; above them in the narrow column of what is read on a lying panel."""

    narrow_mm = 140.0

    def __init__(self, sign: Part, px: float, words: Part) -> None:
        super().__init__()
        self.beside = Row([(sign, px), (words, "1")], gap=theme.mm(7.5))
        self.sign, self.px, self.words = sign, px, words
        self.add_widget(self.beside)

    def fit(self, width: float) -> float:
        return self.beside.fit(width) if not self._narrow(width) else self.px + self._gap() + fit(self.words, width)

    def arrange(self) -> None:
        if not self._narrow(self.width):
            self.beside.place(*self.pos, *self.size)
            return
        self.beside.pos, self.beside.size = self.pos, self.size
        self.sign.place(self.x, self.top - self.px, self.px, self.px)
        place(self.words, self.x, self.y, self.width, self.height - self.px - self._gap())

    def _narrow(self, width: float) -> bool:
        return theme.lying and width < theme.panel.px(self.narrow_mm * theme.scale)

    def _gap(self) -> float:
        return theme.mm(2.5)


class Badge(Part):
    """A number in a ring: the key of the keypad, and the word by which one helps from afar ("ô số ba")."""

    def __init__(self, number: str, filled: bool = False) -> None:
        super().__init__()
        self.px = theme.scaled(19.9, 1.375)
        self.filled = filled
        self.ground = "tre" if filled else ""
        self.add_widget(Text(number, "badge", "on_action" if filled else "tre", align="center", middle=True))

    def fit(self, width: float) -> float:
        return self.px

    def paint(self, ink: InstructionGroup) -> None:
        fill = "tre" if self.filled else self._around()
        disc(ink, self.x, self.y, self.width, fill, "tre", theme.px("line_button"))

    def arrange(self) -> None:
        self.children[0].place(*self.pos, *self.size)

    def _around(self) -> str:
        holder = self.parent
        while holder is not None and not getattr(holder, "ground", ""):
            holder = holder.parent
        return holder.ground if holder is not None else "surface"


class StepLine(Part):
    """ "Bước 3 trên 5", the name of the step, and the bar: done, here now (the only gold bar), to come."""

    def __init__(self, step: Step, words: str) -> None:
        super().__init__()
        self.step = step
        self.left = Text(words, "step", "tre")
        self.right_ = Text(step.name, "caption", "ink2", align="right")
        self.add_widget(self.left)
        self.add_widget(self.right_)

    def fit(self, width: float) -> float:
        if self._in_line(width):
            return self.left.pitch
        name = 0 if self._beside(width) else self.right_.fit(width)
        return self.left.pitch + name + theme.mm(3.7) + theme.mm(4.4)

    def paint(self, ink: InstructionGroup) -> None:
        gap, height, rim = theme.mm(3.1), theme.mm(4.4), theme.mm(0.93)
        left, low, width = self.x, self.y, self.width
        if self._in_line(self.width):
            left += self.left.natural() + theme.px("gap")
            low = self.center_y - height / 2
            width -= self.left.natural() + self.right_.natural() + 2 * theme.px("gap")
        each = (width - gap * (self.step.total - 1)) / self.step.total
        for number in range(1, self.step.total + 1):
            rect = (left + (number - 1) * (each + gap), low, each, height)
            if number == self.step.number:
                x, y, w, h = rect
                box(ink, (x - rim, y - rim, w + 2 * rim, h + 2 * rim), height, "nghe", "now_line", rim)
            else:
                box(ink, rect, height, "done" if number < self.step.number else "todo")

    def arrange(self) -> None:
        y = self.top - self.left.pitch
        wide = self.left.natural()
        if self._in_line(self.width):
            name = self.right_.natural()
            self.left.place(self.x, y, wide, self.left.pitch)
            self.right_.place(self.right - name, y, name, self.right_.pitch)
            return
        if not self._beside(self.width):
            self.left.place(self.x, y, self.width, self.left.pitch)
            high = self.right_.fit(self.width)
            self.right_.align = "left"
            self.right_.place(self.x, y - high, self.width, high)
            return
        self.left.place(self.x, y, wide, self.left.pitch)
        gap = theme.px("gap")
        self.right_.place(self.x + wide + gap, y, self.width - wide - gap, self.right_.pitch)

    def _in_line(self, width: float) -> bool:
        """Words, bar and name in one line, where a lying panel has that much width."""
        return theme.lying and self.left.natural() + self.right_.natural() + 2 * theme.px("gap") < width / 2

    def _beside(self, width: float) -> bool:
        return self.left.natural() + theme.px("gap") + self.right_.natural() <= width
