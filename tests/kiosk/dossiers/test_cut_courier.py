"""The power is cut at every write of every move of a message: after the start each arrives once, in order."""

import itertools
import random

import pytest

from kiosk.clock import ManualClock
from kiosk.dossiers.answers import Conflict, Down, Ok, Receipt, Refused, Repeat, Trouble
from kiosk.dossiers.courier import Courier
from kiosk.store import OutboxState
from kiosk.store.records import OUTBOX_MOVES
from tests.kiosk.machine.cuts import Fuse, PowerCut
from tests.kiosk.store.support import NOW, opened, submission

ONE, TWO = submission(1).dossier, submission(2).dossier
QUEUED, SENT, PARKED = OutboxState.QUEUED, OutboxState.SENT, OutboxState.PARKED


class Hub:
    """Takes every id once, each dossier's messages in their order only; `next_answer` comes in place of the first."""

    def __init__(self):
        self.taken: dict[str, bytes] = {}
        self.next_answer = None

    def send(self, key, body):
        receipt = Receipt(id=key, dossier="d", seq=1, received_at=NOW)
        answer, self.next_answer = self.next_answer, None
        if answer is not None:
            return answer
        if key in self.taken:
            return Repeat(receipt)
        dossier, seq = body.split(b"-")
        before = [known for known in self.taken.values() if known.startswith(dossier)]
        if len(before) + 1 != int(seq):
            return Conflict("gap", len(before) + 1)
        self.taken[key] = body
        return Ok(receipt)


class World:
    """A store with three messages of two dossiers, its courier, and a hub that outlives them."""

    def __init__(self, folder):
        self.folder, self.clock, self.hub, self.fuse = folder, ManualClock(NOW), Hub(), Fuse()
        self.boots = 0
        self.store = opened(folder, self.clock)
        for n in (1, 2):
            self.store.submit(submission(n, body=b"%d-1" % n))
        self.store.append(ONE, "slip", lambda seq: b"1-%d" % seq)
        self.rows = {(row.dossier, row.seq): row.id for row in self.store.unsent()}
        self.first = self.rows[ONE, 1]
        self.begin()

    def begin(self):
        self.courier = Courier(self.store, self.hub, self.clock, random.Random(3))

    def restart(self):
        self.store.close()
        self.boots += 1
        self.store = opened(self.folder, self.clock, boot=f"boot-{self.boots}")
        self.begin()

    def state(self):
        return self.store.outbox(self.first).state

    def carry(self):
        self.courier.run_once()

    def drain(self):
        """Time passes, staff put back what is parked, until nothing waits."""
        for _ in range(30):
            for row in self.store.parked():
                self.store.retry(row.id)
            self.clock.advance(120)
            self.carry()
            if not self.store.unsent() and not self.store.parked():
                return


def lost_answer(world):
    """The hub has it, the machine does not know; staff are to look at it, and then the answer is found."""
    world.hub.send(world.first, b"1-1")
    world.store.park(world.first, "form")


def refused(world):
    world.hub.next_answer = Refused("form", 422)


def refused_and_parked(world):
    refused(world)
    world.carry()


def hub_away(world):
    world.hub.next_answer = Down(Trouble.CUT)


def took_it_unheard(world):
    """The hub takes it, its answer is cut."""
    world.hub.send(world.first, b"1-1")
    hub_away(world)


def carry(world):
    world.carry()


def put_back(world):
    world.store.retry(world.first)


def answered_late(world):
    world.store.mark_sent(world.first, {"id": world.first})


WAYS = {
    (QUEUED, SENT): [(lambda world: None, carry)],
    (QUEUED, QUEUED): [(hub_away, carry), (took_it_unheard, carry), (lambda world: None, put_back)],
    (QUEUED, PARKED): [(refused, carry)],
    (PARKED, QUEUED): [(refused_and_parked, put_back), (lost_answer, put_back)],
    (PARKED, SENT): [(lost_answer, answered_late)],
}
"""Move -> what brings it about: how it comes to it, and the act in which it is made."""
CASES = [(move, way) for move, ways in WAYS.items() for way in ways]


def test_every_move_of_the_table_has_a_way():
    assert {(a, b) for a, to in OUTBOX_MOVES.items() for b in to} == set(WAYS)
    assert set(OUTBOX_MOVES) == set(OutboxState)


@pytest.mark.parametrize(("move", "way"), CASES)
def test_uncut_the_way_makes_its_move(tmp_path, move, way):
    world = World(tmp_path)
    come, act = way
    come(world)
    assert world.state() is move[0]
    act(world)
    assert world.state() is move[1]
    world.store.close()


@pytest.mark.parametrize(("move", "way"), CASES)
def test_wherever_it_is_cut_each_message_arrives_once_and_in_order(tmp_path, move, way):
    come, act = way
    for number, point in enumerate(points()):
        world = World(tmp_path / str(number))
        come(world)
        world.fuse.guard(world.store)
        world.fuse.arm(**point)
        cut = False
        try:
            act(world)
        except PowerCut:
            cut = True
        world.restart()
        assert world.state() in move
        world.drain()
        assert world.store.unsent() == world.store.parked() == []
        assert sorted(world.hub.taken) == sorted(world.rows.values())
        assert [body for body in world.hub.taken.values() if body.startswith(b"1")] == [b"1-1", b"1-2"]
        assert world.store.check() == []
        world.store.close()
        if not cut:
            break
    assert number > 1


def points():
    """Before the first write, inside it, before the second one, and so on, to a write that never comes."""
    yield {"before": 1}
    for write in itertools.count(1):
        yield {"inside": write}
        yield {"before": write + 1}


@pytest.mark.parametrize("state", [state for state, to in OUTBOX_MOVES.items() if not to])
def test_nothing_moves_what_has_come_to_its_end(tmp_path, state):
    world = World(tmp_path)
    world.carry()
    assert world.state() is state
    world.store.park(world.first, "form")
    assert world.store.retry(world.first) is False
    world.store.reschedule(world.first, world.clock.now(), 1, "cut")
    assert world.state() is state
    world.store.close()
