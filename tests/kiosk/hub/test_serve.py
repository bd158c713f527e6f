"""The hub and the sandbox servers on real sockets, in one process and as processes."""

import json
import signal
import subprocess
import sys
import threading

import pytest
import requests
from fastapi import FastAPI, Response

from kiosk.clock import SystemClock
from kiosk.demo import bank, portal
from kiosk.hub.config import BankEntry, PortalEntry
from kiosk.hub.feed import RestFeed
from kiosk.hub.portal import Accepted, NotThere, Pending, Rejected, RestPortal, Unknown
from kiosk.hub.serve import background, run_app, serve
from kiosk.payments.vietqr import PaymentCode, encode
from tests.kiosk.hub.office_box import ACCOUNT, DOSSIER, LE, LOOKUP, PIN, REFERENCE, envelope, make_box
from tests.kiosk.hub.person import Visitor

HUB = """
import sys
from pathlib import Path
from kiosk.clock import SystemClock
from kiosk.hub.config import HubConfig
from kiosk.hub.serve import serve

config = HubConfig.model_validate_json(Path(sys.argv[1]).read_text())
serve(config, SystemClock(), started=lambda url: print(url, flush=True))
"""


class Browser:
    """requests as the client that `Visitor` expects."""

    def __init__(self, url):
        self._url, self._session = url, requests.Session()

    def get(self, address, follow_redirects):
        return self._session.get(self._url + address, allow_redirects=follow_redirects, timeout=10)

    def post(self, address, data, follow_redirects):
        return self._session.post(self._url + address, data=data, allow_redirects=follow_redirects, timeout=10)


@pytest.fixture
def sandbox_portal():
    sandbox = portal.SandboxPortal(SystemClock(), seed=0)
    with background(run_app, portal.create_app(sandbox)) as url:
        yield url
        sandbox.close()


def fault(url, name, **more):
    requests.post(f"{url}/faults", json={"name": name, **more}, timeout=5).raise_for_status()


def submit(client):
    return client.submit("key-1", "1.001456", {"name": "Nguyễn Thị Mẫu"}, {"answers": []})


def test_the_portals_answers_are_read_as_a_closed_set(sandbox_portal):
    client = RestPortal(sandbox_portal, 0.3)
    assert client.find("key-1") == NotThere()
    fault(sandbox_portal, "pending")
    assert submit(client) == Pending()
    assert client.find("key-1") == Pending()
    fault(sandbox_portal, "none")
    found = client.find("key-1")
    assert isinstance(found, Accepted)
    assert submit(client) == found
    fault(sandbox_portal, "reject")
    refused = client.submit("key-2", "1.001456", {}, {})
    assert isinstance(refused, Rejected)
    assert refused.errors[0][0] == "14"


@pytest.mark.parametrize(
    ("name", "cause", "kept"),
    [
        ("refuse", "server", False),
        ("silent", "silent", True),
        ("commit-then-500", "server", True),
        ("maintenance", "not-ours", False),
    ],
)
def test_a_portal_that_misbehaves_is_unknown_and_finding_resolves_it(sandbox_portal, name, cause, kept):
    client = RestPortal(sandbox_portal, 0.3)
    fault(sandbox_portal, name, times=1)
    assert submit(client) == Unknown(cause)
    found = client.find("key-1")
    assert isinstance(found, Accepted if kept else NotThere)


def test_a_portal_that_is_not_there_is_unreachable():
    assert submit(RestPortal("http://127.0.0.1:9", 0.3)) == Unknown("unreachable")
    assert RestPortal("http://127.0.0.1:9", 0.3).find("key-1") == Unknown("unreachable")


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (200, "application/json", '{"result": "maybe"}'),
        (200, "application/json", '{"result": "accepted", "code": "x"}'),
        (200, "application/json", '{"result": "accepted", "code": "x", "accepted_at": "2026-11-23T09:44:00"}'),
        (200, "application/json", "[1, 2"),
        (200, "application/json", "[]"),
        (200, "text/html", "<h1>ok</h1>"),
        (302, "text/html", ""),
        (400, "application/json", "{}"),
        (404, "text/html", "not found"),
    ],
)
def test_an_answer_that_is_not_the_portals_is_unknown(status, kind, body):
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    def answer(path: str) -> Response:
        return Response(body, status, headers={"location": "/elsewhere"}, media_type=kind)

    with background(run_app, app) as url:
        client = RestPortal(url, 2)
        assert client.find("key-1") == Unknown("not-ours")
        assert submit(client) == Unknown("not-ours")
        assert RestFeed(url, 2).since(0) is None


