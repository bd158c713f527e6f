"""Which reference the text of a bank credit names. Banks put their own words around it, change case, drop signs."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from kiosk.language.text import Language
from kiosk.payments.reference import LENGTH, Reference, is_reference
from kiosk.records import Field, Record, fault, present

_FIELDS = {"content": Field(str, required=True), "open": Field(list, required=True, of=str)}
_BETWEEN = re.compile(r"[^0-9A-Za-z]+")
_REPAIR = str.maketrans("OI", "01")


def match(content: str, references: Collection[str]) -> Reference | None:
    """The one reference of `references` that `content` names; None when none or more than one does.

    Looked for exactly, and after folding: capitals, everything but letters and digits out, O read as 0 and I as 1.
    Minted references hold no O and no I, and a text among `references` whose check signs are wrong names nothing,
    so a repair counts only where the check holds.
    """
    folded = _BETWEEN.sub("", content).upper().translate(_REPAIR)
    windows = {text[at : at + LENGTH] for text in (content, folded) for at in range(len(text) - LENGTH + 1)}
    named = windows.intersection(references)
    sound = [Reference(text) for text in named if is_reference(text)]
    return sound[0] if len(sound) == 1 else None


def match_answer(record: Record, lang: Language = "vi") -> Mapping[str, Any]:
    """`kiosk pay match`: `{"reference"}` (null when nothing, or more than one, fits), or `{"error", "message"}`."""
    if wrong := fault(record, _FIELDS, lang):
        return wrong
    given = present(record)
    return {"reference": match(given["content"], given["open"])}
