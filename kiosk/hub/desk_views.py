"""What the officer's page shows, read in one piece from the store; the templates only lay it out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from kiosk.clock import from_text, local
from kiosk.hub import ahead, calls, dossiers, machines, money, prints, sender
from kiosk.hub.cases import Case, CaseKind, open_cases
from kiosk.hub.desk_acts import MONEY_BACK
from kiosk.hub.desk_line import line_sentences
from kiosk.hub.dossiers import Dossier
from kiosk.hub.hub import Hub
from kiosk.hub.paperwork import FieldNeed, PaperNeed
from kiosk.hub.prints import PrintKind
from kiosk.hub.reading import plain
from kiosk.hub.states import DossierState
from kiosk.hub.transaction import Tx
from kiosk.hub.words import known, say
from kiosk.identity import PartialDate, PersonalNumber
from kiosk.language.dates import date_text, hour_text
from kiosk.language.numbers import money_text, phone_text
from kiosk.payments.obligations import Obligation, ObligationState
from kiosk.payments.payees import PayeeFault

ROWS = 50
"""Waiting dossiers on one page, the oldest first."""
SILENT = timedelta(seconds=150)
"""A machine that has not said how it is for so long has lost its line: it says so once a minute."""

_PILLS = {
    ObligationState.OPEN: "wait",
    ObligationState.PARTIAL: "wait",
    ObligationState.COVERED: "ok",
    ObligationState.SETTLED: "ok",
    ObligationState.OVER: "error",
    ObligationState.WITHDRAWN: "none",
}


@dataclass(frozen=True)
class Pill:
    """A word in a colour: ok, wait, error, officer or none."""

    kind: str
    text: str


@dataclass(frozen=True)
class DossierRow:
    """One dossier as a row and, opened, with its forms."""

    id: str
    number: str
    time: str
    title: str
    name: str
    card_number: str
    born: str
    sex: str
    issued: str
    warnings: tuple[str, ...]
    money: Pill
    papers: tuple[PaperNeed, ...]
    fields: tuple[FieldNeed, ...]
    missing: tuple[str, ...]
    contact: str
    overdue: bool
    rung: str
    noted: tuple[str, str] | None
    same_person: str
    two_names: bool


@dataclass(frozen=True)
class CallRow:
    id: str
    machine: str
    page: str
    reason: str
    seconds: int
    officer: str | None


@dataclass(frozen=True)
class FoundRow:
    """A dossier that was searched for: its money, and the papers that may be printed, each with its copy number."""

    id: str
    number: str
    name: str
    title: str
    money: Pill
    remaining: int
    owed: int
    paid: bool
    prints: tuple[tuple[PrintKind, int], ...]


@dataclass(frozen=True)
class PrintRow:
    """A dossier in the block "In lại"; `kind` and `place` of a print that is unknown."""

    id: str
    number: str
    name: str
    kind: PrintKind | None = None
    place: str = ""


@dataclass(frozen=True)
class Refusal:
    """The portal's words on one item, and the boxes to correct it: (name, label, value)."""

    words: str
    boxes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class CaseRow:
    """A case with what its buttons need. `lines` are sentences."""

    id: int
    kind: CaseKind
    dossier: str | None
    evidence: int | None
    number: str
    name: str
    contact: str
    lines: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    amount: int
    two_names: bool


@dataclass(frozen=True)
class MachineRow:
    """A machine that the technician must hear of; `lines` are sentences."""

    id: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DeskView:
    waiting: tuple[DossierRow, ...]
    more: int
    calls: tuple[CallRow, ...]
    found: tuple[FoundRow, ...]
    without: tuple[PrintRow, ...]
    unknown: tuple[PrintRow, ...]
    cases: tuple[CaseRow, ...]
    silent: tuple[tuple[str, str], ...]
    machines: tuple[MachineRow, ...]
    unfinished: tuple[str, ...]
    """machines at which something waits for its citizen after an abrupt stop"""
    line: tuple[str, ...]
    """what does not answer, in sentences"""
    payees_fault: str

    def shown(self) -> set[str]:
        """Dossiers of which this page shows personal data."""
        rows: list[DossierRow | FoundRow | PrintRow] = [*self.waiting, *self.found, *self.without, *self.unknown]
        return {row.id for row in rows} | {case.dossier for case in self.cases if case.dossier}


