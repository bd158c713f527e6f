"""QR codes in a picture."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""px (x, y): top left, top right, bottom right, bottom left of the code as it was printed, whichever way it is held"""


class CodeFault(StrEnum):
    NOT_UTF8 = "not-utf8"


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `text` is strict UTF-8, or "" with `fault`: a character set is never guessed."""

    raw: bytes
    text: str
    corners: Corners
    fault: CodeFault | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    codes: tuple[Code, ...]
    wanted: Code | None = None
    unread: tuple[Corners, ...] = ()


def read_codes(gray: Gray, *, wanted: Callable[[str], bool] = bool, deep: bool = True) -> Reading:
    found: dict[bytes, Code] = {}
    for picture, scale in _attempts(gray, deep):
        for seen in zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False, text_mode=zxingcpp.TextMode.Plain
        ):
            code = _code(seen, scale)
            found.setdefault(code.raw, code)
            if code.fault is None and wanted(code.text):
                return Reading(tuple(found.values()), code)
    return Reading(tuple(found.values()))


def _attempts(gray: Gray, deep: bool) -> Iterator[tuple[Gray, float]]:
    yield gray, 1.0
    up = cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    yield up, 2.0


def _code(seen: zxingcpp.Barcode, scale: float) -> Code:
    at = seen.position
    a, b, c, d = ((p.x / scale, p.y / scale) for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left))
    corners = (a, b, c, d)
    try:
        return Code(seen.bytes, seen.bytes.decode("utf-8"), corners)
    except UnicodeDecodeError:
        return Code(seen.bytes, "", corners, CodeFault.NOT_UTF8)
