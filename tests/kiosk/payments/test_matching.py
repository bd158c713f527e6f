"""Which reference a bank's text names."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.matching import match, match_answer
from kiosk.payments.reference import mint

CHANCE = random.Random(2026)
OURS = mint(random=CHANCE)
OTHERS = [mint(random=CHANCE) for _ in range(20)]
OPEN = [OURS, *OTHERS]
DIGITS = next(reference for reference in (mint(random=CHANCE) for _ in range(9999)) if {"0", "1"} <= set(reference))


@pytest.mark.parametrize(
    "content",
    [
        OURS,
        f"MBVCB.123456.{OURS}.CT tu 0011 NGUYEN VAN MAU",
        f"chuyen tien{OURS}FT26327",
        OURS.lower(),
        OURS.grouped(),
        OURS.grouped().lower().replace(" ", "-"),
        f"Lệ phí: {OURS.grouped()}!",
        f"{OURS} {OURS.lower()}",
    ],
)
def test_the_reference_is_found_anywhere_in_any_dress(content):
    assert match(content, OPEN) == OURS


@pytest.mark.parametrize(
    "content",
    [
        "",
        "tien le phi",
        OURS[:-1],
        OURS[:5] + "X" + OURS[5:],
        OURS[1:],
        mint(random=CHANCE),
        f"{OURS[:6]} x {OURS[6:]}",
    ],
)
def test_what_is_not_there_is_not_guessed(content):
    assert match(content, OPEN) is None


def test_two_references_name_nobody():
    assert match(f"{OURS} {OTHERS[0]}", OPEN) is None
    assert match(f"{OURS} {OTHERS[0].grouped().lower()}", OPEN) is None


def test_a_reference_that_is_not_open_does_not_stand_in_the_way():
    assert match(f"{OTHERS[0]} {OURS}", [OURS]) == OURS


def test_letters_that_look_like_digits_are_repaired():
    assert match(DIGITS.replace("0", "O").replace("1", "I"), [DIGITS, *OPEN]) == DIGITS
    assert match(DIGITS.replace("0", "o").replace("1", "i").lower(), [DIGITS, *OPEN]) == DIGITS


def test_a_text_with_wrong_check_signs_names_nothing():
    wrong = OURS[:-1] + ("0" if OURS[-1] != "0" else "2")
    assert match(wrong, [wrong]) is None


def test_the_same_reference_listed_twice_is_one():
    assert match(OURS, [OURS, OURS]) == OURS


@given(st.text(max_size=40), st.text(max_size=40))
def test_noise_of_the_bank_around_it_does_not_hide_it(before, after):
    assert match(f"{before} {OURS} {after}", OPEN) == OURS


@given(st.integers(0, 11), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_wrong_sign_posts_no_money(at, other):
    damaged = OURS[:at] + other + OURS[at + 1 :]
    assert match(damaged, OPEN) == (OURS if other == OURS[at] else None)


def test_the_command_answers_by_reference_or_null():
    assert match_answer({"content": f"CT {OURS.lower()}", "open": OPEN}) == {"reference": OURS}
    assert match_answer({"content": "CT", "open": OPEN}) == {"reference": None}
    assert match_answer({"content": OURS, "open": []}) == {"reference": None}


@pytest.mark.parametrize(
    ("record", "error"),
    [
        ({"content": "x", "open": [], "bank": "y"}, "unknown-field"),
        ({"content": "x"}, "missing"),
        ({"content": "", "open": []}, "missing"),
        ({"content": 5, "open": []}, "value"),
        ({"content": "x", "open": "HC7K4M2Q9XRX"}, "value"),
        ({"content": "x", "open": [5]}, "value"),
    ],
)
def test_the_command_names_faults_of_the_record(record, error):
    assert match_answer(record)["error"] == error
