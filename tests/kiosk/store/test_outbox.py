from datetime import timedelta

import pytest

from kiosk.clock import ManualClock
from kiosk.store import OutboxState
from tests.kiosk.store.support import NOW, opened, submission


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def store(tmp_path, clock):
    with opened(tmp_path, clock) as store:
        for n in (1, 2):
            store.submit(submission(n))
        store.append(submission(1).dossier, "slip", lambda _: b"later")
        yield store


def due(store, clock):
    return [(row.dossier == submission(1).dossier, row.seq) for row in store.due(clock.now())]


def test_only_the_first_message_of_each_dossier_is_due(store, clock):
    assert due(store, clock) == [(True, 1), (False, 1)]
    assert len(store.due(clock.now(), most=1)) == 1
    assert store.next_wait(clock.now()) == timedelta(0)


def test_a_receipt_drops_the_body_and_lets_the_next_go(store, clock):
    first = store.due(clock.now())[0]
    store.mark_sent(first.id, {"id": first.id, "received_at": "2026-11-23T02:41:13Z"})
    store.mark_sent(first.id, {"id": "another"})
    row = store.outbox(first.id)
    assert (row.state, row.body, row.response["id"]) == (OutboxState.SENT, None, first.id)
    assert store.dossier(first.dossier).state == "at_hub"
    assert due(store, clock) == [(False, 1), (True, 2)]
    assert [row.seq for row in store.unsent()] == [1, 2]


def test_a_receipt_does_not_overwrite_what_the_hub_said_since(store, clock):
    first = store.due(clock.now())[0]
    store.set_dossier_state(first.dossier, "looked")
    store.mark_sent(first.id, {})
    assert store.dossier(first.dossier).state == "looked"


def test_a_postponed_message_waits_and_holds_back_its_dossier_only(store, clock):
    first = store.due(clock.now())[0]
    store.reschedule(first.id, clock.now() + timedelta(seconds=10), 1, "cut")
    assert due(store, clock) == [(False, 1)]
    second = store.due(clock.now())[0]
    store.reschedule(second.id, clock.now() + timedelta(seconds=20), 1, "cut")
    assert store.next_wait(clock.now()) == timedelta(seconds=10)
    clock.advance(10)
    assert due(store, clock) == [(True, 1)]
    assert (store.outbox(first.id).attempt, store.outbox(first.id).reason) == (1, "cut")


def test_a_parked_message_holds_back_its_dossier_only(store, clock):
    first = store.due(clock.now())[0]
    store.park(first.id, "other-body")
    store.park(first.id, "again")
    assert due(store, clock) == [(False, 1)]
    assert [(row.id, row.reason) for row in store.parked()] == [(first.id, "other-body")]
    assert store.retry(first.id)
    assert due(store, clock) == [(True, 1), (False, 1)]


def test_what_the_hub_has_is_not_sent_again(store, clock):
    first = store.due(clock.now())[0]
    store.mark_sent(first.id, {})
    assert not store.retry(first.id)
    assert not store.retry("none")
    store.park(first.id, "late")
    assert store.parked() == []
    assert not store.resend_from(first.dossier, 1)
    assert store.resend_from(first.dossier, 2)


def test_the_line_being_back_makes_all_due(store, clock):
    for row in store.due(clock.now()):
        store.reschedule(row.id, clock.now() + timedelta(minutes=15), 9, "refused")
    assert due(store, clock) == []
    assert store.hasten() == 2
    assert due(store, clock) == [(True, 1), (False, 1)]


def test_a_clock_put_right_does_not_move_the_schedule(store, clock):
    for row in store.due(clock.now()):
        store.reschedule(row.id, clock.now() + timedelta(seconds=10), 1, "cut")
    clock.set(NOW - timedelta(days=1000))
    assert due(store, clock) == []
    clock.advance(10)
    assert len(due(store, clock)) == 2


@pytest.mark.parametrize(("now", "is_due"), [(0, False), (600, True), (-86400 * 1000, True)])
def test_after_a_restart_the_wall_clock_rules_unless_it_was_moved(tmp_path, now, is_due):
    with opened(tmp_path) as store:
        store.submit(submission())
        store.reschedule(store.unsent()[0].id, NOW + timedelta(seconds=600), 9, "cut")
    later = ManualClock(NOW + timedelta(seconds=now))
    with opened(tmp_path, later, boot="0000") as store:
        assert bool(store.due(later.now())) is is_due


def test_what_was_never_tried_waits_for_no_clock(tmp_path):
    with opened(tmp_path) as store:
        store.submit(submission())
    earlier = ManualClock(NOW - timedelta(seconds=240))
    with opened(tmp_path, earlier, boot="0000") as store:
        assert store.next_wait(earlier.now()) == timedelta(0)


def test_nothing_waits_when_nothing_is_queued(tmp_path):
    with opened(tmp_path) as store:
        assert store.next_wait(NOW) is None
