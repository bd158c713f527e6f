"""What frames every page: the header (to read only) and the bar of six fixed places."""

from dataclasses import dataclass
from datetime import datetime

from kivy.graphics import InstructionGroup

from kiosk.journey.views import BarKind
from kiosk.language.text import Language, Words
from screens.theme import theme
from screens.widgets.drawing import Drawing
from screens.widgets.drum import BAND, SEAL, band, seal
from screens.widgets.part import Part
from screens.widgets.shapes import bar, box
from screens.widgets.target import Target
from screens.widgets.text import Icon, Text


@dataclass(frozen=True)
class HeaderText:
    """Who, which machine, when; the short forms are for larger text."""

    office: str
    place: str
    place_short: str
    time: str
    day: str
    day_short: str


def header_text(office: str, machine: str, now: datetime, lang: Language) -> HeaderText:
    """The header's words. `now` is local time; `machine` as people say it ("Máy số 2")."""
    words = Words.load()
    date = now.strftime("%d/%m/%Y")
    return HeaderText(
        office,
        words.say("screens.place", lang, machine=machine),
        words.say("screens.place.short", lang, machine=machine),
        now.strftime("%H:%M"),
        f"{words.say(f'screens.day.{now.isoweekday()}', lang)}, {date}",
        date,
    )


class Header(Part):
    """The dark strip on top with the drum's band as its lower edge. Nothing in it is touched."""

    ground = "header"

    def __init__(self, words: HeaderText) -> None:
        super().__init__()
        self.words = words
        self.px = theme.scaled(26.1, 1.34) if theme.panel.portrait else theme.mm(18)
        self.seal = Drawing(seal, SEAL)
        self.band = Drawing(band, BAND)
        self.office = Text(words.office, "office", "on_header")
        self.where = Text(words.place_short if theme.large else words.place, "place", "on_header2")
        self.time = Text(words.time, "time", "on_header", align="right")
        self.day = Text(words.day_short if theme.large else words.day, "place", "on_header2", align="right")
        for part in (self.seal, self.band, self.office, self.where, self.time, self.day):
            self.add_widget(part)

    def fit(self, width: float) -> float:
        words = self._high(width) + self.low + theme.mm(5)
        return max(words, theme.px("header") if theme.panel.portrait else theme.mm(26.8))

    def say(self, words: HeaderText) -> None:
        """New words: the minute went on, or the language changed."""
        if words != self.words:
            self.words = words
            self.office.say(words.office)
            self.where.say(words.place_short if theme.large else words.place)
            self.time.say(words.time)
            self.day.say(words.day_short if theme.large else words.day)

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), "header")

    def arrange(self) -> None:
        margin, gap = theme.px("margin"), theme.px("gap")
        self.band.place(self.x, self.y, self.width, self.low)
        middle = self.y + self.low + (self.height - self.low) / 2
        px = self._seal(self.width)
        self.seal.opacity = 1 if px else 0
        self.seal.place(self.x + margin, middle - px / 2, px, px)
        right, left = self._right(), self._left(self.width)
        self._pair(self.time, self.day, self.right - margin - right, middle, right)
        self._pair(self.office, self.where, self.x + margin + (px + gap if px else 0), middle, left)

    @property
    def low(self) -> int:
        """The height of the drum's band, px."""
        return round(self.width * 20 / 1080) if self.width > 100 else theme.mm(6.2)

    def _right(self) -> float:
        return max(self.time.natural(), self.day.natural())

    def _left(self, width: float) -> float:
        px = self._seal(width)
        return width - 2 * theme.px("margin") - (px + theme.px("gap") if px else 0) - theme.px("gap") - self._right()

    def _seal(self, width: float) -> float:
        """The size of the seal, px; 0 where the names need its place."""
        room = width - 2 * theme.px("margin") - self._right() - 2 * theme.px("gap")
        return self.px if max(self.office.natural(), self.where.natural()) <= room - self.px else 0

    def _high(self, width: float) -> float:
        left = self.office.fit(self._left(width)) + self.where.fit(self._left(width))
        return max(left, self.time.pitch + self.day.pitch, self._seal(width))

    def _pair(self, upper: Text, lower: Text, x: float, middle: float, width: float) -> None:
        high, low = upper.fit(width), lower.fit(width)
        upper.place(x, middle + (high + low) / 2 - high, width, high)
        lower.place(x, middle - (high + low) / 2, width, low)


