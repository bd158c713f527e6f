import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.audit import GENESIS, TABLE, AuditFault, Head, Stamp, append, entry, head, verify
from kiosk.audit.chain import _digest

STAMP = Stamp("2026-11-23T02:41:12.000Z", "b7f1", 8123456)


def chain(rows=6):
    connection = apsw.Connection(":memory:")
    connection.execute(TABLE)
    for number in range(rows):
        append(connection, [entry("answer.saved", field=f"field-{number}", source="citizen")], STAMP)
    return connection


def test_an_empty_log_is_sound():
    report = verify(chain(0))
    assert (report.ok, report.rows, report.head) == (True, 0, Head(0, GENESIS))


def test_every_entry_moves_the_head():
    connection = chain(0)
    heads = [append(connection, [entry("notice.passed")], STAMP) for _ in range(3)]
    assert [one.seq for one in heads] == [1, 2, 3]
    assert len({one.hash for one in heads}) == 3
    assert head(connection) == heads[-1] == verify(connection).head


def test_entries_of_one_fact_stand_in_their_order():
    connection = chain(0)
    last = append(connection, [entry("notice.shown", text="notice-hc-1"), entry("notice.passed")], STAMP)
    assert last.seq == 2
    assert verify(connection).ok


@pytest.mark.parametrize(
    "change",
    [
        "update audit set at = '2026-11-24T02:41:12.000Z' where seq = 3",
        "update audit set boot = 'b7f2' where seq = 3",
        "update audit set mono_ms = mono_ms + 1 where seq = 3",
        "update audit set event = 'answer.changed' where seq = 3",
        """update audit set keys = '{"field":"other","source":"citizen"}' where seq = 3""",
        "update audit set hash = zeroblob(32) where seq = 3",
    ],
)
def test_a_changed_row_is_found(change):
    connection = chain()
    connection.execute(change)
    report = verify(connection)
    assert (report.ok, report.reason, report.seq, report.rows) == (False, "hash", 3, 2)


@pytest.mark.parametrize(
    ("change", "reason", "seq"),
    [
        ("delete from audit where seq = 3", "gap", 4),
        ("delete from audit where seq = 1", "gap", 2),
        ("delete from audit where seq = 3; update audit set seq = seq - 1 where seq > 3", "hash", 3),
    ],
)
def test_a_row_that_was_taken_out_is_found(change, reason, seq):
    connection = chain()
    connection.execute(change)
    report = verify(connection)
    assert (report.reason, report.seq) == (reason, seq)


def test_two_rows_that_changed_places_are_found():
    connection = chain()
    connection.execute("update audit set seq = 100 where seq = 2")
    connection.execute("update audit set seq = 2 where seq = 3")
    connection.execute("update audit set seq = 3 where seq = 100")
    assert verify(connection).reason == "hash"


def test_an_end_that_was_cut_off_is_found_by_the_anchor():
    connection = chain()
    kept = head(connection)
    append(connection, [entry("notice.passed")], STAMP)
    assert verify(connection, kept).ok
    connection.execute("delete from audit where seq > 4")
    assert verify(connection).ok
    assert verify(connection, kept).reason == "anchor"


def test_a_chain_that_was_written_anew_is_found_by_the_anchor():
    kept = head(chain())
    other = chain(0)
    for _ in range(6):
        append(other, [entry("notice.passed")], STAMP)
    report = verify(other, kept)
    assert (report.reason, report.seq) == ("anchor", 6)


@pytest.mark.parametrize(
    "forged",
    [("answer.given", "{}"), ("answer.saved", '{"value":"kinh"}'), ("answer.saved", "{"), ("answer.saved", "[1]")],
)
def test_a_row_that_may_not_be_logged_is_found_even_if_chained(forged):
    connection = chain(1)
    event, keys = forged
    digest = _digest(head(connection).hash, 2, STAMP, event, keys)
    row = (2, STAMP.at, STAMP.boot, STAMP.mono_ms, event, keys, digest)
    connection.execute("insert into audit values (?, ?, ?, ?, ?, ?, ?)", row)
    report = verify(connection)
    assert (report.reason, report.seq) == ("keys", 2)


@given(st.integers(1, 8), st.data())
def test_any_one_flipped_bit_of_any_hash_is_found(rows, data):
    connection = chain(rows)
    seq = data.draw(st.integers(1, rows))
    digest = bytearray(connection.execute("select hash from audit where seq = ?", (seq,)).get)
    digest[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
    connection.execute("update audit set hash = ? where seq = ?", (bytes(digest), seq))
    assert verify(connection).seq == seq


def test_a_refused_entry_writes_nothing():
    connection = chain(1)
    with pytest.raises(AuditFault):
        append(connection, [entry("answer.saved", value="x")], STAMP)
    assert head(connection).seq == 1
