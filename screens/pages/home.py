"""02: what do you need today? Six areas, look up, not sure. Larger text: rows, and rows become pages."""

from kiosk.journey.views import HomeView
from screens.pages.page import Page, shows
from screens.theme import theme
from screens.widgets.cards import NoteBox
from screens.widgets.choices import BigTile, TileButton
from screens.widgets.pager import Pager, more_of
from screens.widgets.part import Column, Grid, Part, Space
from screens.widgets.text import Text
from screens.widgets.tiling import Tiling


@shows(HomeView)
class HomePage(Page):
    @property
    def read_share(self) -> float:
        return 0.26 if not theme.large else 0.36

    def take(self, beside: list[Part]) -> None:
        self._tiling.before = beside

    def read(self) -> list[Part]:
        view = self.view
        title = Text(view.title, "h1" if "size" not in self._unread else "again", "tre9", balance=True)
        if view.banner:
            return [title] if theme.lying else [title, Space(theme.mm(6)), NoteBox(view.banner)]
        if theme.large:
            lead = view.lead.split("\n")[0]
            return [title, Space(theme.mm(2.5)), Text(lead, "body", "ink2", balance=True)]
        parts: list[Part] = [title, Space(theme.mm(4.4)), Text(view.lead, "body", "ink2", balance=True)]
        return [Text(view.greeting, "greeting", "tre"), Space(theme.mm(1.9)), *parts] if view.greeting else parts

    def stage(self) -> list[Part]:
        view = self.view
        gap = theme.px("gap")
        ways = [(view.lookup, "lookup", False), (view.unsure, "unsure", True)]
        big = [BigTile(tile, act, gold) for tile, act, gold in ways if tile]
        tiles = [TileButton(tile, "area", theme.large or theme.lying) for tile in view.tiles]
        if theme.lying:
            more = more_of("screens.more.tiles", view.lang)
            self._tiling = Tiling([*tiles, *big], (2,) if not theme.large else (1,), gap, more, lang=view.lang)
            return [self._tiling]
        if not theme.large:
            return [Column([Grid(tiles, 2, gap), *([Grid(big, len(big), gap)] if big else [])], gap=gap)]
        return [
            Pager(
                [*tiles, *big],
                gap=theme.mm(5.6),
                more=more_of("screens.more.tiles", view.lang),
                lang=view.lang,
                button_gap=theme.mm(5.6),
            )
        ]
