"""The walk and the words in its language, as the builders of views need them."""

from datetime import datetime
from typing import Any

from kiosk.clock import local, today
from kiosk.journey.views import Button, Note
from kiosk.journey.walk import Walk
from kiosk.language.dates import date_text, hour_text
from kiosk.language.text import Language, Text, Words
from kiosk.line import Destination


class Teller:
    """Says things of `walk` in its language."""

    def __init__(self, walk: Walk, words: Words) -> None:
        self.walk = walk
        self.words = words
        self.lang: Language = walk.session.lang
        office = walk.machine.office
        self.counter = office.counter if self.lang == "vi" else office.counter_en

    def say(self, key: str, **places: Any) -> str:
        """The words under `key`; `{counter}` is filled by itself."""
        text = self.words[key]
        if "counter" in text.places():
            places.setdefault("counter", self.counter)
        return text.say(self.lang, **places)

    def moment(self, at: datetime) -> str:
        """The hour, and the day where it is not today."""
        then = local(at)
        hour = hour_text(then)
        return hour if then.date() == today(self.walk.clock) else f"{hour}, {date_text(then.date())}"

    def text(self, text: Text | None, **places: Any) -> str:
        return text.say(self.lang, **places) if text else ""

    def office_places(self) -> dict[str, str]:
        """What a notice may name of the office."""
        office = self.walk.machine.office
        return {
            "unit": office.unit if self.lang == "vi" else office.unit_en or office.unit,
            "name": office.name,
            "counter": self.counter,
            "phone": office.phone,
            "dpo_contact": office.dpo_contact,
        }

    def bell(self) -> Button:
        """The large bell."""
        return Button("help", self.say("walk.call.large"), style="help", icon="bell-ring")

    def second_miss(self) -> Button | None:
        return self.bell() if self.walk.attempt.misses >= 2 else None

    def problem(self) -> Note | None:
        """What is to be said of the last attempt on this page."""
        problem = self.walk.attempt.problem
        return Note(problem.kind, problem.text.plain(self.lang)) if problem else None

    def said(self) -> Note | None:
        """What is to be said of how this page came."""
        key = self.walk.attempt.words
        return Note("i", self.say(key)) if key else None

    def banner(self) -> Note | None:
        """What cannot work now, told before anything begins."""
        down = self.walk.machine.line_down_since()
        if down is not None:
            return Note(
                "w",
                self.say("walk.banner.line", time=f"{local(down):%H:%M}"),
                self.say("walk.banner.line2"),
                icon="wifi-off",
            )
        if self.walk.machine.printer_can_print() is False:
            return Note("w", self.say("walk.banner.paper"))
        away = self.walk.machine.away()
        for far in (Destination.BANK, Destination.PORTAL):
            if far in away:
                told = self.say(f"walk.banner.{far}", time=f"{local(away[far]):%H:%M}")
                return Note("w", told, self.say(f"walk.banner.{far}2"), icon="bank" if far is Destination.BANK else "")
        return None


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
