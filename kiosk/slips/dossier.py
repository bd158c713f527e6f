"""The slips of a dossier: kept at the machine, accepted by the portal, or answers kept for later."""

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.clock import local
from kiosk.identity.person import PersonalNumber
from kiosk.language.dates import date_text, day_text, hour_words
from kiosk.payments.lookup import LookupCode
from kiosk.payments.reference import Reference
from kiosk.slips.paper import Paper, Slip, Weight
from kiosk.slips.parts import Contact, Fee, Origin, foot, head, lookup_code, title
from kiosk.slips.said import clock_text, day_of, say, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisional:
    """`number` is the slip's own ("A 0427"), `at` when it was given, `bring` what to hand over, a sentence a paper.

    `fee` and `reference` are None where nothing is due, `deadline` where no day can be vouched for.
    """

    origin: Origin
    number: str
    at: datetime
    job: str
    name: str
    personal_number: PersonalNumber
    contact: Contact
    fee: Fee | None
    reference: Reference | None
    bring: tuple[str, ...]
    deadline: date | None
    lookup: LookupCode
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """`code` is the portal's, `accepted_at` its hour; `collect_on` None: no day before the money is there."""

    origin: Origin
    code: str
    accepted_at: datetime
    job: str
    name: str
    personal_number: PersonalNumber
    number: str
    day: date
    fee: Fee | None
    collect_on: date | None
    result_hours: str
    lookup: LookupCode
    result: str = "hộ chiếu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Answers kept `until` that hour of the same day; no name stands on it."""

    origin: Origin
    until: datetime
    lookup: LookupCode


def provisional(data: Provisional) -> Slip:
    """PHIẾU GIỮ HỒ SƠ TẠI MÁY: it promises no day and is no receipt. Raises SlipFault if a code does not read."""
    paper = Paper()
    head(paper, data.origin)
    title(paper, say("provisional.title"), say("provisional.not-yet"))
    paper.gap(18)
    paper.centred(say("provisional.number"), leading=1.15)
    paper.centred(together(data.number), 84, Weight.EXTRABOLD, leading=1.1)
    paper.centred(say("provisional.at", time=clock_text(data.at), date=day_of(data.at)))
    paper.rule()
    _person(paper, data.job, say("row.filer"), data.name, data.personal_number)
    paper.row(say("row.contact"), data.contact.text())
    if data.fee:
        paper.row(say("row.fee"), data.fee.text(data.at))
    if data.reference:
        paper.row(say("row.reference"), together(data.reference.grouped()))
    paper.rule()
    _what_to_do(paper, data)
    lookup_code(paper, data.lookup, say("lookup.heading"))
    foot(paper, data.origin, say("provisional.no-code"), say("provisional.refund"))
    return paper.finish()


def final(data: Final) -> Slip:
    """PHIẾU HẸN LẤY ...: only after the portal accepted. Raises SlipFault if a code does not read."""
    paper = Paper()
    head(paper, data.origin)
    title(paper, say("final.title", result=data.result.upper()))
    paper.gap(14)
    paper.centred(say("final.code"), leading=1.15)
    paper.fitted(data.code, 40, 28, Weight.EXTRABOLD, centred=True)
    paper.centred(say("final.accepted", time=clock_text(data.accepted_at), date=day_of(data.accepted_at)))
    paper.rule()
    _person(paper, data.job, say("row.applicant"), data.name, data.personal_number)
    paper.row(say("row.machine-slip"), f"{together(data.number)}, {date_text(data.day)}")
    if data.fee:
        paper.row(say("row.fee"), data.fee.text())
    paper.rule()
    if data.collect_on:
        paper.line(say("final.collect"))
        paper.gap(6)
        paper.fitted(day_text(data.collect_on).upper(), 42, 34, Weight.EXTRABOLD)
        paper.line(say("final.when", hours=data.result_hours, counter=data.origin.counter), 30, Weight.BOLD)
        paper.gap(6)
    else:
        paper.line(say("final.no-day"), 30, Weight.BOLD)
    paper.line(say("final.bring"))
    lookup_code(paper, data.lookup, say("lookup.heading"))
    foot(paper, data.origin, say("paid.receipt"))
    return paper.finish()


def kept(data: Kept) -> Slip:
    """PHIẾU GIỮ PHẦN ĐÃ KHAI: nothing was handed in. Raises SlipFault if the code does not read."""
    until = local(data.until)
    paper = Paper()
    head(paper, data.origin)
    title(paper, say("kept.title"), say("kept.not-yet"))
    paper.gap(18)
    paper.centred(say("kept.until"), leading=1.15)
    paper.fitted(f"{clock_text(until)}, {day_of(until)}", 56, 40, Weight.EXTRABOLD, centred=True)
    paper.gap(10)
    paper.centred(say("kept.how", close=together(hour_words(until))), 26)
    lookup_code(paper, data.lookup, say("kept.heading"))
    foot(paper, data.origin)
    return paper.finish()


def _person(paper: Paper, job: str, role: str, name: str, number: PersonalNumber) -> None:
    paper.row(say("row.job"), job)
    paper.row(role, name)
    paper.row(say("row.number"), together(number.masked()))


def _what_to_do(paper: Paper, data: Provisional) -> None:
    paper.line(say("provisional.todo"), 28, Weight.EXTRABOLD)
    paper.gap(4)
    paper.steps((say("provisional.go", counter=data.origin.counter), say("provisional.show"), *data.bring))
    paper.gap(8)
    paper.line(say("provisional.unsent"), weight=Weight.BOLD)
    if data.offline:
        paper.line(say("provisional.offline"), weight=Weight.BOLD)
    if data.deadline:
        paper.line(say("provisional.deadline", date=together(day_text(data.deadline))), weight=Weight.BOLD)
