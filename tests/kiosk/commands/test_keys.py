"""The commands that give a store another key, as they are typed."""

import pytest

from kiosk.cli import main
from kiosk.clock import SystemClock
from kiosk.config import read
from kiosk.enrol import enrol
from kiosk.keys import make_signing_key, public_text
from kiosk.store import Store


@pytest.fixture
def config(tmp_path):
    path = tmp_path / "kiosk.toml"
    key = public_text(make_signing_key(tmp_path / "list.key"))
    path.write_text(
        f"""[machine]
id = "may-2"
name = "Máy số 2"
letter = "A"
data = "data"
signing_key = "machine.key"
device_key = "device.key"
[hub]
url = "http://127.0.0.1:9"
[payees]
key = "{key}"
[scanner]
port = "/dev/scanner"
[printer]
url = "tcp://127.0.0.1:9"
""",
        "utf-8",
    )
    enrol(path)
    return path


def store(config):
    machine = read(config).machine
    return Store.open(machine.store, machine.device_key.load(), SystemClock(), machine=machine.id)


def test_a_store_is_given_a_new_key_and_keeps_what_it_holds(config, capsys):
    with store(config) as opened:
        opened.save_session("s-1", {"a": 1})
    before = (config.parent / "device.key").read_text()
    assert main(["store", "rotate-key", "--config", str(config)]) == 0
    assert "The store opens with the new key only" in capsys.readouterr().out
    assert (config.parent / "device.key").read_text() != before
    with store(config) as opened:
        assert opened.load_session("s-1") == {"a": 1}


def test_a_store_whose_key_is_lost_is_refused_until_somebody_says_that_it_is(config, capsys):
    store(config).close()
    (config.parent / "device.key").unlink()
    with pytest.raises(SystemExit) as stopped:
        main(["store", "adopt", "--config", str(config)])
    assert stopped.value.code == 2
    assert main(["store", "adopt", "--config", str(config), "--key-is-lost"]) == 0
    assert "0 messages for the hub were kept" in capsys.readouterr().out
    store(config).close()


@pytest.mark.parametrize("command", [["rotate-key"], ["adopt", "--key-is-lost"]])
def test_what_cannot_be_done_is_said_in_a_sentence(config, capsys, command):
    assert main(["store", command[0], "--config", str(config), *command[1:]]) == 1
    assert "There is no store at" in capsys.readouterr().err
