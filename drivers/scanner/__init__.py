"""A scanner gives up lines of bytes, framed and time-stamped; what they mean is for others.

`SerialScanner` reads one on a serial line; `plugged_in` lists the ports that `drivers.plugged` chooses from.
"""

from drivers.scanner.base import Scan, ScanFault, Scanner, ScannerStatus
from drivers.scanner.choose import plugged_in
from drivers.scanner.framing import Framer, Suffix
from drivers.scanner.serial import SerialScanner

__all__ = [
    "Framer",
    "Scan",
    "ScanFault",
    "Scanner",
    "ScannerStatus",
    "SerialScanner",
    "Suffix",
    "plugged_in",
]
