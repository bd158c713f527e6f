"""08: day, month, year in three boxes, the date in words below them, a pad."""

from kiosk.journey.views import Button, DateView, Note
from kiosk.language.text import Words
from screens.pages.pad_entry import PadEntryPage
from screens.pages.page import shows
from screens.theme import theme
from screens.widgets.cards import NoteBox
from screens.widgets.entry_model import DateModel
from screens.widgets.fields import DateBoxes
from screens.widgets.part import Part, fit, place

_YEAR_ONLY = "year-only"
"""the act of the button that the page itself answers"""

_LONG = "27/11/1974"
"""a date whose words are long in both languages: room is kept for them, so that no key moves while one types"""


@shows(DateView)
class DatePage(PadEntryPage):
    stage_gap = 6.8
    large_share = 0.5
    _model: DateModel

    def model(self, view: DateView) -> DateModel:
        return DateModel(view.value)

    @property
    def answer(self) -> str:
        """The date, or what there is of it: whoever asked says what is missing."""
        return self._model.value or ("/".join(self._model.boxes) if any(self._model.boxes) else "")

    @property
    def entered(self) -> object:
        return tuple(self._model.boxes)

    def stage(self) -> list[Part]:
        self.boxes = DateBoxes(self.view.labels, self._go)
        self.words = Said(self._said(_LONG))
        return [self.boxes, self.words, *self.pad()]

    def act(self) -> list[Part]:
        self._asks_year = self._may_ask_year()
        return [*self.bell(), *self.way_on(*self.ways())]

    def ways(self) -> list[Button]:
        ways = list(self.view.extra)
        if self._may_ask_year():
            ways.insert(0, Button(_YEAR_ONLY, self.view.year_only, style="secondary"))
        elif self.view.unknown:
            ways.insert(0, Button("answer", self.view.unknown, "unknown", "secondary"))
        return ways

    def refresh(self) -> None:
        self.boxes.show(self._model.boxes, self._model.active, self.wrong)
        self.words.say(self._note())
        if self._asks_year != self._may_ask_year():
            self._renew("_act", self.act())
            if self.parent is not None:
                self.again()

    def above(self, width: float) -> float:
        return self.boxes.above

    def _may_ask_year(self) -> bool:
        return bool(self.view.year_only) and not self._model.year_only

    def _take_way(self, act: str, value: str) -> None:
        if act == _YEAR_ONLY:
            self._model.forget_day()
            self.refresh()
        else:
            super()._take_way(act, value)

    def _note(self) -> Note:
        if self.view.note and self.untouched and not self._aside:
            return self.view.note
        return self._said(self._model.value)

    def _said(self, value: str) -> Note:
        said = self.view.words(value) if self.view.words and value else ""
        if not said:
            name = DateBoxes.NAMES[self._model.active]
            said = Words.load().say(f"keys.date.{name}", self.view.lang)
        return Note("i", said[:1].upper() + said[1:], icon="calendar")

    def _filled(self) -> bool:
        return any(self._model.boxes)

    def _go(self, box: int) -> None:
        if self._model.go(box):
            self.refresh()


class Said(Part):
    """A note that may say something else at every key; it is never lower than for `longest`."""

    def __init__(self, longest: Note) -> None:
        super().__init__()
        self._longest = _box(longest)
        self.note: Note | None = None
        self._box: NoteBox | None = None

    def fit(self, width: float) -> float:
        return max(fit(self._longest, width), fit(self._box, width) if self._box else 0)

    def say(self, note: Note) -> None:
        if note == self.note:
            return
        before = self.height
        self.note = note
        self.clear_widgets()
        self._box = _box(note)
        self.add_widget(self._box)
        if self.parent is not None and self.fit(self.width) != before:
            self.parent.again()
        else:
            self.again()

    def arrange(self) -> None:
        if self._box:
            place(self._box, *self.pos, *self.size)


def _box(note: Note) -> NoteBox:
    role = "tell" if theme.large else "body"
    return NoteBox(note, role=role if note.kind == "i" else "", signed=not (theme.lying and theme.large))
