"""A small desk under a camera, and what a person lays on it: steered while it is looked at."""

import math
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.virtual import optics
from drivers.virtual.card_picture import (
    CARD_CORNER_MM,
    CARD_MM,
    PHONE_CODE_MM,
    PHONE_CORNER_MM,
    PHONE_MM,
    Generation,
    Picture,
    card_face,
    code_centre,
    code_side,
    outline,
    phone_photo,
    phone_screen,
)
from drivers.virtual.optics import Grain, Mask, Pose

SLIDE_S: Final = 0.4
"""for so long a hand brings a thing in, or takes it away"""

SHUTTER_S: Final = 1 / 60
"""for so long the shutter is open: what moves meanwhile is smeared"""


class Held(StrEnum):
    """What lies before the lens. `wrong-side` is the side of a card that has no code; `phone-payment` a phone with a
    payment code, `phone-card` one with a photo of a card."""

    NOTHING = "nothing"
    CARD = "card"
    WRONG_SIDE = "wrong-side"
    TWO_CARDS = "two-cards"
    PHONE_PAYMENT = "phone-payment"
    PHONE_CARD = "phone-card"


class Distance(StrEnum):
    """A card at the usual distance is 82 % of the picture wide: 1,050 of 1,280 px."""

    NEAR = "near"
    USUAL = "usual"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Conditions:
    """How it is held and seen. Lengths in px of a picture 1,280 px wide, angles in degrees clockwise.

    Raises ValueError for what cannot be.
    """

    distance: Distance = Distance.USUAL
    turn: int = 0
    """0, 90, 180 or 270. A card that is too long when it stands on end has the end with its code in the picture."""
    tilt: float = 0.0
    """its far edge (the upper one in the picture) lies lower by so much; up to 60"""
    shake: float = 0.0
    """a hand that is never still: its usual way from the middle, mm, and as many degrees"""
    motion: float = 0.0
    """a steady pull while the shutter is open, px"""
    defocus: float = 0.0
    """radius of the disc that a point becomes, px"""
    glare: float = 0.0
    """a lamp mirrored where an upright card has its code: 0 not, 1 white"""
    shadow: float = 0.0
    """a head in the light, from the right: 0 not, 1 black"""
    light: float = 1.0
    """1 as it should be; what is missing is half made up by gain, with its noise"""
    flicker: float = 0.0
    """bands of a lamp on the mains: 0 not, 1 black between them"""

    def __post_init__(self) -> None:
        object.__setattr__(self, "distance", Distance(self.distance))
        if self.turn not in (0, 90, 180, 270):
            raise ValueError("turn is 0, 90, 180 or 270 degrees")
        if not 0 <= self.tilt <= 60:
            raise ValueError("tilt is 0 to 60 degrees")
        if not 0 < self.light <= 2:
            raise ValueError("light is above 0, up to 2")
        if not all(0 <= share <= 1 for share in (self.glare, self.shadow, self.flicker)):
            raise ValueError("glare, shadow and flicker are 0 to 1")
        if not all(0 <= size <= 60 for size in (self.shake, self.motion, self.defocus)):
            raise ValueError("shake, motion and defocus are 0 to 60")


class Trouble(StrEnum):
    """Conditions that have a name. `tilted`, `upside-down` and `on-end` are none to a good reader; under the others no
    single picture can be read."""

    NONE = "none"
    TILTED = "tilted"
    UPSIDE_DOWN = "upside-down"
    ON_END = "on-end"
    FAR = "far"
    MOVING = "moving"
    BLURRED = "blurred"
    GLARE = "glare"
    DARK = "dark"

    @property
    def conditions(self) -> Conditions:
        return _CONDITIONS[self]


