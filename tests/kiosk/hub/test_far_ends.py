"""What the hub knows of portal and bank by its own exchanges, and what it tells machines of it."""

import pytest

from kiosk.clock import ManualClock
from kiosk.hub.far_ends import KEPT_S, LOOK_S, FarEnds, WatchedFeed, WatchedPortal
from kiosk.hub.feed import Page
from kiosk.hub.portal import NotThere, Pending, Unknown
from kiosk.line import Cause, Destination
from tests.kiosk.store.support import NOW


class Portal:
    def __init__(self):
        self.outcome, self.found, self.asked = Pending(), NotThere(), 0
        self.takes = lambda: None

    def submit(self, key, procedure, applicant, payload):
        self.takes()
        return self.outcome

    def update(self, key, procedure, applicant, payload):
        return self.outcome

    def find(self, key):
        self.asked += 1
        return self.found


@pytest.fixture
def clock():
    return ManualClock(NOW)


@pytest.fixture
def ends(clock):
    return FarEnds(clock)


@pytest.fixture
def portal():
    return Portal()


@pytest.fixture
def watched(portal, ends, clock):
    return WatchedPortal(portal, ends, clock.monotonic)


def submit(watched):
    return watched.submit("key", "1.001456", {}, {})


def test_two_failures_make_the_portal_away_since_the_first(watched, portal, ends, clock):
    assert submit(watched) == Pending()
    first = clock.now()
    portal.outcome = Unknown("silent")
    submit(watched)
    assert ends.wire()["portal"]["quality"] == "good"
    clock.advance(30)
    submit(watched)
    assert ends.wire() == {"portal": {"quality": "down", "cause": "timeout"}}
    assert ends.states()[Destination.PORTAL][1] == first


def test_a_portal_that_is_silent_is_away_since_it_was_asked(watched, portal, ends, clock):
    began = clock.now()
    portal.outcome = Unknown("silent")
    portal.takes = lambda: clock.advance(30)
    submit(watched)
    submit(watched)
    assert ends.states()[Destination.PORTAL][1] == began


def test_an_idle_portal_is_looked_at(watched, portal, ends, clock):
    watched.look()
    assert portal.asked == 0
    clock.advance(LOOK_S)
    watched.look()
    watched.look()
    assert portal.asked == 1
    assert ends.wire()["portal"]["quality"] == "good"


def test_where_a_dossier_met_the_fault_its_own_next_try_is_the_probe(watched, portal, clock):
    portal.outcome = Unknown("server")
    submit(watched)
    clock.advance(10 * LOOK_S)
    watched.look()
    assert portal.asked == 0
    portal.outcome = Pending()
    submit(watched)
    clock.advance(LOOK_S)
    watched.look()
    assert portal.asked == 1


def test_a_word_that_is_old_is_no_word(watched, portal, ends, clock):
    submit(watched)
    clock.advance(KEPT_S)
    assert ends.wire()
    clock.advance(1)
    assert ends.wire() == {}


def test_a_bank_whose_answers_cannot_be_read_is_away(ends, clock):
    class Feed:
        page = Page((), 0)

        def since(self, cursor):
            return self.page

    feed = Feed()
    watched = WatchedFeed(feed, ends, clock.monotonic)
    watched.since(0)
    feed.page = None
    for _ in range(2):
        clock.advance(3)
        assert watched.since(0) is None
    assert ends.states()[Destination.BANK][0].cause is Cause.UNREAD


def test_machines_are_told(hub, machine, portal):
    assert machine.get("/api/v1/changes?since=0").json()["far"] == {}
    hub.feed.step()
    assert machine.get("/api/v1/changes?since=0").json()["far"] == {"bank": {"quality": "good", "cause": None}}
