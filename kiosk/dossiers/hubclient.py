"""The hub over HTTP: one typed method a call, every request signed, every answer one of a closed set."""

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import quote, urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ValidationError
from urllib3.exceptions import NewConnectionError, ReadTimeoutError

from kiosk.clock import Clock
from kiosk.dossiers.answers import (
    Answer,
    Arrived,
    Call,
    CallReceipt,
    Changes,
    Conflict,
    Down,
    Heartbeat,
    HubTime,
    LookupState,
    Nothing,
    OfficeData,
    Ok,
    Receipt,
    Refused,
    Repeat,
    Retry,
    SlipPicture,
    Trouble,
)
from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.signing import WINDOW_S, authorization
from kiosk.line import Cause, Exchange

CONNECT_S = 5.0
READ_S = 15.0
LONGEST_RETRY_AFTER_S = 3600.0
LARGEST_ANSWER = 8 * 2**20

_PREFIX = "/api/v1"
_CHUNK = 64 * 1024
_SLOWEST_BYTES_S = 4000
"""A line of 32 kbit/s still carries a part before the question for it is given up."""
_TRY_AGAIN = {408, 425, 429}
# After this long a clock that was off is tried again, or a hub put right would never be heard.
_CLOCK_MEMORY_S = 60.0

M = TypeVar("M", bound=BaseModel)


class Http(Protocol):
    """What is needed of `requests`: the module itself, or a Session."""

    def request(self, method: str, url: str, **options: Any) -> requests.Response: ...


