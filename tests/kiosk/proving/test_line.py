"""The line that a hand cuts: what is under way ends at once, what is new finds nobody, and mended it carries again."""

import contextlib
import socket
import threading

import pytest

from kiosk.proving.proxy import FaultProxy
from tests.drivers.waiting import wait_until


class Echo:
    """A server that sends back what it gets; a connection on which nothing comes is held open."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.calls = []
        self.ended = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                self.calls.append(near)
                threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near):
        with near, contextlib.suppress(OSError):
            while data := near.recv(65536):
                near.sendall(data)
        self.ended += 1

    def close(self):
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@pytest.fixture
def far():
    echo = Echo()
    yield echo
    echo.close()


@pytest.fixture
def line(far):
    line = FaultProxy(far.listener.getsockname())
    yield line
    line.close()


def connect(line):
    return socket.create_connection(("127.0.0.1", line.port), timeout=4)


def received(near, size):
    data = b""
    while len(data) < size and (more := near.recv(65536)):
        data += more
    return data


def test_bytes_go_both_ways_whole(line):
    sent = bytes(range(256)) * 2000
    with connect(line) as near:
        sender = threading.Thread(target=near.sendall, args=(sent,))
        sender.start()
        assert received(near, len(sent)) == sent
        sender.join()
    assert line.whole


def test_the_end_of_a_request_is_carried_and_its_answer_still_comes(line):
    with connect(line) as near:
        near.sendall(b"all of it")
        near.shutdown(socket.SHUT_WR)
        assert received(near, 100) == b"all of it"


def test_a_cut_ends_what_is_under_way_at_both_ends(line, far):
    with connect(line) as near:
        near.sendall(b"x")
        assert near.recv(1) == b"x"
        line.cut()
        assert not line.whole
        with contextlib.suppress(ConnectionResetError):
            assert near.recv(1) == b""
    assert wait_until(lambda: far.ended == 1)


def test_while_it_is_cut_nobody_gets_through_and_mended_everybody_does(line, far):
    line.cut()
    with connect(line) as near, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        near.sendall(b"x")
        assert near.recv(1) == b""
    assert far.calls == []
    line.mend()
    with connect(line) as near:
        near.sendall(b"x")
        assert near.recv(1) == b"x"


def test_a_far_end_that_is_not_there_is_a_line_that_breaks(far):
    line = FaultProxy(far.listener.getsockname())
    far.close()
    with connect(line) as near, contextlib.suppress(ConnectionResetError):
        assert near.recv(1) == b""
    line.close()
    assert line._open == set()


def test_a_closed_line_leaves_no_thread_and_no_port(far):
    before = set(threading.enumerate())
    line = FaultProxy(far.listener.getsockname())
    with connect(line) as near:
        near.sendall(b"x")
        assert near.recv(1) == b"x"
        line.close()
    mine = {thread for thread in threading.enumerate() if thread.name.startswith("line")} - before
    assert mine == set()
    with pytest.raises(ConnectionRefusedError):
        connect(line)
