"""The frame of the long proofs: slices, going on after a stop, and the line that is left."""

import json
import platform
import sys
from dataclasses import replace

import pytest

from tests.proof import frame
from tests.proof.__main__ import PROOFS, main
from tests.proof.frame import Proof, Stopped, run

TRIES = """
import json, sys
seed, count = int(sys.argv[1]), int(sys.argv[2])
if seed == int(sys.argv[3]):
    sys.exit(3)
print("on the way")
print(json.dumps({"cuts": count, "lost": sum(n % 4 == 0 for n in range(seed, seed + count)), "seconds": 0.5}))
sys.exit(1)
"""
PROGRAM = [sys.executable, "-c", TRIES]


def proof(breaks_at=-1, **changes):
    given = Proof(
        "made-up",
        "Something is counted.",
        lambda seed, count: [str(seed), str(count), str(breaks_at)],
        10,
        4,
        lambda sums: sums["lost"] == 3,
        "three are lost",
    )
    return replace(given, **changes)


def lines(tmp_path):
    return (tmp_path / "pages" / "made-up.md").read_text("utf-8").splitlines()


def go(tmp_path, given):
    said = []
    held = run(given, tmp_path / "states", tmp_path / "pages", said.append, PROGRAM)
    return held, said


def test_the_slices_are_summed_to_one_dated_line(tmp_path):
    held, said = go(tmp_path, proof())
    assert held
    assert [line.partition(",")[0] for line in said] == [f"made-up: {done} of 10" for done in (4, 8, 10)]
    head, _, line = lines(tmp_path)[-3:]
    assert head == "| date | cuts | lost | seconds | result | versions | machine |"
    assert line.split(" | ")[1:5] == ["10", "3", "1.5", "holds"]
    assert "`kiosk 0 10 -1`" in "\n".join(lines(tmp_path))


def test_a_proof_that_was_stopped_goes_on_with_the_slice_that_is_missing(tmp_path):
    with pytest.raises(Stopped):
        go(tmp_path, proof(breaks_at=8))
    kept = tmp_path / "states" / "made-up.json"
    state = json.loads(kept.read_text("utf-8"))
    assert (state["done"], state["sums"]["cuts"]) == (8, 8)
    # What broke is mended; the command is the same.
    kept.write_text(json.dumps(state | {"command": proof().command(0, 10)}), "utf-8")
    held, said = go(tmp_path, proof())
    assert held
    assert len(said) == 1
    assert not kept.exists()


def test_another_command_begins_anew(tmp_path):
    with pytest.raises(Stopped):
        go(tmp_path, proof(breaks_at=8))
    _, said = go(tmp_path, proof())
    assert len(said) == 3


def test_what_does_not_hold_is_written_down_as_such(tmp_path):
    held, _ = go(tmp_path, proof(holds=lambda sums: False))
    assert not held
    assert "**does not hold**" in lines(tmp_path)[-1]


def test_a_second_run_adds_a_line_and_keeps_the_first(tmp_path):
    go(tmp_path, proof())
    before = lines(tmp_path)
    go(tmp_path, proof())
    assert lines(tmp_path)[:-1] == before


def test_a_line_tells_versions_and_class_of_machine_and_not_whose_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(frame, "_revision", lambda: "abc1234")
    go(tmp_path, proof())
    line = lines(tmp_path)[-1]
    assert "abc1234" in line
    assert platform.python_version() in line
    assert platform.node() not in line
    assert str(tmp_path) not in line


def test_an_unknown_proof_is_named(capsys):
    assert main(["no-such"]) == 2
    assert "crash-full" in capsys.readouterr().err


def test_each_proof_has_a_name_of_its_own_and_says_what_must_hold():
    assert len({proof.name for proof in PROOFS}) == len(PROOFS)
    assert all(proof.about.endswith(".") and proof.must for proof in PROOFS)