def desk(hub: Hub, tx: Tx, found: tuple[str, ...]) -> DeskView:
    """The page for now; `found` are the dossiers that the last search gave."""
    waiting = dossiers.in_state(tx, DossierState.WAITING_LOOK)
    now = tx.now
    payees = hub.payees()
    silent = _silent(hub, tx)
    return DeskView(
        waiting=tuple(_dossier_row(hub, tx, dossier) for dossier in waiting[:ROWS]),
        more=max(0, len(waiting) - ROWS),
        calls=tuple(
            CallRow(
                call.id,
                hub.config.machine_name(call.machine),
                known("page", call.page, hub.paperwork.section(call.page)),
                call.reason,
                max(0, int((now - call.at).total_seconds())),
                call.officer,
            )
            for call in calls.waiting(tx)
        ),
        found=tuple(_found_row(hub, tx, dossier) for dossier in found),
        without=tuple(_print_row(tx, dossier) for dossier in prints.without_slip(tx, local(now).date().isoformat())),
        unknown=tuple(
            _print_row(tx, row["dossier"], PrintKind(row["kind"]), hub.config.machine_name(row["place"]))
            for row in prints.unknown(tx)
        ),
        cases=tuple(_case_row(hub, tx, case) for case in open_cases(tx)),
        silent=silent,
        machines=tuple(_machines(hub, tx)),
        unfinished=_unfinished(hub, tx),
        line=line_sentences(hub, silent, lambda since: _time(hub, since.isoformat())),
        payees_fault=payees.message("vi") if isinstance(payees, PayeeFault) else "",
    )


def contact_text(dossier: Dossier, office_phone: str) -> str:
    """Whom the officer rings, as it stands in the buttons."""
    contact = dossier.envelope.contact
    if contact.whose == "office" or not contact.phone:
        return say("contact.office", phone=phone_text(office_phone))
    if contact.whose == "own":
        return say("contact.own", phone=phone_text(contact.phone))
    relation = known("relation", contact.relation or "acquaintance", contact.relation or "")
    return say("contact.relative", phone=phone_text(contact.phone), name=contact.name or "", relation=relation)


def pill(standing: money.Standing) -> Pill:
    """The money of a dossier in a word."""
    owed = standing.obligation
    if not owed.due:
        return Pill("none", say("money.none"))
    sums = {
        "received": money_text(owed.received),
        "remaining": money_text(owed.remaining),
        "excess": money_text(owed.excess),
    }
    return Pill(_PILLS[owed.state], say(f"money.{owed.state}", **sums))


def _dossier_row(hub: Hub, tx: Tx, dossier: Dossier) -> DossierRow:
    envelope = dossier.envelope
    others = [dossiers.load(tx, other).number for other in dossiers.others_of_person(tx, dossier.id)]
    noted = ahead.noted(tx, dossier.id)
    until = hub.calendar.look_until(local(envelope.sealed_at.utc).date())
    return DossierRow(
        id=dossier.id,
        number=dossier.number,
        time=_time(hub, envelope.sealed_at.utc.isoformat()),
        title=hub.paperwork.title(dossier),
        name=envelope.owner.name,
        card_number=_grouped(envelope.owner.number),
        born=_shown_day(envelope.owner.born),
        sex=envelope.owner.sex,
        issued=_shown_day(envelope.identity.card.issued or ""),
        warnings=_warnings(dossier),
        money=pill(money.standing(tx, dossier.id)),
        papers=tuple(hub.paperwork.papers(tx, dossier)),
        fields=tuple(hub.paperwork.fields(tx, dossier)),
        missing=tuple(hub.paperwork.missing(tx, dossier)),
        contact=contact_text(dossier, hub.office.phone),
        overdue=until is not None and local(tx.now).date() > until,
        rung=_time(hub, dossier.called_at.isoformat()) if dossier.called_at else "",
        noted=(noted[0], _time(hub, noted[1])) if noted else None,
        same_person=", ".join(others),
        two_names=money.needs_two(tx, dossier),
    )


