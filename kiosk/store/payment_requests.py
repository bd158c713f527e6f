"""Payment requests: minted with the dossier, moved only along the caller's table of moves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from kiosk.audit import Entry, entry
from kiosk.store.faults import IllegalMove
from kiosk.store.records import PaymentRequest, RequestRow
from kiosk.store.scope import Scope

Moves = Mapping[str, Collection[str]]

_COLUMNS = "select id, dossier, reference, amount, payee, state, received, pay_until from request"


def add(scope: Scope, dossier: str, request: PaymentRequest, audit: Sequence[Entry]) -> None:
    if one(scope, request.id) is not None:
        return
    money = (request.reference, request.amount, request.payee, request.state, 0, request.pay_until.isoformat())
    row = (request.id, dossier, *money, *scope.when())
    scope.connection.execute("insert into request values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    scope.log([entry("request.created", dossier=dossier, id=request.id), *audit])


def move(scope: Scope, id_: str, to: str, moves: Moves, received: int | None, audit: Sequence[Entry]) -> None:
    now = one(scope, id_)
    if now is None or (now.state != to and to not in moves.get(now.state, ())):
        raise IllegalMove("payment request", now.state if now else None, to)
    query = "update request set state = ?, received = coalesce(?, received) where id = ?"
    scope.connection.execute(query, (to, received, id_))
    scope.log(audit)


def one(scope: Scope, id_: str) -> RequestRow | None:
    return next(iter(_rows(scope, "where id = ?", id_)), None)


def by_reference(scope: Scope, reference: str) -> RequestRow | None:
    return next(iter(_rows(scope, "where reference = ?", reference)), None)


def of(scope: Scope, dossier: str) -> list[RequestRow]:
    return _rows(scope, "where dossier = ? order by at, id", dossier)


def _rows(scope: Scope, where: str, *values: str) -> list[RequestRow]:
    return [_row(row) for row in scope.connection.execute(f"{_COLUMNS} {where}", values)]


def _row(row: tuple[Any, ...]) -> RequestRow:
    id_, dossier, reference, amount, payee, state, received, pay_until = row
    return RequestRow(id_, dossier, reference, amount, payee, state, received, date.fromisoformat(pay_until))
