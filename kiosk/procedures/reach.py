"""What can be begun now, computed from what a procedure needs and what does not answer. Nothing is asked here."""

from collections.abc import Collection
from enum import StrEnum

from kiosk.line import Destination
from kiosk.procedures.model import Needs

LOOKUP = Needs(begin=(Destination.HUB,))
"""What finding a dossier by its slip needs."""

_BEHIND = {
    Destination.LINE: (Destination.HUB, Destination.PORTAL, Destination.BANK),
    Destination.HUB: (Destination.PORTAL, Destination.BANK),
}


class Start(StrEnum):
    NOW = "now"
    QUEUED = "queued"
    """taken here and sent later"""
    WAITS = "waits"
    """not before what it needs answers"""


def unreachable(away: Collection[Destination]) -> frozenset[Destination]:
    """What a machine cannot get an answer of: what is away, and all that lies behind it."""
    return frozenset(away) | {far for near in away for far in _BEHIND.get(near, ())}


def start(needs: Needs, away: Collection[Destination]) -> Start:
    """Whether a procedure with these needs can be begun while `away` does not answer."""
    missing = unreachable(away)
    if missing & set(needs.begin):
        return Start.WAITS
    return Start.QUEUED if missing & set(needs.send) else Start.NOW


def sees_money(needs: Needs, away: Collection[Destination]) -> bool:
    """Whether a transfer could be seen at the machine: without it no code is shown, cash and later remain."""
    return not unreachable(away) & set(needs.pay)
