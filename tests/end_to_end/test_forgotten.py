"""A whole kiosk with its screens, looked into after each walk: nothing of the citizen is held, said or on disk."""

import json
import os
import subprocess
import sys

import pytest

from kiosk.cli import KIVY
from kiosk.demo.people import citizen
from kiosk.identity.card import parse_card
from kiosk.proving.forget import Traces, hits
from kiosk.proving.forget_values import Values
from tests.end_to_end.strangers import answers_for, strangers
from tests.end_to_end.world import fresh_machine
from tests.kiosk.hub.office_box import MORNING

WALKS = {
    "finished": "idle",
    "cancelled:why": "home",
    "silent:confirm": "idle",
    "half-typed": "idle",
    "kept:why": "idle",
    "broken-walk:confirm": "out-of-order",
    "broken-screen:confirm": "out-of-order",
}
"""each with the page that it must lead to"""


@pytest.fixture(scope="module")
def served(office, clock, tmp_path_factory):
    """Reports by walk, and what the machine left on disk, in its log, its temp folder and Kivy's home."""
    root = tmp_path_factory.mktemp("forgotten")
    config = fresh_machine(office.box.config, root)
    for name in ("temp", "kivy"):
        (root / name).mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.forgetting", str(config), office.box.dock, *WALKS],
        env={**os.environ, **KIVY, "TMPDIR": str(root / "temp"), "KIVY_HOME": str(root / "kivy")},
        capture_output=True,
        timeout=150,
        check=True,
    )
    reports = dict(zip(WALKS, map(json.loads, ran.stdout.splitlines()), strict=True))
    values = Values(())
    for seed, _ in zip(strangers(clock), WALKS, strict=False):
        person = parse_card(citizen(seed, MORNING.date()).code, MORNING.date())
        values |= Values.of(person, answers_for(seed, person))
    said = (ran.stdout, ran.stderr)
    traces = Traces(root / "store", homes=(root / "kivy",), temp=root / "temp", crashes=(), spools=(), said=said)
    return reports, hits(traces, values)


@pytest.mark.slow
@pytest.mark.timeout(170)
@pytest.mark.parametrize("walk", WALKS)
def test_nothing_of_the_citizen_is_held_once_her_walk_has_ended(served, walk):
    """Slow: the first of these plays all the walks, with every page drawn."""
    reports, _ = served
    assert reports[walk]["held"] == []
    assert reports[walk]["page"] == WALKS[walk]


@pytest.mark.slow
@pytest.mark.timeout(170)
def test_widgets_do_not_grow_from_walk_to_walk(served):
    """Slow where it is run alone: it plays all the walks."""
    reports, _ = served
    at_rest = [report["widgets"] for report in reports.values() if report["page"] == "idle"]
    assert max(at_rest) <= 2 * min(at_rest)


@pytest.mark.slow
@pytest.mark.timeout(170)
def test_nothing_of_any_of_them_is_left_outside_the_process(served):
    """Slow where it is run alone: it plays all the walks."""
    _, left = served
    assert left == []
