"""The sandbox portal: a server that takes dossiers, gives codes and can be told to misbehave by name."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any, Literal, get_args

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from kiosk.clock import Clock, local, today

Fault = Literal[
    "none",
    "refuse",
    "silent",
    "delay",
    "reject",
    "pending",
    "commit-then-500",
    "maintenance",
    "garbled",
    "several",
    "other-code",
]
FAULTS: tuple[Fault, ...] = get_args(Fault)

UNIT = "G00.000.108"


class Submission(BaseModel):
    """A dossier as the hub sends it. `key` is made before the first try."""

    model_config = ConfigDict(extra="forbid")

    key: str = Field(min_length=1, max_length=100)
    procedure: str
    applicant: dict[str, Any]
    payload: dict[str, Any]


class FaultOrder(BaseModel):
    """`times`: how many calls it lasts; None until it is taken back."""

    model_config = ConfigDict(extra="forbid")

    name: Fault
    times: int | None = Field(default=None, ge=1)


class SandboxPortal:
    """What the portal holds. The first serial of a day comes from the seed, the next ones follow it.

    Faults: `refuse` 503 before anything is kept; `silent` kept, but never answered (the connection is held until the
    caller gives up); `reject` field errors; `pending` kept, no code until the fault is taken back;
    `commit-then-500` kept, then an error; `delay` kept, answered seconds later; `maintenance` a page that is no answer,
    with status 200; `garbled` kept, half an answer; `several` kept, two codes are told; `other-code` kept, the code of
    another dossier is told. The last two go on being told of those dossiers until the fault is taken back.
    """

    def __init__(self, clock: Clock, seed: int = 0, hold: Callable[[], None] | None = None) -> None:
        self._clock = clock
        self._seed = seed
        self._lock = threading.Lock()
        self._answers: dict[str, dict[str, Any]] = {}
        self._submissions: dict[str, Submission] = {}
        self._serials: dict[date, int] = {}
        self._unclear: dict[str, Fault] = {}
        self._fault: Fault = "none"
        self._times: int | None = None
        self._released = threading.Event()
        self._hold = hold or self._until_released

    def set_fault(self, name: Fault, times: int | None = None) -> None:
        with self._lock:
            self._fault, self._times = name, times
            if name == "none":
                self._decide_pending()
                self._unclear.clear()
        # Whoever waits in silence is let go when the fault changes, so that a stop of the server is not held up.
        self._released.set()
        self._released = threading.Event()

    def submit(self, submission: Submission, *, update: bool = False) -> JSONResponse:
        """Take a dossier, or with `update` a corrected edition of one that is known; a key that was accepted or is
        pending gets its answer again."""
        with self._lock:
            fault = self._take_fault()
            if fault == "refuse":
                return _problem(503)
            if fault == "maintenance":
                return JSONResponse("bảo trì", headers={"content-type": "text/html"})
            if update and submission.key not in self._answers:
                return JSONResponse({"code": "unknown"}, 404)
            self._keep(submission, fault)
            answer = self._told(submission.key)
        if fault in ("silent", "delay"):
            (self._hold if fault == "silent" else self._late)()
        if fault == "garbled":
            return _Half(answer)
        problem = {"silent": 504, "commit-then-500": 500}.get(fault)
        return _problem(problem) if problem else JSONResponse(answer)

    def find(self, key: str) -> dict[str, Any] | None:
        with self._lock:
            return self._told(key) if key in self._answers else None

    def dossiers(self) -> list[dict[str, Any]]:
        """Everything that was kept: key, procedure, applicant, result; for the dock and the proofs."""
        with self._lock:
            return [
                {"key": key, "procedure": kept.procedure, "applicant": kept.applicant, **self._answers[key]}
                for key, kept in self._submissions.items()
            ]

    def close(self) -> None:
        """Let go whoever waits."""
        self._released.set()

    def _keep(self, submission: Submission, fault: Fault) -> None:
        known = self._answers.get(submission.key)
        if known is not None and known["result"] != "rejected":
            return
        edition = submission.payload.get("edition", 1)
        if fault == "reject":
            self._answers[submission.key] = {"result": "rejected", "errors": _REJECTION, "edition": edition}
            return
        self._answers[submission.key] = {"result": "pending"} if fault == "pending" else self._accepted()
        self._submissions[submission.key] = submission
        if fault in ("several", "other-code"):
            self._unclear[submission.key] = fault

    def _told(self, key: str) -> dict[str, Any]:
        answer = self._answers[key]
        code = next((one["code"] for other, one in self._answers.items() if other != key and "code" in one), None)
        match self._unclear.get(key):
            case "several":
                return {"result": "several", "codes": [answer["code"], answer["code"] + "-2"]}
            case "other-code" if code is not None:
                return {**answer, "code": code}
        return answer

    def _accepted(self) -> dict[str, Any]:
        day = today(self._clock)
        serial = self._serials.get(day, self._seed % 9000 + 41) + 1
        self._serials[day] = serial
        return {
            "result": "accepted",
            "code": f"{UNIT}-{day:%y%m%d}-{serial:06d}",
            "accepted_at": local(self._clock.now()).isoformat(timespec="seconds"),
        }

    def _decide_pending(self) -> None:
        for key, answer in self._answers.items():
            if answer["result"] == "pending":
                self._answers[key] = self._accepted()

    def _take_fault(self) -> Fault:
        fault = self._fault
        if self._times is not None:
            self._times -= 1
            if self._times == 0:
                self._fault, self._times = "none", None
        return fault

    def _late(self) -> None:
        self._released.wait(_DELAY_S)

    def _until_released(self) -> None:
        self._released.wait(_LONGEST_SILENCE_S)


def create_app(portal: SandboxPortal) -> FastAPI:
    """The portal's doors: POST /dossiers, PUT and GET /dossiers/{key}, POST /faults."""
    app = FastAPI(title="sandbox portal", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/dossiers")
    def submit(submission: Submission) -> JSONResponse:
        return portal.submit(submission)

    @app.put("/dossiers/{key}")
    def update(key: str, submission: Submission) -> JSONResponse:
        if submission.key != key:
            raise HTTPException(422, {"code": "form"})
        return portal.submit(submission, update=True)

    @app.get("/dossiers")
    def dossiers() -> dict[str, Any]:
        return {"dossiers": portal.dossiers()}

    @app.get("/dossiers/{key}")
    def find(key: str) -> dict[str, Any]:
        answer = portal.find(key)
        if answer is None:
            raise HTTPException(404, {"code": "unknown"})
        return answer

    @app.post("/faults")
    def faults(order: FaultOrder) -> dict[str, Any]:
        portal.set_fault(order.name, order.times)
        return {"name": order.name}

    return app


_LONGEST_SILENCE_S = 60.0
_DELAY_S = 3.0
_REJECTION = [{"item": "14", "message": "Số hộ chiếu cũ chưa khớp với sổ của cổng. Xin xem lại."}]


class _Half(JSONResponse):
    """An answer that breaks off, under a length that is right."""

    def render(self, content: Any) -> bytes:
        whole = super().render(content)
        return whole[: len(whole) // 2]


def _problem(status: int) -> JSONResponse:
    return JSONResponse({"code": "server"}, status)
