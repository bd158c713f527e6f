"""What the hub reads in an envelope (schema "dossier/1") and in a later message; the rest is kept as is."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kiosk.payments.lookup import LookupCode
from kiosk.payments.reference import Reference

MessageKind = Literal["pay_chosen", "request_shown", "display_ended", "says_paid", "slip", "left"]


Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]


class _Part(BaseModel):
    # Answers of citizens must not come into the message of an error, from where they go into logs.
    model_config = ConfigDict(extra="allow", frozen=True, hide_input_in_errors=True)


class Number(_Part):
    text: str = Field(pattern=r"^[A-Z] [0-9]{4}$")
    day: date


class SealedAt(_Part):
    utc: datetime


class ProcedureKey(_Part):
    """`title`: what the job is called on the slip; `days`: the term of the result, in office days."""

    code: str
    id: str = ""
    title: str = ""
    days: int | None = Field(default=None, ge=1)
    level: str = ""
    form: str = ""


class Owner(_Part):
    name: str
    number: str = Field(pattern=r"^[0-9]{12}$")
    born: str
    sex: str


class Contact(_Part):
    whose: Literal["own", "relative", "office"]
    phone: str | None = None
    relation: str | None = None
    name: str | None = None


class Card(_Part):
    issued: str | None = None
    old_number: str | None = None


class Identity(_Part):
    route: str
    card: Card = Card()
    warnings: tuple[str, ...] = ()


class Answer(_Part):
    item: str
    value: Any = None
    source: str
    reason: str | None = None
    sensitive: bool = False
    optional: bool = False


class PaperLine(_Part):
    """`taken`: what the officer confirms; with `blocks` nothing is sent before. A machine that does not say is taken
    to ask for the paper: sending without it cannot be undone."""

    kind: str
    state: str
    taken: str | None = None
    blocks: bool | None = None


class AttachmentLine(_Part):
    """`sha256` and `bytes` are of the sealed bytes."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(gt=0)
    media: str
    kind: str


class Request(_Part):
    """A payment request, as minted with the seal or later for a rest."""

    id: Id
    reference: Annotated[str, AfterValidator(Reference)]
    amount: int = Field(gt=0)
    payee: str
    payee_version: str
    pay_until: date | None = None


class Fee(_Part):
    row: str = ""
    amount: int = Field(ge=0)


class Envelope(_Part):
    """`fee` and `request` are None where nothing is owed."""

    schema_: Literal["dossier/1"] = Field(alias="schema")
    id: Id
    seq: Literal[1]
    number: Number
    lookup: Annotated[str, AfterValidator(LookupCode)]
    sealed_at: SealedAt
    procedure: ProcedureKey
    owner: Owner
    contact: Contact
    identity: Identity
    answers: tuple[Answer, ...]
    papers: tuple[PaperLine, ...] = ()
    attachments: tuple[AttachmentLine, ...] = ()
    flags: tuple[str, ...] = ()
    fee: Fee | None = None
    request: Request | None = None

    @property
    def due(self) -> int:
        """What is owed, in đồng."""
        return self.fee.amount if self.fee else 0

    def answer(self, item: str) -> Answer | None:
        return next((answer for answer in self.answers if answer.item == item), None)


class Message(_Part):
    """A later word about a dossier."""

    schema_: Literal["message/1"] = Field(alias="schema")
    dossier: str
    seq: int = Field(ge=2)
    kind: MessageKind
    at: datetime
    data: dict[str, Any] = Field(default_factory=dict)


def plain(value: object) -> str:
    """An answer of the envelope as one line for an officer."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(text for part in value.values() if (text := plain(part)))
    if isinstance(value, list | tuple):
        return ", ".join(text for part in value if (text := plain(part)))
    return str(value)
