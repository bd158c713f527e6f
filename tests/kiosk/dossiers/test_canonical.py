import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dossiers.canonical import CanonicalFault, canonical
from kiosk.language.text import nfc

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | text.map(nfc),
    lambda inner: st.lists(inner) | st.dictionaries(text.map(nfc), inner),
    max_leaves=20,
)


@given(values)
def test_the_value_comes_back(value):
    assert json.loads(canonical(value)) == value


@given(values)
def test_writing_twice_gives_the_same_bytes(value):
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.dictionaries(text.map(nfc), st.integers(), min_size=2))
def test_the_order_of_keys_does_not_matter(record):
    assert canonical(dict(reversed(record.items()))) == canonical(record)


def test_keys_are_sorted_and_no_blank_stands_between():
    assert canonical({"b": [1, None, True], "a": {"d": "x", "c": ()}}) == b'{"a":{"c":[],"d":"x"},"b":[1,null,true]}'


def test_text_is_nfc_and_not_escaped():
    assert canonical("Nguyễn") == '"Nguyễn"'.encode()


@pytest.mark.parametrize("value", [1.0, float("nan"), {1: 2}, {"e\u0301": 1, "é": 2}, {1, 2}, b"x", "\ud800"])
def test_what_has_two_forms_is_refused(value):
    with pytest.raises(CanonicalFault):
        canonical({"field": value})
