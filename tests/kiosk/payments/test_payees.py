"""The signed list of payees, and the one way to a Payee."""

import copy
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.payments.payees import Payee, PayeeFault, PayeeList, grouped_account, sign
from tests.kiosk.payments.conftest import KEY, TODAY, listed


def signed(data: dict | None = None) -> str:
    text = sign(data or listed(), KEY)
    assert isinstance(text, str)
    return text


def read(text: str, today: date = TODAY, last: date | None = None) -> PayeeList | PayeeFault:
    return PayeeList.read(text, KEY.public_key(), today, last)


def code_of(answer: PayeeList | PayeeFault) -> str:
    assert isinstance(answer, PayeeFault)
    assert answer.message("vi") != answer.message("en")
    return answer.code


def test_a_signed_list_gives_its_payees(payees):
    payee = payees.for_kind("passport-fee", "mau-pa08")
    assert payee == payees.get("mau-pa08-fees")
    assert (payee.bin, payee.account, payee.bank_name) == ("999999", "0000123400005", "Ngân hàng Mẫu")
    assert payee.account_grouped == "0000 1234 00005"
    assert payees.version == date(2026, 11, 1)


def test_who_is_not_listed_is_nobody(payees):
    assert payees.get("somebody") is None
    assert payees.for_kind("passport-fee", "another-office") is None
    assert payees.for_kind("residence-fee", "mau-pa08") is None


def test_order_and_blanks_of_the_file_do_not_matter():
    data = json.loads(signed())
    shuffled = dict(reversed(data.items()))
    assert isinstance(read(json.dumps(shuffled, ensure_ascii=True)), PayeeList)


@pytest.mark.parametrize("field", ["bin", "account", "name", "bank_name", "kind", "office", "id"])
def test_any_altered_payee_breaks_the_signature(field):
    data = json.loads(signed())
    data["payees"][0][field] = "123456"
    assert code_of(read(json.dumps(data))) == "wrong-signature"


@pytest.mark.parametrize("field", ["version", "valid_until", "valid_from"])
def test_any_altered_date_breaks_the_signature(field):
    data = json.loads(signed())
    data[field] = "2026-11-02"
    assert code_of(read(json.dumps(data))) == "wrong-signature"


def test_another_key_is_not_trusted():
    assert code_of(PayeeList.read(signed(), Ed25519PrivateKey.generate().public_key(), TODAY)) == "wrong-signature"


@pytest.mark.parametrize("signature", ["x", "AAAA", 5, ["a"], "é"])
def test_a_signature_that_is_none_does_not_hold(signature):
    assert code_of(read(json.dumps({**listed(), "signature": signature}))) == "wrong-signature"


@pytest.mark.parametrize("data", [listed(), {**listed(), "signature": None}, {**listed(), "signature": ""}])
def test_an_unsigned_list_is_not_trusted(data):
    assert code_of(read(json.dumps(data))) == "unsigned"


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '{"a": 1, "a": 2}', "[" * 100_000, signed()[:-20]])
def test_a_file_that_is_no_list_is_malformed(text):
    assert code_of(read(text)) == "malformed"


def test_a_fraction_cannot_be_signed_over():
    assert code_of(read(json.dumps({**listed(), "extra": 1.5, "signature": "AAAA"}))) == "wrong-signature"


@pytest.mark.parametrize(
    ("today", "trusted"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2027, 10, 31), True),
        (date(2027, 11, 1), False),
        (date(1970, 1, 1), False),
    ],
)
def test_the_list_holds_on_its_days_only(today, trusted):
    answer = read(signed(), today)
    assert isinstance(answer, PayeeList) if trusted else code_of(answer) == "out-of-date"


def test_an_older_list_than_the_last_is_not_taken():
    version = date(2026, 11, 1)
    assert isinstance(read(signed(), last=version), PayeeList)
    assert code_of(read(signed(), last=version + timedelta(days=1))) == "rolled-back"


def broken(change) -> dict:
    data = copy.deepcopy(listed())
    change(data)
    return data


@pytest.mark.parametrize(
    "data",
    [
        broken(lambda d: d.pop("version")),
        broken(lambda d: d.update(colour="red")),
        broken(lambda d: d.update(schema="payees/2")),
        broken(lambda d: d.update(payees=[])),
        broken(lambda d: d.update(valid_until="2026-10-01")),
        broken(lambda d: d["payees"][0].update(bin="99999")),
        broken(lambda d: d["payees"][0].update(account="1" * 20)),
        broken(lambda d: d["payees"][0].update(account="1 2")),
        broken(lambda d: d["payees"][0].update(name="")),
        broken(lambda d: d["payees"][0].update(owner="x")),
        broken(lambda d: d["payees"][1].update(id="mau-pa08-fees")),
        broken(lambda d: d["payees"][1].update(kind="passport-fee")),
    ],
)
def test_a_list_with_a_fault_is_not_signed(data):
    assert code_of(sign(data, KEY)) == "malformed"


def test_signing_again_replaces_the_signature():
    assert signed(json.loads(signed())) == signed()


def test_a_payee_cannot_be_typed(payee):
    with pytest.raises(TypeError):
        Payee("x", "passport-fee", "999999", "1", "An", "Bank", "mau-pa08", verified=True)
    with pytest.raises((TypeError, ValueError)):
        replace(payee, account="1")
    with pytest.raises(AttributeError):
        payee.account = "1"


@pytest.mark.parametrize(
    ("account", "grouped"),
    [("1", "1"), ("1234", "1234"), ("12345", "12345"), ("123456", "1234 56"), ("0000123400005", "0000 1234 00005")],
)
def test_accounts_are_grouped_for_the_eye(account, grouped):
    assert grouped_account(account) == grouped
