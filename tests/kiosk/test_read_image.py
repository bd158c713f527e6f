"""`kiosk read image` as others call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from kiosk.identity.pictures import FULL_PIXELS, USUAL_PIXELS
from tests.drivers.vision.codes import code_picture

ROOT = Path(__file__).parents[2]
CARD = "031155000678|031234678|Nguyễn Thị Mẫu|12031955|Nữ|Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng|11092025||||"
PERSON = {
    "number": "031155000678",
    "old_number": "031234678",
    "name": "Nguyễn Thị Mẫu",
    "birth": "1955-03-12",
    "sex": "female",
    "address": "Số 12, ngõ 5, phố Mẫu, An Biên, Hải Phòng",
    "issued": "2025-09-11",
    "extra": [],
    "warnings": [],
}
PAYMENT = "00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA5303704540615000062170813HC7K4M2Q9"
MEMORY_MB = 400
"""Well above what a picture of 50 megapixels takes, well below what it would take unpacked in colour and kept twice."""


def read(*files, cwd=None):
    env = {**os.environ, "KIOSK_NOW": "2026-11-24T09:00:00+07:00", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-m", "kiosk.cli", "read", "image", *map(str, files)],
        capture_output=True,
        timeout=50,
        env=env,
        cwd=cwd,
    )
    assert run.stderr == b""
    return run.returncode, [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()]


def saved(path, pixels, **options):
    Image.fromarray(pixels).save(path, **options)
    return path


def beside(*codes):
    height = max(len(code) for code in codes)
    padded = [np.pad(code, ((0, height - len(code)), (40, 40)), constant_values=255) for code in codes]
    return np.hstack(padded)


def test_a_line_a_file_in_the_order_given(tmp_path):
    card = saved(tmp_path / "card.png", code_picture(CARD))
    saved(tmp_path / "payment.jpg", code_picture(PAYMENT))
    saved(tmp_path / "desk.png", np.full((480, 640), 90, np.uint8))
    (tmp_path / "broken.jpg").write_bytes(card.read_bytes()[:200])

    status, answers = read("desk.png", "card.png", "nowhere.png", "payment.jpg", "broken.jpg", ".", cwd=tmp_path)

    times = [answer.pop("ms") for answer in answers]
    sayings = [answer.pop("message", "") for answer in answers]
    nothing = {"qr": None, "mrz": None}
    assert status == 3
    assert answers == [
        {"file": "desk.png", **nothing},
        {"file": "card.png", "qr": {"text": CARD, "person": PERSON}, "mrz": None},
        {"file": "nowhere.png", **nothing, "error": "missing"},
        {"file": "payment.jpg", "qr": {"text": PAYMENT, "person": None}, "mrz": None},
        {"file": "broken.jpg", **nothing, "error": "damaged"},
        {"file": ".", **nothing, "error": "folder"},
    ]
    assert all(0 <= ms < 10_000 for ms in times)
    assert [bool(saying) for saying in sayings] == ["error" in answer for answer in answers]


def test_every_file_with_a_code_ends_well(tmp_path):
    files = [saved(tmp_path / f"{n}.png", code_picture(text)) for n, text in enumerate((CARD, PAYMENT))]

    assert read(*files)[0] == 0


@pytest.mark.parametrize("order", [(PAYMENT, CARD), (CARD, PAYMENT)])
def test_of_several_codes_the_card_is_taken(tmp_path, order):
    _, (answer,) = read(saved(tmp_path / "two.png", beside(*map(code_picture, order))))

    assert answer["qr"] == {"text": CARD, "person": PERSON}


def test_the_text_is_as_decoded_and_the_person_as_parsed(tmp_path):
    """Decomposed letters and blanks stay in the text; the person's words are composed and trimmed."""
    loose = CARD.replace("Nguyễn", "Nguye\u0302\u0303n").replace("|Nữ|", "| Nữ |")
    _, (answer,) = read(saved(tmp_path / "loose.png", code_picture(loose)))

    assert answer["qr"] == {"text": loose, "person": PERSON}


def test_a_code_that_is_no_utf8_gives_no_letters(tmp_path):
    status, (answer,) = read(saved(tmp_path / "latin.png", code_picture("Trần Thị É".encode("cp1258", "replace"))))

    assert status == 0
    assert answer["qr"] == {"text": "", "person": None}
    assert answer["error"] == "not-utf8"


def test_a_small_code_in_a_large_picture_is_read_in_full(tmp_path):
    """At half the size its modules would be 1 px."""
    code = code_picture(CARD, scale=2)
    desk = np.full((5000, 6000), 200, np.uint8)
    desk[3000 : 3000 + len(code), 4000 : 4000 + len(code)] = code
    assert USUAL_PIXELS < desk.size < FULL_PIXELS

    status, (answer,) = read(saved(tmp_path / "large.jpg", desk, quality=90))

    assert (status, answer["qr"]["text"]) == (0, CARD)


def test_memory_is_bounded_for_a_picture_of_fifty_megapixels(tmp_path):
    """Without what the interpreter and its libraries take. Not by getrusage: a child inherits that peak."""
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((8160, 6120), 30).convert("RGB").save(photo, quality=80)
    program = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from kiosk.identity.pictures import picture_answer\n"
        "peak = lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) // 1024\n"
        "before = peak()\n"
        "assert 'error' not in picture_answer(sys.argv[1], date(2026, 11, 24))\n"
        "print(peak() - before)"
    )

    run = subprocess.run([sys.executable, "-c", program, photo], capture_output=True, cwd=ROOT, check=True)

    assert FULL_PIXELS / 2**20 < int(run.stdout) < MEMORY_MB