def _found_row(hub: Hub, tx: Tx, dossier_id: str) -> FoundRow:
    dossier = dossiers.load(tx, dossier_id)
    standing = money.standing(tx, dossier_id)
    owed = standing.obligation
    kinds = printable(dossier, standing)
    return FoundRow(
        id=dossier.id,
        number=dossier.number,
        name=dossier.envelope.owner.name,
        title=hub.paperwork.title(dossier),
        money=pill(standing),
        remaining=int(owed.remaining),
        owed=int(owed.due),
        paid=standing.paid,
        prints=tuple((kind, prints.next_copy(tx, dossier_id, kind)) for kind in kinds),
    )


def printable(dossier: Dossier, standing: money.Standing) -> tuple[PrintKind, ...]:
    """The papers of a dossier that say something true now."""
    owed = standing.obligation
    kinds = []
    if dossier.state not in (DossierState.WITHDRAWN, DossierState.PARKED):
        kinds.append(PrintKind.PROVISIONAL)
        if owed.remaining and standing.reference:
            kinds.append(PrintKind.PAYMENT)
    if owed.due and standing.paid:
        kinds.append(PrintKind.PAID)
    if dossier.state is DossierState.ACCEPTED:
        kinds.append(PrintKind.FINAL)
    return tuple(kinds)


def _print_row(tx: Tx, dossier_id: str, kind: PrintKind | None = None, place: str = "") -> PrintRow:
    dossier = dossiers.load(tx, dossier_id)
    return PrintRow(dossier.id, dossier.number, dossier.envelope.owner.name, kind, place)


def _case_row(hub: Hub, tx: Tx, case: Case) -> CaseRow:
    dossier = dossiers.load(tx, case.dossier) if case.dossier else None
    lines: list[str] = []
    refusals: tuple[Refusal, ...] = ()
    amount, evidence = 0, None
    if dossier is not None:
        owed = money.standing(tx, dossier.id).obligation
        amount = int(owed.excess)
        match case.kind:
            case CaseKind.PORTAL_REJECTED:
                refusals = _refusals(hub, tx, dossier)
            case CaseKind.PORTAL_UNKNOWN:
                lines.append(say("case.asked", time=_time(hub, _last_try(tx, dossier.id))))
            case CaseKind.PORTAL_AMBIGUOUS:
                lines.append(known("portal", dossier.reason or "", say("portal.portal-unreadable")))
                lines.append(say("case.asked", time=_time(hub, _last_try(tx, dossier.id))))
            case CaseKind.TWO_DOSSIERS:
                others = [dossiers.load(tx, other).number for other in dossiers.others_of_person(tx, dossier.id)]
                lines.append(say("look.same-person", numbers=", ".join(others)))
            case CaseKind.WRONG_PERSON:
                reason, officers = dossiers.reason_kept(tx, dossier.id)
                lines.append(say("case.reason", reason=reason, officers=", ".join(officers)))
            case CaseKind.NOTE_AHEAD:
                pass
            case _:
                lines.append(_sums(owed))
    if case.kind is CaseKind.MONEY_UNKNOWN and (waiting := money.suspended(tx, int(case.subject))):
        evidence, amount = waiting.evidence, waiting.amount
        time = _time(hub, waiting.at.isoformat())
        lines.append(say("case.sum", amount=money_text(waiting.amount), time=time, reference=waiting.bank_reference))
        lines.append(say("case.content", content=waiting.content))
    return CaseRow(
        id=case.id,
        kind=case.kind,
        dossier=dossier.id if dossier else None,
        evidence=evidence,
        number=dossier.number if dossier else "",
        name=dossier.envelope.owner.name if dossier else "",
        contact=contact_text(dossier, hub.office.phone) if dossier else "",
        lines=tuple(lines),
        refusals=refusals,
        amount=amount,
        two_names=case.kind in MONEY_BACK,
    )


