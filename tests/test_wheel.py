import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = (".py", ".yaml", ".json", ".toml", ".sql", ".html", ".css", ".ttf", ".png", ".txt", ".md", ".typed")


@pytest.mark.slow
def test_the_wheel_carries_all_code_and_assets_and_no_tests(tmp_path):
    """Slow: builds a wheel (about 6 s)."""
    copy = tmp_path / "tree"
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    names = [name for name in tracked.decode().split("\0") if name]
    for name in names:
        if (source := ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes(source.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps", "-w", tmp_path, copy]
    subprocess.run(command, check=True)
    (wheel,) = tmp_path.glob("*.whl")

    carried = set(zipfile.ZipFile(wheel).namelist())

    wanted = {
        name
        for name in names
        if name.split("/")[0] in ("kiosk", "screens", "drivers", "assets") and name.endswith(SHIPPED)
    }
    assert wanted - carried == set()
    assert not [name for name in carried if name.startswith(("tests/", "docs/"))]
