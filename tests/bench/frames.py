"""Hard frames: one card (or a photo of one on a phone) under a camera, in one trouble or in two. Kept by seed.

Lengths of blurs are in modules of the code, so that a trouble is as hard at 720 lines as at 1,080. What is drawn at
random is in the ranges that the functions name; glare and fingers may cover so much that nothing can be read.
"""

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import cv2
import numpy as np
import segno

from drivers.virtual import optics
from drivers.virtual.card_picture import (
    CARD_CORNER_MM,
    CARD_MM,
    PHONE_CORNER_MM,
    PHONE_MM,
    THUMB_CORNER_MM,
    THUMB_MM,
    Generation,
    Picture,
    card_face,
    code_centre,
    code_side,
    outline,
    phone_photo,
    thumb,
)
from drivers.virtual.optics import Pose
from kiosk.demo.people import citizen

DAY = date(2026, 11, 24)
PX_PER_MM = 16.0
"""of the flat cards, finer than any frame shows them"""

ADDRESSES = (
    "Thôn Đông, Lâm Động, Thủy Nguyên, Hải Phòng",
    "Số 8 ngõ 41, Gia Xuyên, TP. Hải Dương, Hải Dương",
    "Căn hộ 1205, nhà CT2, khu đô thị Mẫu, phường Yên Hoà, Hà Nội",
    "Buôn Ako, Tân Lợi, TP. Buôn Ma Thuột, Đắk Lắk",
    "Tổ 5",
)


@dataclass(frozen=True)
class HardFrame:
    """`module` is the width of a module, px. What is read must be `text` or nothing."""

    family: str
    seed: int
    text: str
    picture: Picture
    module: float

    @property
    def gray(self) -> np.ndarray:
        return cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY)


def hard_frame(family: str, seed: int) -> HardFrame:
    """The frame of that family and seed, always the same."""
    draw = _Draw(family, seed)
    picture = FAMILIES[family](draw)
    picture = optics.sensor_noise(picture, draw.rng, 2.0)
    picture = optics.jpeg(picture, 90)
    return HardFrame(family, seed, draw.text, picture, draw.module)


