"""The sandbox bank: payers' apps on one side, the feed of the office's account on the other."""

import random
import re
import threading
from collections.abc import Collection
from typing import Any, Literal

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from kiosk.clock import Clock, local
from kiosk.errors import KioskError
from kiosk.payments import vietqr

Fault = Literal["says-failed", "late"]


class Transfer(BaseModel):
    """What a payer does with a scanned code. `amount`: typed over the code's own, or for a code without one.

    Faults: `says-failed` the app says "failed" after the money has gone; `late` the money is booked on release only.
    """

    model_config = ConfigDict(extra="forbid")

    payload: str
    amount: int | None = Field(default=None, ge=1)
    payer: str = Field(default="NGUOI TRA", alias="from")
    id: str | None = None
    fault: Fault | None = None


class TransferRefused(KioskError):
    """No money moves. `code`: code (cannot be read), account (nobody has it), amount (none said), other-transfer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class SandboxBank:
    """Accounts are (BIN, number). The same `id` sent twice moves money once; the same order and seed give the same
    lines in the feed, whatever the noise around the purpose. `after`: what was booked before this start; numbers go on
    from there, as whoever read the feed up to it expects."""

    def __init__(self, clock: Clock, accounts: Collection[tuple[str, str]], seed: int = 0, after: int = 0) -> None:
        self._clock = clock
        self._accounts = frozenset(accounts)
        self._seed = seed
        self._lock = threading.Lock()
        self._booked: list[dict[str, Any]] = []
        self._late: list[dict[str, Any]] = []
        self._said: dict[str, tuple[Transfer, dict[str, str]]] = {}
        self._after = self._count = after

    def transfer(self, order: Transfer) -> dict[str, str]:
        """What the payer's app says: `{"said": "ok"|"failed", "bank_reference"}`. Raises TransferRefused."""
        with self._lock:
            if order.id and (known := self._said.get(order.id)):
                if known[0] != order:
                    raise TransferRefused("other-transfer", "This id was used for another transfer.")
                return known[1]
            code, amount = self._read(order)
            self._count += 1
            noise = random.Random(f"{self._seed}/{self._count}")  # noqa: S311 - noise must repeat with the seed
            bank_reference = f"FT{local(self._clock.now()):%y%j}{noise.randrange(10**6):06d}{self._count:04d}"
            line = {
                "bank_reference": bank_reference,
                "account": code.account,
                "amount": amount,
                "content": _content(code.purpose, order.payer, noise),
            }
            if order.fault == "late":
                self._late.append(line)
            else:
                self._book(line)
            said = {"said": "failed" if order.fault == "says-failed" else "ok", "bank_reference": bank_reference}
            if order.id:
                self._said[order.id] = (order, said)
            return said

    def release(self) -> int:
        """Book what was late; how many lines that were."""
        with self._lock:
            late, self._late = self._late, []
            for line in late:
                self._book(line)
            return len(late)

    def since(self, cursor: int) -> tuple[list[dict[str, Any]], int]:
        """The lines after `cursor`, and the cursor after them."""
        with self._lock:
            lines = [line for line in self._booked if line["id"] > cursor]
            return lines, lines[-1]["id"] if lines else max(cursor, 0)

    def _read(self, order: Transfer) -> tuple[vietqr.PaymentCode, int]:
        try:
            code = vietqr.decode(order.payload)
        except vietqr.VietQrError as error:
            raise TransferRefused("code", error.message) from None
        if (code.bin, code.account) not in self._accounts:
            raise TransferRefused("account", "Nobody has this account here.")
        amount = order.amount or code.amount
        if amount is None:
            raise TransferRefused("amount", "The code names no amount: say one.")
        return code, amount

    def _book(self, line: dict[str, Any]) -> None:
        at = local(self._clock.now()).isoformat(timespec="seconds")
        self._booked.append({"id": self._after + len(self._booked) + 1, **line, "at": at})


def create_app(bank: SandboxBank) -> FastAPI:
    """The bank's doors: POST /transfers for payers, GET /transactions for the payee, POST /release."""
    app = FastAPI(title="sandbox bank", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/transfers")
    def transfer(order: Transfer) -> JSONResponse:
        try:
            return JSONResponse(bank.transfer(order))
        except TransferRefused as refused:
            return JSONResponse({"code": refused.code, "message": refused.message}, 422)

    @app.get("/transactions")
    def transactions(since: int = 0) -> dict[str, Any]:
        lines, cursor = bank.since(since)
        return {"transactions": lines, "cursor": cursor}

    @app.post("/release")
    def release() -> dict[str, int]:
        return {"released": bank.release()}

    return app


_HEADS = ("MBVCB.{n}.", "CT DEN:{n} ", "IBFT {n} ", "", "{n}-0900000000-")
_TAILS = (".CT tu {payer}", " {payer} chuyen tien", "-CHUYEN TIEN-OQCH{n}", " FT{n}", "")


def _content(purpose: str, payer: str, noise: random.Random) -> str:
    """The purpose as feeds hand it on: the bank's own words around it, at times in small letters or with blanks."""
    shapes = (purpose, purpose.lower(), " ".join(re.findall(".{1,4}", purpose)))
    shape = noise.choices(shapes, weights=(4, 1, 1))[0]
    head = noise.choice(_HEADS).format(n=noise.randrange(10**5, 10**6))
    # A number right behind the reference would make another text of it once blanks are folded away; banks part them.
    return head + shape + noise.choice(_TAILS).format(payer=payer, n=noise.randrange(10**5, 10**6))
