"""The page "what to bring", made of dated data: nothing on it is older than today's rows."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from kiosk.language.numbers import money
from kiosk.language.text import Language
from kiosk.office import Office
from kiosk.procedures.fees import fee_row
from kiosk.procedures.model import Procedure
from kiosk.procedures.papers import has_trait


@dataclass(frozen=True)
class BringFact:
    """A row: icon, small label, large value, small second line."""

    icon: str
    label: str
    value: str
    sub: str = ""


@dataclass(frozen=True)
class BringHint:
    kind: Literal["i", "w"]
    text: str


@dataclass(frozen=True)
class BringPage:
    facts: tuple[BringFact, ...]
    notes: tuple[BringHint, ...]


def bring_facts(procedure: Procedure, office: Office, day: date, lang: Language, line_up: bool = True) -> BringPage:
    """What stands on the page on `day`. A row that names a fee is left out on a day that no fee row covers."""
    common = {
        "counter": office.counter if lang == "vi" else office.counter_en or office.counter,
        "days": str(procedure.days.count),
    }
    facts: list[BringFact] = []
    for row in procedure.bring:
        owed = {place: fee_row(procedure, answers, day) for place, answers in row.fees.items()}
        if not has_trait(office, row.office) or None in owed.values():
            continue
        said = common | {place: money(fee.amount) for place, fee in owed.items() if fee}
        facts.append(
            BringFact(
                row.icon,
                row.label.say(lang, **said),
                row.value.say(lang, **said),
                row.sub.say(lang, **said) if row.sub else "",
            )
        )
    notes = tuple(
        BringHint(note.kind, note.text.say(lang, **common))
        for note in procedure.bring_notes
        if (note.since is None or note.since <= day)
        and (note.until is None or day <= note.until)
        and (note.line == "any" or not line_up)
    )
    return BringPage(tuple(facts), notes)
