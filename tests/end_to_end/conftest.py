import os
from collections.abc import Iterator

import pytest

from kiosk.clock import SystemClock
from kiosk.demo.office import OfficeInABox
from tests.kiosk.hub.office_box import MORNING

CLOCK = ("KIOSK_NOW", "KIOSK_CLOCK_OFFSET")


@pytest.fixture(scope="package")
def clock() -> Iterator[SystemClock]:
    """A Monday morning from which time runs on, here and in every process that is started."""
    before = {name: os.environ.pop(name, None) for name in CLOCK}
    os.environ["KIOSK_NOW"] = MORNING.isoformat()
    yield SystemClock()
    for name, value in before.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="package")
def office(clock: SystemClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeInABox]:
    """One office for all walks; each test has a machine of its own."""
    with OfficeInABox(tmp_path_factory.mktemp("office"), clock, 0) as office:
        yield office
