"""What machines call, under /api/v1: signed requests in JSON."""

import json
from base64 import b64encode
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from kiosk.clock import from_text, local
from kiosk.dossiers.signing import SigningFault, seconds_off, verify
from kiosk.hub import calls, dossiers, feed, machines, money, prints, slip_pictures
from kiosk.hub.hub import Hub
from kiosk.hub.prints import Outcome, PrintKind
from kiosk.hub.states import DossierState
from kiosk.hub.transaction import Tx

Cursor = Annotated[int, Query(ge=0, lt=2**63)]
Offset = Annotated[int, Query(ge=0, lt=2**40)]
Size = Annotated[int, Query(gt=0, lt=2**40)]
M = TypeVar("M", bound=BaseModel)


def _instant(text: str) -> str:
    from_text(text)
    return text


Instant = Annotated[str, AfterValidator(_instant)]

LARGEST_BODY = 2 * 1024 * 1024
LONGEST_WAIT_S = 20


class StoreHealth(BaseModel):
    """As `kiosk.dossiers.answers.StoreHealth`."""

    model_config = ConfigDict(extra="forbid")

    quarantined: Instant | None
    lost: list[Annotated[str, Field(pattern=r"^[A-Z] [0-9]{4}$")]] = Field(max_length=20)
    log_broken: bool
    free_mb: int
    enough: bool
    backup: str = Field(pattern=r"^[a-z-]{1,20}$")
    backup_at: Instant | None


class OutboxHealth(BaseModel):
    """As `kiosk.dossiers.answers.OutboxHealth`."""

    model_config = ConfigDict(extra="forbid")

    oldest: Instant | None
    parked: dict[Annotated[str, Field(pattern=r"^[a-z0-9._-]{1,48}$")], int] = Field(max_length=50)
    clock_s: int


class Heartbeat(BaseModel):
    """How a machine is. `mono_ms` since its boot `boot`; `unsent` and `parked` count messages, `unfinished` the walks
    that an abrupt stop left and that wait for their citizen."""

    model_config = ConfigDict(extra="forbid")

    version: str
    printer: str
    scanner: str
    camera: str = "none"
    unsent: int
    parked: int
    boot: str
    mono_ms: int
    unfinished: int = 0
    store: StoreHealth | None = None
    outbox: OutboxHealth | None = None


