"""What a screen is given to show: plain data, words already in the person's language, no rule and no widget.

A screen answers with `Event`s; which are legal where stands in `kiosk.journey.moves`.
A value that starts with a capital is the name of an icon of `assets/icons/mdi.json` only where the field says `icon`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Event:
    """A meaningful touch: `act` is a name of `moves.Act`, `value` what was chosen or typed."""

    act: str
    value: str = ""


class Emit(Protocol):
    def __call__(self, act: str, value: str = "") -> None: ...


class Picture(Protocol):
    """The newest picture of the camera, for the screen only: `rgba` (height, width, 4) uint8 with the first row on top,
    `size` its width and height in px, `number` another one for each picture, `mirrored` where it is shown as in a
    mirror."""

    @property
    def rgba(self) -> Any: ...

    @property
    def size(self) -> tuple[int, int]: ...

    @property
    def number(self) -> int: ...

    @property
    def mirrored(self) -> bool: ...


Live = Callable[[], Picture | None]
"""the newest picture; None while the camera is closed or away"""

BarKind = Literal["full", "start", "after", "none"]
"""full: back, home, (empty), size, language, help. start: first two joined as "how to use". after: joined as "home"."""


@dataclass(frozen=True)
class Step:
    number: int
    total: int
    name: str


@dataclass(frozen=True)
class Note:
    """kind i tells, w waits or warns, e names what failed and what to do."""

    kind: Literal["i", "w", "e"]
    text: str
    text2: str = ""
    icon: str = ""
    """instead of the usual icon of the kind"""


@dataclass(frozen=True)
class Button:
    """style: primary, secondary, help (gold, bell), delete. `busy` shows a spinner and ignores touches."""

    act: str
    label: str
    value: str = ""
    style: Literal["primary", "secondary", "help", "delete"] = "primary"
    icon: str = ""
    busy: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet that rises over the page (26 leave, missing papers, clear all): first button stays."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SizeSheet(Sheet):
    """25: text size. Emits `size` with "1", "1.25", "1.5", `theme` with "light"/"contrast", `close`."""

    size: str = "1"
    sizes: tuple[tuple[str, str], ...] = ()
    theme: str = "light"
    themes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CalledSheet(Sheet):
    """27: an officer has been called. `officer` is the name once one said that she comes."""

    officer: str = ""
    since: str = ""
    alone: bool = False
    """the call could not go out: nobody comes"""


@dataclass(frozen=True, kw_only=True)
class IdleSheet(Sheet):
    """20: covers the whole page (nothing of it stays visible). `seconds` left is shown in the last part only."""

    seconds: int = 45
    fraction: float = 1.0
    show_number: bool = False


@dataclass(frozen=True, kw_only=True)
class View:
    """A page. Two views with the same `page` are the same page to a screen, which then keeps what was typed."""

    page: str
    title: str = ""
    lead: str = ""
    step: Step | None = None
    note: Note | None = None
    banner: Note | None = None
    bar: BarKind = "full"
    can_back: bool = True
    lang: str = "vi"
    size: str = "1"
    theme: str = "light"
    sheet: Sheet | None = None
    help_button: Button | None = None
    """the large "call an officer" after a second miss"""


@dataclass(frozen=True, kw_only=True)
class IdleView(View):
    """01. The whole screen starts: emits `start`."""

    button: str = ""
    promises: tuple[tuple[str, str], ...] = ()
    """(icon, text)"""


@dataclass(frozen=True)
class Tile:
    number: str
    value: str
    icon: str
    title: str
    sub: str = ""
    possible: bool = True
    """False: dashed, a wifi-off icon in place of the number, `sub` says why, not touchable"""


@dataclass(frozen=True, kw_only=True)
class HomeView(View):
    """02. Emits `area` with the tile's value, `lookup`, `unsure`."""

    greeting: str = ""
    tiles: tuple[Tile, ...] = ()
    lookup: Tile | None = None
    unsure: Tile | None = None


@dataclass(frozen=True)
class Fact:
    """A row of bring, notice, done: an icon, a small label, a large value, a small second line."""

    icon: str
    label: str
    value: str
    sub: str = ""


