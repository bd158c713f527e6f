"""04: show the ID card to the machine. Only the ways that this machine has; the band says what was seen."""

from dataclasses import replace

from kiosk.journey.views import CardView
from screens.pages.page import Page, short_title, shows
from screens.pages.ways import LIVE_MM, LiveWays, Ways
from screens.theme import theme
from screens.widgets.part import Part, Space
from screens.widgets.text import Text

DRAWN_MM = 45.0
"""the height in which a drawing says something"""


@shows(CardView)
class CardPage(Page):
    """Without the promise, then without a large title, where else there is no room for the drawing or the picture.

    A later view of the same ways changes the band alone: the picture goes on."""

    stage_free = True
    leanest = 2

    def read(self) -> list[Part]:
        if theme.large and not theme.panel.portrait:
            # Beside a picture that is to be seen, the title takes as little of the width as it can.
            lead = [Space(theme.mm(2.5)), Text(self.view.lead, "caption", "ink2")] if self.view.lead else []
            return [*self.step(), Text(self.view.title.replace("\n", " "), "again_long", "tre9"), *lead]
        parts = super().read()
        if self.lean < 2:
            return parts
        lead = [Space(theme.mm(2.5)), Text(self.view.lead, "body", "ink2", balance=True)] if self.view.lead else []
        return [*self.step(), short_title(self.view.title), *lead]

    def stage(self) -> list[Part]:
        kind = LiveWays if self.view.live else Ways
        self.ways = kind(self.view, self.view.privacy if not self.lean else "")
        return [self.ways]

    def update(self, view: CardView) -> None:
        if replace(self.view, **_SAID) != replace(view, **_SAID) or not self.ways.say(view):
            super().update(view)
        else:
            self.view = view

    def shortage(self, width: float, first: float, later: float) -> int:
        return int(self.ways.picture_height(width, first) < theme.mm(LIVE_MM if self.view.live else DRAWN_MM))

    def slimmed(self) -> None:
        self._renew("_stage", self.stage())


_SAID = {"status": "", "status_text": ""}
"""what a view says anew while the page stays"""
