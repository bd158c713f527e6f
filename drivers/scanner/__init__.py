"""A scanner gives up lines of bytes, framed and time-stamped; what they mean is for others.

`SerialScanner` reads one on a serial line; `describe` says what is plugged in and what would be used.
"""

from drivers.scanner.base import Scan, ScanFault, Scanner, ScannerStatus
from drivers.scanner.choose import Port, Row, Wanted, Why, choose, describe, plugged_in
from drivers.scanner.framing import Framer, Suffix
from drivers.scanner.serial import SerialScanner

__all__ = [
    "Framer",
    "Port",
    "Row",
    "Scan",
    "ScanFault",
    "Scanner",
    "ScannerStatus",
    "SerialScanner",
    "Suffix",
    "Wanted",
    "Why",
    "choose",
    "describe",
    "plugged_in",
]
