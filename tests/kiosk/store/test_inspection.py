"""A store looked at and copied from outside: beside a running kiosk, without its key, and leaving nothing behind."""

import random
from pathlib import Path

import apsw
import pytest

from kiosk.store import StoreFault, migrations
from kiosk.store.contents import contents
from kiosk.store.inspection import InspectionFault, copy, found, look, looking
from tests.kiosk.store.support import opened, submission

STORES = Path(__file__).parent / "stores"


def code(function, *given):
    with pytest.raises((InspectionFault, StoreFault)) as caught:
        function(*given)
    assert str(caught.value)
    return caught.value.code


@pytest.fixture
def path(tmp_path):
    """The file of a store with three dossiers: sent, parked, waiting; one walk under way; closed."""
    with opened(tmp_path, source=random.Random(3)) as store:
        for n in (1, 2, 3):
            store.submit(submission(n, body=bytes(3000)))
        store.mark_sent(store.unsent()[0].id, {})
        store.park(store.unsent()[0].id, "refused")
        store.save_session("s-1", {"name": "Nguyễn Thị Mẫu"})
    return tmp_path / "kiosk.db"


def test_a_sound_store_is_told_with_what_waits_in_it(path):
    (path.parent / "kiosk.db.damaged-20261123T010203000000Z").write_bytes(b"kept")
    seen = look(path)
    assert seen.faults == []
    assert seen.version == len(migrations.MIGRATIONS)
    assert seen.outbox == {"queued": 1, "parked": 1, "sent": 1}
    assert seen.attachments == {"queued": 0, "parked": 0, "sent": 0}
    assert [file.name for file in seen.quarantined] == ["kiosk.db.damaged-20261123T010203000000Z"]
    assert seen.bytes == path.stat().st_size
    assert seen.free_bytes > 0
    assert seen.rows > 3


def test_a_look_leaves_nothing_behind_and_changes_nothing(path):
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    look(path)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_store_is_looked_at_and_copied_while_a_kiosk_runs_on_it(tmp_path):
    with opened(tmp_path) as store:
        store.submit(submission(1))
        assert look(store.path).outbox["queued"] == 1
        copied = copy(store.path, tmp_path / "copy")
        assert (copied.faults, copied.outbox["queued"]) == ([], 1)
        with looking(store.path) as connection:
            store.submit(submission(2))
            assert connection.execute("select count(*) from dossier").get == 1
        assert look(store.path).outbox["queued"] == 2
        assert store.check() == []


def test_a_kiosk_that_starts_during_a_look_is_told_of(path):
    def look_while_it_starts():
        with looking(path), opened(path.parent) as store:
            store.set("cursor", 1)
            path.with_name("kiosk.db-journal").touch()

    assert code(look_while_it_starts) == "unreadable"


def test_a_transaction_that_a_cut_left_half_done_is_not_taken_for_the_store(tmp_path, path):
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "delete")
    connection.execute("begin; delete from outbox")
    connection.cache_flush()
    (tmp_path / "cut").mkdir()
    for file in ("kiosk.db", "kiosk.db-journal"):
        (tmp_path / "cut" / file).write_bytes((tmp_path / file).read_bytes())
    assert code(look, tmp_path / "cut" / "kiosk.db") == "unreadable"


def test_a_look_cannot_write(path):
    with pytest.raises(InspectionFault), looking(path) as connection:
        connection.execute("delete from outbox")
    assert look(path).outbox["queued"] == 1


def test_what_a_running_kiosk_has_in_its_log_alone_is_seen_after_it_was_killed(tmp_path):
    with opened(tmp_path / "one") as store:
        store.set("cursor", 1)
        store.record()
        (tmp_path / "two").mkdir()
        for file in (store.path, store.path.with_name("kiosk.db-wal")):
            (tmp_path / "two" / file.name).write_bytes(file.read_bytes())
    with looking(tmp_path / "two" / "kiosk.db") as connection:
        assert connection.execute("select value from setting where name = 'cursor'").get == "1"


def test_a_copy_holds_what_the_office_would_miss_and_no_walk(path, tmp_path):
    copy(path, tmp_path / "copy")
    both = [apsw.Connection(str(file), flags=apsw.SQLITE_OPEN_READONLY) for file in (path, tmp_path / "copy")]
    store, copied = (contents(connection) for connection in both)
    assert {table for table in store if store[table] != copied[table]} == {"session", "data_key"}
    assert both[1].execute("select count(*) from session").get == 0
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600


def test_a_copy_replaces_nothing_and_wants_a_folder(path, tmp_path):
    (tmp_path / "there").write_bytes(b"mine")
    assert code(copy, path, tmp_path / "there") == "exists"
    assert (tmp_path / "there").read_bytes() == b"mine"
    assert code(copy, path, tmp_path / "nowhere" / "copy") == "missing"


def test_a_store_is_found_by_its_folder(tmp_path):
    assert code(found, tmp_path) == "missing"
    assert code(found, tmp_path / "nowhere") == "missing"
    (tmp_path / "office" / "machine").mkdir(parents=True)
    (tmp_path / "office" / "machine" / "store.sqlite").touch()
    assert found(tmp_path) == tmp_path / "office" / "machine" / "store.sqlite"
    (tmp_path / "store.sqlite").touch()
    assert found(tmp_path) == tmp_path / "store.sqlite"
    assert found(tmp_path / "store.sqlite") == tmp_path / "store.sqlite"


def test_what_is_no_store_is_named(tmp_path):
    (tmp_path / "text").write_text("no database at all")
    assert code(look, tmp_path / "text") == "not-a-database"
    (tmp_path / "empty").touch()
    assert code(look, tmp_path / "empty") == "not-a-database"
    apsw.Connection(str(tmp_path / "other")).execute("create table t (a)")
    assert code(look, tmp_path / "other") == "not-a-store"


def test_a_store_of_a_newer_program_is_named(path):
    apsw.Connection(str(path)).pragma("user_version", len(migrations.MIGRATIONS) + 1)
    assert code(look, path) == "newer"


@pytest.mark.parametrize("old", sorted(STORES.glob("*.sql")), ids=lambda path: path.stem)
def test_a_store_of_an_older_program_is_looked_at_as_it_is(tmp_path, old):
    connection = apsw.Connection(str(tmp_path / "kiosk.db"))
    connection.execute(old.read_text("utf-8"))
    connection.close()
    seen = look(tmp_path / "kiosk.db")
    assert (seen.faults, seen.outbox["queued"]) == ([], 2)
    assert seen.version == int(old.stem[1])


def test_the_first_broken_line_of_the_log_is_named(path):
    apsw.Connection(str(path)).execute("update audit set event = 'line.up' where seq = 2")
    assert [fault for fault in look(path).faults if fault.startswith("log")] == ["log: hash at 2"]


def test_a_row_that_points_nowhere_is_named(path):
    apsw.Connection(str(path)).execute("pragma foreign_keys = off; delete from dossier")
    assert "reference: request" in look(path).faults


def test_a_table_that_is_not_the_store_s_own_is_named(path):
    apsw.Connection(str(path)).execute("create table more (a)")
    assert look(path).faults == ["schema: the tables are not those of its version"]


def faults_of(path):
    try:
        return look(path).faults
    except InspectionFault as fault:
        return [fault.code]


def test_every_damaged_page_is_told_of_without_a_traceback(path):
    whole = path.read_bytes()
    for page in range(0, len(whole), 4096):
        path.write_bytes(whole[:page] + b"\xff" * 4096 + whole[page + 4096 :])
        assert faults_of(path), f"page {page // 4096} is damaged and not told of"
