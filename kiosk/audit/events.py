"""What may be logged: the events of the walk, the keys of each, and the shape of each key's value.

Ids, names of fields, routes and verdicts only. The shapes are narrow on purpose: a card number, a phone number, a
date or a name with its blanks and marks fits none of those that a citizen's walk uses.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kiosk.errors import KioskError

Value = str | int | list[str]


class AuditFault(KioskError):
    """An event, a key or a value that may not be logged: a fault of the program. The value is not in the message."""

    code = "audit"


@dataclass(frozen=True)
class Entry:
    """One event that may be logged. Made by `entry`, which checks it."""

    event: str
    keys: Mapping[str, Value]


def entry(event: str, **keys: Value) -> Entry:
    """The entry of an event of `EVENTS`; `session` and `dossier` (ids) may stand with every event.

    Raises AuditFault for an unknown event, a key that the event does not carry, or a value out of its key's shape.
    """
    allowed = EVENTS.get(event)
    if allowed is None:
        raise AuditFault(f"The event {event!r} is not in the table of events.")
    for key, value in keys.items():
        if key not in allowed and key not in _EVERYWHERE:
            raise AuditFault(f"The event {event} does not carry the key {key!r}.")
        if not _SHAPES[key](value):
            raise AuditFault(f"The value of {key!r} in the event {event} does not have the shape that may be logged.")
    return Entry(event, dict(keys))


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


EVENTS: Mapping[str, frozenset[str]] = {
    # The machine, in the order of a walk.
    "session.started": _keys("procedure"),
    "notice.shown": _keys("text"),
    "notice.passed": _keys(""),
    "card.read": _keys("route shape verdicts"),
    "card.not_read": _keys("reason"),
    "identity.confirmed_by_citizen": _keys(""),
    "answer.saved": _keys("field source"),
    "answer.changed": _keys("field"),
    "declaration.given": _keys("text"),
    "dossier.sealed": _keys("id number"),
    "outbox.queued": _keys("id seq kind"),
    "fee.quoted": _keys("row"),
    "request.created": _keys("id"),
    "request.shown": _keys("id"),
    "request.display_ended": _keys("id reason"),
    "citizen.says_paid": _keys("id"),
    "slip.print": _keys("id kind result copy"),
    "session.ended": _keys("reason page"),
    "memory.wiped": _keys("erased"),
    "session.found": _keys(""),
    "session.resumed": _keys(""),
    "session.dropped": _keys("reason"),
    "courier.sent": _keys("id seq"),
    "record.resealed": _keys("id"),
    # The machine, aside.
    "help.called": _keys("id page reason"),
    "help.answered": _keys("id officer"),
    "idle.warned": _keys("page"),
    "line.down": _keys("reason"),
    "line.up": _keys(""),
    "draft.kept": _keys("text"),
    "draft.opened": _keys(""),
    "draft.erased": _keys("erased"),
    "outbox.parked": _keys("id seq reason"),
    "outbox.retried": _keys("id seq"),
    "attachment.sent": _keys("kind"),
    "attachment.parked": _keys("kind reason"),
    "attachment.retried": _keys("kind"),
    "store.quarantined": _keys("reason dossiers messages lost"),
    "key.rotated": _keys(""),
    "store.adopted": _keys("erased"),
    # The hub.
    "envelope.stored": _keys("id seq machine"),
    "attachment.stored": _keys(""),
    "dossier.opened": _keys("officer"),
    "paper.taken": _keys("kind officer"),
    "field.filled": _keys("item officer"),
    "identity.looked": _keys("officer verdict"),
    "portal.sent": _keys("key"),
    "portal.accepted": _keys("code"),
    "portal.rejected": _keys("reason"),
    "portal.unknown": _keys("reason"),
    "evidence.notified": _keys("id"),
    "evidence.confirmed": _keys("id"),
    "allocation.made": _keys("id request"),
    "cash.accepted": _keys("id officer shift"),
    "identity.noted_ahead": _keys("officer"),
    "contact.called": _keys("officer"),
    "officer.signed_in": _keys("officer"),
    "officer.refused": _keys("officer reason"),
    "dossier.withdrawn": _keys("officer reason"),
    "dossier.parked": _keys("reason"),
    "machine.reported": _keys("machine officer"),
    "case.opened": _keys("id reason officer"),
    "case.closed": _keys("id officer second"),
}
"""Event -> the keys it may carry (parking, retry and quarantine are the machine's own)."""

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SLUG = re.compile(r"(?!.*[0-9]{6})(?!.*[0-9]{4}-[0-9]{2}-[0-9]{2})[a-z0-9](?:[a-z0-9._-]{0,46}[a-z0-9])?")
_STAFF_NUMBER = re.compile(r"T-[0-9]{3}")
_NUMBER = re.compile(r"[A-Z] [0-9]{4}")
_CODE = re.compile(r"(?=.*[A-Z])[A-Z0-9.]{1,24}(?:-[A-Z0-9.]{1,16}){1,4}")
_OFFICER = re.compile(r"(?!.*[0-9]{6})[^\W_][\w .'’-]{0,59}")


def _match(*patterns: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and any(pattern.fullmatch(value) for pattern in patterns)


def _one_of(text: str) -> Callable[[Any], bool]:
    words = _keys(text)
    return lambda value: isinstance(value, str) and value in words


def _count(value: Any) -> bool:
    return type(value) is int and 0 <= value < 10**5


def _slugs(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(_match(_SLUG)(item) for item in value)


_EVERYWHERE = _keys("session dossier")
_slug, _id = _match(_SLUG), _match(_ID, _SLUG)
_SHAPES: Mapping[str, Callable[[Any], bool]] = {
    "session": _id,
    "dossier": _id,
    "procedure": _slug,
    "id": _id,
    "key": _id,
    "request": _id,
    "machine": _slug,
    "text": _slug,
    "route": _slug,
    "shape": _slug,
    "verdicts": _slugs,
    "verdict": _one_of("yes no"),
    "field": _slug,
    "item": _slug,
    "source": _slug,
    "kind": _slug,
    "page": _slug,
    "row": _slug,
    "shift": _slug,
    "reason": _match(_SLUG, _STAFF_NUMBER),
    "number": _match(_NUMBER),
    "code": _match(_CODE),
    "officer": _match(_OFFICER),
    "second": _match(_OFFICER),
    "result": _one_of("printed not unknown"),
    "seq": _count,
    "copy": _count,
    "erased": _count,
    "dossiers": _count,
    "messages": _count,
    "lost": _count,
}
