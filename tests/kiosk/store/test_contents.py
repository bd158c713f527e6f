import apsw
import pytest

from kiosk.store.contents import contents
from tests.kiosk.store.support import opened, submission


def held(*rows):
    connection = apsw.Connection(":memory:")
    connection.execute("create table t (a, b)")
    connection.executemany("insert into t values (?, ?)", rows)
    return contents(connection)


def test_equal_rows_are_the_same_and_tables_go_by_name():
    assert held((1, "a"), (b"x", None)) == held((1, "a"), (b"x", None))
    assert set(held()) == {"t"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([(1, "a")], []),
        ([(1, "a")], [("1", "a")]),
        ([("a", "b")], [(b"a", b"b")]),
        ([(b"ab", b"c")], [(b"a", b"bc")]),
        ([(None, 1)], [("None", 1)]),
        ([(1, 2), (3, 4)], [(3, 4), (1, 2)]),
    ],
)
def test_rows_that_differ_in_anything_are_told_apart(one, other):
    assert held(*one) != held(*other)


def test_a_store_holds_the_same_when_it_is_opened_again(tmp_path):
    with opened(tmp_path) as store:
        store.save_session("s-1", {"name": "Nguyễn Thị Mẫu"})
        store.submit(submission())
        before = store.contents()
        store.set("cursor", 1)
        assert {table for table, digest in store.contents().items() if before[table] != digest} == {"setting"}
        after = store.contents()
    with opened(tmp_path) as store:
        assert store.contents() == after
