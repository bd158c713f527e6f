"""What an abrupt stop left: for whom, how long, and what the clocks may do to it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import ManualClock, from_text
from kiosk.demo.gallery import SAMPLE_NOW
from kiosk.journey.session import Answer, Session
from kiosk.machine.minutes import KEPT_FOR, STEP
from kiosk.machine.unfinished import Unfinished
from kiosk.store import Store
from tests.kiosk.machine.cuts import DEVICE_KEY, Fuse, PowerCut

MINUTES = KEPT_FOR.total_seconds()


class Machine:
    """A store that is opened anew at every start, and what waits in it. The number of a card is its text here."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "store.sqlite"
        self.clock = ManualClock(SAMPLE_NOW)
        self.boots = 0
        self.store: Store | None = None
        self.start()

    def start(self, *, boot: bool = True) -> None:
        """After a cut of the power; `boot` False: the program alone was started anew."""
        if self.store is not None:
            self.store.close()
        self.boots += boot
        self.store = Store.open(self.path, DEVICE_KEY, self.clock, machine="may-2", boot=f"boot-{self.boots}")
        self.waiting = Unfinished(self.store, self.clock, lambda s: s.card_text if s.answers else None)
        self.waiting.recover()

    def save(self, id_: str, card: str = "031155000678", *, answers: bool = True) -> None:
        given = {"mother-name": Answer("Trần Thị Huệ", value="Trần Thị Huệ")} if answers else {}
        session = Session(id_, self.clock.now().isoformat(), card_text=card, answers=given)
        self.store.save_session(id_, session.to_dict())

    def offered(self, card: str = "031155000678") -> str | None:
        session = self.waiting.of(card)
        return session.id if session else None

    def dropped(self) -> list[str]:
        rows = self.store._read(
            lambda scope: scope.connection.execute(
                "select json_extract(keys, '$.reason') from audit where event = 'session.dropped' order by seq"
            ).fetchall()
        )
        return [reason for (reason,) in rows]


