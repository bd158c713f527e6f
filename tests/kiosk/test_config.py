"""A machine's configuration: everything wrong with it is said at once, each fault with what to do."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.printer.transport import parse_url
from kiosk import config
from kiosk.config import MachineConfigFault, faults, is_machine_config, load
from kiosk.keys import Credential, KeyFile, make_device_key, make_signing_key

KEY = base64.b64encode(bytes(range(32))).decode()
WHOLE = {
    "machine": {
        "id": "may-2",
        "name": "Máy số 2",
        "letter": "A",
        "data": "data",
        "signing_key": "keys/machine",
        "device_key": "keys/device",
    },
    "hub": {"url": "http://127.0.0.1:8080"},
    "payees": {"key": KEY},
    "scanner": {"port": "/dev/scanner"},
    "printer": {"url": "serial:///dev/printer?baud=38400&flow=rts"},
}


def toml(value):
    return {True: "true", False: "false"}.get(value) if isinstance(value, bool) else repr(value).replace("'", '"')


def written(folder, parts):
    path = folder / "kiosk.toml"
    lines = []
    for part, values in parts.items():
        lines += [f"[{part}]", *(f"{name} = {toml(value)}" for name, value in values.items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def changed(**changes):
    """The whole configuration with other values; `part__name=None` takes one out, `part=None` the whole part."""
    parts = {part: dict(values) for part, values in WHOLE.items()}
    for place, value in changes.items():
        part, _, name = place.partition("__")
        if not name:
            parts.pop(part)
        elif value is None:
            parts[part].pop(name)
        else:
            parts.setdefault(part, {})[name] = value
    return parts


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "keys").mkdir()
    make_signing_key(tmp_path / "keys/machine")
    make_device_key(tmp_path / "keys/device")
    return tmp_path


def test_a_whole_file_is_read_with_its_paths_beside_it(folder):
    path = written(folder, WHOLE)
    machine = load(path)
    assert faults(path) == []
    assert is_machine_config(path)
    assert machine.machine.data == folder / "data"
    assert machine.machine.signing_key == KeyFile(folder / "keys/machine")
    assert machine.payees.public().public_bytes_raw() == bytes(range(32))
    assert (machine.screen.width, machine.screen.height, machine.scanner.suffix) == (1080, 1920, "any")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"hub": None}, "hub is missing: add it."),
        ({"machine__letter": None}, "machine.letter is missing: add it."),
        ({"machine__colour": "red"}, "machine.colour is not known: take it out or mend its name."),
        ({"nfc__port": "0"}, "nfc is not known: take it out or mend its name."),
        ({"camera__port": "0"}, "camera.port is not known: take it out or mend its name."),
        ({"camera__source": "rtmp://host/x"}, "camera.source: needs /dev/videoN"),
        ({"camera__vid": "0c45"}, "camera: needs vid and pid together"),
        ({"camera__width": 1280}, "camera: needs source, or vid and pid, or serial_number"),
        ({"camera__source": "/dev/video0", "camera__fps": 120}, "camera.fps:"),
        ({"scanner": None}, "the file: needs a part [scanner] or [camera], or both"),
        ({"machine__id": "Máy 2"}, "machine.id: needs up to 48 small letters and digits, with dots and dashes"),
        ({"machine__id": "may-2-"}, "machine.id: needs"),
        ({"machine__name": " "}, "machine.name: needs 1 to 40 signs"),
        ({"machine__letter": "O"}, "machine.letter: needs one capital letter, neither I nor O."),
        ({"machine__device_key": "credential:Ổ khóa"}, "machine.device_key: needs a path, or credential:NAME with up"),
        ({"hub__url": "hub.example"}, "hub.url: needs http:// or https://, host and port"),
        ({"hub__url": "http://hub.example/api"}, "hub.url: needs http:// or https://, host and port"),
        ({"payees__key": "abc"}, "payees.key: needs the public key that payee lists are signed with"),
        ({"scanner__port": None}, "scanner: needs port, or vid and pid, or serial_number: see `kiosk devices`."),
        ({"scanner__vid": "0c2e"}, "scanner: needs vid and pid together."),
        ({"scanner__vid": "0x0c2e"}, "scanner.vid: needs four hexadecimal digits"),
        ({"scanner__baud": 0}, "scanner.baud: "),
        ({"scanner__suffix": "cr lf"}, "scanner.suffix: "),
        ({"printer__url": "/dev/usb/lp0"}, "printer.url: needs serial:///dev/ttyX?baud=N&flow=none|rts|xon, tcp://"),
        ({"printer__url": "tcp://printer:70000"}, "printer.url: needs "),
        ({"printer__width": 500}, "printer.width: "),
        ({"screen__width_mm": 0}, "screen.width_mm: "),
        ({"machine__signing_key": "keys/other"}, "machine.signing_key: The key file other is not there. Make it with"),
        ({"machine__data": "keys/device"}, "machine.data: "),
    ],
)
def test_each_fault_is_named_with_its_remedy(folder, change, fault):
    found = faults(written(folder, changed(**change)))
    assert len(found) == 1
    assert found[0].startswith(fault)
    assert found[0].endswith(".")


def test_all_faults_are_said_at_once(folder):
    path = written(folder, changed(hub=None, machine__letter="I", scanner__port=None, payees__key="?"))
    assert [fault.split(":")[0] for fault in faults(path)] == [
        "machine.letter",
        "hub is missing",
        "payees.key",
        "scanner",
    ]
    with pytest.raises(MachineConfigFault) as raised:
        load(path)
    assert raised.value.faults == faults(path)
    assert str(path) in raised.value.message


def test_keys_are_looked_at_and_not_only_looked_for(folder):
    (folder / "keys/machine").chmod(0o644)
    (folder / "keys/device").write_text("not a key", "ascii")
    assert faults(written(folder, WHOLE)) == [
        "machine.signing_key: Others may read the key file machine; set its mode to 600.",
        "machine.device_key: A key is 32 bytes in base64; this is something else. Put the right file in its place.",
    ]


def test_in_production_no_key_may_lie_in_a_plain_file(folder):
    found = faults(written(folder, changed(machine__production=True)))
    assert [fault.split(":")[0] for fault in found] == ["machine.signing_key", "machine.device_key"]
    assert all("Write credential:NAME in its place and run `kiosk enrol`" in fault for fault in found)


def test_in_production_keys_that_systemd_opened_are_taken(folder, credentials):
    parts = changed(machine__production=True, machine__signing_key="credential:s", machine__device_key="credential:d")
    credentials.give("s")
    assert [fault.split(":")[0] for fault in faults(written(folder, parts))] == ["machine.device_key"]
    key = credentials.give("d")
    machine = load(written(folder, parts)).machine
    assert machine.device_key == Credential("d", folder)
    assert machine.device_key.load() == key


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "The file cannot be read (No such file or directory). Give a file that is there."),
        (b"[machine\n", "This is not TOML: "),
        (b"name = '\xff'", "This is not TOML: "),
        (b"", "machine is missing: add it."),
        (b"machine = 3", "machine: "),
    ],
)
def test_a_file_that_is_no_configuration_is_refused_in_words(tmp_path, content, fault):
    path = tmp_path / "kiosk.toml"
    if content is not None:
        path.write_bytes(content)
    assert faults(path)[0].startswith(fault)
    assert not is_machine_config(path)


@given(st.from_regex(config._PRINTER, fullmatch=True))
def test_the_driver_takes_every_printer_that_the_configuration_takes(url):
    try:
        config._printer_url(url)
    except ValueError:
        return
    parse_url(url)
