"""A hub in miniature behind real HTTP on the loopback: it keeps what it accepts, and misbehaves by name.

Faults of one request: cut-before, cut-after-commit, duplicate, truncated, 500-after-commit, slow, maintenance,
too-many, in-progress, gateway. The line goes down and comes back by `line_down` and `line_up`, on the same port.
"""

import hashlib
import json
import socket
import threading
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.clock import ManualClock
from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.envelope import open_sealed, seal
from kiosk.dossiers.hubclient import HubClient
from kiosk.dossiers.signing import SigningFault, verify
from tests.kiosk.store.support import submission

NOW = datetime(2026, 11, 23, 2, 41, 12, tzinfo=UTC)
HUB_KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
MACHINE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
FAULTS = (
    "cut-before",
    "cut-after-commit",
    "duplicate",
    "truncated",
    "500-after-commit",
    "maintenance",
    "too-many",
    "in-progress",
    "gateway",
)


class FakeHub:
    def __init__(self, clock=None):
        self.clock = clock or ManualClock(NOW)
        self.faults = deque()
        self.remembers_keys = True
        self.requests = []
        self.effects = []
        """(dossier, seq, inside) of each message that was done, in order"""
        self.poisoned = set()
        """(dossier, seq) of messages that it always fails at"""
        self.refused = set()
        """(dossier, seq) of messages that it will not take"""
        self.gaps = 0
        """messages that came before their turn"""
        self._answers = {}
        self._scripted = {}
        self._lock = threading.Lock()
        self._leave = threading.Event()
        self._server = self._serve(0)
        self.port = self._server.server_port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._leave.set()
        self.line_down()

    def client(self, clock=None, **options):
        options = {"connect_s": 2.0, "read_s": 2.0} | options
        return HubClient(f"http://127.0.0.1:{self.port}", "may-2", MACHINE_KEY, clock or self.clock, **options)

    def line_down(self):
        if self._server is not None:
            self._server.shutdown()
            self._server.cut_all()
            self._server.server_close()
            self._server = None

    def line_up(self):
        if self._server is None:
            self._server = self._serve(self.port)

    def script(self, method, path, status, body, **headers):
        """Answer this call so, from now on; `body` bytes go out as they are."""
        self._scripted[method, path] = (status, body, headers)

    def done(self, dossier):
        return [(seq, inside) for name, seq, inside in self.effects if name == dossier]

    def commit(self, key, body):
        """The protocol of the hub: status and answer for one envelope."""
        with self._lock:
            digest = hashlib.sha256(body).digest()
            if self.remembers_keys and key in self._answers:
                known, answer = self._answers[key]
                return (200, answer) if known == digest else (422, {"code": "other-body", "message": "x"})
            message = json.loads(body)
            dossier, seq = message["dossier"], message["seq"]
            if (dossier, seq) in self.poisoned:
                return 500, {"code": "fault", "message": "x"}
            if (dossier, seq) in self.refused:
                return 422, {"code": "unreadable", "message": "x"}
            expected = max((have for have, _ in self.done(dossier)), default=0) + 1
            if self.remembers_keys and seq != expected:
                self.gaps += 1
                return 409, {"code": "gap", "expected": expected, "message": "x"}
            self.effects.append((dossier, seq, open_sealed(message, HUB_KEY, MACHINE_KEY.public_key())))
            answer = {"id": key, "dossier": dossier, "seq": seq, "received_at": self.clock.now().isoformat()}
            self._answers[key] = (digest, answer)
            return 201, answer

    def _serve(self, port):
        hub, open_ = self, []

        class Handler(_Handler):
            pass

        Handler.hub = hub

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 64

            def process_request(self, request, address):
                open_.append(request)
                super().process_request(request, address)

            def cut_all(self):
                for connection in open_:
                    with suppress(OSError):
                        connection.shutdown(socket.SHUT_RDWR)

        server = Server(("127.0.0.1", port), Handler)
        threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
        return server


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True

    def do_GET(self):
        self._answer("GET")

    def do_POST(self):
        self._answer("POST")

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return format_datetime(self.hub.clock.now(), usegmt=True)

    def _answer(self, method):
        hub = self.hub
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        hub.requests.append((method, self.path, body, self.headers))
        fault = hub.faults.popleft() if hub.faults else None
        if fault == "cut-before":
            return self._cut()
        if fault == "maintenance":
            return self._send(200, b"<html>maintenance</html>", {"Content-Type": "text/html"})
        if fault == "gateway":
            return self._send(502, b"<html>bad gateway</html>", {"Content-Type": "text/html"})
        if fault == "too-many":
            return self._send(429, {"code": "busy"}, {"Retry-After": "7"})
        if fault == "in-progress":
            return self._send(409, {"code": "in-progress"})
        try:
            keys = {"may-2": MACHINE_KEY.public_key()}
            verify(self.headers.get("Authorization"), method, self.path, body, hub.clock.now(), keys)
        except SigningFault as refused:
            return self._send(401, {"code": refused.code, "message": refused.message})
        status, answer, headers = self._result(method, body, fault)
        if fault == "cut-after-commit":
            return self._cut()
        if fault == "500-after-commit":
            return self._send(500, {"code": "fault"})
        return self._send(status, answer, headers, fault)

    def _result(self, method, body, fault):
        scripted = self.hub._scripted.get((method, self.path.partition("?")[0].removeprefix("/api/v1")))
        if scripted:
            return scripted
        if self.path != "/api/v1/envelopes":
            return 404, {"detail": "Not Found"}, {}
        key = self.headers.get("Idempotency-Key")
        if fault == "duplicate":
            self.hub.commit(key, body)
        return *self.hub.commit(key, body), {}

    def _send(self, status, answer, headers=None, fault=None):
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        headers = {"Content-Type": "application/json", "Content-Length": str(len(content))} | (headers or {})
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if fault == "slow":
            self.wfile.flush()
            self.hub._leave.wait(5)
            return self._cut()
        self.wfile.write(content[: len(content) // 2] if fault == "truncated" else content)
        if fault == "truncated":
            self.close_connection = True
        return None

    def _cut(self):
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)


def body_of(dossier, seq, kind="says_paid"):
    """The exact bytes of a sealed message, as the outbox holds them."""
    inside = {"schema": "message/1", "dossier": dossier, "seq": seq, "kind": kind, "at": "x", "data": {}}
    if seq == 1:
        inside = {"schema": "dossier/1", "id": dossier, "seq": 1}
    names = {"machine": "may-2", "dossier": dossier, "seq": seq, "kind": "dossier" if seq == 1 else "message"}
    keys = {"hub_public": HUB_KEY.public_key(), "machine_key": MACHINE_KEY}
    return canonical(seal(canonical(inside), **names, **keys))


def sealed(n, **changes):
    """The n-th submission, with its first message sealed to this hub."""
    return submission(n, build=lambda _: body_of(submission(n).dossier, 1), **changes)
