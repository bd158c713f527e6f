"""Whether a code is shown by the screen of a telephone instead of being printed on a card."""

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.vision.qr import Corners
from drivers.vision.texture import Gray

PATCH = 128
"""px: the side of the square to which a code is straightened"""
RIPPLE = 1.6
"""of a and b (CIE L*a*b*, 8-bit steps) among the light modules: print has noise only, a display's own pixels beat with
the camera's and leave bands of colour"""
AS_DARK = 8.0
"""grey levels: what stands around a picture on a display is as dark as the dark modules, both being switched off"""


def on_screen(rgba: NDArray[np.uint8], corners: Corners) -> bool:
    """Both signs have to be there: bands of colour in the code, and black around the light thing that carries it.

    A card on a black cloth or in a dark wallet has no bands; a display that leaves none is taken for a card. `rgba` is
    (height, width, 4), `corners` in px of it.
    """
    patch = _straightened(rgba, corners)
    grey = cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY)
    dark, light = np.percentile(grey, (10, 90))
    return ripple(patch, grey > (dark + light) / 2) > RIPPLE and surround(rgba, corners, dark, light) <= dark + AS_DARK


def ripple(patch: NDArray[np.uint8], light: NDArray[np.bool_]) -> float:
    """How much the colour of the light modules varies: the larger standard deviation of a and b, without noise."""
    colour = cv2.cvtColor(patch, cv2.COLOR_RGB2LAB)[..., 1:].astype(np.float32)
    inside = cv2.erode(light.astype(np.uint8), np.ones((2, 2), np.uint8)).astype(np.float32)
    weight = cv2.GaussianBlur(inside, (0, 0), 2.5)
    smooth = cv2.GaussianBlur(colour * inside[..., None], (0, 0), 2.5) / np.maximum(weight, 1e-3)[..., None]
    values = smooth[weight > 0.2]
    return float(values.std(axis=0).max()) if len(values) else 0.0


def surround(rgba: NDArray[np.uint8], corners: Corners, dark: float, light: float) -> float:
    """The grey level just outside the light thing that carries the code: the median all round it, 255 where it is cut
    off by the picture's edge all round."""
    side = float(np.linalg.norm(np.subtract(corners[0], corners[1])))
    scale = min(1.0, 60.0 / max(side, 1.0))
    small = cv2.resize(cv2.cvtColor(rgba, cv2.COLOR_RGB2GRAY), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lit = (small > (dark + light) / 2).astype(np.uint8)
    closed = cv2.morphologyEx(lit, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    x, y = np.mean(corners, axis=0) * scale
    _, labels = cv2.connectedComponents(closed)
    label = labels[min(int(y), small.shape[0] - 1), min(int(x), small.shape[1] - 1)]
    if label == 0:
        return 255.0
    thing = (labels == label).astype(np.uint8)
    ring = _grown(thing, 12) & ~_grown(thing, 4) & 1
    values: Gray = small[ring.astype(bool)]
    return float(np.median(values)) if len(values) else 255.0


def _grown(mask: NDArray[np.uint8], by: int) -> NDArray[np.uint8]:
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1))
    grown: NDArray[np.uint8] = cv2.dilate(mask, disc)
    return grown


def _straightened(rgba: NDArray[np.uint8], corners: Corners) -> NDArray[np.uint8]:
    square = np.array([(0, 0), (PATCH, 0), (PATCH, PATCH), (0, PATCH)], np.float32)
    there = cv2.getPerspectiveTransform(np.array(corners, np.float32), square)
    flat = cv2.warpPerspective(rgba, there, (PATCH, PATCH), flags=cv2.INTER_AREA)
    patch: NDArray[np.uint8] = cv2.cvtColor(flat, cv2.COLOR_RGBA2RGB)
    return patch
