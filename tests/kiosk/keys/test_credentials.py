"""A key that systemd opens for the service: from memory only, and never in clear on a disk."""

import base64
import os

import pytest

from kiosk.keys import Credential, KeyFault
from kiosk.keys import credentials as credentials_module

KEY = bytes(range(32))


@pytest.fixture
def credential(tmp_path):
    return Credential("device-key", tmp_path)


def fault(function, *given):
    with pytest.raises(KeyFault) as caught:
        function(*given)
    return caught.value


def on_disk(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_systemd_gave_is_taken(credential, credentials):
    key = credentials.give("device-key")
    assert credential.load() == key


def test_a_right_that_systemd_gave_by_a_list_shows_as_a_right_of_the_group(credential, credentials):
    key = credentials.give("device-key", mode=0o440)
    assert credential.load() == key


def test_without_systemd_it_says_how_to_start(credential, monkeypatch, tmp_path):
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    said = fault(credential.load)
    assert said.code == "missing"
    assert f"LoadCredentialEncrypted=device-key:{tmp_path}/device-key.cred" in said.message


def test_a_credential_the_unit_does_not_name_says_the_line(credential, credentials, tmp_path):
    credentials.give("other")
    said = fault(credential.load)
    assert said.code == "missing"
    assert f"LoadCredentialEncrypted=device-key:{tmp_path}/device-key.cred" in said.message


def test_one_that_lies_on_a_disk_is_refused(credential, monkeypatch, tmp_path):
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "device-key").write_bytes(base64.b64encode(KEY))
    (tmp_path / "device-key").chmod(0o400)
    # Where tests keep their files may be memory too: the table of mounts says what this is.
    device = os.stat(tmp_path).st_dev
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"29 1 {os.major(device)}:{os.minor(device)} / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n")
    monkeypatch.setattr(credentials_module, "_MOUNTS", mounts)
    said = fault(credential.load)
    assert said.code == "open"
    assert "on a disk" in said.message


@pytest.mark.parametrize("mode", [0o404, 0o420, 0o402])
def test_one_that_others_may_read_or_change_is_refused(credential, credentials, mode):
    credentials.give("device-key", mode=mode)
    assert fault(credential.load).code == "open"


def test_one_that_belongs_to_somebody_else_is_refused(credential, credentials, monkeypatch):
    credentials.give("device-key")
    os.chown(credentials.folder / "device-key", os.getuid(), -1)
    assert credential.load()
    real = os.fstat

    def of_somebody(descriptor):
        status = list(real(descriptor))
        status[4] = 12345
        return os.stat_result(status, {"st_dev": real(descriptor).st_dev})

    monkeypatch.setattr("kiosk.keys.credentials.os.fstat", of_somebody)
    assert fault(credential.load).code == "open"


@pytest.mark.parametrize("content", [b"", b"AAAA", b"*" * 44, "Ā".encode()])
def test_one_that_is_no_key_is_refused(credential, credentials, content):
    credentials.give("device-key", content)
    assert fault(credential.load).code == "form"


def test_a_folder_in_its_place_is_named(credential, credentials):
    (credentials.folder / "device-key").mkdir()
    assert fault(credential.load).code == "disk"


# sealing


def test_what_was_sealed_opens_and_is_nowhere_in_clear(credential, creds, tmp_path):
    credential.keep(KEY, credential.at_rest)
    assert credential.read(credential.at_rest) == KEY
    assert credential.at_rest.stat().st_mode & 0o777 == 0o600
    content = on_disk(tmp_path)
    assert KEY not in content
    assert base64.b64encode(KEY) not in content


def test_a_sealed_key_is_never_replaced(credential, creds):
    credential.keep(KEY, credential.at_rest)
    assert fault(credential.keep, bytes(32), credential.at_rest).code == "exists"
    assert credential.read(credential.at_rest) == KEY


def test_a_key_sealed_under_another_name_does_not_open(credential, creds, tmp_path):
    Credential("signing-key", tmp_path).keep(KEY, credential.at_rest)
    said = fault(credential.read, credential.at_rest)
    assert said.code == "tpm"
    assert "does not match" in said.message


@pytest.mark.parametrize(
    ("state", "says"),
    [("absent", "keys can only lie in files, for a trial"), ("unmeasured", "Switch Secure Boot on in the firmware")],
)
def test_a_tpm_that_cannot_bind_seals_nothing(credential, creds, tmp_path, state, says):
    creds.be(state)
    said = fault(credential.keep, KEY, credential.at_rest)
    assert said.code == "tpm"
    assert says in said.message
    assert not credential.at_rest.exists()
    assert base64.b64encode(KEY) not in on_disk(tmp_path)


def test_a_machine_without_the_tool_is_told_where_it_comes_from(credential, creds):
    creds.take_away()
    said = fault(credential.keep, KEY, credential.at_rest)
    assert said.code == "tpm"
    assert "systemd 252" in said.message


def test_a_key_that_the_firmware_no_longer_opens_is_said_so(credential, creds):
    credential.keep(KEY, credential.at_rest)
    creds.be("other firmware")
    said = fault(credential.read, credential.at_rest)
    assert said.code == "tpm"
    assert "Failed to unseal" in said.message


def test_a_sealed_file_that_is_not_there_is_named(credential, creds):
    assert fault(credential.read, credential.at_rest).code == "missing"
