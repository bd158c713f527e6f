import random
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from kiosk.clock import ManualClock
from kiosk.store import Store, StoreFault, database, migrations
from kiosk.store.times import boot_id
from tests.kiosk.store.support import KEY, NOW, opened, submission, wholeness

STORES = Path(__file__).parent / "stores"


def code(function, *given, **named):
    with pytest.raises(StoreFault) as caught:
        function(*given, **named)
    return caught.value.code


def pragma(store, name):
    return store._read(lambda scope: scope.connection.pragma(name))


@pytest.mark.parametrize("times", [1, 2])
def test_every_commit_is_flushed_and_every_freed_page_wiped(tmp_path, times):
    for _ in range(times):
        with opened(tmp_path) as store:
            assert pragma(store, "journal_mode") == "wal"
            assert pragma(store, "synchronous") == 2
            assert pragma(store, "secure_delete") == 1
            assert pragma(store, "foreign_keys") == 1
            assert pragma(store, "mmap_size") == 0


def test_a_new_file_is_made_with_extra_before_the_switch_to_wal(tmp_path, monkeypatch):
    seen = []
    real = migrations.migrate

    def watched(connection):
        seen.append((connection.pragma("synchronous"), connection.pragma("journal_mode")))
        real(connection)

    monkeypatch.setattr(database, "migrate", watched)
    for _ in range(2):
        opened(tmp_path).close()
    assert seen == [(3, "delete"), (2, "wal")]


def test_the_files_are_the_owner_s_alone(tmp_path):
    with opened(tmp_path / "new") as store:
        store.save_session("s-1", {})
        modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "new").iterdir()}
        assert modes == dict.fromkeys(("kiosk.db", "kiosk.db-wal", "kiosk.db-shm", "kiosk.db.lock"), 0o600)
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_a_second_opening_is_refused(tmp_path):
    with opened(tmp_path):
        assert code(opened, tmp_path) == "in-use"
    opened(tmp_path).close()


def test_a_second_process_is_refused(tmp_path):
    program = (
        "import sys; from pathlib import Path; from tests.kiosk.store.support import opened\n"
        "from kiosk.store import StoreFault\n"
        "try: opened(Path(sys.argv[1]))\n"
        "except StoreFault as fault: print(fault.code)"
    )
    with opened(tmp_path):
        run = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "in-use"


def test_the_key_of_another_device_is_refused_and_nothing_is_harmed(tmp_path):
    with opened(tmp_path) as store:
        store.submit(submission())
    before = (tmp_path / "kiosk.db").read_bytes()
    assert code(opened, tmp_path, key=bytes(32)) == "key"
    assert (tmp_path / "kiosk.db").read_bytes() == before
    with opened(tmp_path) as store:
        assert wholeness(store) == []


def test_a_store_of_a_newer_program_is_refused(tmp_path):
    with opened(tmp_path) as store:
        store._write(lambda scope: scope.connection.pragma("user_version", len(migrations.MIGRATIONS) + 1))
    assert code(opened, tmp_path) == "newer"
    assert [path.name for path in tmp_path.iterdir() if "damaged" in path.name] == []


def test_an_sqlite_with_the_wal_reset_fault_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.40.1")
    assert code(opened, tmp_path) == "sqlite"


def test_a_place_that_takes_no_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert code(opened, tmp_path / "file") == "io"
    (tmp_path / "kiosk.db").mkdir()
    assert code(opened, tmp_path) == "io"


@pytest.mark.parametrize("damage", ["noise", "page", "cut"])
def test_a_damaged_store_is_set_aside_and_kept(tmp_path, damage):
    with opened(tmp_path) as store:
        for n in range(1, 30):
            store.submit(submission(n, body=bytes(3000)))
    path = tmp_path / "kiosk.db"
    whole = path.read_bytes()
    page = len(whole) // 2 // 4096 * 4096
    broken = {
        "noise": b"no database at all" * 300,
        "page": whole[:page] + b"\xff" * 4096 + whole[page + 4096 :],
        "cut": whole[:page],
    }[damage]
    path.write_bytes(broken)
    with opened(tmp_path, source=random.Random(8)) as store:
        assert store.quarantined is not None
        assert store.quarantined.read_bytes()[: len(broken)] == broken
        store.submit(submission(40))
    with opened(tmp_path) as store:
        assert store.quarantined is None
        assert store.check() == []


def test_damage_found_while_open_is_named_and_set_aside_next(tmp_path):
    with opened(tmp_path) as store:
        for n in range(1, 30):
            store.submit(submission(n, body=bytes(3000)))
        store._read(lambda scope: scope.connection.pragma("cache_size", 0))
        whole = bytearray((tmp_path / "kiosk.db").read_bytes())
        whole[4096:] = b"\xff" * (len(whole) - 4096)
        (tmp_path / "kiosk.db").write_bytes(whole)
        assert code(store.unsent) == "damaged"
        assert store.unsent() == []
        assert store.quarantined is not None
        assert store.get("quarantined")["messages"] == 0


@pytest.mark.parametrize("old", sorted(STORES.glob("*.sql")), ids=lambda path: path.stem)
def test_an_old_store_is_brought_up_to_date(tmp_path, old):
    connection = apsw.Connection(str(tmp_path / "kiosk.db"))
    connection.execute(old.read_text("utf-8"))
    connection.close()
    with opened(tmp_path, source=random.Random(8)) as store:
        assert pragma(store, "user_version") == len(migrations.MIGRATIONS)
        assert store.quarantined is None
        assert store.load_session("s-1") == {"name": "Nguyễn Thị Mẫu"}
        assert [row.seq for row in store.unsent()] == [1, 2]
        assert wholeness(store) == []
        assert store.submit(submission(2)).text == "A 0002"


def test_a_migration_runs_once_and_is_whole_or_not_there(tmp_path):
    opened(tmp_path).close()
    connection = apsw.Connection(str(tmp_path / "kiosk.db"))
    ahead = len(migrations.MIGRATIONS)
    good = (*migrations.MIGRATIONS, "create table more (id text)")
    with pytest.raises(apsw.SQLError):
        migrations.migrate(connection, (*good, "create table half (id text); create table more (id text)"))
    assert migrations.version(connection) == ahead + 1
    assert connection.table_exists(None, "more")
    assert not connection.table_exists(None, "half")
    migrations.migrate(connection, good)
    assert migrations.version(connection) == ahead + 1


def test_a_store_opens_with_nothing_but_path_key_and_clock(tmp_path):
    with Store.open(tmp_path / "kiosk.db", KEY, ManualClock(NOW)) as store:
        assert store.boot == boot_id()
        assert store.submit(submission()).text == "A 0001"


def test_this_start_of_the_machine_has_one_name(monkeypatch):
    assert boot_id() == boot_id()
    assert len(boot_id()) == 8
    monkeypatch.setattr("kiosk.store.times._BOOT_ID", Path("/nowhere"))
    assert len(boot_id()) == 8
