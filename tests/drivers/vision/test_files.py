"""Every kind of file that somebody may name as a picture."""

import io
import logging
import os
import struct
import zipfile
import zlib

import numpy as np
import pytest
from PIL import Image

from drivers.vision.files import MOST_PIXELS, FileFault, Picture, load_gray
from drivers.vision.qr import read_codes
from tests.drivers.vision.codes import code_picture

TEXT = "Mã trong ảnh|một"
LIMIT = 1_000_000
GRAY = Image.fromarray(code_picture(TEXT))


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def palette():
    return GRAY.convert("P", palette=Image.Palette.ADAPTIVE)


def see_through():
    """Black modules on nothing: invisible unless the ground is taken for white."""
    clear = Image.new("RGBA", GRAY.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=GRAY.point(lambda v: 255 - v))
    return clear


def sixteen_bits():
    """A sensor of twelve bits in a file of sixteen."""
    return Image.fromarray(np.asarray(GRAY).astype(np.uint16) * 16)


PICTURES = {
    "gray.png": lambda: saved(GRAY, "PNG"),
    "bit.png": lambda: saved(GRAY.convert("1"), "PNG"),
    "palette.png": lambda: saved(palette(), "PNG"),
    "palette-clear.png": lambda: saved(palette(), "PNG", transparency=palette().getpixel((0, 0))),
    "alpha.png": lambda: saved(see_through(), "PNG"),
    "gray-alpha.png": lambda: saved(see_through().convert("LA"), "PNG"),
    "alpha.webp": lambda: saved(see_through(), "WEBP", lossless=True),
    "deep.png": lambda: saved(sixteen_bits(), "PNG"),
    "deep.tif": lambda: saved(sixteen_bits(), "TIFF"),
    "float.tif": lambda: saved(Image.fromarray(np.asarray(GRAY, np.float32) / 255), "TIFF"),
    "colour.jpg": lambda: saved(GRAY.convert("RGB"), "JPEG"),
    "cmyk.jpg": lambda: saved(GRAY.convert("CMYK"), "JPEG"),
    "lab.tif": lambda: saved(Image.merge("LAB", [GRAY, *[Image.new("L", GRAY.size, 128)] * 2]), "TIFF"),
    "photo.bmp": lambda: saved(GRAY.convert("RGB"), "BMP"),
    "photo.ppm": lambda: saved(GRAY.convert("RGB"), "PPM"),
    "photo.jp2": lambda: saved(GRAY, "JPEG2000"),
    "moving.gif": lambda: saved(GRAY, "GIF", save_all=True, append_images=[Image.new("L", GRAY.size)]),
    "moving.webp": lambda: saved(GRAY, "WEBP", save_all=True, append_images=[Image.new("L", GRAY.size)]),
    "named-wrongly.jpg": lambda: saved(GRAY, "PNG"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_every_kind_of_picture_shows_its_code(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(PICTURES[name]())

    picture = load_gray(path, LIMIT)

    assert isinstance(picture, Picture), picture
    assert (picture.gray.dtype, picture.gray.ndim, picture.halvings) == (np.uint8, 2, 0)
    assert [code.text for code in read_codes(picture.gray).codes] == [TEXT]


def test_a_camera_held_on_its_side_gives_an_upright_picture(tmp_path):
    """EXIF 6: turn by a quarter clockwise."""
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    wide = Image.new("L", (200, 100))
    wide.paste(255, (0, 0, 20, 20))
    path.write_bytes(saved(wide, "JPEG", exif=exif))

    gray = load_gray(path, LIMIT).gray

    assert gray.shape == (200, 100)
    assert gray[10, 90] > 200
    assert gray[10, 10] < 50


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_large_picture_is_halved_until_it_fits(tmp_path, form):
    path = tmp_path / "large"
    path.write_bytes(saved(Image.new("RGB", (2000, 1200), "gray"), form))

    picture = load_gray(path, 200_000)

    assert (picture.gray.shape, picture.halvings) == ((300, 500), 2)


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.jpg", saved(GRAY, "JPEG"))
    return out.getvalue()


def png_header(width, height, colour=0):
    """A header that promises more than the file holds."""
    body = struct.pack(">2I5B", width, height, 8, colour, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + body + struct.pack(">I", zlib.crc32(b"IHDR" + body))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


BROKEN = {
    "nothing": (b"", FileFault.EMPTY),
    "text": ("Đây là chữ".encode(), FileFault.NOT_A_PICTURE),
    "pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", FileFault.NOT_A_PICTURE),
    "zip": (archive(), FileFault.NOT_A_PICTURE),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EOF\n", FileFault.NOT_A_PICTURE),
    "half a photo": (saved(GRAY.convert("RGB"), "JPEG")[:3000], FileFault.DAMAGED),
    "half a drawing": (saved(GRAY, "PNG")[:300], FileFault.DAMAGED),
    "half a header": (saved(GRAY, "PNG")[:20], FileFault.DAMAGED),
    "a bomb": (png_header(60_000, 60_000), FileFault.TOO_LARGE),
    "a smaller bomb": (png_header(12_500, 10_000), FileFault.TOO_LARGE),
    "a bomb in colour": (png_header(9_000, 9_000, colour=2), FileFault.TOO_LARGE),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_gives_no_picture_is_told_by_name(tmp_path, name, capfd, caplog):
    # A window opened by another test in this process logs to stderr, Pillow's parts of files included.
    caplog.set_level(logging.WARNING, logger="PIL")
    data, fault = BROKEN[name]
    path = tmp_path / "photo.jpg"
    path.write_bytes(data)

    assert load_gray(path, LIMIT) is fault
    assert capfd.readouterr() == ("", "")


def test_bombs_stand_just_above_the_limit():
    assert MOST_PIXELS < 12_500 * 10_000 < 1.1 * MOST_PIXELS


def test_what_is_no_file_is_told_by_name(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert load_gray(tmp_path / "none.jpg", LIMIT) is FileFault.MISSING
    assert load_gray(tmp_path, LIMIT) is FileFault.FOLDER
    assert load_gray(pipe, LIMIT) is FileFault.NOT_A_FILE
    assert load_gray(tmp_path / ("long" * 100), LIMIT) is FileFault.MISSING
