"""A slip printer turns pictures into paper and says honestly whether it did.

`EscposPrinter` prints on an ESC/POS printer by serial line, network or USB.
"""

from drivers.printer.base import Printed, PrinterStatus, SlipPrinter
from drivers.printer.escpos import EscposPrinter, Limits
from drivers.printer.transport import Address, Transport, open_transport, parse_url

__all__ = [
    "Address",
    "EscposPrinter",
    "Limits",
    "Printed",
    "PrinterStatus",
    "SlipPrinter",
    "Transport",
    "open_transport",
    "parse_url",
]