def test_a_feed_that_is_not_there_or_not_a_feed_gives_no_page(sandbox_portal):
    assert RestFeed("http://127.0.0.1:9", 0.3).since(0) is None
    assert RestFeed(sandbox_portal, 0.3).since(0) is None


def test_the_office_in_one_process(tmp_path, sandbox_portal):
    """Envelope, officer, portal, bank, look-up: over sockets, with the workers running."""
    accounts = bank.SandboxBank(SystemClock(), [("999999", ACCOUNT)], seed=7)
    with background(run_app, bank.create_app(accounts)) as bank_url:
        box = make_box(
            tmp_path / "box",
            portal=PortalEntry(url=sandbox_portal, timeout_s=2),
            bank=BankEntry(url=bank_url, account=ACCOUNT, interval_s=0.05),
        )
        with background(serve, box.config, box.clock) as url:
            body = box.sealed(envelope())
            headers = {**box.signed("POST", "/api/v1/envelopes", body), "Idempotency-Key": "key-1"}
            assert requests.post(f"{url}/api/v1/envelopes", data=body, headers=headers, timeout=5).status_code == 201
            code = PaymentCode(bin="999999", account=ACCOUNT, amount=100000, purpose=REFERENCE)
            requests.post(f"{bank_url}/transfers", json={"payload": encode(code)}, timeout=5).raise_for_status()
            officer = Visitor(Browser(url))
            officer.go("/desk")
            officer.send("sign-in", name=LE, pin=PIN)
            officer.follow(f"open-{DOSSIER}")
            officer.send(f"papers-{DOSSIER}", paper=["photo_4x6"])
            officer.send(f"look-{DOSSIER}")
            told = {}

            def look_up():
                ask = json.dumps({"lookup": LOOKUP}).encode()
                signed = box.signed("POST", "/api/v1/lookup", ask)
                told.update(requests.post(f"{url}/api/v1/lookup", data=ask, headers=signed, timeout=5).json())
                return told["state"] == "accepted" and told["money"] == "covered"

            _until(look_up)
            assert told["code"].startswith("G00.000.108-")


def test_a_long_poll_does_not_hold_up_the_stop(tmp_path):
    box = make_box(tmp_path / "box")
    answers = []
    with background(serve, box.config, box.clock) as url:
        target = "/api/v1/changes?since=0&wait=20"

        def poll():
            answers.append(requests.get(url + target, headers=box.signed("GET", target), timeout=30).status_code)

        thread = threading.Thread(target=poll)
        thread.start()
        _until(lambda: _is_up(url))
    thread.join(5)
    assert not thread.is_alive()


def test_as_a_process_it_stops_on_a_signal(tmp_path):
    box = make_box(tmp_path / "box")
    (tmp_path / "config.json").write_text(box.config.model_dump_json(), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", HUB, tmp_path / "config.json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = process.stdout.readline().strip()
        assert requests.get(f"{url}/desk/sign-in", timeout=5).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) in (0, -signal.SIGTERM)
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()


def test_what_cannot_start_says_so(tmp_path):
    box = make_box(tmp_path / "box")
    box.config.hub_key.unlink()
    with pytest.raises(RuntimeError, match="did not start"), background(serve, box.config, box.clock):
        pass


def _is_up(url):
    return requests.get(f"{url}/desk/sign-in", timeout=5).status_code == 200


def _until(holds):
    """Wait for a condition, with a limit."""
    pause, clock = threading.Event(), SystemClock()
    limit = clock.monotonic() + 10
    while not holds():
        assert clock.monotonic() < limit
        pause.wait(0.02)
