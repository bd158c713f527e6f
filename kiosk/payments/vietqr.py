"""VietQR transfer codes: a strict codec (NAPAS VietQR format 1.0, September 2021, on EMVCo Merchant-Presented Mode).

Nothing is repaired: what a bank app might read in two ways is refused. The CRC proves transport only, never the payee.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Literal, get_args

from kiosk.errors import KioskError
from kiosk.language.text import Language, Words
from kiosk.payments.tlv import Broken, Pairs, crc16, pair, pairs
from kiosk.records import Field, Record, fault, present

Refusal = Literal[
    "structure", "crc", "duplicate", "other-scheme", "inner-length", "missing", "length", "charset", "value"
]
REFUSALS: Final = get_args(Refusal)
"""In the order in which a payload is judged; a code to be written knows four: missing, charset, length, value."""

GUID: Final = "A000000727"
"""NAPAS's application id, object 38.00."""
SERVICES: Final = ("QRIBFTTA", "QRIBFTTC")
"""Transfer to an account and to a card; the merchant services of QR Switching 1.5.2 are none of ours."""


class VietQrError(KioskError):
    """The payload cannot be read, or the code cannot be written. `code` is one of `Refusal`."""

    code: Refusal

    def __init__(self, code: Refusal) -> None:
        super().__init__(Words.load().say(f"payments.vietqr.{code}", "en"))
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentCode:
    """What a VietQR code says. An empty text is an absent object; `amount` is in whole đồng.

    `initiation` is what a payload that was read said ("11" or "12"); a code that is written has 12 with an amount
    and 11 without, whatever stands here, and two codes are equal whatever stands here.
    """

    bin: str
    account: str
    service: str = "QRIBFTTA"
    amount: int | None = None
    purpose: str = ""
    bill: str = ""
    mobile: str = ""
    store: str = ""
    reference: str = ""
    customer: str = ""
    terminal: str = ""
    mcc: str = ""
    name: str = ""
    city: str = ""
    postal: str = ""
    initiation: str = field(default="", compare=False)


def encode(code: PaymentCode) -> str:
    """The payload, ids ascending. Raises VietQrError: missing, charset, length, value, the first that holds."""
    _check(code)
    scheme = pair("00", GUID) + pair("01", pair("00", code.bin) + pair("01", code.account)) + pair("02", code.service)
    objects = {
        "00": "01",
        "01": "11" if code.amount is None else "12",
        "38": scheme,
        "53": "704",
        "54": "" if code.amount is None else str(code.amount),
        "58": "VN",
        "62": _additional(code),
    } | {tag: getattr(code, name) for tag, name in _ROOT_TEXTS.items()}
    body = "".join(pair(tag, value) for tag, value in sorted(objects.items()) if value) + "6304"
    return body + crc16(body)


def decode(payload: str) -> PaymentCode:
    """What the payload says. Raises VietQrError with the first of `REFUSALS` that holds."""
    root = _root(payload)
    if payload[-4:] != crc16(payload[:-4]):
        raise VietQrError("crc")
    return _Reading(root).code()


def vietqr_encode_answer(record: Record, lang: Language = "vi") -> Mapping[str, Any]:
    """`kiosk vietqr encode`: `{"payload"}`, or `{"error", "message"}`."""
    if wrong := fault(record, _ENCODE_FIELDS, lang):
        return wrong
    try:
        return {"payload": encode(PaymentCode(**present(record)))}
    except VietQrError as error:
        return _answer(error, lang)


def vietqr_decode_answer(record: Record, lang: Language = "vi") -> Mapping[str, Any]:
    """`kiosk vietqr decode`: the objects that are there under their names, or `{"error", "message"}`."""
    if wrong := fault(record, {"payload": Field(str, required=True)}, lang):
        return wrong
    try:
        code = decode(record["payload"])
    except VietQrError as error:
        return _answer(error, lang)
    values = {item.name: getattr(code, item.name) for item in fields(code)}
    return {name: value for name, value in values.items() if value not in ("", None)}


_ROOT_TEXTS = {"52": "mcc", "59": "name", "60": "city", "61": "postal"}
_ADDITIONAL = {
    "01": "bill",
    "02": "mobile",
    "03": "store",
    "05": "reference",
    "06": "customer",
    "07": "terminal",
    "08": "purpose",
}
_READ = {"00", "01", "38", "53", "54", "58", "62", "63", *_ROOT_TEXTS}
_LONGEST = {"account": 19, "name": 25, "city": 15, "postal": 10} | dict.fromkeys(_ADDITIONAL.values(), 25)
_LONGEST_AMOUNT = 13
_LONGEST_TEMPLATE = 99
_TEXTS = tuple(item.name for item in fields(PaymentCode) if item.name not in ("amount", "initiation"))