class Scene:
    """The desk as the camera sees it, `width` x `height` px. All methods may be called from any thread.

    The same seed, the same calls and the same instants give the same pictures; two instants hardly ever do, as every
    sensor has noise.
    """

    def __init__(self, width: int = 1280, height: int = 720, seed: int = 0) -> None:
        self.width = width
        self.height = height
        self._seed = seed
        self._unit = width / 1280
        self._px_per_mm = 1050 / CARD_MM[0] * self._unit
        self._desk = optics.desk(width, height, np.random.default_rng(seed))
        self._chance = np.random.default_rng([seed, 1])
        self._phases = np.random.default_rng([seed, 2]).uniform(0, math.tau, (3, len(_TREMOR_HZ)))
        self._lock = threading.Lock()
        self._held = Held.NOTHING
        self._asked: _Stay | None = None
        self._stays: tuple[_Stay, ...] = ()
        self._set(Conditions())

    @property
    def held(self) -> Held:
        """What was asked for last; it may still be on its way."""
        return self._held

    @property
    def conditions(self) -> Conditions:
        return self._conditions

    @conditions.setter
    def conditions(self, conditions: Conditions) -> None:
        with self._lock:
            self._set(conditions)

    def adjust(self, **changes: object) -> None:
        """Change single conditions by name and leave the others. Raises ValueError for what cannot be, TypeError for a
        name that is none."""
        with self._lock:
            self._set(replace(self._conditions, **changes))  # type: ignore[arg-type]

    def show(
        self,
        held: Held | str,
        text: str = "",
        *,
        other: str = "",
        generation: Generation = Generation.OF_2021,
    ) -> None:
        """Bring this in, and take away first what is there. `text` is on the card or on the phone's screen, `other` on
        the second card. It begins to move with the next picture that is taken."""
        held = Held(held)
        edge = _EDGES[int(self._chance.integers(len(_EDGES)))]
        asked = _Stay(self._things(held, text, other, generation), edge)
        with self._lock:
            self._held = held
            self._asked = asked

    def frame(self, at: float) -> Picture:
        """The picture taken at the instant `at`, s of a clock that only goes forward: (height, width, 3), BGR."""
        with self._lock:
            conditions, grain, lamp = self._conditions, self._grain, self._lamp
            stays = self._stays_at(at)
        picture = self._desk
        for stay in stays:
            for thing in stay.things:
                picture = self._with(picture, thing, stay, conditions, at)
        picture = self._smeared(picture, stays, conditions, at)
        if conditions.shadow:
            picture = optics.shadow(picture, conditions.shadow, 20, 0.55, 0.25)
        if conditions.flicker:
            picture = optics.flicker_bands(picture, 0.3 * self.height, 100.0 * at % 1, conditions.flicker)
        if conditions.glare:
            picture = cv2.add(picture, lamp)
        if conditions.light != 1:
            picture = optics.dim(picture, conditions.light**0.5)
        return grain.over(picture, np.random.default_rng([self._seed, round(at * 1e6)]))

    def _stays_at(self, at: float) -> tuple["_Stay", ...]:
        """What is in the picture. What was asked for since the last one begins to move now."""
        asked, self._asked = self._asked, None
        stays = [stay for stay in self._stays if at < stay.leaves + SLIDE_S]
        if asked is not None:
            stays = [replace(stay, leaves=min(at, stay.leaves)) for stay in stays if stay.comes <= at]
            free = max([at, *(stay.leaves + SLIDE_S for stay in stays)])
            if asked.things:
                stays.append(replace(asked, comes=free))
        self._stays = tuple(stays)
        return tuple(stay for stay in stays if stay.comes <= at)

    def _things(self, held: Held, text: str, other: str, generation: Generation) -> tuple["_Thing", ...]:
        scale = self._px_per_mm
        side = code_side(generation)
        code = code_centre(generation)
        roll = float(self._chance.uniform(-4, 4))
        match held:
            case Held.NOTHING:
                return ()
            case Held.CARD:
                return (_card(card_face(text, generation, side, scale), code, roll),)
            case Held.WRONG_SIDE:
                return (_card(card_face("", generation, side.other, scale), code, roll),)
            case Held.TWO_CARDS:
                # Both are held higher up, so that the lower half of one and the whole of the other fit.
                scale *= _TWO
                below = _card(card_face(text, generation, side, scale), code, roll, _TWO, (-3.0, -14.0))
                above = _card(card_face(other, generation, side, scale), code, roll + 3, _TWO, (3.0, 14.0))
                return below, above
            case Held.PHONE_PAYMENT:
                return (_phone(phone_screen(text, _PAYING * scale), PHONE_CODE_MM, roll, _PAYING),)
            case Held.PHONE_CARD:
                photo = card_face(text, generation, side, scale)
                return (_phone(phone_photo(photo, scale), (PHONE_MM[0] / 2, PHONE_MM[1] / 2), roll),)

    def _with(self, picture: Picture, thing: "_Thing", stay: "_Stay", conditions: Conditions, at: float) -> Picture:
        pose = self._pose(thing, stay, conditions, at)
        corners = pose.corners(thing.size_mm[0] / thing.size_mm[1])
        lift = 9 * self._unit * thing.size
        picture = optics.contact_shadow(picture, corners, lift, 0.45)
        face, mask = thing.softened(conditions.defocus * self._unit)
        return optics.place(picture, face, pose, mask)

    def _pose(self, thing: "_Thing", stay: "_Stay", conditions: Conditions, at: float) -> Pose:
        scale = self._px_per_mm * thing.size * _SIZES[conditions.distance]
        sway = self._sway(at) * conditions.shake
        angle = math.radians(conditions.turn + thing.roll + sway[2])
        cos, sin = math.cos(angle), math.sin(angle)
        across, down = thing.middle(conditions.turn, self.height / scale)
        across, down = (across - thing.size_mm[0] / 2) * scale, (down - thing.size_mm[1] / 2) * scale
        way = stay.way_out(at) * (max(thing.size_mm) * scale + max(self.width, self.height)) / 2 * 1.1
        return Pose(
            self.width / 2 - across * cos + down * sin + (thing.shift_mm[0] + sway[0]) * scale + way * stay.edge[0],
            self.height / 2 - across * sin - down * cos + (thing.shift_mm[1] + sway[1]) * scale + way * stay.edge[1],
            thing.size_mm[0] * scale,
            math.degrees(angle),
            conditions.tilt,
            -90,
            optics.LENS_PX * self._unit,
        )

    def _sway(self, at: float) -> NDArray[np.float64]:
        """Where a shaking hand is: mm to the right, mm down, degrees, each about 1 rms."""
        waves = np.sin(math.tau * np.array(_TREMOR_HZ) * at + self._phases) * _TREMOR_SHARES
        sway: NDArray[np.float64] = waves.sum(axis=1)
        return sway

    def _smeared(self, picture: Picture, stays: tuple["_Stay", ...], conditions: Conditions, at: float) -> Picture:
        """What moved while the shutter was open. The desk has nothing on it that would show a smear."""
        if not stays:
            return picture
        opened, shut = (
            self._pose(stays[-1].things[0], stays[-1], conditions, at + part * SHUTTER_S) for part in (-0.5, 0.5)
        )
        pull = conditions.motion * self._unit
        return optics.smear(picture, shut.x - opened.x + 0.8 * pull, shut.y - opened.y + 0.6 * pull)

    def _set(self, conditions: Conditions) -> None:
        """Draw once what every picture under these conditions needs."""
        self._conditions = conditions
        self._grain = _grain(self.width, self.height, self._seed, conditions.light)
        self._lamp = _lamp(self.width, self.height, conditions.glare)


