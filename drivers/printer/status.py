"""What an ESC/POS printer's status bytes mean (DLE EOT n; Epson, Bixolon and Citizen manuals agree)."""

from collections.abc import Mapping

from drivers.printer.base import PrinterStatus

QUESTIONS = (1, 4, 2, 3)
"""The n of DLE EOT n, most telling first: 1 printer, 4 paper, 2 why offline, 3 error."""


def question(n: int) -> bytes:
    """DLE EOT n; one byte comes back, at once even while the printer is offline."""
    return bytes((0x10, 0x04, n))


def is_answer(byte: int) -> bool:
    """Whether a byte is an answer to DLE EOT: bits 1 and 4 set, bits 0 and 7 clear. Anything else is no status."""
    return byte & 0x93 == 0x12


def decode(answers: Mapping[int, int]) -> PrinterStatus:
    """The status that the answers (n to byte) tell. A fault is believed from any of them; `ready` needs 1 and 4."""
    told = {n: byte for n, byte in answers.items() if is_answer(byte)}
    printer, offline, error, paper = (told.get(n, 0) for n in (1, 2, 3, 4))
    # An open cover lifts the paper off its sensor: the cover is what a person has to see to first.
    if offline & 0x04:
        return PrinterStatus.COVER_OPEN
    if paper & 0x60 or offline & 0x20:
        return PrinterStatus.NO_PAPER
    if error & 0x08:
        return PrinterStatus.CUTTER
    if error & 0x20:
        return PrinterStatus.ERROR
    if error & 0x40 or offline & 0x08:  # recovers by itself (a hot head), or somebody holds the feed button
        return PrinterStatus.BUSY
    if offline & 0x40 or printer & 0x08:
        return PrinterStatus.ERROR
    if 1 not in told or 4 not in told:
        return PrinterStatus.UNKNOWN
    return PrinterStatus.NEAR_END if paper & 0x0C else PrinterStatus.READY