# Python's isdigit and int take the digits of every script; the format knows ASCII alone.
_BIN = re.compile(r"[0-9]{6}")
_MCC = re.compile(r"[0-9]{4}")
_AMOUNT = re.compile(r"([1-9][0-9]*)\.?")
_PRINTABLE = re.compile(r"[ -~]*")

_ENCODE_FIELDS = {
    name: Field(int if name == "amount" else str, required=name in ("bin", "account"))
    for name in (item.name for item in fields(PaymentCode))
    if name != "initiation"
}


class _Reading:
    """One payload whose root and CRC are sound, judged step by step in the order of `REFUSALS`."""

    def __init__(self, root: Pairs) -> None:
        self._root = root.values()
        scheme = _Template(self._root.get("38", ""))
        payee = _Template(scheme.values.get("01", ""))
        additional = _Template(self._root.get("62", ""))
        if (
            root.twice(_READ)
            or scheme.pairs.twice({"00", "01", "02"})
            or payee.pairs.twice({"00", "01"})
            or additional.pairs.twice(set(_ADDITIONAL))
        ):
            raise VietQrError("duplicate")
        if "38" not in self._root and any("02" <= tag <= "51" for tag in self._root):
            raise VietQrError("other-scheme")
        if scheme.broken or payee.broken or additional.broken:
            raise VietQrError("inner-length")
        self._scheme, self._payee, self._additional = scheme.values, payee.values, additional.values

    def code(self) -> PaymentCode:
        texts = self._texts()
        amount = self._root.get("54", "")
        initiation = self._root.get("01", "")
        # What a transfer of ours always says, beside what it must say.
        fixed = {GUID: self._scheme.get("00", ""), "704": self._root.get("53", ""), "VN": self._root.get("58", "")}
        if not all((initiation, texts["bin"], texts["account"], fixed["704"], fixed["VN"])):
            raise VietQrError("missing")
        if len(amount) > _LONGEST_AMOUNT or _too_long(texts):
            raise VietQrError("length")
        if _foreign_signs({**texts, **fixed, "amount": amount, "initiation": initiation}):
            raise VietQrError("charset")
        if (
            initiation not in ("11", "12")
            or any(found != wanted for wanted, found in fixed.items())
            or (amount and not _AMOUNT.fullmatch(amount))
            or _wrong_value(texts)
        ):
            raise VietQrError("value")
        return PaymentCode(**texts, amount=int(amount.rstrip(".")) if amount else None, initiation=initiation)

    def _texts(self) -> dict[str, str]:
        texts = {name: self._root.get(tag, "") for tag, name in _ROOT_TEXTS.items()}
        texts |= {name: self._additional.get(tag, "") for tag, name in _ADDITIONAL.items()}
        payee = {"bin": self._payee.get("00", ""), "account": self._payee.get("01", "")}
        return texts | payee | {"service": self._scheme.get("02", "")}


class _Template:
    """The objects inside an object: those that could be split off, and whether something is left over."""

    def __init__(self, text: str) -> None:
        try:
            self.pairs, self.broken = pairs(text), False
        except Broken as broken:
            self.pairs, self.broken = broken.whole, True
        self.values = self.pairs.values()


def _root(payload: str) -> Pairs:
    try:
        root = pairs(payload)
    except Broken:
        raise VietQrError("structure") from None
    checks = [value for tag, value in root if tag == "63"]
    if root[:1] != (("00", "01"),) or root[-1][0] != "63" or len(checks) != 1 or len(checks[0]) != 4:
        raise VietQrError("structure")
    return root


def _check(code: PaymentCode) -> None:
    texts = {name: getattr(code, name) for name in _TEXTS}
    if not (code.bin and code.account):
        raise VietQrError("missing")
    if _foreign_signs(texts):
        raise VietQrError("charset")
    if _too_long(texts) or len(_additional(code)) > _LONGEST_TEMPLATE:
        raise VietQrError("length")
    if _wrong_value(texts) or (code.amount is not None and not 1 <= code.amount < 10**_LONGEST_AMOUNT):
        raise VietQrError("value")


def _additional(code: PaymentCode) -> str:
    return "".join(pair(tag, text) for tag, name in _ADDITIONAL.items() if (text := getattr(code, name)))


def _foreign_signs(texts: Mapping[str, str]) -> bool:
    return " " in texts["account"] or any(
        not _PRINTABLE.fullmatch(text) or text != text.strip(" ") for text in texts.values()
    )


def _too_long(texts: Mapping[str, str]) -> bool:
    return any(len(texts[name]) > longest for name, longest in _LONGEST.items())


def _wrong_value(texts: Mapping[str, str]) -> bool:
    mcc = texts["mcc"]
    return bool(
        not _BIN.fullmatch(texts["bin"]) or (mcc and not _MCC.fullmatch(mcc)) or texts["service"] not in SERVICES
    )


def _answer(error: VietQrError, lang: Language) -> dict[str, str]:
    return {"error": error.code, "message": Words.load().say(f"payments.vietqr.{error.code}", lang)}
