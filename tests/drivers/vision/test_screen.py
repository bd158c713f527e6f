"""A card, and the picture of one on a telephone."""

import cv2
import numpy as np
import pytest

from drivers.virtual import Generation, Held, Scene, Trouble
from drivers.vision.qr import read_codes
from drivers.vision.screen import on_screen

TEXT = "031155000678||Nguyễn Thị Mẫu|01011955|Nữ|Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng|01012021"
READABLE = (Trouble.NONE, Trouble.TILTED, Trouble.UPSIDE_DOWN)


def seen(held, trouble=Trouble.NONE, seed=0, generation=Generation.OF_2021, ground=None):
    """Whether the code before the camera is taken for one on a screen, as a network camera sends it."""
    scene = Scene(seed=seed)
    if ground is not None:
        scene._desk = np.full_like(scene._desk, ground)
    scene.conditions = trouble.conditions
    scene.show(held, TEXT, generation=generation)
    scene.frame(0)
    packed = cv2.imencode(".jpg", scene.frame(2), [cv2.IMWRITE_JPEG_QUALITY, 88])[1]
    bgr = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    (code,) = read_codes(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)).codes
    assert code.text == TEXT
    return on_screen(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGBA), code.corners)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("trouble", READABLE)
@pytest.mark.parametrize("generation", Generation)
def test_a_card_is_never_taken_for_a_picture_of_one(trouble, seed, generation):
    assert not seen(Held.CARD, trouble, seed, generation)


@pytest.mark.parametrize("ground", [0, 20, 250])
def test_a_card_on_a_black_or_a_white_ground_is_a_card(ground):
    assert not seen(Held.CARD, ground=ground)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("trouble", READABLE)
@pytest.mark.parametrize("generation", Generation)
def test_a_picture_of_a_card_on_a_telephone_is_told_apart(trouble, seed, generation):
    assert seen(Held.PHONE_CARD, trouble, seed, generation)
