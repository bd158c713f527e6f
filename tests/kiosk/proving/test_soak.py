"""The soak: what the product promises holds over bad lines and kills, and where it does not, the soak says so."""

import json
import sys

import pytest

from kiosk.cli import main
from kiosk.commands.soak import KIOSK
from kiosk.proving.faults import Fault, named
from kiosk.proving.soak import Orders, soak

KEYS = ["walks", "acknowledged", "lost", "duplicated", "leaked", "parked", "kills", "requests", "seconds"]
AFTER_COMMIT = (Fault.CUT_AFTER_COMMIT, Fault.SERVER_ERROR_AFTER_COMMIT, Fault.TRUNCATED)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_nothing_is_lost_doubled_or_left_over_bad_lines_with_kills(tmp_path):
    """Slow: twenty walks through processes that are killed six times and start anew (some 40 s)."""
    result = soak(Orders(walks=20, faults=named("all"), kills=6, seed=11), tmp_path, KIOSK)
    assert result.acknowledged >= 8
    assert result.requests > 150
    assert result.kills == 6
    assert (result.lost, result.duplicated, result.leaked, result.parked) == (0, 0, 0, 0)
    assert result.faults == ()
    assert result.good


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_without_keys_that_outlive_a_try_walks_are_doubled_and_the_soak_counts_them(tmp_path):
    """Slow: processes are started and the lines drained (some 15 s)."""
    orders = Orders(walks=6, faults=AFTER_COMMIT, kills=0, seed=5, idempotency=False)
    result = soak(orders, tmp_path, KIOSK)
    assert result.duplicated > 0
    assert result.lost == 0
    assert not result.good


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_a_kiosk_that_drops_messages_and_logs_names_is_caught_at_both(tmp_path):
    """Slow: processes are started and the lines drained (some 15 s)."""
    command = (sys.executable, "-m", "tests.kiosk.proving.planted_kiosk")
    result = soak(Orders(walks=3, faults=(), kills=0, seed=5), tmp_path, command)
    assert result.lost == result.acknowledged > 0
    assert {hit.place for hit in result.hits} == {"logs"}
    assert {hit.kind for hit in result.hits} == {"name"}
    assert result.faults == (f"{result.lost} dossiers that the kiosk has sealed never came to the portal",)
    assert not result.good


@pytest.mark.slow
@pytest.mark.timeout(100)
def test_the_command_ends_with_the_figures_and_the_faults_on_stderr(capsys):
    """Slow: processes are started (some 8 s)."""
    assert main(["soak", "--walks", "1", "--faults", "none", "--kills", "0", "--seed", "3"]) == 0
    said = capsys.readouterr()
    assert list(json.loads(said.out.splitlines()[-1])) == KEYS
    assert "faults: none" in said.err


@pytest.mark.parametrize("faults", ["gnawed", "all,slow", "slow,,delay", ""])
def test_a_fault_that_is_none_is_refused_with_all_that_are(capsys, faults):
    assert main(["soak", "--walks", "1", "--faults", faults, "--kills", "0", "--seed", "3"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    for fault in Fault:
        assert fault in said.err
