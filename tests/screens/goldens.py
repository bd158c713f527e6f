"""Pages whose looks are kept as pictures: `make goldens` draws them anew, and the difference is seen in review.

The rest of the grid is held by geometry. Pictures are the same dot for dot on one make of the drawing library, which
is written down beside them; on another one a few dots may differ. The camera is closed: its pictures are another
library's.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from kivy.graphics.opengl import GL_RENDERER, GL_VERSION, glGetString
from PIL import Image

from kiosk.demo.gallery import Picture, sample_view
from screens.render import render
from screens.tokens import Panel
from screens.window import open_window

FOLDER = Path(__file__).parent / "goldens"
MADE_BY = FOLDER / "made-by.txt"
SEEN = 8
"""levels of 255: less is not seen"""
SHARE = 0.0005
"""of the dots, which may differ by more than SEEN where another library drew"""

UPRIGHT, LYING = "1080x1920", "1920x1080"
PAGES = (
    "idle",
    "home",
    "bring",
    "notice",
    "card",
    "card-camera",
    "confirm",
    "resume",
    "sent-before",
    "choice",
    "typing",
    "date",
    "place",
    "fine-by-number",
    "check",
    "pay-how",
    "pay-qr",
    "pay-unknown",
    "done",
    "lookup",
    "idle-warning",
    "line-down",
    "out-of-order",
    "error",
    "size-sound",
    "leave",
    "staff-called",
)


def _faces() -> list[Picture]:
    faces = [Picture(slug, UPRIGHT, "1", "light", "vi") for slug in PAGES]
    faces += [Picture(slug, LYING, "1", "light", "vi") for slug in ("home", "card-hint", "typing", "check", "pay-qr")]
    faces += [Picture(slug, UPRIGHT, "1", "contrast", "vi") for slug in ("home", "typing", "pay-qr", "card-camera")]
    faces += [Picture(slug, UPRIGHT, "1.5", "light", "vi") for slug in ("home", "choice", "check", "typing")]
    faces += [
        Picture("confirm", UPRIGHT, "1.25", "light", "en"),
        Picture("pay-how", UPRIGHT, "1", "light", "en"),
        Picture("done", LYING, "1.5", "contrast", "vi"),
    ]
    return faces


FACES = _faces()


@dataclass(frozen=True)
class Difference:
    """`dots` differ at all, `seen` by more than SEEN, of `all`; `picture` shows where, white on the dimmed page."""

    dots: int
    seen: int
    all: int
    picture: Image.Image


def draw(face: Picture, path: Path) -> Path:
    """The face as it looks now, without transparency."""
    width, height = (int(part) for part in face.size.split("x"))
    view = sample_view(face.slug, face.lang, face.text, face.theme)
    render(view, path, Panel.of(width, height))
    with Image.open(path) as drawn:
        drawn.convert("RGB").save(path, optimize=True)
    return path


def difference(before: Path, now: Path) -> Difference | None:
    """None where the two are of different size."""
    with Image.open(before) as old, Image.open(now) as new:
        if old.size != new.size:
            return None
        first, second = (np.asarray(one.convert("RGB"), dtype=np.int16) for one in (old, new))
    apart = np.abs(first - second).max(axis=2)
    shown = np.where((apart > 0)[..., None], 255, second // 4).astype(np.uint8)
    return Difference(int((apart > 0).sum()), int((apart > SEEN).sum()), apart.size, Image.fromarray(shown))


def drawn_by() -> str:
    """What draws here."""
    open_window(Panel())
    return "\n".join(str(glGetString(name), "ascii") for name in (GL_RENDERER, GL_VERSION)) + "\n"


def main() -> None:
    """Draw all anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for face in sorted(FACES, key=lambda face: face.size):
        draw(face, FOLDER / face.name)
    MADE_BY.write_text(drawn_by(), "ascii")


if __name__ == "__main__":
    main()
