import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.audit import entry
from kiosk.clock import ManualClock
from kiosk.store import IllegalMove, LineState, PrintState, SlipNumber, StoreFault, Submission
from tests.kiosk.store.support import NOW, opened, submission, wholeness

MOVES = {"draft": {"shown"}, "shown": {"expired", "settled"}, "expired": {"shown", "settled"}}


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def store(tmp_path, clock):
    with opened(tmp_path, clock) as store:
        yield store


def code(function, *given, **named):
    with pytest.raises(StoreFault) as caught:
        function(*given, **named)
    return caught.value.code


def events(store):
    return store._read(lambda scope: [row[0] for row in scope.connection.execute("select event from audit")])


# Sessions


def test_a_session_comes_back_as_it_was_saved(store):
    store.save_session("s-1", {"name": "Nguyễn Thị Mẫu", "seconds": 1.5, "pages": ["card"]})
    store.save_session("s-1", {"name": "Nguyễn Thị Mẫu", "pages": ["card", "confirm"]})
    assert store.load_session("s-1") == {"name": "Nguyễn Thị Mẫu", "pages": ["card", "confirm"]}
    assert store.load_session("s-2") is None


def test_an_erased_session_is_gone(store):
    store.save_session("s-1", {"a": 1})
    assert store.erase_session("s-1")
    assert not store.erase_session("s-1")
    assert store.load_session("s-1") is None


def test_a_restart_erases_what_was_not_submitted(store):
    store.save_session("s-1", {"a": 1})
    store.save_session("s-2", {"a": 2})
    assert store.erase_unsent([entry("memory.wiped", erased=2)]) == 2
    assert store.load_session("s-1") is None
    assert store.erase_unsent() == 0


def test_the_audit_line_goes_down_with_the_answer(store):
    store.save_session("s-1", {}, [entry("answer.saved", session="s-1", field="work", source="citizen")])
    assert events(store) == ["answer.saved"]


# Drafts


def test_a_draft_opens_with_slip_and_card_together(store, clock):
    until = NOW + timedelta(hours=7)
    store.keep_draft("HK1.AAAA", "031155000678", {"work": "Nghỉ hưu"}, until, [entry("draft.kept", text="keep-hc-1")])
    assert store.open_draft("HK1.AAAA", "031155000678") == {"work": "Nghỉ hưu"}
    assert store.open_draft("HK1.AAAA", "031155000679") is None
    assert store.open_draft("HK1.AAAB", "031155000678") is None
    clock.set(until)
    assert store.open_draft("HK1.AAAA", "031155000678") is None


def test_a_draft_moved_under_another_pair_does_not_open(store):
    until = NOW + timedelta(hours=7)
    store.keep_draft("HK1.AAAA", "031155000678", {"mine": 1}, until)
    store.keep_draft("HK1.BBBB", "031155000679", {"yours": 1}, until)

    def swap(scope):
        rows = scope.connection.execute("select slot, id, body from draft order by slot").fetchall()
        for row, other in zip(rows, reversed(rows), strict=True):
            query = "update draft set id = ?, body = ? where slot = ?"
            scope.connection.execute(query, (*other[1:], row[0]))

    store._write(swap)
    assert store.open_draft("HK1.AAAA", "031155000678") is None


def test_drafts_end_with_the_day(store, clock):
    store.keep_draft("HK1.AAAA", "1", {}, NOW + timedelta(hours=1))
    store.keep_draft("HK1.BBBB", "2", {}, NOW + timedelta(hours=3))
    assert store.erase_drafts(NOW + timedelta(hours=2)) == 1
    assert store.open_draft("HK1.BBBB", "2") == {}
    assert store.erase_draft("HK1.BBBB", "2")
    assert not store.erase_draft("HK1.BBBB", "2")
    assert events(store) == ["draft.erased"]


def test_a_clock_that_was_put_back_keeps_no_draft(store):
    store.keep_draft("HK1.AAAA", "1", {}, NOW + timedelta(hours=1))
    assert store.erase_drafts(NOW - timedelta(days=300)) == 1


# Submissions


