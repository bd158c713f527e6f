"""Reading codes: what is given, in which order it is looked for, and how much of a hard set is read."""

import cv2
import numpy as np
import pytest

from drivers.virtual.optics import defocus
from drivers.vision.qr import CodeFault, read_codes
from tests.bench.frames import FAMILIES, hard_frame
from tests.drivers.vision.codes import code_picture

CARD = "031078004512|031234567|Phạm Văn Khánh|14031978|Nam|Thôn Đông, Lâm Động, Hải Phòng|22072021"
OTHER = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN"


def on_a_desk(*placed, size=(480, 900)):
    """Codes laid on a grey desk, each with the (x, y) of its upper left corner."""
    desk = np.full(size, 110, np.uint8)
    for code, (x, y) in placed:
        desk[y : y + len(code), x : x + code.shape[1]] = code
    return desk


def out_of_focus(text):
    """By a little less than a module of 4 px."""
    return defocus(cv2.cvtColor(code_picture(text), cv2.COLOR_GRAY2BGR), 3.4)[..., 0]


def texts(reading):
    return [code.text for code in reading.codes]


@pytest.mark.parametrize("angle", range(0, 360, 30))
def test_a_code_is_read_whichever_way_it_is_held(angle):
    desk = on_a_desk((code_picture(CARD), (300, 80)), size=(500, 800))
    turn = cv2.getRotationMatrix2D((400, 200), -angle, 1.0)
    held = cv2.warpAffine(desk, turn, (800, 500), flags=cv2.INTER_AREA, borderValue=110)

    (code,) = read_codes(held).codes

    edge, quiet = len(code_picture(CARD)), 4 * 4
    near, far = quiet, edge - quiet
    on_code = np.array([[near, near], [far, near], [far, far], [near, far]])
    printed = on_code + np.array([300, 80])
    assert code.text == CARD
    assert np.abs(np.array(code.corners) - cv2.transform(printed[None].astype(float), turn)[0]).max() < 4


def test_bytes_that_are_no_utf8_give_a_fault_and_no_letters():
    (code,) = read_codes(code_picture("Trần".encode("utf-16-le"))).codes

    assert (code.raw, code.text, code.fault) == ("Trần".encode("utf-16-le"), "", CodeFault.NOT_UTF8)


def test_two_codes_are_told_apart_by_their_corners():
    desk = on_a_desk((code_picture(CARD), (40, 60)), (code_picture(OTHER), (500, 60)))

    reading = read_codes(desk, wanted=lambda text: False)

    left, right = sorted(reading.codes, key=lambda code: code.corners[0])
    assert (left.text, right.text) == (CARD, OTHER)
    assert left.corners[1][0] < 500 < right.corners[0][0]
    assert reading.wanted is None


@pytest.mark.parametrize("wanted", [CARD, OTHER])
def test_the_wanted_code_is_named_among_several(wanted):
    desk = on_a_desk((code_picture(CARD), (40, 60)), (code_picture(OTHER), (500, 60)))

    assert read_codes(desk, wanted=lambda text: text == wanted).wanted.text == wanted


def test_what_is_not_wanted_does_not_end_the_search():
    """The sharp code is read at the first look, the blurred card only at a later one."""
    desk = on_a_desk((out_of_focus(CARD), (40, 60)), (code_picture(OTHER), (500, 60)))

    assert texts(read_codes(desk)) == [OTHER]
    assert read_codes(desk, wanted=lambda text: text == CARD).wanted.text == CARD


def test_a_short_look_does_less_than_a_thorough_one():
    blurred = on_a_desk((out_of_focus(CARD), (40, 60)))

    assert texts(read_codes(blurred, deep=False)) == []
    assert texts(read_codes(blurred)) == [CARD]


def test_a_code_that_was_read_is_not_shown_by_its_representation():
    reading = read_codes(code_picture(CARD))

    assert reading.wanted.text == CARD
    assert "Khánh" not in repr(reading)
    assert "031078004512" not in repr(reading)


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (7, 9), (400, 3), (480, 640)])
def test_a_picture_without_a_code_gives_none(shape):
    noise = np.random.default_rng(0).integers(0, 255, shape, np.uint8)

    for picture in (noise, np.zeros(shape, np.uint8), np.full(shape, 255, np.uint8)):
        assert texts(read_codes(picture)) == []


@pytest.mark.slow
def test_nine_of_ten_hard_frames_are_read_and_none_wrongly():
    """Draws some sixty frames of a whole camera picture, which takes most of the time."""
    frames = [hard_frame(family, seed) for family in FAMILIES for seed in (300, 302, 304)]

    read = [(frame.text, read_codes(frame.gray, wanted=lambda text: text.count("|") > 5).wanted) for frame in frames]

    right = [code is not None and code.text == text for text, code in read]
    assert all(code is None or code.text == text for text, code in read)
    assert sum(right) >= 0.88 * len(frames)