class LookupOrder(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lookup: str


class SlipOrder(BaseModel):
    """Which paper of the dossier that the code opens. A machine prints the two that a citizen comes back for."""

    model_config = ConfigDict(extra="forbid")

    lookup: str
    kind: Literal[PrintKind.FINAL, PrintKind.PAYMENT]


class SlipPrinted(SlipOrder):
    """What became of the paper; `id` is made before the first try, a repeat changes nothing."""

    id: str = Field(min_length=1, max_length=64)
    result: Outcome


class Refused(Exception):
    """A request that is answered with a code instead; `refusals` gives the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.answer = JSONResponse({"code": code, "message": message}, status)


def machine_api(hub: Hub) -> APIRouter:
    """The routes of the wire between machines and hub."""
    router = APIRouter(prefix="/api/v1")

    async def signed(request: Request) -> tuple[str, bytes]:
        """Machine and body of a request whose signature holds."""
        body = await _body(request)
        query = request.url.query
        target = request.scope["raw_path"].decode("ascii") + (f"?{query}" if query else "")
        header = request.headers.get("authorization")
        try:
            machine = verify(header, request.method, target, body, hub.clock.now(), hub.machine_keys)
        except SigningFault as fault:
            off = seconds_off(header, request.method, target, body, hub.clock.now(), hub.machine_keys)
            if fault.code == "clock" and off is not None:
                await run_in_threadpool(hub.store.write, lambda tx: machines.clock_is_off(tx, *off))
            raise Refused(401, fault.code, fault.message) from None
        return machine, body

    @router.get("/office")
    async def office(request: Request) -> JSONResponse:
        await signed(request)
        payees = await run_in_threadpool(hub.payees_text)
        return JSONResponse(
            {
                "office": hub.office.model_dump(mode="json"),
                "payees": payees,
                "hub_key": hub.public_key,
                "time": local(hub.clock.now()).isoformat(),
            }
        )

    @router.post("/envelopes")
    async def envelopes(request: Request) -> JSONResponse:
        machine, body = await signed(request)
        key = request.headers.get("idempotency-key")
        answer = await run_in_threadpool(hub.inbox.receive, key, machine, hub.machine_keys[machine], body)
        return JSONResponse(answer.body, answer.status)

    @router.get("/attachments/{sha256}")
    async def attached(request: Request, sha256: str) -> JSONResponse:
        machine, _ = await signed(request)
        answer = await run_in_threadpool(hub.attachments.have, machine, sha256)
        return JSONResponse(answer.body, answer.status)

    @router.put("/attachments/{sha256}")
    async def attach(request: Request, sha256: str, offset: Offset, size: Size) -> JSONResponse:
        machine, part = await signed(request)
        answer = await run_in_threadpool(hub.attachments.put, machine, sha256, size, offset, part)
        return JSONResponse(answer.body, answer.status)

    @router.get("/changes")
    async def changes(request: Request, since: Cursor = 0, wait: float = 0) -> JSONResponse:
        machine, _ = await signed(request)
        left = max(0.0, min(wait, LONGEST_WAIT_S))
        with hub.signal.subscribe(machine) as news:
            found = await run_in_threadpool(hub.store.read, lambda tx: _changes(tx, machine, since))
            if not found["changes"] and left and await news.wait(left):
                found = await run_in_threadpool(hub.store.read, lambda tx: _changes(tx, machine, since))
        return JSONResponse(found | {"far": hub.ends.wire()})

    @router.post("/calls")
    async def call(request: Request) -> JSONResponse:
        machine, body = await signed(request)
        order = _read(calls.CallOrder, body)
        await run_in_threadpool(hub.store.write, lambda tx: calls.begin(tx, machine, order))
        return JSONResponse({"id": order.id})

    @router.post("/calls/{call_id}/end")
    async def end_call(request: Request, call_id: str) -> JSONResponse:
        machine, _ = await signed(request)
        if not await run_in_threadpool(hub.store.write, lambda tx: calls.end(tx, call_id, machine)):
            raise Refused(404, "unknown", "This machine made no such call.")
        return JSONResponse({"id": call_id})

    @router.post("/lookup")
    async def lookup(request: Request) -> JSONResponse:
        _, body = await signed(request)
        order = _read(LookupOrder, body)
        found = await run_in_threadpool(hub.store.read, lambda tx: _lookup(hub, tx, order.lookup))
        if found is None:
            raise Refused(404, "unknown", "No dossier has this code.")
        return JSONResponse(found)

    @router.post("/lookup/slip")
    async def slip(request: Request) -> JSONResponse:
        machine, body = await signed(request)
        order = _read(SlipOrder, body)
        picture = await run_in_threadpool(_picture, hub, machine, order)
        if picture is None:
            raise Refused(404, "unknown", "This paper would not be true now, or no dossier has this code.")
        return JSONResponse({"picture": b64encode(picture).decode("ascii")})

    @router.post("/lookup/printed")
    async def printed(request: Request) -> JSONResponse:
        machine, body = await signed(request)
        done = _read(SlipPrinted, body)
        await run_in_threadpool(hub.store.write, lambda tx: _printed(tx, machine, done))
        return JSONResponse({"id": done.id})

    @router.post("/heartbeat")
    async def heartbeat(request: Request) -> JSONResponse:
        machine, body = await signed(request)
        state = _read(Heartbeat, body)
        await run_in_threadpool(hub.store.write, lambda tx: machines.beat(tx, machine, state.model_dump_json()))
        return JSONResponse({"time": local(hub.clock.now()).isoformat()})

    return router


async def refusals(request: Request, error: Exception) -> JSONResponse:
    """The exception handler for refused requests, and for those whose query or path is not what a call takes."""
    if isinstance(error, Refused):
        return error.answer
    return JSONResponse({"code": "form", "message": "The request is not what this call takes."}, 422)


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise Refused(413, "too-large", "The body is larger than any message of a machine.")
        chunks.append(chunk)
    return b"".join(chunks)


def _read(kind: type[M], body: bytes) -> M:
    try:
        return kind.model_validate_json(body)
    except ValidationError:
        raise Refused(422, "form", "The body is not what this call takes.") from None


def _changes(tx: Tx, machine: str, since: int) -> dict[str, Any]:
    rows = tx.all("select * from changes where machine = ? and cursor > ? order by cursor limit 500", machine, since)
    return {
        "changes": [
            {
                "cursor": row["cursor"],
                "kind": row["kind"],
                "dossier": row["dossier"],
                "at": row["at"],
                "data": json.loads(row["data"]),
            }
            for row in rows
        ],
        "cursor": rows[-1]["cursor"] if rows else since,
        "asked_at": feed.asked_at(tx),
    }


def _lookup(hub: Hub, tx: Tx, code: str) -> dict[str, Any] | None:
    dossier = dossiers.by_lookup(tx, code)
    if dossier is None:
        return None
    standing = money.standing(tx, dossier.id)
    day = hub.collect_day(dossier, standing) if dossier.state is DossierState.ACCEPTED else None
    return {
        "state": dossier.state,
        "money": standing.obligation.state,
        "remaining": int(standing.obligation.remaining),
        "code": dossier.code,
        "collect_day": day.isoformat() if day else None,
        "number": dossier.number,
    }


def _picture(hub: Hub, machine: str, order: SlipOrder) -> bytes | None:
    def work(tx: Tx) -> slip_pictures.Order | None:
        dossier = dossiers.by_lookup(tx, order.lookup)
        if dossier is None:
            return None
        copy = prints.next_copy(tx, dossier.id, order.kind)
        place = hub.config.machine_name(machine)
        return slip_pictures.order(hub, tx, dossier.id, order.kind, copy, place)

    drawn = hub.store.read(work)
    return slip_pictures.draw(drawn) if drawn else None


def _printed(tx: Tx, machine: str, done: SlipPrinted) -> None:
    dossier = dossiers.by_lookup(tx, done.lookup)
    if dossier is None or not tx.inserted(
        "insert or ignore into acts values (?, ?, ?, ?)", done.id, machine, tx.at, ""
    ):
        return
    prints.record(tx, dossier.id, done.kind, machine, done.result, None)
