"""The bronze drum, drawn by us: whole on idle and over a covered page, unrolled as the header's lower edge."""

import math

from screens.widgets.drawing import Sketch

DRUM = (-336.0, -336.0, 672.0, 672.0)
BAND = (0.0, 0.0, 1080.0, 20.0)
BAND_LYING = (0.0, 0.0, 2160.0, 20.0)
SEAL = (-2.0, -2.0, 28.0, 28.0)

_BIRD = (
    "M-42 10C-30 4-24 0-14 -3L-2 -24L6 -22L2 -5C10 -6 16 -10 22 -16C25 -19 30 -19 32 -15L52 -12L32 -8"
    "C28 0 18 8 4 10L-10 22L-14 20L-8 10C-20 12-32 13-42 10Z"
)


def drum(sketch: Sketch) -> None:
    """Star, rays, rings, dots, birds and teeth, from the middle outwards."""
    for i in range(14):
        a = (i + 0.5) * math.pi / 7 - math.pi / 2
        for side in (-0.1, 0.1):
            sketch.points([_polar(50, a), _polar(76, a + side)], stroke="band", width=2.4)
    star = [_polar(24 if i % 2 else 82, i * math.pi / 14 - math.pi / 2) for i in range(28)]
    sketch.points(star, fill="star")
    for radius in (92, 104, 128, 136):
        sketch.circle(0, 0, radius, stroke="band", width=2.4)
    for i in range(48):
        sketch.circle(*_polar(116, i * math.pi / 24), 4, fill="band")
    for i in range(72):
        a = i * math.pi / 36
        tooth = [_polar(138, a), _polar(164, a + math.pi / 72), _polar(138, a + math.pi / 36)]
        sketch.points(tooth, fill="plate", stroke="band", width=1.4, closed=True)
    sketch.circle(0, 0, 168, stroke="band", width=2.4)
    sketch.circle(0, 0, 176, stroke="band", width=3.4)
    for i in range(16):
        turn = math.radians(i * 22.5)
        sketch.at(222 * math.sin(turn), -222 * math.cos(turn), i * 22.5)
        sketch.path(_BIRD, fill="plate", stroke="band", width=2)
    sketch.at(0, 0)
    sketch.circle(0, 0, 256, stroke="band", width=3.4)
    sketch.circle(0, 0, 264, stroke="band", width=2.4)
    for i in range(60):
        spot = _polar(280, i * math.pi / 30)
        sketch.circle(*spot, 9, stroke="band", width=2)
        sketch.circle(*spot, 2.6, fill="band")
    sketch.circle(0, 0, 296, stroke="band", width=2.4)
    for i in range(120):
        a = i * math.pi / 60
        sketch.points([_polar(299, a), _polar(318, a + math.pi / 120), _polar(299, a + math.pi / 60)], fill="plate")
    sketch.circle(0, 0, 322, stroke="band", width=2.4)
    sketch.circle(0, 0, 332, stroke="band", width=4)


def band(sketch: Sketch) -> None:
    """The drum's outer ring unrolled, over the whole width of the view box."""
    width = round(sketch.view[2])
    sketch.box(0, 0, width, 1.6, fill="band")
    sketch.box(0, 9.4, width, 1.6, fill="band")
    for x in range(0, width, 24):
        for left in (x, x + 12):
            sketch.points([(left, 19), (left + 6, 12), (left + 12, 19)], fill="band")
        sketch.circle(x + 12, 5.5, 2.2, fill="band")


def seal(sketch: Sketch) -> None:
    """The lotus in a ring that stands where the client's official mark will go."""
    sketch.circle(12, 12, 13.3, stroke="nghe", width=1.3)
    sketch.at(2.0, 2.0, 0, 0.83)
    for data in (
        "M12 4C14.6 7 14.6 11.5 12 15C9.4 11.5 9.4 7 12 4Z",
        "M12 15C7.7 15.3 5 13 4.3 9C7.3 9.1 9.6 10.3 10.6 12.4",
        "M12 15C16.3 15.3 19 13 19.7 9C16.7 9.1 14.4 10.3 13.4 12.4",
        "M4 18.5C6.7 17 9.3 17 12 18.5C14.7 20 17.3 20 20 18.5",
    ):
        sketch.path(data, stroke="nghe", width=1.5)
    sketch.at(0, 0)


def _polar(radius: float, angle: float) -> tuple[float, float]:
    return radius * math.cos(angle), radius * math.sin(angle)
