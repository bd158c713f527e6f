"""The card's code: what is taken, what is refused and in which order."""

import dataclasses
import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity import CardFault, CardRefusal, CardWarning, Person, Route, card_answer, parse_card, person_json
from kiosk.language.text import LANGUAGES
from tests.vectors import vectors

TODAY = date(2026, 11, 24)
GOOD = (
    "031078004512",
    "031234567",
    "Phạm Văn Khánh",
    "14031978",
    "Nam",
    "Lâm Động, Thủy Nguyên, Hải Phòng",
    "22072021",
)
NAMES = ("number", "old_number", "name", "birth", "sex", "address", "issued")


def code(*extra: str, **changes: str) -> str:
    fields = dict(zip(NAMES, GOOD, strict=True)) | changes
    return "|".join((*fields.values(), *extra))


def person(text: str, today: date = TODAY) -> Person:
    result = parse_card(text, today)
    assert isinstance(result, Person), result
    return result


def fault(text: str, today: date = TODAY) -> CardFault | None:
    result = parse_card(text, today)
    return result.code if isinstance(result, CardRefusal) else None


@pytest.mark.parametrize("vector", vectors("card-parse"))
def test_the_open_examples(vector: dict) -> None:
    answer = card_answer(vector["in"], TODAY)
    if "error" in answer:
        assert answer.pop("message")
    assert answer == vector["out"]


@pytest.mark.parametrize(
    ("record", "error"),
    [({}, "missing"), ({"text": None}, "missing"), ({"text": 5}, "value"), ({"text": code(), "x": 1}, "unknown-field")],
)
def test_a_record_is_checked_before_the_card(record: dict, error: str) -> None:
    assert card_answer(record, TODAY)["error"] == error


@pytest.mark.parametrize("text", ["", " ", "\r\n", "]Q1", "]Q3\r\n"])
def test_a_text_with_nothing_in_it_has_too_few_fields(text: str) -> None:
    assert fault(text) is CardFault.FIELDS


@pytest.mark.parametrize("text", ["a|b|c", "8935012345678", "https://vidu.vn/?a=Ã¡", "P<VNM<<<<", "\ufffd"])
def test_a_text_with_fewer_than_three_separators_is_another_code(text: str) -> None:
    assert fault(text) is CardFault.OTHER_CODE


def test_each_fault_is_found_before_those_that_come_after_it() -> None:
    broken = {
        CardFault.SEX: {"sex": "Nu"},
        CardFault.DATE: {"birth": "31022000"},
        CardFault.NAME: {"name": "Ph4m"},
        CardFault.NUMBER: {"number": "31"},
    }
    changes: dict[str, str] = {}
    for expected, change in broken.items():
        changes |= change
        assert fault(code(**changes)) is expected
    assert fault("31|x|Ph4m|y") is CardFault.FIELDS
    assert fault("31|x|Ph\ufffdm|y") is CardFault.ENCODING


@pytest.mark.parametrize("prefix", ["]Q1", "]Q3", "]d2", "  ]Q1", ""])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\t", ""])
def test_what_the_scanner_adds_is_taken_off(prefix: str, end: str) -> None:
    assert person(prefix + code() + end) == person(code())


def test_fields_are_trimmed_and_composed() -> None:
    loose = " | ".join(unicodedata.normalize("NFD", field) for field in GOOD)
    assert dataclasses.replace(person(loose), fields=7) == person(code())


def test_fields_after_the_seventh_are_kept_without_a_label_and_empty_ones_dropped() -> None:
    assert person(code("", " ", "", "")).extra == ()
    assert person(code("", "Trần Thị Mẫu", "", "Lê Mẫu")).extra == ("Trần Thị Mẫu", "Lê Mẫu")
    assert person(code("", "", "", "")).fields == 11
    assert person(code("x")).fields == 8


@pytest.mark.parametrize("old", ["", "031234567", "000000001", "031078004512"])
def test_an_old_number_is_absent_or_has_9_or_12_digits(old: str) -> None:
    assert person(code(old_number=old)).old_number == (old or None)


@pytest.mark.parametrize(
    "number", ["", "03107800451", "0310780045123", "03107800451２", "03107800451a", "031 78004512"]
)
def test_a_number_is_12_ascii_digits(number: str) -> None:
    assert fault(code(number=number)) is CardFault.NUMBER
    if number:
        assert fault(code(old_number=number[:8] + number[-1] * 2)) is CardFault.NUMBER


