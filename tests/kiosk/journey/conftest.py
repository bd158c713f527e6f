"""A walk without a screen: its clock is turned by hand, its machine is in memory."""

import pytest

from kiosk.demo.gallery import Stand


@pytest.fixture
def stand() -> Stand:
    return Stand.begun()
