"""Status bytes of ESC/POS printers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.printer import PrinterStatus
from drivers.printer.status import decode, is_answer, question

WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        (WELL, PrinterStatus.READY),
        ({1: 0x16, 4: 0x12}, PrinterStatus.READY),
        ({**WELL, 4: 0x1E}, PrinterStatus.NEAR_END),
        ({**WELL, 4: 0x7E}, PrinterStatus.NO_PAPER),
        ({**WELL, 4: 0x72}, PrinterStatus.NO_PAPER),
        ({**WELL, 1: 0x1A, 2: 0x32}, PrinterStatus.NO_PAPER),
        ({**WELL, 1: 0x1A, 2: 0x16}, PrinterStatus.COVER_OPEN),
        ({**WELL, 1: 0x1A, 2: 0x36, 4: 0x7E}, PrinterStatus.COVER_OPEN),
        ({**WELL, 1: 0x1A, 2: 0x52, 3: 0x1A}, PrinterStatus.CUTTER),
        ({**WELL, 1: 0x1A, 2: 0x52, 3: 0x32}, PrinterStatus.ERROR),
        ({**WELL, 1: 0x1A, 2: 0x52, 3: 0x52}, PrinterStatus.BUSY),
        ({**WELL, 1: 0x1A, 2: 0x1A}, PrinterStatus.BUSY),
        ({**WELL, 1: 0x1A}, PrinterStatus.ERROR),
        ({**WELL, 2: 0x52}, PrinterStatus.ERROR),
        ({}, PrinterStatus.UNKNOWN),
        ({1: 0x12}, PrinterStatus.UNKNOWN),
        ({2: 0x12, 3: 0x12, 4: 0x12}, PrinterStatus.UNKNOWN),
        ({4: 0x7E}, PrinterStatus.NO_PAPER),
        ({**WELL, 4: 0xFF}, PrinterStatus.UNKNOWN),
        ({1: 0x00, 4: 0x00}, PrinterStatus.UNKNOWN),
    ],
)
def test_what_the_answers_tell(answers: dict[int, int], status: PrinterStatus):
    assert decode(answers) is status


@given(st.dictionaries(st.integers(1, 4), st.integers(0, 255)))
def test_bytes_that_are_no_answer_never_make_it_ready(answers: dict[int, int]):
    told = {n: byte for n, byte in answers.items() if is_answer(byte)}
    status = decode(answers)
    assert status is decode(told)
    if status.can_print:
        assert {1, 4} <= set(told)
        assert not any(byte & 0x68 for byte in (told[1] & 0x08, told[4] & 0x60, told.get(2, 0) & 0x68))


def test_an_answer_has_two_bits_set_and_two_clear():
    assert [byte for byte in range(256) if is_answer(byte)] == [
        0x12 | a | b for a in range(0, 0x80, 0x20) for b in (0, 4, 8, 12)
    ]
    assert question(4) == b"\x10\x04\x04"
