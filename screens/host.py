"""The host of all pages: header, page, sheet, bar. It shows a view and gives back meaningful touches."""

import gc
from collections.abc import Callable, Iterable
from time import monotonic

from kivy.base import EventLoop
from kivy.clock import Clock
from kivy.input.motionevent import MotionEvent
from kivy.uix.widget import Widget

from kiosk.journey.views import Emit, HomeView, IdleSheet, IdleView, Live, StoppedView, View
from screens.keypad import Keypad
from screens.pages import PAGES, Page
from screens.sheets import SHEETS, SheetPart
from screens.theme import theme
from screens.tokens import Panel
from screens.widgets.frame import BottomBar, Header, HeaderText
from screens.widgets.keyboard import Keyboard
from screens.widgets.part import Part
from screens.widgets.target import find, targets
from screens.widgets.text import forget_words

_OF_NOBODY = (IdleView, HomeView, StoppedView)
"""pages on which nothing is known of anybody: what was shown before them is another citizen's"""

HELD_S = 2.0
"""how long a finger on the screen may hold back a later view of the same page"""

__all__ = ["Host", "find", "targets"]


class Host(Part):
    """Fills the window. `emit` gets every act; `header` gives the header's words for a language; `touched` is told of
    every key of the keypad, which the host hears as long as it is in the window."""

    ground = "paper"

    def __init__(
        self, emit: Emit, header: Callable[[str], HeaderText], touched: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self.emit = emit
        self.live: Live = lambda: None
        """where pages take the camera's picture from"""
        self._words, self._touched = header, touched
        self.view: View | None = None
        self.page: Page | None = None
        self.header: Header | None = None
        self.bar: BottomBar | None = None
        self.sheet: SheetPart | None = None
        self._stale = False
        self._was_somebodys = False
        self._finger_since: float | None = None
        self._later: View | None = None
        self.keypad = Keypad(self)
        self.canvas.after.add(self.keypad.ring.ink)

    @property
    def covered(self) -> Iterable[Widget]:
        """What a sheet lies over: it can't be touched now."""
        return (self.page,) if self.sheet is not None else ()

    def show(self, view: View) -> None:
        """Show a view. The same page (same `page` and kind) keeps its widget; a change of language, text size or
        theme builds all anew and keeps what was typed."""
        self.keypad.finish()
        before = self.view
        if self._finger_is_down() and before is not None and (before.page, type(before)) == (view.page, type(view)):
            # The widget under the finger must still be there when it is released.
            self._later = view
            return
        self._later = None
        restyled = theme.use(view.theme, view.size) or self._stale or before is None or before.lang != view.lang
        self._stale = False
        same = self.page is not None and before.page == view.page and type(before) is type(view)
        if same and view == before and not restyled:
            return
        self.view = view
        if restyled:
            self._drop("header")
            self.header = Header(self._words(view.lang))
        else:
            self.header.say(self._words(view.lang))
        if restyled or not same or (before.bar, before.can_back) != (view.bar, view.can_back):
            self._drop("bar")
            self.bar = BottomBar(view.bar, view.can_back, view.lang) if view.bar != "none" else None
        if same and not restyled:
            self._update_page(view)
        else:
            self._new_page(view, self.page.kept() if same else {})
        self._show_sheet(view, restyled)
        self._stack()
        self.keypad.follow()

    def use_panel(self, panel: Panel) -> None:
        """The window has another size: build all anew and keep what was typed."""
        if theme.use(panel=panel):
            self._stale = True
            self.pos, self.size = (0, 0), (panel.width, panel.height)
            if self.view is not None:
                self.show(self.view)

    def tick(self) -> None:
        """The time went on."""
        if self._was_somebodys and isinstance(self.view, _OF_NOBODY):
            # Widgets hold each other in circles: without this, pages that are gone would lie about for hours. Not
            # while she goes on from home: it takes longer than a frame.
            self._was_somebodys = False
            gc.collect()
        if self.view is not None and self.header is not None:
            words, office = self._words(self.view.lang), self.header.words.office
            self.header.say(words)
            if words.office != office:  # known only now: it needs a place of its own
                self.again()
        if self._later is not None and not self._finger_is_down():
            self.show(self._later)

    def on_parent(self, _: object, parent: Widget | None) -> None:
        """Hear the keys as long as it is in the window."""
        window = EventLoop.window
        heard = {"on_key_down": self._key_down, "on_key_up": self._key_up}
        window.unbind(**heard)
        if parent is not None:
            window.bind(**heard)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        self._finger_since = monotonic()
        self.keypad.hide()
        return super().on_touch_down(touch)

    def on_touch_up(self, touch: MotionEvent) -> bool:
        if touch.grab_current is None:
            Clock.schedule_once(self._lifted)  # after those who grabbed the touch have had it
        return super().on_touch_up(touch)

    def arrange(self) -> None:
        if self.view is None:
            return
        head = self.header.fit(self.width)
        low = self.bar.fit(self.width) if self.bar else 0
        self.header.place(self.x, self.top - head, self.width, head)
        self.page.place(self.x, self.y + low, self.width, self.height - head - low)
        if self.bar:
            self.bar.place(self.x, self.y, self.width, low)
        if self.sheet:
            over = head if isinstance(self.view.sheet, IdleSheet) else 0
            self.sheet.place(self.x, self.y + low, self.width, self.height - low - over)

    def _key_down(self, _: object, key: int, __: int, text: str | None, modifiers: list[str]) -> bool:
        """No key goes on to Kivy, which would leave the program with one and open its settings with another."""
        self._touched()
        self.keypad.down(key, text, modifiers)
        return True

    def _key_up(self, _: object, key: int, *__: object) -> None:
        self.keypad.up(key)

    def _finger_is_down(self) -> bool:
        return self._finger_since is not None and monotonic() - self._finger_since < HELD_S

    def _lifted(self, _: float) -> None:
        self._finger_since = None
        if self._later is not None:
            self.show(self._later)

    def _update_page(self, view: View) -> None:
        if view != self.page.view:
            self.page.update(view)

    def _new_page(self, view: View, kept: dict[str, object]) -> None:
        self._drop("page")
        if isinstance(view, _OF_NOBODY):
            Keyboard.forget()
            forget_words()
        else:
            self._was_somebodys = True
        self.page = PAGES[type(view)](view)
        self.page.restore(kept)

    def _show_sheet(self, view: View, restyled: bool) -> None:
        sheet = view.sheet
        if sheet is None:
            self._drop("sheet")
        elif self.sheet is not None and type(self.sheet.sheet) is type(sheet) and not restyled:
            if self.sheet.sheet != sheet:
                self.sheet.update(sheet, view.lang)
        else:
            self._drop("sheet")
            self.sheet = SHEETS[type(sheet)](sheet, view.lang)

    def _drop(self, name: str) -> None:
        part = getattr(self, name)
        if part is not None:
            self.remove_widget(part)
            setattr(self, name, None)

    def _stack(self) -> None:
        wanted = [part for part in (self.header, self.page, self.sheet, self.bar) if part is not None]
        if list(reversed(self.children)) != wanted:
            self.clear_widgets()
            for part in wanted:
                self.add_widget(part)
            self.again()
