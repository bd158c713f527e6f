"""Each effect by what it does to a picture that is understood: a white dot, an edge, a grey field, a code."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
import zxingcpp

from drivers.virtual import optics
from drivers.virtual.card_picture import CARD_CORNER_MM, CARD_MM, Generation, Picture, Side, card_face, outline
from drivers.virtual.optics import Pose, place

ASPECT = CARD_MM[0] / CARD_MM[1]
TEXT = "031184002310||Trần Thị Thu Hà|30061984|Nữ|Yên Hoà, Hà Nội|04102021"
CARD = card_face(TEXT, Generation.OF_2021, Side.FRONT, 14)
CARD_MASK = outline(CARD, CARD_CORNER_MM, 14)


def rng(seed: int = 5) -> np.random.Generator:
    return np.random.default_rng(seed)


def field(level: int, width: int = 160, height: int = 90) -> Picture:
    return np.full((height, width, 3), level, np.uint8)


def dot() -> Picture:
    picture = field(0, 61, 61)
    picture[30, 30] = 255
    return picture


def texts(picture: Picture) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def spread(picture: Picture, angle: float) -> float:
    """Standard deviation of the light along a direction, px."""
    weight = picture[..., 1].astype(float)
    y, x = np.nonzero(weight)
    along = x * np.cos(np.radians(angle)) + y * np.sin(np.radians(angle))
    return float(np.sqrt(np.cov(along, aweights=weight[y, x])))


@pytest.mark.parametrize("roll", [0, 37, 90, 180, 270])
@pytest.mark.parametrize(("tilt", "away"), [(0, 0), (25, 0), (25, 130)])
def test_a_placed_card_reads_exactly(roll: float, tilt: float, away: float):
    frame = place(optics.desk(1280, 960, rng()), CARD, Pose(640, 480, 850, roll, tilt, away), CARD_MASK)
    assert texts(frame) == [TEXT]


def test_a_placed_thing_lies_where_its_corners_say():
    pose = Pose(90, 60, 60, roll=20, tilt=15, away=70)
    frame = place(field(0, 180, 120), field(255, 300, 200), pose)
    expected = np.zeros((120 * 16, 180 * 16), np.uint8)
    cv2.fillConvexPoly(expected, np.rint(pose.corners(1.5) * 16).astype(np.int32), 255)
    expected = cv2.resize(expected, (180, 120), interpolation=cv2.INTER_AREA)
    assert np.abs(frame[..., 0].astype(int) - expected).mean() < 1


def test_an_untilted_thing_keeps_its_size_and_a_roll_is_clockwise():
    upper_left, upper_right, lower_right, _ = Pose(100, 50, 80).corners(2)
    assert upper_left.tolist() == [60, 30]
    assert lower_right.tolist() == [140, 70]
    turned = Pose(100, 50, 80, roll=90).corners(2)
    assert turned[0].tolist() == pytest.approx([120, 10])
    assert upper_right[0] > upper_left[0]


def test_the_edge_that_goes_away_becomes_shorter():
    for away, (far, near) in {0: ((1, 2), (3, 0)), 90: ((2, 3), (0, 1)), 180: ((3, 0), (1, 2))}.items():
        corners = Pose(0, 0, 800, tilt=30, away=away).corners(1.5)
        length = {edge: np.linalg.norm(corners[edge[0]] - corners[edge[1]]) for edge in (far, near)}
        assert length[far] < 0.9 * length[near]


def test_what_is_outside_the_frame_is_cut_off():
    frame = field(0)
    assert place(frame, field(255), Pose(0, 0, 60))[0, 0, 0] == 255
    assert np.array_equal(place(frame, field(255), Pose(-500, 40, 60)), frame)


def test_rounded_corners_show_the_desk():
    frame = place(field(0, 1280, 720), CARD, Pose(640, 360, 1000), CARD_MASK)
    left, top = Pose(640, 360, 1000).corners(ASPECT)[0]
    assert frame[round(top) + 3, round(left) + 3].max() == 0
    assert frame[round(top) + 3, 640].min() > 100


def test_a_thing_that_becomes_small_is_averaged():
    stripes = np.zeros((400, 400, 3), np.uint8)
    stripes[:, ::2] = 255
    seen = place(field(0, 100, 100), stripes, Pose(50, 50, 40))[35:65, 35:65]
    assert abs(int(seen.mean()) - 127) < 3
    assert seen.std() < 10, "127 if it were not"


def test_the_desk_has_the_brightness_that_is_asked_for():
    mat = optics.desk(640, 360, rng(), brightness=70)
    assert mat.mean() == pytest.approx(70, abs=4)
    assert 2 < mat.std() < 15
    assert texts(mat) == []


def test_a_floating_thing_darkens_the_desk_beside_it():
    corners = Pose(80, 45, 60).corners(1.5)
    shaded = optics.contact_shadow(field(200), corners, 8, 0.5)
    assert shaded[45, 80, 0] == pytest.approx(105, abs=8)
    assert shaded[0, 0, 0] >= 198
    assert int(shaded[45, 118, 0]) < int(shaded[45, 42, 0]), "the lamp stands on the upper left"


@pytest.mark.parametrize("angle", [0, 30, 90, 135])
def test_motion_spreads_light_along_its_direction_only(angle: float):
    moved = optics.motion_blur(dot(), 15, angle)
    assert spread(moved, angle) == pytest.approx(15 / 12**0.5, rel=0.1)
    assert spread(moved, angle + 90) < 0.8


@pytest.mark.parametrize(("right", "down"), [(16, 0), (0, -9), (11, 8), (-24, 5)])
def test_a_quick_smear_is_as_long_as_the_exact_one_and_stays_in_place(right: float, down: float):
    length, angle = np.hypot(right, down), float(np.degrees(np.arctan2(down, right)))
    smeared = optics.smear(dot(), right, down)
    assert smeared.shape == dot().shape
    assert spread(smeared, angle) == pytest.approx(length / 12**0.5, rel=0.15)
    assert spread(smeared, angle + 90) < 0.8
    y, x = np.nonzero(smeared[..., 0])
    assert np.hypot(x.mean() - 30, y.mean() - 30) < 1


@pytest.mark.parametrize("radius", [2.5, 6])
def test_defocus_makes_a_disc_of_its_radius(radius: float):
    disc = optics.defocus(dot(), radius)
    assert disc.sum() / 3 == pytest.approx(255, rel=0.25), "no light is made; some is lost to rounding"
    for angle in (0, 60):
        assert spread(disc, angle) == pytest.approx(radius / 2, rel=0.1)


def test_a_gaussian_has_its_sigma():
    blurred = optics.gaussian_blur(cv2.multiply(cv2.dilate(dot(), np.ones((9, 9))), 1), 4)
    assert spread(blurred, 0) == pytest.approx((4**2 + 9**2 / 12) ** 0.5, rel=0.1)


@pytest.mark.parametrize(
    "effect",
    [
        lambda picture: optics.motion_blur(picture, 0, 40),
        lambda picture: optics.defocus(picture, 0),
        lambda picture: optics.smear(picture, 0.6, -0.9),
        lambda picture: optics.gaussian_blur(picture, 0),
        lambda picture: optics.dim(picture, 1),
        lambda picture: optics.veil(picture, 0),
        lambda picture: optics.shadow(picture, 0, 30),
        lambda picture: optics.flicker_bands(picture, 80, 0.5, 0),
        lambda picture: optics.colour_cast(picture, 1, 1, 1),
        lambda picture: optics.misalign(picture, 0),
        lambda picture: optics.bow(picture, 0),
        lambda picture: optics.wear(picture, rng(), 0),
        lambda picture: optics.laminate(picture, rng(), 0),
        lambda picture: optics.glare(picture, 50, 50, 40, 20, strength=0),
        lambda picture: optics.sensor_noise(picture, rng(), 0),
        lambda picture: optics.moire(picture, 20, 30, 0),
        lambda picture: optics.pixel_grid(picture, 3, 0),
    ],
)
def test_nothing_of_an_effect_is_the_same_picture(effect: Callable[[Picture], Picture]):
    small = cv2.resize(CARD, (300, 190), interpolation=cv2.INTER_AREA)
    before = small.copy()
    assert np.array_equal(effect(small), small)
    assert np.array_equal(small, before), "the picture that was given is left alone"


def test_glare_saturates_its_middle_and_leaves_what_is_far():
    shone = optics.glare(field(90, 400, 300), 200, 150, 100, 40, 30)
    assert shone[150, 200].tolist() == [255] * 3
    along, across = (200 + 28, 150 + 16), (200 - 16, 150 + 28)
    assert shone[along[1], along[0], 0] == 255
    assert shone[across[1], across[0], 0] < 255
    assert shone[10, 10].tolist() == [90] * 3
    assert np.array_equal(optics.glare(field(90), 900, 900, 20, 20), field(90))


def test_light_goes_up_and_down():
    assert optics.dim(field(100), 0.5)[0, 0, 0] == 50
    assert optics.dim(field(200), 2)[0, 0, 0] == 255
    assert optics.veil(field(0), 0.4)[0, 0, 0] == 102


@pytest.mark.parametrize(("angle", "dark", "light"), [(0, (45, 155), (45, 4)), (90, (86, 80), (3, 80))])
def test_a_shadow_lies_on_the_side_it_points_to(angle: float, dark: tuple[int, int], light: tuple[int, int]):
    shaded = optics.shadow(field(200), 0.6, angle).astype(int)
    assert shaded[dark][0] == pytest.approx(80, abs=3)
    assert shaded[light][0] == pytest.approx(200, abs=2)
    gradient = optics.shadow(field(200), 0.6, angle, softness=1)
    assert int(gradient[dark][0]) < int(gradient[45, 80, 0]) < int(gradient[light][0])


def test_less_light_is_darker_and_relatively_noisier():
    day, dusk = (optics.low_light(field(180), rng(), light).astype(float) for light in (1, 0.1))
    assert day.mean() == pytest.approx(180, abs=2)
    assert dusk.mean() == pytest.approx(180 * 0.1**0.5, abs=2)
    electrons = 180 / 255 * 4000
    assert day.std() / day.mean() == pytest.approx((electrons + 36) ** 0.5 / electrons, rel=0.05)
    assert dusk.std() / dusk.mean() == pytest.approx((0.1 * electrons + 36) ** 0.5 / (0.1 * electrons), rel=0.05)


def test_noise_has_its_sigma_from_picture_to_picture():
    grain, chance = optics.Grain(160, 90, rng(), 5), rng()
    for noisy in (optics.sensor_noise(field(128), rng(), 5), grain.over(field(128), chance)):
        assert noisy.std() == pytest.approx(5, rel=0.05)
    one, other = grain.over(field(128), chance), grain.over(field(128), chance)
    assert (one.astype(int) - other).std() == pytest.approx(5 * 2**0.5, rel=0.1)


def test_packing_hard_loses_detail():
    small = cv2.resize(CARD, (300, 190), interpolation=cv2.INTER_AREA)
    loss = [np.abs(optics.jpeg(small, quality).astype(int) - small).mean() for quality in (95, 40, 10)]
    assert loss == sorted(loss)
    assert loss[0] < 3 < loss[2]


def test_sheen_only_brightens_and_wear_pales():
    assert (optics.laminate(CARD, rng(), 0.5) >= CARD).all()
    dark = CARD.min(axis=2) < 80
    assert optics.wear(CARD, rng(), 1)[dark].mean() > CARD[dark].mean() + 30


def test_the_grid_of_a_screen_has_its_pitch_and_parted_colours():
    grid = optics.pixel_grid(field(200, 300, 60), 6, 0.8)
    for channel in range(3):
        spectrum = np.abs(np.fft.rfft(grid[0, :, channel] - grid[0, :, channel].mean()))
        assert np.argmax(spectrum) == 300 / 6
    assert grid[0].argmax(axis=0).tolist() != [grid[0, :, 0].argmax()] * 3


def test_moire_has_its_period():
    waves = optics.moire(field(200, 600, 40), 30, 0, 0.5)[20, :, 1].astype(float)
    assert np.argmax(np.abs(np.fft.rfft(waves - waves.mean()))) == 600 / 30


def test_a_lamp_flickers_in_rows():
    bands = optics.flicker_bands(field(200, 64, 400), 100, 0, 0.5).astype(int)
    assert (bands == bands[:, :1]).all()
    assert bands[[0, 50, 100, 150], 0, 0] == pytest.approx([200, 100, 200, 100], abs=4)


def test_a_warm_lamp_takes_blue():
    assert optics.colour_cast(field(100), 0.6, 0.9, 1.1)[0, 0].tolist() == [60, 90, 110]


def test_colours_part_towards_the_corners_only():
    edge = field(255, 200, 200)
    edge[:, 150:] = 0
    blue, _, red = (np.argmin(optics.misalign(edge, 4)[100, :, channel]) for channel in range(3))
    assert blue < 150 < red
    middle = field(255, 200, 200)
    middle[:, 100:] = 0
    assert np.argmin(optics.misalign(middle, 4)[100], axis=0).tolist() == pytest.approx([100] * 3, abs=1)


def test_a_bent_card_is_higher_in_its_middle():
    line = field(0, 201, 101)
    line[60] = 255
    bent = optics.bow(line, 12)[..., 0]
    assert bent[:, 100].argmax() == 48
    assert abs(int(bent[:, 2].argmax()) - 60) <= 1


@pytest.mark.parametrize(
    "effect",
    [
        lambda chance: optics.desk(160, 90, chance),
        lambda chance: optics.low_light(field(90), chance, 0.2),
        lambda chance: optics.sensor_noise(field(90), chance, 6),
        lambda chance: optics.laminate(field(90), chance, 0.5),
        lambda chance: optics.wear(field(90), chance, 0.8),
        lambda chance: optics.Grain(160, 90, chance, 6).over(field(90), chance),
    ],
)
def test_chance_repeats_with_its_seed(effect: Callable[[np.random.Generator], Picture]):
    assert np.array_equal(effect(rng(1)), effect(rng(1)))
    assert not np.array_equal(effect(rng(1)), effect(rng(2)))
