"""The watch over the line: what is away, what is only behind it, whom it touches, and what is never counted."""

import errno
import socket
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.clock import ManualClock
from kiosk.dossiers.answers import FarState
from kiosk.line import GOOD, Cause, Destination, Exchange, Quality
from kiosk.machine import news as news_module
from kiosk.machine.line_watch import LineWatch
from kiosk.machine.reach import Reached, tcp_reach
from kiosk.store import StoreFault
from kiosk.store.line_reading import read_book
from tests.kiosk.store.support import opened

START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""08:30 in Vietnam"""
FINE = {"portal": FarState(quality="good"), "bank": FarState(quality="good")}


class World:
    """A watch whose exchanges are told by hand, twenty seconds apart."""

    def __init__(self, folder):
        self.clock = ManualClock(START)
        self.store = opened(folder, self.clock)
        self.reached = Reached(None, 0.01)
        self.offset = timedelta(0)
        self.begin()

    def begin(self):
        self.watch = LineWatch(
            self.store, self.clock, lambda: self.reached, lambda: self.offset, lambda at: at.hour < 4
        )

    def live(self, seconds, cause=None, far=FINE, took=0.0):
        """Exchanges for so long."""
        for _ in range(seconds // 20):
            now = self.clock.monotonic()
            self.watch.heard(Exchange(now, now + took, cause))
            if cause is None:
                self.watch.told(far)
            self.clock.advance(20)

    def book(self):
        self.watch.close()
        return read_book(self.store.path)

    def minutes(self):
        """(destination, cause or None) -> minutes."""
        sums = Counter()
        for row in self.book().hours:
            sums[row.destination, row.state.cause] += row.ms
        return {key: ms / 60_000 for key, ms in sums.items() if ms}


@pytest.fixture
def world(tmp_path):
    world = World(tmp_path)
    yield world
    world.store.close()


def test_a_hub_that_does_not_answer_is_not_the_line(world):
    world.live(120)
    world.live(180, Cause.TIMEOUT)
    world.live(80)
    assert world.minutes() == {
        (Destination.LINE, None): 6,
        (Destination.HUB, None): 3,
        (Destination.HUB, Cause.TIMEOUT): 3,
        (Destination.PORTAL, None): 3,
        (Destination.BANK, None): 3,
    }


def test_a_question_that_waited_in_vain_counts_from_its_beginning(world):
    world.live(120)
    world.live(180, Cause.TIMEOUT, took=5.0)
    world.live(80)
    assert world.minutes()[Destination.HUB, Cause.TIMEOUT] == 3


def test_the_line_that_is_back_is_seen_though_the_hub_stays_away(world):
    world.reached = Reached(Cause.UNREACHABLE, 0.0)
    world.live(60, Cause.REFUSED)
    assert set(world.watch.away()) == {Destination.LINE}
    world.reached = Reached(None, 0.01)
    world.live(60, Cause.REFUSED)
    assert set(world.watch.away()) == {Destination.HUB}


def test_a_dead_line_says_nothing_of_what_lies_behind_it(world):
    world.live(120)
    world.reached = Reached(Cause.UNREACHABLE, 0.0)
    world.live(180, Cause.REFUSED)
    world.reached = Reached(None, 0.01)
    world.live(80)
    assert world.minutes() == {
        (Destination.LINE, None): 3,
        (Destination.LINE, Cause.UNREACHABLE): 3,
        (Destination.HUB, None): 3,
        (Destination.PORTAL, None): 3,
        (Destination.BANK, None): 3,
    }


def test_what_the_hub_says_of_portal_and_bank_is_kept(world):
    world.live(60)
    world.live(120, far={"portal": FarState(quality="down", cause="timeout"), "bank": FarState(quality="good")})
    assert set(world.watch.away()) == {Destination.PORTAL}
    world.live(20)
    assert world.minutes()[Destination.PORTAL, Cause.TIMEOUT] == 2


def test_what_only_a_newer_hub_says_is_not_known(world):
    world.live(60, far={"portal": FarState(quality="dreaming"), "bank": FarState(quality="down", cause="moon")})
    assert {key[0] for key in world.minutes()} == {Destination.LINE, Destination.HUB}


@pytest.mark.parametrize(("connected_s", "slow"), [(1.2, Destination.LINE), (0.02, Destination.HUB)])
def test_slowness_is_the_lines_where_the_connection_alone_is_slow(world, connected_s, slow):
    world.reached = Reached(None, connected_s)
    world.live(80, took=3.0)
    rows = [row for row in world.book().hours if row.state.quality is Quality.SLOW and row.ms]
    assert {row.destination for row in rows} == {slow}


def test_a_program_that_is_off_measures_nothing(world):
    world.live(120, Cause.BUSY)
    world.watch.close()
    world.clock.advance(3600)
    world.begin()
    world.live(60)
    assert sum(world.minutes().values()) == pytest.approx(2 * 100 / 60 + 4 * 40 / 60)


def test_a_machine_that_slept_measures_nothing_meanwhile(world):
    world.live(60, Cause.BUSY)
    world.clock.advance(3600)
    world.live(60, Cause.BUSY)
    assert world.minutes()[Destination.HUB, Cause.BUSY] == pytest.approx(2 * 40 / 60)


def test_hours_are_those_of_the_hubs_clock_however_this_one_is_stepped(world):
    world.live(20 * 60)
    for step in (timedelta(hours=5), timedelta(hours=-7)):
        world.clock.set(world.clock.now() + step)
        world.offset -= step
        world.live(20 * 60)
    hours = Counter()
    for row in world.book().hours:
        if row.destination is Destination.LINE:
            hours[row.hour] += round(row.ms / 60_000)
    assert hours == {8: 30, 9: 30}


def test_an_hour_in_which_the_office_opens_is_parted(world):
    world.clock.advance(2.25 * 3600)  # 10:45; the office of this test shuts at 11:00
    world.live(30 * 60 + 20)
    parts = {
        (row.hour, row.open): row.ms / 60_000
        for row in world.book().hours
        if row.destination is Destination.HUB and row.state == GOOD
    }
    assert parts == {(10, True): 15, (11, False): 15}


def test_a_probe_of_two_hours_is_parted_at_the_hour(world):
    world.clock.advance(29 * 60 + 50)
    world.live(40)
    parts = {row.hour: row.ms for row in world.book().hours if row.destination is Destination.LINE}
    assert parts == {8: 10_000, 9: 10_000}


def test_a_change_is_written_at_once(world, monkeypatch):
    world.live(60)
    world.watch.close()
    written = []
    monkeypatch.setattr(world.store, "keep_line_page", written.append)
    world.live(20, Cause.BUSY)
    assert written == []
    world.live(20, Cause.BUSY)
    assert len(written) == 1


def test_the_book_is_written_once_a_minute_and_when_a_state_changes(world, monkeypatch):
    written = []
    monkeypatch.setattr(world.store, "keep_line_page", lambda page: written.append(world.clock.monotonic()))
    world.live(600)
    assert len(written) <= 12
    before = len(written)
    world.live(40, Cause.BUSY)
    assert len(written) > before


def test_after_a_power_cut_at_most_the_last_minute_is_missing(world):
    world.live(600)
    kept = sum(row.ms for row in read_book(world.store.path).hours if row.destination is Destination.HUB)
    assert 580_000 - 60_000 <= kept <= 580_000


def test_a_store_that_cannot_be_written_costs_the_minute_only(world, monkeypatch):
    def full(page):
        raise StoreFault("full")

    with monkeypatch.context() as patched:
        patched.setattr(world.store, "keep_line_page", full)
        world.live(120)
    world.live(120)
    assert 1 <= world.minutes()[Destination.HUB, None] <= 3


def test_everyone_at_the_machine_is_counted_once_for_an_outage(world):
    world.watch.walk_began()
    world.live(60)
    world.live(120, Cause.BUSY)
    world.live(60)
    world.live(120, Cause.BUSY)
    world.watch.walk_ended()
    world.watch.walk_began()
    world.watch.turned_away()
    world.watch.walk_ended()
    world.live(60)
    world.watch.walk_began()
    counts = {(row.destination, row.turned_away): row.count for row in world.book().people}
    assert counts == {(Destination.HUB, False): 2, (Destination.HUB, True): 1}


def test_what_could_not_be_done_counts_once_for_the_nearest_cause(world):
    world.live(60, far={name: FarState(quality="down", cause="cut") for name in FINE})
    world.watch.turned_away()
    assert [(row.destination, row.count) for row in world.book().people] == [(Destination.PORTAL, 1)]


def test_a_dossier_sealed_with_everything_there_costs_no_write(world, monkeypatch):
    kept = []
    monkeypatch.setattr(world.store, "delayed_by_line", lambda *row: kept.append(row))
    world.live(60)
    world.watch.sealed("01a20647-6540-7c31-9a40-5d2e8f10ffff")
    assert kept == []


def test_a_dossier_sealed_with_everything_there_is_not_delayed(world):
    world.live(60)
    world.watch.sealed("01a20647-6540-7c31-9a40-5d2e8f10ffff")
    world.live(60, Cause.TIMEOUT)
    world.watch.sealed("01a20647-6540-7c31-9a40-5d2e8f10fffe")
    assert [(row.dossier[-1], row.destination) for row in world.book().delays] == [("e", Destination.HUB)]


def test_a_real_machine_keeps_its_book_and_the_hub_tells_it_of_the_bank(bench, monkeypatch):
    monkeypatch.setattr(news_module, "poll_wait", lambda watched: 0)
    for _ in range(4):
        bench.hub.feed.step()
        bench.news.ask_once()
        bench.clock.advance(20)
    bench.line.cut()
    for _ in range(4):
        bench.news.ask_once()
        bench.clock.advance(20)
    assert set(bench.watch.away()) & {Destination.LINE, Destination.HUB}
    bench.watch.close()
    rows = read_book(bench.store.path).hours
    assert {row.destination for row in rows if row.ms} == {Destination.LINE, Destination.HUB, Destination.BANK}
    assert sum(row.ms for row in rows if row.state.quality.away) == 60_000


def test_a_real_machine_says_what_is_away_and_not_what_lies_behind_it(bench, monkeypatch):
    monkeypatch.setattr(news_module, "poll_wait", lambda watched: 0)
    bench.feed.down = True
    for _ in range(3):
        bench.hub.feed.step()
        bench.news.ask_once()
        bench.clock.advance(20)
    assert set(bench.machine.away()) == {Destination.BANK}
    bench.line.cut()
    for _ in range(3):
        bench.news.ask_once()
        bench.clock.advance(20)
    [(near, since)] = bench.machine.away().items()
    assert near in (Destination.LINE, Destination.HUB)
    assert since == bench.machine.line_down_since()
    bench.line.mend()
    bench.feed.down = False
    for _ in range(2):
        bench.hub.feed.step()
        bench.news.ask_once()
    assert bench.machine.away() == {}


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (ConnectionRefusedError(), None),
        (TimeoutError(), Cause.TIMEOUT),
        (OSError(errno.ENETUNREACH, "no route"), Cause.UNREACHABLE),
        (socket.gaierror(socket.EAI_NONAME, "no name"), Cause.UNREACHABLE),
    ],
)
def test_a_host_that_refuses_was_reached_and_one_without_a_way_or_name_was_not(monkeypatch, error, cause):
    def fail(address, limit):
        raise error

    monkeypatch.setattr(socket, "create_connection", fail)
    assert tcp_reach("https://hub.example")().cause is cause


def test_a_host_that_listens_is_reached_at_its_port():
    with socket.create_server(("127.0.0.1", 0)) as host:
        assert tcp_reach(f"http://127.0.0.1:{host.getsockname()[1]}/")().cause is None
        assert host.accept()
