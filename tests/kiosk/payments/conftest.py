"""A signed payee list of a made-up office; BIN 999999 belongs to no bank."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.payments.payees import Payee, PayeeList, sign

TODAY = date(2026, 11, 24)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def listed() -> dict:
    return {
        "schema": "payees/1",
        "version": "2026-11-01",
        "valid_from": "2026-11-01",
        "valid_until": "2027-10-31",
        "payees": [
            {
                "id": "mau-pa08-fees",
                "kind": "passport-fee",
                "bin": "999999",
                "account": "0000123400005",
                "name": "Phòng Quản lý xuất nhập cảnh",
                "bank_name": "Ngân hàng Mẫu",
                "office": "mau-pa08",
            },
            {
                "id": "mau-pc08-fines",
                "kind": "traffic-fine",
                "bin": "999999",
                "account": "VQRQ0001XYZ",
                "name": "Kho bạc Nhà nước Mẫu",
                "bank_name": "Ngân hàng Mẫu",
                "office": "mau-pa08",
            },
        ],
    }


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
