"""What all pages share: the zone that is read, the stage that is touched, the buttons that act."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from kivy.graphics import InstructionGroup
from kivy.uix.widget import Widget

from kiosk.journey.views import Button, View
from kiosk.language.text import Words
from screens.theme import theme
from screens.tokens import reach_px
from screens.widgets.buttons import PushButton
from screens.widgets.cards import NoteBox, StepLine
from screens.widgets.pager import Pager, Pages
from screens.widgets.part import Column, Part, Space
from screens.widgets.shapes import bar
from screens.widgets.target import Target
from screens.widgets.text import Text

PAGES: dict[type[View], type["Page"]] = {}
"""kind of view -> page that shows it"""

PageType = TypeVar("PageType", bound=type["Page"])


def shows(view: type[View]) -> Callable[[PageType], PageType]:
    """Register a page for a kind of view."""

    def register(page: PageType) -> PageType:
        PAGES[view] = page
        return page

    return register


class Page(Part):
    """A page of three zones. Subclasses give the parts of each from `self.view`; the base class lays them out.

    Portrait: read above the line of reach, stage below it, act at the foot. Landscape: read left, touch right.
    """

    ground = "paper"
    stage_gap = 7.5
    """mm between the parts of the stage"""
    read_share = 0.31
    """of the width, on a lying panel; more where what is read needs it"""
    stage_free = False
    """a page whose stage is not touched may start it right under what is read, if it needs the height"""
    unread: tuple[tuple[str, ...], ...] = (
        (),
        ("lead",),
        ("lead", "step"),
        ("lead", "step", "size"),
        ("beside",),
        ("beside", "lead"),
        ("beside", "lead", "step"),
        ("beside", "lead", "step", "size"),
    )
    """what is not read, or not in its full size, where a lying panel has no room for it; each that does not suffice is
    followed by the next"""
    leanest = 0
    """how many things the page can do without, one after another, where that helps against a `shortage`; what is read
    stands beside the stage on a lying panel and is not one of them there"""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.lean = 0
        """how many of the things the page can do without it now does without"""
        self._weighed = False
        self._unread: tuple[str, ...] = ()
        self._told = 0.0
        self._compose()

    def read(self) -> list[Part]:
        """The parts to read: step line, title, lead, banner."""
        view = self.view
        parts = [*self.step(), Text(view.title, "h1" if "size" not in self._unread else "again", "tre9", balance=True)]
        if view.lead and "lead" not in self._unread:
            parts += [Space(theme.mm(4.4 if not theme.large else 2.5)), Text(view.lead, "body", "ink2", balance=True)]
        if view.banner and theme.panel.portrait:
            parts += [Space(theme.mm(5)), NoteBox(view.banner)]
        return parts

    def beside(self) -> list[Part]:
        """What a lying panel shows under what is read, beside the stage, while it has room there."""
        return [NoteBox(self.view.banner)] if self.view.banner else []

    def take(self, beside: list[Part]) -> None:
        """What is else beside the stage has no room there: show it in the stage."""
        self._renew("_stage", [*beside, *self.stage()])

    def read_without(self, *names: str) -> list[Part]:
        """What is read, without the step, the lead or another field of the view."""
        kept = self.view
        self.view = replace(kept, **{name: None if name in ("step", "banner") else "" for name in names})
        parts = Page.read(self)
        self.view = kept
        return parts

    def read_again(self) -> list[Part]:
        """What is read once a page was turned: step line and title, in one line where it fits."""
        return [*self.step(), short_title(self.view.title)]

    def step(self) -> list[Part]:
        """The step line, and the space under it."""
        step = self.view.step
        if not step or "step" in self._unread:
            return []
        words = Words.load().say("screens.step", self.view.lang, number=step.number, total=step.total)
        return [StepLine(step, words), Space(theme.mm(8.1 if not theme.large else 5))]

    def stage(self) -> list[Part]:
        """The parts of the stage, from its top."""
        return []

    def act(self) -> list[Part]:
        """The parts at the foot. A page whose pager ends with `foot` gives none here."""
        return self.foot()

    def foot(self) -> list[Part]:
        """The note of the view, the page's buttons, the large bell."""
        return [*self.note(), *self.buttons(), *self.bell()]

    def note(self) -> list[Part]:
        """The note of the view, above the buttons; a page that shows it elsewhere gives none here."""
        return [NoteBox(self.view.note)] if self.view.note else []

    def bell(self) -> list[Part]:
        """The large bell after a second miss."""
        return [large(self.view.help_button)] if self.view.help_button else []

    def buttons(self) -> list[Part]:
        """The page's own buttons; none unless the view has some."""
        return buttons(getattr(self.view, "buttons", ()))

    def way_in(self) -> Target | None:
        """Where the keypad begins, unless at what the page is for (`Target.inviting`)."""
        return None

    def shortage(self, width: float, first: float, later: float) -> int:
        """How much room is wanting where the stage has `first` px, and `later` once a page was turned: how many pages
        more than one. 0 where all is well."""
        paged = next((part for part in self._stage.parts if isinstance(part, Pages)), None)
        if paged is None:
            return 0
        others = self._stage.fit(width) - paged.fit(width)
        return len(paged.split(width, first - others, later - others)) - 1

    def slimmed(self) -> None:
        """`lean` has changed: make anew what looks otherwise now; the base class does so with what is read."""

    def update(self, view: View) -> None:
        """Show a later view of the same page. The base class builds all parts anew and keeps what `kept` says."""
        self.view = view
        self.lean, self._weighed = 0, False
        self._unread, self._told = (), 0.0
        kept = self.kept()
        self.clear_widgets()
        self._compose()
        self.restore(kept)
        if self.parent is not None:
            self.again()

    def kept(self) -> dict[str, object]:
        """What a person did on the page that is not in the view: typed text, the page turned to."""
        return {"turned": [pager.index for pager in pagers(self)]}

    def restore(self, kept: dict[str, object]) -> None:
        """Take up what `kept` of an earlier page of the same kind said."""
        for pager, index in zip(pagers(self), kept.get("turned", ()), strict=False):
            pager.index = index

    def paint(self, ink: InstructionGroup) -> None:
        bar(ink, (*self.pos, *self.size), self.ground)

    def arrange(self) -> None:
        margin = theme.px("margin")
        if theme.panel.portrait:
            self._arrange_portrait(self.x + margin, self.width - 2 * margin)
        else:
            self._arrange_lying(margin)

    def _all_read(self) -> list[Part]:
        """What is read, and what is beside the stage."""
        beside = self.beside() if theme.lying and "beside" not in self._unread else []
        return [*self.read(), *(part for one in beside for part in (Space(theme.mm(6)), one))]

    def _compose(self) -> None:
        self._read = Column(self._all_read())
        self._stage = Column(self.stage(), gap=theme.mm(self.stage_gap if not theme.large else 5.6))
        self._act = Column(self.act(), gap=theme.px("gap"))
        for zone in (self._read, self._stage, self._act):
            self.add_widget(zone)
        self._find_pager()

    def _find_pager(self) -> None:
        self._pager = next(pagers(self), None)
        if self._pager:
            self._pager.on_page = self.again
            self._again = Column(self.read_again())

    def _arrange_portrait(self, x: float, width: float) -> None:
        if self.leanest and not self._weighed:
            self._weighed = True
            self._weigh(width)
        self._lay(x, width)

    def _weigh(self, width: float) -> None:
        """Do without what can be missed, as little of it as makes the smallest shortage."""
        shortages = [self._short(width)]
        while shortages[-1] and self.lean < self.leanest:
            self._slim(self.lean + 1)
            shortages.append(self._short(width))
        if (best := shortages.index(min(shortages))) != self.lean:
            self._slim(best)

    def _weigh_again(self) -> None:
        """A part of the stage is higher or lower than it was: find anew what the page does without."""
        if self.lean:
            self._slim(0)
        self._weighed = False

    def _slim(self, lean: int) -> None:
        self.lean = lean
        if theme.panel.portrait:
            self._renew("_read", self.read())
        self.slimmed()

    def _short(self, width: float) -> int:
        low = self._low(width)
        if theme.lying:
            room = self.top - theme.px("act") - low
            return self.shortage(width, room, room)
        first = later = self._stage_top(self._read.fit(width), width) - low
        if self._pager:
            later = self._stage_top(self._again.fit(width), width) - low
        return self.shortage(width, first, later)

    def _renew(self, zone: str, parts: list[Part]) -> None:
        """Build a zone anew."""
        before = getattr(self, zone)
        column = Column(parts, gap=before.gap)
        self.remove_widget(before)
        setattr(self, zone, column)
        self.add_widget(column, index=len(self.children))
        if zone == "_stage":
            self._find_pager()

    def _lay(self, x: float, width: float) -> None:
        """Lay all zones out."""
        pager = self._pager
        full = self._stage_top(self._read.fit(width), width)
        if pager is None:
            self._lay_under(self._read, x, full, width)
            return
        later = self._stage_top(self._again.fit(width), width)
        pager.gained, pager.tall = later - full, False
        self._lay_under(self._read, x, full, width)
        if pager.index:
            pager.tall = True
            self._lay_under(self._again, x, later, width)

    def _lay_under(self, read: Column, x: float, stage_top: float, width: float) -> None:
        if read.parent is None:
            self.remove_widget(self._read if read is not self._read else self._again)
            self.add_widget(read, index=len(self.children))
        high = read.fit(width)
        read.place(x, self._read_top() - high, width, high)
        self._arrange_touched(x, stage_top, width)

    def _read_top(self) -> float:
        return self.top - theme.mm(8.1 if not theme.large else 5)

    def _stage_top(self, read: float, width: float) -> float:
        """Where the stage begins under what is read, `read` px high."""
        under = self._read_top() - read - theme.mm(5)
        line = min(under, theme.panel.height - theme.px("stage"), reach_px(theme.panel))
        if not self.stage_free or self._stage.fit(width) <= line - self._low(width):
            return line
        return under

    def _arrange_lying(self, margin: float) -> None:
        """What is read left, what is touched right."""
        top = self.top - theme.px("act")
        high = top - self.y - theme.px("act")
        left = self._read_wide(margin, high)
        self._read.place(self.x + margin, top - high, left, high)
        x = self.x + margin + left + theme.px("gap") * 2
        width = self.right - margin - x
        if self.leanest and not self._weighed:
            self._weighed = True
            self._weigh(width)
        self._arrange_touched(x, top, width)

    def _read_wide(self, margin: float, high: float) -> float:
        """How wide what is read is, px: as narrow as lets all of it stand in `high` px, the title in three lines; what
        still has no room goes, the lead first. It is found once."""
        if self._told:
            return self._told
        wide = [self.width * (self.read_share + more) - margin for more in (0, 0.04, 0.08, 0.12)]
        for unread in self.unread:
            if unread != self._unread:
                self._unread = unread
                self._renew("_read", self._all_read())
            fitting = [width for width in wide if self._read.fit(width) <= high]
            self._told = next((width for width in fitting if self._title_lines(width) <= 3), (fitting or wide)[-1])
            if fitting:
                break
        if "beside" in self._unread and (beside := self.beside()):
            self.take(beside)
        return self._told

    def _title_lines(self, width: float) -> int:
        titles = [part for part in self._read.parts if isinstance(part, Text) and part.text == self.view.title]
        return max((round(title.fit(width) / title.pitch) for title in titles), default=1)

    def _arrange_touched(self, x: float, top: float, width: float) -> None:
        low = self.y + theme.px("act")
        self._act.place(x, low, width, self._act.fit(width))
        low = self._low(width)
        self._stage.place(x, low, width, top - low)

    def _low(self, width: float) -> float:
        """The lower edge of the stage, px."""
        act = self._act.fit(width)
        return self.y + theme.px("act") + act + (theme.px("gap") if act else 0)


