"""The envelope: the sample dossier, and what every branch puts into it."""

import json
from datetime import date, datetime

import pytest

from kiosk.demo.gallery import SAMPLE_CARD, SPLIT_CARD, Stand
from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.compose import Request, Stamp, compose, form_context
from kiosk.identity.card import parse_card
from kiosk.journey.questions import Questions
from kiosk.journey.session import Answer, Session
from kiosk.procedures.branches import TYPED, branches
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.fees import fee_row

PASSPORT = Catalogue.load()["cap-ho-chieu-pho-thong"]
DAY = date(2026, 11, 23)
SEALED_AT = datetime.fromisoformat("2026-11-23T02:41:12+00:00")
STAMP = Stamp("may-2", "0.1.0", SEALED_AT, "b7f1", 8123456)
REQUEST = Request(
    "01a20647-6540-7c31-9a40-5d2e8f10b001", "HC7K4M2Q9XRX", 100000, "mau-pa08-fees", "2026-11-01", date(2026, 12, 23)
)
OLD_PARENTS = {"mother-born": "-/-/1900", "father-born": "-/-/1900"}
HOME = {"text": "Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng", "ward": "11407", "table": "2026-07-25"}
ITEMS = [
    {"item": "1", "value": "NGUYỄN THỊ MẪU", "source": "card_qr"},
    {"item": "2", "value": "Nữ", "source": "card_qr"},
    {"item": "3a", "value": "1955-03-12", "source": "card_qr"},
    {
        "item": "3b",
        "value": {"old": "Hải Phòng", "new": "Hải Phòng"},
        "source": "proposed_confirmed",
        "from": "number_031",
    },
    {"item": "4", "value": "031155000678", "source": "card_qr"},
    {"item": "5", "value": "Kinh", "source": "citizen", "sensitive": True},
    {"item": "6", "value": "Không", "source": "citizen", "sensitive": True},
    {"item": "7", "value": "0900000678", "source": "citizen"},
    {"item": "8", "value": HOME, "source": "card_qr"},
    {"item": "9", "value": None, "source": "citizen", "reason": "none"},
    {"item": "10", "value": "same_as:8", "source": "citizen_reused"},
    {"item": "11", "value": "Nghỉ hưu", "source": "citizen"},
    {"item": "12", "value": None, "source": "not_applicable"},
    {"item": "13.mother", "value": {"name": "Trần Thị Huệ", "born": "1932"}, "source": "citizen"},
    {"item": "13.father", "value": {"name": "Nguyễn Văn Mẫu", "born": "1928"}, "source": "citizen"},
    {"item": "13.spouse", "value": {"status": "died"}, "source": "citizen"},
    {"item": "14", "value": {"number": "C0000012", "issued": "2016-09-05"}, "source": "citizen"},
    {"item": "15", "value": None, "source": "counter", "sensitive": True, "optional": True},
    {"item": "16", "value": {"kind": "again", "reason": "expired", "chip": False}, "source": "citizen"},
]


def envelope(stand, *, card=SAMPLE_CARD, answers=None, day=DAY, request=REQUEST):
    """Walk to the check page and seal; the envelope of that dossier."""
    stand.to("pay-how", answers, card)
    walk = stand.walk
    return compose(
        dossier="01a20647-6540-7c31-9a40-5d2e8f10a427",
        number="A 0427",
        day=DAY,
        lookup="HK1.7Q4M2Z9XKB6T3HWD8RNC",
        stamp=STAMP,
        session=walk.session,
        person=walk.person,
        procedure=walk.procedure,
        questions=walk.questions,
        office=stand.machine.office,
        fee=fee_row(PASSPORT, walk.questions.keys(), day),
        request=request,
        session_seconds=498,
    )


@pytest.fixture
def stand():
    return Stand.begun()


@pytest.fixture(scope="module")
def sample():
    return envelope(Stand.begun())


def item(made, name):
    return next(answer for answer in made["answers"] if answer["item"] == name)


def test_the_items_are_those_of_the_sample(sample):
    assert sample["answers"] == ITEMS


