"""What a seed decides of a soak, before it begins."""

import json
from collections import Counter
from dataclasses import asdict, replace

from kiosk.proving.script import Visit, script


def test_the_same_numbers_give_the_same_script():
    assert script(30, 9, 4) == script(30, 9, 4)
    assert script(30, 9, 4) != script(30, 9, 5)


def test_kills_hit_kiosk_and_hub_in_turn_each_in_a_walk_of_its_own():
    planned = script(30, 12, 1).kills
    assert Counter(kill.target for kill in planned) == {"kiosk": 6, "hub": 6}
    assert len({kill.visit for kill in planned}) == 12
    assert len({kill.step for kill in planned}) > 6


def test_more_kills_than_walks_all_find_one():
    assert sorted(Counter(kill.visit for kill in script(3, 7, 1).kills).values()) == [2, 2, 3]


def test_every_ending_comes_and_most_walks_are_for_the_end():
    endings = Counter(visit.ending for visit in script(300, 0, 1).visits)
    assert set(endings) == {"qr", "cash", "later", "left", "silent", "kept"}
    assert endings["qr"] + endings["cash"] + endings["later"] > 200


def test_nobody_types_what_another_typed():
    visits = script(60, 0, 2).visits
    for page in ("phone", "old-number"):
        assert len({visit.answers[page] for visit in visits}) == 60


def test_a_visit_goes_over_the_wire_and_comes_back_whole():
    visit = script(1, 0, 1).visits[0]
    assert Visit(**json.loads(json.dumps(asdict(visit)))) == replace(visit, answers=dict(visit.answers))
