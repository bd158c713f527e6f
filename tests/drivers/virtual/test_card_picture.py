"""Flat pictures, read by the same library that reads frames: what is on them, how large, and what is not."""

import numpy as np
import pytest
import zxingcpp

from drivers.virtual.card_picture import (
    CARD_CORNER_MM,
    CARD_MM,
    PHONE_MM,
    Generation,
    Picture,
    Side,
    card_face,
    code_matrix,
    code_side,
    outline,
    phone_photo,
    phone_screen,
    thumb,
)

TEXT = "031078004512|031234567|Phạm Văn Khánh|14031978|Nam|Thôn Đông, Lâm Động, Thủy Nguyên, Hải Phòng|22072021"
SCALE = 10.0


def codes(picture: Picture) -> list[zxingcpp.Barcode]:
    return list(zxingcpp.read_barcodes(picture))


@pytest.mark.parametrize("generation", Generation)
@pytest.mark.parametrize("code_mm", [13.5, 18.0])
def test_the_code_stands_on_its_side_in_its_true_size(generation: Generation, code_mm: float):
    face = card_face(TEXT, generation, code_side(generation), SCALE, code_mm=code_mm)
    (code,) = codes(face)
    assert code.bytes == TEXT.encode()
    corners = code.position
    assert corners.top_right.x - corners.top_left.x == pytest.approx(code_mm * SCALE, abs=4)
    assert corners.bottom_left.y - corners.top_left.y == pytest.approx(code_mm * SCALE, abs=4)
    assert corners.top_left.x > 4 * SCALE
    assert corners.bottom_right.x < (CARD_MM[0] - 1) * SCALE


@pytest.mark.parametrize("generation", Generation)
def test_the_other_side_has_no_code(generation: Generation):
    assert codes(card_face(TEXT, generation, code_side(generation).other, SCALE)) == []


def test_a_2021_card_has_its_code_in_front_and_a_2024_card_on_the_back():
    assert (code_side(Generation.OF_2021), code_side(Generation.OF_2024)) == (Side.FRONT, Side.BACK)


@pytest.mark.parametrize("scale", [6.0, 12.5, 17.3])
def test_the_size_follows_the_scale(scale: float):
    face = card_face(TEXT, Generation.OF_2021, Side.FRONT, scale)
    assert face.shape == (round(CARD_MM[1] * scale), round(CARD_MM[0] * scale), 3)
    assert phone_screen(TEXT, scale).shape == (round(PHONE_MM[1] * scale), round(PHONE_MM[0] * scale), 3)


@pytest.mark.parametrize(("level", "modules"), [("L", 41), ("M", 45), ("Q", 53), ("H", 61)])
def test_the_level_sets_the_number_of_modules(level: str, modules: int):
    """By the capacities of ISO/IEC 18004 for 107 to 122 bytes: versions 6, 7, 9 and 11."""
    assert 107 <= len(TEXT.encode()) <= 122
    assert code_matrix(TEXT, level).shape == (modules, modules)


def test_ready_modules_are_drawn_as_they_are():
    face = card_face("", Generation.OF_2021, Side.FRONT, SCALE, matrix=code_matrix("other"))
    assert [code.text for code in codes(face)] == ["other"]


def test_only_the_code_depends_on_the_text():
    one, other = (card_face(text, Generation.OF_2024, Side.BACK, SCALE) for text in (TEXT, TEXT.lower()))
    rows, columns = np.nonzero((one != other).any(axis=2))
    assert np.ptp(rows) < 19 * SCALE
    assert np.ptp(columns) < 19 * SCALE
    assert np.array_equal(*(card_face(text, Generation.OF_2024, Side.FRONT, SCALE) for text in (TEXT, "")))


def test_a_phone_shows_a_code_or_the_photo_of_a_card():
    assert [code.text for code in codes(phone_screen("thanh toán", 6))] == ["thanh toán"]
    photo = card_face(TEXT, Generation.OF_2021, Side.FRONT, 20)
    assert [code.text for code in codes(phone_photo(photo, 8))] == [TEXT]


def test_the_outline_leaves_out_the_corners_and_nothing_else():
    face = card_face(TEXT, Generation.OF_2021, Side.FRONT, SCALE)
    mask = outline(face, CARD_CORNER_MM, SCALE)
    assert mask.shape == face.shape[:2]
    assert [int(mask[y, x]) for y, x in ((0, 0), (0, -1), (-1, 0), (-1, -1), (270, 0), (0, 428))] == [0] * 4 + [255] * 2
    missing = (255 - mask.astype(float)).sum() / 255 / SCALE**2
    assert missing == pytest.approx((4 - np.pi) * CARD_CORNER_MM**2, rel=0.05)


def test_a_thumb_is_warm_and_without_a_code():
    skin = thumb(SCALE)
    blue, _, red = skin.reshape(-1, 3).mean(axis=0)
    assert red > blue + 40
    assert codes(skin) == []
