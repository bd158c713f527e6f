"""A small real server behind a proxy, and what it got."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Till:
    """Keeps the body of every POST, in order; `answer` is what it says to each."""

    def __init__(self):
        self.got = []
        self.answer = {"kept": "yes", "words": "đã nhận " * 40}
        self.hold = threading.Event()
        self.hold.set()
        self.connections = 0


@contextmanager
def served():
    """(till, (host, port)) of a server that keeps connections alive and answers a GET only while it is not held."""
    till = Till()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            super().setup()
            till.connections += 1

        def do_POST(self):
            if self.headers.get("Transfer-Encoding") == "chunked":
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            else:
                body = self.rfile.read(int(self.headers["Content-Length"]))
            till.got.append(body)
            self._say({**till.answer, "number": len(till.got)})

        def do_GET(self):
            till.hold.wait(10)
            self._say(till.answer)

        def do_HEAD(self):
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()

        def _say(self, answer):
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield till, server.server_address
    finally:
        till.hold.set()
        server.shutdown()
        thread.join()
        server.server_close()
