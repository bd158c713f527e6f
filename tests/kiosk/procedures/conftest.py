"""The shipped passport procedure and the sample office."""

import pytest

from kiosk.office import Office
from kiosk.procedures import Catalogue, Procedure, load_office
from kiosk.procedures.offices import OFFICES


@pytest.fixture(scope="session")
def passport() -> Procedure:
    return Catalogue.load()["cap-ho-chieu-pho-thong"]


@pytest.fixture(scope="session")
def office() -> Office:
    return load_office(OFFICES / "mau-pa08.yaml")
