"""What the tests of the walk share: looking at it as a person does, and finding whatever it still remembers."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from kiosk.demo.gallery import Stand
from kiosk.journey.pages import Pages
from kiosk.journey.views import View
from kiosk.journey.walk import Walk
from kiosk.language.text import Words

PAGES = Pages(Words.load())
_NOT_HERS = ("machine", "catalogue", "notices", "places", "clock", "post", "_random")
"""what a walk is given; all else of it belongs to the citizen"""


def seen(stand: Stand) -> View:
    """What is on the screen."""
    return PAGES.view(stand.walk)


def buttons(stand: Stand) -> list[str]:
    """The acts of the buttons on the sheet, or else on the page."""
    view = seen(stand)
    over = view.sheet.buttons if view.sheet else view.buttons
    return [button.act for button in over]


def passed(stand: Stand, seconds: float) -> None:
    """Let time pass as the engine does, in steps."""
    while seconds > 0:
        stand.clock.advance(min(1.0, seconds))
        stand.walk.tick()
        seconds -= 1.0


def events(stand: Stand) -> list[str]:
    return [event for event, _ in stand.machine.events]


def told(stand: Stand) -> list[str]:
    return [kind for kind, _ in stand.machine.told]


def remembered(walk: Walk) -> str:
    """Every text that can be reached from the walk and what it would show, in one."""
    hers = {name: value for name, value in vars(walk).items() if name not in _NOT_HERS}
    return "\n".join(texts([hers, PAGES.view(walk)], set()))


def texts(thing: Any, known: set[int]) -> Iterator[str]:
    """All strings within a thing, however deep; functions are looked into by what they hold."""
    if id(thing) in known or isinstance(thing, int | float | type(None)):
        return
    known.add(id(thing))
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from texts(key, known)
            yield from texts(value, known)
    elif isinstance(thing, list | tuple | set | frozenset):
        for part in thing:
            yield from texts(part, known)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name), known)
    elif callable(thing) and getattr(thing, "__closure__", None):
        for cell in thing.__closure__:
            yield from texts(cell.cell_contents, known)
    elif type(thing).__module__.startswith("kiosk.journey"):
        hers = {name: value for name, value in vars(thing).items() if name not in (*_NOT_HERS, "walk", "_walk")}
        yield from texts(hers, known)