@pytest.mark.parametrize(
    "name",
    [
        "H' Hen Niê",
        "H’Nhiên K’Sor",
        "Y Bhăm Ê\u0306ban",
        "Ƀăn Ñơr Ŭ Ĭ",
        "K`Brê~a",
        "Ðặng Văn Mẫu",
        "Giàng A Páo",
        "Mai",
        "Rơ Chăm-Hương",
        "Nguyễn Ô",
        "LÊ ĐÃ NGÔ ÁÀ",
        "Tôn Nữ Thị Ý Á",
        "Lò Văn Ì",
    ],
)
def test_true_names_pass_as_they_are(name: str) -> None:
    assert person(code(name=name)).name == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("name", ["", " ", "Ph4m", "Lê, Mẫu", "Lê.Mẫu", "Lê/Mẫu", "Lê_Mẫu", "Lê\u200bMẫu", "Lê “Mẫu”"])
def test_a_name_with_another_sign_is_refused(name: str) -> None:
    assert fault(code(name=name)) is CardFault.NAME


@pytest.mark.parametrize(
    "change",
    [
        {"birth": "31022000"},
        {"birth": ""},
        {"birth": "1403978"},
        {"birth": "00000000"},
        {"birth": "15001978"},
        {"birth": "00131978"},
        {"birth": "25112026"},
        {"birth": "00122026"},
        {"birth": "00002027"},
        {"birth": "14/03/1978"},
        {"issued": ""},
        {"issued": "00072021"},
        {"issued": "00002021"},
        {"issued": "25112026"},
        {"issued": "13031978"},
        {"birth": "00002022"},
        {"birth": "29022023", "number": "031223004512", "issued": "01012024"},
    ],
)
def test_dates_that_cannot_be_are_refused(change: dict[str, str]) -> None:
    assert fault(code(**change)) is CardFault.DATE


@pytest.mark.parametrize(
    ("birth", "shown"), [("00001945", "1945"), ("00011945", "1945-01"), ("15011945", "1945-01-15")]
)
def test_of_a_birth_the_day_or_day_and_month_may_be_unknown(birth: str, shown: str) -> None:
    found = person(code(birth=birth, number="031045000236"))
    assert found.birth.iso() == shown
    assert (CardWarning.BIRTH_PARTIAL in found.warnings) == (len(shown) < 10)


def test_a_birth_that_may_lie_before_the_issue_is_let_be() -> None:
    assert fault(code(birth="00002021", number="031221004512", issued="09052021")) is None
    assert fault(code(birth="24112026", issued="24112026")) is None


@pytest.mark.parametrize("sex", ["", "Nu", "nam", "NAM", "Male", "Nữ Nam"])
def test_a_sex_is_one_of_two_words(sex: str) -> None:
    assert fault(code(sex=sex)) is CardFault.SEX


def test_a_card_is_expired_from_the_day_after_its_last_day() -> None:
    text = code(number="031099000017", birth="10101999", issued="05062021")
    assert person(text, date(2024, 10, 10)).warnings == ()
    assert person(text, date(2024, 10, 11)).warnings == (CardWarning.CARD_EXPIRED,)


def test_a_partial_birth_expires_with_the_last_day_it_can_be() -> None:
    text = code(number="031099000017", birth="00021999", issued="05062021")
    assert CardWarning.CARD_EXPIRED not in person(text, date(2024, 2, 28)).warnings
    assert CardWarning.CARD_EXPIRED in person(text, date(2024, 2, 29)).warnings


def test_all_warnings_come_sorted() -> None:
    warnings = person(code(number="003178004512", birth="00001999", issued="05062021")).warnings
    assert warnings == tuple(CardWarning)
    assert list(warnings) == sorted(warnings)


def test_a_reading_says_where_it_came_from() -> None:
    at = datetime(2026, 11, 24, 2, 34, 5, tzinfo=UTC)
    result = parse_card(code(), TODAY, reader="camera", read_at=at)
    assert isinstance(result, Person)
    assert (result.source.route, result.source.reader, result.source.read_at) == (Route.QR, "camera", at)
    assert result.assurance == "qr_only"


def test_each_refusal_has_its_own_sentence_in_both_languages() -> None:
    for lang in LANGUAGES:
        assert len({CardRefusal(code).message(lang) for code in CardFault}) == len(CardFault)
    assert person_json(CardRefusal(CardFault.NAME), "en")["message"] == CardRefusal(CardFault.NAME).message("en")


def test_nothing_personal_shows_in_a_repr() -> None:
    text = repr(person(code("Trần Thị Mẫu")))
    assert not any(value in text for value in (*GOOD, "Trần", "1978"))


@given(st.text(max_size=80) | st.lists(st.text(max_size=12), min_size=4, max_size=12).map("|".join))
def test_no_text_raises(text: str) -> None:
    assert person_json(parse_card(text, TODAY))


@given(st.lists(st.sampled_from((*GOOD, "", "\u0301", "x", "00000000", "29022023")), min_size=7, max_size=12))
def test_what_is_taken_can_be_written_and_read_again(fields: list[str]) -> None:
    result = parse_card("|".join(fields), TODAY)
    if isinstance(result, Person):
        again = "|".join((*fields[:7], *result.extra))
        assert person_json(parse_card(again, TODAY)) == person_json(result)
