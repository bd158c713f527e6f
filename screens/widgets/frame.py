"""What frames every page: the header (to read only) and the bar of six fixed places."""

from dataclasses import dataclass
from datetime import datetime

from kivy.graphics import InstructionGroup

from kiosk.journey.views import BarKind
from kiosk.language.text import Language, Words
from screens.theme import theme
from screens.widgets.drawing import Drawing
from screens.widgets.drum import BAND, BAND_LYING, SEAL, band, seal
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
        self.px = theme.scaled(26.1, 1.34) if theme.panel.portrait else theme.panel.px(17.9)
        self.seal = Drawing(seal, SEAL)
        self.band = Drawing(band, BAND if theme.panel.portrait else BAND_LYING)
        self.office = Text(words.office, "office", "on_header")
        self.where = Text(words.place_short if theme.large else words.place, "place", "on_header2")
        self.time = Text(words.time, "time", "on_header", align="right")
        self.day = Text(words.day_short if theme.large else words.day, "place", "on_header2", align="right")
        for part in (self.seal, self.band, self.office, self.where, self.time, self.day):
            self.add_widget(part)

    def fit(self, width: float) -> float:
        high = self._one_line_high() if self._one_line(width) else self._high(width)
        return max(high + self.low + theme.mm(5), theme.px("header"))

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
        if self._one_line(self.width):
            self._arrange_line(middle)
            return
        px = self._seal(self.width)
        self.seal.opacity = 1 if px else 0
        self.seal.place(self.x + margin, middle - px / 2, px, px)
        right, left = self._right(), self._left(self.width)
        self._pair(self.time, self.day, self.right - margin - right, middle, right)
        self._pair(self.office, self.where, self.x + margin + (px + gap if px else 0), middle, left)

    @property
    def low(self) -> int:
        """The height of the drum's band, px."""
        return round(self.width * self.band.view[3] / self.band.view[2]) if self.width > 100 else theme.mm(6.2)

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

    def _one_line(self, width: float) -> bool:
        """A lying panel has width for who and where, time and day side by side."""
        return theme.lying and self._words_wide() <= width - 2 * theme.px("margin")

    def _words_wide(self) -> float:
        return sum(text.natural() for text in self._texts) + 3 * self._between()

    def _sealed(self, width: float) -> bool:
        """Whether the seal has room before the one line."""
        return self._words_wide() + self.px + self._between() <= width - 2 * theme.px("margin")

    def _one_line_high(self) -> float:
        return max(self.px, *(text.pitch for text in self._texts))

    def _arrange_line(self, middle: float) -> None:
        margin, gap = theme.px("margin"), self._between()
        px = self.px if self._sealed(self.width) else 0
        self.seal.opacity = 1 if px else 0
        self.seal.place(self.x + margin, middle - px / 2, px, px)
        x = self.x + margin + (px + gap if px else 0)
        for text in (self.office, self.where):
            text.place(x, middle - text.pitch / 2, text.natural(), text.pitch)
            x += text.natural() + gap
        x = self.right - margin
        for text in (self.day, self.time):
            x -= text.natural()
            text.place(x, middle - text.pitch / 2, text.natural(), text.pitch)
            x -= gap

    @property
    def _texts(self) -> tuple[Text, ...]:
        return self.office, self.where, self.time, self.day

    def _between(self) -> float:
        return theme.panel.px(6)

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

    @property
    def wanted(self) -> float:
        """The width, px, that icon and word need side by side."""
        return self.icon.px + theme.mm(4) + self.word.natural() + 2 * theme.mm(4)

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
        if theme.lying:
            return theme.px("bar")
        return theme.px("bar") if not self._two_rows(width) else theme.px("bar") + theme.px("bar_place") + theme.mm(3.1)

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), "surface")
        bar(ink, (self.x, self.top - theme.px("line_hair"), self.width, theme.px("line_hair")), "hair")

    def arrange(self) -> None:
        gap, side, high = theme.px("bar_gap"), theme.px("bar_side"), theme.px("bar_place")
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
        """Widths of the six places in one row: help the widest, the language next, the same in both languages. On a
        lying panel larger words take the voice's empty place, then as much as each needs."""
        parts = (150, 150, 150, 150, 176, 188) if theme.panel.portrait else (160, 150, 110, 165, 190, 205)
        left = width - 2 * theme.px("bar_side") - 5 * theme.px("bar_gap")
        shares = [left * part / sum(parts) for part in parts]
        first = shares[0] if len(self.places) == 6 else shares[0] + theme.px("bar_gap") + shares[1]
        if theme.panel.portrait or self._fits([first, *shares[1:]]):
            return shares
        wanted = [place.wanted if place is not None else 0 for place in self._six()]
        spare = (left + theme.px("bar_gap") - sum(wanted)) / sum(place is not None for place in self._six())
        return [want + spare if want else -theme.px("bar_gap") if at == 2 else 0 for at, want in enumerate(wanted)]

    def _six(self) -> list[Place | None]:
        """The places; a wide first one stands in the second's too."""
        return self.places if len(self.places) == 6 else [self.places[0], None, *self.places[1:]]

    def _fits(self, shares: list[float]) -> bool:
        return all(place is None or place.wanted <= share for place, share in zip(self._six(), shares, strict=True))

    def _two_rows(self, width: float) -> bool:
        return theme.large and theme.panel.portrait
