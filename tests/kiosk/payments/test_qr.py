"""Pictures that another library reads back."""

import random
from dataclasses import replace

import pytest
import segno
import zxingcpp
from PIL import ImageDraw

from kiosk.payments.money import Dong
from kiosk.payments.qr import CodeFault, VerifiedCode, matrix, payment_code, picture, texts_in, verify
from kiosk.payments.reference import Reference, mint
from kiosk.payments.vietqr import decode

SAMPLE = (
    "00020101021238570010A00000072701270006999999011300001234000050208QRIBFTTA5303704"
    "54061000005802VN62160812HC7K4M2Q9XRX6304F1E5"
)
REFERENCE = Reference("HC7K4M2Q9XRX")
AMOUNT = Dong(100_000)


@pytest.fixture(scope="module")
def code(payee) -> VerifiedCode:
    return payment_code(payee, AMOUNT, REFERENCE)


def test_the_code_of_the_sample_says_exactly_the_sample(code):
    assert code.payload == SAMPLE
    assert len(code.payload) == 124


def test_a_picture_is_black_on_white_with_its_quiet_zone():
    modules = matrix(SAMPLE)
    drawn = picture(modules, 6)
    assert drawn.mode == "L"
    assert drawn.size == ((len(modules) + 8) * 6,) * 2
    assert {colour for _, colour in drawn.getcolors()} == {0, 255}
    assert drawn.crop((0, 0, drawn.width, 24)).getextrema() == (255, 255)
    assert drawn.getpixel((24, 24)) == 0


@pytest.mark.parametrize("text", [SAMPLE, "HK1.7Q4M2Z9XKB6T3HWD8RNC"])
def test_the_matrix_is_of_level_m_and_no_larger_than_another_library_makes_it(text):
    other = segno.make(text, error="m", boost_error=False, micro=False)
    assert len(matrix(text)) <= other.symbol_size(border=0)[0]
    (found,) = zxingcpp.read_barcodes(picture(matrix(text), 6))
    assert found.ec_level == "M"


@pytest.mark.parametrize("module_px", [3, 6, 8])
def test_what_was_drawn_is_read_back(module_px):
    assert verify(SAMPLE, picture(matrix(SAMPLE), module_px))


def test_another_text_a_second_code_or_none_is_not_verified():
    drawn = picture(matrix(SAMPLE), 6)
    assert not verify(SAMPLE[:-1] + "6", drawn)
    two = drawn.copy().resize((drawn.width * 2, drawn.height))
    two.paste(drawn, (0, 0))
    two.paste(picture(matrix("HELLO"), 6), (drawn.width, 0))
    assert len(texts_in(two)) == 2
    assert not verify(SAMPLE, two)
    ImageDraw.Draw(drawn).rectangle((0, 0, drawn.width, drawn.height // 2), fill=255)
    assert not verify(SAMPLE, drawn)


def test_the_code_fits_its_own_due_only(code, payees, payee):
    other = payees.get("mau-pc08-fines")
    assert code.fits(payee, AMOUNT, REFERENCE)
    assert not code.fits(other, AMOUNT, REFERENCE)
    assert not code.fits(payee, Dong(100_001), REFERENCE)
    assert not code.fits(payee, AMOUNT, mint())


@pytest.mark.parametrize("change", ["amount", "reference", "payee", "payload", "matrix"])
def test_a_code_that_says_anything_else_does_not_come_to_be(code, payees, change):
    other = {
        "amount": Dong(200_000),
        "reference": mint(random=random.Random(1)),
        "payee": payees.get("mau-pc08-fines"),
        "payload": SAMPLE[:-1] + "6",
        "matrix": matrix("HELLO"),
    }[change]
    with pytest.raises(CodeFault):
        replace(code, **{change: other})


def test_a_payload_and_picture_that_agree_but_are_no_transfer_do_not_come_to_be(code):
    with pytest.raises(CodeFault):
        replace(code, payload="HELLO", matrix=matrix("HELLO"))


def test_nothing_due_has_no_code(payee):
    with pytest.raises(CodeFault):
        payment_code(payee, Dong(0), REFERENCE)


def test_codes_of_many_references_say_what_is_stored(payees):
    chance = random.Random(9)
    for amount in (1, 99_999, 499_999_999):
        reference = mint(random=chance)
        said = decode(payment_code(payees.get("mau-pc08-fines"), Dong(amount), reference).payload)
        assert (said.account, said.amount, said.purpose) == ("VQRQ0001XYZ", amount, reference)