class HubClient:
    """One machine's way to its hub. Usable from any thread; no call raises for what the line or the hub does.

    `base_url` is scheme, host and port. Times out after `connect_s`, then `read_s` for the whole answer; a long poll
    gets its own wait on top.
    """

    def __init__(
        self,
        base_url: str,
        machine: str,
        key: Ed25519PrivateKey,
        clock: Clock,
        session: Http | None = None,
        *,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
        offset: timedelta | None = None,
    ) -> None:
        """`offset`: what `clock_offset` said before a restart."""
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/") or parts.query:
            raise ValueError("the address of the hub is scheme, host and port, such as https://hub.example:443")
        self._base = f"{parts.scheme}://{parts.netloc}"
        self._machine = machine
        self._key = key
        self._clock = clock
        self._session = session
        self._sessions = threading.local()
        self._connect_s = connect_s
        self._read_s = read_s
        self._offset_before = offset
        self._hub_time: tuple[datetime, float] | None = None
        self.observer: Callable[[Exchange], None] = lambda exchange: None
        """told of every exchange when it is over, in the thread that made it"""

    def office(self) -> Answer[OfficeData]:
        """The office's data, its signed payees and the key to seal to."""
        return _first(self._ask("GET", "/office"), OfficeData)

    def send(self, key: str, body: bytes) -> Answer[Receipt]:
        """Hand over one sealed message, exactly these bytes, under its idempotency key: Ok first, then Repeat."""
        answer = self._ask("POST", "/envelopes", body, {"Idempotency-Key": key})
        if not isinstance(answer, _Reply):
            return answer
        result = _value(answer, Receipt)
        if isinstance(result, Ok) and not _is_of(result.value, key, body):
            return Down(Trouble.LYING)
        return Repeat(result.value) if isinstance(result, Ok) and answer.status == 200 else result

    def attached(self, sha256: str) -> Answer[Arrived]:
        """How much of an attachment the hub has."""
        return _of(_first(self._ask("GET", f"/attachments/{sha256}"), Arrived), sha256)

    def attach(self, sha256: str, size: int, offset: int, part: bytes) -> Answer[Arrived]:
        """Hand over a part, which begins at `offset` of `size` bytes; a part that the hub has changes nothing.

        Conflict("offset", n): the hub goes on from n; Refused("other-bytes"): the whole had another hash, the hub
        begins anew.
        """
        target = f"/attachments/{sha256}?offset={offset:d}&size={size:d}"
        wait = len(part) / _SLOWEST_BYTES_S
        answer = self._ask("PUT", target, part, {"Content-Type": "application/octet-stream"}, wait)
        return _of(_first(answer, Arrived), sha256)

    def changes(self, since: int, wait_s: int = 0) -> Answer[Changes]:
        """What is new for this machine since the cursor; the hub waits up to `wait_s` (at most 20 s) for something."""
        wait = min(max(wait_s, 0), 20)
        return _first(self._ask("GET", f"/changes?since={since:d}&wait={wait:d}", wait_s=wait), Changes)

    def call(self, call: Call) -> Answer[CallReceipt]:
        """Call staff; a repeat with the same id is the same call."""
        body = canonical(asdict(call) | {"at": call.at.astimezone(UTC).isoformat()})
        return _first(self._ask("POST", "/calls", body), CallReceipt)

    def end_call(self, id_: str) -> Answer[Nothing]:
        return _first(self._ask("POST", f"/calls/{quote(id_, safe='')}/end"), Nothing)

    def lookup(self, lookup: str) -> Answer[LookupState]:
        """What the code on a slip shows; Refused("unknown") when the hub has no such dossier."""
        return _first(self._ask("POST", "/lookup", canonical({"lookup": lookup})), LookupState)

    def slip(self, lookup: str, kind: str) -> Answer[SlipPicture]:
        """The paper `final` or `payment` of the dossier with this code; Refused("unknown") if it is not true now."""
        body = canonical({"lookup": lookup, "kind": kind})
        return _first(self._ask("POST", "/lookup/slip", body), SlipPicture)

    def slip_printed(self, id_: str, lookup: str, kind: str, result: str) -> Answer[Nothing]:
        """What became of that paper: printed, not or unknown. A repeat with the same id changes nothing."""
        body = canonical({"id": id_, "lookup": lookup, "kind": kind, "result": result})
        return _first(self._ask("POST", "/lookup/printed", body), Nothing)

    def heartbeat(self, heartbeat: Heartbeat) -> Answer[HubTime]:
        return _first(self._ask("POST", "/heartbeat", canonical(asdict(heartbeat))), HubTime)

    def clock_offset(self) -> timedelta | None:
        """How far the hub's clock is ahead of this one, by the last answer's Date; before the first, as kept from
        before a restart. That one stops no question: the clock may have been put right meanwhile."""
        if self._hub_time is None:
            return self._offset_before
        told, at = self._hub_time
        return told + timedelta(seconds=self._clock.monotonic() - at) - self._clock.now()

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, wait_s: float = 0
    ) -> "_Reply | Conflict | Refused | Retry | Down":
        began = self._clock.monotonic()
        answer = self._exchange(method, path, body, headers, wait_s)
        self.observer(Exchange(began, self._clock.monotonic(), _cause(answer), wait_s))
        return answer

    def _exchange(
        self, method: str, path: str, body: bytes, headers: dict[str, str] | None, wait_s: float
    ) -> "_Reply | Conflict | Refused | Retry | Down":
        if self._clock_is_off():
            return Down(Trouble.CLOCK)
        target = _PREFIX + path
        signed = authorization(self._machine, self._key, method, target, body, self._clock.now())
        sent = {"Authorization": signed, "Accept": "application/json", "Content-Type": "application/json"}
        deadline = self._clock.monotonic() + self._connect_s + self._read_s + wait_s
        try:
            response = self._http().request(
                method,
                self._base + target,
                data=body,
                headers=sent | (headers or {}),
                timeout=(self._connect_s, self._read_s + wait_s),
                allow_redirects=False,
                stream=True,
            )
            with response:
                return self._judged(response, self._content(response, deadline))
        except requests.RequestException as error:
            return Down(_trouble(error))
        except TimeoutError:
            return Down(Trouble.TIMEOUT)

    def _content(self, response: requests.Response, deadline: float) -> bytes:
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            # A drip of bytes resets the socket's own limit each time.
            if self._clock.monotonic() > deadline:
                raise TimeoutError
            if len(content) > LARGEST_ANSWER:
                raise requests.exceptions.InvalidHeader("too long an answer")
        return bytes(content)

    def _judged(self, response: requests.Response, content: bytes) -> "_Reply | Conflict | Refused | Retry | Down":
        status = response.status_code
        if status >= 500 or status in _TRY_AGAIN:
            return Retry(_retry_after(response.headers, self._clock.now()), status)
        if response.headers.get("Content-Type", "").partition(";")[0].strip().lower() != "application/json":
            return Down(Trouble.LYING)
        try:
            value = json.loads(content)
        except ValueError:
            return Down(Trouble.TRUNCATED)
        if not isinstance(value, dict) or status < 200 or 300 <= status < 400:
            return Down(Trouble.LYING)
        self._note_time(response.headers)
        return _Reply(status, value) if status < 300 else _refusal(status, value)

    def _note_time(self, headers: Any) -> None:
        if (told := _instant(headers.get("Date"))) is not None:
            self._hub_time = (told, self._clock.monotonic())

    def _clock_is_off(self) -> bool:
        offset = self.clock_offset()
        if offset is None or self._hub_time is None or abs(offset) <= timedelta(seconds=WINDOW_S):
            return False
        return self._clock.monotonic() - self._hub_time[1] < _CLOCK_MEMORY_S

    def _http(self) -> Http:
        if self._session is not None:
            return self._session
        if not hasattr(self._sessions, "own"):
            self._sessions.own = requests.Session()
            # The way to the hub is configured, not taken from what the environment says of proxies.
            self._sessions.own.trust_env = False
        own: Http = self._sessions.own
        return own


