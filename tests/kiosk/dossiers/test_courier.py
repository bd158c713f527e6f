import random
import threading
from datetime import timedelta

import pytest

from kiosk.clock import ManualClock
from kiosk.dossiers.answers import Conflict, Down, Ok, Receipt, Refused, Repeat, Retry, Trouble
from kiosk.dossiers.courier import LONGEST_WAIT_S, Courier
from kiosk.store import StoreFault
from tests.kiosk.store.support import NOW, opened, submission

ONE, TWO = submission(1).dossier, submission(2).dossier


class Hub:
    """Answers from a list, then takes everything; remembers what it was sent."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []

    def send(self, key, body):
        self.sent.append((key, body))
        answer = self.answers.pop(0) if self.answers else Ok
        receipt = Receipt(id=key, dossier="d", seq=1, received_at=NOW)
        return answer(receipt) if answer in (Ok, Repeat) else answer


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def store(tmp_path, clock):
    with opened(tmp_path, clock) as store:
        for n in (1, 2):
            store.submit(submission(n, body=b"%d-1" % n))
        store.append(ONE, "slip", lambda seq: b"1-%d" % seq)
        yield store


def courier(store, clock, *answers):
    hub = Hub(*answers)
    return Courier(store, hub, clock, random.Random(3)), hub


def bodies(hub):
    return [body for _, body in hub.sent]


def test_one_round_sends_all_in_order_within_each_dossier(store, clock):
    one, hub = courier(store, clock)
    report = one.run_once()
    assert bodies(hub) == [b"1-1", b"2-1", b"1-2"]
    assert (report.sent, report.postponed, report.parked, report.next_wait) == (3, 0, 0, None)
    assert store.unsent() == []
    assert {stub.state for stub in store.dossiers()} == {"at_hub"}
    assert one.run_once().sent == 0


def test_a_repeat_counts_as_sent(store, clock):
    one, _ = courier(store, clock, Repeat, Repeat, Repeat)
    assert one.run_once().repeats == 3
    assert store.unsent() == []


def test_a_failed_try_keeps_its_id_and_holds_back_its_dossier_only(store, clock):
    one, hub = courier(store, clock, Retry(None, 500))
    report = one.run_once()
    assert bodies(hub) == [b"1-1", b"2-1"]
    assert (report.sent, report.postponed) == (1, 1)
    assert timedelta(0) <= report.next_wait <= timedelta(seconds=1)
    clock.advance(1)
    one.run_once()
    assert bodies(hub)[2:] == [b"1-1", b"1-2"]
    assert hub.sent[0] == hub.sent[2]


def test_the_wait_grows_to_a_quarter_of_an_hour_and_no_further(store, clock):
    waits = []
    one, _ = courier(store, clock, *[Retry(None, 500)] * 200)
    for _ in range(40):
        one.run_once()
        waits.append(one.run_once().next_wait.total_seconds())
        clock.advance(LONGEST_WAIT_S)
    assert all(wait <= min(2.0**tried, LONGEST_WAIT_S) for tried, wait in enumerate(waits))
    assert max(waits[12:]) > LONGEST_WAIT_S / 3
    assert {row.attempt for row in store.unsent() if row.seq == 1} == {40}
    assert store.parked() == []


@pytest.mark.parametrize("after", [0.0, 7.0, 3600.0])
def test_retry_after_is_obeyed(store, clock, after):
    one, _ = courier(store, clock, Retry(after, 429), Retry(after, 429))
    report = one.run_once()
    assert timedelta(seconds=after) <= report.next_wait <= timedelta(seconds=after + 1)
    clock.advance(after + 1)
    assert one.run_once().sent == 3


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Refused("no-key", 400), "no-key"),
        (Refused("other-body", 422), "other-body"),
        (Refused("http-413", 413), "http-413"),
        (Conflict("gap", 1), None),
        (Conflict("gap", None), "gap"),
        (Conflict("gap", 9), "gap"),
        (Conflict("other", None), "other"),
    ],
)
def test_what_the_hub_refuses_for_good_is_parked_with_its_reason(store, clock, answer, reason):
    one, hub = courier(store, clock, answer)
    report = one.run_once()
    assert bodies(hub) == [b"1-1", b"2-1"]
    assert [row.reason for row in store.parked()] == ([reason] if reason else [])
    assert report.parked == bool(reason)
    clock.advance(3600)
    assert one.run_once().sent == (0 if reason else 2)


def test_a_reason_of_the_hub_s_that_may_not_be_logged_parks_all_the_same(store, clock):
    one, _ = courier(store, clock, Refused("Nguyễn Thị Mẫu 031155000678", 422))
    one.run_once()
    assert [row.reason for row in store.parked()] == ["unnamed"]
    assert store.verify_audit().ok


def test_a_gap_sends_the_missing_message_first(store, clock):
    store.append(ONE, "left", lambda seq: b"1-%d" % seq)
    for row in store.unsent():
        if (row.dossier, row.seq) == (ONE, 1):
            store.mark_sent(row.id, {})
    two = next(row for row in store.unsent() if (row.dossier, row.seq) == (ONE, 2))
    store.park(two.id, "other-body")
    assert store.resend_from(ONE, 2)
    one, hub = courier(store, clock)
    one.run_once()
    assert bodies(hub) == [b"2-1", b"1-2", b"1-3"]


def test_a_message_that_the_hub_lost_is_parked_and_not_sent_out_of_order(store, clock):
    one, _ = courier(store, clock, Ok, Ok, Conflict("gap", 1))
    one.run_once()
    assert [(row.dossier, row.seq, row.reason) for row in store.parked()] == [(ONE, 2, "gap")]


def test_two_failures_take_the_line_down_and_one_answer_brings_it_back(store, clock):
    one, hub = courier(store, clock, Down(Trouble.CUT), Down(Trouble.REFUSED))
    report = one.run_once()
    assert (store.line().up, store.line().reason) == (False, "refused")
    assert report.trouble is Trouble.REFUSED
    hub.answers = [Retry(None, 503)]
    clock.advance(1)
    one.run_once()
    assert store.line().up


def test_one_failure_alone_is_a_hiccup(store, clock):
    one, _ = courier(store, clock, Down(Trouble.CUT), Ok, Down(Trouble.CUT))
    one.run_once()
    assert store.line().up


def test_while_the_line_is_down_one_message_is_probe_enough(store, clock):
    store.set_line(False, "refused")
    one, hub = courier(store, clock, Down(Trouble.REFUSED))
    one.run_once()
    assert len(hub.sent) == 1
    assert store.outbox(hub.sent[0][0]).reason == "refused"


@pytest.mark.parametrize("trouble", list(Trouble))
def test_no_trouble_of_the_line_parks_a_dossier(store, clock, trouble):
    one, hub = courier(store, clock, *[Down(trouble)] * 50)
    for _ in range(10):
        one.run_once()
        clock.advance(LONGEST_WAIT_S)
    assert store.parked() == []
    hub.answers.clear()
    assert one.run_once().sent == 3


def test_the_schedule_outlives_a_restart(tmp_path, clock):
    with opened(tmp_path, clock) as store:
        store.submit(submission())
        one, _ = courier(store, clock, Retry(600.0, 503))
        one.run_once()
    with opened(tmp_path, clock, boot="0000") as store:
        one, _ = courier(store, clock)
        assert one.run_once().sent == 0
        clock.advance(601)
        assert one.run_once().sent == 1
        assert one.boot == "0000"


def test_the_thread_sends_what_is_queued_when_it_is_woken(store, clock):
    arrived = threading.Event()

    class Waiting(Hub):
        def send(self, key, body):
            answer = super().send(key, body)
            if body == b"2-2":
                arrived.set()
            return answer

    one = Courier(store, Waiting(), clock, random.Random(3))
    one.start()
    one.start()
    store.append(TWO, "slip", lambda seq: b"2-%d" % seq)
    one.wake()
    assert arrived.wait(5)
    assert one.alive
    assert one.stop()
    assert not one.alive
    assert store.unsent() == []


def test_the_line_being_back_hurries_what_waits(store, clock):
    one, _ = courier(store, clock, Retry(3600.0, 503), Retry(3600.0, 503))
    one.run_once()
    one.wake(line_is_back=True)
    assert one.run_once().sent == 3


def test_a_store_that_fails_halts_the_courier_until_it_works_again(store, clock, caplog):
    rounds = threading.Semaphore(0)
    healthy = threading.Event()

    class Flaky:
        boot = "b7f1"

        def line(self):
            rounds.release()
            if not healthy.is_set():
                raise StoreFault("io")
            return store.line()

        def __getattr__(self, name):
            return getattr(store, name)

    one = Courier(Flaky(), Hub(), clock, random.Random(3))
    one.start()
    for _ in range(2):
        assert rounds.acquire(timeout=5)
        one.wake()
    healthy.set()
    while store.unsent():
        one.wake()
        assert rounds.acquire(timeout=5)
    assert one.stop()
    assert [record.message for record in caplog.records] == ["courier halted: io"]
