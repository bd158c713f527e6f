"""The shared rules of the JSON lines commands."""

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.records import Field, answer_lines, fault, present, to_line

FIELDS = {
    "text": Field(str, required=True),
    "amount": Field(int),
    "open": Field(list, of=str),
    "note": Field(str, may_be_empty=True),
    "way": Field(str, among=("up", "down")),
}


def error(record: Mapping[str, Any]) -> str | None:
    found = fault(record, FIELDS)
    return found["error"] if found else None


def replies(stdin: bytes) -> list[Any]:
    out = io.StringIO()
    answer_lines(io.BytesIO(stdin), out, lambda record: {"keys": sorted(record)})
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"text": "a"}, None),
        ({"text": "a", "amount": 1, "open": ["x"], "note": ""}, None),
        ({"text": "a", "open": []}, None),
        ({"text": "a", "colour": "red"}, "unknown-field"),
        ({"colour": "red", "amount": "1"}, "unknown-field"),
        ({"text": "a", "colour": None}, None),
        ({}, "missing"),
        ({"text": None}, "missing"),
        ({"text": "", "amount": "1"}, "missing"),
        ({"text": "a", "amount": ""}, None),
        ({"text": "a", "amount": "1"}, "value"),
        ({"text": "a", "amount": 1.0}, "value"),
        ({"text": "a", "amount": True}, "value"),
        ({"text": 1}, "value"),
        ({"text": "a", "open": [1]}, "value"),
        ({"text": "a", "open": "x"}, "value"),
        ({"text": "a", "way": "down"}, None),
        ({"text": "a", "way": "left"}, "value"),
    ],
)
def test_the_first_fault_is_named(record: dict[str, Any], expected: str | None) -> None:
    assert error(record) == expected


def test_a_fault_says_in_words_which_field() -> None:
    found = fault({"text": "a", "amount": []}, FIELDS)
    assert found is not None
    assert "amount" in found["message"]
    assert "số nguyên" in found["message"]
    found = fault({"text": "a", "way": "left"}, FIELDS, "en")
    assert found is not None
    assert "up, down" in found["message"]


def test_present_drops_null_and_empty_but_keeps_zero_and_false() -> None:
    record = {"a": None, "b": "", "c": 0, "d": False, "note": ""}
    assert present(record) == {"c": 0, "d": False}
    assert present(record, FIELDS) == {"c": 0, "d": False, "note": ""}


@pytest.mark.parametrize(
    "line", [b"", b"  ", b"[1]", b'"a"', b"null", b"{", b'{"a": NaN}', b"\xff", b'{"a": "\xe1\xba"}', b"[" * 100_000]
)
def test_a_line_that_is_no_object_is_a_bad_line(line: bytes) -> None:
    (reply,) = replies(line + b"\n")
    assert reply["error"] == "bad-line"
    assert reply["message"]


def test_every_line_is_answered_in_order_and_the_last_needs_no_end() -> None:
    answers = replies(b'{"a": 1}\r\n\n{"b": "\xe1\xba\xa1"}')
    assert [a.get("error") or a["keys"] for a in answers] == [["a"], "bad-line", ["b"]]


def test_an_integer_beyond_all_reading_is_a_wrong_value() -> None:
    out = io.StringIO()
    line = b'{"text": "a", "amount": ' + b"9" * 5000 + b"}"
    answer_lines(io.BytesIO(line), out, lambda record: fault(record, FIELDS) or {})
    assert json.loads(out.getvalue())["error"] == "value"


def test_answers_are_not_escaped_and_survive_a_lone_surrogate() -> None:
    out = io.StringIO()
    answer_lines(io.BytesIO(b'{"text": "\\ud800\xe1\xba\xa1"}'), out, lambda record: record)
    assert out.getvalue() == '{"text": "?ạ"}\n'


def test_an_answer_is_one_line_for_every_reader_whatever_is_in_it() -> None:
    text = "".join(chr(code) for code in range(0x20)) + "\x7f\x85\u2028\u2029"
    line = to_line({"text": text})
    assert line.splitlines() == [line.removesuffix("\n")]
    assert json.loads(line) == {"text": text}


class _Watched(io.StringIO):
    """A stream that counts what has been flushed."""

    flushed = 0

    def flush(self) -> None:
        self.flushed = self.getvalue().count("\n")


def test_each_answer_is_flushed_before_the_next_line_is_taken() -> None:
    out = _Watched()
    seen: list[int] = []

    def answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
        seen.append(out.flushed)
        return record

    answer_lines(io.BytesIO(b'{"a":1}\n{"a":2}\n{"a":3}\n'), out, answer)
    assert seen == [0, 1, 2]


@given(st.binary(max_size=60))
def test_no_bytes_raise_and_every_line_gets_one_answer(stdin: bytes) -> None:
    assert len(replies(stdin)) == len(io.BytesIO(stdin).readlines())