@dataclass(frozen=True, eq=False)
class _Thing:
    """One flat thing: its picture at the usual distance and its size, and how it is laid down if nothing disturbs."""

    face: Picture
    mask: Mask
    size_mm: tuple[float, float]
    middle_mm: tuple[float, float]
    """of the picture when it lies upright"""
    code_mm: tuple[float, float]
    roll: float
    size: float = 1.0
    """of the usual scale"""
    shift_mm: tuple[float, float] = (0.0, 0.0)
    _soft: dict[float, tuple[Picture, Mask]] = field(default_factory=dict)

    def middle(self, turn: int, height_mm: float) -> tuple[float, float]:
        """What lies in the middle of a picture `height_mm` high: on end, the end with the code has to be in it."""
        if turn % 180 == 0 or self.size_mm[0] <= height_mm - 2 * _MARGIN_MM:
            return self.middle_mm
        inside = height_mm / 2 - _MARGIN_MM
        on_the_right = self.code_mm[0] > self.size_mm[0] / 2
        return (self.size_mm[0] - inside if on_the_right else inside), self.middle_mm[1]

    def softened(self, radius: float) -> tuple[Picture, Mask]:
        """Out of focus by so many px, edges too; only the last radius is kept."""
        if not radius:
            return self.face, self.mask
        soft = self._soft.get(radius)
        if soft is None:
            mask = optics.defocus(cv2.merge([self.mask] * 3), radius)[..., 0]
            soft = optics.defocus(self.face, radius), np.ascontiguousarray(mask)
            self._soft.clear()
            self._soft[radius] = soft
        return soft


