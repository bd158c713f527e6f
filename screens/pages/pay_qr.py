"""14: the code to scan, the amount, who gets it, and what is known of the money, moment by moment."""

from dataclasses import replace
from typing import ClassVar

from kivy.graphics import InstructionGroup

from kiosk.journey.views import Note, PayQrView, View
from screens.pages.abreast import AbreastPage
from screens.pages.page import shows
from screens.theme import theme
from screens.widgets.amount import Amount
from screens.widgets.cards import NoteBox
from screens.widgets.pager import Pager
from screens.widgets.part import Column, Part, Row, Space
from screens.widgets.qr import QrPicture, usual_side
from screens.widgets.shapes import box
from screens.widgets.text import Icon, Text


@shows(PayQrView)
class PayQrPage(AbreastPage):
    """What changes by the second (the time left, when the bank was asked) changes in its place; the code stays.

    On a lying panel it does without the promise where that saves turning a page."""

    stage_free = True
    stage_gap = 5.6

    def read(self) -> list[Part]:
        view = self.view
        if theme.lying and self._tells_only:
            return [*self.read_without("lead"), Space(theme.mm(5)), self._sums()]
        if theme.lying:
            return [
                *(self.step() if not theme.large else []),
                self._code(),
                Space(theme.mm(5)),
                *([self.left] if self.left else []),
            ]
        if theme.large:
            return self.read_without("step")
        amount = [Amount(view.amount, view.currency), Text(view.amount_words, "body", "ink2")]
        return [*super().read(), Space(theme.mm(2.5)), *amount]

    def stage(self) -> list[Part]:
        view = self.view
        if theme.lying:
            return self._beside_code()
        facts = [Column([Text(label, "label", "ink2"), Text(value, "answer", "ink")]) for label, value in view.facts]
        promise = [Text(view.promise, "label", "ink2")] if view.promise else []
        status = [self.status] if self.status else []
        left = [self.left] if self.left else []
        if theme.large:
            return [Pager([self._first(left), *status, *facts, *promise], gap=theme.mm(5.6), lang=view.lang)]
        code: QrPicture | CodeOff
        if view.matrix is None:
            self.status = code = CodeOff(view.status or Note("w", ""))
            status = []
        else:
            code = QrPicture(view.matrix)
        return [
            Row([(code, code.side), (Spread(facts), "1")], gap=theme.mm(11.2), align="stretch"),
            *status,
            *left,
            *promise,
        ]

    def _compose(self) -> None:
        view = self.view
        self.left = (Clock(view) if theme.large else TimeLeft(view)) if view.left_text else None
        self.status = Status(view.status, asking=view.matrix is not None) if view.status else None
        super()._compose()

    def _code(self) -> Part:
        """The code, as the left part of a lying panel; what is known of the money where it is shown no more."""
        view = self.view
        if view.matrix is not None:
            return QrPicture(view.matrix, theme.scale**-0.5)
        self.status = CodeOff(view.status or Note("w", ""))
        return self.status

    def _beside_code(self) -> list[Part]:
        """What stands right of the code: what it is for, who gets it, what is known of the money."""
        view = self.view
        status = [self.status] if self.status and (view.matrix is not None or theme.large) else []
        promise = [Text(view.promise, "label", "ink2")] if view.promise else []
        facts = [Labelled(view.facts)] if not theme.large else [Labelled((fact,)) for fact in view.facts]
        if self._tells_only:
            return [Pager([*status, *facts, *promise], gap=theme.mm(6.2), lang=view.lang)]
        sums, title = self._sums(), Text(view.title, "again", "tre9", balance=True)
        first = [*facts, *status] if not theme.large else [*status, *facts]
        self._told_right = [sums, *first, *promise]
        return [title, Pager(self._told_right, gap=theme.mm(4.4), lang=view.lang)]

    @property
    def leanest(self) -> int:
        return int(bool(theme.lying and not theme.large and self.view.promise))

    def slimmed(self) -> None:
        self._pager.items = self._told_right[: len(self._told_right) - self.lean]

    @property
    def _tells_only(self) -> bool:
        """With larger text and no code to show, a lying panel reads the amount where else the code is."""
        return theme.large and self.view.matrix is None

    def _sums(self) -> Part:
        return AmountLine(self.view.amount, self.view.currency, self.view.amount_words)

    def _read_wide(self, margin: float, high: float) -> float:
        return usual_side() * theme.scale**-0.5 if not self._tells_only else super()._read_wide(margin, high)

    def _first(self, left: list[Part]) -> Part:
        """With larger text: the code, and beside it the amount and the time."""
        view = self.view
        words = Text(view.amount_words, "promise", "ink2")
        amount = Column([Amount(view.amount, view.currency, "amount_card", "answer"), words, *left], gap=theme.mm(2.5))
        if view.matrix is None:
            return amount
        code = QrPicture(view.matrix, theme.scale**-0.5)
        return Row([(code, code.side), (amount, "1")], gap=theme.mm(8.7))

    def update(self, view: View) -> None:
        ticking = {"left_text": "", "left_fraction": 0.0, "status": None, "sheet": None}
        same = replace(view, **ticking) == replace(self.view, **ticking)
        kinds = (view.status is None, bool(view.left_text)) == (self.view.status is None, bool(self.view.left_text))
        if not same or not kinds:
            super().update(view)
            return
        self.view = view
        if self.left is not None:
            self.left.say(view.left_text, view.left_fraction)
        if self.status is not None and self.status.say(view.status):
            self._weigh_again()
            self.again()


