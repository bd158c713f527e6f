"""JSON lines as the commands take and answer them: one object in, one object out, each key checked first."""

import json
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, NamedTuple, NoReturn, TextIO

from kiosk.language.text import Language, Words

Record = dict[str, Any]

_LINE_ENDS = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029"})
_LONGEST_INTEGER = 4000
"""digits; longer ones are no integer of ours, and Python refuses to read them"""


class Field(NamedTuple):
    """What one key of a record may hold: str, int (never a bool), bool, list or dict; of a list, `of` its items."""

    kind: type
    required: bool = False
    of: type | None = None
    may_be_empty: bool = False
    """an empty string is a value of its own here, which the command judges; elsewhere it means absent"""
    among: tuple[str, ...] = ()
    """the words that it must be one of; none: any"""


def present(record: Mapping[str, Any], fields: Mapping[str, Field] | None = None) -> Record:
    """The record without the keys that are absent: null, or an empty string that `fields` doesn't let be a value."""
    return {key: value for key, value in record.items() if _is_there(value, (fields or {}).get(key))}


def fault(record: Mapping[str, Any], fields: Mapping[str, Field], lang: Language = "vi") -> dict[str, str] | None:
    """The answer to a record that doesn't fit `fields`, first that holds of `unknown-field`, `missing` and `value`."""
    given = present(record, fields)
    for key in given:
        if key not in fields:
            return refusal("unknown-field", lang, field=key, known=", ".join(fields))
    for key, field in fields.items():
        if field.required and key not in given:
            return refusal("missing", lang, field=key)
    for key, value in given.items():
        if not _fits(value, fields[key]):
            return refusal("value", lang, field=key, kind=_said(fields[key], lang))
    return None


def refusal(error: str, lang: Language = "vi", **places: object) -> dict[str, str]:
    """`{"error", "message"}` for an error this module names."""
    return {"error": error, "message": Words.load().say(f"record.{error}", lang, **places)}


def answer_lines(stdin: BinaryIO, stdout: TextIO, answer: Callable[[Record], Mapping[str, Any]]) -> None:
    """Answer each line of `stdin` by one line of JSON (UTF-8, not escaped to ASCII), in order, flushed at once."""
    for line in stdin:
        record = _record(line)
        reply = refusal("bad-line") if record is None else answer(record)
        stdout.write(to_line(reply))
        stdout.flush()


def to_line(reply: Mapping[str, Any]) -> str:
    """One line of JSON whoever splits it: the line ends that JSON lets stand in a text are escaped. A lone surrogate,
    which no UTF-8 can carry, becomes a question mark."""
    line = json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return line.translate(_LINE_ENDS) + "\n"


def _record(line: bytes) -> Record | None:
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=_no_constant, parse_int=_integer)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float("inf")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _said(field: Field, lang: Language) -> str:
    name = "choice" if field.among else field.kind.__name__
    return Words.load().say(f"record.kind.{name}", lang, choices=", ".join(field.among))


def _is_there(value: object, field: Field | None) -> bool:
    return value is not None and (value != "" or (field is not None and field.may_be_empty))


def _fits(value: object, field: Field) -> bool:
    if not _is_a(value, field.kind) or (field.among and value not in field.among):
        return False
    return field.of is None or (isinstance(value, list) and all(_is_a(item, field.of) for item in value))


def _is_a(value: object, kind: type) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
