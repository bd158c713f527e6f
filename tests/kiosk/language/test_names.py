"""What is offered while a name is typed."""

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.folding import folded
from kiosk.language.names import MOST, alike, suggest


def test_an_empty_field_offers_the_most_common_surnames() -> None:
    assert suggest("") == ("Nguyễn", "Trần", "Lê")


def test_ones_own_surname_leads_on_the_empty_field() -> None:
    assert suggest("", first="Bùi") == ("Bùi", "Nguyễn", "Trần")
    assert suggest("", first="Trần") == ("Trần", "Nguyễn", "Lê")
    assert suggest("H", first="Hử")[0] == "Hử"
    assert "Hử" not in suggest("N", first="Hử")


@pytest.mark.parametrize(
    ("text", "sex", "first"),
    [
        ("Nguyễn ", None, "Văn"),
        ("Nguyễn ", "female", "Thị"),
        ("Nguyễn ", "male", "Văn"),
        ("Tr", None, "Trần"),
        ("tr", None, "Trần"),
        ("ngu", None, "Nguyễn"),
        ("d", None, "Đặng"),
        ("Trần Thị H", None, "Hương"),
        ("Trần Thị hue", None, "Huệ"),
        ("Trần Văn H", None, "Hùng"),
    ],
)
def test_the_likely_word_comes_first(text: str, sex: str | None, first: str) -> None:
    assert suggest(text, sex)[0] == first


def test_after_a_surname_come_middle_and_given_names_of_the_sex() -> None:
    assert "Thị" not in suggest("Nguyễn ", "male")
    assert "Hùng" not in suggest("Nguyễn Thị H")
    assert "Hương" not in suggest("Nguyễn Văn H")


def test_marks_that_were_typed_lead_but_do_not_shut_out() -> None:
    assert suggest("Vu")[0] == "Vũ"
    assert "Vương" in suggest("Vũ")
    assert suggest("Đ")[0] == "Đặng"
    assert {"Thùy", "Thúy"} <= set(suggest("Nguyễn Thị Thuy"))
    assert suggest("Nguyễn Thị Thú")[0] == "Thúy"
    assert suggest("Vo")[0] == "Võ"


def test_a_finished_word_is_not_offered_again() -> None:
    assert "Lê" not in suggest("Lê")
    assert suggest("Le") == ("Lê",)


@pytest.mark.parametrize("text", ["zz", "H'", "Nguyễn Thị Zz", "1"])
def test_what_is_not_known_gets_no_offer(text: str) -> None:
    assert suggest(text) == ()


@given(st.text("abcdeghiklmnoquvtyrsxươêâđ ÁHTN'", max_size=20), st.sampled_from([None, "male", "female"]))
def test_every_offer_goes_on_from_what_was_typed(text: str, sex: str | None) -> None:
    offers = suggest(text, sex)
    begun = text.lstrip().split(" ")[-1]
    assert len(offers) <= MOST
    assert len(set(offers)) == len(offers)
    assert all(folded(offer).startswith(folded(begun)) for offer in offers)
    assert all(unicodedata.is_normalized("NFC", offer) and " " not in offer for offer in offers)


# names that look like one


@pytest.mark.parametrize(
    "name",
    ["Trần Thị Huệ", "Nguyễn Văn Mẫu", "Phạm Minh Đức", "Lò Thị Ngọc Ánh", "Huệ", "Lê Lan", "Êban Thị Hờ", "Ồ Ạ"],
)
def test_names_that_look_alike_differ_in_nothing_but_the_words(name: str) -> None:
    words = name.split()
    for seed in range(60):
        made = [other.split() for other in alike(name, 3, random.Random(seed))]
        assert {len(other) for other in made} == {len(words)}
        assert all(" ".join(other).istitle() for other in made)
        assert words[-1] not in {other[-1] for other in made}
        assert len({words[0], *(other[0] for other in made)}) == 4
        for telling in {"Thị", "Văn"} & set(words[1:]):
            assert all(telling in other for other in made)


@pytest.mark.parametrize(("name", "like"), [("TRẦN THỊ HUỆ", str.upper), ("trần thị huệ", str.lower)])
def test_capitals_are_as_they_were_typed(name: str, like: Callable[[str], str]) -> None:
    assert all(other == like(other) for other in alike(name, 3, random.Random(5)))


def test_a_name_typed_without_marks_does_not_stand_out() -> None:
    assert all(other.isascii() and other.istitle() for other in alike("Tran Thi Hue", 3, random.Random(5)))


def test_a_rare_surname_stands_among_its_like() -> None:
    surnames = {other.split()[0] for seed in range(20) for other in alike("Mùa Thị Dợ", 3, random.Random(seed))}
    assert surnames.isdisjoint({"Nguyễn", "Trần", "Lê", "Phạm"})
    assert {"Giàng", "Thào", "Sùng", "Vừ"} <= surnames


def test_a_surname_that_everybody_knows_is_that_of_all() -> None:
    made = alike("Nguyễn Văn Mẫu", 3, random.Random(5), same_surname=True)
    assert {other.split()[0] for other in made} == {"Nguyễn"}
    assert len(set(made)) == 3


def test_a_womans_given_name_stands_among_womens() -> None:
    women = set(suggest("Trần Thị ", "female")) | {"Hương", "Lan", "Huệ", "Hoa", "Hằng"}
    given = {other.split()[-1] for seed in range(40) for other in alike("Lê Ngọc Loan", 3, random.Random(seed))}
    assert women - {"Loan"} <= given
    assert given.isdisjoint({"Hùng", "Dũng", "Sơn", "Tuấn"})
