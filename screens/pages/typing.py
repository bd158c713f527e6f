"""07: one field, suggestions, continue, the keyboard; nothing else."""

from kiosk.journey.views import Button, TypingView
from screens.focus import Box, nearest
from screens.pages.entry import EntryPage
from screens.pages.page import shows
from screens.theme import theme
from screens.widgets.buttons import PushButton
from screens.widgets.fields import Field, Suggestions
from screens.widgets.keyboard import TONES, Keyboard
from screens.widgets.part import Part, Space
from screens.widgets.target import Target, targets
from screens.widgets.text import Text
from screens.widgets.typing_model import TypingModel


class TitleLine(Part):
    """A title and, beside it on the same base line, a lead; under it where the line has no room for both."""

    def __init__(self, title: str, lead: str) -> None:
        super().__init__()
        self.title = Text(title.replace("\n", " "), "h1", "tre9", balance=True)
        self.small = Text(title.replace("\n", " "), "again", "tre9", balance=True)
        self.lead = Text(lead.replace("\n", " "), "body", "ink2")

    def fit(self, width: float) -> float:
        title = self._title(width)
        return title.fit(width) + (0 if self._beside(width) else self.lead.fit(width))

    def arrange(self) -> None:
        title = self._title(self.width)
        self.clear_widgets()
        self.add_widget(title)
        self.add_widget(self.lead)
        high = title.fit(self.width)
        wide = min(title.natural(), self.width)
        title.place(self.x, self.top - high, wide, high)
        if not self._beside(self.width):
            self.lead.place(self.x, self.y, self.width, self.lead.fit(self.width))
            return
        x, y = self.x + wide + theme.px("gap") * 1.5, title.y + title.base - self.lead.base
        self.lead.place(x, y, self.lead.natural() if self.lead.text else 0, self.lead.pitch)

    def _title(self, width: float) -> Text:
        """In the size of a question where it takes one line so."""
        return self.title if self.title.natural() <= width else self.small

    def _beside(self, width: float) -> bool:
        title = self._title(width)
        if not self.lead.text:
            return True
        return title.natural() + theme.px("gap") * 1.5 + self.lead.natural() <= width


class FieldLine(Part):
    """The field, and beside it what is offered and the other ways; these under it where they leave it too little."""

    def __init__(self, field: Field, offers: Suggestions | None, ways: list[PushButton]) -> None:
        super().__init__()
        self.field, self.ways = field, ways
        self.others: list[Part] = [*([offers] if offers else []), *ways]
        for part in (field, *self.others):
            self.add_widget(part)

    def fit(self, width: float) -> float:
        field = self.field.fit(width)
        if not self.others or self._one_row(width):
            return field
        return field + theme.px("gap") + max(part.fit(wide) for part, wide in self._shares(width))

    def arrange(self) -> None:
        high, x, y = self.field.fit(self.width), self.right, self.top
        if not self.others or self._one_row(self.width):
            for part, wide in reversed(list(zip(self.others, self._wanted(self.width), strict=True))):
                x -= wide
                part.place(x, y - high, wide, high)
                x -= theme.px("gap")
            self.field.place(self.x, y - high, x - self.x, high)
            return
        self.field.place(self.x, y - high, self.width, high)
        x, low = self.x, y - high - theme.px("gap") - self.y
        for part, wide in self._shares(self.width):
            part.place(x, self.y, wide, low)
            x += wide + theme.px("gap")

    def _wanted(self, width: float) -> list[float]:
        offers = width * (0.42 if not self.ways else 0.34)
        return [getattr(part, "wanted", offers) for part in self.others]

    def _one_row(self, width: float) -> bool:
        left = width - sum(self._wanted(width)) - theme.px("gap") * len(self.others)
        return left >= 0.4 * width

    def _shares(self, width: float) -> list[tuple[Part, float]]:
        each = (width - theme.px("gap") * (len(self.others) - 1)) / len(self.others)
        return [(part, each) for part in self.others]


