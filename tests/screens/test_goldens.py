"""What pages look like: compared with the pictures that were looked at last, dot by dot."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.screens.goldens import FACES, FOLDER, MADE_BY, SHARE, Difference, difference, draw, drawn_by

OUT = Path(__file__).parents[2] / "out" / "goldens"
"""where a page that looks otherwise is put, beside where it differs"""


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name.removesuffix(".png"))
def test_a_page_looks_as_it_did(window, tmp_path, face):
    now = draw(face, tmp_path / face.name)
    apart = difference(FOLDER / face.name, now)
    if apart is None or not _same(apart):
        OUT.mkdir(parents=True, exist_ok=True)
        now.replace(OUT / face.name)
        if apart:
            apart.picture.save(OUT / f"where-{face.name}")
        dots = f"{apart.dots} of {apart.all} dots" if apart else "another size"
        pytest.fail(f"{face.name} looks otherwise: {dots}. See out/goldens; if it is meant, run `make goldens`.")


def _same(apart: Difference) -> bool:
    if drawn_by() == MADE_BY.read_text("ascii"):
        return apart.dots == 0
    return apart.seen < SHARE * apart.all


def test_no_picture_is_kept_of_a_page_that_is_no_longer_compared():
    assert {path.name for path in FOLDER.glob("*.png")} == {face.name for face in FACES}


def test_one_dot_and_another_size_are_differences(tmp_path):
    page = Image.new("RGB", (40, 30), "#FAF7F0")
    page.save(tmp_path / "a.png")
    ImageDraw.Draw(page).point((7, 3), "#FAF7F1")
    page.save(tmp_path / "b.png")
    page.crop((0, 0, 39, 30)).save(tmp_path / "c.png")
    apart = difference(tmp_path / "a.png", tmp_path / "b.png")
    assert apart is not None
    assert (apart.dots, apart.seen, apart.all) == (1, 0, 1200)
    assert apart.picture.getpixel((7, 3)) == (255, 255, 255)
    assert difference(tmp_path / "a.png", tmp_path / "c.png") is None
