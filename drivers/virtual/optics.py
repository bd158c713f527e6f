"""What a lens, a lamp and a hand do to a picture: pure functions, pictures in and new pictures out.

A picture is (height, width, 3) uint8, blue green red. Lengths are px, angles are degrees clockwise as one sees them, 0
to the right. What is random comes from the generator that is given: the same generator, the same picture.
"""

import math
from dataclasses import dataclass
from typing import Any, Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.virtual.card_picture import Picture

Mask = NDArray[np.uint8]
"""(height, width): 255 where a thing is, 0 where it is not, smooth between."""

LENS_PX: Final = 1100.0
"""Focal length of a webcam that sees 60 degrees in 1,280 px: 1280 / 2 / tan(30 degrees)."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a flat thing lies in the frame.

    Its middle is at `x`, `y`, where it is `width` px wide if it is not tilted; it is turned by `roll`; the edge that
    lies in the direction `away` then goes down by `tilt` degrees. `lens` is the focal length, px: a long one flattens.
    """

    x: float
    y: float
    width: float
    roll: float = 0.0
    tilt: float = 0.0
    away: float = 0.0
    lens: float = LENS_PX

    def corners(self, aspect: float) -> NDArray[np.float32]:
        """(4, 2) px: upper left, upper right, lower right, lower left of a thing `aspect` times as wide as high."""
        half = np.array([self.width, self.width / aspect]) / 2
        turn, slope, away = (math.radians(angle) for angle in (self.roll, self.tilt, self.away))
        rotation = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        points = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half @ rotation
        direction = np.array([math.cos(away), math.sin(away)])
        along = points @ direction
        points -= np.outer(along * (1 - math.cos(slope)), direction)
        depth = 1 + along * math.sin(slope) / self.lens
        corners: NDArray[np.float32] = (points / depth[:, None] + [self.x, self.y]).astype(np.float32)
        return corners


def place(frame: Picture, thing: Picture, pose: Pose, mask: Mask | None = None) -> Picture:
    """`frame` with `thing` lying on it. `mask` (the size of `thing`) leaves out what is not of it: see `outline`.

    Smooth at the edges; a thing that becomes smaller is averaged first, so that no module is skipped.
    """
    height, width = thing.shape[:2]
    if mask is None:
        mask = np.full((height, width), 255, np.uint8)
    if pose.width < 0.8 * width:
        size = (round(1.1 * pose.width), round(1.1 * pose.width * height / width))
        thing = cv2.resize(thing, size, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    corners = pose.corners(width / height)
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 1, 0).tolist()
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 2, frame.shape[1::-1]).tolist()
    result = frame.copy()
    if left >= right or top >= bottom:
        return result
    height, width = thing.shape[:2]
    # The middle of the first pixel is at 0, its outer edge at -0.5.
    edges = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - np.float32(0.5)
    matrix = cv2.getPerspectiveTransform(edges, corners - np.array([left, top], np.float32) - np.float32(0.5))
    size = (right - left, bottom - top)
    seen = cv2.warpPerspective(thing, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    share = cv2.warpPerspective(mask, matrix, size, flags=cv2.INTER_LINEAR)
    _lay(result[top:bottom, left:right], seen, share)
    return result


def desk(width: int, height: int, rng: np.random.Generator, brightness: float = 58.0) -> Picture:
    """A dark matt mat under a lamp, of this mean brightness (0 to 255)."""
    grain = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), 0.9)
    cloth = cv2.GaussianBlur(rng.standard_normal((height, width), np.float32), (0, 0), 7)
    level = 1 + 0.08 * grain / grain.std() + 0.03 * cloth / cloth.std()
    y, x = np.ogrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    level *= 1.08 - 0.2 * (0.5 * (x - 0.15) ** 2 + 0.5 * (y + 0.2) ** 2)
    tint = np.array([1.03, 1.0, 0.96], np.float32)
    return _clipped(brightness * level[..., None] * tint)


def contact_shadow(frame: Picture, corners: NDArray[np.float32], spread: float, darkness: float) -> Picture:
    """The soft shadow of a thing with these corners that floats `spread` px above: 0 none, 1 black below it."""
    step = 8
    small = np.zeros((math.ceil(frame.shape[0] / step), math.ceil(frame.shape[1] / step)), np.uint8)
    cv2.fillConvexPoly(small, np.rint((corners + spread * 0.4) / step).astype(np.int32), 255)
    small = cv2.GaussianBlur(small, (0, 0), max(0.6, spread / step))
    return _lit(frame, 1 - darkness * small.astype(np.float32) / 255)


