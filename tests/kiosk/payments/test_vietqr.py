"""The strict codec: the open vectors, each rule refused and accepted, and the laws."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payments.tlv import crc16, pair, pairs
from kiosk.payments.vietqr import (
    REFUSALS,
    PaymentCode,
    VietQrError,
    decode,
    encode,
    vietqr_decode_answer,
    vietqr_encode_answer,
)

VECTORS = Path(__file__).parents[2] / "vectors"
SAMPLE = PaymentCode(bin="999999", account="0000123400005", amount=100_000, purpose="HC7K4M2Q9XRX")
SAMPLE_PAYLOAD = (
    "00020101021238570010A00000072701270006999999011300001234000050208QRIBFTTA5303704"
    "54061000005802VN62160812HC7K4M2Q9XRX6304F1E5"
)
FULL = PaymentCode(
    bin="970418",
    account="21510001234567",
    service="QRIBFTTC",
    amount=2000,
    purpose="LE PHI",
    bill="B1",
    mobile="0900000678",
    store="S1",
    reference="HC00000001NA",
    customer="C1",
    terminal="T1",
    mcc="9399",
    name="PHONG XNC",
    city="HAI PHONG",
    postal="180000",
)


def vectors(name: str) -> list:
    return [json.loads(line) for line in (VECTORS / f"vietqr-{name}.jsonl").read_text("utf-8").splitlines()]


def bare(answer) -> dict:
    assert ("error" in answer) == ("message" in answer)
    return {key: value for key, value in answer.items() if key != "message"}


@pytest.mark.parametrize("vector", vectors("encode"))
def test_open_vectors_of_encode(vector):
    assert bare(vietqr_encode_answer(vector["in"])) == vector["out"]


@pytest.mark.parametrize("vector", vectors("decode"))
def test_open_vectors_of_decode(vector):
    assert bare(vietqr_decode_answer(vector["in"])) == vector["out"]


def test_the_sample_of_the_slip_gives_exactly_its_payload():
    assert encode(SAMPLE) == SAMPLE_PAYLOAD
    assert decode(SAMPLE_PAYLOAD) == SAMPLE


def test_the_crc_is_the_one_of_the_standard():
    assert crc16("123456789") == "29B1"


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        (replace(SAMPLE, bin=""), "missing"),
        (replace(SAMPLE, account=""), "missing"),
        (replace(SAMPLE, account="", name="Đ" * 30), "missing"),
        (replace(SAMPLE, name="PHÒNG XNC, MỘT TÊN QUÁ DÀI"), "charset"),
        (replace(SAMPLE, name="X\x7f"), "charset"),
        (replace(SAMPLE, name=" X"), "charset"),
        (replace(SAMPLE, name="X "), "charset"),
        (replace(SAMPLE, name=" "), "charset"),
        (replace(SAMPLE, account="1 2"), "charset"),
        (replace(SAMPLE, account="1 2", purpose="A" * 26), "charset"),
        (replace(SAMPLE, bin="９70415"), "charset"),
        (replace(SAMPLE, account="1" * 20), "length"),
        (replace(SAMPLE, account="1" * 20, amount=0), "length"),
        (replace(SAMPLE, name="A" * 26), "length"),
        (replace(SAMPLE, city="A" * 16), "length"),
        (replace(SAMPLE, postal="1" * 11), "length"),
        *[
            (replace(SAMPLE, **{child: "A" * 26}), "length")
            for child in ("purpose", "bill", "mobile", "store", "reference", "customer", "terminal")
        ],
        (replace(SAMPLE, purpose="A" * 25, bill="A" * 25, store="A" * 25, mobile="A" * 9), "length"),
        (replace(SAMPLE, amount=0), "value"),
        (replace(SAMPLE, amount=-1), "value"),
        (replace(SAMPLE, amount=10**13), "value"),
        (replace(SAMPLE, bin="97041"), "value"),
        (replace(SAMPLE, bin="9704155"), "value"),
        (replace(SAMPLE, bin="97O415"), "value"),
        (replace(SAMPLE, mcc="939"), "value"),
        (replace(SAMPLE, mcc="939A"), "value"),
        (replace(SAMPLE, service="QRXXXX"), "value"),
    ],
)
def test_a_code_outside_the_rules_is_not_written(code, wrong):
    with pytest.raises(VietQrError) as refused:
        encode(code)
    assert refused.value.code == wrong


@pytest.mark.parametrize(
    "code",
    [
        FULL,
        replace(SAMPLE, amount=None, purpose=""),
        replace(SAMPLE, account="1" * 19),
        replace(SAMPLE, account="VQRQ0001xyz"),
        replace(SAMPLE, amount=1),
        replace(SAMPLE, amount=10**13 - 1),
        replace(SAMPLE, amount=500_000_000),
        replace(SAMPLE, name="A" * 25, city="B" * 15, postal="C" * 10),
        replace(SAMPLE, purpose="A" * 25, bill="A" * 25, store="A" * 25, mobile="A" * 8),
        replace(SAMPLE, purpose="6304 - a b ~!"),
        replace(SAMPLE, mcc="0000"),
    ],
)
def test_a_code_at_the_edge_of_the_rules_is_written_and_read_back(code):
    assert decode(encode(code)) == code


def test_the_objects_stand_in_ascending_order():
    assert [tag for tag, _ in pairs(encode(FULL))] == [
        *("00", "01", "38", "52", "53", "54", "58", "59", "60", "61", "62", "63")
    ]


def test_initiation_says_whether_there_is_an_amount():
    assert decode(encode(SAMPLE)).initiation == "12"
    assert decode(encode(replace(SAMPLE, amount=None))).initiation == "11"


def sealed(body: str) -> str:
    return f"{body}6304{crc16(body + '6304')}"


def objects(**changed: str | None) -> str:
    """The sample with objects changed, left out (None) or added; a key is o and the id."""
    root = {tag: value for tag, value in pairs(SAMPLE_PAYLOAD) if tag != "63"}
    root |= {key[1:]: value for key, value in changed.items()}
    return sealed("".join(pair(tag, value) for tag, value in root.items() if value is not None))


def scheme(guid: str = "A000000727", payee: str = pair("00", "999999") + pair("01", "1"), rest: str = "0208QRIBFTTA"):
    return (pair("00", guid) if guid else "") + (pair("01", payee) if payee else "") + rest


TWICE_PAYEE = pair("00", "999999") + pair("01", "1") + pair("01", "2")


@pytest.mark.parametrize(
    ("payload", "wrong"),
    [
        ("", "structure"),
        ("0002016304", "structure"),
        (SAMPLE_PAYLOAD[:-1], "structure"),
        (SAMPLE_PAYLOAD + "0", "structure"),
        (SAMPLE_PAYLOAD + "5802VN", "structure"),
        (SAMPLE_PAYLOAD.replace("5802VN", "58+2VN"), "structure"),
        (SAMPLE_PAYLOAD.replace("5802VN", "58 2VN"), "structure"),
        (SAMPLE_PAYLOAD.replace("5802VN", "58０２VN"), "structure"),
        (sealed("000201010212" + "5400"), "structure"),
        (sealed("010212000201"), "structure"),
        (sealed("000202"), "structure"),
        (SAMPLE_PAYLOAD[:-8] + "63051" + SAMPLE_PAYLOAD[-4:], "structure"),
        (sealed("0002016304ABCD5802VN"), "structure"),
        (SAMPLE_PAYLOAD[:-4] + "F1E6", "crc"),
        (SAMPLE_PAYLOAD[:-4] + "f1e5", "crc"),
        (SAMPLE_PAYLOAD[:-4] + "F1e5", "crc"),
        (sealed(SAMPLE_PAYLOAD[:-8] + "5802VN"), "duplicate"),
        (sealed(SAMPLE_PAYLOAD[:-8] + "000201"), "duplicate"),
        (objects(o38=scheme(payee=TWICE_PAYEE)), "duplicate"),
        (objects(o38=scheme(rest="0208QRIBFTTA0208QRIBFTTC")), "duplicate"),
        (objects(o62="0801A0801B"), "duplicate"),
        (objects(o62="0801A0801B99"), "duplicate"),
        (objects(o38=None, o26="0010A000000775"), "other-scheme"),
        (objects(o38=None, o04="1234567890123", o62="0899A"), "other-scheme"),
        (objects(o38="0099A"), "inner-length"),
        (objects(o38=scheme() + "9"), "inner-length"),
        (objects(o38=scheme(payee="0006999999019")), "inner-length"),
        (objects(o62="0801A9"), "inner-length"),
        (objects(o62="0800"), "inner-length"),
        (objects(o62="08 1A"), "inner-length"),
        (objects(o01=None), "missing"),
        (objects(o38=None), "missing"),
        (objects(o53=None), "missing"),
        (objects(o58=None), "missing"),
        (objects(o38=scheme(payee="")), "missing"),
        (objects(o38=scheme(payee="000699" + "9999")), "missing"),
        (objects(o38=scheme(payee="01011")), "missing"),
        (objects(o53=None, o54="1" * 14), "missing"),
        (objects(o54="1" * 14), "length"),
        (objects(o54="1" * 13 + "."), "length"),
        (objects(o38=scheme(payee="0006999999" + pair("01", "1" * 20))), "length"),
        (objects(o59="A" * 26), "length"),
        (objects(o60="A" * 16), "length"),
        (objects(o61="A" * 11), "length"),
        (objects(o62=pair("05", "A" * 26)), "length"),
        (objects(o59="Đ" * 26), "length"),
        (objects(o59="Đ"), "charset"),
        (objects(o59=" A"), "charset"),
        (objects(o62=pair("08", "A\t")), "charset"),
        (objects(o62=pair("08", "A ")), "charset"),
        (objects(o54="１000"), "charset"),
        (objects(o38=scheme(payee="0006999999" + pair("01", "1 2"))), "charset"),
        (objects(o58="ＶＮ"), "charset"),
        (objects(o01="13"), "value"),
        (objects(o38=scheme(guid="A000000775")), "value"),
        (objects(o38=scheme(guid="")), "value"),
        (objects(o38=scheme(rest="0206QRXXXX")), "value"),
        (objects(o38=scheme(rest="")), "value"),
        (objects(o38=scheme(payee="000599999" + "01011")), "value"),
        (objects(o38=scheme(payee="0006A99999" + "01011")), "value"),
        (objects(o52="999"), "value"),
        (objects(o53="840"), "value"),
        (objects(o58="VM"), "value"),
        *[
            (objects(o54=amount), "value")
            for amount in ("0", "0.", ".", "01", "1.5", "1.0", "1..", "1,000", "-1", "+1")
        ],
    ],
)
def test_a_payload_outside_the_rules_is_refused_by_the_first_rule_that_it_breaks(payload, wrong):
    with pytest.raises(VietQrError) as refused:
        decode(payload)
    assert refused.value.code == wrong


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (objects(), SAMPLE),
        (objects(o54="100000."), SAMPLE),
        (objects(o54="1" * 12 + "."), replace(SAMPLE, amount=int("1" * 12))),
        (objects(o54=None), replace(SAMPLE, amount=None)),
        (objects(o01="11"), SAMPLE),
        (objects(o81="ANY"), SAMPLE),
        (objects(o64="0002VI0105Phòng"), SAMPLE),
        (objects(o26="0010A000000775"), SAMPLE),
        (objects(o26="x", o81="not pairs"), SAMPLE),
        (sealed(SAMPLE_PAYLOAD[:-8] + "8103ONE8103TWO"), SAMPLE),
        (objects(o62="0812HC7K4M2Q9XRX0401L"), SAMPLE),
        (objects(o62="0401L0401M0812HC7K4M2Q9XRX"), SAMPLE),
        (objects(o38=scheme(payee="0006999999" + pair("01", "0000123400005") + "0902VN") + "0301X"), SAMPLE),
        (objects(o62="0401L"), replace(SAMPLE, purpose="")),
        (objects(o62=pair("08", "***")), replace(SAMPLE, purpose="***")),
    ],
)
def test_what_the_rules_let_pass_is_read(payload, expected):
    assert decode(payload) == expected


def test_objects_may_stand_in_any_order():
    first, *middle, _ = pairs(encode(FULL))
    shuffled = "".join(pair(tag, value) for tag, value in (first, *reversed(middle)))
    assert decode(sealed(shuffled)) == FULL


def test_the_crc_runs_over_utf8_bytes():
    assert decode(objects(o64="0002VI0107Phòng 😀")) == SAMPLE


def test_half_a_character_is_judged_like_any_other():
    assert bare(vietqr_decode_answer({"payload": objects(o59="\ud800")})) == {"error": "charset"}


def test_answers_name_faults_of_the_record_first():
    assert vietqr_encode_answer({"bin": "999999", "colour": "red"})["error"] == "unknown-field"
    assert vietqr_encode_answer({"bin": "999999", "account": None, "amount": "1"})["error"] == "missing"
    assert vietqr_encode_answer({"bin": 999999, "account": "1"})["error"] == "value"
    assert vietqr_encode_answer({"bin": "999999", "account": "1", "amount": True})["error"] == "value"
    assert vietqr_encode_answer({"bin": "999999", "account": "1", "amount": 1.0})["error"] == "value"
    assert vietqr_decode_answer({})["error"] == "missing"
    assert vietqr_decode_answer({"payload": 5})["error"] == "value"


def test_empty_and_null_are_absent():
    given = {"bin": "999999", "account": "1", "amount": None, "purpose": "", "service": ""}
    assert bare(vietqr_encode_answer(given)) == {"payload": encode(PaymentCode(bin="999999", account="1"))}


def test_every_refusal_has_words_in_both_languages():
    for code in REFUSALS:
        assert VietQrError(code).message
    assert (
        vietqr_decode_answer({"payload": "HELLO"}, "vi")["message"]
        != vietqr_decode_answer({"payload": "HELLO"}, "en")["message"]
    )


PRINTABLE = st.characters(min_codepoint=0x20, max_codepoint=0x7E)


def ans(longest: int) -> st.SearchStrategy[str]:
    return st.text(PRINTABLE, max_size=longest).map(lambda text: text.strip(" "))


CODES = st.builds(
    PaymentCode,
    bin=st.from_regex(r"[0-9]{6}", fullmatch=True),
    account=st.from_regex(r"[!-~]{1,19}", fullmatch=True),
    service=st.sampled_from(["QRIBFTTA", "QRIBFTTC"]),
    amount=st.none() | st.integers(1, 10**13 - 1),
    purpose=ans(25),
    bill=ans(25),
    reference=ans(25),
    terminal=ans(8),
    mcc=st.just("") | st.from_regex(r"[0-9]{4}", fullmatch=True),
    name=ans(25),
    city=ans(15),
    postal=ans(10),
)


@given(CODES)
def test_what_is_written_is_read_back_the_same(code):
    assert decode(encode(code)) == code


@given(CODES)
def test_what_is_written_is_read_back_the_same_through_the_command(code):
    given_ = {
        key: value for key, value in vietqr_decode_answer({"payload": encode(code)}).items() if key != "initiation"
    }
    assert vietqr_encode_answer(given_) == {"payload": encode(code)}


@pytest.mark.parametrize("code", [SAMPLE, replace(SAMPLE, amount=None, purpose="")])
def test_any_single_changed_character_is_refused(code):
    payload = encode(code)
    others = [chr(sign) for sign in range(0x20, 0x7F)] + ["Đ", "０"]
    for at, sign in enumerate(payload):
        for other in others:
            if other != sign:
                with pytest.raises(VietQrError):
                    decode(payload[:at] + other + payload[at + 1 :])


@given(CODES, st.data())
@settings(max_examples=200, derandomize=True)
def test_any_single_changed_lost_or_added_character_is_refused(code, data):
    payload = encode(code)
    at = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.characters().filter(lambda sign: sign != payload[at]))
    for damaged in (payload[:at] + other + payload[at + 1 :], payload[:at] + payload[at + 1 :]):
        with pytest.raises(VietQrError):
            decode(damaged)


@given(st.text() | st.text("0123456789AVN"))
def test_any_text_is_read_or_refused_by_name(text):
    answer = vietqr_decode_answer({"payload": text or "x"})
    assert answer.get("error") in {*REFUSALS, None}
