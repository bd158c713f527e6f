"""The store is looked after while nobody is there, and only then; what comes of it is told once."""

import pytest

from kiosk.clock import ManualClock, local
from kiosk.machine import keeper as keeper_module
from kiosk.machine.keeper import AGAIN_S, QUIET_S, Keeper
from kiosk.store import StoreFault, backup
from tests.drivers.waiting import wait_until
from tests.kiosk.store.support import NOW, opened, submission


class Kept:
    """A store with its keeper; `minutes` lets time pass with nobody there."""

    def __init__(self, folder, second):
        self.clock = ManualClock(NOW)
        self.store = opened(folder / "first", self.clock)
        self.second = second
        self.keeper = Keeper(self.store, second, self.clock)

    def minutes(self, count, *, idle=True):
        for _ in range(count):
            self.keeper.minute(idle=idle)
            assert wait_until(lambda: self.keeper._work is None or self.keeper._work.done())
            self.clock.advance(60)

    @property
    def copies(self):
        return [path.name for path in backup.copies(self.second)]


@pytest.fixture
def kept(tmp_path):
    (tmp_path / "second").mkdir()
    kept = Kept(tmp_path, tmp_path / "second")
    yield kept
    kept.keeper.close()
    kept.store.close()


def looked(kept, monkeypatch):
    """How often every page was looked at."""
    times, real = [], kept.store.look_over
    monkeypatch.setattr(kept.store, "look_over", lambda: (times.append(kept.clock.now()), real())[1])
    return times


def test_nothing_is_begun_before_nobody_has_been_there_for_a_while(kept, monkeypatch):
    times = looked(kept, monkeypatch)
    kept.minutes(int(QUIET_S / 60))
    kept.minutes(1, idle=False)
    kept.minutes(int(QUIET_S / 60))
    assert (times, kept.copies) == ([], [])
    kept.minutes(2)
    assert (len(times), len(kept.copies)) == (1, 1)


def test_each_page_is_looked_at_and_a_copy_made_once_a_day(kept, monkeypatch):
    times = looked(kept, monkeypatch)
    kept.minutes(3 * 24 * 60)
    assert len({local(at).date() for at in times}) == len(times) == 4
    assert len(kept.copies) == 4
    assert kept.keeper.health().backup == "ok"
    assert kept.keeper.health().backup_at.startswith("2026-11-25T17")


def test_while_dossiers_wait_for_the_line_a_copy_is_made_every_hour(kept, monkeypatch):
    made, real = [], kept.store.keep_copy
    monkeypatch.setattr(kept.store, "keep_copy", lambda folder: (made.append(kept.clock.now()), real(folder))[1])
    kept.minutes(125)
    assert len(made) == 1
    kept.store.submit(submission())
    kept.minutes(125)
    assert len(made) == 4
    kept.store.mark_sent(kept.store.unsent()[0].id, {})
    kept.minutes(125)
    assert len(made) == 4


def test_a_look_that_gave_way_is_taken_up_again(kept, monkeypatch):
    answers = [None, True]
    monkeypatch.setattr(kept.store, "look_over", lambda: answers.pop(0))
    kept.minutes(int(QUIET_S / 60) + 1)
    assert answers == [True]
    kept.minutes(1)
    assert answers == []


def test_a_second_place_that_is_gone_is_told_and_tried_again(kept, caplog):
    kept.second.rmdir()
    kept.minutes(20)
    assert kept.keeper.health().backup == "missing"
    assert kept.store.submit(submission()).number == 1
    kept.second.mkdir()
    kept.minutes(int(AGAIN_S / 60))
    assert kept.keeper.health().backup == "ok"
    assert [record.message for record in caplog.records] == ["no copy of the store: missing"]


def test_without_a_second_place_none_is_made_or_missed(tmp_path):
    kept = Kept(tmp_path, None)
    kept.minutes(20)
    assert (kept.keeper.health().backup, kept.keeper.health().backup_at) == ("none", None)
    kept.keeper.close()
    kept.store.close()


def test_a_log_that_was_changed_is_told_and_left_as_it_is(kept):
    kept.store.submit(submission())
    kept.store._write(lambda scope: scope.connection.execute("update audit set boot = 'b7f2' where seq = 2"))
    kept.minutes(20)
    assert kept.keeper.health().log_broken
    assert kept.store.quarantined is None
    assert not kept.store.verify_audit().ok


def test_a_disk_that_fails_under_a_look_is_logged_without_a_word_of_what_is_on_it(kept, monkeypatch, caplog):
    monkeypatch.setattr(kept.store, "look_over", lambda: (_ for _ in ()).throw(StoreFault("io")))
    kept.minutes(7)
    assert {record.message for record in caplog.records} == {"store not looked over: io"}
    assert keeper_module.log.name == "kiosk.machine.keeper"


def test_a_damaged_store_is_told_with_the_numbers_that_are_lost(tmp_path):
    with opened(tmp_path / "first") as store:
        for n in (1, 2):
            store.submit(submission(n, body=b"body %d" % n))
    path = tmp_path / "first" / "kiosk.db"
    path.write_bytes(path.read_bytes().replace(b"body 2", b"b0dy 2"))
    kept = Kept(tmp_path, None)
    health = kept.keeper.health()
    assert (health.quarantined, health.lost) == ("2026-11-23T02:41:12.000Z", ("A 0002",))
    assert [row.body for row in kept.store.unsent()] == [b"body 1"]
    kept.keeper.close()
    kept.store.close()
