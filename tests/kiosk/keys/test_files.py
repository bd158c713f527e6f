import pytest

from kiosk import keys
from kiosk.keys import KeyFault

MAKERS = [
    (keys.make_signing_key, keys.load_signing_key, lambda key: key.private_bytes_raw()),
    (keys.make_sealing_key, keys.load_sealing_key, lambda key: key.private_bytes_raw()),
    (keys.make_device_key, keys.load_device_key, lambda key: key),
]


def code(function, *given):
    with pytest.raises(KeyFault) as caught:
        function(*given)
    return caught.value.code


@pytest.mark.parametrize(("make", "load", "raw"), MAKERS)
def test_a_key_comes_back_from_its_file(tmp_path, make, load, raw):
    made = make(tmp_path / "new" / "a.key")
    assert raw(load(tmp_path / "new" / "a.key")) == raw(made)


def test_only_the_owner_may_read_it_and_nothing_else_is_left(tmp_path):
    keys.make_device_key(tmp_path / "a.key")
    assert [path.name for path in tmp_path.iterdir()] == ["a.key"]
    assert (tmp_path / "a.key").stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_replaced(tmp_path):
    made = keys.make_device_key(tmp_path / "a.key")
    assert code(keys.make_device_key, tmp_path / "a.key") == "exists"
    assert keys.load_device_key(tmp_path / "a.key") == made
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_others_read_is_refused(tmp_path):
    keys.make_device_key(tmp_path / "a.key")
    (tmp_path / "a.key").chmod(0o640)
    assert code(keys.load_device_key, tmp_path / "a.key") == "open"


def test_a_missing_file_is_named(tmp_path):
    assert code(keys.load_device_key, tmp_path / "a.key") == "missing"


@pytest.mark.parametrize("content", ["", "AAAA", "*" * 44, "Ā"])
def test_a_file_that_holds_no_key_is_refused(tmp_path, content):
    (tmp_path / "a.key").write_text(content, "utf-8")
    (tmp_path / "a.key").chmod(0o600)
    assert code(keys.load_device_key, tmp_path / "a.key") == "form"


def test_a_place_that_takes_no_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    assert code(keys.make_device_key, tmp_path / "file" / "a.key") == "disk"
    assert code(keys.load_device_key, tmp_path) == "disk"


def test_public_keys_travel_as_text(tmp_path):
    signing, sealing = keys.make_signing_key(tmp_path / "a"), keys.make_sealing_key(tmp_path / "b")
    assert keys.signing_public(keys.public_text(signing)) == signing.public_key()
    assert keys.sealing_public(keys.public_text(sealing.public_key())) == sealing.public_key()


def test_a_text_that_is_no_public_key_is_refused():
    for text in ("AAAA", "no key"):
        assert code(keys.signing_public, text) == "form"
        assert code(keys.sealing_public, text) == "form"
