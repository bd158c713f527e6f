"""The envelope that is submitted (schema "dossier/1"): card, answers in the order of the form, papers, fee, request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.clock import utc_seconds
from kiosk.dossiers.attachments import named
from kiosk.identity.person import CardWarning, Person
from kiosk.journey.questions import Questions
from kiosk.journey.session import Session
from kiosk.office import Office
from kiosk.procedures.form import case_for, fill
from kiosk.procedures.model import Answers, FeeRow, FormItem, Procedure
from kiosk.procedures.pages import COUNTER
from kiosk.procedures.papers import PaperDue, papers_due
from kiosk.store import Attachment


@dataclass(frozen=True)
class Stamp:
    """When and where the dossier was sealed. `mono_ms`: milliseconds since the machine's boot `boot`."""

    machine: str
    version: str
    at: datetime
    boot: str
    mono_ms: int


@dataclass(frozen=True)
class Request:
    """The payment request minted with the seal, amount in đồng."""

    id: str
    reference: str
    amount: int
    payee: str
    payee_version: str
    pay_until: date | None


def compose(
    *,
    dossier: str,
    number: str,
    day: date,
    lookup: str,
    stamp: Stamp,
    session: Session,
    person: Person,
    procedure: Procedure,
    questions: Questions,
    office: Office,
    fee: FeeRow | None,
    request: Request | None,
    session_seconds: int,
    attachments: Sequence[Attachment] = (),
) -> dict[str, Any]:
    """The envelope as a JSON object, absent things left out or null."""
    keys = questions.keys()
    context = form_context(session, person, questions)
    return {
        "schema": "dossier/1",
        "id": dossier,
        "seq": 1,
        "number": {"text": number, "day": day.isoformat()},
        "lookup": lookup,
        "machine": {"id": stamp.machine, "office": office.id, "version": stamp.version},
        "sealed_at": {"utc": utc_seconds(stamp.at), "boot": stamp.boot, "mono_ms": stamp.mono_ms},
        "procedure": {
            "id": procedure.id,
            "code": procedure.code,
            "level": procedure.level,
            "form": procedure.form,
            "basis": procedure.form_basis,
            "catalogue": procedure.version.isoformat(),
            "title": procedure.title_for(keys).vi,
            "days": procedure.days.count,
        },
        "owner": {
            "name": person.name,
            "number": str(person.number),
            "born": person.birth.iso(),
            "sex": person.sex.text.vi,
        },
        "filer": {"same_as_owner": True, "helped_by": [], "ground": "self, at a kiosk"},
        "contact": _contact(keys, office),
        "identity": _identity(person, session),
        "flags": sorted(session.flags),
        "answers": [_answer(item, keys, context) for item in procedure.items],
        "papers": [_paper(paper) for paper in papers_due(procedure, keys, office)],
        "fee": _fee(fee),
        "request": _request(request),
        "consents": session.consents,
        "timings": {
            "session_s": session_seconds,
            "pages": {page: round(seconds) for page, seconds in session.pages_s.items()},
            "back": session.back,
            "edits": session.edits,
            "help": session.help,
            "idle_warnings": session.idle_warnings,
        },
        **({"attachments": named(attachments)} if attachments else {}),
    }


def form_context(session: Session, person: Person, questions: Questions) -> dict[str, Any]:
    """What the `$name` places of a form item stand for."""
    visible = {page.id for page in questions.visible()}
    answers = {page: answer for page, answer in session.answers.items() if page in visible}
    values = {page: answer.value if answer.value is not None else answer.key for page, answer in answers.items()}
    province = questions.birth_province()
    ward = questions.today_ward()
    return {
        "person": {
            "name": person.name,
            "name_upper": person.name.upper(),
            "sex_vi": person.sex.text.vi,
            "birth": person.birth.iso(),
            "number": str(person.number),
        },
        "answers": values,
        "birth_province": province,
        "birth_origin": f"number_{person.number.province}",
        "card_home": {
            "text": person.address,
            "ward": ward.code if ward else None,
            "table": questions.places.data_date,
        },
        "home": _home(values, questions.places.data_date),
        "mother_born": values.get("mother-born"),
        "father_born": values.get("father-born"),
        "spouse_born": values.get("spouse-born"),
        "old_issued": values.get("old-date"),
    }


