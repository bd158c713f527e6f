"""The states of a dossier at the hub and every legal move between them (one table)."""

from enum import StrEnum

from kiosk.errors import KioskError


class DossierState(StrEnum):
    """SEALED is known to the machine alone."""

    SEALED = "sealed"
    AT_HUB = "at_hub"
    WAITING_LOOK = "waiting_look"
    LOOKED = "looked"
    SENDING = "sending"
    ACCEPTED = "accepted"
    PENDING = "pending"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    PARKED = "parked"


_S = DossierState

MOVES: dict[tuple[DossierState, str], DossierState] = {
    (_S.SEALED, "arrived"): _S.AT_HUB,
    (_S.AT_HUB, "queued"): _S.WAITING_LOOK,
    (_S.WAITING_LOOK, "looked"): _S.LOOKED,
    (_S.WAITING_LOOK, "wrong_person"): _S.PARKED,
    (_S.WAITING_LOOK, "withdrawn"): _S.WITHDRAWN,
    (_S.LOOKED, "sent"): _S.SENDING,
    (_S.SENDING, "accepted"): _S.ACCEPTED,
    (_S.SENDING, "pending"): _S.PENDING,
    (_S.SENDING, "rejected"): _S.REJECTED,
    (_S.SENDING, "unknown"): _S.UNKNOWN,
    (_S.SENDING, "ambiguous"): _S.PARKED,
    (_S.PARKED, "asked"): _S.UNKNOWN,
    (_S.UNKNOWN, "sent"): _S.SENDING,
    (_S.PENDING, "sent"): _S.SENDING,
    (_S.REJECTED, "corrected"): _S.LOOKED,
    (_S.REJECTED, "withdrawn"): _S.WITHDRAWN,
    (_S.PARKED, "withdrawn"): _S.WITHDRAWN,
}


class IllegalMove(KioskError):
    """A move that the table does not hold: the officer looks at a page that is out of date, or a bug."""

    code = "illegal-move"

    def __init__(self, state: DossierState, event: str) -> None:
        super().__init__(f"A dossier that is {state} cannot be {event}.")
        self.state = state
        self.event = event


def move(state: DossierState, event: str) -> DossierState:
    """The state after `event`. Raises IllegalMove."""
    try:
        return MOVES[state, event]
    except KeyError:
        raise IllegalMove(state, event) from None
