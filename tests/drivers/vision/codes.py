"""Clean pictures of codes for the tests of reading."""

import numpy as np
import segno


def code_picture(data: str | bytes, scale: int = 4, error: str = "m", border: int = 4) -> np.ndarray:
    """A QR code in byte mode, black on white, 8 bits grey; `scale` px a module. Drawn by segno, not by the product."""
    raw = data.encode() if isinstance(data, str) else data
    matrix = np.array(list(segno.make_qr(raw, error=error, mode="byte").matrix_iter(scale=scale, border=border)), bool)
    return np.where(matrix, 0, 255).astype(np.uint8)
