"""What is chosen with one touch: tiles of home, choices of a question."""

from collections.abc import Callable
from typing import ClassVar

from kivy.clock import Clock, ClockEvent
from kivy.graphics import InstructionGroup
from kivy.uix.widget import Widget

from kiosk.journey.views import Choice, Tile
from screens.theme import theme
from screens.widgets.cards import Badge
from screens.widgets.part import Column, Part, Row
from screens.widgets.shapes import box, dashes
from screens.widgets.target import Target
from screens.widgets.text import Icon, Text

CHOSEN_S = 0.3
"""how long the chosen look is seen before the answer goes out"""


class Pressable(Target):
    """The look that tiles and choices share: white, outlined, a thick lower edge that goes when pressed."""

    fill, outline = "surface", "line"
    inviting, corner = True, "radius_tile"

    def __init__(self, act: str, value: str, command: Callable[[], None] | None = None) -> None:
        super().__init__(act, value, command)
        self.chosen = False
        self.possible = True
        self.style_of()

    def style_of(self) -> None:
        """Set `ground` and `frame` from the state."""
        self.ground = "tre1" if self.chosen else self.fill if self.possible else "paper"
        self.frame = "tre" if self.chosen else self.outline
        self.target = self.possible

    def paint(self, ink: InstructionGroup) -> None:
        rect, radius = (*self.pos, *self.size), theme.px("radius_tile")
        line = theme.px("line_control")
        if not self.possible:
            dashes(ink, rect, radius, line, "line", theme.mm(3.1), theme.mm(2.2))
        elif self.chosen:
            box(ink, rect, radius, "tre1", "tre", theme.px("line_chosen"))
        elif self.pressed:
            x, y, width, height = rect
            drop = theme.px("line_press") if theme.edges else 0
            box(ink, (x, y, width, height - drop), radius, "pressed", self.outline, line)
        else:
            box(ink, rect, radius, self.fill, self.outline, line, theme.px("line_edge") if theme.edges else line)

    @property
    def lift(self) -> float:
        """How far the content stands above the middle, px: the lower edge is part of the height."""
        if self.pressed or self.chosen or not theme.edges or not self.possible:
            return -theme.px("line_press") / 2 if self.pressed and theme.edges else 0
        return theme.px("line_edge") / 2

    def on_touch_down(self, touch: object) -> bool:
        return self.possible and super().on_touch_down(touch)


class ChoiceButton(Pressable):
    """A choice: number, words, second line, chevron. Touched, it shows as chosen for 300 ms and then answers."""

    _answering: ClassVar[ClockEvent | None] = None

    def __init__(
        self,
        number: int,
        choice: Choice,
        act: str = "answer",
        icon: str = "",
        least: str = "target_choice",
        on_chosen: Callable[["ChoiceButton"], None] | None = None,
    ) -> None:
        super().__init__(act, choice.value)
        self.number, self.choice, self.picture, self.least = str(number), choice, icon, theme.px(least)
        self.on_chosen = on_chosen
        self.possible, self.chosen = choice.possible, choice.chosen
        self._fill()

    def show_chosen(self, chosen: bool) -> None:
        if chosen != self.chosen:
            self.chosen = chosen
            self._fill()
            self.again()

    def fire(self) -> None:
        if ChoiceButton._answering is not None and ChoiceButton._answering.is_triggered:
            return  # the first of two quick touches is the answer
        if self.on_chosen:
            self.on_chosen(self)
        self.show_chosen(True)
        # A later view of the same page may replace this widget before the time is over; the answer still counts.
        holder = self.holder()
        page = _page(holder)
        ChoiceButton._answering = Clock.schedule_once(lambda _: self._answer(holder, page), CHOSEN_S)

    def fit(self, width: float) -> float:
        updown = theme.mm(8.7) if theme.panel.portrait else theme.mm(5)
        return max(self.least, self.row.fit(width - 2 * theme.px("pad")) + updown + theme.px("line_edge"))

    def arrange(self) -> None:
        across = theme.px("pad")
        width = self.width - 2 * across
        height = self.row.fit(width)
        self.row.place(self.x + across, self.center_y + self.lift - height / 2, width, height)

    def _fill(self) -> None:
        self.style_of()
        self.clear_widgets()
        colour = "tre9" if self.possible else "ink2"
        words = Column(
            [
                Text(self.choice.title, "choice", colour, balance=True),
                Text(self.choice.sub, "caption", "ink2" if self.possible else "nghe9", balance=True),
            ]
        )
        badge = Badge(self.number, filled=self.chosen) if self.possible else NoLine()
        px = theme.px("icon_row")
        sign = None
        if self.chosen or (self.possible and not theme.large):
            sign = Icon("check-bold" if self.chosen else "chevron-right", px)
        parts: list[tuple[Part, float | str]] = [(badge, badge.px), (words, "1")]
        if self.picture:
            picture = Icon(self.picture, theme.px("icon_choice"), "tre" if self.possible else "ink2")
            parts.insert(1, (picture, picture.px))
        if sign:
            parts.append((sign, px))
        self.row = Row(parts, gap=theme.mm(9.3 if not theme.large else 6.2))
        self.add_widget(self.row)

    def _answer(self, holder: Widget | None, page: str) -> None:
        if holder is not None and _page(holder) == page:
            holder.emit(self.act, self.value)


