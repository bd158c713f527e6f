"""Enrolling: keys are made once, and each side is told what it must know of the other."""

import tomllib

import pytest

from kiosk.enrol import enrol
from kiosk.hub.config import MachineEntry
from kiosk.keys import (
    Credential,
    KeyFault,
    load_device_key,
    load_sealing_key,
    load_signing_key,
    public_text,
    signing_key_of,
)

MACHINE = """[machine]
id = "may-2"
name = 'Máy "hai"'
signing_key = "keys/machine"
device_key = "keys/device"
"""


def test_a_machine_gets_its_keys_and_the_hub_the_lines_that_name_it(tmp_path):
    path = tmp_path / "kiosk.toml"
    path.write_text(MACHINE, "utf-8")
    lines = enrol(path)
    key = load_signing_key(tmp_path / "keys/machine")
    assert len(load_device_key(tmp_path / "keys/device")) == 32
    [entry] = tomllib.loads("\n".join(lines[1:]))["machines"]
    assert MachineEntry.model_validate(entry).key() == key.public_key()
    assert (entry["id"], entry["name"]) == ("may-2", 'Máy "hai"')


def test_a_second_time_changes_no_key_and_says_the_same(tmp_path):
    path = tmp_path / "kiosk.toml"
    path.write_text(MACHINE, "utf-8")
    first = enrol(path)
    before = [(tmp_path / "keys" / name).read_bytes() for name in ("machine", "device")]
    assert enrol(path) == first
    assert [(tmp_path / "keys" / name).read_bytes() for name in ("machine", "device")] == before


def test_a_hub_gets_the_key_that_machines_learn_when_they_ask(tmp_path):
    path = tmp_path / "hub.toml"
    path.write_text('hub_key = "hub.key"\n', "utf-8")
    [line] = enrol(path)
    assert public_text(load_sealing_key(tmp_path / "hub.key")) in line
    assert enrol(path) == [line]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read as TOML"),
        ("[machine", "cannot be read as TOML"),
        ("", "names no key"),
        ("machine = 3", "names no key"),
        (MACHINE.replace('signing_key = "keys/machine"', ""), "signing_key is missing or is no text"),
        (MACHINE.replace('id = "may-2"', "id = 2"), "id is missing or is no text"),
        ('hub_key = ""', "hub_key is missing or is no text"),
    ],
)
def test_what_cannot_be_enrolled_is_said_in_a_sentence_and_makes_no_key(tmp_path, content, said):
    path = tmp_path / "kiosk.toml"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(KeyFault, match=said):
        enrol(path)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("name", ["machine", "device"])
def test_what_lies_in_the_place_of_a_key_is_never_replaced(tmp_path, name):
    path = tmp_path / "kiosk.toml"
    path.write_text(MACHINE, "utf-8")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / name).write_text("a note", "ascii")
    (tmp_path / "keys" / name).chmod(0o600)
    with pytest.raises(KeyFault, match="32 bytes in base64"):
        enrol(path)
    assert (tmp_path / "keys" / name).read_text("ascii") == "a note"


SEALED = MACHINE.replace("keys/machine", "credential:signing-key").replace("keys/device", "credential:device-key")


def test_keys_that_a_tpm_seals_are_made_and_the_unit_gets_its_lines(tmp_path, creds):
    path = tmp_path / "kiosk.toml"
    path.write_text(SEALED, "utf-8")
    lines = enrol(path)
    assert lines[1:3] == [
        f"LoadCredentialEncrypted=signing-key:{tmp_path}/signing-key.cred",
        f"LoadCredentialEncrypted=device-key:{tmp_path}/device-key.cred",
    ]
    [entry] = tomllib.loads("\n".join(lines[4:]))["machines"]
    key = Credential("signing-key", tmp_path)
    assert entry["public_key"] == public_text(signing_key_of(key.read(key.at_rest)))
    assert enrol(path) == lines
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "device-key.cred",
        "fake",
        "kiosk.toml",
        "signing-key.cred",
    ]


def test_without_a_tpm_nothing_is_made(tmp_path, creds):
    creds.be("absent")
    path = tmp_path / "kiosk.toml"
    path.write_text(SEALED, "utf-8")
    with pytest.raises(KeyFault, match="production = false"):
        enrol(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["fake", "kiosk.toml"]
