"""QR codes in a picture, the hard ones too: blurred, in shadow, under glare, small."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from drivers.vision.texture import Gray, Square, likely_codes

# The interface has to have the other core.
cv2.setNumThreads(1)

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""px (x, y): upper left, upper right, lower right, lower left of the code as it is printed, whichever way it is held"""


class CodeFault(StrEnum):
    NOT_UTF8 = "not-utf8"


@dataclass(frozen=True, slots=True)
class Code:
    """`text` is strict UTF-8, or "" with `fault`: a character set is never guessed. No `repr` shows what was read."""

    raw: bytes
    text: str
    corners: Corners
    fault: CodeFault | None = None

    def __repr__(self) -> str:
        return f"Code({len(self.raw)} bytes, corners={self.corners}, fault={self.fault})"


@dataclass(frozen=True, slots=True)
class Reading:
    """`codes`: all that were read, each content once. `wanted`: the one of them that was looked for."""

    codes: tuple[Code, ...] = ()
    wanted: Code | None = None


def read_codes(gray: Gray, *, wanted: Callable[[str], bool] = bool, deep: bool = True) -> Reading:
    """The QR codes in a picture (height, width), 8 bits, held any way round, in whichever size.

    Looks again and again, the cheapest look first, until one gives a text that `wanted` accepts; without it, gives what
    all looks found. Not `deep`: the first three looks, for each frame of a stream. What each look brings:
    `docs/decisions/005-how-a-code-is-read.md`.
    """
    found: dict[bytes, Code] = {}
    for look in _looks(gray, deep, found):
        codes = [_code(seen.bytes, look.corners(seen.position)) for seen in _seen(look.picture)]
        for code in codes:
            found.setdefault(code.raw, code)
        chosen = next((code for code in codes if code.fault is None and wanted(code.text)), None)
        if chosen is not None:
            return Reading(tuple(found.values()), chosen)
    return Reading(tuple(found.values()))


class _Look(NamedTuple):
    """A piece of the picture, `scale` times as large, that begins at `left`, `top`."""

    picture: Gray
    scale: float = 1.0
    left: int = 0
    top: int = 0

    def corners(self, position: zxingcpp.Position) -> Corners:
        points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
        a, b, c, d = ((at.x / self.scale + self.left, at.y / self.scale + self.top) for at in points)
        return a, b, c, d


def _seen(picture: Gray) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(  # type: ignore[no-any-return]
        picture,
        formats=zxingcpp.BarcodeFormat.QRCode,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
    )


def _code(raw: bytes, corners: Corners) -> Code:
    try:
        return Code(raw, raw.decode("utf-8"), corners)
    except UnicodeDecodeError:
        return Code(raw, "", corners, CodeFault.NOT_UTF8)


def _looks(gray: Gray, deep: bool, read: Mapping[bytes, Code]) -> Iterator[_Look]:
    """`read` grows between one look and the next: where a code was read there is nothing left to look for."""
    yield _Look(gray)
    places = likely_codes(gray)
    for step in _STEPS if deep else _QUICK:
        unread = [place for place in places if not any(place.holds(_middle(code.corners)) for code in read.values())]
        for place in unread[: step.places]:
            yield _look_at(gray, place, step)


def _middle(corners: Corners) -> tuple[float, float]:
    return sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4


class _Step(NamedTuple):
    """A way to look at a place again: `edge` px is the code to have, `mend` gets the picture and the px of a module."""

    edge: int
    mend: Callable[[Gray, float], Gray]
    places: int = 2


def _look_at(gray: Gray, place: Square, step: _Step) -> _Look:
    scale = min(max(step.edge / place.edge, min(_LARGEST / place.edge, 1.0)), 4.0)
    wide = place.grown(0.2)
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    picture = cv2.resize(wide.cut(gray), None, fx=scale, fy=scale, interpolation=how)
    return _Look(step.mend(picture, place.edge * scale / _MODULES), scale, max(wide.x, 0), max(wide.y, 0))


_LARGEST = 450
"""px of a code that is not made smaller"""

_MODULES = 45
"""of a card's code, which has 37 to 57"""


def _as_it_is(picture: Gray, module: float) -> Gray:
    return picture


def _sharper(sigma: float, amount: float) -> Callable[[Gray, float], Gray]:
    def mend(picture: Gray, module: float) -> Gray:
        soft = cv2.GaussianBlur(picture, (0, 0), sigma * module)
        return cv2.addWeighted(picture, 1 + amount, soft, -amount, 0)  # type: ignore[no-any-return]

    return mend


