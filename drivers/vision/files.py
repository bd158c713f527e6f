"""A file somebody names as a picture, as grey pixels: bounded in memory, whatever the file turns out to be."""

import stat
import warnings
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 120_000_000
"""A phone's 108 megapixels pass; the header is asked, nothing is unpacked for it."""

MOST_BYTES = 240_000_000
"""What the unpacked pixels may take: 60 megapixels in colour, 120 in grey. A JPEG is unpacked as grey, and smaller."""

MOST_FILE_BYTES = 120_000_000

Gray = NDArray[np.uint8]


class FileFault(StrEnum):
    """Why a file gives no picture."""

    MISSING = "missing"
    FOLDER = "folder"
    NOT_A_FILE = "not-a-file"
    CLOSED = "closed"
    EMPTY = "empty"
    NOT_A_PICTURE = "not-a-picture"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"


@dataclass(frozen=True, slots=True)
class Picture:
    """`gray` is (height, width), 8 bits; `halvings` tells how often it was halved to come below the limit."""

    gray: Gray
    halvings: int = 0


def load_gray(path: Path, most_pixels: int) -> Picture | FileFault:
    """The first picture in the file, turned upright by its EXIF, on white where it is transparent, halved until it has
    at most `most_pixels`. Reads JPEG, PNG, WebP, GIF, BMP, TIFF, JPEG 2000 and PPM. Never raises for
    what is in the file, nor for a file that is not there.
    """
    if fault := _not_a_file(path):
        return fault
    try:
        with warnings.catch_warnings():
            # Our own limit is the lower one; what Pillow remarks on a header would go to stderr.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as image:
                return _gray(image, most_pixels)
    except UnidentifiedImageError:
        return FileFault.NOT_A_PICTURE
    except Image.DecompressionBombError:
        return FileFault.TOO_LARGE
    except PermissionError:
        return FileFault.CLOSED
    except Exception:  # noqa: BLE001 - a broken file makes the readers of its format raise anything
        return FileFault.DAMAGED


_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "JPEG2000", "PPM")
_BYTES_A_PIXEL = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2, "LA": 4}
_DEEP = ("I", "F", "I;16", "I;16B", "I;16L")


def _not_a_file(path: Path) -> FileFault | None:
    try:
        found = path.stat()
    except PermissionError:
        return FileFault.CLOSED
    except (OSError, ValueError):
        return FileFault.MISSING
    if stat.S_ISDIR(found.st_mode):
        return FileFault.FOLDER
    if not stat.S_ISREG(found.st_mode):
        return FileFault.NOT_A_FILE
    if found.st_size == 0:
        return FileFault.EMPTY
    return FileFault.TOO_LARGE if found.st_size > MOST_FILE_BYTES else None


def _gray(image: Image.Image, most_pixels: int) -> Picture | FileFault:
    if image.width * image.height > MOST_PIXELS:
        return FileFault.TOO_LARGE
    halvings = _halvings(image.width * image.height, most_pixels)
    # Only a JPEG can be unpacked as grey, at a half, a quarter or an eighth; elsewhere this does nothing.
    image.draft("L", (image.width >> min(halvings, 3), image.height >> min(halvings, 3)))
    if image.width * image.height * _BYTES_A_PIXEL.get(image.mode, 4) > MOST_BYTES:
        return FileFault.TOO_LARGE
    image.load()
    flat = _flat(image)
    rest = _halvings(flat.width * flat.height, most_pixels)
    upright = ImageOps.exif_transpose(flat.reduce(1 << rest) if rest else flat)
    return Picture(np.asarray(upright, np.uint8), halvings)


def _halvings(pixels: int, most: int) -> int:
    halvings = 0
    while pixels >> 2 * halvings > most:
        halvings += 1
    return halvings


def _flat(image: Image.Image) -> Image.Image:
    """In mode L, with the EXIF of `image`."""
    if image.mode in _DEEP:
        deep = np.asarray(image, np.float32)
        low, high = float(np.nanmin(deep)), float(np.nanmax(deep))
        scaled = np.nan_to_num((deep - low) * (255 / ((high - low) or 1)))
        gray = Image.fromarray(scaled.astype(np.uint8))
        gray.info = image.info
        return gray
    if image.has_transparency_data:
        seen = image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
        white = Image.new("L", seen.size, "white")
        white.paste(seen.convert("L"), mask=seen.getchannel("A"))
        white.info = image.info
        return white
    if image.mode == "LAB":
        return image.getchannel("L")
    return image.convert("L")