def _sums(owed: Obligation) -> str:
    """What came, what is missing and what is too much, as far as there is any."""
    sums = {"received": owed.received, "remaining": owed.remaining, "excess": owed.excess}
    said = [say(f"case.{name}", **{name: money_text(amount)}) for name, amount in sums.items() if amount]
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}."


def _refusals(hub: Hub, tx: Tx, dossier: Dossier) -> tuple[Refusal, ...]:
    filled = dossiers.fills(tx, dossier.id)
    refusals = []
    for item, words in sender.portal_words(tx, dossier.id):
        answer = dossier.envelope.answer(item)
        label = hub.paperwork.label(dossier, item)
        boxes: list[tuple[str, str, str]] = []
        if answer is not None and dossiers.parts(answer):
            for box, value in dossiers.parts(answer).items():
                name = box.removeprefix(f"{item}.")
                boxes.append((box, f"{label}: {known('part', name, name)}", filled.get(box) or plain(value)))
        elif answer is not None:
            boxes.append((item, label, filled.get(item) or plain(answer.value)))
        refusals.append(Refusal(words, tuple(boxes)))
    return tuple(refusals)


def _last_try(tx: Tx, dossier: str) -> str:
    row = tx.one("select tried_at from portal_jobs where dossier = ? order by edition desc", dossier)
    return row["tried_at"] if row and row["tried_at"] else tx.at


def _silent(hub: Hub, tx: Tx) -> tuple[tuple[str, str], ...]:
    rows = {row["machine"]: from_text(row["at"]) for row in tx.all("select machine, at from heartbeats")}
    return tuple(
        (machine.name, _time(hub, rows[machine.id].isoformat()))
        for machine in hub.config.machines
        if machine.id in rows and tx.now - rows[machine.id] > SILENT
    )


def _unfinished(hub: Hub, tx: Tx) -> tuple[str, ...]:
    """That something waits is all that a machine tells."""
    told = tx.all("select machine, at, data from heartbeats")
    heard = [row for row in told if tx.now - from_text(row["at"]) <= SILENT]
    waiting = {row["machine"] for row in heard if json.loads(row["data"]).get("unfinished")}
    return tuple(machine.name for machine in hub.config.machines if machine.id in waiting)


def _machines(hub: Hub, tx: Tx) -> Iterator[MachineRow]:
    for machine in hub.config.machines:
        if found := machines.troubles(tx, machine.id):
            yield MachineRow(machine.id, machine.name, tuple(_said(hub, trouble) for trouble in found))


def _said(hub: Hub, trouble: machines.Trouble) -> str:
    places = dict(trouble.places)
    if "time" in places:
        places["time"] = _time(hub, places["time"])
    return say(f"machine.{trouble.kind}", **places)


def _warnings(dossier: Dossier) -> tuple[str, ...]:
    told = [*dossier.envelope.identity.warnings, *dossier.envelope.flags]
    names = [name.replace("_", "-") for name in told]
    return tuple(dict.fromkeys(known("warning", name, say("warning.other", name=name)) for name in names))


def _time(hub: Hub, text: str) -> str:
    """The hour, with the day in front unless it is today."""
    at = local(from_text(text))
    shown = hour_text(at)
    return shown if at.date() == local(hub.clock.now()).date() else f"{shown}, {date_text(at.date())}"


def _grouped(number: str) -> str:
    try:
        return PersonalNumber(number).grouped()
    except ValueError:
        return number


def _shown_day(iso: str) -> str:
    try:
        return PartialDate.from_iso(iso).shown()
    except ValueError:
        return iso