def test_a_submission_puts_everything_down_at_once(store):
    store.save_session("s-1", {"a": 1})
    seen = []
    one = submission(session="s-1", build=lambda number: seen.append(number) or number.text.encode())
    number = store.submit(replace(one, audit=[entry("fee.quoted", row="hc-new-2026")]))
    assert number == SlipNumber("A", 1, date(2026, 11, 23)) == seen[0]
    assert number.text == "A 0001"
    [row] = store.unsent()
    assert (row.dossier, row.seq, row.kind, row.body) == (one.dossier, 1, "dossier", b"A 0001")
    [request] = store.requests(one.dossier)
    assert (request.reference, request.amount, request.state) == (one.request.reference, 100_000, "draft")
    assert store.request(request.id) == store.request_by_reference(request.reference) == request
    assert store.load_session("s-1") is None
    assert events(store) == ["dossier.sealed", "outbox.queued", "fee.quoted", "request.created"]
    assert store.dossier(one.dossier).state == "sealed"
    assert store.dossier_by_lookup(one.lookup).id == one.dossier
    assert store.dossier_by_lookup("HK1.X") is None
    assert wholeness(store) == []


def test_a_repeat_gives_the_same_number_and_changes_nothing(store):
    one = submission()
    first, head = store.submit(one), store.audit_head()
    assert store.submit(replace(one, build=lambda _: 1 / 0)) == first
    assert store.audit_head() == head
    assert store.next_number() == 2


def test_a_submission_that_breaks_leaves_no_trace_and_no_gap(store):
    store.save_session("s-1", {"a": 1})
    with pytest.raises(ZeroDivisionError):
        store.submit(submission(session="s-1", build=lambda _: 1 / 0))
    assert store.dossiers() == []
    assert store.audit_head().seq == 0
    assert store.load_session("s-1") == {"a": 1}
    assert store.submit(submission(2)).text == "A 0001"


def test_a_reference_is_never_given_twice(store):
    store.submit(submission(1))
    twice = replace(submission(2), request=replace(submission(2).request, reference=submission(1).request.reference))
    assert code(store.submit, twice) == "conflict"
    assert [stub.id for stub in store.dossiers()] == [submission(1).dossier]


def test_the_number_after_9999_is_1(store):
    store._write(lambda scope: scope.connection.execute("update store set last_number = 9998"))
    assert [store.submit(submission(n)).text for n in (1, 2)] == ["A 9999", "A 0001"]


def test_the_day_of_a_number_is_the_day_in_vietnam(tmp_path):
    late = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    with opened(tmp_path, ManualClock(late), letter="B") as store:
        assert store.submit(submission()) == SlipNumber("B", 1, date(2026, 11, 24))


def test_a_free_procedure_has_no_request(store):
    one = submission(request=None)
    store.submit(one)
    assert store.requests(one.dossier) == []


def test_many_threads_get_numbers_without_a_gap(store):
    numbers, threads = [], []
    for n in range(1, 21):
        threads.append(threading.Thread(target=lambda n=n: numbers.append(store.submit(submission(n)).number)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 21))
    assert wholeness(store) == []


def test_a_callback_must_not_call_the_store(store):
    with pytest.raises(RuntimeError):
        store.submit(submission(build=lambda _: store.next_number()))
    assert store.dossiers() == []


def test_later_messages_are_numbered_in_order(store):
    one = submission()
    store.submit(one)
    assert store.append(one.dossier, "pay_chosen", lambda seq: b"%d" % seq, key="k-2") == 2
    assert store.append(one.dossier, "slip", lambda seq: b"%d" % seq) == 3
    assert store.append(one.dossier, "pay_chosen", lambda _: 1 / 0, key="k-2") == 2
    assert [(row.seq, row.body) for row in store.unsent()] == [(1, b"sealed"), (2, b"2"), (3, b"3")]


def test_a_message_of_a_dossier_that_is_not_here_is_refused(store):
    assert code(store.append, "d-9", "slip", lambda _: b"") == "unknown"


def test_the_hub_s_word_on_a_dossier_is_kept(store):
    one = submission()
    store.submit(one)
    store.set_dossier_state(one.dossier, "accepted", "G00.000.108-261124-000042")
    store.set_dossier_state(one.dossier, "parked")
    stub = store.dossier(one.dossier)
    assert (stub.state, stub.code) == ("parked", "G00.000.108-261124-000042")


# Requests


