"""Renders the officer's pages: templates of `assets/hub/templates`, words of the catalogue, every value escaped."""

import uuid
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk.clock import local
from kiosk.hub.hub import Hub
from kiosk.hub.words import say
from kiosk.language.dates import date_text, hour_text, weekday
from kiosk.language.numbers import money_text

ASSETS = Path(__file__).parents[2] / "assets"
STATIC = ASSETS / "hub" / "static"
FONTS = ASSETS / "fonts"
NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000)
"""Values of the bank notes that a counter takes."""


class Pages:
    """Gives whole pages as responses."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._environment = Environment(
            loader=FileSystemLoader(ASSETS / "hub" / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(t=say, once=_once, note_values=NOTES, office=hub.office)
        self._environment.filters["money"] = money_text

    def page(self, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        now = local(self._hub.clock.now())
        shown = {"weekday": weekday(now.date()), "date": date_text(now.date()), "time": hour_text(now)}
        text = self._environment.get_template(template).render(now=say("today", **shown), **values)
        return HTMLResponse(text, status)


def _once() -> str:
    """The id of one form, so that a second click or a reload does nothing twice."""
    return str(uuid.uuid4())