class Status(Part):
    """The note about the money; it turns while the bank is asked and is replaced when it says something else."""

    def __init__(self, note: Note, asking: bool = True) -> None:
        """`asking`: while the code is shown, and the bank is asked again and again."""
        super().__init__()
        self.shown: Note | None = None
        self.asking = asking
        self.say(note)

    def fit(self, width: float) -> float:
        return self.box.fit(width)

    def say(self, note: Note) -> bool:
        """Show a note. True if it now wants another height, so that what is around has to move."""
        if note == self.shown:
            return False
        self.shown = note
        self.clear_widgets()
        waits = "spinner" if self.asking else "clock-outline"
        self.box = NoteBox(note, icon=waits if note.kind == "w" else note.icon or "check-circle")
        self.add_widget(self.box)
        if self.parent is None:
            return False
        if round(self.box.fit(self.width)) != self.height:
            return True
        self.again()
        return False

    def arrange(self) -> None:
        self.box.place(*self.pos, *self.size)


class CodeOff(Part):
    """Stands in the place of a code that is no longer shown, and says so by the note about the money."""

    LOOKS: ClassVar = {
        # kind of note: ground, outline, words, icon
        "i": ("tre0", "note_line", "tre9", "check-circle"),
        "w": ("nghe1", "nghe7", "nghe9", "clock-outline"),
        "e": ("son1", "son", "son", "alert-circle"),
    }

    def __init__(self, note: Note) -> None:
        super().__init__()
        self.side = usual_side()
        self.shown: Note | None = None
        self.say(note)

    def fit(self, width: float) -> float:
        return max(self.side, self.column.fit(width - theme.mm(20)) + theme.mm(20))

    def say(self, note: Note) -> bool:
        """Show a note. True if it now wants another height."""
        if note == self.shown:
            return False
        self.shown = note
        self.clear_widgets()
        self.ground, self.outline, colour, usual = self.LOOKS[note.kind]
        self.icon = Icon(note.icon or usual, theme.mm(37.3), colour)
        words = [Text(note.text, "note", colour, "center", True), Text(note.text2, "note2", colour, "center", True)]
        self.column = Column([self.icon, *words], gap=theme.mm(5))
        self.add_widget(self.column)
        if self.parent is None:
            return False
        if round(self.fit(self.width)) != self.height:
            return True
        self.again()
        return False

    def paint(self, ink: InstructionGroup) -> None:
        box(ink, (*self.pos, *self.size), theme.px("radius_tile"), self.ground, self.outline, theme.px("line_control"))

    def arrange(self) -> None:
        width = self.width - theme.mm(20)
        high = self.column.fit(width)
        self.column.place(self.x + theme.mm(10), self.center_y - high / 2, width, high)


