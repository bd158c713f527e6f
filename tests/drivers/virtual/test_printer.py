"""The virtual printer by itself, asked by bare bytes."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from drivers.virtual import PrinterFault, VirtualPrinter
from tests.drivers.waiting import wait_until


@pytest.fixture
def twin() -> Iterator[VirtualPrinter]:
    with VirtualPrinter(width=64) as twin:
        yield twin


def connect(twin: VirtualPrinter) -> socket.socket:
    address = urlsplit(twin.url)
    return socket.create_connection((address.hostname, address.port), 2)


def exactly(client: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += client.recv(size - len(data))
    return data


@pytest.mark.parametrize(
    ("fault", "answers"),
    [
        (PrinterFault.OK, b"\x12\x12\x12\x12"),
        (PrinterFault.NEAR_END, b"\x12\x12\x12\x1e"),
        (PrinterFault.OUT_OF_PAPER, b"\x1a\x32\x12\x7e"),
        (PrinterFault.COVER_OPEN, b"\x1a\x16\x12\x12"),
        (PrinterFault.CUTTER, b"\x1a\x52\x1a\x12"),
    ],
)
def test_each_fault_in_status_bytes(twin: VirtualPrinter, fault: PrinterFault, answers: bytes):
    twin.set_fault(fault)
    with connect(twin) as client:
        client.sendall(b"".join(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4)))
        assert exactly(client, 4) == answers
    assert twin.fault is fault


def test_a_question_inside_a_picture_is_answered_and_stays_in_the_picture(twin: VirtualPrinter):
    with connect(twin) as client:
        client.sendall(b"\x1dv0\x00\x08\x00\x01\x00" + b"\xaa\x10\x04\x01\xaa\xaa\xaa\xaa" + b"\x1dV\x00")
        assert exactly(client, 1) == b"\x12"
        assert twin.wait_for_papers(1)
    assert twin.papers[0].tobytes() == bytes(byte ^ 0xFF for byte in b"\xaa\x10\x04\x01\xaa\xaa\xaa\xaa")


def test_a_question_in_pieces_is_answered_once(twin: VirtualPrinter):
    with connect(twin) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in b"\x10\x04\x01\x1dr\x01\x10\x04\x04":
            client.sendall(bytes([byte]))
        assert exactly(client, 3) == b"\x12\x00\x12"
        client.sendall(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08")
        assert exactly(client, 3) == b"\x37\x25\x00"


def test_a_printer_without_paper_keeps_what_came_and_prints_it_later_unless_it_is_cleared(twin: VirtualPrinter):
    with connect(twin) as client:
        for clear in (b"", b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"):
            twin.set_fault("out-of-paper")
            client.sendall(b"\x1bJ\x05\x1dV\x00" + clear + b"\x10\x04\x01")
            exactly(client, 4 if clear else 1)
            before = len(twin.papers)
            twin.set_fault("ok")
            assert len(twin.papers) == before + (0 if clear else 1)


def test_what_does_not_fit_into_the_buffer_is_lost_and_counted(twin: VirtualPrinter):
    twin.set_fault("cover-open")
    with connect(twin) as client:
        client.settimeout(4)
        client.sendall(b"\x00" * (3 << 19))
        assert wait_until(lambda: twin.counts["lost"] > 0)


def test_the_near_end_is_told_in_turn_too():
    with VirtualPrinter() as twin, connect(twin) as client:
        twin.set_fault("near-end")
        client.sendall(b"\x1dr\x01")
        assert exactly(client, 1) == b"\x03"


def test_without_gs_r_nothing_is_transmitted():
    with VirtualPrinter(transmits=False) as twin, connect(twin) as client:
        client.sendall(b"\x1dr\x01\x10\x04\x01")
        assert exactly(client, 1) == b"\x12"


def test_the_next_client_is_served_when_the_first_is_gone(twin: VirtualPrinter):
    for _ in range(3):
        with connect(twin) as client:
            client.sendall(b"\x10\x04\x01")
            assert exactly(client, 1) == b"\x12"


def test_the_papers_go_to_the_listener_and_its_mistakes_do_not_stop_the_printer():
    seen: list[Image.Image] = []

    def listener(paper: Image.Image) -> None:
        seen.append(paper)
        twin.set_fault("near-end")
        raise RuntimeError

    with VirtualPrinter(on_paper=listener) as twin, connect(twin) as client:
        client.sendall(b"\x1bJ\x05\x1dV\x00" * 2)
        assert twin.wait_for_papers(2)
        assert wait_until(lambda: len(seen) == 2)
        assert wait_until(lambda: twin.fault is PrinterFault.NEAR_END)
    assert [paper.size for paper in twin.papers] == [(576, 5), (576, 5)]


def test_an_unknown_fault_is_refused(twin: VirtualPrinter):
    with pytest.raises(ValueError):
        twin.set_fault("on-fire")


def test_closing_leaves_no_thread_no_file_and_no_link(tmp_path: Path):
    files, threads = len(os.listdir("/proc/self/fd")), threading.active_count()
    for path in (None, tmp_path / "printer"):
        twin = VirtualPrinter(path)
        twin.close()
        twin.close()
        twin.set_fault("silent")
    assert threading.active_count() == threads
    assert len(os.listdir("/proc/self/fd")) == files
    assert list(tmp_path.iterdir()) == []
