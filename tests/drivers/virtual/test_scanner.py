"""The virtual scanner by itself."""

import os
from pathlib import Path

import pytest

from drivers.virtual import ShowMode, VirtualScanner

TEXT = "001199012345||Nguyễn Hà|01011950|Nữ|Hà Nội|02052021"


@pytest.fixture
def twin(tmp_path: Path):
    with VirtualScanner(tmp_path / "scanner", sleep=lambda _: None, patience=0.1) as twin:
        yield twin


def read(twin: VirtualScanner, size: int) -> bytes:
    data = b""
    with open(twin.path, "rb", buffering=0) as line:
        while len(data) < size:
            data += line.read(4096)
    return data


@pytest.mark.parametrize(
    ("mode", "sent"),
    [
        (ShowMode.WHOLE, TEXT.encode() + b"\r"),
        (ShowMode.PIECES, TEXT.encode() + b"\r"),
        (ShowMode.TWICE, (TEXT.encode() + b"\r") * 2),
        (ShowMode.MANGLED, b"001199012345||Nguy?n H\xe0|01011950|N?|H\xe0 N?i|02052021\r"),
        (ShowMode.MOJIBAKE, TEXT.encode().decode("latin-1").encode() + b"\r"),
        (ShowMode.QUESTION_MARKS, b"001199012345||Nguy?n H?|01011950|N?|H? N?i|02052021\r"),
    ],
)
def test_what_goes_down_the_line(twin: VirtualScanner, mode: ShowMode, sent: bytes):
    assert twin.show(TEXT, mode=mode.value)
    assert read(twin, len(sent)) == sent


def test_the_path_goes_and_comes_with_the_plug(twin: VirtualScanner):
    assert twin.path.is_symlink()
    twin.unplug()
    twin.unplug()
    assert not twin.path.is_symlink()
    assert not twin.show(TEXT)
    assert not twin.show(TEXT, mode="pieces")
    twin.plug()
    twin.plug()
    assert twin.show("again", b"\n")
    assert read(twin, 6) == b"again\n"


def test_a_link_left_by_an_earlier_run_is_replaced(tmp_path: Path):
    path = tmp_path / "scanner"
    path.symlink_to(tmp_path / "nowhere")
    with VirtualScanner(path) as twin:
        assert twin.show("x")
        assert read(twin, 2) == b"x\r"


def test_bytes_that_nobody_takes_are_lost_after_a_while(twin: VirtualScanner):
    assert not twin.noise(1_000_000)


def test_closing_leaves_no_file_open(tmp_path: Path):
    before = len(os.listdir("/proc/self/fd"))
    VirtualScanner(tmp_path / "scanner").close()
    assert len(os.listdir("/proc/self/fd")) == before
    assert list(tmp_path.iterdir()) == []
