"""Store, courier and client against a hub over real HTTP: every dossier arrives, in order, once in effect."""

import json
import random
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from kiosk.clock import ManualClock
from kiosk.dossiers.courier import Courier
from kiosk.store.scope import FURTHEST
from tests.kiosk.dossiers.fakehub import FAULTS, FakeHub, body_of, sealed
from tests.kiosk.store.support import NOW, opened, submission, wholeness


def drain(store, hub, clock, rounds=60):
    """Rounds without faults until nothing waits."""
    hub.faults.clear()
    hub.line_up()
    one = Courier(store, hub.client(clock), clock, random.Random(1))
    for _ in range(rounds):
        report = one.run_once()
        if report.next_wait is None:
            break
        clock.advance(report.next_wait.total_seconds())
    return store.unsent() + store.parked()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_costs_a_try_and_nothing_else(tmp_path, fault):
    clock = ManualClock(NOW)
    with FakeHub(clock) as hub, opened(tmp_path, clock) as store:
        dossier = submission(1).dossier
        store.submit(sealed(1))
        store.append(dossier, "says_paid", lambda seq: body_of(dossier, seq))
        hub.faults.extend([fault] * 3)
        Courier(store, hub.client(), clock, random.Random(1)).run_once()
        assert drain(store, hub, clock) == []
        assert [(name, seq) for name, seq, _ in hub.effects] == [(dossier, 1), (dossier, 2)]
        assert wholeness(store) == []


def test_a_slow_hub_that_has_it_is_asked_again_and_repeats(tmp_path):
    clock = ManualClock(NOW)
    with FakeHub(clock) as hub, opened(tmp_path, clock) as store:
        store.submit(sealed(1))
        hub.faults.append("slow")
        report = Courier(store, hub.client(read_s=0.1), clock, random.Random(1)).run_once()
        assert (report.postponed, report.trouble) == (1, "timeout")
        assert drain(store, hub, clock) == []
        assert len(hub.effects) == 1


def test_without_remembered_keys_the_same_faults_do_make_two(tmp_path):
    """The proof of the proof: the count above can fail."""
    clock = ManualClock(NOW)
    with FakeHub(clock) as hub, opened(tmp_path, clock) as store:
        hub.remembers_keys = False
        store.submit(sealed(1))
        hub.faults.append("cut-after-commit")
        Courier(store, hub.client(), clock, random.Random(1)).run_once()
        drain(store, hub, clock)
        assert len(hub.effects) == 2


YEAR = 365 * 86400


class Office(RuleBasedStateMachine):
    """Citizens submit, messages follow, line and hub misbehave, the hub fails at some messages for good, the clock on
    the wall is moved, the machine restarts. Nothing is lost, doubled, sent out of order, or held up by another's fault.
    """

    dossiers = Bundle("dossiers")

    def __init__(self):
        super().__init__()
        self.clock = ManualClock(NOW)
        self.hub = FakeHub(ManualClock(NOW))
        self.folder = Path(tempfile.mkdtemp(prefix="office-"))
        self.starts = 0
        self.expected = {}
        self.numbers = []
        self._start()

    def _start(self):
        self.starts += 1
        source = random.Random(self.starts)
        self.store = opened(self.folder, self.clock, boot=f"{self.starts:04d}", source=source)
        self.client = self.hub.client(self.clock)
        self.courier = Courier(self.store, self.client, self.clock, source)

    def _pass(self, seconds):
        self.clock.advance(seconds)
        self.hub.clock.advance(seconds)

    @initialize(target=dossiers)
    def two_citizens_came_before(self):
        begun = [self._submit(again=False) for _ in range(2)]
        for dossier in begun:
            for _ in range(2):
                self.append(dossier)
        return multiple(*begun)

    @rule(target=dossiers, again=st.booleans())
    def submit(self, again):
        return self._submit(again)

    def _submit(self, again):
        n = len(self.expected) + 1
        dossier = submission(n).dossier
        number = self.store.submit(sealed(n))
        if again:
            assert self.store.submit(sealed(n)) == number
        self.numbers.append(number.number)
        self.expected[dossier] = 1
        return dossier

    @rule(dossier=dossiers)
    def append(self, dossier):
        self.expected[dossier] += 1
        assert self.store.append(dossier, "slip", lambda seq: body_of(dossier, seq)) == self.expected[dossier]

    @rule(faults=st.lists(st.sampled_from((None, *FAULTS)), max_size=6), advance=st.sampled_from([0, 1, 30, 900, 3600]))
    def carry(self, faults, advance):
        self._pass(advance)
        self.hub.faults.clear()
        self.hub.faults.extend(faults)
        self.courier.run_once()

    @rule(faults=st.lists(st.sampled_from(FAULTS), min_size=1, max_size=3))
    def a_minute_later(self, faults):
        self.carry(faults, 60)

    @rule(dossier=dossiers, for_good=st.booleans())
    def the_hub_cannot_take_the_next_message(self, dossier, for_good):
        faults = self.hub.refused if for_good else self.hub.poisoned
        faults.add((dossier, len(self.hub.done(dossier)) + 1))

    @rule()
    def the_hub_is_mended_and_staff_have_all_sent_again(self):
        self.hub.refused.clear()
        self.hub.poisoned.clear()
        for row in self.store.parked():
            assert self.store.retry(row.id)

    @rule()
    def line_goes_down(self):
        self.hub.line_down()

    @rule()
    def line_comes_back(self):
        self.hub.line_up()

    @rule(seconds=st.sampled_from([0, 240, -240, YEAR, -YEAR]))
    def the_clock_on_the_wall_is_moved(self, seconds):
        before = self.store.next_wait(self.clock.now())
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))
        assert self.store.next_wait(self.clock.now()) == before

    @rule()
    def the_clock_on_the_wall_is_put_right(self):
        self.clock.set(self.hub.clock.now())

    @rule(seconds=st.sampled_from([0, 240, -YEAR]))
    def restart(self, seconds):
        self.store.close()
        self.clock.set(self.clock.now() + timedelta(seconds=seconds))
        self._start()

    @invariant()
    def what_arrived_is_a_beginning_in_order_without_repeats(self):
        for dossier, count in self.expected.items():
            arrived = [seq for seq, _ in self.hub.done(dossier)]
            assert arrived == list(range(1, len(arrived) + 1))
            assert len(arrived) <= count
        assert self.hub.gaps == 0

    @invariant()
    def what_did_not_arrive_is_still_here(self):
        here = {(row.dossier, row.seq) for row in [*self.store.unsent(), *self.store.parked()]}
        for dossier, count in self.expected.items():
            arrived = len(self.hub.done(dossier))
            assert {(dossier, seq) for seq in range(arrived + 1, count + 1)} <= here

    @invariant()
    def no_message_waits_longer_than_the_furthest(self):
        wait = self.store.next_wait(self.clock.now())
        assert wait is None or wait <= FURTHEST

    @invariant()
    def numbers_have_no_gap(self):
        assert self.numbers == list(range(1, len(self.numbers) + 1))

    def teardown(self):
        try:
            self.clock.set(self.hub.clock.now())
            broken = {name for name, _ in self.hub.poisoned | self.hub.refused}
            self._drain(lambda: all(row.dossier in broken for row in self.store.unsent()))
            for dossier in self.expected.keys() - broken:
                assert len(self.hub.done(dossier)) == self.expected[dossier]
            self.the_hub_is_mended_and_staff_have_all_sent_again()
            self._drain(lambda: not self.store.unsent())
            assert {dossier: len(self.hub.done(dossier)) for dossier in self.expected} == self.expected
            assert len({(name, seq) for name, seq, _ in self.hub.effects}) == len(self.hub.effects)
            assert self.store.parked() == []
            assert wholeness(self.store) == []
        finally:
            self.store.close()
            self.hub.__exit__()
            shutil.rmtree(self.folder)

    def _drain(self, done, rounds=60):
        self.hub.faults.clear()
        self.hub.line_up()
        for _ in range(rounds):
            if done():
                return
            report = self.courier.run_once()
            self._pass(report.next_wait.total_seconds() if report.next_wait else 0)
        assert done()


