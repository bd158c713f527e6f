"""04 with a camera: the live picture, its guides, the band that says what to do with the hand."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from kiosk.demo.gallery import sample_view
from screens.tokens import Panel
from screens.widgets.live import LivePicture
from screens.widgets.text import Text


@dataclass
class Shot:
    """A picture: red left, blue right, white in the first rows."""

    number: int
    size: tuple[int, int] = (320, 180)
    mirrored: bool = False
    taken: int = 0
    """how often its dots were asked for"""

    @property
    def rgba(self) -> np.ndarray:
        self.taken += 1
        width, height = self.size
        made = np.zeros((height, width, 4), np.uint8)
        made[:, : width // 2, 0] = made[:, width // 2 :, 2] = made[..., 3] = 255
        made[: height // 4] = 255
        return made


class Eye:
    """What the host takes pictures from."""

    def __init__(self) -> None:
        self.shot: Shot | None = None

    def __call__(self) -> Shot | None:
        return self.shot


@pytest.fixture
def eye(ui):
    eye = Eye()
    ui.mounted().live = eye
    ui.show(sample_view("card-camera"))
    return eye


def picture_of(ui) -> LivePicture:
    return next(part for part in ui.host.walk(restrict=True) if isinstance(part, LivePicture))


def colour_at(ui, x: float, y: float) -> tuple[int, ...]:
    """The colour drawn at window px."""
    pixels = ui.host.export_as_image()._texture.pixels
    width, height = ui.window.size
    at = (int(height - 1 - y) * width + int(x)) * 4
    return tuple(pixels[at : at + 3])


def shown_colours(ui):
    """Upper left, left and right of the middle."""
    live = picture_of(ui)
    wide = live.height * 16 / 9
    return [
        colour_at(ui, live.center_x + across * wide, live.center_y + up * live.height)
        for across, up in ((-0.25, 0.33), (-0.25, -0.1), (0.25, -0.1))
    ]


def test_the_picture_stands_upright_and_as_it_was_taken(ui, eye):
    eye.shot = Shot(1)
    ui.until(lambda: picture_of(ui)._texture is not None)
    ui.frames(2)
    assert shown_colours(ui) == [(255, 255, 255), (255, 0, 0), (0, 0, 255)]


def test_a_camera_that_looks_at_the_person_shows_a_mirror(ui, eye):
    eye.shot = Shot(1, mirrored=True)
    ui.until(lambda: picture_of(ui)._texture is not None)
    ui.frames(2)
    assert shown_colours(ui) == [(255, 255, 255), (0, 0, 255), (255, 0, 0)]


def test_each_new_picture_is_drawn_and_the_same_one_is_not_drawn_again(ui, eye):
    live = picture_of(ui)
    eye.shot = Shot(1)
    ui.until(lambda: live._texture is not None)
    taken = eye.shot.taken
    for _ in range(3):
        live._look(0)
    assert eye.shot.taken == taken
    eye.shot = Shot(2)
    live._look(0)
    assert eye.shot.taken == 1


def test_the_mark_says_that_the_camera_is_open_only_while_pictures_come(ui, eye):
    live = picture_of(ui)
    assert live.mark.opacity == 0
    eye.shot = Shot(1)
    ui.until(lambda: live.mark.opacity == 1)
    eye.shot = None
    ui.until(lambda: live.mark.opacity == 0)
    assert live._texture is None


def test_other_words_in_the_band_keep_the_picture_going(ui, eye):
    eye.shot = Shot(1)
    ui.until(lambda: picture_of(ui)._texture is not None)
    live = picture_of(ui)
    ui.show(sample_view("card-hint"))
    assert picture_of(ui) is live
    words = [part.text for part in ui.host.walk(restrict=True) if isinstance(part, Text) and part.opacity]
    assert "Mặt này không có mã vuông. Ông, bà lật mặt kia." in words
    assert "Máy đang chờ thẻ. Ông, bà cứ thong thả." not in words


def test_a_reader_that_goes_away_changes_the_page(ui, eye):
    before = picture_of(ui)
    view = sample_view("card-camera")
    ui.show(replace(view, ways=view.ways[1:]))
    assert picture_of(ui) is not before
    ui.show(replace(view, ways=view.ways[:1], live=""))
    assert not any(isinstance(part, LivePicture) for part in ui.host.walk(restrict=True))


def test_a_page_that_is_left_looks_no_more(ui, eye):
    live, looked = picture_of(ui), []
    ui.show(sample_view("confirm"))
    ui.host.live = lambda: looked.append(1)
    ui.frames(20)
    assert looked == []
    assert not live._tick.is_triggered


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("text", ["1", "1.25", "1.5"])
def test_a_person_finds_her_card_in_the_picture_whatever_the_text_size(ui, size, text):
    ui.mounted().use_panel(Panel.of(*size))
    ui.show(sample_view("card-hint", size=text))
    live = picture_of(ui)
    assert live.height / Panel.of(*size).px_per_mm >= 45
