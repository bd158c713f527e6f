"""What the pages share on which a pad of large keys types."""

from screens.pages.entry import EntryPage
from screens.theme import theme
from screens.widgets.pads import Pad
from screens.widgets.part import Part


class PadEntryPage(EntryPage):
    """Standing: what is read, what is typed, the pad, what acts, one under another. Lying: what is read and typed left,
    the pad and what acts right."""

    letters = False
    """whether the pad has the 26 letters too"""
    typed_share = 0.46
    """of the width, for what is read and typed on a lying panel; `large_share` with larger text"""
    large_share = 0.46

    @property
    def ways_typed(self) -> bool:
        """Whether the ways beside Continue stand under what is typed: the pad of six rows leaves them no room."""
        return theme.lying and theme.large and self.letters

    def pad(self) -> list[Part]:
        """The pad, as the last part of the stage where all parts stand one under another."""
        return [] if theme.lying else [self._new_pad()]

    def _new_pad(self) -> Pad:
        return Pad(self.on_key, self.view.lang, self.letters)

    def _compose(self) -> None:
        super()._compose()
        if theme.lying:
            self._pad = self._new_pad()
            self.add_widget(self._pad)

    def _arrange_lying(self, margin: float) -> None:
        between = 2 * theme.px("gap")
        inner = self.width - 2 * margin - between
        left = inner * (self.typed_share if not theme.large else self.large_share)
        right, top = inner - left, self.top - theme.px("act")
        self._shed_lying(left, right, top - self.y - theme.px("act"))
        x, high = self.x + margin, self._read.fit(left)
        self._read.place(x, top - high, left, high)
        typed = self._stage.fit(left)
        self._stage.place(x, top - high - self._under_read() - typed, left, typed)
        x += left + between
        self._act.place(x, self.y + theme.px("act"), right, self._act.fit(right))
        low = self._low(right)
        self._pad.place(x, low, right, top - low)

    def _shed_lying(self, left: float, right: float, room: float) -> None:
        """Leave out the step line, the lead, the title's full size; then what a sheet can say."""
        for level, unread in ((1, ()), (2, ()), (2, ("size",))):
            if self._typed_high(left) <= room:
                break
            self._left_out, self._unread = max(self._left_out, level), unread
            self._renew("_read", self.read())
        pressed = self._pad.fit(right) + theme.px("gap") + self._act.fit(right)
        if max(pressed, self._typed_high(left)) > room and not self._aside:
            self.shed(self.sheds)

    def _typed_high(self, width: float) -> float:
        return self._read.fit(width) + self._under_read() + self._stage.fit(width)

    def _under_read(self) -> float:
        return super()._under_read() if theme.panel.portrait or theme.large else theme.mm(10)
