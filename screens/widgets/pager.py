"""Parts that do not fit become pages: a full-width button leads on, and on the last page back to the first."""

from collections.abc import Callable, Sequence

from kiosk.language.text import Language, Words
from screens.theme import theme
from screens.tokens import reach_px
from screens.widgets.buttons import PushButton
from screens.widgets.paging import Heights, paginate
from screens.widgets.part import Column, Part, fit, place

More = Callable[[int], str]
"""the label of the button that leads on while so many items follow"""


def more_of(key: str, lang: Language) -> More:
    """A label of the catalogue that names what it counts; a plain "go on" where nothing of the kind follows."""
    say = Words.load().say
    return lambda n: say(key, lang, n=n) if n else say("screens.more", lang)


class Pages(Part):
    """Something that takes pages where it has too little room."""

    grow = True

    def split(self, width: float, first: float, later: float) -> list[list[Part]]:
        """The parts of each page, where the first has `first` px of height and all others `later`."""
        raise NotImplementedError


class Pager(Pages):
    """Shows as many `items` as its height takes; nothing shrinks, nothing scrolls.

    `more(n)` is the label of the button while n items follow. `wrap` builds what holds the items of one page (a column
    by default, a Card for rows). `notes` stand under the items of a page that has room for them; `last` are parts that
    stand on the last page only, at its foot, and with `notes_low` the notes of that page stand there too. `index` is
    the page shown; `on_page` is called instead of showing it when it changes.

    A page whose first page is lower than the others says by `gained` how many px these are higher, and by `tall` that
    the rectangle it gives is that of another than the first.
    """

    def __init__(
        self,
        items: Sequence[Part],
        gap: float = 0,
        more: More | None = None,
        wrap: Callable[[Sequence[Part]], Part] | None = None,
        notes: Sequence[Part] = (),
        last: Sequence[Part] = (),
        lang: Language = "vi",
        button_gap: float | None = None,
        notes_low: bool = False,
    ) -> None:
        super().__init__()
        say = Words.load().say
        self.items, self.gap, self.notes, self.last = list(items), gap, list(notes), list(last)
        self.more = more or (lambda _: say("screens.more", lang))
        self.first = say("screens.more.first", lang)
        self.wrap = wrap or (lambda parts: Column(parts, gap=gap))
        self.button_gap = theme.px("gap") if button_gap is None else button_gap
        self.notes_low = notes_low
        self.on_page: Callable[[], None] | None = None
        self.gained, self.tall = 0.0, False
        self.index = 0
        self.pages: list[list[Part]] = []

    def fit(self, width: float) -> float:
        """The height of everything on one page."""
        parts = [*self.notes, *self.last]
        heights = [fit(part, width) for part in parts]
        if self.items:
            heights.append(self._held(self.items, width))
        return sum(heights) + self.button_gap * max(0, len(heights) - 1)

    def arrange(self) -> None:
        first = self.height - (self.gained if self.tall else 0)
        self.pages = self.split(self.width, first, first + self.gained)
        self._show()

    def split(self, width: float, first: float, later: float) -> list[list[Part]]:
        if self.fit(width) <= first:
            return [[*self.items, *self.notes, *self.last]]
        pages: list[list[Part]] = []
        items, notes = iter(self.items), iter(self.notes)
        for count, noted in paginate(self._heights(width), first, later):
            pages.append([next(items) for _ in range(count)] + [next(notes) for _ in range(noted)])
        pages[-1] += self.last
        return pages

    def turn(self) -> None:
        """To the next page; from the last one to the first."""
        self.index = (self.index + 1) % len(self.pages)
        if self.on_page:
            self.on_page()
        else:
            self._show()

    def _show(self) -> None:
        self.clear_widgets()
        self.index = min(self.index, len(self.pages) - 1)
        parts, low = self._shown()
        heights = [fit(part, self.width) for part in parts]
        spare = self.height - sum(heights) - self.button_gap * max(0, len(parts) - 1)
        y = self.top
        for number, (part, height) in enumerate(zip(parts, heights, strict=True)):
            self.add_widget(part)
            y -= height + (self.button_gap if number else 0)
            if part is low:
                y -= max(0, spare)
            if isinstance(part, PushButton) and theme.panel.portrait:
                y = min(y, reach_px(theme.panel) - height)  # a short page that starts high: still within reach
            place(part, self.x, y, self.width, height)

    def _shown(self) -> tuple[list[Part], Part | None]:
        """The parts of the page shown, from its top, and which of them begins its foot."""
        page = self.pages[self.index]
        items = [part for part in page if part in self.items]
        notes = [part for part in page if part in self.notes]
        held = [self.wrap(_freed(items))] if items else []
        if self.index < len(self.pages) - 1:
            later = sum(part in self.items for rest in self.pages[self.index + 1 :] for part in rest)
            return [*held, *notes, self._button(self.more(later), "chevron-down")], None
        back = [self._button(self.first, "chevron-up")] if len(self.pages) > 1 else []
        if self.notes_low:
            foot = [*notes, *self.last]
            return [*held, *back, *foot], next(iter(foot), None)
        return [*held, *notes, *back, *self.last], next(iter(self.last), None)

    def _button(self, label: str, icon: str) -> PushButton:
        return PushButton("turn", label, "secondary", icon=icon, height="target_low", command=self.turn)

    def _heights(self, width: float) -> Heights:
        labels = (self.more(88), self.more(0), self.first)
        each = [self._held([item], width) for item in self.items]
        last = [fit(part, width) for part in self.last]
        return Heights(
            items=each,
            join=self._held(self.items[:2], width) - sum(each[:2]) if len(each) > 1 else 0,
            notes=[fit(note, width) for note in self.notes],
            last=sum(last) + self.button_gap * max(0, len(last) - 1),
            turn=max(self._button(label, "chevron-down").fit(width) for label in labels),
            gap=self.button_gap,
        )

    def _held(self, items: Sequence[Part], width: float) -> float:
        """The height of some items on one page."""
        holder = self.wrap(_freed(items))
        height = fit(holder, width)
        holder.clear_widgets()
        return height


def _freed(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts, out of what held them on another page."""
    for part in parts:
        if part.parent is not None:
            part.parent.remove_widget(part)
    return parts
