"""The card in a picture that somebody took: the answer of `kiosk read image`."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from drivers.vision.files import FileFault, load_gray
from drivers.vision.qr import Code, read_codes
from kiosk.identity.card import parse_card, person_json
from kiosk.identity.person import Person
from kiosk.language.text import Language, Words

USUAL_PIXELS = 16_500_000
"""A phone's picture as it is; of a larger one first its half, which is faster and has less noise."""

FULL_PIXELS = 50_000_000
"""How far a larger picture is looked at in full, once, for a code that was too small in the half."""


def picture_answer(name: str, today: date, lang: Language = "vi") -> dict[str, Any]:
    """`{"file", "qr": {"text", "person"} or null, "mrz": null, "ms"}`: of several codes the first that is a card, else
    the first; `ms` is the time taken. With `error` and `message` for a file that gives no picture, and for a code
    (`text` is then empty) whose bytes are no UTF-8.
    """
    begun = time.perf_counter()
    seen = _code_in(Path(name), today)
    answer: dict[str, Any] = {"file": name, "qr": None, "mrz": None}
    if isinstance(seen, Code):
        person = parse_card(seen.text, today, reader="picture")
        answer["qr"] = {"text": seen.text, "person": person_json(person) if isinstance(person, Person) else None}
    answer["ms"] = round((time.perf_counter() - begun) * 1000, 1)
    fault = seen.fault if isinstance(seen, Code) else seen
    if fault is not None:
        answer |= {"error": fault.value, "message": Words.load().say(f"picture.{fault.value}", lang)}
    return answer


def is_card(text: str, today: date) -> bool:
    """Whether the text is a card's: what a reader of pictures goes on looking for."""
    return isinstance(parse_card(text, today), Person)


def _code_in(path: Path, today: date) -> Code | FileFault | None:
    def wanted(text: str) -> bool:
        return is_card(text, today)

    picture = load_gray(path, USUAL_PIXELS)
    if isinstance(picture, FileFault):
        return picture
    reading = read_codes(picture.gray, wanted=wanted)
    if reading.wanted is None and picture.halvings:
        picture = load_gray(path, FULL_PIXELS)
        if isinstance(picture, FileFault):
            return next(iter(reading.codes), None)
        in_full = read_codes(picture.gray, wanted=wanted, deep=False)
        reading = in_full if in_full.codes else reading
    return reading.wanted or next(iter(reading.codes), None)