@dataclass(frozen=True)
class _Reply:
    status: int
    value: dict[str, Any]


def _first(answer: "_Reply | Conflict | Refused | Retry | Down", model: type[M]) -> Answer[M]:
    return _value(answer, model) if isinstance(answer, _Reply) else answer


def _value(reply: _Reply, model: type[M]) -> Ok[M] | Down:
    try:
        return Ok(model.model_validate(reply.value))
    except ValidationError:
        return Down(Trouble.LYING)


def _of(answer: Answer[Arrived], sha256: str) -> Answer[Arrived]:
    # What is said of another attachment would drop the file of this one.
    if isinstance(answer, Ok) and answer.value.sha256 != sha256:
        return Down(Trouble.LYING)
    return answer


def _is_of(receipt: Receipt, key: str, body: bytes) -> bool:
    # A receipt of another message would mark this one as sent.
    try:
        sent = json.loads(body)
    except ValueError:
        return receipt.id == key
    return (receipt.id, receipt.dossier, receipt.seq) == (key, sent.get("dossier"), sent.get("seq"))


def _refusal(status: int, value: dict[str, Any]) -> Conflict | Refused | Down:
    code = value.get("code")
    code = code if isinstance(code, str) else f"http-{status}"
    if status == 401:
        known = {Trouble.CLOCK.value, Trouble.MACHINE.value, Trouble.SIGNATURE.value}
        return Down(Trouble(code) if code in known else Trouble.MACHINE)
    if status == 409:
        expected = value.get("expected")
        return Conflict(code, expected if type(expected) is int else None)
    return Refused(code, status)


def _cause(answer: object) -> Cause | None:
    """Why this is no sound answer of the hub; one that refuses is sound."""
    match answer:
        case Down(trouble):
            return Cause(trouble.value)
        case Retry():
            return Cause.BUSY
    return None


def _trouble(error: requests.RequestException) -> Trouble:
    cause = error.args[0] if error.args else None
    cause = getattr(cause, "reason", cause)
    if isinstance(error, requests.Timeout) or isinstance(cause, ReadTimeoutError):
        return Trouble.TIMEOUT
    if isinstance(error, requests.ConnectionError):
        return Trouble.REFUSED if isinstance(cause, NewConnectionError) else Trouble.CUT
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return Trouble.TRUNCATED
    return Trouble.LYING


def _retry_after(headers: Any, now: datetime) -> float | None:
    """Seconds to wait, of either form (RFC 9110 section 10.2.3); a date is measured by the sender's own Date."""
    written = (headers.get("Retry-After") or "").strip()
    if written.isascii() and written.isdigit():
        seconds = float(written)
    elif (at := _instant(written)) is not None:
        seconds = (at - (_instant(headers.get("Date")) or now)).total_seconds()
    else:
        return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_S)


def _instant(written: str | None) -> datetime | None:
    try:
        read = parsedate_to_datetime(written or "")
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
