"""What can be begun now: needs and what is away, as a table."""

from itertools import combinations

import pytest

from kiosk.line import Destination
from kiosk.procedures import Catalogue
from kiosk.procedures.model import Needs
from kiosk.procedures.reach import LOOKUP, Start, sees_money, start

LINE, HUB, PORTAL, BANK = Destination
PASSPORT = Catalogue.load()["cap-ho-chieu-pho-thong"].needs
ASKS_PORTAL = Needs(begin=(PORTAL,), send=(HUB,))
NOW, QUEUED, WAITS = Start
EVERY = [set(away) for count in range(5) for away in combinations(Destination, count)]


@pytest.mark.parametrize(
    ("away", "passport", "lookup", "asks_portal", "sees"),
    [
        (set(), NOW, NOW, NOW, True),
        ({LINE}, QUEUED, WAITS, WAITS, False),
        ({HUB}, QUEUED, WAITS, WAITS, False),
        ({PORTAL}, QUEUED, NOW, WAITS, True),
        ({BANK}, NOW, NOW, NOW, False),
        ({PORTAL, BANK}, QUEUED, NOW, WAITS, False),
        ({LINE, PORTAL, BANK}, QUEUED, WAITS, WAITS, False),
    ],
)
def test_what_can_be_begun(away, passport, lookup, asks_portal, sees):
    assert start(PASSPORT, away) is passport
    assert start(LOOKUP, away) is lookup
    assert start(ASKS_PORTAL, away) is asks_portal
    assert sees_money(PASSPORT, away) is sees


@pytest.mark.parametrize("away", EVERY)
def test_what_needs_nothing_is_never_stopped(away):
    assert start(Needs(), away) is NOW
    assert sees_money(Needs(), away)


@pytest.mark.parametrize("needs", [PASSPORT, LOOKUP, ASKS_PORTAL])
def test_more_that_is_away_never_makes_more_possible(needs):
    order = [NOW, QUEUED, WAITS]
    for fewer in EVERY:
        for more in EVERY:
            if fewer <= more:
                assert order.index(start(needs, fewer)) <= order.index(start(needs, more))
                assert sees_money(needs, fewer) >= sees_money(needs, more)
