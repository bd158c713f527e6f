import threading

import apsw
import pytest

from kiosk.hub.database import Database, DatabaseError


@pytest.fixture
def database(tmp_path):
    database = Database(tmp_path / "hub.db")
    yield database
    database.close()


def put(key):
    return lambda connection: connection.execute("insert into meta values (?, 'x')", (key,))


def keys(connection):
    return [row[0] for row in connection.execute("select key from meta order by key")]


def test_it_is_wal_and_full_and_the_owners_alone(database, tmp_path):
    for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)):
        assert database.write(lambda c, p=pragma: next(c.execute(f"pragma {p}"))[0]) == value
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_what_was_answered_is_there_after_opening_again(tmp_path):
    first = Database(tmp_path / "hub.db")
    first.write(put("a"))
    first.close()
    again = Database(tmp_path / "hub.db")
    assert again.read(keys) == ["a"]
    again.close()


def test_a_piece_that_fails_takes_no_other_with_it(database):
    hold, results = threading.Event(), {}
    blocker = threading.Thread(target=lambda: database.write(lambda c: hold.wait(5)))
    blocker.start()

    def attempt(name, work):
        try:
            database.write(work)
            results[name] = "done"
        except apsw.Error as error:
            results[name] = type(error).__name__

    def fails(connection):
        put("half")(connection)
        connection.execute("insert into nowhere values (1)")

    threads = [
        threading.Thread(target=attempt, args=args) for args in (("a", put("a")), ("bad", fails), ("b", put("b")))
    ]
    for thread in threads:
        thread.start()
    hold.set()
    for thread in [blocker, *threads]:
        thread.join()
    assert results == {"a": "done", "bad": "SQLError", "b": "done"}
    assert database.read(keys) == ["a", "b"]


def test_many_writers_share_commits(tmp_path):
    commits = []
    database = Database(tmp_path / "hub.db", commits.append)
    held, hold = threading.Event(), threading.Event()
    threads = [threading.Thread(target=lambda: database.write(lambda c: held.set() or hold.wait(5)))]
    threads[0].start()
    held.wait(5)
    threads += [threading.Thread(target=lambda n=n: database.write(put(str(n)))) for n in range(20)]
    for thread in threads[1:]:
        thread.start()
    while database.waiting() < 20:
        assert threads[0].is_alive()
    hold.set()
    for thread in threads:
        thread.join()
    assert len(database.read(keys)) == 20
    assert commits.count("after-commit") == 2
    database.close()


def test_readers_cannot_write_and_a_closed_store_refuses(database):
    with pytest.raises(apsw.ReadOnlyError):
        database.read(put("a"))
    database.close()
    database.close()
    with pytest.raises(DatabaseError):
        database.write(put("a"))


def test_a_damaged_file_is_named_and_kept(tmp_path):
    path = tmp_path / "hub.db"
    database = Database(path)
    for n in range(200):
        database.write(put(f"{n:0500}"))
    database.close()
    content = bytearray(path.read_bytes())
    content[-20_000:-8_000] = bytes(12_000)
    path.write_bytes(content)
    with pytest.raises((DatabaseError, apsw.CorruptError)):
        Database(path)
    assert path.read_bytes() == bytes(content)
