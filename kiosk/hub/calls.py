"""Machines that call an officer: who calls, who comes, when it is over."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from kiosk.clock import from_text
from kiosk.hub.transaction import Tx


class CallOrder(BaseModel):
    """A call as a machine makes it; `id` before the first try."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1, max_length=64)
    page: str = Field(max_length=64)
    reason: str = Field(max_length=120)
    at: datetime


@dataclass(frozen=True)
class Call:
    id: str
    machine: str
    page: str
    reason: str
    at: datetime
    officer: str | None


def begin(tx: Tx, machine: str, order: CallOrder) -> None:
    """Keep the call; a repeat changes nothing."""
    if tx.inserted(
        "insert or ignore into calls (id, machine, page, reason, at, received_at) values (?, ?, ?, ?, ?, ?)",
        order.id,
        machine,
        order.page,
        order.reason,
        order.at.isoformat(),
        tx.at,
    ):
        _tell(tx, order.id)


def coming(tx: Tx, call: str, officer: str) -> bool:
    """An officer says "Tôi tới ngay"; the first name stays. False when there is no such open call."""
    row = tx.one("select officer from calls where id = ? and ended_at is null", call)
    if row is None:
        return False
    if row["officer"] is None:
        tx.run("update calls set officer = ?, coming_at = ? where id = ?", officer, tx.at, call)
        _tell(tx, call)
    return True


def end(tx: Tx, call: str, machine: str | None = None) -> bool:
    """It is over, said by the officer or (`machine` given) by the machine that called. False when it is unknown."""
    row = tx.one("select machine, ended_at from calls where id = ?", call)
    if row is None or machine not in (None, row["machine"]):
        return False
    if row["ended_at"] is None:
        tx.run("update calls set ended_at = ? where id = ?", tx.at, call)
        _tell(tx, call)
    return True


def waiting(tx: Tx) -> list[Call]:
    """Open calls, oldest first."""
    rows = tx.all("select * from calls where ended_at is null order by received_at, id")
    return [
        Call(row["id"], row["machine"], row["page"], row["reason"], from_text(row["received_at"]), row["officer"])
        for row in rows
    ]


def _tell(tx: Tx, call: str) -> None:
    row = tx.all("select machine, officer, ended_at from calls where id = ?", call)[0]
    data = {"call": call, "officer": row["officer"], "ended": row["ended_at"] is not None}
    tx.changed(row["machine"], "call", None, data)
