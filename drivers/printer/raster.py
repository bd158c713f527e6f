"""A slip's picture as the bytes of an ESC/POS printer, by python-escpos."""

from PIL.Image import Image

from drivers.printer.library import profile, python_escpos

STRIP = 256
"""The most lines sent as one raster: what the smallest printers hold."""

_WHITE = 128


def slip_bytes(image: Image, width: int) -> bytes:
    """The picture in strips (GS v 0), the feed to the cutter, and a full cut.

    Grey is black below 128 and white from there: the dither that python-escpos would use frays the edges of a code.
    Raises ValueError for a picture that is not `width` dots wide or has no lines.
    """
    if image.width != width or image.height < 1:
        raise ValueError(f"a picture of {image.width} x {image.height} dots on paper of {width}")
    black_and_white = image.convert("L").point([0] * _WHITE + [255] * (256 - _WHITE))
    encoder = python_escpos().Dummy(profile=profile(width))
    encoder.image(black_and_white, impl="bitImageRaster", fragment_height=STRIP)
    encoder.cut()
    return bytes(encoder.output)
