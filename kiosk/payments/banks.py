"""The table of banks, dated data: it helps whoever signs a payee list, and never decides whether a code is sound."""

import json
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kiosk.language.text import Language, Words
from kiosk.payments.payees import PayeeList

BANKS = Path(__file__).parents[2] / "assets" / "payments" / "banks.json"


class Bank(BaseModel):
    """One BIN. `sbv_list_2023`: it stands in the State Bank's letter 1589/NHNN-TT of 5 March 2024."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bin: str
    short_name: str
    name: str
    sbv_list_2023: bool


@cache
def banks(path: Path = BANKS) -> dict[str, Bank]:
    """The banks by BIN. Raises ValueError if a BIN stands twice."""
    rows = [Bank.model_validate(row) for row in json.loads(path.read_text("utf-8"))["banks"]]
    table = {row.bin: row for row in rows}
    if len(table) < len(rows):
        raise ValueError(f"{path.name}: a BIN stands twice")
    return table


def remarks(payees: PayeeList, lang: Language = "en") -> tuple[str, ...]:
    """What a person should look at before the list is used: the bank each BIN belongs to, or that no table knows it."""
    said = []
    for payee in payees.payees:
        bank = banks().get(payee.bin)
        key = "payments.bank.unknown" if bank is None else "payments.bank.known"
        name = bank.name if bank else ""
        said.append(Words.load().say(key, lang, id=payee.id, bin=payee.bin, written=payee.bank_name, name=name))
    return tuple(said)
