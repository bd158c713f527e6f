"""Payees: the accounts that may be paid to, from a signed list only. No screen, file or officer can type one."""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from datetime import date
from typing import Any, Final, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.dossiers.canonical import CanonicalFault, canonical
from kiosk.language.text import Language, Words

SCHEMA: Final = "payees/1"

FaultCode = Literal["malformed", "unsigned", "wrong-signature", "rolled-back", "out-of-date"]

_VERIFIED: Final = object()


@dataclass(frozen=True, slots=True)
class Payee:
    """An account on a list whose signature held. Only `PayeeList` makes one, and it has no altered copies."""

    id: str
    kind: str
    bin: str
    account: str
    name: str
    bank_name: str
    office: str
    verified: InitVar[object]

    def __post_init__(self, verified: object) -> None:
        if verified is not _VERIFIED:
            raise TypeError("a payee comes from a verified list")

    @property
    def account_grouped(self) -> str:
        return grouped_account(self.account)


@dataclass(frozen=True, slots=True)
class PayeeFault:
    """Why a list is not trusted, first that holds of `FaultCode`; `detail` is for staff, and is empty or one line."""

    code: FaultCode
    detail: str = ""

    def message(self, lang: Language = "vi") -> str:
        """What is wrong and what to do, for staff."""
        said = Words.load().say(f"payments.payees.{self.code}", lang)
        return f"{said} ({self.detail})" if self.detail else said


@dataclass(frozen=True, slots=True)
class PayeeList:
    """A list whose signature held on the day it was read, valid from `valid_from` to `valid_until`, both days in."""

    version: date
    valid_from: date
    valid_until: date
    payees: tuple[Payee, ...]

    @classmethod
    def read(
        cls, text: str, public_key: Ed25519PublicKey, today: date, last_version: date | None = None
    ) -> "PayeeList | PayeeFault":
        """The list in `text`, if its signature is of `public_key`, it is valid `today` and not older than the last."""
        signed = _parsed(text)
        if isinstance(signed, PayeeFault):
            return signed
        signature = signed.pop("signature", None)
        if not signature:
            return PayeeFault("unsigned")
        if not _holds(signed, signature, public_key):
            return PayeeFault("wrong-signature")
        file = _shaped(signed)
        if isinstance(file, PayeeFault):
            return file
        if last_version is not None and file.version < last_version:
            return PayeeFault("rolled-back", f"{file.version} < {last_version}")
        if not file.valid_from <= today <= file.valid_until:
            return PayeeFault("out-of-date", f"{file.valid_from} – {file.valid_until}")
        payees = tuple(Payee(**row.model_dump(), verified=_VERIFIED) for row in file.payees)
        return cls(file.version, file.valid_from, file.valid_until, payees)

    def get(self, payee_id: str) -> Payee | None:
        return next((payee for payee in self.payees if payee.id == payee_id), None)

    def for_kind(self, kind: str, office: str) -> Payee | None:
        """Whom `office` (its id) has paid for dues of `kind`; None when the list names nobody."""
        return next((payee for payee in self.payees if (payee.kind, payee.office) == (kind, office)), None)

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_until


def sign(data: Mapping[str, Any], private_key: Ed25519PrivateKey) -> str | PayeeFault:
    """The text of the signed list; an old signature in `data` is replaced. PayeeFault malformed if it has a fault."""
    unsigned = {key: value for key, value in data.items() if key != "signature"}
    file = _shaped(unsigned)
    if isinstance(file, PayeeFault):
        return file
    signature = base64.b64encode(private_key.sign(canonical(unsigned))).decode("ascii")
    return json.dumps({**unsigned, "signature": signature}, ensure_ascii=False, indent=2) + "\n"


def grouped_account(account: str) -> str:
    """The account in groups of four for the eye; a last sign that would stand alone joins the group before it."""
    groups = re.findall(r".{1,4}", account)
    if len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2:] = ["".join(groups[-2:])]
    return " ".join(groups)


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Row(_Model):
    id: str = Field(pattern=r"^[a-z0-9-]{1,64}$")
    kind: str = Field(pattern=r"^[a-z0-9-]{1,64}$")
    bin: str = Field(pattern=r"^[0-9]{6}$")
    account: str = Field(pattern=r"^[!-~]{1,19}$")
    name: str = Field(min_length=1, max_length=120)
    bank_name: str = Field(min_length=1, max_length=120)
    office: str = Field(pattern=r"^[a-z0-9-]{1,64}$")


class _File(_Model):
    schema_: Literal["payees/1"] = Field(alias="schema")
    version: date
    valid_from: date
    valid_until: date
    payees: tuple[_Row, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_of_each(self) -> "_File":
        if self.valid_from > self.valid_until:
            raise ValueError("valid_from lies after valid_until")
        if len({row.id for row in self.payees}) < len(self.payees):
            raise ValueError("an id stands twice")
        if len({(row.kind, row.office) for row in self.payees}) < len(self.payees):
            raise ValueError("an office has two payees of one kind")
        return self


def _parsed(text: str) -> dict[str, Any] | PayeeFault:
    try:
        parsed = json.loads(text, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        return PayeeFault("malformed", str(error))
    return parsed if isinstance(parsed, dict) else PayeeFault("malformed", "not a JSON object")


def _no_key_twice(items: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = dict(items)
    if len(keys) < len(items):
        raise ValueError("a key stands twice")
    return keys


def _holds(signed: Mapping[str, Any], signature: object, key: Ed25519PublicKey) -> bool:
    if not isinstance(signature, str):
        return False
    try:
        key.verify(base64.b64decode(signature, validate=True), canonical(signed))
    except (InvalidSignature, binascii.Error, ValueError, CanonicalFault):
        return False
    return True


def _shaped(data: Mapping[str, Any]) -> "_File | PayeeFault":
    try:
        return _File.model_validate(dict(data))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return PayeeFault("malformed", f"{where}: {first['msg']}" if where else first["msg"])
