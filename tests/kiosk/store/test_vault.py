import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.vault import Sealed, Vault

VAULT = Vault(bytes(32), "may-2")


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.booleans()))
def test_a_record_comes_back(value):
    assert VAULT.open("r", VAULT.seal("r", value)) == value


def test_no_two_seals_are_alike():
    first, second = VAULT.seal("r", {"a": 1}), VAULT.seal("r", {"a": 1})
    assert first.body != second.body
    assert first.wrapped != second.wrapped


@pytest.mark.parametrize(
    ("vault", "record", "secret"),
    [
        (Vault(bytes(32), "may-3"), "r", ("x",)),
        (Vault(bytes([1] * 32), "may-2"), "r", ("x",)),
        (VAULT, "q", ("x",)),
        (VAULT, "r", ()),
        (VAULT, "r", ("y",)),
        (VAULT, "r", ("x", "")),
    ],
)
def test_what_was_sealed_opens_only_where_it_belongs(vault, record, secret):
    sealed = VAULT.seal("r", {"a": 1}, "x")
    assert VAULT.open("r", sealed, "x") == {"a": 1}
    assert vault.open(record, sealed, *secret) is None


@pytest.mark.parametrize("at", [0, 12, -1])
@pytest.mark.parametrize("part", ["wrapped", "body"])
def test_one_changed_byte_closes_it(part, at):
    sealed = VAULT.seal("r", {"a": 1})
    changed = bytearray(getattr(sealed, part))
    changed[at] ^= 1
    parts = {"wrapped": sealed.wrapped, "body": sealed.body} | {part: bytes(changed)}
    assert VAULT.open("r", Sealed(**parts)) is None


def test_a_torn_record_does_not_open():
    assert VAULT.open("r", Sealed(b"", b"")) is None


def test_an_index_is_keyed_and_does_not_run_values_together():
    assert VAULT.index("a", "b") == VAULT.index("a", "b")
    assert VAULT.index("ab", "") != VAULT.index("a", "b")
    assert VAULT.index("a", "b") != Vault(bytes([1] * 32), "may-2").index("a", "b")


def test_a_device_key_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short", "may-2")