class ButtonPair(Part):
    """Two buttons side by side, the primary right; one above the other, the primary first, where words are long."""

    def __init__(self, left: PushButton, right: PushButton) -> None:
        super().__init__()
        self.left, self.right_ = left, right
        self.add_widget(left)
        self.add_widget(right)

    def fit(self, width: float) -> float:
        each, stacked = self._each(width)
        heights = self.left.fit(each), self.right_.fit(each)
        return sum(heights) + theme.px("gap") if stacked else max(heights)

    def arrange(self) -> None:
        each, stacked = self._each(self.width)
        if not stacked:
            self.left.place(self.x, self.y, each, self.height)
            self.right_.place(self.x + self.width - each, self.y, each, self.height)
            return
        low = self.left.fit(each)
        self.left.place(self.x, self.y, each, low)
        self.right_.place(self.x, self.y + low + theme.px("gap"), each, self.height - low - theme.px("gap"))

    def _each(self, width: float) -> tuple[float, bool]:
        half = (width - theme.px("gap")) / 2
        stacked = any(button.words.natural() > button._room(half) for button in (self.left, self.right_))
        return (width, True) if stacked else (half, False)


def short_title(title: str) -> Text:
    """The title without its own break, in the largest of three roles in which it takes one line."""
    if theme.lying:
        return Text(title, "again", "tre9", balance=True)
    room = theme.panel.width - 2 * theme.px("margin")
    texts = [Text(title.replace("\n", " "), role, "tre9", balance=True) for role in ("h1", "again", "again_long")]
    return next((text for text in texts if text.natural() <= room), texts[-1])


def buttons(given: tuple[Button, ...], height: str = "target_button") -> list[Part]:
    """Buttons of a view as parts: two short ones side by side, more of them one under another, the primary first.
    The bell is the largest and stands last."""
    made = [PushButton.of(button, height) for button in given if button.style != "help"]
    bells = [large(button) for button in given if button.style == "help"]
    if len(made) == 2:
        return [ButtonPair(*sorted(made, key=lambda button: button.style == "primary")), *bells]
    return [*sorted(made, key=lambda button: button.style != "primary"), *bells]


def large(button: Button) -> PushButton:
    """The large bell."""
    return PushButton.of(replace(button, icon=button.icon or "bell-ring"), height="target_big", role="button_big")


def pagers(root: Widget) -> Iterator[Pager]:
    """All pagers of a page, in the order of the tree."""
    if isinstance(root, Pager):
        yield root
    for child in reversed(root.children):
        yield from pagers(child)
