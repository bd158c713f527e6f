"""Canonical JSON: one text for one value, so that hashes and signatures mean the same at both ends."""

import json
from collections.abc import Mapping
from typing import Any

from kiosk.errors import KioskError
from kiosk.language.text import nfc


class CanonicalFault(KioskError):
    """The value has no canonical form: a fraction, a key that is no text, two keys that are one in NFC."""

    code = "canonical"


def canonical(value: Any) -> bytes:
    """The value as JSON in UTF-8: keys sorted by code point, no blanks, all text in NFC, letters not escaped.

    Takes mappings with text keys, lists, tuples, text, integers, Booleans and None. Raises CanonicalFault for
    anything else; fractions are refused because two machines may write one fraction in two ways.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise CanonicalFault("A text holds half a character; it cannot be sealed or signed.") from None


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str):
        return nfc(str(value))
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise CanonicalFault(f"A {type(value).__name__} cannot be sealed or signed.")


def _plain_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise CanonicalFault(f"A key of the type {type(key).__name__} cannot be sealed or signed.")
        name = nfc(str(key))
        if name in plain:
            raise CanonicalFault("Two keys of one record are the same once normalised.")
        plain[name] = _plain(item)
    return plain
