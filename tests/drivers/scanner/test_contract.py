"""What every scanner does, tried on each of them over the real wire."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.scanner import Scan, ScanFault, Scanner, ScannerStatus, SerialScanner
from drivers.virtual import ShowMode, VirtualScanner
from tests.drivers.scanner.test_choose import Info
from tests.drivers.scanner.test_framing import CARD
from tests.drivers.waiting import wait_until

HONEYWELL = (0x0C2E, 0x0B6A)


def by_path(path: Path) -> Scanner:
    return SerialScanner(str(path))


def by_usb_id(path: Path) -> Scanner:
    def find() -> list[Info]:
        return [Info("/dev/ttyS9"), Info(str(path), *HONEYWELL, "S1")] if path.exists() else [Info("/dev/ttyS9")]

    return SerialScanner(vid=HONEYWELL[0], pid=HONEYWELL[1], serial_number="S1", find=find)


class Listener:
    """A scanner, started, with all it says."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.scans: list[Scan] = []
        self.statuses: list[ScannerStatus] = []

    def start(self) -> "Listener":
        self.scanner.start(self.scans.append, self.statuses.append)
        return self

    def came(self, count: int) -> bool:
        return wait_until(lambda: len(self.scans) >= count)

    def is_(self, status: ScannerStatus) -> bool:
        return wait_until(lambda: self.scanner.status is status)

    @property
    def texts(self) -> list[str]:
        return [scan.text for scan in self.scans]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "scanner"


@pytest.fixture
def twin(path: Path) -> Iterator[VirtualScanner]:
    with VirtualScanner(path) as twin:
        yield twin


@pytest.fixture(params=[by_path, by_usb_id])
def listener(request: pytest.FixtureRequest, path: Path) -> Iterator[Listener]:
    make: Callable[[Path], Scanner] = request.param
    listener = Listener(make(path))
    yield listener
    listener.scanner.stop()


@pytest.fixture
def reading(twin: VirtualScanner, listener: Listener) -> Listener:
    listener.start()
    assert listener.is_(ScannerStatus.READY)
    return listener


@pytest.mark.parametrize("ending", [b"\r", b"\n", b"\r\n", b"\t", b""])
def test_a_card_is_read_whatever_ends_it(twin: VirtualScanner, reading: Listener, ending: bytes):
    assert twin.show(CARD, ending)
    assert reading.came(1)
    assert reading.scans[0].text == CARD
    assert reading.scans[0].fault is None


def test_a_card_in_pieces_is_one_card(twin: VirtualScanner, reading: Listener):
    twin.show("]Q1" + CARD, mode="pieces")
    assert reading.came(1)
    assert reading.texts == [CARD]


def test_a_card_read_twice_comes_twice(twin: VirtualScanner, reading: Listener):
    twin.show(CARD, mode=ShowMode.TWICE)
    assert reading.came(2)
    assert reading.texts == [CARD, CARD]


def test_mangled_bytes_are_a_fault_and_a_status_until_a_good_code(twin: VirtualScanner, reading: Listener):
    twin.show(CARD, mode=ShowMode.MANGLED)
    assert reading.came(1)
    assert reading.scans[0].text == ""
    assert reading.scans[0].fault is ScanFault.NOT_UTF8
    assert reading.is_(ScannerStatus.MISCONFIGURED)
    twin.show(CARD)
    assert reading.came(2)
    assert reading.is_(ScannerStatus.READY)


@pytest.mark.parametrize("mode", [ShowMode.MOJIBAKE, ShowMode.QUESTION_MARKS])
def test_sound_utf8_with_broken_letters_is_for_the_parser_to_refuse(
    twin: VirtualScanner, reading: Listener, mode: ShowMode
):
    twin.show(CARD, mode=mode)
    assert reading.came(1)
    assert reading.scans[0].fault is None
    assert reading.texts != [CARD]


