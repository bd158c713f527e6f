"""Form TK01 of the sample walk, item by item."""

import pytest

from kiosk.procedures.form import case_for, fill, places
from kiosk.procedures.model import FormCase, FormItem
from tests.kiosk.sample_answers import ANSWERS

HOME = {"text": "Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng", "ward": "11407", "table": "2026-07-25"}
CONTEXT = {
    "person": {"name_upper": "NGUYỄN THỊ MẪU", "sex_vi": "Nữ", "birth": "1955-03-12", "number": "031155000678"},
    "birth_province": {"old": "Hải Phòng", "new": "Hải Phòng"},
    "birth_origin": "number_031",
    "card_home": HOME,
    "mother_born": "1932",
    "father_born": "1928",
    "old_issued": "2016-09-05",
    "answers": ANSWERS,
}
PROPOSED = {"from": "number_031"}
SAMPLE = {
    "1": ("NGUYỄN THỊ MẪU", "card_qr", {}),
    "2": ("Nữ", "card_qr", {}),
    "3a": ("1955-03-12", "card_qr", {}),
    "3b": ({"old": "Hải Phòng", "new": "Hải Phòng"}, "proposed_confirmed", PROPOSED),
    "4": ("031155000678", "card_qr", {}),
    "5": ("Kinh", "citizen", {"sensitive": True}),
    "6": ("Không", "citizen", {"sensitive": True}),
    "7": ("0900000678", "citizen", {}),
    "8": (HOME, "card_qr", {}),
    "9": (None, "citizen", {"reason": "none"}),
    "10": ("same_as:8", "citizen_reused", {}),
    "11": ("Nghỉ hưu", "citizen", {}),
    "12": (None, "not_applicable", {}),
    "13.mother": ({"name": "Trần Thị Huệ", "born": "1932"}, "citizen", {}),
    "13.father": ({"name": "Nguyễn Văn Mẫu", "born": "1928"}, "citizen", {}),
    "13.spouse": ({"status": "died"}, "citizen", {}),
    "14": ({"number": "C0000012", "issued": "2016-09-05"}, "citizen", {}),
    "15": (None, "counter", {}),
    "16": ({"kind": "again", "reason": "expired", "chip": False}, "citizen", {}),
}


def filled(passport, item_id, **changed):
    """(value, source, reason) of an item of the sample walk with some answers changed."""
    answers = {page: key for page, key in (ANSWERS | changed).items() if key is not None}
    item = next(item for item in passport.items if item.item == item_id)
    case = case_for(item, answers)
    return fill(case.value, {**CONTEXT, "home": "typed home", "answers": answers}), case.source, case.reason


def test_the_form_has_the_items_of_tk01_in_order(passport):
    assert [item.item for item in passport.items] == list(SAMPLE)


@pytest.mark.parametrize("item_id", SAMPLE)
def test_the_sample_walk_fills_the_form_as_the_envelope_says(passport, item_id):
    value, source, extra = SAMPLE[item_id]
    assert filled(passport, item_id) == (value, source, extra.get("reason"))
    item = next(item for item in passport.items if item.item == item_id)
    if "from" in extra:
        assert fill(case_for(item, ANSWERS).origin, CONTEXT) == extra["from"]
    assert item.sensitive == extra.get("sensitive", item_id == "15")
    assert item.optional == (item_id in ("12", "15"))