class Place(Target):
    """One place of the bar: an icon over a word (beside it where the place is wide)."""

    corner = "radius_bar"

    def __init__(self, act: str, icon: str, word: str, help: bool = False, wide: bool = False) -> None:
        super().__init__(act)
        self.ground, self.frame = ("nghe", "nghe7") if help else ("surface", "line")
        self.help, self.wide = help, wide
        colour = "on_help" if help else "tre9"
        self.icon = Icon(icon, theme.px("icon_bar"), colour)
        self.word = Text(word, "bar_help" if help else "bar", colour, align="center")
        self.add_widget(self.icon)
        self.add_widget(self.word)

    def paint(self, ink: InstructionGroup) -> None:
        down = "help_down" if self.help else "pressed"
        fill = down if self.pressed else self.ground
        box(ink, (*self.pos, *self.size), theme.px("radius_bar"), fill, self.frame, theme.px("line_control"))

    def arrange(self) -> None:
        wide, high, px = self.word.natural(), self.word.pitch, self.icon.px
        if self.wide or self.height < high + px + theme.mm(2):
            gap = theme.mm(4)
            x = self.center_x - (px + gap + wide) / 2
            self.icon.place(x, self.center_y - px / 2, px, px)
            self.word.place(x + px + gap, self.center_y - high / 2, wide, high)
            return
        top = self.center_y + (px + high + theme.mm(1.2)) / 2
        self.icon.place(self.center_x - px / 2, top - px, px, px)
        self.word.place(self.center_x - wide / 2, top - px - theme.mm(1.2) - high, wide, high)


class BottomBar(Part):
    """Six places that never move: back, home, (the voice's, empty), text size, language, help.

    In one row; where larger words do not fit a place, in two rows of three.
    """

    ground = "surface"

    def __init__(self, kind: BarKind, can_back: bool, lang: Language) -> None:
        super().__init__()
        self.kind = kind
        say = Words.load().say
        first: list[Place | None]
        if kind == "start":
            first = [Place("how", "help-circle-outline", say("screens.how", lang), wide=True)]
        elif kind == "after":
            first = [Place("home", "home-outline", say("screens.home", lang), wide=True)]
        else:
            first = [
                Place("back", "arrow-left", say("screens.back", lang)) if can_back else None,
                Place("home", "home-outline", say("screens.home", lang)),
            ]
        self.places: list[Place | None] = [
            *first,
            None,
            Place("size", "format-size", say("screens.size", lang)),
            Place("language", "web", say("screens.language", lang)),
            Place("help", "bell-ring", say("screens.help", lang), help=True),
        ]
        for place in self.places:
            if place is not None:
                self.add_widget(place)

    def fit(self, width: float) -> float:
        if not theme.panel.portrait:
            return theme.mm(33.7 if not theme.large else 46)
        return theme.px("bar") if not self._two_rows(width) else theme.px("bar") + theme.px("bar_place") + theme.mm(3.1)

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), "surface")
        bar(ink, (self.x, self.top - theme.px("line_hair"), self.width, theme.px("line_hair")), "hair")

    def arrange(self) -> None:
        gap, side = theme.mm(3.1), theme.mm(7.8)
        high = theme.px("bar_place") if theme.panel.portrait else self.height - theme.mm(7)
        y = self.top - theme.mm(5.6) - high if theme.panel.portrait else self.center_y - high / 2
        shares = self._shares(self.width)
        if self._two_rows(self.width):
            each = (self.width - 2 * side - 2 * gap) / 3
            cells = [(n % 3, n // 3) for n in range(6)]
            rects = [(self.x + side + c * (each + gap), y - r * (high + gap), each, high) for c, r in cells]
        else:
            rects, x = [], self.x + side
            for share in shares:
                rects.append((x, y, share, high))
                x += share + gap
        if len(self.places) == 5:
            one, two = rects[0], rects[1]
            rects = [(one[0], one[1], two[0] + two[2] - one[0], high), *rects[2:]]
        for place, rect in zip(self.places, rects, strict=True):
            if place is not None:
                place.place(*rect)

    def _shares(self, width: float) -> list[float]:
        """Widths of the six places in one row: help the widest, the language next, the same in both languages."""
        parts = (150, 150, 150, 150, 176, 188) if theme.panel.portrait else (160, 150, 110, 165, 190, 205)
        left = width - 2 * theme.mm(7.8) - 5 * theme.mm(3.1)
        return [left * part / sum(parts) for part in parts]

    def _two_rows(self, width: float) -> bool:
        return theme.large and theme.panel.portrait
