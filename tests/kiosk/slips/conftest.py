"""The made-up sample of the walk."""

from datetime import UTC, date, datetime

import pytest

from kiosk.identity.person import PersonalNumber
from kiosk.payments.lookup import LookupCode
from kiosk.payments.money import Dong
from kiosk.payments.qr import payment_code
from kiosk.payments.reference import Reference
from kiosk.slips import Contact, Fee, Final, Kept, Origin, Paid, Payment, Provisional
from tests.kiosk.payments.conftest import payee, payees

__all__ = ["payee", "payees"]

ORIGIN = Origin(
    unit="Phòng Quản lý xuất nhập cảnh",
    authority="Công an thành phố Mẫu",
    place="Máy số 2",
    counter="quầy số 3",
    phone="0225 000 0000",
)
AT = datetime(2026, 11, 23, 2, 44, tzinfo=UTC)
LOOKUP = LookupCode("HK1.7Q4M2Z9XKB6T3HWD8RNC")
REFERENCE = Reference("HC7K4M2Q9XRX")
NUMBER = PersonalNumber("031155000678")
DAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def provisional_data() -> Provisional:
    return Provisional(
        origin=ORIGIN,
        number="A 0427",
        at=AT,
        job="Cấp lại hộ chiếu, không chip",
        name="Nguyễn Thị Mẫu",
        personal_number=NUMBER,
        contact=Contact("own", "0900000678"),
        fee=Fee(100_000),
        reference=REFERENCE,
        bring=("Nộp ảnh 4×6, nền trắng.", "Nộp hộ chiếu cũ, nếu còn giữ."),
        deadline=date(2026, 12, 8),
        lookup=LOOKUP,
    )


@pytest.fixture(scope="session")
def payment_data(payee) -> Payment:
    return Payment(
        origin=ORIGIN,
        amount=Dong(100_000),
        reference=REFERENCE,
        code=payment_code(payee, Dong(100_000), REFERENCE),
        due="Lệ phí cấp hộ chiếu",
        number="A 0427",
        day=DAY,
        pay_until=date(2026, 12, 23),
    )


@pytest.fixture(scope="session")
def paid_data() -> Paid:
    return Paid(
        origin=ORIGIN,
        amount=Dong(100_000),
        reference=REFERENCE,
        due="Lệ phí cấp hộ chiếu",
        payee="Phòng Quản lý xuất nhập cảnh",
        route="bank",
        at=datetime(2026, 11, 23, 2, 47, tzinfo=UTC),
        number="A 0427",
        day=DAY,
        bank_reference="FT26327000001",
    )


@pytest.fixture(scope="session")
def final_data() -> Final:
    return Final(
        origin=Origin(
            unit=ORIGIN.unit,
            authority=ORIGIN.authority,
            place="Quầy số 3",
            counter=ORIGIN.counter,
            phone=ORIGIN.phone,
        ),
        code="G00.000.108-261125-000042",
        accepted_at=datetime(2026, 11, 25, 3, 40, tzinfo=UTC),
        job="Cấp lại hộ chiếu, không chip",
        name="Nguyễn Thị Mẫu",
        personal_number=NUMBER,
        number="A 0427",
        day=DAY,
        fee=Fee(100_000, 100_000),
        collect_on=date(2026, 12, 7),
        result_hours="8 giờ đến 11 giờ 30",
        lookup=LOOKUP,
    )


@pytest.fixture(scope="session")
def kept_data() -> Kept:
    return Kept(origin=ORIGIN, until=datetime(2026, 11, 23, 9, 30, tzinfo=UTC), lookup=LOOKUP)
