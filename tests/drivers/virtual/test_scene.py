"""The desk before the camera, looked at with the same library that reads real frames."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import zxingcpp

from drivers.virtual.card_picture import Generation, Picture
from drivers.virtual.scene import SLIDE_S, Conditions, Distance, Held, Scene, Trouble

TEXT = "031078004512|031234567|Phạm Văn Khánh|14031978|Nam|Thôn Đông, Lâm Động, Thủy Nguyên, Hải Phòng|22072021"
OTHER = "031145000236|030112233|Nguyễn Thị Mùi|01011945|Nữ|Tổ 5, Trường Sơn, An Lão, Hải Phòng|09052021"
PAYMENT = "a payment code"
LATER = 2 * SLIDE_S + 0.1


def texts(picture: Picture) -> list[str]:
    return sorted(code.text for code in zxingcpp.read_barcodes(picture))


def settled(scene: Scene, at: float = 10.0) -> Picture:
    """A picture after all that was asked for has come to rest."""
    scene.frame(at)
    return scene.frame(at + LATER)


def difference(one: Picture, other: Picture) -> float:
    return float(np.abs(one.astype(int) - other).mean())


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.mark.parametrize("generation", Generation)
@pytest.mark.parametrize(
    ("held", "seen"),
    [
        (Held.NOTHING, []),
        (Held.CARD, [TEXT]),
        (Held.WRONG_SIDE, []),
        (Held.TWO_CARDS, [TEXT, OTHER]),
        (Held.PHONE_PAYMENT, [TEXT]),
        (Held.PHONE_CARD, [TEXT]),
    ],
)
def test_what_is_held_is_what_can_be_read(scene: Scene, held: Held, seen: list[str], generation: Generation):
    scene.show(held.value, TEXT, other=OTHER, generation=generation)
    assert texts(settled(scene)) == seen
    assert scene.held is held


@pytest.mark.parametrize("seed", range(8))
def test_a_card_that_is_held_fairly_reads_whoever_holds_it(seed: int):
    scene = Scene(seed=seed)
    scene.adjust(shake=0.4)
    scene.show(Held.CARD, TEXT)
    assert texts(settled(scene)) == [TEXT]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (800, 600)])
def test_the_card_fills_the_same_share_of_any_picture(width: int, height: int):
    scene = Scene(width, height)
    scene.show(Held.CARD, "short")
    picture = settled(scene)
    assert picture.shape == (height, width, 3)
    bright = np.flatnonzero((picture[height // 2] > 110).all(axis=1))
    assert np.ptp(bright) / width == pytest.approx(0.82, abs=0.03)


def test_a_card_slides_in_over_an_edge_and_rests(scene: Scene):
    scene.show(Held.CARD, TEXT)
    light = [scene.frame(1 + part * SLIDE_S).mean() for part in (0, 0.3, 0.6, 1)]
    assert light == sorted(light)
    assert light[0] < 65, "at first only the desk is seen"
    assert texts(scene.frame(1 + 0.5 * SLIDE_S)) == [], "what is moved so fast is smeared"
    assert difference(scene.frame(1 + SLIDE_S), scene.frame(1 + 3 * SLIDE_S)) < 4, "only noise from then on"


def test_a_card_is_taken_out_before_the_next_one_comes(scene: Scene):
    scene.show(Held.CARD, TEXT)
    settled(scene, 1)
    scene.show(Held.CARD, OTHER)
    scene.frame(5)
    assert scene.frame(5 + SLIDE_S).mean() < 65, "between the two the desk is empty"
    assert texts(scene.frame(5 + 2 * SLIDE_S + 0.05)) == [OTHER]
    scene.show(Held.NOTHING)
    assert settled(scene, 8).mean() < 65


def test_a_card_that_is_taken_back_halfway_goes_the_way_it_came(scene: Scene):
    scene.show(Held.CARD, TEXT)
    scene.frame(1)
    halfway = scene.frame(1 + 0.5 * SLIDE_S).mean()
    scene.show(Held.NOTHING)
    assert scene.frame(1 + 0.5 * SLIDE_S).mean() == pytest.approx(halfway, abs=1), "it does not jump"
    assert scene.frame(1 + 1.5 * SLIDE_S).mean() < 65


def test_only_the_last_of_several_wishes_comes(scene: Scene):
    scene.show(Held.CARD, OTHER)
    scene.show(Held.CARD, TEXT)
    assert texts(settled(scene, 1)) == [TEXT]
    scene.show(Held.CARD, OTHER)
    scene.frame(4)
    scene.show(Held.PHONE_PAYMENT, PAYMENT)
    assert texts(settled(scene, 4.1)) == [PAYMENT]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("generation", Generation)
def test_a_card_reads_however_it_is_turned(scene: Scene, generation: Generation, turn: int):
    scene.adjust(turn=turn)
    scene.show(Held.CARD, TEXT, generation=generation)
    picture = settled(scene)
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == TEXT
    assert abs((code.orientation - turn + 180) % 360 - 180) <= 6


@pytest.mark.parametrize("trouble", Trouble)
@pytest.mark.parametrize("generation", Generation)
def test_a_trouble_hides_the_code_or_not_as_it_says(scene: Scene, generation: Generation, trouble: Trouble):
    scene.conditions = trouble.conditions
    scene.show(Held.CARD, TEXT, generation=generation)
    harmless = trouble in (Trouble.NONE, Trouble.TILTED, Trouble.UPSIDE_DOWN, Trouble.ON_END)
    assert texts(settled(scene)) == ([TEXT] if harmless else [])


@pytest.mark.parametrize(
    "change",
    [
        {"distance": "near"},
        {"distance": "far"},
        {"turn": 180},
        {"tilt": 12},
        {"shake": 1},
        {"motion": 8},
        {"defocus": 2},
        {"glare": 0.6},
        {"shadow": 0.5},
        {"light": 0.3},
        {"flicker": 0.3},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_condition_changes_the_picture_at_once_and_can_be_taken_back(scene: Scene, change: dict[str, object]):
    scene.show(Held.CARD, TEXT)
    before = settled(scene)
    scene.adjust(**change)
    changed = scene.frame(20)
    scene.conditions = Conditions()
    after = scene.frame(21)
    assert difference(before, after) < 4
    assert difference(before, changed) > difference(before, after) + 0.3


def test_single_conditions_are_changed_and_the_others_stay(scene: Scene):
    scene.adjust(tilt=20, distance="far")
    scene.adjust(tilt=0)
    assert scene.conditions == Conditions(distance=Distance.FAR)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"turn": 45}, ValueError),
        ({"tilt": 90}, ValueError),
        ({"light": 0}, ValueError),
        ({"glare": 2}, ValueError),
        ({"defocus": -1}, ValueError),
        ({"distance": "moon"}, ValueError),
        ({"colour": 1}, TypeError),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(scene: Scene, change: dict[str, object], error: type[Exception]):
    with pytest.raises(error):
        scene.adjust(**change)
    assert scene.conditions == Conditions()


def test_a_shaking_hand_moves_smoothly_and_stays_near(scene: Scene):
    scene.adjust(shake=1)
    scene.show(Held.CARD, "short")
    settled(scene, 0)

    def left_edge(at: float) -> int:
        return int(np.flatnonzero((scene.frame(at)[360] > 110).all(axis=1))[0])

    path = np.array([left_edge(2 + step / 30) for step in range(40)])
    assert 4 < np.ptp(path) < 90
    assert np.abs(np.diff(path)).max() < 20


@pytest.mark.parametrize("held", [Held.NOTHING, Held.CARD])
def test_two_pictures_in_a_row_are_not_the_same_bit_for_bit(scene: Scene, held: Held):
    scene.show(held, TEXT)
    settled(scene, 1)
    assert not np.array_equal(scene.frame(5), scene.frame(5 + 1 / 30))


def test_a_seed_repeats_everything():
    def film(seed: int) -> list[Picture]:
        scene = Scene(640, 360, seed)
        scene.adjust(shake=1, glare=0.3, light=0.5)
        scene.show(Held.CARD, TEXT)
        return [scene.frame(at) for at in (0, 0.2, 1, 1.1)]

    assert all(map(np.array_equal, film(4), film(4)))
    assert not any(map(np.array_equal, film(4), film(5)))


def test_it_is_steered_from_other_threads_while_it_is_looked_at():
    scene = Scene(320, 180)
    wishes: list[Callable[[], None]] = [
        lambda: scene.show(Held.CARD, TEXT),
        lambda: scene.adjust(defocus=2),
        lambda: scene.adjust(defocus=3, light=0.5),
        lambda: scene.show(Held.NOTHING),
        lambda: setattr(scene, "conditions", Conditions()),
    ]

    def steer() -> None:
        for wish in wishes * 4:
            wish()

    at = 0.0
    with ThreadPoolExecutor(3) as pool:
        hands = [pool.submit(steer) for _ in range(3)]
        while not all(hand.done() for hand in hands):
            at += 0.05
            assert scene.frame(at).shape == (180, 320, 3)
    assert [hand.result() for hand in hands] == [None] * 3
    scene.show(Held.CARD, TEXT)
    scene.conditions = Conditions()
    assert settled(scene, at).mean() > 100
