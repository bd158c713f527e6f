"""What the hub can say: a closed set of results, and the records they carry."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from kiosk.office import Office

T = TypeVar("T")


class Trouble(StrEnum):
    """Why there is no answer of the hub's."""

    REFUSED = "refused"
    """nobody listens, or no way there: nothing was sent"""
    CUT = "cut"
    """the connection broke: it may have been done"""
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"
    LYING = "lying"
    """an answer that is not the hub's, such as a maintenance page with status 200"""
    CLOCK = "clock"
    """the clocks of machine and hub are more than five minutes apart"""
    MACHINE = "machine"
    """the hub does not know this machine"""
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Ok(Generic[T]):
    """Done."""

    value: T


@dataclass(frozen=True)
class Repeat(Generic[T]):
    """Done before; this is the answer of the first time."""

    value: T


@dataclass(frozen=True)
class Conflict:
    """Not now: `code` in-progress (the first is still running), gap or offset (`expected` is the number, or the byte,
    to go on from)."""

    code: str
    expected: int | None = None


@dataclass(frozen=True)
class Refused:
    """Never so: the hub will not take it however often it is sent."""

    code: str
    status: int


@dataclass(frozen=True)
class Retry:
    """The hub cannot now; `after` seconds (at most an hour) if it said how long."""

    after: float | None
    status: int


@dataclass(frozen=True)
class Down:
    """No answer of the hub's."""

    reason: Trouble


Answer = Ok[T] | Repeat[T] | Conflict | Refused | Retry | Down


class _Wire(BaseModel):
    # A newer hub may say more than this program knows.
    model_config = ConfigDict(extra="ignore", frozen=True)


class OfficeData(_Wire):
    """The office as the hub has it; `payees` is the text of the signed list, `hub_key` base64 of X25519."""

    office: Office
    payees: str
    hub_key: str
    time: datetime


class Receipt(_Wire):
    """The hub has the message under this id."""

    id: str
    dossier: str
    seq: int
    received_at: datetime


class Arrived(_Wire):
    """How many bytes of an attachment the hub has; `whole` once its hash was found right."""

    sha256: str
    have: int
    whole: bool


class Change(_Wire):
    """One thing that is new at the hub: `kind` money, dossier or call."""

    cursor: int
    kind: str
    dossier: str | None
    at: datetime
    data: dict[str, Any]


class FarState(_Wire):
    """How the hub sees the portal or the bank, in the words of `kiosk.line`."""

    quality: str
    cause: str | None = None


class Changes(_Wire):
    """What is new since a cursor; `asked_at` is when the hub last looked at the bank with success. `far`: portal and
    bank, as far as the hub knows how they answer."""

    changes: tuple[Change, ...]
    cursor: int
    asked_at: datetime | None = None
    far: dict[str, FarState] = {}


class LookupState(_Wire):
    """What a slip's code shows: never an answer of the citizen's."""

    state: str
    money: str
    remaining: int
    code: str | None = None
    collect_day: date | None = None
    number: str


class SlipPicture(_Wire):
    """A paper to print: base64 of a PNG, 576 px wide."""

    picture: str


class CallReceipt(_Wire):
    id: str


class HubTime(_Wire):
    time: datetime


class Nothing(_Wire):
    """An answer whose body says nothing."""


@dataclass(frozen=True)
class Call:
    """A citizen calls staff: the page, and the reason as a slug or a staff number (T-211)."""

    id: str
    page: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Heartbeat:
    """How the machine is; `boot` and `mono_ms` order what its wall clock may not. `unfinished` counts the walks that an
    abrupt stop left and that wait for their citizen."""

    version: str
    printer: str
    scanner: str
    camera: str
    unsent: int
    parked: int
    boot: str
    mono_ms: int
    unfinished: int = 0
    store: "StoreHealth | None" = None
    outbox: "OutboxHealth | None" = None


@dataclass(frozen=True)
class OutboxHealth:
    """What has not reached the hub: since when (UTC text) the oldest message waits, parked ones aside; how many are
    parked for each reason, attachments among them; how far the machine's clock is behind the hub's, in seconds."""

    oldest: str | None
    parked: dict[str, int]
    clock_s: int


@dataclass(frozen=True)
class StoreHealth:
    """How the store is: since when (UTC text) a damaged one lies aside, and the slip numbers that were lost with it;
    whether the log of events is broken; free space in MiB, and whether it is enough for a citizen; what the last copy
    in the second place came to ("none": no such place, "ok", "missing", or a fault of that disk) and when there was
    one."""

    quarantined: str | None
    lost: tuple[str, ...]
    log_broken: bool
    free_mb: int
    enough: bool
    backup: str
    backup_at: str | None
