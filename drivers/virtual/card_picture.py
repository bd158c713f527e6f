"""Flat pictures of what a person holds before a camera. Nobody's data is on them but the text of the code itself."""

from enum import StrEnum
from typing import Final

import cv2
import numpy as np
import qrcode
from numpy.typing import NDArray
from qrcode.util import MODE_8BIT_BYTE, QRData

Picture = NDArray[np.uint8]
"""(height, width, 3), blue green red, the first row on top."""

Matrix = NDArray[np.bool_]
"""(modules, modules) of a code without its quiet zone, True is dark."""

CARD_MM: Final = (85.6, 53.98)
"""ID-1 of ISO/IEC 7810, as the card's circular asks for."""

CARD_CORNER_MM: Final = 3.18
PHONE_MM: Final = (70.0, 150.0)
PHONE_CORNER_MM: Final = 9.0
PHONE_CODE_MM: Final = (35.0, 58.5)
"""The middle of the code on a phone's screen, from the left and from the top of the phone."""

THUMB_MM: Final = (19.0, 52.0)
THUMB_CORNER_MM: Final = 9.4

CODE_MM: Final = 15.0
"""Edge of the code on a card: measured so on 2021 cards; the 18 mm of 2024 cards hold its quiet zone too."""


class Generation(StrEnum):
    """The two cards in use: with a chip since 2021, and of the identity law since July 2024."""

    OF_2021 = "2021"
    OF_2024 = "2024"


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"

    @property
    def other(self) -> "Side":
        return Side.BACK if self is Side.FRONT else Side.FRONT


def code_side(generation: Generation) -> Side:
    """Where that card has its code."""
    return Side.FRONT if generation is Generation.OF_2021 else Side.BACK


def code_centre(generation: Generation) -> tuple[float, float]:
    """Where on that side it is: mm from the left and from the top."""
    return (74.2, 13.2) if generation is Generation.OF_2021 else (70.8, 18.2)


def code_matrix(text: str, level: str = "M") -> Matrix:
    """`text` as UTF-8 in byte mode, the smallest version that holds it at this level (L, M, Q, H).

    No ECI is written, as on the cards. Raises ValueError when no code holds so much.
    """
    code = qrcode.QRCode(error_correction=_LEVELS[level], border=0)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=True)
    return np.array(code.get_matrix(), dtype=np.bool_)


def card_face(
    text: str,
    generation: Generation,
    side: Side,
    px_per_mm: float,
    *,
    code_mm: float = CODE_MM,
    level: str = "M",
    matrix: Matrix | None = None,
) -> Picture:
    """One side of a card, CARD_MM large; its corners are square (see `outline`).

    Where the real card has words, a portrait or arms there are blocks and lines. The side with the code has one of
    `text`, `code_mm` wide (13.5 to 18 mm), or these ready modules; the other side does not use them.
    """
    page = _Page(CARD_MM, px_per_mm, np.random.default_rng(list(f"{generation} {side}".encode())))
    page.guilloche(*_GROUNDS[generation, side])
    _FACES[generation, side](page)
    if side is code_side(generation):
        modules = code_matrix(text, level) if matrix is None else matrix
        page.code(modules, code_centre(generation), code_mm, _INK)
    return page.picture


def phone_screen(text: str, px_per_mm: float, *, code_mm: float = 44.0, level: str = "M") -> Picture:
    """A phone, PHONE_MM large, whose screen shows a code of `text` as a bank's application shows one."""
    page = _phone(px_per_mm)
    left, top, right, bottom = _SCREEN
    page.block((left, top, right, bottom), (252, 252, 252))
    page.block((left, top, right, top + 17), (120, 84, 26))
    page.words((left + 18, top + 9), 28, 2.6, (240, 230, 215))
    page.code(code_matrix(text, level), PHONE_CODE_MM, code_mm, (20, 16, 14))
    for row, (width, ink) in enumerate(((34, 90), (46, 140), (26, 140))):
        page.words((PHONE_MM[0] / 2 - width / 2, top + 84 + 7 * row), width, 2.4, (ink, ink, ink))
    page.block((left + 8, bottom - 20, right - 8, bottom - 9), (120, 84, 26), 2)
    return page.picture


