"""Whose walk goes on after its seal: known while it does, so that after a cut she is told that her papers are safe.

The number of the card is kept as a keyed hash. Two notes: of the walk under way, put down with the seal itself, and of
one that a cut left, which `kiosk.machine.sealed_walk` sets aside. Both go with the walk.
"""

from kiosk.store import settings
from kiosk.store.records import Submission
from kiosk.store.scope import Scope

UNDER_WAY = "sealed-walk"
"""The setting that tells of the walk under way: `session`, `dossier`, `procedure` (ids) and `card` (hash)."""
SET_ASIDE = "sent-before"
"""The same of a walk that a cut left."""


def card_hash(scope: Scope, number: str) -> str:
    return scope.vault.index("sealed-walk", number).hex()


def note(scope: Scope, submission: Submission) -> None:
    if submission.session is not None and submission.card:
        hashed = card_hash(scope, submission.card)
        told = {"dossier": submission.dossier, "procedure": submission.procedure, "card": hashed}
        settings.put(scope, UNDER_WAY, {"session": submission.session, **told})


def erase(scope: Scope, session: str) -> None:
    for name in (UNDER_WAY, SET_ASIDE):
        noted = settings.get(scope, name, None)
        if noted is not None and noted["session"] == session:
            settings.drop(scope, name)


def erase_all(scope: Scope) -> None:
    for name in (UNDER_WAY, SET_ASIDE):
        settings.drop(scope, name)