@pytest.fixture
def machine(tmp_path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.store.close()


def test_the_same_card_is_offered_its_answers_for_fifteen_minutes_after_the_machine_is_back(machine):
    machine.save("s-1")
    machine.clock.advance(8 * 3600)
    machine.start()
    machine.clock.advance(MINUTES - 1)
    machine.waiting.tidy()
    assert machine.offered() == "s-1"
    machine.clock.advance(1)
    assert machine.offered() is None


def test_they_are_erased_by_the_first_tidying_after_that(machine):
    machine.save("s-1")
    machine.start()
    machine.clock.advance(MINUTES)
    assert machine.store.sessions() == ["s-1"]
    machine.waiting.tidy()
    assert machine.store.sessions() == []
    assert machine.dropped() == ["late"]
    machine.start()
    assert machine.offered() is None


def test_another_card_is_offered_nothing_and_takes_nothing_away(machine):
    machine.save("s-1")
    machine.start()
    assert machine.offered("031145000236") is None
    assert machine.offered() == "s-1"


def test_what_holds_no_answers_does_not_wait(machine):
    machine.save("s-1", answers=False)
    machine.start()
    assert machine.store.sessions() == []
    assert machine.offered() is None


def test_a_program_started_anew_goes_on_counting_whatever_the_wall_clock_says(machine):
    machine.save("s-1")
    machine.start()
    machine.clock.advance(60)
    machine.clock.set(from_text("2030-01-01T00:00:00Z"))
    machine.start(boot=False)
    machine.clock.advance(MINUTES - 61)
    assert machine.offered() == "s-1"
    machine.clock.advance(1)
    assert machine.offered() is None


def test_over_a_second_cut_the_time_on_the_wall_counts(machine):
    machine.save("s-1")
    machine.start()
    machine.clock.advance(300)
    machine.waiting.tidy()
    machine.clock.advance(300)
    machine.start()
    machine.clock.advance(MINUTES - 601)
    assert machine.offered() == "s-1"
    machine.clock.advance(1)
    assert machine.offered() is None


def test_a_second_cut_that_outlasts_the_minutes_erases_them(machine):
    machine.save("s-1")
    machine.start()
    machine.clock.advance(MINUTES + 1)
    machine.start()
    assert machine.store.sessions() == []
    assert machine.dropped() == ["late"]


@pytest.mark.parametrize("wall", [None, "2020-01-01T00:00:00Z"])
def test_no_row_of_cuts_makes_the_minutes_longer_though_the_wall_clock_stands_or_goes_back(machine, wall):
    machine.save("s-1")
    machine.start()
    starts = 0
    while machine.offered() is not None:
        if wall:
            machine.clock.set(from_text(wall))
        machine.start()
        starts += 1
        assert starts <= KEPT_FOR / STEP
    assert machine.store.sessions() == []


def test_a_later_walk_that_was_cut_takes_the_place_of_one_that_waits(machine):
    machine.save("s-1")
    machine.start()
    machine.clock.advance(600)
    machine.save("s-0", "031145000236")
    machine.start()
    assert machine.store.sessions() == ["s-0"]
    assert machine.dropped() == ["newer"]
    machine.clock.advance(MINUTES - 1)
    assert machine.offered("031145000236") == "s-0"


def test_a_later_walk_without_answers_does_not(machine):
    machine.save("s-1")
    machine.start()
    machine.save("s-2", "031145000236", answers=False)
    machine.start()
    assert machine.store.sessions() == ["s-1"]
    assert machine.offered() == "s-1"


@pytest.mark.parametrize("write", range(1, 6))
@pytest.mark.parametrize("how", ["before", "inside"])
def test_a_cut_while_the_machine_comes_back_changes_nothing_of_that(machine, how, write):
    machine.save("s-2")
    machine.start()
    machine.save("s-1", "031145000236")
    fuse = Fuse()
    fuse.guard(machine.store)
    fuse.arm(**{how: write})
    waiting = Unfinished(machine.store, machine.clock, lambda s: s.card_text if s.answers else None)
    try:
        waiting.recover()
    except PowerCut:
        assert write <= fuse.written
    else:
        assert write > fuse.written >= 3
    machine.start()
    assert machine.store.sessions() == ["s-1"]
    assert machine.offered("031145000236") == "s-1"
    assert machine.offered() is None


@pytest.mark.parametrize("change", [{"mood": "good"}, {"stage": "waltz"}, {"answers": None}, {"stage": None}])
def test_a_walk_written_by_another_version_of_the_program_is_erased(machine, change):
    machine.save("s-1")
    state = {**machine.store.load_session("s-1"), **change}
    machine.store.save_session("s-1", {key: value for key, value in state.items() if value is not None})
    machine.start()
    assert machine.store.sessions() == []


def test_what_waits_ends_once_and_for_all(machine):
    machine.save("s-1")
    machine.start()
    machine.waiting.end("wrong")
    machine.waiting.end("left")
    assert (machine.offered(), machine.store.sessions(), machine.dropped()) == (None, [], ["wrong"])


def test_a_stop_that_was_meant_erases_what_waits_and_what_is_under_way(machine):
    machine.save("s-1")
    machine.start()
    machine.save("s-2", "031145000236")
    assert machine.waiting.erase_all() == 2
    machine.start()
    assert machine.store.sessions() == []
    assert machine.offered() is None


# the whole machine


def test_the_machine_offers_it_to_its_card_tells_the_hub_of_it_and_erases_it_in_time(bench):
    session = bench.session()
    bench.machine.save(session)
    again = bench.cut()
    try:
        number = str(again.person().number)
        assert again.machine.unfinished(number).answers == session.answers
        assert again.machine.unfinished("031145000236") is None
        assert ("session.found", {"session": session.id}) in again.audit()
        assert told(again) == [1]
        again.clock.advance(MINUTES)
        assert again.machine.unfinished(number) is None
        again.machine.tidy()
        assert again.store.sessions() == []
        assert told(again) == [0]
    finally:
        again.stop()


def test_what_was_sealed_does_not_wait_and_what_goes_on_is_kept_under_its_new_walk(bench):
    bench.sealed()
    again = bench.cut()
    try:
        assert again.machine.unfinished(str(again.person().number)) is None
        again.machine.save(again.session("01a20647-6540-7c31-9a40-000000000002"))
        last = again.cut()
        try:
            last.machine.save(last.session("01a20647-6540-7c31-9a40-000000000003"))
            last.machine.end_unfinished("resumed")
            assert last.store.sessions() == ["01a20647-6540-7c31-9a40-000000000003"]
            assert ("session.resumed", {"session": "01a20647-6540-7c31-9a40-000000000002"}) in last.audit()
        finally:
            last.stop()
    finally:
        again.stop()


def told(bench):
    """What the hub knows of it after the next heartbeat."""
    bench.news._beat(bench.clock.monotonic())
    rows = bench.hub.store.read(lambda tx: tx.all("select data from heartbeats"))
    return [json.loads(row["data"])["unfinished"] for row in rows]
