""" "Tra cứu hồ sơ": put the slip's code before the slot; then one sentence and one act."""

from kiosk.journey.views import LookupView
from screens.pages.machine import slip_slot, slip_slot_dark
from screens.pages.message import message_pages
from screens.pages.page import Page, shows
from screens.pages.ways import LitSlot, SeenSlip
from screens.theme import theme
from screens.widgets.cards import Card, Padded
from screens.widgets.part import Column, Part, Space
from screens.widgets.text import Text


@shows(LookupView)
class LookupPage(Page):
    def stage(self) -> list[Part]:
        view = self.view
        if view.live:
            return [SeenSlip(view.live, "waiting" if view.status == "waiting" else "refused", view.lines[0])]
        if view.status != "waiting":
            return [message_pages(view.lines, "i", "file-search", view.lang, [], [])]
        words = [Text(line, "note", "tre9", align="center", balance=True) for line in view.lines]
        slot = LitSlot(view.status, (slip_slot, slip_slot_dark))
        return [Card([Padded(Column([slot, *([Space(theme.mm(6))] if words else []), *words]), updown=10)])]
