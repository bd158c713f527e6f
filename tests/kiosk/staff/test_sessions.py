import pytest

from kiosk.clock import ManualClock
from kiosk.staff import Officer, Sessions, hash_pin
from kiosk.staff.sessions import IDLE_SECONDS
from tests.kiosk.hub.office_box import LE, MORNING, PIN

OFFICER = Officer(id="le", name=LE, pin_hash=hash_pin(PIN, quick=True))


@pytest.fixture
def clock():
    return ManualClock(MORNING)


@pytest.fixture
def sessions(clock):
    return Sessions(clock.monotonic)


def test_a_cookie_finds_its_session_and_nothing_else_does(sessions):
    cookie = sessions.begin(OFFICER, "09:44")
    assert sessions.find(cookie).officer is OFFICER
    for other in (None, "", cookie[:-1], cookie + "x"):
        assert sessions.find(other) is None


def test_idleness_ends_it_and_a_touch_keeps_it(sessions, clock):
    cookie = sessions.begin(OFFICER, "09:44")
    clock.advance(IDLE_SECONDS)
    assert sessions.find(cookie)
    clock.advance(IDLE_SECONDS)
    assert sessions.find(cookie, touch=False)
    clock.advance(1)
    assert sessions.find(cookie) is None
    assert sessions.find(cookie) is None


def test_ending_it_is_final(sessions):
    cookie = sessions.begin(OFFICER, "09:44")
    sessions.end(cookie)
    sessions.end(cookie)
    sessions.end(None)
    assert sessions.find(cookie) is None


def test_each_session_has_its_own_token(sessions):
    one, other = (sessions.find(sessions.begin(OFFICER, "09:44")) for _ in range(2))
    assert one.holds(one.csrf)
    assert not one.holds(other.csrf)
    assert not one.holds("ầ")
    assert not one.holds("")
