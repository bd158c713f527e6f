import random
import threading
from datetime import timedelta

import pytest

from kiosk.clock import ManualClock
from kiosk.dossiers.answers import Conflict, Down, Ok, Receipt, Refused, Repeat, Retry, Trouble
from kiosk.dossiers.backoff import LONGEST_WAIT_S
from kiosk.dossiers.breaker import LONGEST_PROBE_S, Breaker
from kiosk.dossiers.courier import STRIKES, Courier
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
    hub.answers = [Retry(None, 429)]
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
    for row in store.due(clock.now()):
        store.reschedule(row.id, clock.now() + timedelta(seconds=900), 9, "refused")
    one, _ = courier(store, clock)
    assert one.run_once().sent == 0
    one.wake(line_is_back=True)
    assert one.run_once().sent == 3


def test_what_the_hub_told_to_wait_is_not_hurried(store, clock):
    one, _ = courier(store, clock, Retry(600.0, 429), Retry(600.0, 429))
    one.run_once()
    one.wake(line_is_back=True)
    assert one.run_once().sent == 0
    clock.advance(601)
    assert one.run_once().sent == 3


def test_a_body_that_was_changed_on_the_disk_is_parked_and_never_sent(store, clock):
    first = store.due(clock.now())[0]
    damage(store, "update outbox set body = ? where id = ?", b"1-l", first.id)
    one, hub = courier(store, clock)
    report = one.run_once()
    assert bodies(hub) == [b"2-1"]
    assert (report.sent, report.parked) == (1, 1)
    assert [(row.id, row.reason) for row in store.parked()] == [(first.id, "body-damaged")]


def damage(store, query, *values):
    store._write(lambda scope: scope.connection.execute(query, values))


class Poisoned(Hub):
    """Fails at one message and takes all others."""

    def __init__(self, body, answer):
        super().__init__()
        self.body, self.answer = body, answer

    def send(self, key, body):
        if body == self.body:
            self.answers = [self.answer]
        return super().send(key, body)


def with_poison(store, clock, answer, rounds, others=True):
    """Rounds of a courier at a hub that fails at the first message of ONE; in each another message of TWO comes."""
    one = Courier(store, Poisoned(b"1-1", answer), clock, random.Random(3))
    for _ in range(rounds):
        if others:
            store.append(TWO, "slip", lambda seq: b"2-%d" % seq)
        one.run_once()
        clock.advance(LONGEST_WAIT_S)
    return one


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(Retry(None, 500), "poison-http-500"), (Down(Trouble.LYING), "poison-lying")],
)
def test_a_message_that_the_hub_fails_at_while_others_pass_is_parked_after_eight_tries(store, clock, answer, reason):
    with_poison(store, clock, answer, STRIKES - 1)
    assert store.parked() == []
    with_poison(store, clock, answer, 1)
    assert [(row.dossier, row.seq, row.reason) for row in store.parked()] == [(ONE, 1, reason)]
    assert [row.dossier for row in store.unsent()] == [ONE]


def test_a_hub_that_fails_at_everything_poisons_nothing(store, clock):
    one, _ = courier(store, clock, *[Retry(None, 500)] * 60)
    for _ in range(30):
        one.run_once()
        clock.advance(LONGEST_WAIT_S)
    assert store.parked() == []


@pytest.mark.parametrize("answer", [Retry(None, 503), Retry(None, 429), Retry(5.0, 504), Down(Trouble.TIMEOUT)])
def test_what_stands_before_the_hub_or_the_line_poisons_nothing(store, clock, answer):
    with_poison(store, clock, answer, 3 * STRIKES)
    assert store.parked() == []


def test_a_poisoned_message_that_staff_put_back_has_all_its_tries_again(store, clock):
    with_poison(store, clock, Retry(None, 500), STRIKES)
    [parked] = store.parked()
    store.retry(parked.id)
    assert store.outbox(parked.id).strikes == 0
    with_poison(store, clock, Retry(None, 500), STRIKES - 1)
    assert store.parked() == []


