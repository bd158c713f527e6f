"""What the pages share on which something is typed: keys of glass or of plastic, clearing that asks, room for all."""

import itertools
from dataclasses import replace

from kiosk.journey.views import Button, Sheet, View
from kiosk.language.text import Words
from screens.pages.abreast import abreast
from screens.pages.page import ButtonPair, Page, large
from screens.sheets.sheet import SheetPart
from screens.theme import theme
from screens.tokens import reach_px
from screens.widgets.buttons import PushButton
from screens.widgets.cards import NoteBox
from screens.widgets.fields import Field
from screens.widgets.part import Part
from screens.widgets.target import Target, find
from screens.widgets.text import Text


class Question(Part):
    """A sheet that the page itself asks and answers; its touches do not leave the page."""

    def __init__(self, sheet: SheetPart, emit: object) -> None:
        super().__init__()
        self.emit = emit
        self.sheet = sheet
        self.add_widget(sheet)

    def arrange(self) -> None:
        self.sheet.place(*self.pos, *self.size)


class EntryPage(Page):
    """Subclasses hold a model of what is typed and say what a key does to it.

    Where larger words, a note or the large bell leave too little room, the step line goes first, then the lead; last
    the note and the ways beside Continue rise as a sheet of the page.
    """

    stage_free = True
    sheds = 3
    """how many things can be left out"""

    def __init__(self, view: View) -> None:
        self.question: Question | None = None
        self._left_out = 0
        self._aside = False
        self._model = self.model(view)
        super().__init__(view)

    def model(self, view: View) -> object:
        """A fresh model that holds the view's value."""
        raise NotImplementedError

    @property
    def answer(self) -> str:
        """What goes out when the person goes on."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the model as it now is."""

    def on_key(self, act: str, value: str) -> None:
        """A key was struck: key, tone, erase, clear, answer."""
        if act == "answer" and self._aside and self.untouched:
            self._raise_aside()
            self.again()
        elif act == "answer":
            self.give("answer", self.answer)
        elif act == "clear":
            self._ask()
        elif self._model.erase() if act == "erase" else self.typed(act, value):
            self.refresh()

    def typed(self, act: str, value: str) -> bool:
        """A key that writes was struck; True if the model has changed."""
        return self._model.press(value)

    def give(self, act: str, value: str = "") -> None:
        """Hand an act to the host."""
        self.parent.emit(act, value)

    @property
    def covered(self) -> tuple[Part, ...]:
        """What the page's own question lies over."""
        return tuple(child for child in self.children if child is not self.question) if self.question else ()

    def read(self) -> list[Part]:
        return self.read_without(*("step", "lead")[: self._left_out])

    def note(self) -> list[Part]:
        return []

    def error(self) -> list[Part]:
        """The note of the view, to stand under the field."""
        return [NoteBox(self.view.note)] if self.view.note and not self._aside else []

    @property
    def entered(self) -> object:
        """What is typed, also where it makes no answer yet."""
        return self.answer

    @property
    def untouched(self) -> bool:
        """Whether what is typed is still what it was when the page came: what a note speaks of."""
        return self.entered == self._came

    @property
    def wrong(self) -> bool:
        """Whether the field is to be shown in error."""
        return self.view.note is not None and self.view.note.kind == "e" and self.untouched

    def way_on(self, *extra: Button, height: str = "target_button") -> list[Part]:
        """Continue, and beside or above it the other ways."""
        ways = [self._way(button, height) for button in extra if not self._aside]
        on = PushButton(
            "answer",
            self.view.next_label,
            icon="arrow-right" if not (ways and theme.lying and theme.large) else "",
            height=height,
            command=lambda: self.on_key("answer", ""),
        )
        if not ways:
            return [on]
        if theme.large:
            return [*ways[1:], abreast([ways[0], on])]
        return [*ways[1:], ButtonPair(ways[0], on)]

    def bell(self) -> list[Part]:
        button = self.view.help_button
        if button is None or self._aside:
            return []
        return [large(button)] if not theme.large else [PushButton.of(button, height="target_low")]

    def update(self, view: View) -> None:
        if _same_look(view, self.view):
            self.view = view
            self.refresh()
            return
        super().update(view)

    def kept(self) -> dict[str, object]:
        return {**super().kept(), "model": self._model}

    def restore(self, kept: dict[str, object]) -> None:
        super().restore(kept)
        if "model" in kept:
            self._model = kept["model"]
        self._came = self.entered
        self.refresh()

    def way_in(self) -> Target | None:
        """Continue: digits are typed by the keypad's own."""
        return find(self, "answer", "")

    def arrange(self) -> None:
        super().arrange()
        if self.question:
            self.question.place(self.x, self.y, self.width, theme.panel.height - self.y)

    def ways(self) -> list[Button]:
        """The ways beside Continue."""
        return []

    def above(self, width: float) -> float:
        """The height, px, from the top of the stage to the first thing that is touched."""
        before = [part.fit(width) for part in itertools.takewhile(self.only_read, self._stage.parts)]
        return sum(before) + self._stage.gap * len(before)

    def only_read(self, part: Part) -> bool:
        """Whether a part of the stage is not touched."""
        return isinstance(part, Text | Field | NoteBox)

    def shed(self, level: int) -> None:
        """Leave out one thing more: two that are read, then what a sheet can say."""
        if level < self.sheds:
            self._renew("_read", self.read())
        elif self.view.note:
            self._aside = True
            self._renew("_stage", self.stage())
            self._renew("_act", self.act())
            self.refresh()
            self._raise_aside()

    def needed(self, width: float) -> float:
        """The least height, px, of all parts."""
        return max(self._head(width), self.top - self._reach(width)) + self._stage.fit(width) + self.foot(width)

    def foot(self, width: float) -> float:
        """The least height, px, under the stage."""
        return super()._low(width) - self.y

    def _compose(self) -> None:
        self.question = None
        self._left_out, self._aside = 0, False
        self._came = self.entered
        super()._compose()

    def _arrange_portrait(self, x: float, width: float) -> None:
        self._shed_to_fit(width)
        high = self._read.fit(width)
        top = self.top - theme.mm(8.1 if not theme.large else 5) - high
        self._read.place(x, top, width, high)
        stage_top = min(top - self._under_read(), self._reach(width))
        usual = min(stage_top, theme.panel.height - theme.px("stage"))
        fits = self._stage.fit(width) <= usual - self._low(width)
        self._arrange_touched(x, usual if fits else stage_top, width)

    def _shed_to_fit(self, width: float) -> None:
        while self._left_out < self.sheds and self.needed(width) > self.height:
            self._left_out += 1
            self.shed(self._left_out)

    def _head(self, width: float) -> float:
        return theme.mm(8.1 if not theme.large else 5) + self._read.fit(width) + self._under_read()

    def _under_read(self) -> float:
        """The height, px, between what is read and the stage."""
        return theme.mm(5)

    def _reach(self, width: float) -> float:
        """The highest that the stage may begin, px, so that nothing is touched out of reach."""
        return reach_px(theme.panel) + self.above(width) if theme.panel.portrait else self.top

    def _raise_aside(self) -> None:
        """Note, other ways and bell as a sheet: to look again is the first way."""
        note, view = self.view.note, self.view
        again = Button("stay", Words.load().say("keys.look_again", view.lang))
        bell = [replace(view.help_button, icon="bell-ring")] if view.help_button else []
        buttons = (again, *self.ways(), *bell)
        lines = (note.text2,) if note.text2 else ()
        self._raise(Sheet(id="note", title=note.text, lines=lines, buttons=buttons))

    def _raise(self, sheet: Sheet) -> None:
        self.question = Question(SheetPart(sheet, self.view.lang), self._asked)
        self.add_widget(self.question)

    def _way(self, button: Button, height: str) -> PushButton:
        return PushButton(
            button.act,
            button.label,
            button.style,
            button.value,
            button.icon,
            height=height,
            command=lambda: self._take_way(button.act, button.value),
        )

    def _ask(self) -> None:
        if self.question or not self._filled():
            return
        say, lang = Words.load().say, self.view.lang
        sheet = Sheet(
            id="clear",
            title=say("keys.clear.ask", lang),
            buttons=(
                Button("stay", say("keys.clear.stay", lang)),
                Button("clear", say("keys.clear.yes", lang), style="delete"),
            ),
        )
        self._raise(sheet)
        self.again()

    def _filled(self) -> bool:
        return bool(self._model.text)

    def _asked(self, act: str, value: str = "") -> None:
        self.remove_widget(self.question)
        self.question = None
        if act == "clear":
            self._model.clear()
            self.refresh()
        elif act != "stay":
            self._take_way(act, value)

    def _take_way(self, act: str, value: str) -> None:
        """One of the other ways was taken."""
        self.give(act, self.answer if act == "keep" else value)


def _same_look(view: View, other: View) -> bool:
    """Whether two views of a page look the same but for the sheet over it; what they compute is not compared."""
    blank = {name: None for name in ("suggest", "words", "search") if hasattr(view, name)}
    return replace(view, sheet=None, **blank) == replace(other, sheet=None, **blank)