class KeyboardPage(EntryPage):
    """A page whose foot is the keyboard; what acts stands above it."""

    _model: TypingModel
    mode = "name"

    @property
    def answer(self) -> str:
        return self._model.answer

    @property
    def go_label(self) -> str:
        """The label of a last key that answers; none where a button does."""
        return ""

    def way_in(self) -> Target | None:
        """The key in the middle of the keyboard, from where no other is far."""
        letters = [target for target in targets(self) if target.act == "key"]
        middle = Box(self.keyboard.x, self.keyboard.y, self.keyboard.right, self.keyboard.top)
        return letters[nearest([letter.focus_box for letter in letters], middle)] if letters else None

    def typed(self, act: str, value: str) -> bool:
        if act == "capital":
            return self._model.press_capital()
        return self._model.press_tone(TONES[value]) if act == "tone" else self._model.press(value)

    def read(self) -> list[Part]:
        """On a lying panel one line above the field: the title, and beside it what is to be typed."""
        if theme.panel.portrait:
            return super().read()
        lead = self.view.lead or self.view.label
        step = self.step()[:1] if not self._left_out else []
        return [
            *(part for one in step for part in (one, Space(theme.mm(4.4)))),
            TitleLine(self.view.title, lead if self._left_out < 2 else ""),
        ]

    def refresh(self) -> None:
        self.keyboard.show_tone(self._model.tone)
        self.keyboard.show_capital(self._model.capital)

    def foot(self, width: float) -> float:
        return self.keyboard.least() + theme.px("act")

    def _compose(self) -> None:
        super()._compose()
        self.keyboard = Keyboard.taken(self.mode, self.view.lang, self.on_key, self.go_label)
        self.add_widget(self.keyboard)

    def _arrange_portrait(self, x: float, width: float) -> None:
        super()._arrange_portrait(x, width)
        self.keyboard.place(self.x, self.y, self.width, self._keyboard_height(width))

    def _arrange_lying(self, margin: float) -> None:
        self._arrange_over(self.x + margin, self.width - 2 * margin, self.width)

    def _arrange_over(self, x: float, width: float, keys: float) -> None:
        """What is read, the stage and the keyboard, `keys` px wide, one under another."""
        self._shed_to_fit(width)
        high = self._read.fit(width)
        top = self.top - self._head(width) + self._under_read()
        self._read.place(x, top, width, high)
        self._arrange_touched(x, top - self._under_read(), width)
        self.keyboard.place(self.x, self.y, keys, self._keyboard_height(width))

    def _under_read(self) -> float:
        return super()._under_read() if theme.panel.portrait or self._left_out else theme.mm(8.7)

    def _keyboard_height(self, width: float) -> float:
        spare = self.height - self.needed(width)
        return min(self.keyboard.fit(self.width), self.keyboard.least() + max(0, spare))

    def _low(self, width: float) -> float:
        return self.y + self._keyboard_height(width) + theme.px("act")


@shows(TypingView)
class TypingPage(KeyboardPage):
    stage_gap = 6.8
    sheds = 4

    def model(self, view: TypingView) -> TypingModel:
        return TypingModel(view.keyboard, view.value, view.limit)

    @property
    def mode(self) -> str:
        return self.view.keyboard

    @property
    def go_label(self) -> str:
        return self.view.next_label if theme.large or theme.lying else ""

    def stage(self) -> list[Part]:
        self.field = Field()
        self.suggestions = Suggestions(self._complete)
        if theme.lying:
            offers = self.suggestions if self.view.suggest and self._left_out < 3 else None
            ways = [self._way(button, "target_low") for button in self.ways() if not self._aside]
            return [FieldLine(self.field, offers, [*ways, *self.bell()]), *self.error()]
        if self.go_label:
            acts = [self._way(button, "target_low") for button in self.ways() if not self._aside]
        else:
            acts = self.way_on(*self.ways(), height="target_low")
        label = [Text(self.view.label, "box_label", "ink2")] if self.view.label else []
        offers = [self.suggestions] if self.view.suggest and self._left_out < 3 else []
        return [*label, self.field, *self.error(), *offers, *self.bell(), *acts]

    def ways(self) -> list[Button]:
        return [self.view.extra] if self.view.extra else []

    def act(self) -> list[Part]:
        return []

    def refresh(self) -> None:
        super().refresh()
        self.field.show_error(self.wrong)
        self.field.say(self._model.text)
        if self.view.suggest:
            self.suggestions.offer(self.view.suggest(self._model.text))

    def _complete(self, word: str) -> None:
        if self._model.complete(word):
            self.refresh()

    def shed(self, level: int) -> None:
        if level == 3 and theme.lying:
            self._renew("_stage", self.stage())
            self.refresh()
        elif level == 3:
            self._stage.remove_widget(self.suggestions)
        else:
            super().shed(level)
