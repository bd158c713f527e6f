"""Every place a key may come from keeps the same promises."""

from pathlib import Path

import pytest

from kiosk.keys import Credential, KeyFault, KeyFile, key_source

KEY = bytes(range(32))


@pytest.fixture(params=["file", "credential"])
def source(request, tmp_path, creds):
    folder = tmp_path / "keys"
    return KeyFile(folder / "device.key") if request.param == "file" else Credential("device-key", folder)


def code(function, *given):
    with pytest.raises(KeyFault) as caught:
        function(*given)
    return caught.value.code


def test_a_key_that_was_kept_comes_back_from_any_file(source):
    for place in (source.at_rest, source.at_rest.with_suffix(".other")):
        source.keep(KEY, place)
        assert source.read(place) == KEY
        assert place.stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_replaced_and_nothing_is_left_beside_it(source):
    source.keep(KEY, source.at_rest)
    assert code(source.keep, bytes(32), source.at_rest) == "exists"
    assert source.read(source.at_rest) == KEY
    assert list(source.at_rest.parent.iterdir()) == [source.at_rest]


def test_a_key_that_is_not_there_is_named(source):
    assert code(source.read, source.at_rest) == "missing"
    assert code(source.load) == "missing"


def test_only_the_file_is_in_clear(source):
    assert source.clear == isinstance(source, KeyFile)


def test_the_configuration_names_a_place(tmp_path):
    assert key_source("keys/device", tmp_path) == KeyFile(tmp_path / "keys/device")
    assert key_source("/etc/kiosk/device.key", tmp_path).at_rest == Path("/etc/kiosk/device.key")
    assert key_source("credential:device-key", tmp_path) == Credential("device-key", tmp_path)


@pytest.mark.parametrize("name", ["", "..", "../device", "a/b", "Device", "a b", "-a", "a" * 33])
def test_a_name_that_could_lead_elsewhere_is_refused(tmp_path, name):
    assert code(key_source, f"credential:{name}", tmp_path) == "form"
