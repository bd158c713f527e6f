"""A disk that is full or broken: the call says so, the store is whole, and the same call goes through later."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.proving.disk import Countdown, Disk, fail_full, fail_io
from kiosk.store import StoreFault, database
from tests.kiosk.store.support import opened, submission, wholeness


def fault(function, *given):
    with pytest.raises(StoreFault) as caught:
        function(*given)
    return caught.value.code


def test_a_full_store_keeps_what_it_has_and_takes_more_when_there_is_room(tmp_path):
    with opened(tmp_path) as store:
        store.submit(submission(1))
        pages = store._read(lambda scope: scope.connection.pragma("page_count"))
        store._read(lambda scope: scope.connection.pragma("max_page_count", pages))
        assert fault(store.submit, submission(2, body=bytes(100_000))) == "full"
        assert wholeness(store) == []
        store._read(lambda scope: scope.connection.pragma("max_page_count", 2**31))
        assert store.submit(submission(2, body=bytes(100_000))).text == "A 0002"
    with opened(tmp_path) as store:
        assert wholeness(store) == []


@pytest.mark.parametrize(("then", "code"), [(fail_io, "io"), (fail_full, "full")])
@pytest.mark.parametrize("step", ["write", "sync"])
def test_a_fault_at_any_call_of_the_disk_leaves_the_dossier_not_begun_or_complete(tmp_path, step, then, code):
    countdown = Countdown({step}, then)
    disk = Disk(countdown)
    done, codes, n = set(), set(), 0
    with opened(tmp_path, vfs=disk.name) as store:
        for at in range(1, 40):
            n += 1
            countdown.arm(at)
            try:
                store.submit(submission(n))
                done.add(n)
            except StoreFault as caught:
                codes.add(caught.code)
            spent, countdown.left = countdown.spent, 0
            assert wholeness(store) == []
            # The citizen's second touch: same ids, one dossier.
            store.submit(submission(n))
            done.add(n)
            if not spent:
                break
        assert {stub.id for stub in store.dossiers()} == {submission(n).dossier for n in done}
        assert codes == {code}
    with opened(tmp_path) as store:
        assert wholeness(store) == []
        assert len(store.dossiers()) == len(done)
    del disk


def test_an_io_error_on_a_disk_without_room_is_called_full(tmp_path, monkeypatch):
    countdown = Countdown({"write"}, fail_io)
    disk = Disk(countdown)
    with opened(tmp_path, vfs=disk.name) as store:
        monkeypatch.setattr(database, "room", lambda _: 0)
        countdown.arm(1)
        assert fault(store.submit, submission()) == "full"
        assert not store.has_room()


def test_a_disk_that_does_not_answer_refuses_the_citizen(tmp_path, monkeypatch):
    with opened(tmp_path) as store:

        def gone(_):
            raise OSError

        monkeypatch.setattr(database, "room", gone)
        assert not store.has_room(0)


def test_a_log_that_cannot_be_cut_does_not_undo_what_was_done(tmp_path, caplog):
    countdown = Countdown({"truncate"}, fail_io)
    disk = Disk(countdown)
    with opened(tmp_path, vfs=disk.name) as store:
        countdown.arm(1)
        store.submit(submission())
        assert wholeness(store) == []
        assert countdown.spent
    assert [record.message for record in caplog.records] == ["log not cut: IOError"]


KILLED = """
import sys
from pathlib import Path
from tests.kiosk.store.support import opened, submission
from kiosk.proving.disk import Countdown, Disk, die
countdown = Countdown({"write", "sync", "truncate"}, die)
disk = Disk(countdown)
with opened(Path(sys.argv[1]), vfs=disk.name) as store:
    store.save_session("s-1", {"a": 1})
    countdown.arm(int(sys.argv[2]))
    store.submit(submission(session="s-1"))
    print("acknowledged", flush=True)
"""


@pytest.mark.parametrize("at", range(1, 50, 4))
def test_a_process_killed_at_any_call_of_the_disk_leaves_all_or_nothing(tmp_path, at):
    run = subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(at)], capture_output=True, text=True, check=False)
    assert run.returncode in {0, 9}, run.stderr
    with opened(tmp_path) as store:
        assert store.quarantined is None
        assert wholeness(store) == []
        known = len(store.dossiers())
        assert known == 1 or "acknowledged" not in run.stdout
        assert (store.load_session("s-1") is None) == (known == 1)
        assert store.submit(submission()).text == "A 0001"


def test_a_folder_that_cannot_be_flushed_is_not_trusted(tmp_path, monkeypatch):
    def fail(_):
        raise OSError

    monkeypatch.setattr(os, "fsync", fail)
    assert fault(opened, tmp_path) == "io"


def test_a_damaged_store_that_cannot_be_set_aside_is_not_overwritten(tmp_path, monkeypatch):
    (tmp_path / "kiosk.db").write_bytes(b"no database at all" * 300)

    def fail(*_):
        raise OSError

    monkeypatch.setattr(Path, "rename", fail)
    assert fault(opened, tmp_path) == "io"
    assert (tmp_path / "kiosk.db").read_bytes() == b"no database at all" * 300


def test_a_lock_that_cannot_be_made_refuses_the_store(tmp_path):
    (tmp_path / "kiosk.db.lock").mkdir()
    assert fault(opened, tmp_path) == "io"