class _Draw:
    """The card, the camera and the pose of one frame."""

    def __init__(self, family: str, seed: int) -> None:
        self.rng = rng = np.random.default_rng([seed, zlib.crc32(family.encode())])
        self.width, self.height = ((1280, 720), (1920, 1080))[seed % 2]
        self.generation = tuple(Generation)[seed // 2 % 2]
        self.code_mm = float(rng.uniform(13.5, 15.5))
        self.text = card_text(int(rng.integers(1, 1_000_000)), self.generation, rng)
        self.matrix = code_with(self.text, str(rng.choice(["L", "M", "Q"])), eci=rng.random() < 0.3)
        full = min(self.width, self.height * CARD_MM[0] / CARD_MM[1])
        self.pose = Pose(
            x=self.width / 2 + self.uniform(-0.03, 0.03) * self.width,
            y=self.height / 2 + self.uniform(-0.02, 0.02) * self.height,
            width=full * self.uniform(0.82, 0.97),
            roll=self.uniform(-4, 4),
            tilt=self.uniform(0, 6),
            away=self.uniform(0, 360),
            lens=optics.LENS_PX * self.width / 1280,
        )
        self.wear: Callable[[Picture], Picture] = lambda flat: flat

    @property
    def module(self) -> float:
        return self.pose.width / CARD_MM[0] * self.code_mm / len(self.matrix)

    def uniform(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def turned(self, **changes: float) -> None:
        self.pose = Pose(**{**{name: getattr(self.pose, name) for name in Pose.__slots__}, **changes})

    def code_at(self, across: float = 0.0, down: float = 0.0) -> tuple[float, float]:
        """px of the point that lies so many code widths from the middle of the code."""
        corners = self.pose.corners(CARD_MM[0] / CARD_MM[1])
        flat = np.array([[0, 0], [CARD_MM[0], 0], CARD_MM, [0, CARD_MM[1]]], np.float32)
        x, y = code_centre(self.generation)
        point = np.array([[[x + across * self.code_mm, y + down * self.code_mm]]], np.float32)
        seen = cv2.perspectiveTransform(point, cv2.getPerspectiveTransform(flat, corners))
        return float(seen[0, 0, 0]), float(seen[0, 0, 1])

    @property
    def code_px(self) -> float:
        return self.module * len(self.matrix)

    def card(self) -> Picture:
        """The card in its pose on a desk; the code is inside the picture, the far end of the card need not be."""
        self._bring_in()
        frame = optics.desk(self.width, self.height, self.rng, self.uniform(40, 150))
        face = card_face(
            "", self.generation, code_side(self.generation), PX_PER_MM, code_mm=self.code_mm, matrix=self.matrix
        )
        face = self.wear(face)
        return optics.place(frame, face, self.pose, outline(face, CARD_CORNER_MM, PX_PER_MM))

    def _bring_in(self) -> None:
        x, y = self.code_at()
        edge = 0.5 * math.sqrt(2) * self.code_px + 20
        self.turned(
            x=self.pose.x + min(max(x, edge), self.width - edge) - x,
            y=self.pose.y + min(max(y, edge), self.height - edge) - y,
        )


def card_text(seed: int, generation: Generation, rng: np.random.Generator) -> str:
    """The text of a made-up card of that generation, 75 to 150 bytes."""
    fields = citizen(seed, DAY).code.split("|")[:7]
    fields[5] = str(rng.choice(ADDRESSES))
    return "|".join([*fields, "", "", "", ""] if generation is Generation.OF_2024 else fields)


def code_with(text: str, level: str, *, eci: bool) -> np.ndarray:
    """The modules of a code in byte mode, UTF-8; with `eci` it says so itself (ECI 26)."""
    made = segno.make(text, encoding="utf-8", mode="byte", error=level, eci=eci, micro=False, boost_error=False)
    return np.array(made.matrix, bool)


def clean(draw: _Draw) -> Picture:
    return draw.card()


def perspective(draw: _Draw) -> Picture:
    draw.turned(tilt=draw.uniform(18, 42))
    return draw.card()


def rotation(draw: _Draw) -> Picture:
    draw.turned(roll=draw.uniform(0, 360))
    return draw.card()


def motion(draw: _Draw) -> Picture:
    return optics.motion_blur(draw.card(), draw.uniform(0.8, 2.2) * draw.module, draw.uniform(0, 180))


def defocus(draw: _Draw) -> Picture:
    return optics.defocus(draw.card(), draw.uniform(0.5, 1.15) * draw.module)


def soft(draw: _Draw) -> Picture:
    """A greasy lens: no edge is sharp."""
    return optics.gaussian_blur(draw.card(), draw.uniform(0.3, 0.62) * draw.module)


def glare(draw: _Draw) -> Picture:
    """A lamp or a tube mirrored on the code or beside it."""
    x, y = draw.code_at(draw.uniform(-0.6, 0.6), draw.uniform(-0.6, 0.6))
    picture, size = draw.card(), draw.code_px * draw.uniform(0.25, 0.7)
    if draw.rng.random() < 0.3:
        return optics.glare(picture, x, y, draw.width * 0.8, 0.3 * size, draw.uniform(0, 180), draw.uniform(0.5, 1))
    return optics.glare(picture, x, y, size, size * draw.uniform(0.6, 1), draw.uniform(0, 180), draw.uniform(0.5, 1))


def low_light(draw: _Draw) -> Picture:
    return optics.low_light(draw.card(), draw.rng, draw.uniform(0.015, 0.1), electrons=1500)


def jpeg(draw: _Draw) -> Picture:
    return optics.jpeg(draw.card(), int(draw.rng.integers(12, 40)))


def small(draw: _Draw) -> Picture:
    """Held far away: 1.5 to 2.4 px a module."""
    draw.turned(width=draw.uniform(1.5, 2.4) * len(draw.matrix) * CARD_MM[0] / draw.code_mm)
    return draw.card()


def laminate(draw: _Draw) -> Picture:
    return optics.laminate(draw.card(), draw.rng, draw.uniform(0.5, 0.95))


def shadow(draw: _Draw) -> Picture:
    """The edge of a hand's shadow over the code."""
    picture = draw.card()
    x, y = draw.code_at(draw.uniform(-0.3, 0.3), draw.uniform(-0.3, 0.3))
    turn = draw.uniform(0, 360)
    right, down = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    along = (x / draw.width - 0.5) * right + (y / draw.height - 0.5) * down
    place = along / (abs(right) + abs(down)) + 0.5
    return optics.shadow(picture, draw.uniform(0.6, 0.92), turn, place, draw.uniform(0.005, 0.08))


def worn(draw: _Draw) -> Picture:
    amount, rng = draw.uniform(0.5, 1.3), draw.rng
    draw.wear = lambda flat: optics.wear(flat, rng, amount)
    return draw.card()


def flicker(draw: _Draw) -> Picture:
    """Narrow bands of a bright LED lamp under a short shutter."""
    bands = draw.height * draw.uniform(0.05, 0.3)
    return optics.flicker_bands(draw.card(), bands, draw.uniform(0, 1), draw.uniform(0.5, 0.9))


def on_a_phone(draw: _Draw) -> Picture:
    """A photo of the card on the screen of a phone, with its pixels and their moire."""
    fine = 10.0
    face = card_face("", draw.generation, code_side(draw.generation), fine, code_mm=draw.code_mm, matrix=draw.matrix)
    shown = phone_photo(cv2.rotate(face, cv2.ROTATE_90_CLOCKWISE), fine)
    draw.code_mm *= (PHONE_MM[0] - 4.8) / CARD_MM[1]
    draw.turned(width=CARD_MM[0] * draw.height * draw.uniform(0.95, 1.3) / PHONE_MM[1])
    phone = Pose(
        draw.width / 2,
        draw.height / 2,
        draw.pose.width / CARD_MM[0] * PHONE_MM[0],
        draw.uniform(-20, 20) + 90 * int(draw.rng.integers(4)),
        draw.uniform(0, 15),
        draw.uniform(0, 360),
        draw.pose.lens,
    )
    desk = optics.desk(draw.width, draw.height, draw.rng, 70)
    shape = outline(shown, PHONE_CORNER_MM, fine)
    frame = optics.place(desk, shown, phone, shape)
    waves = optics.moire(frame, draw.uniform(5, 40), draw.uniform(0, 180), draw.uniform(0.15, 0.45))
    on_it = optics.place(np.zeros_like(frame), np.full_like(shown, 255), phone, shape)
    return np.where(on_it > 127, waves, frame)


def tinted(draw: _Draw) -> Picture:
    """Under a coloured lamp, with the colours of a cheap lens beside each other."""
    cast = {"sodium": (0.15, 0.55, 1.0), "warm": (0.45, 0.8, 1.05), "blue": (1.1, 0.6, 0.3)}
    picture = optics.misalign(draw.card(), draw.uniform(0, 1.2) * draw.module)
    return optics.colour_cast(picture, *cast[str(draw.rng.choice(list(cast)))])


def curved(draw: _Draw) -> Picture:
    """A card that has been sat on."""
    rise = draw.uniform(2, 6) * PX_PER_MM * (1 if draw.rng.random() < 0.5 else -1)
    draw.wear = lambda flat: optics.bow(flat, rise)
    draw.turned(tilt=draw.uniform(5, 30))
    return draw.card()


def fingers(draw: _Draw) -> Picture:
    """A thumb that reaches over the quiet zone, often a little into the code."""
    picture, fine = draw.card(), 12.0
    scale = draw.pose.width / CARD_MM[0]
    end = thumb(fine)
    side = draw.uniform(0, 360)
    right, down = math.cos(math.radians(side)), math.sin(math.radians(side))
    # From the middle of the code to its edge in that direction, then half the thumb less what it covers.
    reach = 0.5 / max(abs(right), abs(down)) + (THUMB_MM[1] / 2 - draw.uniform(-1.5, 2.2)) / draw.code_mm
    x, y = draw.code_at(right * reach, down * reach)
    pose = Pose(x, y, THUMB_MM[0] * scale, draw.pose.roll + side - 90 + draw.uniform(-20, 20), lens=draw.pose.lens)
    return optics.place(picture, end, pose, outline(end, THUMB_CORNER_MM, fine))


def backlight(draw: _Draw) -> Picture:
    """Against a window: the card is dark, and light lies over everything."""
    picture = optics.dim(draw.card(), draw.uniform(0.15, 0.5))
    return optics.veil(picture, draw.uniform(0.25, 0.75))


def mixed(draw: _Draw) -> Picture:
    """Two troubles, each a little milder, in any orientation."""
    draw.turned(roll=float(90 * draw.rng.integers(4)) + draw.uniform(-8, 8), tilt=draw.uniform(0, 25))
    picture = draw.card()
    for number in draw.rng.choice(7, 2, replace=False):
        mild = draw.uniform(0.6, 0.85)
        if number == 0:
            picture = optics.motion_blur(picture, 1.9 * mild * draw.module, draw.uniform(0, 180))
        elif number == 1:
            picture = optics.defocus(picture, mild * draw.module)
        elif number == 2:
            x, y = draw.code_at(draw.uniform(-0.7, 0.7), draw.uniform(-0.7, 0.7))
            picture = optics.glare(picture, x, y, 0.6 * mild * draw.code_px, 0.4 * draw.code_px, 0, 0.9)
        elif number == 3:
            picture = optics.low_light(picture, draw.rng, 0.05 / mild, electrons=2000)
        elif number == 4:
            picture = optics.laminate(picture, draw.rng, 0.9 * mild)
        elif number == 5:
            picture = optics.jpeg(picture, round(25 / mild))
        else:
            picture = optics.shadow(picture, 0.9 * mild, draw.uniform(0, 360), draw.uniform(0.3, 0.7), 0.02)
    return picture


FAMILIES: dict[str, Callable[[_Draw], Picture]] = {
    "clean": clean,
    "perspective": perspective,
    "rotation": rotation,
    "motion": motion,
    "defocus": defocus,
    "soft": soft,
    "glare": glare,
    "low-light": low_light,
    "jpeg": jpeg,
    "small": small,
    "laminate": laminate,
    "shadow": shadow,
    "worn": worn,
    "flicker": flicker,
    "phone": on_a_phone,
    "tinted": tinted,
    "curved": curved,
    "fingers": fingers,
    "backlight": backlight,
    "mixed": mixed,
}