def _answer(item: FormItem, keys: Answers, context: Mapping[str, Any]) -> dict[str, Any]:
    case = case_for(item, keys)
    answer = {"item": item.item, "value": fill(case.value, context), "source": case.source}
    if case.reason:
        answer["reason"] = case.reason
    if case.origin:
        answer["from"] = fill(case.origin, context)
    if item.sensitive:
        answer["sensitive"] = True
    if item.optional and case.source == COUNTER:
        answer["optional"] = True
    return answer


def _paper(paper: PaperDue) -> dict[str, Any]:
    taken = {"taken": paper.taken.vi} if paper.taken else {}
    return {"kind": paper.kind, "state": paper.state, **taken, "blocks": paper.blocks}


def _home(values: Mapping[str, Any], table: str) -> dict[str, Any]:
    """The place that was typed; what was left to the officer is None and not in the text."""
    place = values.get("place")
    ward = place if isinstance(place, dict) else None
    street = values.get("street")
    street = None if street == COUNTER else street
    parts = (street, ward and ward["kind_name"], ward and ward["province_name"])
    return {
        "street": street,
        "ward": ward["code"] if ward else None,
        "text": ", ".join(part for part in parts if part),
        "table": table,
    }


def _contact(keys: Answers, office: Office) -> dict[str, Any]:
    """Whom to call. Nobody without a phone borrows an officer's: it is the office's, and says so."""
    whose = keys.get("contact")
    if whose not in ("own", "relative"):
        return {"whose": "office", "phone": office.phone, "relation": None, "name": None}
    return {
        "whose": whose,
        "phone": keys["phone"],
        "relation": keys.get("relative"),
        "name": keys.get("relative-name"),
    }


def _identity(person: Person, session: Session) -> dict[str, Any]:
    number, warnings = person.number, person.warnings
    return {
        "route": str(person.source.route),
        "reader": person.source.reader,
        "read_at": session.card_read_at,
        "assurance": str(person.assurance),
        "state": "waiting_officer_look",
        "card": {
            "fields": person.fields,
            "old_number": person.old_number,
            "issued": person.issued.isoformat(),
            "expires_computed": person.expires.isoformat() if person.expires else None,
            "address_text": person.address,
            "extra": list(person.extra),
        },
        "checks": {
            "twelve_digits": "pass",
            f"province_{number.province}": _check(CardWarning.PROVINCE_UNKNOWN not in warnings),
            f"century_sex_digit_{number[3]}": _check(CardWarning.NUMBER_SEX not in warnings),
            f"birth_year_{number[4:6]}": _check(CardWarning.NUMBER_BIRTH not in warnings),
            "holder_is_person": "not_checked",
        },
        "warnings": [str(warning) for warning in warnings],
        "confirmed_by_citizen": True,
        "officer_look": None,
    }


def _check(is_well: bool) -> str:
    return "pass" if is_well else "warn"


def _fee(fee: FeeRow | None) -> dict[str, Any] | None:
    if fee is None:
        return None
    until = fee.until.isoformat() if fee.until else None
    return {"row": fee.id, "amount": fee.amount, "currency": "VND", "valid": [fee.since.isoformat(), until]}


def _request(request: Request | None) -> dict[str, Any] | None:
    if request is None:
        return None
    return {
        "id": request.id,
        "reference": request.reference,
        "amount": request.amount,
        "payee": request.payee,
        "payee_version": request.payee_version,
        "chosen": None,
        "state": "draft",
        "pay_until": request.pay_until.isoformat() if request.pay_until else None,
    }
