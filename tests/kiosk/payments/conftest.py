"""A signed payee list of a made-up office; BIN 999999 belongs to no bank."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.payments.payees import Payee, PayeeList, sign
from tests.kiosk.payee_lists import listed

TODAY = date(2026, 11, 24)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture(scope="session")
def payees() -> PayeeList:
    text = sign(listed(), KEY)
    assert isinstance(text, str)
    read = PayeeList.read(text, KEY.public_key(), TODAY)
    assert isinstance(read, PayeeList)
    return read


@pytest.fixture(scope="session")
def payee(payees: PayeeList) -> Payee:
    found = payees.for_kind("passport-fee", "mau-pa08")
    assert found is not None
    return found
