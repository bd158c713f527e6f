"""Copies in a second place: whole, a week of them, without what may be forgotten, and never in anybody's way."""

import sqlite3
import threading
from datetime import timedelta

import apsw
import pytest

from kiosk.clock import ManualClock
from kiosk.proving.disk import Disk
from kiosk.store import StoreFault, backup
from tests.kiosk.store.support import NOW, opened, submission


@pytest.fixture
def second(tmp_path):
    (tmp_path / "second").mkdir()
    return tmp_path / "second"


def filled(folder, clock=None, count=30):
    store = opened(folder, clock)
    for n in range(1, count + 1):
        store.submit(submission(n, body=bytes([n]) * 20_000))
    return store


def test_a_copy_opens_as_the_store_and_has_what_is_on_its_way(tmp_path, second):
    with filled(tmp_path / "first") as store:
        path = store.keep_copy(second)
        unsent = [(row.id, row.body) for row in store.unsent()]
    assert path.name == "store-2026-11-23.sqlite"
    assert path.stat().st_mode & 0o777 == 0o600
    path.rename(second / "kiosk.db")
    with opened(second) as copy:
        assert copy.quarantined is None
        assert copy.check() == []
        assert [(row.id, row.body) for row in copy.unsent()] == unsent
        assert copy.dossier_by_lookup(f"HK1.{1:020d}") is not None


def test_what_may_be_forgotten_is_not_in_a_copy(tmp_path, second):
    clock = ManualClock(NOW)
    with opened(tmp_path / "first", clock) as store:
        store.submit(submission())
        store.save_session("s-1", {"name": "Nguyễn Thị Mẫu"})
        store.keep_draft("HK1.00000000000000000009", "031155000678", {"a": 1}, clock.now() + timedelta(hours=1))
        keys = store._read(lambda scope: scope.connection.execute("select wrapped from data_key").fetchall())
        path = store.keep_copy(second)
        assert store.load_session("s-1") is not None
    copy = sqlite3.connect(path)
    for table in ("session", "draft", "draft_slip", "data_key"):
        assert copy.execute(f"select count(*) from {table}").fetchone() == (0,)
    copy.close()
    assert keys
    assert not any(key in path.read_bytes() for (key,) in keys)
    assert [file.name for file in second.iterdir()] == [path.name]


def test_a_week_of_copies_stays_and_a_second_one_of_a_day_takes_the_place_of_the_first(tmp_path, second):
    clock = ManualClock(NOW)
    (second / "holiday.txt").write_text("not ours")
    with opened(tmp_path / "first", clock) as store:
        for _ in range(backup.KEPT + 2):
            store.submit(submission(len(store.dossiers()) + 1))
            store.keep_copy(second)
            store.keep_copy(second)
            clock.advance(86400)
    kept = [path.name for path in backup.copies(second)]
    assert kept == [f"store-2026-{day}.sqlite" for day in ("12-01", "11-30", *(f"11-{n}" for n in range(29, 24, -1)))]
    assert (second / "holiday.txt").exists()


def test_others_work_on_while_a_copy_is_made(tmp_path, second, monkeypatch):
    """The copy is held between two steps until somebody else has written, and has what was written."""
    clear = threading.Event()
    monkeypatch.setattr(backup, "PAGES", 4)
    monkeypatch.setattr(backup.time, "sleep", lambda _: clear.wait(5))
    with filled(tmp_path / "first") as store:
        made = []
        maker = threading.Thread(target=lambda: made.append(store.keep_copy(second)))
        maker.start()
        late = store.submit(submission(99))
        clear.set()
        maker.join(10)
        assert late.number == 31
    made[0].rename(second / "kiosk.db")
    with opened(second) as copy:
        assert len(copy.dossiers()) == 31


def test_a_second_place_that_is_not_there_is_not_made(tmp_path):
    with opened(tmp_path / "first") as store:
        with pytest.raises(StoreFault) as caught:
            store.keep_copy(tmp_path / "not-mounted")
        assert caught.value.code == "io"
        assert store.submit(submission()).number == 1
    assert not (tmp_path / "not-mounted").exists()


@pytest.mark.parametrize(("error", "code"), [(apsw.IOError, "io"), (apsw.FullError, "full")])
def test_a_fault_of_the_second_place_is_none_of_the_store(tmp_path, second, monkeypatch, error, code):
    """The store's own connection stays as it is: a fault of its own disk would have it opened anew."""

    def fails(step, path):
        raise error

    disk, real = Disk(fails), backup._Steps.next

    def elsewhere(steps, store):
        if steps._backup is None:
            steps._copy = apsw.Connection(str(tmp_path / "elsewhere"), vfs=disk.name)
        return real(steps, store)

    monkeypatch.setattr(backup._Steps, "next", elsewhere)
    with filled(tmp_path / "first") as store:
        before = store._read(lambda scope: scope.connection)
        with pytest.raises(StoreFault) as caught:
            store.keep_copy(second)
        assert caught.value.code == code
        assert store._read(lambda scope: scope.connection) is before
    assert list(second.iterdir()) == []


def test_an_earlier_copy_stays_until_the_new_one_is_found_whole(tmp_path, second, monkeypatch):
    with filled(tmp_path / "first") as store:
        path = store.keep_copy(second)
        before = path.read_bytes()
        store.submit(submission(50))
        monkeypatch.setattr(backup, "damage", lambda *_, **__: iter(["page 7"]))
        with pytest.raises(StoreFault) as caught:
            store.keep_copy(second)
        assert caught.value.code == "damaged"
        assert path.read_bytes() == before
        assert [file.name for file in second.iterdir()] == [path.name]