def test_who_and_what_are_those_of_the_sample(sample):
    assert (sample["schema"], sample["seq"]) == ("dossier/1", 1)
    assert sample["number"] == {"text": "A 0427", "day": "2026-11-23"}
    assert sample["machine"] == {"id": "may-2", "office": "mau-pa08", "version": "0.1.0"}
    assert sample["sealed_at"] == {"utc": "2026-11-23T02:41:12Z", "boot": "b7f1", "mono_ms": 8123456}
    assert sample["owner"] == {"name": "Nguyễn Thị Mẫu", "number": "031155000678", "born": "1955-03-12", "sex": "Nữ"}
    assert sample["filer"] == {"same_as_owner": True, "helped_by": [], "ground": "self, at a kiosk"}
    assert sample["contact"] == {"whose": "own", "phone": "0900000678", "relation": None, "name": None}
    procedure = sample["procedure"]
    assert [procedure[key] for key in ("code", "level", "form", "basis", "catalogue")] == [
        "1.001456",
        "province",
        "TK01",
        "69/2026/TT-BCA",
        "2026-11-01",
    ]


def test_a_qr_proves_nothing_of_the_holder(sample):
    identity = sample["identity"]
    assert (identity["route"], identity["reader"], identity["assurance"]) == ("qr", "scanner", "qr_only")
    assert identity["state"] == "waiting_officer_look"
    assert identity["officer_look"] is None
    assert identity["read_at"] == "2026-11-23T02:24:00Z"
    assert identity["card"] == {
        "fields": 11,
        "old_number": "031234678",
        "issued": "2025-09-11",
        "expires_computed": None,
        "address_text": "Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng",
        "extra": [],
    }
    assert identity["checks"] == {
        "twelve_digits": "pass",
        "province_031": "pass",
        "century_sex_digit_1": "pass",
        "birth_year_55": "pass",
        "holder_is_person": "not_checked",
    }
    assert sample["flags"] == identity["warnings"] == []


def test_fee_and_request_are_those_of_the_sample(sample):
    assert sample["fee"] == {
        "row": "hc-new-2026",
        "amount": 100000,
        "currency": "VND",
        "valid": ["2026-04-01", "2026-12-31"],
    }
    assert sample["request"] == {
        "id": "01a20647-6540-7c31-9a40-5d2e8f10b001",
        "reference": "HC7K4M2Q9XRX",
        "amount": 100000,
        "payee": "mau-pa08-fees",
        "payee_version": "2026-11-01",
        "chosen": None,
        "state": "draft",
        "pay_until": "2026-12-23",
    }


def test_papers_say_what_the_officer_takes_and_what_blocks(sample):
    assert [(paper["kind"], paper["state"], paper["blocks"]) for paper in sample["papers"]] == [
        ("photo_4x6", "bring", True),
        ("old_passport", "bring_if_kept", False),
    ]
    assert [paper["taken"] for paper in sample["papers"]] == ["Đã thu ảnh", "Đã thu hộ chiếu cũ"]


def test_what_was_shown_and_declared_goes_along_by_its_hash(sample):
    assert [(consent["text"], consent["kind"], consent["lang"]) for consent in sample["consents"]] == [
        ("notice-hc-1", "notice", "vi"),
        ("declare-hc-1", "declaration", "vi"),
    ]
    assert all(len(consent["sha256"]) == 64 for consent in sample["consents"])


def test_timings_count_pages_and_ways(stand):
    stand.to("card").clock.advance(21)
    stand.to("religion").walk.act("back")
    stand.clock.advance(9.4)
    made = envelope(stand)
    assert made["timings"]["session_s"] == 498
    assert made["timings"]["pages"]["card"] == 21
    assert made["timings"]["pages"]["ethnic"] == 9
    assert (made["timings"]["back"], made["timings"]["edits"], made["timings"]["help"]) == (1, 0, 0)


def test_the_envelope_is_plain_and_canonical(sample):
    assert json.loads(canonical(sample)) == sample