class TileButton(Pressable):
    """A tile of home: plate with icon, number, title, second line. `as_row`: laid out as a row, for larger text."""

    def __init__(self, tile: Tile, act: str, as_row: bool = False) -> None:
        super().__init__(act, tile.value)
        self.as_row, self.possible, self.number = as_row, tile.possible, tile.number
        self.style_of()
        self.plate = Plate(tile.icon, 32.4, tile.possible)
        self.pad = theme.px("pad") if theme.panel.portrait else theme.mm(7.5)
        self.badge: Badge | Icon | None = None
        if not tile.possible:
            self.badge = NoLine()
        elif tile.number:
            self.badge = Badge(tile.number)
        self.words = Column([Text(tile.title, "choice", "tre9"), second_line(tile, "caption", "ink2")])
        if theme.lying:
            self.words = Titled(tile, self.badge.px + theme.px("gap") if self.badge else 0)
        for part in (self.plate, self.badge, self.words):
            if part is not None:
                self.add_widget(part)

    def fit(self, width: float) -> float:
        if self.as_row:
            updown = theme.mm(12 if theme.panel.portrait else 8)
            return max(theme.px("target_tile_row"), self.words.fit(self._words_width(width)) + updown)
        room = theme.mm(8.1) + self.plate.px + theme.mm(5) + self.words.fit(width - theme.mm(16.2)) + theme.mm(6.8)
        return max(theme.px("target_tile"), room + theme.px("line_edge"))

    def arrange(self) -> None:
        shift = -theme.px("line_press") if self.pressed and theme.edges else 0
        if self.as_row:
            self._arrange_row()
            return
        top = self.top - theme.mm(8.1) + shift
        self.plate.place(self.x + theme.mm(10), top - self.plate.px, self.plate.px, self.plate.px)
        if self.badge:
            px = self.badge.px
            self.badge.place(self.right - theme.mm(9) - px, top - px, px, px)
        width = self.width - theme.mm(16.2)
        height = self.words.fit(width)
        low = self.y + theme.mm(6.8) + (theme.px("line_edge") if theme.edges else 0)
        self.words.place(self.x + theme.mm(10), low + shift, width, height)

    def _arrange_row(self) -> None:
        y = self.center_y + self.lift
        x = self.x + self.pad
        self.plate.place(x, y - self.plate.px / 2, self.plate.px, self.plate.px)
        x += self.plate.px + self.pad
        width = self._words_width(self.width)
        height = self.words.fit(width)
        self.words.place(x, y - height / 2, width, height)
        if self.badge:
            px = self.badge.px
            middle = y if theme.panel.portrait else self.words.title.center_y
            self.badge.place(self.right - self.pad - px, middle - px / 2, px, px)

    def _words_width(self, width: float) -> float:
        badge = self.badge.px + theme.px("gap") if self.badge and theme.panel.portrait else 0
        return width - 3 * self.pad - self.plate.px - badge


