"""What only the serial scanner has: opening, trying again, both kinds of a lost port."""

import os
from pathlib import Path

import pytest
from serial import SerialException

from drivers.scanner import Scan, ScannerStatus, SerialScanner
from drivers.scanner import serial as module
from drivers.virtual import VirtualScanner
from tests.drivers.waiting import wait_until


@pytest.mark.parametrize("content", [None, b"no tty"])
def test_a_port_that_cannot_be_opened_is_told_once_and_raises_nothing(tmp_path: Path, caplog, content):
    path = tmp_path / "port"
    if content is not None:
        path.write_bytes(content)
    scanner = SerialScanner(str(path))
    scanner.start(lambda _: None, lambda _: None)
    told = 0 if content is None else 1
    assert wait_until(lambda: scanner.status is ScannerStatus.SEARCHING)
    assert wait_until(lambda: caplog.text.count("cause=") >= told)
    scanner.stop()
    assert caplog.text.count("cause=") == told


def test_a_port_in_use_by_another_is_left_alone(tmp_path: Path, caplog):
    with VirtualScanner(tmp_path / "scanner") as twin:
        first, second = SerialScanner(str(twin.path)), SerialScanner(str(twin.path))
        first.start(lambda _: None, lambda _: None)
        assert wait_until(lambda: first.status is ScannerStatus.READY)
        second.start(lambda _: None, lambda _: None)
        assert wait_until(lambda: "EAGAIN" in caplog.text)
        assert second.status is ScannerStatus.SEARCHING
        first.stop()
        assert wait_until(lambda: second.status is ScannerStatus.READY)
        second.stop()


def test_a_code_sent_before_the_port_was_opened_is_not_lost(tmp_path: Path):
    scans: list[Scan] = []
    with VirtualScanner(tmp_path / "scanner") as twin:
        twin.show("early")
        scanner = SerialScanner(str(twin.path))
        scanner.start(scans.append, lambda _: None)
        assert wait_until(lambda: scans)
        scanner.stop()
    assert scans[0].text == "early"


@pytest.mark.parametrize("lost", [SerialException("device reports readiness"), OSError(5, "Input/output error")])
def test_both_kinds_of_a_lost_port_are_gone(tmp_path: Path, monkeypatch, lost: OSError):
    def raise_it(_: object) -> int:
        raise lost

    statuses: list[ScannerStatus] = []
    with VirtualScanner(tmp_path / "scanner") as twin:
        scanner = SerialScanner(str(twin.path))
        monkeypatch.setattr(module._Line, "in_waiting", property(raise_it))
        scanner.start(lambda _: None, statuses.append)
        twin.show("x")
        assert wait_until(lambda: ScannerStatus.GONE in statuses)
        scanner.stop()


def test_the_time_of_a_scan_is_the_injected_clock(tmp_path: Path):
    scans: list[Scan] = []
    with VirtualScanner(tmp_path / "scanner") as twin:
        scanner = SerialScanner(str(twin.path), clock=lambda: 42.0)
        scanner.start(scans.append, lambda _: None)
        twin.show("x")
        assert wait_until(lambda: scans)
        scanner.stop()
    assert scans[0].at == 42.0


def test_stopping_leaves_no_file_open(tmp_path: Path):
    with VirtualScanner(tmp_path / "scanner") as twin:
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            scanner = SerialScanner(str(twin.path))
            scanner.start(lambda _: None, lambda _: None)
            assert wait_until(lambda scanner=scanner: scanner.status is ScannerStatus.READY)
            scanner.stop()
        assert len(os.listdir("/proc/self/fd")) == before