def phone_photo(photo: Picture, px_per_mm: float) -> Picture:
    """A phone, PHONE_MM large, that shows `photo` as wide as its screen: a picture of a card, say."""
    page = _phone(px_per_mm)
    left, top, right, bottom = _SCREEN
    page.block((left, top, right, bottom), (18, 18, 18))
    tall = (right - left) * photo.shape[0] / photo.shape[1]
    page.paste(photo, (left, (top + bottom - tall) / 2, right, (top + bottom + tall) / 2))
    return page.picture


def thumb(px_per_mm: float) -> Picture:
    """The end of a thumb, THUMB_MM large, the nail on top."""
    page = _Page(THUMB_MM, px_per_mm, np.random.default_rng(0))
    height, width = page.picture.shape[:2]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None, :, None]
    along = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    light = 1 - 0.34 * across**2 - 0.1 * along
    page.picture[:] = np.clip(light * np.array([132, 164, 214], np.float32), 0, 255)
    page.ellipse((THUMB_MM[0] / 2, 10.5), (5.6, 7.2), (168, 188, 228))
    page.ellipse((THUMB_MM[0] / 2, 16.2), (4.4, 1.9), (190, 206, 236))
    return cv2.GaussianBlur(page.picture, (0, 0), 0.25 * px_per_mm)  # type: ignore[no-any-return]


def outline(picture: Picture, corner_mm: float, px_per_mm: float) -> NDArray[np.uint8]:
    """(height, width): 255 inside the rounded corners of `picture`, 0 outside, smooth between."""
    height, width = picture.shape[:2]
    finer = 4
    mask = np.zeros((height * finer, width * finer), np.uint8)
    radius = round(corner_mm * px_per_mm * finer)
    _rounded(mask, (0, 0, width * finer - 1, height * finer - 1), 255, radius)
    return cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[no-any-return]