Office.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestOffice = Office.TestCase


KILLED = """
import os, random, sys
from pathlib import Path
from kiosk.clock import ManualClock
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from tests.kiosk.dossiers.fakehub import MACHINE_KEY, body_of, sealed
from tests.kiosk.store.support import NOW, opened, submission
from kiosk.proving.disk import Countdown, Disk, die

folder, port, point = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
clock = ManualClock(NOW)
countdown = Countdown({"write", "sync", "truncate"}, die)
disk = Disk(countdown)
store = opened(folder, clock, vfs=disk.name)

def stop(here):
    if here == point:
        os._exit(9)

class Client(HubClient):
    def send(self, key, body):
        stop("before-send")
        answer = super().send(key, body)
        stop("after-send")
        if point.startswith("receipt-"):
            countdown.arm(int(point.removeprefix("receipt-")))
        return answer

def build(number):
    stop("while-sealing")
    return body_of(submission(1).dossier, 1)

stop("before-submit")
if point.startswith("submit-"):
    countdown.arm(int(point.removeprefix("submit-")))
store.submit(sealed(1) if point != "while-sealing" else submission(1, build=build))
print("told", flush=True)
stop("after-submit")
Courier(store, Client(f"http://127.0.0.1:{port}", "may-2", MACHINE_KEY, clock), clock, random.Random(1)).run_once()
stop("after-receipt")
os._exit(8)
"""
POINTS = [
    "before-submit",
    "while-sealing",
    *[f"submit-{at}" for at in (1, 8, 14, 16, 18, 24)],
    "after-submit",
    "before-send",
    "after-send",
    *[f"receipt-{at}" for at in (1, 5, 8)],
    "after-receipt",
]


@pytest.mark.parametrize("point", POINTS)
def test_a_machine_killed_at_any_point_has_not_begun_or_arrives_once(tmp_path, point):
    clock = ManualClock(NOW)
    with FakeHub(clock) as hub:
        command = [sys.executable, "-c", KILLED, tmp_path, str(hub.port), point]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 9, run.stderr
        with opened(tmp_path, clock, boot="0002", source=random.Random(2)) as store:
            assert wholeness(store) == []
            begun = [stub.id for stub in store.dossiers()]
            assert "told" not in run.stdout or begun == [submission(1).dossier]
            assert drain(store, hub, clock) == []
            assert [(name, seq) for name, seq, _ in hub.effects] == [(dossier, 1) for dossier in begun]
            assert store.verify_audit().ok


def test_the_hub_reads_what_the_citizen_submitted(tmp_path):
    clock = ManualClock(NOW)
    with FakeHub(clock) as hub, opened(tmp_path, clock) as store:
        store.submit(sealed(1))
        assert drain(store, hub, clock) == []
        [(_, inside)] = hub.done(submission(1).dossier)
        assert inside == {"schema": "dossier/1", "id": submission(1).dossier, "seq": 1}
        [row] = [store.outbox(request[3]["Idempotency-Key"]) for request in hub.requests]
        assert row.response["id"] == row.id
        assert json.dumps(row.response)
