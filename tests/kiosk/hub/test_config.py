from pathlib import Path

import pytest

from kiosk.hub import config
from kiosk.hub.config import ConfigFault
from tests.kiosk.hub.office_box import make_box


def written(tmp_path, change=lambda text: text):
    """A whole configuration in a file, changed by `change`."""
    box = make_box(tmp_path / "box")
    machine = box.config.machines[0]
    text = f"""
port = 0
data = "data"
payees = "payees.json"
payees_key = "{box.config.payees_key}"
hub_key = "hub.key"

[office]
id = "mau-pa08"
name = "Công an thành phố Mẫu"
unit = "Phòng Quản lý xuất nhập cảnh"
province = "31"
receives = ["1.001456"]
phone = "02250000000"
payees = {{ passport-fee = "mau-pa08-fees" }}
[[office.hours]]
weekdays = [1, 2, 3, 4, 5]
opens = 08:00:00
closes = 16:30:00

[portal]
url = "http://127.0.0.1:9"

[bank]
url = "http://127.0.0.1:9"
account = "0000123400005"

[[machines]]
id = "{machine.id}"
name = "{machine.name}"
public_key = "{machine.public_key}"

[[officers]]
id = "le"
name = "Lê Minh Mẫu"
pin_hash = "{box.config.officers[0].pin_hash}"
"""
    path = tmp_path / "box" / "hub.toml"
    path.write_text(change(text), "utf-8")
    return path


def test_a_whole_file_is_read_with_its_paths_beside_it(tmp_path):
    path = written(tmp_path)
    read = config.load(path)
    assert config.faults(path) == []
    assert read.data == path.parent / "data"
    assert read.office.unit == "Phòng Quản lý xuất nhập cảnh"
    assert read.machine_name("may-1") == "Máy số 1"
    assert read.machine_name("may-7") == "may-7"
    assert read.host == "127.0.0.1"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace('payees = "payees.json"', ""), "payees is missing: add it."),
        (lambda t: "colour = 1\n" + t, "colour is not known: take it out or mend its name."),
        (lambda t: t.replace("port = 0", "port = 99999"), "port: Input should be less than or equal to 65535."),
        (lambda t: t.replace('public_key = "', 'public_key = "AA'), "machines.0.public_key: needs 32 bytes in base64."),
        (lambda t: t.replace('pin_hash = "', 'pin_hash = "x'), "officers.0.pin_hash: needs the argon2 hash of a PIN."),
        (lambda t: t.replace("Lê Minh Mẫu", "031155000678"), "officers.0.name: a name of up to 60 letters is needed"),
        (lambda t: t.replace('id = "may-1"', 'id = "Máy 1"'), "machines.0.id: String should match pattern"),
        (lambda t: t + t[t.index("[[machines]]") : t.index("[[officers]]")], "a machine stands twice"),
        (lambda t: t.replace("hub.key", "other.key"), "hub_key: "),
        (lambda t: t.replace("payees.json", "other.json"), "is not there; put the signed payee list at that path."),
        (lambda t: "machines = []\nofficers = []\n" + t[: t.index("[[machines]]")], "machines is empty"),
        (lambda t: "= broken", "This is not TOML"),
    ],
)
def test_each_fault_is_named_with_its_remedy(tmp_path, change, said):
    assert any(said in fault for fault in config.faults(written(tmp_path, change)))


def test_a_key_that_others_read_is_a_fault(tmp_path):
    path = written(tmp_path)
    (path.parent / "hub.key").chmod(0o644)
    assert len(config.faults(path)) == 1


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(ConfigFault, match="cannot be read"):
        config.load(tmp_path / "nowhere.toml")


def test_the_example_lacks_its_files_alone():
    example = Path(__file__).parents[3] / "assets" / "hub" / "hub.example.toml"
    assert [fault.split(":")[0] for fault in config.faults(example)] == ["hub_key", "payees"]
