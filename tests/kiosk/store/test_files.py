"""A file beside the store: whole or as it was, whatever call of the disk fails."""

import errno
import os

import pytest

from kiosk.store import StoreFault
from kiosk.store.files import UNFINISHED, write_whole


def test_a_file_is_written_for_its_owner_alone(tmp_path):
    path = tmp_path / "part"
    write_whole(path, b"one")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_an_interrupted_write_left_is_replaced_and_closed_to_others(tmp_path):
    left = tmp_path / ("part" + UNFINISHED)
    left.write_bytes(b"left by an interrupted write, and longer")
    left.chmod(0o644)
    write_whole(tmp_path / "part", b"one")
    assert (tmp_path / "part").read_bytes() == b"one"
    assert (tmp_path / "part").stat().st_mode & 0o777 == 0o600


def test_a_link_at_the_place_of_the_unfinished_file_is_not_followed(tmp_path):
    (tmp_path / "other").write_bytes(b"not ours")
    (tmp_path / ("part" + UNFINISHED)).symlink_to(tmp_path / "other")
    with pytest.raises(StoreFault):
        write_whole(tmp_path / "part", b"one")
    assert (tmp_path / "other").read_bytes() == b"not ours"


def test_a_disk_that_takes_little_at_a_time_gets_all(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data)[:3]))
    write_whole(tmp_path / "part", b"more than three")
    assert (tmp_path / "part").read_bytes() == b"more than three"


@pytest.mark.parametrize(("number", "code"), [(errno.EIO, "io"), (errno.ENOSPC, "full"), (errno.EDQUOT, "full")])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace"])
def test_a_call_that_fails_leaves_what_was_there(tmp_path, monkeypatch, call, number, code):
    path = tmp_path / "part"
    write_whole(path, b"before")

    def fails(*_, **__):
        raise OSError(number, "broken")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fails)
        with pytest.raises(StoreFault) as caught:
            write_whole(path, b"after")
    assert caught.value.code == code
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(StoreFault) as caught:
        write_whole(tmp_path / "nowhere" / "part", b"one")
    assert caught.value.code == "io"
