from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kiosk.machine.bench import Bench
from tests.kiosk.machine.bench import bench as made


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with made(tmp_path) as bench:
        yield bench
