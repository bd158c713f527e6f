import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.audit import EVENTS, AuditFault, entry

ID = "01a20647-6540-7c31-9a40-5d2e8f10a427"

GOOD = [
    ("session.started", {"session": ID}),
    ("notice.shown", {"text": "notice-hc-1"}),
    ("card.read", {"route": "qr", "shape": "11", "verdicts": ["birth-partial", "century_sex_digit_1"]}),
    ("answer.saved", {"session": ID, "field": "mother-name", "source": "citizen"}),
    ("dossier.sealed", {"id": ID, "number": "A 0427"}),
    ("outbox.queued", {"id": ID, "seq": 2, "kind": "pay_chosen"}),
    ("request.display_ended", {"id": ID, "reason": "timeout"}),
    ("slip.print", {"kind": "provisional", "result": "not", "copy": 0}),
    ("help.called", {"page": "card", "reason": "T-211"}),
    ("help.answered", {"officer": "Lê Minh Mẫu"}),
    ("identity.looked", {"dossier": ID, "officer": "Lê Minh Mẫu", "verdict": "yes"}),
    ("portal.accepted", {"code": "G00.000.108-261124-000042"}),
]


@pytest.mark.parametrize(("event", "keys"), GOOD, ids=[event for event, _ in GOOD])
def test_the_events_of_the_walk_may_be_logged(event, keys):
    assert entry(event, **keys).keys == keys


@pytest.mark.parametrize(
    ("event", "keys"),
    [
        ("answer.given", {}),
        ("answer.saved", {"value": "kinh"}),
        ("notice.passed", {"text": "notice-hc-1"}),
        ("slip.print", {"result": "maybe"}),
        ("slip.print", {"copy": "1"}),
        ("slip.print", {"copy": True}),
        ("slip.print", {"copy": -1}),
        ("card.read", {"verdicts": "birth-partial"}),
        ("card.read", {"verdicts": ["Nguyễn"]}),
        ("identity.looked", {"verdict": "perhaps"}),
        ("portal.accepted", {"code": "031155000678"}),
    ],
)
def test_what_is_not_in_the_table_may_not_be_logged(event, keys):
    with pytest.raises(AuditFault):
        entry(event, **keys)


PERSONAL = [
    "Nguyễn Thị Mẫu",
    "NGUYEN THI MAU",
    "nguyen thi mau",
    "031155000678",
    "031234678",
    "0900000678",
    "1955-03-12",
    "Số 12, ngõ 5, phố Mẫu",
    "C0000012",
    "HK1.7Q4M2Z9XKB6T3HWD8RNC",
]
CITIZENS = sorted({key for keys in EVENTS.values() for key in keys} - {"officer", "second"})


@pytest.mark.parametrize("value", PERSONAL)
@pytest.mark.parametrize("key", CITIZENS)
def test_nothing_personal_fits_any_key_of_a_citizen_s_walk(key, value):
    event = next(event for event, keys in EVENTS.items() if key in keys)
    for form in (value, [value]):
        with pytest.raises(AuditFault) as caught:
            entry(event, **{key: form})
        assert value not in str(caught.value)


@pytest.mark.parametrize("value", ["031155000678", "0900000678", "", " Lê", "x" * 61])
def test_an_officer_is_a_name_and_no_number(value):
    with pytest.raises(AuditFault):
        entry("help.answered", officer=value)


@given(st.sampled_from(CITIZENS), st.from_regex(r"\A[0-9]{6,14}\Z"))
def test_no_number_of_six_digits_or_more_is_logged(key, digits):
    event = next(event for event, keys in EVENTS.items() if key in keys)
    with pytest.raises(AuditFault):
        entry(event, **{key: digits})