def test_a_megabyte_of_noise_is_survived_and_the_next_card_is_read(twin: VirtualScanner, reading: Listener):
    assert twin.noise(1_000_000)
    assert wait_until(lambda: twin.show(CARD) and CARD in reading.texts)
    assert len(reading.scans) < 2_000
    assert all(len(scan.text) <= 4096 for scan in reading.scans)


def test_a_frame_without_end_is_told_once(twin: VirtualScanner, reading: Listener):
    twin.send(b"x" * 50_000)
    assert reading.came(1)
    twin.show("")
    twin.show("next")
    assert reading.came(2)
    assert [(scan.text, scan.fault) for scan in reading.scans] == [("", ScanFault.TOO_LONG), ("next", None)]


def test_a_scanner_that_is_missing_is_searched_for(listener: Listener, path: Path):
    listener.start()
    assert listener.is_(ScannerStatus.SEARCHING)
    with VirtualScanner(path) as twin:
        assert listener.is_(ScannerStatus.READY)
        twin.show(CARD)
        assert listener.came(1)
        listener.scanner.stop()
    assert listener.statuses == [ScannerStatus.SEARCHING, ScannerStatus.READY, ScannerStatus.STOPPED]


def test_a_scanner_that_vanishes_is_gone_and_is_read_again_when_it_comes_back(twin: VirtualScanner, reading: Listener):
    for turn in (1, 2):
        twin.unplug()
        assert reading.is_(ScannerStatus.GONE)
        assert not twin.show(CARD)
        twin.plug()
        assert reading.is_(ScannerStatus.READY)
        twin.show(f"turn {turn}")
        assert reading.came(turn)
    assert reading.texts == ["turn 1", "turn 2"]


def test_a_path_that_leads_elsewhere_is_followed(twin: VirtualScanner, reading: Listener, tmp_path: Path, path: Path):
    with VirtualScanner(tmp_path / "other") as other:
        path.unlink()
        path.symlink_to((tmp_path / "other").readlink())
        assert wait_until(lambda: ScannerStatus.GONE in reading.statuses)
        assert reading.is_(ScannerStatus.READY)
        other.show(CARD)
        assert reading.came(1)


def test_stop_ends_it_and_a_second_stop_does_nothing(twin: VirtualScanner, reading: Listener):
    reading.scanner.stop()
    reading.scanner.stop()
    assert reading.scanner.status is ScannerStatus.STOPPED
    twin.show(CARD)
    reading.start()
    assert reading.came(1)


def test_stop_may_come_from_a_callback(twin: VirtualScanner, path: Path):
    scanner = SerialScanner(str(path))
    scanner.start(lambda _: scanner.stop(), lambda _: None)
    twin.show(CARD)
    assert wait_until(lambda: scanner.status is ScannerStatus.STOPPED)


def test_a_listener_that_fails_does_not_end_the_reading(twin: VirtualScanner, path: Path, caplog):
    scans: list[Scan] = []

    def fail_once(scan: Scan) -> None:
        scans.append(scan)
        if len(scans) == 1:
            raise RuntimeError(scan.text)

    scanner = SerialScanner(str(path))
    scanner.start(fail_once, lambda _: None)
    twin.show(CARD)
    twin.show("next")
    assert wait_until(lambda: len(scans) == 2)
    scanner.stop()
    assert "listener=RuntimeError" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_the_log_tells_a_fault_once_when_it_comes_and_once_when_it_goes(
    twin: VirtualScanner, reading: Listener, caplog
):
    caplog.set_level(logging.DEBUG)
    for _ in range(3):
        twin.show(CARD, mode=ShowMode.MANGLED)
    assert reading.is_(ScannerStatus.MISCONFIGURED)
    twin.show(CARD)
    assert reading.is_(ScannerStatus.READY)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("drivers.scanner")]
    assert [message.split(" port=")[0] for message in told] == [
        "scanner status=misconfigured",
        "scanner status=ready",
    ]
    assert "Hạnh" not in caplog.text