def test_an_open_breaker_lets_nothing_through_but_a_probe_at_its_time(store, clock):
    one, hub = courier(store, clock, *[Down(Trouble.REFUSED)] * 20)
    one.run_once()
    for probes in range(8):
        tried = len(hub.sent)
        wait = one.run_once().next_wait.total_seconds()
        assert len(hub.sent) == tried
        assert 0 < wait <= LONGEST_WAIT_S
        clock.advance(wait)
        one.run_once()
        assert len(hub.sent) == tried + 1, probes


def test_probes_grow_rarer_up_to_a_minute_and_are_spread(store, clock):
    waits = []
    line = Breaker(store, random.Random(3))
    for _ in range(60):
        line.note(Down(Trouble.REFUSED))
        line.note(Down(Trouble.REFUSED))
        waits.append(line.wait().total_seconds())
        clock.advance(LONGEST_PROBE_S)
        line.begin()
    assert all(wait <= min(2.0**probes, LONGEST_PROBE_S) for probes, wait in enumerate(waits))
    assert max(waits) > LONGEST_PROBE_S / 2
    assert len({round(wait) for wait in waits[8:]}) > 10


def test_an_outage_is_not_forgotten_by_a_restart(tmp_path, clock):
    with opened(tmp_path, clock) as store:
        store.submit(submission())
        line = Breaker(store, random.Random(3))
        for _ in range(40):
            line.note(Down(Trouble.CUT))
            clock.advance(LONGEST_PROBE_S)
        line.begin()
        line.note(Retry(50.0, 503))
        since = line.down_since
    clock.set(NOW - timedelta(days=365))
    with opened(tmp_path, clock, boot="0000") as store:
        again = Breaker(store, random.Random(4))
        assert (again.down_since, store.breaker().probes > 3) == (since, True)
        one, hub = courier(store, clock)
        one.run_once()
        assert len(hub.sent) == 1


def test_a_probe_that_a_stop_cut_short_is_made_at_once_and_one_that_waits_is_waited_for(tmp_path, clock):
    with opened(tmp_path, clock) as store:
        line = Breaker(store, random.Random(3))
        for _ in range(2):
            line.note(Retry(600.0, 503))
        assert (store.breaker().state, line.wait() >= timedelta(seconds=600)) == ("open", True)
    with opened(tmp_path, clock, boot="0000") as store:
        line = Breaker(store, random.Random(3))
        assert line.wait() >= timedelta(seconds=600)
        line.begin()
        assert (store.breaker().state, line.wait()) == ("half-open", timedelta(0))
    with opened(tmp_path, clock, boot="0001") as store:
        assert Breaker(store, random.Random(3)).wait() == timedelta(0)


def test_the_hub_s_word_on_when_to_ask_again_holds_for_the_probe(store, clock):
    line = Breaker(store, random.Random(3))
    for _ in range(2):
        line.note(Retry(600.0, 503))
    assert timedelta(seconds=600) <= line.wait() <= timedelta(seconds=601)


def test_everybody_who_asks_the_hub_knows_the_same_of_the_line(store, clock):
    one, _ = courier(store, clock, Down(Trouble.CUT), Down(Trouble.CUT))
    told = []
    one.line.listen(lambda: told.append(one.line.down_since))
    one.run_once()
    one.line.note(Down(Trouble.REFUSED))
    one.line.note(Ok(None))
    assert told == [NOW, None]
    assert store.line().up
    assert one.run_once().sent == 3


def test_a_store_that_fails_halts_the_courier_until_it_works_again(store, clock, caplog):
    rounds = threading.Semaphore(0)
    healthy = threading.Event()

    class Flaky:
        boot = "b7f1"

        def due(self, now):
            rounds.release()
            if not healthy.is_set():
                raise StoreFault("io")
            return store.due(now)

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
