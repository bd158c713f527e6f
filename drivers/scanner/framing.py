"""From a stream of bytes to scans: a pure machine without a port or a clock."""

import re
from enum import StrEnum

from drivers.scanner.base import Scan, ScanFault

CAP = 4096
"""The longest frame, bytes. A QR code holds at most 2,953 bytes (ISO/IEC 18004, version 40-L)."""


class Suffix(StrEnum):
    """What the scanner is set up to send after a code. `none`: only the pause after it ends a frame."""

    ANY = "any"
    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"
    NONE = "none"


class Framer:
    """Collects bytes until an end (a byte of `suffix`, or `quiet`) and gives one `Scan` a frame.

    However the stream is cut into `feed` calls, the scans are the same. A frame longer than `cap` bytes gives
    TOO_LONG once and is dropped up to its end. Frames of blanks give nothing. A fault is given once until a good
    frame or a quiet moment follows, so that a stream of noise does not become a stream of faults.
    Holds at most `cap` bytes.
    """

    def __init__(self, suffix: Suffix = Suffix.ANY, cap: int = CAP) -> None:
        self._ends = _ENDS[suffix]
        self._cap = cap
        self._held = bytearray()
        self._dropping = False
        self._told: set[ScanFault] = set()

    def feed(self, data: bytes, at: float) -> list[Scan]:
        """Take the bytes that came at the moment `at` (monotonic, s)."""
        scans: list[Scan] = []
        for byte in data:
            if byte in self._ends:
                scans += self._end(at)
            elif self._dropping:
                continue
            elif len(self._held) < self._cap:
                self._held.append(byte)
            else:
                self._held.clear()
                self._dropping = True
                scans += self._fault(ScanFault.TOO_LONG, at)
        return scans

    def quiet(self, at: float) -> list[Scan]:
        """The reader waited for the idle gap and nothing came: what is held is a frame.

        That is the reader's to say: arrival times would split a frame wherever the reader itself was late.
        """
        scans = self._end(at)
        self._told.clear()
        return scans

    def _end(self, at: float) -> list[Scan]:
        held = bytes(self._held).strip(b"\r\n")
        self._held.clear()
        self._dropping = False
        if not held.strip(_BLANK):
            return []
        try:
            text = without_aim(held.decode("utf-8"))
        except UnicodeDecodeError:
            return self._fault(ScanFault.NOT_UTF8, at)
        if not text.strip():
            return []
        self._told.clear()
        return [Scan(text, at)]

    def _fault(self, fault: ScanFault, at: float) -> list[Scan]:
        if fault in self._told:
            return []
        self._told.add(fault)
        return [Scan("", at, fault)]


def without_aim(text: str) -> str:
    """The text without a leading AIM symbology identifier, `]` letter digit (ISO/IEC 15424)."""
    return _AIM.sub("", text, count=1)


_AIM = re.compile(r"\A\][A-Za-z][0-9A-Za-z]")
_BLANK = b"\0 \t\r\n\v\f"
_ENDS = {
    Suffix.ANY: frozenset(b"\r\n\t"),
    Suffix.CR: frozenset(b"\r"),
    Suffix.LF: frozenset(b"\n"),
    # Either byte ends: what stands between them is a blank frame, and half an ending still ends.
    Suffix.CRLF: frozenset(b"\r\n"),
    Suffix.TAB: frozenset(b"\t"),
    Suffix.NONE: frozenset(b""),
}
