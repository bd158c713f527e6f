"""QR pictures, and payment codes that were read back by another library before anyone may see them."""

from dataclasses import dataclass
from typing import Final

import qrcode
import zxingcpp
from PIL import Image

from kiosk.errors import KioskError
from kiosk.payments.money import Dong
from kiosk.payments.payees import Payee
from kiosk.payments.reference import Reference
from kiosk.payments.vietqr import PaymentCode, VietQrError, decode, encode

Matrix = tuple[tuple[bool, ...], ...]
"""Rows from the top, True is dark, without the quiet zone."""

QUIET: Final = 4
"""Modules of white that ISO/IEC 18004 asks for on each side."""

_MODULE_PX = 4


class CodeFault(KioskError):
    """The code that was drawn does not say what is stored. It is shown to nobody."""

    code = "payment-code"


def matrix(payload: str) -> Matrix:
    """The modules of `payload` as a QR code of level M, the smallest version that holds it."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(payload)
    code.make(fit=True)
    return tuple(tuple(map(bool, row)) for row in code.get_matrix())


def picture(modules: Matrix, module_px: int, quiet: int = QUIET) -> Image.Image:
    """Black on white, mode "L", `module_px` pixels a module, `quiet` modules of white around."""
    side = len(modules)
    small = Image.new("L", (side + 2 * quiet,) * 2, 255)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                small.putpixel((quiet + x, quiet + y), 0)
    return small.resize((small.width * module_px, small.height * module_px), Image.Resampling.NEAREST)


def texts_in(image: Image.Image) -> tuple[str, ...]:
    """The texts of all QR codes in the picture, as a phone would read them."""
    found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return tuple(code.text for code in found)


def verify(payload: str, image: Image.Image) -> bool:
    """Whether the picture holds one QR code, and it says exactly `payload`."""
    return texts_in(image) == (payload,)


@dataclass(frozen=True, slots=True)
class VerifiedCode:
    """A payment code whose picture says exactly what is stored; any other raises CodeFault and does not come to be."""

    payload: str
    matrix: Matrix
    payee: Payee
    amount: Dong
    reference: Reference

    def __post_init__(self) -> None:
        if not verify(self.payload, picture(self.matrix, _MODULE_PX)) or not self._says_what_is_stored():
            raise CodeFault("The payment code that was drawn does not say what is stored; it is not shown.")

    def fits(self, payee: Payee, amount: int, reference: str) -> bool:
        """Whether this is the code for exactly this payee, amount and reference."""
        return (self.payee, self.amount, self.reference) == (payee, amount, reference)

    def _says_what_is_stored(self) -> bool:
        try:
            said = decode(self.payload)
        except VietQrError:
            return False
        return said == _content(self.payee, self.amount, self.reference)


def payment_code(payee: Payee, amount: Dong, reference: Reference) -> VerifiedCode:
    """The code for one due. Raises CodeFault when none can be written, or what was drawn reads otherwise."""
    try:
        payload = encode(_content(payee, amount, reference))
    except VietQrError as refused:
        raise CodeFault(f"No payment code can be written. {refused.message}") from None
    return VerifiedCode(payload, matrix(payload), payee, amount, reference)


def _content(payee: Payee, amount: Dong, reference: Reference) -> PaymentCode:
    return PaymentCode(bin=payee.bin, account=payee.account, amount=int(amount), purpose=str(reference))