@pytest.mark.parametrize(
    ("answers", "contact", "seventh"),
    [
        (
            {"contact": "relative"},
            {"whose": "relative", "phone": "0900000678", "relation": "child", "name": "Phạm Minh Đức"},
            {"phone": "0900000678", "whose": "relative", "relation": "child", "name": "Phạm Minh Đức"},
        ),
        ({"contact": "none"}, {"whose": "office", "phone": "0225 000 0000", "relation": None, "name": None}, None),
    ],
)
def test_whose_phone_it_is_is_always_said(stand, answers, contact, seventh):
    made = envelope(stand, answers=answers)
    assert made["contact"] == contact
    assert item(made, "7")["value"] == seventh


def test_a_phone_of_an_earlier_answer_does_not_slip_in(stand):
    stand.to("check", {"contact": "relative"}).walk.act("edit", "contact")
    stand.walk.act("answer", "none")
    made = envelope(stand)
    assert made["contact"]["whose"] == "office"
    assert "0900000678" not in json.dumps(made)
    assert "Phạm Minh Đức" not in json.dumps(made, ensure_ascii=False)


def test_an_old_passport_of_an_earlier_answer_does_not_slip_in(stand):
    stand.to("check").walk.act("edit", "job-to-do")
    stand.walk.act("answer", "first")
    made = envelope(stand)
    assert item(made, "14") == {"item": "14", "value": None, "source": "not_applicable"}
    assert "C0000012" not in json.dumps(made)


def test_a_place_typed_is_sent_with_its_ward_and_its_table(stand):
    made = envelope(stand, answers={"home-now": "temporary"})
    assert item(made, "9") == {
        "item": "9",
        "value": {
            "street": "Số 12 ngõ 5",
            "ward": "11407",
            "text": "Số 12 ngõ 5, Phường An Biên, Hải Phòng",
            "table": "2026-07-25",
        },
        "source": "citizen",
    }
    assert item(made, "10")["value"] == "same_as:9"


def test_what_was_left_to_the_officer_is_open_not_empty_words(stand):
    stand.to("place", {"home-now": "elsewhere"}).walk.act("counter")
    made = envelope(stand, answers={"home-now": "elsewhere", "street": "counter"})
    assert item(made, "10") == {
        "item": "10",
        "value": {"street": None, "ward": None, "text": "", "table": "2026-07-25"},
        "source": "counter",
        "reason": "ward",
    }


def test_a_split_ward_is_the_one_that_was_chosen(stand):
    made = envelope(stand, card=SPLIT_CARD, answers=OLD_PARENTS | {"new-ward": "11446"})
    assert item(made, "8")["value"]["ward"] == "11446"
    assert item(made, "8")["value"]["text"] == "Tổ 5, Trường Sơn, An Lão, Hải Phòng"


def test_a_ward_nobody_knew_is_open_with_its_reason(stand):
    made = envelope(stand, card=SPLIT_CARD, answers=OLD_PARENTS | {"new-ward": "counter"})
    assert (item(made, "8")["source"], item(made, "8")["reason"]) == ("counter", "ward")
    assert item(made, "8")["value"]["ward"] is None


@pytest.mark.parametrize(
    ("card", "answers", "flags", "checks"),
    [
        (SAMPLE_CARD.replace("031155", "031055"), {}, ["number_sex"], {"century_sex_digit_0": "warn"}),
        (SAMPLE_CARD.replace("031155", "031156"), {}, ["number_birth"], {"birth_year_56": "warn"}),
        (
            SAMPLE_CARD.replace("031155", "099155"),
            {"birthplace": "counter"},
            ["birth_registry_unknown"],
            {"province_099": "warn"},
        ),
        (SAMPLE_CARD.replace("An Biên, H", "Không Đâu, H"), {}, ["ward_unknown"], {}),
        (SAMPLE_CARD, {"old-date": "05/09/2020"}, ["old_passport_may_be_valid"], {}),
        (SAMPLE_CARD.replace("12031955", "00031955"), {}, ["birth_partial"], {}),
        (SAMPLE_CARD.replace("12031955", "00001955"), {}, ["birth_partial"], {}),
        (
            "001099000017||Lê Hải Sơn|10101999|Nam|Gia Viên, Hải Phòng|05062021",
            {"mother-born": "-/-/1970", "father-born": "-/-/1970"},
            ["card_may_have_expired"],
            {},
        ),
    ],
)
def test_doubts_become_flags_for_the_officer(stand, card, answers, flags, checks):
    made = envelope(stand, card=card, answers=answers)
    assert made["flags"] == flags
    assert {key: made["identity"]["checks"][key] for key in checks} == checks


