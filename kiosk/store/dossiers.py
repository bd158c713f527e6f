"""Submitted dossiers: the one transaction that takes a citizen's word, and the stub that is left of it."""

from collections.abc import Callable, Sequence
from datetime import date

from kiosk.audit import Entry, entry
from kiosk.clock import from_text, today
from kiosk.store import attachments, outbox, payment_requests, sealed_walk, sessions
from kiosk.store.faults import StoreFault
from kiosk.store.records import HIGHEST_NUMBER, DossierStub, SlipNumber, Submission
from kiosk.store.scope import Scope

SEALED = "sealed"

_COLUMNS = "select id, letter, number, day, state, code, at from dossier"


def next_number(scope: Scope) -> int:
    last: int = scope.connection.execute("select last_number from store").get
    return last % HIGHEST_NUMBER + 1


def submit(scope: Scope, letter: str, submission: Submission) -> SlipNumber:
    if submission.session is not None:
        sessions.erase(scope, submission.session)
    if known := one(scope, submission.dossier):
        return known.number
    number = SlipNumber(letter, next_number(scope), today(scope.clock))
    scope.connection.execute("update store set last_number = ?", (number.number,))
    lookup = scope.vault.index("lookup", submission.lookup)
    row = (submission.dossier, letter, number.number, number.day.isoformat(), SEALED, None, lookup, *scope.when())
    scope.connection.execute("insert into dossier values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    scope.log([entry("dossier.sealed", dossier=submission.dossier, id=submission.dossier, number=number.text)])
    outbox.queue(scope, scope.new_id(), submission.dossier, 1, "dossier", submission.build(number))
    for attachment in submission.attachments:
        attachments.add(scope, submission.dossier, attachment)
    scope.log(submission.audit)
    if submission.request is not None:
        payment_requests.add(scope, submission.dossier, submission.request, ())
    sealed_walk.note(scope, submission)
    return number


def append(
    scope: Scope, dossier: str, kind: str, build: Callable[[int], bytes], key: str | None, audit: Sequence[Entry]
) -> int:
    if key is not None and (known := outbox.one(scope, key)):
        return known.seq
    last = scope.connection.execute("select max(seq) from outbox where dossier = ?", (dossier,)).get
    if last is None:
        raise StoreFault("unknown")
    seq = int(last) + 1
    scope.log(audit)
    outbox.queue(scope, key or scope.new_id(), dossier, seq, kind, build(seq))
    return seq


def set_state(scope: Scope, dossier: str, state: str, code: str | None) -> None:
    query = "update dossier set state = ?, code = coalesce(?, code) where id = ?"
    scope.connection.execute(query, (state, code, dossier))


def one(scope: Scope, dossier: str) -> DossierStub | None:
    return _stub(scope.connection.execute(f"{_COLUMNS} where id = ?", (dossier,)).fetchone())


def by_lookup(scope: Scope, lookup: str) -> DossierStub | None:
    index = scope.vault.index("lookup", lookup)
    return _stub(scope.connection.execute(f"{_COLUMNS} where lookup = ?", (index,)).fetchone())


def every(scope: Scope) -> list[DossierStub]:
    rows = scope.connection.execute(f"{_COLUMNS} order by at, number")
    return [stub for stub in map(_stub, rows) if stub is not None]


def _stub(row: tuple[object, ...] | None) -> DossierStub | None:
    if row is None:
        return None
    id_, letter, number, day, state, code, at = row
    slip = SlipNumber(str(letter), int(str(number)), date.fromisoformat(str(day)))
    return DossierStub(str(id_), slip, str(state), str(code) if code is not None else None, from_text(str(at)))
