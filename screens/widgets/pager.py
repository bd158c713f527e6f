"""Parts that do not fit become pages: a full-width button leads on, and on the last page back to the first."""

from collections.abc import Callable, Sequence

from kiosk.language.text import Words
from screens.theme import theme
from screens.widgets.buttons import PushButton
from screens.widgets.part import Column, Part, fit, place


class Pager(Part):
    """Shows as many `items` as its height takes; nothing shrinks, nothing scrolls.

    `more(n)` is the label of the button while n items follow, `first` the label on the last page. `wrap` builds what
    holds the items of one page (a column by default, a Card for rows). `last` are parts that stand on the last page
    only (a declaration, buttons); with `foot` they stand at its foot, those after a Spring of
    them if there is one. `index` is the page shown; `on_page` is called
    after it changed.
    """

    grow = True

    def __init__(
        self,
        items: Sequence[Part],
        gap: float = 0,
        more: Callable[[int], str] | None = None,
        first: str = "",
        wrap: Callable[[Sequence[Part]], Part] | None = None,
        last: Sequence[Part] = (),
        lang: str = "vi",
        button_gap: float | None = None,
        foot: bool = False,
        on_page: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__()
        words = Words.load()
        self.items, self.gap, self.last = list(items), gap, list(last)
        self.more = more or (lambda n: words.say("screens.more", lang, n=n))
        self.first = first or words.say("screens.more.first", lang)
        self.wrap = wrap or (lambda parts: Column(parts, gap=gap))
        self.button_gap = theme.px("gap") if button_gap is None else button_gap
        self.on_page = on_page
        self.foot = foot
        self.index = 0
        self.pages: list[list[Part]] = []

    def fit(self, width: float) -> float:
        """The height of everything on one page."""
        return self._height(self.items, width, ending=True)

    def arrange(self) -> None:
        self._split(self.width, self.height)
        self._show()

    def turn(self) -> None:
        """To the next page; from the last one to the first."""
        self.index = (self.index + 1) % len(self.pages)
        self._show()
        if self.on_page:
            self.on_page(self.index)

    def _show(self) -> None:
        for holder in list(self.children):
            holder.clear_widgets()
        self.clear_widgets()
        self.index = min(self.index, len(self.pages) - 1)
        items = self.pages[self.index]
        parts: list[Part] = [self.wrap(items)] if items else []
        if self.index < len(self.pages) - 1:
            left = sum(len(page) for page in self.pages[self.index + 1 :])
            parts.append(self._button(self.more(left) if left else self.more(1), "chevron-down"))
        else:
            if len(self.pages) > 1:
                parts.append(self._button(self.first, "chevron-up"))
            parts += self.last
        heights = [fit(part, self.width) for part in parts]
        spare = self.height - sum(heights) - self.button_gap * max(0, len(parts) - 1)
        springs = [part for part in self.last if part.grow] or (self.last[:1] if self.foot else [])
        y = self.top
        for number, (part, height) in enumerate(zip(parts, heights, strict=True)):
            if part.parent is not None:
                part.parent.remove_widget(part)
            self.add_widget(part)
            y -= height + (self.button_gap if number else 0)
            if part in springs[:1]:
                y -= max(0, spare)
            place(part, self.x, y, self.width, height)

    def _button(self, label: str, icon: str) -> PushButton:
        return PushButton("more", label, "secondary", icon=icon, height="target_low", command=self.turn)

    def _split(self, width: float, height: float) -> None:
        if self._height(self.items, width, ending=True) <= height:
            self.pages = [self.items]
            return
        button = max(self._button(label, "chevron-down").fit(width) for label in (self.more(88), self.first))
        room = height - button - self.button_gap
        self.pages, page = [], []
        for item in self.items:
            if page and self._height([*page, item], width) > room:
                self.pages.append(page)
                page = []
            page.append(item)
        self.pages.append(page)
        while self.last and len(page) > 1 and self._height(page, width, ending=True) > room:
            self.pages[-1], page = page[:-1], [page[-1]]
            self.pages.append(page)
        if self.last and self._height(page, width, ending=True) > room:
            self.pages.append([])

    def _height(self, items: Sequence[Part], width: float, ending: bool = False) -> float:
        for item in items:
            if item.parent is not None:
                item.parent.remove_widget(item)
        whole = 0.0
        if items:
            holder = self.wrap(items)
            whole = fit(holder, width)
            holder.clear_widgets()
        if ending:
            whole += sum(fit(part, width) for part in self.last) + self.button_gap * (len(self.last) if items else 0)
        return whole
