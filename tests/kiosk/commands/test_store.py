"""`kiosk store check`, `backup` and `crash-test` as they are called."""

import json
import logging

import apsw
import pytest

from kiosk.cli import main
from tests.kiosk.store.support import opened, submission


@pytest.fixture
def path(tmp_path):
    with opened(tmp_path) as store:
        store.submit(submission())
    return tmp_path / "kiosk.db"


def last(text):
    return json.loads(text.splitlines()[-1])


def test_a_sound_store_is_said_to_be_sound(path, capsys):
    assert main(["store", "check", str(path)]) == 0
    assert "sound" in capsys.readouterr().out
    assert main(["store", "check", str(path), "--json"]) == 0
    said = last(capsys.readouterr().out)
    assert (said["ok"], said["faults"], said["outbox"]["queued"]) == (True, [], 1)


def test_each_fault_is_named_and_the_exit_says_so(path, capsys):
    apsw.Connection(str(path)).execute("update audit set event = 'line.up' where seq = 2")
    assert main(["store", "check", str(path), "--json"]) == 1
    said = last(capsys.readouterr().out)
    assert not said["ok"]
    assert "log: hash at 2" in said["faults"]
    assert main(["store", "check", str(path)]) == 1
    assert "kiosk: log: hash at 2" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "backup"])
def test_what_is_not_there_is_said_in_a_sentence(tmp_path, capsys, command):
    assert main(["store", command, str(tmp_path)]) == 1
    assert "no store is there" in capsys.readouterr().err


def test_what_cannot_be_checked_has_an_answer_in_json_too(tmp_path, capsys):
    (tmp_path / "text").write_text("no database at all")
    assert main(["store", "check", str(tmp_path / "text"), "--json"]) == 1
    said = last(capsys.readouterr().out)
    assert (said["ok"], said["faults"][0].split(":")[0]) == (False, "not-a-database")


def test_a_backup_goes_where_it_is_told_to_or_beside_the_store(path, tmp_path, capsys):
    assert main(["store", "backup", str(path), "--json"]) == 0
    made = last(capsys.readouterr().out)
    (beside,) = tmp_path.glob("backup-*Z.sqlite")
    assert made == {"file": str(beside), "bytes": beside.stat().st_size, "ok": True, "faults": []}
    assert main(["store", "backup", str(path), "--to", str(tmp_path / "copy")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'copy'}\n"
    assert main(["store", "check", str(tmp_path / "copy")]) == 0
    (tmp_path / "folder").mkdir()
    assert main(["store", "backup", str(path), "--to", str(tmp_path / "folder")]) == 0
    assert len(list((tmp_path / "folder").glob("backup-*Z.sqlite"))) == 1


def test_a_backup_replaces_nothing(path, tmp_path, capsys):
    (tmp_path / "copy").write_text("mine")
    assert main(["store", "backup", str(path), "--to", str(tmp_path / "copy")]) == 1
    assert "Name another file" in capsys.readouterr().err
    assert (tmp_path / "copy").read_text() == "mine"


def test_a_store_that_is_not_sound_is_not_copied(path, tmp_path, capsys):
    apsw.Connection(str(path)).execute("update audit set event = 'line.up' where seq = 2")
    assert main(["store", "backup", str(path), "--to", str(tmp_path / "copy")]) == 1
    assert "log: hash at 2" in capsys.readouterr().err
    assert not (tmp_path / "copy").exists()


def test_cuts_that_lose_nothing_exit_well(capsys):
    assert main(["store", "crash-test", "--cuts", "20", "--seed", "7", "--strict-unlink"]) == 0
    said = last(capsys.readouterr().out)
    assert {key: said[key] for key in ("cuts", "lost", "corrupt")} == {"cuts": 20, "lost": 0, "corrupt": 0}
    assert said["seconds"] >= 0


def test_what_is_set_aside_is_counted_and_not_logged(capsys, caplog):
    before = logging.getLogger("kiosk.store").level
    assert main(["store", "crash-test", "--cuts", "20", "--synchronous", "off"]) == 1
    assert last(capsys.readouterr().out)["corrupt"] > 0
    assert caplog.records == []
    assert logging.getLogger("kiosk.store").level == before


def test_a_failing_cut_says_how_to_repeat_it(capsys):
    assert main(["store", "crash-test", "--cuts", "20", "--synchronous", "normal"]) == 1
    said = capsys.readouterr()
    lines = [line for line in said.err.splitlines() if line.startswith("lost: ")]
    assert len(lines) == last(said.out)["lost"] > 0
    again = lines[0].removeprefix("lost: ").partition(" (")[0].split()
    assert main(["store", "crash-test", *again]) == 1
    assert last(capsys.readouterr().out) | {"seconds": 0} == {"cuts": 1, "lost": 1, "corrupt": 0, "seconds": 0}