class TimeLeft(Part):
    """How long the code stays, as a sentence and as a bar."""

    def __init__(self, view: PayQrView) -> None:
        super().__init__()
        self.label = Text(view.left_label, "tell" if theme.panel.portrait else "label", "ink2")
        self.time = Text(view.left_text, "left", "ink", align="right")
        self.fraction = view.left_fraction
        self.add_widget(self.label)
        self.add_widget(self.time)

    def fit(self, width: float) -> float:
        return self._lines(width) + theme.mm(3.7) + self._bar()

    def say(self, text: str, fraction: float) -> None:
        if (text, fraction) != (self.time.text, self.fraction):
            self.time.text, self.fraction = text, fraction
            self.again()

    def paint(self, ink: InstructionGroup) -> None:
        high = self._bar()
        box(ink, (self.x, self.y, self.width, high), high / 2, "todo")
        wide = self.width * min(1.0, max(0.0, self.fraction))
        if wide >= high:
            box(ink, (self.x, self.y, wide, high), high / 2, "tre")

    def arrange(self) -> None:
        two = self._two(self.width)
        high = self.label.fit(self.width) if two else self.label.pitch
        self.label.place(self.x, self.top - high, self.width if two else self.label.natural(), high)
        wide = self.time.natural() if not two else self.width
        self.time.align = "left" if two else "right"
        y = self.top - high - (self.time.pitch if two else 0)
        self.time.place(self.right - wide, y, wide, self.time.pitch)

    def _two(self, width: float) -> bool:
        return self.label.natural() + theme.px("gap") + self.time.natural() + theme.mm(20) > width

    def _lines(self, width: float) -> float:
        return self.label.fit(width) + self.time.pitch if self._two(width) else self.label.pitch

    def _bar(self) -> int:
        return theme.mm(4.4)


class AmountLine(Part):
    """The amount in figures, and in words beside it where they have room, else under it."""

    def __init__(self, figures: str, currency: str, words: str) -> None:
        super().__init__()
        large = theme.large
        self.amount = Amount(figures, currency, "amount" if not large else "amount_card", "currency")
        self.words = Text(words, "tell", "ink2")
        self.add_widget(self.amount)
        self.add_widget(self.words)

    def fit(self, width: float) -> float:
        return self.amount.fit(width) + (0 if self._beside(width) else self.words.fit(width))

    def arrange(self) -> None:
        high = self.amount.fit(self.width)
        self.amount.place(self.x, self.top - high, min(self.amount.wanted, self.width), high)
        if not self._beside(self.width):
            self.words.place(self.x, self.y, self.width, self.words.fit(self.width))
            return
        x = self.x + self.amount.wanted + theme.px("gap") * 1.5
        self.words.place(x, self.amount.base - self.words.base, self.right - x, self.words.pitch)

    def _beside(self, width: float) -> bool:
        return self.amount.wanted + theme.px("gap") * 1.5 + self.words.natural() <= width


class Labelled(Column):
    """Labels in one column, values in the other; one above the other with larger text."""

    def __init__(self, facts: tuple[tuple[str, str], ...]) -> None:
        labels = [Text(label, "label", "ink2") for label, _ in facts]
        role = "left" if not theme.large else "body_bold"
        values = [Text(value.replace("\n", ", "), role, "ink") for _, value in facts]
        if theme.large:
            super().__init__([part for pair in zip(labels, values, strict=True) for part in pair])
            return
        # A label that is much longer than the others moves its own value, not theirs.
        usual = sorted(label.natural() for label in labels)[len(labels) // 2]
        rows = [
            Row([(label, max(usual, label.natural())), (value, "1")], gap=theme.px("gap") * 1.5, align="top")
            for label, value in zip(labels, values, strict=True)
        ]
        super().__init__(rows, gap=theme.mm(1.9))


class Clock(Row):
    """How long the code stays, in words beside a clock."""

    def __init__(self, view: PayQrView) -> None:
        icon = Icon("clock-outline", theme.mm(17.4))
        self.time = Text(view.left_text, "left", "ink")
        super().__init__([(icon, icon.px), (self.time, "1")], gap=theme.mm(3.7))

    def say(self, text: str, fraction: float) -> None:
        """`fraction` is not shown here."""
        self.time.say(text)


class Spread(Part):
    """Parts spread over the height, the first at the top, the last at the foot."""

    def __init__(self, parts: list[Part]) -> None:
        super().__init__()
        self.parts = parts
        for part in parts:
            self.add_widget(part)

    def fit(self, width: float) -> float:
        return sum(part.fit(width) for part in self.parts) + theme.mm(3) * max(0, len(self.parts) - 1)

    def arrange(self) -> None:
        heights = [part.fit(self.width) for part in self.parts]
        gap = (self.height - sum(heights)) / max(1, len(self.parts) - 1)
        y = self.top
        for part, height in zip(self.parts, heights, strict=True):
            y -= height
            part.place(self.x, y, self.width, height)
            y -= gap
