"""References find every wrong sign and every swap; look-up codes are opaque."""

import random
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.base32 import ALPHABET
from kiosk.payments.lookup import LookupCode, is_lookup, mint_lookup
from kiosk.payments.reference import Reference, check_signs, is_reference, mint

HEADS = st.text(ALPHABET, min_size=10, max_size=10)


def number(text: str) -> int:
    return sum(ALPHABET.index(sign) * 32**place for place, sign in enumerate(reversed(text)))


def test_the_alphabet_has_no_look_alikes():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("text", ["HC7K4M2Q9XRX", "HC00000001NA"])
def test_the_published_examples_are_references(text):
    assert is_reference(text)


@given(HEADS)
def test_a_pair_always_exists_and_the_smaller_is_taken(head):
    fitting = ["".join(pair) for pair in product(ALPHABET, repeat=2) if number(head + "".join(pair)) % 1021 == 0]
    assert fitting
    assert check_signs(head) == fitting[0]


@given(HEADS)
def test_every_single_wrong_sign_is_found(head):
    text = head + check_signs(head)
    for at, sign in enumerate(text):
        for other in ALPHABET:
            assert is_reference(text[:at] + other + text[at + 1 :]) == (other == sign)


@given(HEADS)
def test_every_swap_of_two_signs_is_found(head):
    text = head + check_signs(head)
    for i, j in combinations(range(len(text)), 2):
        signs = list(text)
        signs[i], signs[j] = signs[j], signs[i]
        assert is_reference("".join(signs)) == (text[i] == text[j])


@pytest.mark.parametrize(
    "text",
    ["", "HC7K4M2Q9XR", "HC7K4M2Q9XRXX", "hc7k4m2q9xrx", "HC7K 4M2Q 9XRX", "HC7K4M2Q9XRX\n", "HC7K4M2Q9XRO"],
)
def test_anything_but_the_text_as_minted_is_no_reference(text):
    assert not is_reference(text)
    with pytest.raises(ValueError):
        Reference(text)


def test_the_larger_of_two_pairs_was_never_minted():
    heads = (f"HC00000{''.join(signs)}" for signs in product(ALPHABET, repeat=3))
    head = next(head for head in heads if check_signs(head) == "00")
    assert number(head + "ZX") % 1021 == 0
    assert not is_reference(head + "ZX")


def test_minted_references_are_sound_and_differ():
    minted = {mint() for _ in range(500)}
    assert len(minted) == 500
    assert all(is_reference(reference) and reference.startswith("HC") for reference in minted)


def test_a_seed_tells_the_reference():
    assert mint("PT", random.Random(7)) == mint("PT", random.Random(7))
    assert mint(random=random.Random(7)) != mint(random=random.Random(8))


@pytest.mark.parametrize("kind", ["", "H", "HCX", "HO"])
def test_a_kind_has_two_signs_of_the_alphabet(kind):
    with pytest.raises((ValueError, KeyError)):
        mint(kind)


def test_a_reference_is_shown_in_fours():
    assert Reference("HC7K4M2Q9XRX").grouped() == "HC7K 4M2Q 9XRX"


def test_a_lookup_code_is_opaque_and_shown_in_fours():
    code = LookupCode("HK1.7Q4M2Z9XKB6T3HWD8RNC")
    assert code.grouped() == "7Q4M 2Z9X KB6T 3HWD 8RNC"


def test_minted_lookup_codes_are_sound_and_differ():
    minted = {mint_lookup() for _ in range(200)}
    assert len(minted) == 200
    assert all(is_lookup(code) and len(code) == 24 for code in minted)
    assert mint_lookup(random.Random(1)) == mint_lookup(random.Random(1))


@pytest.mark.parametrize("text", ["", "HK1.", "HK2.7Q4M2Z9XKB6T3HWD8RNC", "HK1.7Q4M2Z9XKB6T3HWD8RNO", "A 0427"])
def test_other_texts_are_no_lookup_codes(text):
    with pytest.raises(ValueError):
        LookupCode(text)