@dataclass(frozen=True, kw_only=True)
class FactsView(View):
    """03 and cards of 03 (bring, notice): rows, notes, buttons (last one primary). More rows than fit become pages."""

    facts: tuple[Fact, ...] = ()
    notes: tuple[Note, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CardView(View):
    """04. `status`: waiting, hint (what the hand is to do), reading, refused, gone. A way that is not there is absent.
    `live`: the mark on the camera's picture, "" where there is no camera."""

    ways: tuple[Tile, ...] = ()
    live: str = ""
    status: str = "waiting"
    status_text: str = ""
    privacy: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConfirmView(View):
    """05. The number is masked; "show" reveals it 10 s (the screen's own timer)."""

    name_label: str = ""
    name: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    """(label, value): born, sex, address"""
    number_label: str = ""
    number_masked: str = ""
    number_full: str = ""
    show_label: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A possible answer. `possible` False: dashed outline, `sub` says why not, not touchable."""

    value: str
    title: str
    sub: str = ""
    chosen: bool = False
    possible: bool = True
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class ChoiceView(View):
    """06. One touch answers: emits `answer` with the value 300 ms after the chosen look. Numbered 1-5."""

    choices: tuple[Choice, ...] = ()
    row: tuple[str, str] | None = None
    """(label, text): a row above the choices, e.g. the card's address"""


@dataclass(frozen=True, kw_only=True)
class TypingView(View):
    """07. Emits `answer` with the text. `keyboard`: name (letters only, a capital a word), text (with 123).
    `suggest` gives at most three completions of the last word for the whole text so far (empty at first too)."""

    label: str = ""
    value: str = ""
    keyboard: Literal["name", "text"] = "name"
    limit: int = 60
    suggest: Callable[[str], tuple[str, ...]] | None = None
    next_label: str = ""
    extra: Button | None = None
    """a way out such as "let the officer write it" """


@dataclass(frozen=True, kw_only=True)
class PadView(View):
    """17b pad. `letters`: also the 26 letters (passport number). `groups`: spaces shown after these counts of
    characters, e.g. (4, 3, 3). Emits `answer`; `keep` (a warned value is kept) when `extra` offers it."""

    label: str = ""
    value: str = ""
    letters: bool = False
    groups: tuple[int, ...] = ()
    limit: int = 12
    next_label: str = ""
    extra: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DateView(View):
    """08. Three boxes filled in order. `words` says a complete date in words. Emits `answer` with dd/mm/yyyy where an
    unknown part is "-" ("-/-/1932"). `year_only` is the label of the button that sets day and month to "-";
    once pressed it reads `unknown` (label), which emits `answer` with "unknown"."""

    labels: tuple[str, str, str] = ("", "", "")
    value: str = ""
    words: Callable[[str], str] | None = None
    year_only: str = ""
    unknown: str = ""
    next_label: str = ""
    extra: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Found:
    value: str
    title: str
    sub: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchView(View):
    """09. A list with a no-tone search keyboard (no tone rows). `row`: (label, text, button label) above, its button
    emits `change`. `search(text)` gives the rows, likely first; the last cell is always `help_cell`."""

    label: str = ""
    search: Callable[[str], tuple[Found, ...]] | None = None
    row: tuple[str, str, str] | None = None
    help_cell: Button | None = None


@dataclass(frozen=True)
class Row:
    """A line of the check page. `locked` shows lock and `locked_label`; else `edit_label` emits `edit` with `value`."""

    value: str
    label: str
    text: str
    locked: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckView(View):
    """12. All rows; the screen makes pages of them, with `more_label.format(n=rows left)` as a full-width button;
    the declaration and the buttons stand on the last page only."""

    rows: tuple[Row, ...] = ()
    edit_label: str = ""
    locked_label: str = ""
    more_label: str = ""
    declaration: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PayHowView(View):
    """13. Amount in figures and words, then ways as choices (emits `answer`)."""

    amount: str = ""
    currency: str = ""
    amount_words: str = ""
    payee_label: str = ""
    payee: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PayQrView(View):
    """14. `matrix`: rows of True (dark), without the quiet zone, or None once the display has ended."""

    amount: str = ""
    currency: str = ""
    amount_words: str = ""
    matrix: tuple[tuple[bool, ...], ...] | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """(label, value): payee, account, content"""
    status: Note | None = None
    left_label: str = ""
    left_text: str = ""
    left_fraction: float = 1.0
    promise: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PayWaitView(View):
    """15. Facts about the money that was not seen yet, and what happens next."""

    facts: tuple[tuple[str, str], ...] = ()
    promises: tuple[tuple[str, str], ...] = ()
    """(icon, text)"""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DoneView(View):
    """16. `ask`: "did the slip come out whole?" when the printer is not sure. `no_slip`: number at 112 px, no slip
    drawing. `steps`: (icon, title, second line)."""

    number_label: str = ""
    number: str = ""
    steps: tuple[tuple[str, str, str], ...] = ()
    warning: str = ""
    money: str = ""
    slip_lines: tuple[str, ...] = ()
    no_slip: bool = False
    ask: str = ""
    countdown: str = ""
    countdown_fraction: float = 1.0
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MessageView(View):
    """24: what happened, what to do, then buttons, the large bell among them where it helps. `tone` as Note.kind."""

    tone: Literal["i", "w", "e"] = "i"
    icon: str = ""
    lines: tuple[str, ...] = ()
    code: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LookupView(View):
    """ "Tra cứu hồ sơ": waiting for a slip's QR, or one sentence and one act. `live` as on the card page."""

    status: str = "waiting"
    live: str = ""
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StoppedView(View):
    """21b: out of order: where to go, nothing is lost, a code for staff. One help button instead of the bar."""

    lines: tuple[str, ...] = ()
    code: str = ""
    """for staff: what is wrong, since when"""
    advice: str = ""
    """for staff: what to do"""
    button: Button | None = None
