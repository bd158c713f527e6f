"""What a later message of a machine changes at the hub. Facts only: the law's states move by officers and portal."""

from typing import Any

from pydantic import ValidationError

from kiosk.hub import money, prints
from kiosk.hub.cases import CaseKind, open_case
from kiosk.hub.reading import Message, Request
from kiosk.hub.transaction import Tx
from kiosk.payments.requests import RequestEvent

_ENDS = {"timeout": RequestEvent.TIMEOUT, "left": RequestEvent.LEAVE}


def apply(tx: Tx, machine: str, message: Message) -> None:
    """Take in one message that is new. What is not understood in `data` is kept with the message and changes nothing.

    `request_shown` {"reference", "request": a whole new request, if it is one for a rest}; `display_ended`
    {"reference", "reason": timeout, left or paid}; `slip` {"kind", "result": printed, not or unknown}; the others need
    nothing. Without a reference the dossier's newest request is meant.
    """
    data = message.data
    match message.kind:
        case "request_shown":
            _shown(tx, message.dossier, data)
        case "display_ended":
            if (event := _ENDS.get(str(data.get("reason")))) and (request := _request_id(tx, message.dossier, data)):
                money.move_request(tx, request, event)
        case "says_paid":
            if not money.standing(tx, message.dossier).paid:
                open_case(tx, CaseKind.MONEY_SAID, message.dossier, message.dossier)
        case "slip":
            _printed(tx, machine, message.dossier, data)
        case "pay_chosen" | "left":
            pass  # kept as it is; the desk reads it where it shows who has no slip


def _shown(tx: Tx, dossier: str, data: dict[str, Any]) -> None:
    told = data.get("request")
    if isinstance(told, dict):
        try:
            money.add_request(tx, dossier, Request.model_validate(told))
        except ValidationError:
            return
    if request := _request_id(tx, dossier, data):
        money.move_request(tx, request, RequestEvent.SHOW)
        tx.log("request.shown", id=request, dossier=dossier)


def _printed(tx: Tx, machine: str, dossier: str, data: dict[str, Any]) -> None:
    kind = prints.kind_of(data.get("kind"))
    if kind is None:
        return
    prints.record(tx, dossier, kind, machine, prints.outcome_of(data.get("result")), None)
    if kind is prints.PrintKind.PAYMENT and (request := _request_id(tx, dossier, data)):
        money.move_request(tx, request, RequestEvent.PRINT)


def _request_id(tx: Tx, dossier: str, data: dict[str, Any]) -> str | None:
    reference = data.get("reference")
    if isinstance(reference, str) and reference:
        row = tx.one("select id from requests where dossier = ? and reference = ?", dossier, reference)
    else:
        row = tx.one("select id from requests where dossier = ? order by created_at desc, id desc limit 1", dossier)
    return row["id"] if row else None