def _even(picture: Gray, module: float) -> Gray:
    """Light and contrast alike all over the picture: 128 in the mean, 50 in the spread of what is around."""
    small = cv2.resize(picture, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA).astype(np.float32)
    square = cv2.resize(
        cv2.multiply(picture, picture, dtype=cv2.CV_32F), small.shape[::-1], interpolation=cv2.INTER_AREA
    )
    reach = max(1.0, 5 * module / 8)
    mean = cv2.GaussianBlur(small, (0, 0), reach)
    gain = 50 / np.sqrt(np.maximum(cv2.GaussianBlur(square, (0, 0), reach) - mean**2, 4))
    size = picture.shape[::-1]
    return cv2.add(  # type: ignore[no-any-return]
        cv2.multiply(picture, cv2.resize(gain, size), dtype=cv2.CV_32F),
        cv2.resize(128 - mean * gain, size),
        dtype=cv2.CV_8U,
    )


def _even_and_sharper(amount: float) -> Callable[[Gray, float], Gray]:
    def mend(picture: Gray, module: float) -> Gray:
        return _sharper(0.6, amount)(_even(picture, module), module)

    return mend


def _focused(radius: float, noise: float) -> Callable[[Gray, float], Gray]:
    def mend(picture: Gray, module: float) -> Gray:
        return _deconvolved(_even(picture, module), _disc(radius * module), noise)

    return mend


def _held_still(length: float, noise: float) -> Callable[[Gray, float], Gray]:
    def mend(picture: Gray, module: float) -> Gray:
        even = _even(picture, module)
        return _deconvolved(even, _streak(length * module, _direction(even)), noise)

    return mend


def _deconvolved(picture: Gray, kernel: NDArray[np.float32], noise: float) -> Gray:
    """Wiener's filter: undoes a blur by `kernel`; `noise` is its power against that of the picture."""
    height, width = picture.shape
    size = cv2.getOptimalDFTSize(width), cv2.getOptimalDFTSize(height)
    padded = cv2.copyMakeBorder(picture, 0, size[1] - height, 0, size[0] - width, cv2.BORDER_REFLECT)
    spread = np.zeros(size[::-1], np.float32)
    spread[: len(kernel), : len(kernel)] = kernel / kernel.sum()
    spread = np.roll(spread, (-(len(kernel) // 2),) * 2, (0, 1))
    seen = cv2.dft(padded.astype(np.float32), flags=cv2.DFT_COMPLEX_OUTPUT)
    blur = cv2.dft(spread, flags=cv2.DFT_COMPLEX_OUTPUT)
    power = blur[..., :1] ** 2 + blur[..., 1:] ** 2 + noise
    mended = cv2.idft(cv2.mulSpectrums(seen, blur, 0, conjB=True) / power, flags=cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)
    sharp: Gray = np.clip(mended[:height, :width], 0, 255).astype(np.uint8)
    return sharp


def _disc(radius: float) -> NDArray[np.float32]:
    reach = math.ceil(radius) + 1
    y, x = np.ogrid[-reach : reach + 1, -reach : reach + 1]
    return np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)


def _streak(length: float, angle: float) -> NDArray[np.float32]:
    reach = math.ceil(length / 2) + 1
    y, x = np.ogrid[-reach : reach + 1, -reach : reach + 1]
    along, across = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
    return (np.clip(length / 2 + 0.5 - abs(along), 0, 1) * np.clip(1 - abs(across), 0, 1)).astype(np.float32)


def _direction(picture: Gray) -> float:
    """Along which a code has moved, radians: it is as busy one way as the other, but a moved one is less so there."""
    across, down = cv2.Scharr(picture, cv2.CV_32F, 1, 0), cv2.Scharr(picture, cv2.CV_32F, 0, 1)
    both = float((across * down).mean())
    return 0.5 * math.atan2(2 * both, float((across**2).mean() - (down**2).mean())) + math.pi / 2


_QUICK = (_Step(600, _as_it_is, 1), _Step(225, _even_and_sharper(1.5), 1))
_STEPS = (
    _Step(600, _as_it_is),
    _Step(225, _even_and_sharper(1.5)),
    _Step(400, _even_and_sharper(3.0)),
    _Step(400, _sharper(0.3, 1.5)),
    _Step(225, _focused(0.8, 0.03), 1),
    _Step(225, _focused(1.0, 0.003), 1),
    _Step(225, _held_still(1.6, 0.01), 1),
    _Step(225, _held_still(2.0, 0.03), 1),
    _Step(225, _focused(0.8, 0.01), 1),
)