def test_nothing_due_names_no_fee_and_no_request(stand):
    made = envelope(stand, day=date(2020, 1, 1), request=None)
    assert made["fee"] is None
    assert made["request"] is None


def test_a_fee_without_an_end_and_a_request_without_a_day(stand):
    request = Request("r", "HC7K4M2Q9XRX", 200000, "", "", None)
    made = envelope(stand, day=date(2027, 1, 4), request=request)
    assert made["fee"]["valid"] == ["2027-01-01", None]
    assert made["request"]["pay_until"] is None


def test_no_officer_lends_a_phone_or_a_mailbox(stand):
    made = envelope(stand, answers={"contact": "none"})
    assert made["contact"]["phone"] == stand.machine.office.phone
    assert "mail" not in json.dumps(made)


BRANCHES = [branch for branch in branches(PASSPORT) if not branch.left]
VALUES = {
    "place": Answer("11407", value={"code": "11407", "kind_name": "Phường An Biên", "province_name": "Hải Phòng"}),
    "birthplace": Answer("proposed", "proposed_confirmed", "Hải Phòng"),
    "birthplace-list": Answer("Nam Định", value="Nam Định"),
    "new-ward": Answer("11629", value={"code": "11629"}),
    "old-date": Answer("05/09/2016", value="2016-09-05"),
    "old-number": Answer("C0000012", value="C0000012"),
}


def test_every_branch_fills_every_item_in_the_order_of_the_form(stand):
    order = [item.item for item in PASSPORT.items]
    assert len(order) >= 16
    assert len(BRANCHES) > 50
    for branch in BRANCHES:
        made = compose_branch(stand, branch)
        assert [answer["item"] for answer in made["answers"]] == order
        for answer in made["answers"]:
            assert "$" not in json.dumps(answer["value"]), (branch, answer)
            assert answer["value"] is not None or answer["source"] in ("counter", "not_applicable", "citizen")
            if answer["value"] is None and answer["source"] == "citizen":
                assert answer["reason"]
        assert [paper["kind"] for paper in made["papers"]].count("photo_4x6") == 1


def compose_branch(stand, branch):
    """The envelope of a branch of the catalogue, with typed answers of the sample."""
    answers = {
        page: VALUES[page]
        if page in VALUES and key in (TYPED, "proposed")
        else Answer("x" if key == TYPED else key, "counter" if key == "counter" else "citizen")
        for page, key in branch.answers
    }
    person = parse_card(SAMPLE_CARD if "new-ward" in branch.absent else SPLIT_CARD, DAY)
    session = Session("s", SEALED_AT.isoformat(), answers=answers)
    questions = Questions(PASSPORT, answers, person, stand.walk.places, stand.machine.office)
    assert questions.due() is None
    return compose(
        dossier="d",
        number="A 0001",
        day=DAY,
        lookup="HK1.7Q4M2Z9XKB6T3HWD8RNC",
        stamp=STAMP,
        session=session,
        person=person,
        procedure=PASSPORT,
        questions=questions,
        office=stand.machine.office,
        fee=fee_row(PASSPORT, questions.keys(), DAY),
        request=REQUEST,
        session_seconds=1,
    )


def test_a_place_that_is_not_asked_for_is_empty_not_missing(stand):
    stand.to("check")
    context = form_context(stand.walk.session, stand.walk.person, stand.walk.questions)
    assert context["home"] == {"street": None, "ward": None, "text": "", "table": "2026-07-25"}
    assert context["spouse_born"] is None