class Titled(Part):
    """On a lying panel: the title beside the number, `aside` px wide, the second line under both."""

    def __init__(self, tile: Tile, aside: float) -> None:
        super().__init__()
        self.aside = aside
        self.title, self.second = Text(tile.title, "choice", "tre9"), second_line(tile, "small", "ink2")
        self.add_widget(self.title)
        self.add_widget(self.second)

    def fit(self, width: float) -> float:
        return self.title.fit(width - self.aside) + self.second.fit(width)

    def arrange(self) -> None:
        title, second = self.title.fit(self.width - self.aside), self.second.fit(self.width)
        self.title.place(self.x, self.top - title, self.width - self.aside, title)
        self.second.place(self.x, self.top - title - second, self.width, second)


class BigTile(Pressable):
    """The two ways beside the tiles: look up a dossier (green), not sure (gold). No number, no lower edge."""

    def __init__(self, tile: Tile, act: str, gold: bool = False) -> None:
        self.fill, self.outline = ("nghe1", "nghe7") if gold else ("tre1", "tre")
        super().__init__(act, tile.value)
        self.possible = tile.possible
        self.style_of()
        colour = "nghe9" if gold else "tre9"
        self.icon = Icon(tile.icon, theme.px("icon_tile"), colour) if tile.possible else NoLine("icon_tile")
        second = second_line(tile, "small", "nghe9" if gold else "ink2")
        self.words = Column([Text(tile.title, "button2", colour), second])
        self.row = Row([(self.icon, self.icon.px), (self.words, "1")], gap=theme.px("gap"))
        self.add_widget(self.row)

    def fit(self, width: float) -> float:
        return max(theme.px("target_big"), self.row.fit(width - theme.mm(17.4)) + theme.mm(10))

    def paint(self, ink: InstructionGroup) -> None:
        if not self.possible:
            super().paint(ink)
            return
        fill = "pressed" if self.pressed else self.fill
        box(ink, (*self.pos, *self.size), theme.px("radius_tile"), fill, self.outline, theme.px("line_button"))

    def arrange(self) -> None:
        across = theme.mm(8.7)
        height = self.row.fit(self.width - 2 * across)
        self.row.place(self.x + across, self.center_y - height / 2, self.width - 2 * across, height)


class NoLine(Icon):
    """In the place of the number or of the tile's own icon: this does not work without the line."""

    def __init__(self, size: str = "icon_row") -> None:
        super().__init__("wifi-off", theme.px(size), "nghe9")


def second_line(tile: Tile, role: str, colour: str) -> Text:
    """What stands under a tile's title: what it offers, or why it can't now."""
    return Text(tile.sub, role, colour) if tile.possible else Text(tile.sub, "tag", "nghe9")


class Plate(Part):
    """The square under a tile's icon, so that different shapes share one left edge."""

    def __init__(self, icon: str, mm: float = 32.4, possible: bool = True) -> None:
        super().__init__()
        self.px = theme.mm(mm)
        self.ground = "tre1" if possible else "paper"
        self.add_widget(Icon(icon, self.px * 0.73, "tre" if possible else "ink2"))

    def fit(self, width: float) -> float:
        return self.px

    def paint(self, ink: InstructionGroup) -> None:
        rect, line = (*self.pos, *self.size), theme.px("line_hair")
        box(ink, rect, self.px / 4, self.ground, "plate_line" if self.ground == "tre1" else "hair", line)

    def arrange(self) -> None:
        self.children[0].place(*self.pos, *self.size)


def _page(holder: Widget | None) -> str:
    """The id of the page a host shows."""
    view = getattr(holder, "view", None)
    return view.page if view is not None else ""