def test_a_request_moves_only_along_the_table(store):
    one = submission()
    store.submit(one)
    store.request_state(one.request.id, "shown", moves=MOVES, audit=[entry("request.shown", id=one.request.id)])
    store.request_state(one.request.id, "shown", moves=MOVES, received=50_000)
    with pytest.raises(IllegalMove):
        store.request_state(one.request.id, "draft", moves=MOVES)
    with pytest.raises(IllegalMove):
        store.request_state("r-9", "shown", moves=MOVES)
    row = store.request(one.request.id)
    assert (row.state, row.received) == ("shown", 50_000)
    assert events(store)[-1] == "request.shown"


def test_what_is_missing_gets_a_request_of_its_own(store):
    one = submission()
    store.submit(one)
    rest = replace(submission(2).request, amount=40_000)
    store.add_request(one.dossier, rest)
    store.add_request(one.dossier, rest)
    assert sorted(row.amount for row in store.requests(one.dossier)) == [40_000, 100_000]


# Prints, settings, line


def test_a_print_is_put_down_before_and_settled_after(store):
    one = submission()
    store.submit(one)
    job = store.queue_print(one.dossier, "provisional", key="p-1")
    assert store.queue_print(one.dossier, "provisional", key="p-1") == job
    store.settle_print(job, PrintState.UNKNOWN)
    store.settle_print(job, PrintState.UNKNOWN)
    store.settle_print(job, PrintState.PRINTED)
    again = store.queue_print(one.dossier, "provisional", copy=1)
    assert [(row.kind, row.state, row.copy) for row in store.prints(one.dossier)] == [
        ("provisional", PrintState.PRINTED, 0),
        ("provisional", PrintState.QUEUED, 1),
    ]
    assert store.settle_interrupted_prints() == 1
    assert {row.id: row.state for row in store.prints(one.dossier)}[again] is PrintState.UNKNOWN
    assert events(store).count("slip.print") == 3


def test_a_printed_slip_stays_printed(store):
    one = submission()
    store.submit(one)
    job = store.queue_print(one.dossier, "provisional")
    store.settle_print(job, PrintState.PRINTED)
    with pytest.raises(IllegalMove):
        store.settle_print(job, PrintState.NOT_PRINTED)
    with pytest.raises(IllegalMove):
        store.settle_print("p-9", PrintState.PRINTED)


def test_settings_outlive_a_restart(tmp_path):
    with opened(tmp_path) as store:
        store.set("cursor", 42)
        store.set("office", {"name": "Phòng Mẫu"})
    with opened(tmp_path) as store:
        assert (store.get("cursor"), store.get("office"), store.get("x", "y")) == (42, {"name": "Phòng Mẫu"}, "y")


def test_the_line_is_logged_when_it_changes_only(store, clock):
    assert store.line() == LineState()
    assert not store.set_line(True)
    assert store.set_line(False, "refused")
    assert not store.set_line(False, "cut")
    assert store.line() == LineState(False, NOW, "refused")
    clock.advance(60)
    assert store.set_line(True)
    assert store.line() == LineState(True, NOW + timedelta(seconds=60), None)
    assert events(store) == ["line.down", "line.up"]


# The file


def test_room_is_measured_on_the_disk(store, tmp_path):
    assert store.has_room(1)
    assert not store.has_room(2**62)


def test_the_log_is_cut_on_request(store, tmp_path):
    store.save_session("s-1", {"a": 1})
    assert (tmp_path / "kiosk.db-wal").stat().st_size > 0
    store.checkpoint()
    assert (tmp_path / "kiosk.db-wal").stat().st_size == 0


def test_closing_leaves_one_file_and_answers_no_more(tmp_path):
    store = opened(tmp_path)
    store.submit(submission())
    store.close()
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kiosk.db", "kiosk.db.lock"]
    assert code(store.dossiers) == "closed"


def test_entries_of_their_own_are_logged(store):
    store.record(entry("session.started"), entry("idle.warned", page="card"))
    assert events(store) == ["session.started", "idle.warned"]
    assert store.verify_audit().ok


def test_check_names_what_is_broken(store):
    store.record(entry("session.started"))
    store._write(lambda scope: scope.connection.execute("update audit set at = 'x'"))
    assert store.check() == ["audit: hash at 1"]


def test_a_submission_is_a_value():
    assert Submission("d", "l", bytes).audit == ()