def _card(
    face: Picture, code: tuple[float, float], roll: float, size: float = 1.0, shift: tuple[float, float] = (0.0, 0.0)
) -> _Thing:
    mask = outline(face, CARD_CORNER_MM, face.shape[1] / CARD_MM[0])
    return _Thing(face, mask, CARD_MM, (CARD_MM[0] / 2, CARD_MM[1] / 2), code, roll, size, shift)


def _phone(face: Picture, middle: tuple[float, float], roll: float, size: float = 1.0) -> _Thing:
    scale = face.shape[1] / PHONE_MM[0]
    waves = optics.moire(face, 2.5 * scale, 20, 0.12)
    return _Thing(waves, outline(face, PHONE_CORNER_MM, scale), PHONE_MM, middle, middle, roll, size)


@dataclass(frozen=True, eq=False)
class _Stay:
    """Things that lie on the desk from one instant to another, and the edge over which they come and go."""

    things: tuple[_Thing, ...]
    edge: tuple[float, float]
    comes: float = math.inf
    leaves: float = math.inf

    def way_out(self, at: float) -> float:
        """0 in its place, 1 out of the picture; quick at the edge and slow in its place."""
        come = min(1.0, max(0.0, (min(at, self.leaves) - self.comes) / SLIDE_S))
        gone = min(1.0, max(0.0, (at - self.leaves) / SLIDE_S))
        return min(1.0, (1 - come) ** 2 + gone**2)


@lru_cache(4)
def _grain(width: int, height: int, seed: int, light: float) -> Grain:
    return Grain(width, height, np.random.default_rng([seed, 3]), _noise(light))


@lru_cache(4)
def _lamp(width: int, height: int, strength: float) -> Picture:
    """What a mirrored lamp adds."""
    unit = width / 1280
    black = np.zeros((height, width, 3), np.uint8)
    return optics.glare(black, 0.785 * width, 0.3 * height, 260 * unit, 170 * unit, 25, strength)


def _noise(light: float) -> float:
    """Grey levels rms of a pixel at two fifths of white, by the numbers of `optics.low_light`."""
    electrons, read = 4000.0, 6.0
    return math.sqrt((0.4 * electrons * light + read**2) / light) * 255 / electrons


_MARGIN_MM = 4.0
_TWO, _PAYING = 0.7, 0.8
"""How much smaller than one card at the usual distance two cards are seen, and a phone whose code has to fit."""

_SIZES = {Distance.NEAR: 1.2, Distance.USUAL: 1.0, Distance.FAR: 0.32}
_EDGES = ((0.0, 1.0), (1.0, 0.0), (-1.0, 0.0))
"""A person stands at the lower edge and reaches over it or from a side."""

_TREMOR_HZ = (0.7, 1.9, 4.3, 7.1)
_TREMOR_SHARES = np.array([1.1, 0.7, 0.4, 0.25])
"""Slow drift of an arm, and the physiological tremor of a hand at 4 to 8 Hz."""

_CONDITIONS = {
    Trouble.NONE: Conditions(),
    Trouble.TILTED: Conditions(tilt=25),
    Trouble.UPSIDE_DOWN: Conditions(turn=180),
    Trouble.ON_END: Conditions(turn=90),
    Trouble.FAR: Conditions(distance=Distance.FAR),
    Trouble.MOVING: Conditions(motion=26),
    Trouble.BLURRED: Conditions(defocus=7),
    Trouble.GLARE: Conditions(glare=1),
    Trouble.DARK: Conditions(light=0.004),
}
