"""Addresses of printers and the ways to them."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import usb.backend.libusb1

from drivers.printer import Address, EscposPrinter, PrinterStatus, open_transport, parse_url
from drivers.printer.library import python_escpos
from drivers.virtual import VirtualPrinter
from tests.drivers.printer.usb_backend import OnePrinter


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("serial:///dev/ttyUSB0", Address("serial", path="/dev/ttyUSB0")),
        ("serial:///dev/ttyS1?baud=38400&flow=rts", Address("serial", path="/dev/ttyS1", baud=38400, flow="rts")),
        ("tcp://192.0.2.7:9101", Address("tcp", host="192.0.2.7", port=9101)),
        ("tcp://192.0.2.7", Address("tcp", host="192.0.2.7", port=9100)),
        ("usb://04b8:0e15", Address("usb", vid=0x04B8, pid=0x0E15)),
    ],
)
def test_an_address(url: str, address: Address):
    assert parse_url(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "", "/dev/ttyUSB0", "lpt://1", "serial:", "serial://ttyUSB0", "serial:///dev/x?baud=fast",
        "serial:///dev/x?flow=dtr", "serial:///dev/x?speed=1", "serial:///dev/x?baud", "tcp://", "tcp://a:99999",
        "tcp://a/b", "tcp://a?baud=1", "usb://", "usb://04b8", "usb://printer:1", "usb://1:2:3",
    ],
)  # fmt: skip
def test_what_names_no_printer_is_refused_at_once(url: str):
    with pytest.raises(ValueError):
        EscposPrinter(url)


def test_what_is_not_there_cannot_be_opened(tmp_path: Path, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    (tmp_path / "file").touch()
    monkeypatch.setattr(usb.backend.libusb1, "get_backend", lambda *_, **__: OnePrinter(None))
    for url in (
        f"serial://{tmp_path}/none",
        f"serial://{tmp_path}/file",
        f"tcp://127.0.0.1:{port}",
        "usb://04b8:0e15",
    ):
        with pytest.raises(OSError):
            open_transport(url)
        assert EscposPrinter(url).status() is PrinterStatus.GONE


def test_without_a_usb_library_the_printer_is_gone(monkeypatch):
    for name in ("libusb1", "libusb0", "openusb"):
        monkeypatch.setattr(__import__(f"usb.backend.{name}", fromlist=["x"]), "get_backend", lambda *_, **__: None)
    assert EscposPrinter("usb://04b8:0e15").status() is PrinterStatus.GONE


def test_a_serial_port_in_use_by_another_is_gone(tmp_path: Path):
    with VirtualPrinter(tmp_path / "printer") as twin:
        first, second = EscposPrinter(twin.url), EscposPrinter(twin.url)
        assert first.status() is PrinterStatus.READY
        assert second.status() is PrinterStatus.GONE
        first.close()
        assert second.status() is PrinterStatus.READY
        second.close()


@pytest.mark.parametrize("flow", ["none", "rts", "xon"])
def test_every_flow_control_opens(tmp_path: Path, flow: str):
    with VirtualPrinter(tmp_path / "printer") as twin:
        printer = EscposPrinter(f"{twin.url}?baud=38400&flow={flow}")
        assert printer.status() is PrinterStatus.READY
        printer.close()


def test_closing_leaves_no_file_open(tmp_path: Path):
    with VirtualPrinter() as tcp, VirtualPrinter(tmp_path / "printer") as serial:
        for twin in (tcp, serial):
            printer = EscposPrinter(twin.url)
            printer.status()
            printer.close()
        before = len(os.listdir("/proc/self/fd"))
        for twin in (tcp, serial) * 3:
            printer = EscposPrinter(twin.url)
            assert printer.status() is PrinterStatus.READY
            printer.close()
        tcp.plug()  # an order is carried out after what came before: the twin has seen the last connection end
        assert len(os.listdir("/proc/self/fd")) <= before + 1


def test_what_a_dead_printer_did_not_take_is_thrown_away():
    with socket.create_server(("127.0.0.1", 0)) as server:
        transport = open_transport(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        peer, _ = server.accept()
        sent = 0
        while taken := transport.send(b"x" * 65536, 0.05):
            sent += taken
        transport.close(abort=True)
        with peer:
            assert received_before_the_reset(peer) < sent


def received_before_the_reset(peer: socket.socket) -> float:
    """Bytes that came, or infinity when the connection ended in peace."""
    received = 0
    try:
        while data := peer.recv(65536):
            received += len(data)
    except ConnectionResetError:
        return received
    return float("inf")


def test_the_library_leaves_no_trace_of_being_loaded(tmp_path: Path):
    script = (
        "import logging, tempfile, os, sys\n"
        f"tempfile.tempdir = {str(tmp_path)!r}\n"
        "from drivers.printer import EscposPrinter\n"
        "from drivers.printer.library import python_escpos\n"
        "assert 'escpos' not in sys.modules\n"
        "python_escpos()\n"
        "assert 'escpos.printer' in sys.modules\n"
        "sys.exit(len(logging.getLogger().handlers) + len(os.listdir(tempfile.tempdir)))\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    assert python_escpos() is python_escpos()