def motion_blur(picture: Picture, length: float, angle: float) -> Picture:
    """Moved by `length` px in that direction while the shutter was open."""
    if length < 0.5:
        return picture.copy()
    reach = math.ceil(length / 2) + 1
    kernel = np.zeros((2 * reach + 1,) * 2, np.float32)
    turn = math.radians(angle)
    for step in np.linspace(-length / 2, length / 2, 8 * reach):
        x, y = reach + step * math.cos(turn), reach + step * math.sin(turn)
        column, row = int(x), int(y)
        right, down = x - column, y - row
        kernel[row : row + 2, column : column + 2] += np.outer([1 - down, down], [1 - right, right])
    return _filtered(picture, kernel)


def smear(picture: Picture, right: float, down: float) -> Picture:
    """`motion_blur` along these px in a few milliseconds: halves are laid over each other, by whole pixels."""
    steps = []
    while max(abs(right), abs(down)) >= 1:
        right, down = right / 2, down / 2
        steps.append((round(right), round(down)))
    across, upright = sum(abs(step[0]) for step in steps), sum(abs(step[1]) for step in steps)
    edges = (upright // 2, upright - upright // 2, across // 2, across - across // 2)
    moved = cv2.copyMakeBorder(picture, *edges, cv2.BORDER_REPLICATE)
    for x, y in steps:
        height, width = moved.shape[0] - abs(y), moved.shape[1] - abs(x)
        one = moved[max(0, y) : max(0, y) + height, max(0, x) : max(0, x) + width]
        other = moved[max(0, -y) : max(0, -y) + height, max(0, -x) : max(0, -x) + width]
        moved = cv2.addWeighted(one, 0.5, other, 0.5, 0)
    return _picture(moved)


def defocus(picture: Picture, radius: float) -> Picture:
    """Out of focus: every point becomes a disc of this radius, px."""
    if radius < 0.3:
        return picture.copy()
    reach, fine = math.ceil(radius), 9
    offsets = (np.arange((2 * reach + 1) * fine) + 0.5) / fine - reach - 0.5
    disc = (offsets[:, None] ** 2 + offsets**2 <= radius**2).astype(np.float32)
    return _filtered(picture, disc.reshape(2 * reach + 1, fine, 2 * reach + 1, fine).sum(axis=(1, 3)))


def gaussian_blur(picture: Picture, sigma: float) -> Picture:
    """A soft lens, or a greasy one; `sigma` in px."""
    if sigma <= 0:
        return picture.copy()
    return _picture(cv2.GaussianBlur(picture, (0, 0), sigma))


def glare(
    picture: Picture, x: float, y: float, width: float, height: float, angle: float = 0.0, strength: float = 1.0
) -> Picture:
    """A lamp mirrored at `x`, `y`: an ellipse, white in its inner two thirds at strength 1, with a halo to twice its
    size. A long thin one is a tube."""
    result = picture.copy()
    reach = max(width, height)
    left, top = max(0, math.floor(x - reach)), max(0, math.floor(y - reach))
    area = result[top : max(0, math.ceil(y + reach)), left : max(0, math.ceil(x + reach))]
    if not area.size:
        return result
    turn = math.radians(angle)
    down, right = np.ogrid[: area.shape[0], : area.shape[1]]
    right, down = right + left - x, down + top - y
    across = (right * math.cos(turn) + down * math.sin(turn)) / (width / 2)
    upright = (down * math.cos(turn) - right * math.sin(turn)) / (height / 2)
    light = np.minimum(1.15, 2.2 * np.exp(-1.6 * (across**2 + upright**2))).astype(np.float32)
    area[:] = _clipped(area + 255 * strength * light[..., None])
    return result


def dim(picture: Picture, light: float) -> Picture:
    """All darker (below 1) or brighter (above 1), white clipped."""
    return _picture(cv2.convertScaleAbs(picture, alpha=light))


def shadow(picture: Picture, darkness: float, angle: float, position: float = 0.5, softness: float = 0.1) -> Picture:
    """Something stands in the light: dark (0 not, 1 black) on the side to which `angle` points.

    The edge lies at `position` of the way (0 to 1) and is `softness` of the way wide: 1 is a gradient over the whole.
    """
    height, width = picture.shape[:2]
    turn = math.radians(angle)
    y, x = np.ogrid[-0.5 : 0.5 : math.ceil(height / 4) * 1j, -0.5 : 0.5 : math.ceil(width / 4) * 1j]
    way = (x * math.cos(turn) + y * math.sin(turn)) / (abs(math.cos(turn)) + abs(math.sin(turn))) + 0.5
    edge = np.clip((way - position) / max(softness, 1e-3) + 0.5, 0, 1)
    return _lit(picture, 1 - darkness * edge * edge * (3 - 2 * edge))


def low_light(
    picture: Picture, rng: np.random.Generator, light: float, electrons: float = 4000.0, read: float = 6.0
) -> Picture:
    """A dark room: `light` of the usual light (0 to 1), and the noise that is left when the camera amplifies it.

    Half of what is missing is made up by gain. `electrons` fill a pixel to white at full light, `read` is the noise of
    reading one, in electrons, rms; both noises grow with the gain.
    """
    gain = light**-0.5
    charge = picture.astype(np.float32) / 255 * electrons * light
    noise = rng.standard_normal(picture.shape, np.float32) * np.sqrt(charge + read**2)
    return _clipped((charge + noise) * gain * 255 / electrons)


def sensor_noise(picture: Picture, rng: np.random.Generator, sigma: float) -> Picture:
    """Noise that is everywhere alike, `sigma` grey levels rms."""
    return _clipped(picture + sigma * rng.standard_normal(picture.shape, np.float32))


class Grain:
    """`sensor_noise` that costs a millisecond: drawn once, larger than the frame, and shifted for every picture."""

    def __init__(self, width: int, height: int, rng: np.random.Generator, sigma: float) -> None:
        self._margin = 64
        shape = (height + self._margin, width + self._margin, 3)
        noise = np.rint(sigma * rng.standard_normal(shape, np.float32))
        self._noise = np.clip(noise, -127, 127).astype(np.int8)

    def over(self, picture: Picture, rng: np.random.Generator) -> Picture:
        """`picture`, of the size that was told, under another piece of the noise."""
        top, left = rng.integers(0, self._margin, 2)
        height, width = picture.shape[:2]
        piece = np.ascontiguousarray(self._noise[top : top + height, left : left + width])
        return _picture(cv2.add(picture, piece, dtype=cv2.CV_8U))


def jpeg(picture: Picture, quality: int) -> Picture:
    """Packed by a camera at this quality (1 to 100) and unpacked."""
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return _picture(cv2.imdecode(packed, cv2.IMREAD_COLOR))


def laminate(picture: Picture, rng: np.random.Generator, strength: float) -> Picture:
    """The uneven sheen of a plastic cover: pale veils, `strength` of white (0 to 1) where they are thickest."""
    height, width = picture.shape[:2]
    coarse = rng.standard_normal((5, 8), np.float32)
    field = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(width)
    ripple = 0.5 + 0.5 * np.sin(40 * (x + 0.6 * y) + 2.5 * field)
    veil = np.clip(0.5 + 0.5 * field, 0, 1) * (0.7 + 0.3 * ripple) * strength
    return _clipped(picture + (255 - picture.astype(np.float32)) * veil[..., None])


def wear(picture: Picture, rng: np.random.Generator, amount: float) -> Picture:
    """Years in a purse, for a flat card: faded print, scratches, rubbed and dirty specks. 1 is badly worn."""
    height, width = picture.shape[:2]
    faded = cv2.resize(rng.random((6, 9), np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    paper = np.array([226, 230, 232], np.float32)
    share = amount * np.clip(0.15 + 0.5 * faded, 0, 0.7)[..., None]
    result = _clipped(picture * (1 - share) + paper * share)
    unit = width / 1000
    for _ in range(round(26 * amount)):
        start = rng.uniform(0, [width, height])
        turn, length = rng.uniform(0, math.tau), rng.uniform(40, 330) * unit
        middle = start + length / 2 * np.array([math.cos(turn), math.sin(turn)])
        end = start + length * np.array([math.cos(turn + 0.12), math.sin(turn + 0.12)])
        colour = (214, 218, 220) if rng.random() < 0.7 else (120, 120, 124)
        line = np.rint(np.stack([start, middle, end]) * 16).astype(np.int32)
        cv2.polylines(result, [line], False, colour, max(1, round(rng.uniform(0.8, 1.7) * unit)), cv2.LINE_AA, 4)
    for _ in range(round(260 * amount)):
        x, y = rng.uniform(0, [width, height])
        colour = (208, 212, 214) if rng.random() < 0.75 else (84, 88, 92)
        radius = max(0.6, rng.exponential(1.3)) * unit
        cv2.circle(result, (round(x * 16), round(y * 16)), round(radius * 16), colour, -1, cv2.LINE_AA, 4)
    return result


def pixel_grid(picture: Picture, pitch: float, strength: float = 0.5) -> Picture:
    """The red, green and blue stripes and dark gaps of a screen, one pixel each `pitch` px (3 or more)."""
    height, width = picture.shape[:2]
    phase = np.arange(width)[:, None] / pitch - np.array([2, 1, 0]) / 3
    columns = 1 - strength * (0.5 - 0.5 * np.cos(2 * np.pi * phase))
    rows = 1 - 0.5 * strength * (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(height) / pitch))
    return _clipped(picture * rows[:, None, None] * columns)


def moire(picture: Picture, period: float, angle: float, strength: float) -> Picture:
    """The coloured waves where the pixels of a screen meet those of the camera: `period` px from wave to wave."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = math.radians(angle)
    across = (x * math.cos(turn) + y * math.sin(turn)) / period
    bend = 0.35 * np.sin(2 * np.pi * (y * math.cos(turn) - x * math.sin(turn)) / (5.3 * period))
    phases = np.array([0, 0.11, 0.24], np.float32)
    waves = 0.5 - 0.5 * np.cos(2 * np.pi * ((across + bend)[..., None] + phases))
    return _clipped(picture * (1 - strength * waves))


def flicker_bands(picture: Picture, period: float, phase: float, strength: float) -> Picture:
    """Dark bands of a lamp on the mains under a rolling shutter: `period` px high, `phase` 0 to 1 for where they are.

    A picture is 1/30 s high in 720 rows, so at 100 flashes a second a band takes some 216 rows.
    """
    rows = np.arange(picture.shape[0], dtype=np.float32)[:, None]
    gain = 1 - strength * (0.5 - 0.5 * np.cos(2 * np.pi * (rows / period + phase)))
    return _lit(picture, np.repeat(gain, 2, axis=1))


def colour_cast(picture: Picture, blue: float, green: float, red: float) -> Picture:
    """Light of another colour: each channel times its number; a warm lamp is some 0.6, 0.9, 1.1."""
    levels = np.arange(256)[:, None] * np.array([blue, green, red])
    return _picture(cv2.LUT(picture, _clipped(levels)[:, None, :]))


def misalign(picture: Picture, shift: float) -> Picture:
    """A cheap lens: towards the corners red lies `shift` px further out and blue as much further in."""
    height, width = picture.shape[:2]
    reach = math.hypot(width, height) / 2
    blue, green, red = cv2.split(picture)
    channels = []
    for channel, by in ((blue, -shift), (green, 0.0), (red, shift)):
        size = 1 + by / reach
        matrix = np.array([[size, 0, (1 - size) * width / 2], [0, size, (1 - size) * height / 2]])
        channels.append(cv2.warpAffine(channel, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE))
    return _picture(cv2.merge(channels))


def veil(picture: Picture, strength: float) -> Picture:
    """Light from behind or from the side into the lens: black becomes `strength` of white (0 to 1)."""
    return _picture(cv2.convertScaleAbs(picture, alpha=1 - strength, beta=255 * strength))


def bow(picture: Picture, rise: float) -> Picture:
    """A bent card: the middle columns go up by `rise` px against the outer ones, and the sides draw in."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across = (x - width / 2) / (width / 2)
    drawn = width / 2 + (x - width / 2) * (1 + 0.5 * abs(rise) / width * across**2)
    risen = y + rise * (1 - across**2)
    return _picture(cv2.remap(picture, drawn, risen, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _lay(area: Picture, seen: Picture, share: Mask) -> None:
    """Into `area`: whole pixels are copied, only those at the edge are mixed."""
    cv2.copyTo(seen, cv2.compare(share, 254, cv2.CMP_GT), area)
    rows, columns = np.nonzero((share > 0) & (share < 255))
    part = share[rows, columns, None].astype(np.float32) / 255
    area[rows, columns] = _clipped(area[rows, columns] * (1 - part) + seen[rows, columns] * part)


def _lit(picture: Picture, gain: NDArray[np.floating]) -> Picture:
    """Times `gain` (0 to 2), a field of fewer points that is stretched over the picture."""
    height, width = picture.shape[:2]
    field = cv2.resize(gain.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    levels = cv2.convertScaleAbs(field, alpha=127)
    return _picture(cv2.multiply(picture, cv2.merge([levels] * 3), scale=1 / 127))


def _filtered(picture: Picture, kernel: NDArray[np.floating]) -> Picture:
    return _picture(cv2.filter2D(picture, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE))


def _clipped(values: NDArray[np.floating]) -> Picture:
    levels: Picture = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return levels


def _picture(made: Any) -> Picture:
    """What OpenCV gave, which its types do not tell."""
    return cast(Picture, made)
