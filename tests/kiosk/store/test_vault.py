from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.vault import Vault, WrappedKey

VAULT = Vault(bytes(32), "may-2")
OTHER_KEY = Vault(bytes([1] * 32), "may-2")
OTHER_MACHINE = Vault(bytes(32), "may-3")


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.booleans()))
def test_a_record_comes_back(value):
    key = VAULT.fresh()
    assert key.open("r", key.seal("r", value)) == value


def test_no_two_seals_are_alike():
    key = VAULT.fresh()
    assert key.seal("r", {"a": 1}) != key.seal("r", {"a": 1})
    assert VAULT.wrap("o", key) != VAULT.wrap("o", key)
    assert VAULT.fresh() != VAULT.fresh()


@pytest.mark.parametrize("secret", [(), ("x",), ("x", "y")])
def test_a_wrapped_key_is_the_same_key_when_it_is_unwrapped(secret):
    key = VAULT.fresh()
    assert VAULT.unwrap("o", VAULT.wrap("o", key, *secret), *secret) == key


@pytest.mark.parametrize(
    ("vault", "owner", "secret"),
    [
        (OTHER_MACHINE, "o", ("x",)),
        (OTHER_KEY, "o", ("x",)),
        (VAULT, "p", ("x",)),
        (VAULT, "o", ()),
        (VAULT, "o", ("y",)),
        (VAULT, "o", ("x", "")),
    ],
)
def test_a_wrapped_key_opens_only_where_it_belongs(vault, owner, secret):
    wrapped = VAULT.wrap("o", VAULT.fresh(), "x")
    assert VAULT.unwrap("o", wrapped, "x") is not None
    assert vault.unwrap(owner, wrapped, *secret) is None


def test_a_key_without_a_secret_does_not_open_with_one():
    assert VAULT.unwrap("o", VAULT.wrap("o", VAULT.fresh()), "x") is None


@pytest.mark.parametrize("secret", [(), ("x",)])
def test_a_key_said_to_be_of_another_version_does_not_open(secret):
    wrapped = VAULT.wrap("o", VAULT.fresh(), *secret)
    assert VAULT.unwrap("o", replace(wrapped, version=wrapped.version + 1), *secret) is None


def test_a_record_opens_as_nothing_but_itself():
    key = VAULT.fresh()
    sealed = key.seal("r", {"a": 1})
    assert key.open("q", sealed) is None
    assert replace(key, version=key.version - 1).open("r", sealed) is None
    assert replace(key, machine="may-3").open("r", sealed) is None
    assert VAULT.fresh().open("r", sealed) is None


@pytest.mark.parametrize("at", [0, 12, -1])
def test_one_changed_byte_closes_it(at):
    key = VAULT.fresh()
    for sealed, opens in (
        (key.seal("r", {"a": 1}), lambda changed: key.open("r", changed)),
        (VAULT.wrap("o", key).wrapped, lambda changed: VAULT.unwrap("o", WrappedKey(changed))),
        (VAULT.wrap("o", key, "x").wrapped, lambda changed: VAULT.unwrap("o", WrappedKey(changed), "x")),
    ):
        changed = bytearray(sealed)
        changed[at] ^= 1
        assert opens(bytes(sealed)) is not None
        assert opens(bytes(changed)) is None


def test_what_is_torn_does_not_open():
    assert VAULT.fresh().open("r", b"") is None
    assert VAULT.unwrap("o", WrappedKey(b"")) is None


@pytest.mark.parametrize("secret", [(), ("x", "y")])
def test_a_key_is_wrapped_anew_without_its_secret_and_the_old_key_opens_it_no_more(secret):
    key = VAULT.fresh()
    moved = VAULT.rewrap("o", VAULT.wrap("o", key, *secret), OTHER_KEY)
    assert OTHER_KEY.unwrap("o", moved, *secret) == key
    assert VAULT.unwrap("o", moved, *secret) is None
    assert OTHER_KEY.unwrap("o", moved, "z") is None
    assert VAULT.rewrap("o", moved, OTHER_KEY) is None


def test_an_index_is_keyed_and_does_not_run_values_together():
    assert VAULT.index("a", "b") == VAULT.index("a", "b")
    assert VAULT.index("ab", "") != VAULT.index("a", "b")
    assert VAULT.index("a", "b") != OTHER_KEY.index("a", "b")


def test_an_index_key_can_be_taken_to_another_device_key():
    moved = OTHER_KEY.with_index(VAULT.index_key.raw)
    assert moved.index("a") == VAULT.index("a")
    assert OTHER_KEY.index("a") != VAULT.index("a")
    assert moved.fingerprint(b"store") == OTHER_KEY.fingerprint(b"store")


def test_no_key_is_in_what_is_shown_of_it():
    key = VAULT.fresh()
    assert repr(key.raw) not in repr(key)


def test_a_device_key_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short", "may-2")