@pytest.mark.parametrize(
    ("item", "changed", "value", "source", "reason"),
    [
        ("3b", {"birthplace": "abroad"}, None, "counter", "abroad"),
        ("3b", {"birthplace": "counter"}, None, "counter", None),
        ("3b", {"birthplace": "other", "birthplace-list": "*"}, CONTEXT["birth_province"], "citizen", None),
        ("5", {"ethnic": "Tày"}, "Tày", "citizen", None),
        ("5", {"ethnic": "other", "ethnic-list": "Chứt"}, "Chứt", "citizen", None),
        ("5", {"ethnic": "other", "ethnic-list": "counter"}, None, "counter", None),
        ("6", {"religion": "other", "religion-list": "Cao Đài"}, "Cao Đài", "citizen", None),
        ("6", {"religion": "counter"}, None, "counter", None),
        (
            "7",
            {"contact": "relative", "relative": "child", "relative-name": "Lê Mẫu"},
            {"phone": "0900000678", "whose": "relative", "relation": "child", "name": "Lê Mẫu"},
            "citizen",
            None,
        ),
        ("7", {"contact": "none", "phone": None}, None, "citizen", "none"),
        ("8", {"new-ward": "counter"}, HOME, "counter", "ward"),
        ("8", {"home-now": "moved"}, None, "counter", "moved"),
        ("9", {"home-now": "temporary", "place": "11407"}, "typed home", "citizen", None),
        ("9", {"home-now": "temporary", "street": "counter"}, "typed home", "counter", "street"),
        ("9", {"home-now": "elsewhere", "place": "counter"}, None, "citizen", "none"),
        ("9", {"home-now": "moved"}, None, "counter", "not_asked"),
        ("10", {"home-now": "temporary"}, "same_as:9", "citizen_reused", None),
        ("10", {"home-now": "elsewhere"}, "typed home", "citizen", None),
        ("10", {"home-now": "moved", "place": "counter"}, "typed home", "counter", "ward"),
        ("11", {"work": "employed", "job": "Thợ may"}, "Thợ may", "citizen", None),
        ("11", {"work": "employed", "job": "counter"}, None, "counter", None),
        ("12", {"work": "employed", "employer": "Xưởng may"}, "Xưởng may", "citizen", None),
        ("13.mother", {"parents": "father"}, {"name": None}, "citizen", "unknown"),
        ("13.mother", {"parents": "counter"}, None, "counter", None),
        ("13.mother", {"mother-born": "unknown"}, {"name": "Trần Thị Huệ", "born": None}, "citizen", "born_unknown"),
        ("13.father", {"parents": "unknown"}, {"name": None}, "citizen", "unknown"),
        ("13.spouse", {"spouse": "never"}, {"status": "never_married"}, "citizen", None),
        ("14", {"why": "first"}, None, "not_applicable", None),
        ("14", {"old-number": "counter"}, {"number": None, "issued": "2016-09-05"}, "counter", "number"),
        ("14", {"old-date": "unknown"}, {"number": "C0000012", "issued": None}, "citizen", "issued_unknown"),
        ("14", {"old-number": "counter", "old-date": "unknown"}, None, "counter", None),
        ("16", {"why": "first"}, {"kind": "first", "chip": False}, "citizen", None),
        ("16", {"why": "lost"}, {"kind": "again", "reason": "lost", "chip": False}, "citizen", None),
        (
            "16",
            {"why": "valid", "why-valid": "near-expiry"},
            {"kind": "again", "reason": "near_expiry", "chip": False},
            "citizen",
            None,
        ),
        (
            "16",
            {"why": "valid", "why-valid": "other"},
            {"kind": "again", "reason": None, "chip": False},
            "counter",
            "reason",
        ),
    ],
)
def test_another_answer_fills_another_case(passport, item, changed, value, source, reason):
    assert filled(passport, item, **changed) == (value, source, reason)


def test_the_job_is_called_by_what_is_asked_for(passport):
    assert passport.title_for({"why": "first"}).vi == "Cấp hộ chiếu lần đầu, không chip"
    assert passport.title_for({"why": "lost"}).vi == "Cấp lại hộ chiếu, không chip"


def test_a_place_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        fill({"number": "$answers.old-number"}, {"answers": {}})


def test_places_are_found_however_deep():
    value = {"a": ["$one", {"b": "$two.x"}], "c": "three", "d": 4}
    assert list(places(value)) == ["one", "two.x"]
    assert fill(value, {"one": 1, "two": {"x": 2}}) == {"a": [1, {"b": 2}], "c": "three", "d": 4}


def test_an_item_without_a_case_is_an_error():
    case = FormCase.model_validate({"when": {"all_of": {"why": ["first"]}}, "source": "counter"})
    item = FormItem.model_validate({"item": "1", "name": {"vi": "a", "en": "b"}, "cases": [case]})
    with pytest.raises(LookupError, match="item 1"):
        case_for(item, {})