class _Page:
    """A picture that is drawn on in mm from its upper left corner."""

    def __init__(self, size_mm: tuple[float, float], px_per_mm: float, rng: np.random.Generator) -> None:
        self._scale = px_per_mm
        self._rng = rng
        self.picture: Picture = np.zeros((round(size_mm[1] * px_per_mm), round(size_mm[0] * px_per_mm), 3), np.uint8)

    def guilloche(self, one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
        """A pale ground that goes from one colour to another, under fine waves."""
        height, width = self.picture.shape[:2]
        y, x = np.mgrid[0:height, 0:width].astype(np.float32) / np.float32(self._scale)
        blend = np.clip(x / (width / self._scale) + 0.15 * np.sin(y / 9), 0, 1)[..., None]
        ground = (1 - blend) * np.array(one, np.float32) + blend * np.array(other, np.float32)
        for period, bend, slope in ((1.5, 2.2, 0.25), (2.1, 3.4, -0.4), (2.9, 5.0, 0.1)):
            wave = np.sin(2 * np.pi / period * (y + slope * x + bend * np.sin(x / 7 + bend)))
            ground -= (9 * np.maximum(0, wave) ** 6)[..., None] * np.array([0.6, 1, 0.9], np.float32)
        self.picture[:] = np.clip(ground, 0, 255)

    def block(self, box: tuple[float, float, float, float], colour: tuple[int, int, int], corner_mm: float = 0) -> None:
        """A filled rectangle: left, top, right, bottom."""
        left, top, right, bottom = (round(edge * self._scale) for edge in box)
        _rounded(self.picture, (left, top, right - 1, bottom - 1), colour, round(corner_mm * self._scale))

    def ellipse(self, centre: tuple[float, float], radii: tuple[float, float], colour: tuple[int, int, int]) -> None:
        x, y = (round(value * self._scale) for value in centre)
        across, down = (round(value * self._scale) for value in radii)
        cv2.ellipse(self.picture, (x, y), (across, down), 0, 0, 360, colour, -1, cv2.LINE_AA)

    def words(self, start: tuple[float, float], width: float, height: float, colour: tuple[int, int, int]) -> None:
        """A line that looks like words from afar and holds no letter."""
        x, end = start[0], start[0] + width
        while x < end - height / 2:
            word = min(float(self._rng.uniform(1.4, 4.5)) * height, end - x)
            stroke = x
            while stroke < x + word:
                tall = height * float(self._rng.choice([0.62, 0.7, 1.0]))
                thick = height * 0.2
                self.block((stroke, start[1] + height - tall, stroke + thick, start[1] + height), colour)
                base = start[1] + height * float(self._rng.choice([0.4, 0.62, 0.85]))
                self.block((stroke, base, stroke + 0.45 * height, base + 0.15 * height), colour)
                stroke += height * 0.52
            x += word + 0.55 * height

    def machine_lines(self, top: float) -> None:
        """Three rows of 30 blocks where the machine-readable zone stands (ICAO 9303-5: 3 x 30, 10 letters an inch)."""
        for row in range(3):
            for column in range(30):
                x, y = 4.2 + 2.54 * column, top + 4.2 * row
                filler = row and column > 18
                parts = self._rng.random(4) < (0.25 if filler else 0.7)
                strokes = ((0, 0, 0.35, 2.6), (1.2, 0, 1.55, 2.6), (0, 0, 1.5, 0.35), (0, 1.2, 1.5, 1.55))
                for on, (left, up, right, down) in zip(parts, strokes, strict=True):
                    if on:
                        self.block((x + left, y + up, x + right, y + down), _INK)

    def code(self, modules: Matrix, centre: tuple[float, float], edge_mm: float, ink: tuple[int, int, int]) -> None:
        """A code whose outer edge is `edge_mm`, printed on what is there, which its quiet zone makes paler."""
        module = edge_mm / len(modules)
        reach = edge_mm / 2 + 4 * module
        left, top, right, bottom = (
            round(value * self._scale)
            for value in (centre[0] - reach, centre[1] - reach, centre[0] + reach, centre[1] + reach)
        )
        area = self.picture[top:bottom, left:right]
        cells = np.pad(modules, 4).astype(np.uint8)
        fine = max(4, round(2 * (right - left) / len(cells)))
        dark = np.kron(cells, np.full((fine, fine), 255, np.uint8))
        dark = cv2.resize(dark, (area.shape[1], area.shape[0]), interpolation=cv2.INTER_AREA)
        share = dark.astype(np.float32)[..., None] / 255
        paler = 255 - 0.55 * (255 - area.astype(np.float32))
        area[:] = paler * (1 - share) + np.array(ink, np.float32) * share

    def paste(self, picture: Picture, box: tuple[float, float, float, float]) -> None:
        left, top, right, bottom = (round(edge * self._scale) for edge in box)
        self.picture[top:bottom, left:right] = cv2.resize(
            picture, (right - left, bottom - top), interpolation=cv2.INTER_AREA
        )


def _rounded(picture: Picture, box: tuple[int, int, int, int], colour: object, radius: int) -> None:
    left, top, right, bottom = box
    if not radius:
        cv2.rectangle(picture, (left, top), (right, bottom), colour, -1)
        return
    cv2.rectangle(picture, (left + radius, top), (right - radius, bottom), colour, -1)
    cv2.rectangle(picture, (left, top + radius), (right, bottom - radius), colour, -1)
    for x in (left + radius, right - radius):
        for y in (top + radius, bottom - radius):
            cv2.circle(picture, (x, y), radius, colour, -1, cv2.LINE_AA)


def _phone(px_per_mm: float) -> _Page:
    page = _Page(PHONE_MM, px_per_mm, np.random.default_rng(1))
    page.block((0, 0, *PHONE_MM), (34, 32, 31))
    page.block((0.8, 0.8, PHONE_MM[0] - 0.8, PHONE_MM[1] - 0.8), (12, 11, 11), PHONE_CORNER_MM - 0.8)
    page.ellipse((PHONE_MM[0] / 2, 3.4), (1.1, 1.1), (44, 36, 30))
    return page


def _portrait(page: _Page, box: tuple[float, float, float, float]) -> None:
    """A grey bust of nobody."""
    left, top, right, bottom = box
    middle, tall = (left + right) / 2, bottom - top
    page.block(box, (222, 216, 208))
    page.ellipse((middle, top + 0.40 * tall), (0.24 * (right - left), 0.2 * tall), (146, 142, 140))
    page.block((left + 2.5, bottom - 0.27 * tall, right - 2.5, bottom), (124, 120, 118), 3)
    page.block((left + 2.5, bottom - 3, right - 2.5, bottom), (124, 120, 118))


def _chip(page: _Page, left: float, top: float) -> None:
    """Contacts as ISO/IEC 7816-2 places them, 12 x 11 mm."""
    page.block((left, top, left + 12, top + 11), (96, 178, 208), 1.6)
    for share in (0.33, 0.67):
        page.block((left, top + 11 * share - 0.12, left + 12, top + 11 * share + 0.12), (60, 120, 142))
    page.block((left + 4, top + 2, left + 8, top + 9), (110, 190, 218), 0.8)
    page.block((left + 4, top, left + 4.25, top + 11), (60, 120, 142))
    page.block((left + 7.75, top, left + 8, top + 11), (60, 120, 142))


def _front_of_2021(page: _Page) -> None:
    page.ellipse((11.5, 10.5), (6, 6), (92, 120, 196))
    _portrait(page, (4.5, 19, 24.5, 49))
    page.words((25, 5), 36, 1.7, (70, 70, 80))
    page.words((28, 9), 28, 1.3, (110, 110, 116))
    page.words((24, 13.2), 34, 2.6, (52, 44, 176))
    page.words((29, 20.5), 32, 2.8, (44, 44, 52))
    for row, width in enumerate((18, 36, 30, 26, 40, 22, 44, 38)):
        label = row % 2 == 0
        page.words((27, 26 + 3.2 * row), width, 1.3 if label else 1.9, (130, 130, 136) if label else _INK)


def _back_of_2021(page: _Page) -> None:
    for row, width in enumerate((22, 30, 17)):
        page.words((5, 4 + 3.4 * row), width, 1.6, (96, 96, 102))
    _chip(page, 6, 17)
    page.words((22, 17), 22, 1.5, (96, 96, 102))
    page.words((24, 21), 17, 1.5, (96, 96, 102))
    page.ellipse((32, 27), (5, 4.4), (120, 120, 214))
    for left in (50, 67):
        page.block((left, 5, left + 14, 27), (226, 222, 216), 1)
        for ring in range(6, 0, -1):
            page.ellipse((left + 7, 16), (0.95 * ring, 1.5 * ring), (168, 164, 160) if ring % 2 else (226, 222, 216))
    page.machine_lines(37)


def _front_of_2024(page: _Page) -> None:
    page.ellipse((11.5, 10.5), (6, 6), (92, 120, 196))
    _portrait(page, (4.5, 19, 24.5, 49))
    page.words((27, 5), 40, 1.7, (70, 70, 80))
    page.words((31, 9), 30, 1.3, (110, 110, 116))
    page.words((34, 13.2), 24, 2.8, (52, 44, 176))
    page.words((29, 21), 30, 1.3, (130, 130, 136))
    page.words((29, 24), 36, 3, (44, 44, 52))
    for row, width in enumerate((24, 40, 30, 22)):
        page.words((29, 31 + 5 * row), width / 1.4, 1.2, (130, 130, 136))
        page.words((29, 33.2 + 5 * row), width, 2, _INK)


def _back_of_2024(page: _Page) -> None:
    for row, width in enumerate((20, 42, 24, 38)):
        label = row % 2 == 0
        page.words((5, 4 + 3.3 * row), width, 1.3 if label else 1.9, (130, 130, 136) if label else _INK)
    _chip(page, 8, 19.5)
    for row, width in enumerate((22, 18, 26)):
        page.words((25, 19.5 + 4 * row), width, 1.5, (96, 96, 102))
    page.machine_lines(37)


_LEVELS = {
    "L": qrcode.constants.ERROR_CORRECT_L,
    "M": qrcode.constants.ERROR_CORRECT_M,
    "Q": qrcode.constants.ERROR_CORRECT_Q,
    "H": qrcode.constants.ERROR_CORRECT_H,
}
_INK = (46, 40, 40)
_SCREEN = (2.4, 6.5, PHONE_MM[0] - 2.4, PHONE_MM[1] - 6.5)
_GROUNDS = {
    (Generation.OF_2021, Side.FRONT): ((234, 236, 214), (226, 232, 240)),
    (Generation.OF_2021, Side.BACK): ((228, 236, 222), (222, 232, 238)),
    (Generation.OF_2024, Side.FRONT): ((240, 232, 214), (232, 234, 236)),
    (Generation.OF_2024, Side.BACK): ((240, 234, 220), (230, 234, 238)),
}
_FACES = {
    (Generation.OF_2021, Side.FRONT): _front_of_2021,
    (Generation.OF_2021, Side.BACK): _back_of_2021,
    (Generation.OF_2024, Side.FRONT): _front_of_2024,
    (Generation.OF_2024, Side.BACK): _back_of_2024,
}
