"""What a picture tells of the hand: seeded frames of the desk under each condition, read by nobody."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from drivers.virtual import optics
from drivers.virtual.card_picture import Generation
from drivers.virtual.scene import Conditions, Held, Scene, Trouble
from drivers.vision.glance import glance
from drivers.vision.qr import Reading, read_codes
from drivers.vision.verdict import Verdict

CARD = "031078004512|031234567|Phạm Văn Khánh|14031978|Nam|Thôn Đông, Lâm Động, Hải Phòng|22072021"
OTHER = "031203009944||Đỗ Minh Quân|19082003|Nam|Tổ dân phố 3, Gia Viên, Hải Phòng|11092025||||"
SEEDS = range(70, 76)


def gray(picture):
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def small(picture):
    return cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)


def two_frames(seed, held, conditions):
    """At rest, one after the other; every other one of a larger camera, and of the newer card."""
    scene = Scene(*((1280, 720), (1920, 1080))[seed % 2], seed=seed)
    scene.conditions = replace(conditions, turn=(0, 180)[seed // 2 % 2])
    scene.show(held, CARD, other=OTHER, generation=tuple(Generation)[seed % 3 % 2])
    scene.frame(0.0)
    return gray(scene.frame(2.0)), gray(scene.frame(2.07))


def unread(seed, held, conditions):
    """The verdict on a frame of which the reader says nothing."""
    before, now = two_frames(seed, held, conditions)
    return glance(now, small(before), Reading())


SHOWN = {
    "nothing": (Held.NOTHING, Conditions(), Verdict.NOTHING),
    "nothing in the dark": (Held.NOTHING, Trouble.DARK.conditions, Verdict.NOTHING),
    "a card": (Held.CARD, Conditions(shake=0.2), Verdict.READING),
    "a tilted card": (Held.CARD, Trouble.TILTED.conditions, Verdict.READING),
    "the wrong side": (Held.WRONG_SIDE, Conditions(shake=0.2), Verdict.NO_CODE),
    "the wrong side, tilted": (Held.WRONG_SIDE, Trouble.TILTED.conditions, Verdict.NO_CODE),
    "a far card": (Held.CARD, Trouble.FAR.conditions, Verdict.FAR),
    "a far wrong side": (Held.WRONG_SIDE, Trouble.FAR.conditions, Verdict.FAR),
    "a moving card": (Held.CARD, Trouble.MOVING.conditions, Verdict.MOVING),
    "a moving wrong side": (Held.WRONG_SIDE, Trouble.MOVING.conditions, Verdict.MOVING),
    "a blurred card": (Held.CARD, Trouble.BLURRED.conditions, Verdict.BLURRED),
    "a blurred wrong side": (Held.WRONG_SIDE, Trouble.BLURRED.conditions, Verdict.BLURRED),
    "a lamp on the code": (Held.CARD, Trouble.GLARE.conditions, Verdict.GLARE),
    "a card in the dark": (Held.CARD, Trouble.DARK.conditions, Verdict.DARK),
}


@pytest.mark.parametrize("name", SHOWN)
def test_each_condition_is_told_from_the_others(name):
    held, conditions, verdict = SHOWN[name]

    told = [unread(seed, held, conditions) for seed in SEEDS]

    assert told.count(verdict) >= len(SEEDS) - 1, told


@pytest.mark.parametrize("brightness", [5, 25, 100, 180, 240])
def test_an_empty_desk_is_never_taken_for_a_thing(brightness):
    for seed in SEEDS:
        chance = np.random.default_rng(seed)
        desk = optics.desk(1280, 720, chance, brightness)
        before, now = (gray(optics.sensor_noise(desk, chance, 4)) for _ in range(2))

        assert glance(now, small(before), Reading()) is Verdict.NOTHING


def test_a_card_that_is_somewhere_else_by_now_moves_though_each_picture_is_sharp():
    now = two_frames(72, Held.CARD, Conditions())[1]
    before = np.roll(now, 40, axis=1)

    assert glance(now, None, Reading()) is Verdict.READING
    assert glance(now, small(before), Reading()) is Verdict.MOVING


def test_what_was_read_comes_before_how_it_is_held():
    _, one = two_frames(70, Held.CARD, Trouble.TILTED.conditions)
    _, two = two_frames(72, Held.TWO_CARDS, Conditions())

    assert glance(one, None, read_codes(one)) is Verdict.SEEN
    assert glance(two, None, read_codes(two, wanted=lambda text: False)) is Verdict.SEVERAL


@pytest.mark.parametrize("shape", [(9, 9), (40, 30)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_tiny_picture_of_one_colour_shows_nothing(shape, level):
    assert glance(np.full(shape, level, np.uint8), None, Reading()) is Verdict.NOTHING
