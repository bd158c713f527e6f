import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kiosk.hub.app import create_app
from kiosk.hub.feed import Page
from kiosk.hub.hub import Hub
from kiosk.hub.money import Credit
from kiosk.hub.portal import Accepted, NotThere, Outcome, Unknown
from tests.kiosk.hub.office_box import LE, PIN, Box, make_box
from tests.kiosk.hub.person import Visitor


class ScriptedPortal:
    """A portal that keeps what it is sent and answers from a list; with nothing left it accepts."""

    def __init__(self) -> None:
        self.answers: list[Outcome] = []
        self.kept: dict[str, Outcome] = {}
        self.submitted: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.updated: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.finds: list[str] = []
        self.find_answer: Outcome | None = None
        self.default: Outcome | None = None

    def submit(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        self.submitted.append((key, applicant, payload))
        return self._answer(key)

    def update(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        self.updated.append((key, applicant, payload))
        return self._answer(key)

    def _answer(self, key: str) -> Outcome:
        answer = self.answers.pop(0) if self.answers else self.default
        assert answer is not None
        if not isinstance(answer, Unknown):
            self.kept[key] = answer
        return answer

    def find(self, key: str) -> Outcome | NotThere:
        self.finds.append(key)
        if self.find_answer is not None:
            return self.find_answer
        return self.kept.get(key, NotThere())


class ScriptedFeed:
    """Lines of a bank in order; None while it does not answer."""

    def __init__(self) -> None:
        self.lines: list[Credit] = []
        self.down = False

    def since(self, cursor: int) -> Page | None:
        if self.down:
            return None
        return Page(tuple(self.lines[cursor:]), len(self.lines))


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return make_box(tmp_path)


@pytest.fixture
def portal(box: Box) -> ScriptedPortal:
    portal = ScriptedPortal()
    portal.default = Accepted("G00.000.108-261125-000042", box.clock.now())
    return portal


@pytest.fixture
def feed() -> ScriptedFeed:
    return ScriptedFeed()


@pytest.fixture
def hub(box: Box, portal: ScriptedPortal, feed: ScriptedFeed) -> Iterator[Hub]:
    hub = Hub(box.config, box.clock, portal=portal, feed=feed)
    yield hub
    hub.close()


class Machine:
    """A machine that speaks to the hub."""

    def __init__(self, box: Box, client: TestClient, name: str = "may-2") -> None:
        self.box, self.client, self.name = box, client, name

    def get(self, target: str) -> Any:
        return self.client.get(target, headers=self.box.signed("GET", target, machine=self.name))

    def post(self, target: str, body: Any = None, key: str | None = None) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        headers = self.box.signed("POST", target, raw, machine=self.name)
        return self.client.post(target, content=raw, headers={**headers, **({"Idempotency-Key": key} if key else {})})

    def send(self, plain: dict[str, Any], key: str | None = None) -> Any:
        name = plain.get("dossier", plain.get("id"))
        return self.post("/api/v1/envelopes", self.box.sealed(plain, self.name), key or f"{name}/{plain['seq']}")

    def changes(self, since: int = 0, kind: str | None = None) -> list[dict[str, Any]]:
        found = self.get(f"/api/v1/changes?since={since}").json()["changes"]
        return [one for one in found if kind in (None, one["kind"])]


@pytest.fixture
def client(hub: Hub) -> Iterator[TestClient]:
    with TestClient(create_app(hub), base_url="http://hub.test") as client:
        yield client


@pytest.fixture
def machine(box: Box, client: TestClient) -> Machine:
    return Machine(box, client)


@pytest.fixture
def officer(client: TestClient) -> Visitor:
    """Lê Minh Mẫu, signed in."""
    visitor = Visitor(client)
    visitor.go("/desk")
    visitor.send("sign-in", name=LE, pin=PIN)
    return visitor
