"""Finding a dossier by what an officer has in hand: a slip's code, a card's code, a number, a payment code."""

import re
from datetime import date

from kiosk.hub import dossiers, money
from kiosk.hub.transaction import Tx
from kiosk.identity import Person, parse_card
from kiosk.payments.lookup import is_lookup
from kiosk.payments.matching import match

_NUMBER = re.compile(r"([A-Za-z])\s*([0-9]{4})")
_MOST = 5


def find(tx: Tx, text: str, today: date) -> tuple[str, ...]:
    """Ids of the dossiers that `text` names, the newest first, at most five."""
    text = text.strip()
    if is_lookup(text.upper()):
        found = dossiers.by_lookup(tx, text.upper())
        return (found.id,) if found else ()
    if number := _NUMBER.fullmatch(text):
        return _ids(tx, "number = ?", f"{number[1].upper()} {number[2]}")
    watched = money.watched(tx)
    if reference := match(text, watched):
        return (watched[reference],)
    if isinstance(person := parse_card(text, today), Person):
        return _ids(tx, "person_digest = ?", dossiers.person_digest(tx, str(person.number)))
    return ()


def _ids(tx: Tx, where: str, value: object) -> tuple[str, ...]:
    sql = f"select id from dossiers where {where} order by received_at desc, id limit {_MOST}"  # noqa: S608
    return tuple(row["id"] for row in tx.all(sql, value))
