"""07: one field, suggestions, continue, the keyboard; nothing else."""

from kiosk.journey.views import Button, TypingView
from screens.focus import Box, nearest
from screens.pages.entry import EntryPage
from screens.pages.page import shows
from screens.theme import theme
from screens.widgets.fields import Field, Suggestions
from screens.widgets.keyboard import TONES, Keyboard
from screens.widgets.part import Part
from screens.widgets.target import Target, targets
from screens.widgets.text import Text
from screens.widgets.typing_model import TypingModel


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
        return self.view.next_label if theme.large else ""

    def stage(self) -> list[Part]:
        self.field = Field()
        self.suggestions = Suggestions(self._complete)
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
        if level == 3:
            self._stage.remove_widget(self.suggestions)
        else:
            super().shed(level)
