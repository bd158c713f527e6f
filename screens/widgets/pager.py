"""Parts that do not fit become pages: a full-width button leads on, and on the last page back to the first."""

from collections.abc import Callable, Sequence

from kiosk.language.text import Words
from screens.theme import theme
from screens.tokens import reach_px
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
        return self._height([*self.items, *self.last], width)

    def arrange(self) -> None:
        self.pages = self._split(self.width, self.height)
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
        page = self.pages[self.index]
        items = [part for part in page if part not in self.last]
        parts: list[Part] = [self.wrap(items)] if items else []
        final = self.index == len(self.pages) - 1
        if final and len(self.pages) > 1:
            parts.append(self._button(self.first, "chevron-up"))
        parts += [part for part in page if part in self.last]
        if not final:
            left = [part for later in self.pages[self.index + 1 :] for part in later if _counts(part)]
            parts.append(self._button(self.more(max(1, len(left))), "chevron-down"))
        heights = [fit(part, self.width) for part in parts]
        spare = self.height - sum(heights) - self.button_gap * max(0, len(parts) - 1)
        y = self.top
        down = self._pushed_down(parts) if final else None
        for number, (part, height) in enumerate(zip(parts, heights, strict=True)):
            if part.parent is not None:
                part.parent.remove_widget(part)
            self.add_widget(part)
            y -= height + (self.button_gap if number else 0)
            if part is down:
                y -= max(0, spare)
            if isinstance(part, PushButton) and theme.panel.portrait:
                y = min(y, reach_px(theme.panel) - height)  # a short page that starts high: still within reach
            place(part, self.x, y, self.width, height)

    def _pushed_down(self, parts: list[Part]) -> Part | None:
        """From which part on the parts stand at the foot."""
        ending = [part for part in parts if part in self.last]
        return next((part for part in ending if part.grow), ending[0] if self.foot and ending else None)

    def _button(self, label: str, icon: str) -> PushButton:
        return PushButton("turn", label, "secondary", icon=icon, height="target_low", command=self.turn)

    def _split(self, width: float, height: float) -> list[list[Part]]:
        if self._height([*self.items, *self.last], width) <= height:
            return [[*self.items, *self.last]]
        button = max(self._button(label, "chevron-down").fit(width) for label in (self.more(88), self.first))
        room = height - button - self.button_gap
        if self.last and self._height(self.last, width) > room:
            return self._packed([*self.items, *self.last], width, room)
        pages = self._packed(self.items, width, room)
        while len(pages[-1]) > 1 and self._height([*pages[-1], *self.last], width) > room:
            if self._height([pages[-1][-1], *self.last], width) > room:
                pages.append([])
            else:
                pages.append([pages[-1].pop()])
        if self._height([*pages[-1], *self.last], width) > room:
            pages.append([])
        pages[-1] += self.last
        return pages

    def _packed(self, parts: Sequence[Part], width: float, room: float) -> list[list[Part]]:
        """Pages filled one after another, each with at least one part."""
        pages: list[list[Part]] = [[]]
        for part in parts:
            if pages[-1] and self._height([*pages[-1], part], width) > room:
                pages.append([])
            pages[-1].append(part)
        return pages

    def _height(self, parts: Sequence[Part], width: float) -> float:
        for part in parts:
            if part.parent is not None:
                part.parent.remove_widget(part)
        heights = []
        if items := [part for part in parts if part not in self.last]:
            holder = self.wrap(items)
            heights.append(fit(holder, width))
            holder.clear_widgets()
        heights += [fit(part, width) for part in parts if part in self.last]
        return sum(heights) + self.button_gap * max(0, len(heights) - 1)


def _counts(part: Part) -> bool:
    """Whether a person would count the part as something still to see: no button, no empty height."""
    return (
        not part.grow and not isinstance(part, PushButton) and not any(isinstance(c, PushButton) for c in part.children)
    )
