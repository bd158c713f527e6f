"""What several slips share: their head and foot, the fee and the contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kiosk.clock import local
from kiosk.office import Office
from kiosk.payments.lookup import LookupCode
from kiosk.slips.paper import Paper, Weight
from kiosk.slips.said import capital, clock_text, dong, masked_phone, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a slip comes from: `place` is the machine ("Máy số 2") or the counter; `copy` 1 is the first reprint."""

    unit: str
    authority: str
    place: str
    counter: str
    phone: str
    copy: int = 0

    @classmethod
    def of(cls, office: Office, place: str = "", copy: int = 0) -> "Origin":
        """The office's own; printed at its counter where no machine's name is given."""
        return cls(
            unit=office.unit,
            authority=office.name,
            place=place or capital(office.counter),
            counter=office.counter,
            phone=office.phone,
            copy=copy,
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the office calls. `relation` is the word for a relative ("con"); the office's own phone is not printed."""

    whose: Literal["own", "relative", "office"]
    phone: str = ""
    relation: str = ""

    def text(self) -> str:
        phone = masked_phone(self.phone)
        return say(f"contact.{self.whose}", phone=phone, relation=self.relation[:1].lower() + self.relation[1:])


@dataclass(frozen=True, slots=True)
class Fee:
    """`received` of `amount` has come, the last of it `at`; None where the hour is not told."""

    amount: int
    received: int = 0
    at: datetime | None = None

    def text(self, on: datetime | None = None) -> str:
        """One line. The hour is told on a slip of the same day as the money (`on`); on any other it would mislead."""
        if self.received >= self.amount:
            if self.at and on and local(self.at).date() == local(on).date():
                return say("fee.received-at", amount=dong(self.amount), time=clock_text(self.at))
            return say("fee.received", amount=dong(self.amount))
        if self.received:
            return say("fee.part", received=dong(self.received), remaining=dong(self.amount - self.received))
        return say("fee.unseen", amount=dong(self.amount))


def head(paper: Paper, origin: Origin) -> None:
    paper.fitted(origin.unit.upper(), 30, 26, Weight.BOLD, centred=True)
    paper.centred(f"{origin.authority} · {origin.place}", 24, leading=1.25)
    if origin.copy:
        paper.centred(say("copy", number=origin.copy), 24, Weight.BOLD, leading=1.25)
    paper.rule()


def title(paper: Paper, words: str, below: str = "") -> None:
    paper.centred(words, 36, Weight.EXTRABOLD, leading=1.2)
    if below:
        paper.gap(4)
        paper.centred(below, 24)


def foot(paper: Paper, origin: Origin, *sentences: str) -> None:
    paper.rule()
    for sentence in sentences:
        paper.centred(sentence)
    paper.centred(say("help", counter=origin.counter, phone=origin.phone))


def lookup_code(paper: Paper, lookup: LookupCode, heading: str) -> None:
    paper.rule()
    paper.code_beside(lookup, heading, say("lookup.text"), lookup.grouped())
