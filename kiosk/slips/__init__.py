"""What is printed: each slip drawn as one picture, in Vietnamese.

A slip is not returned before the codes on it were read back and said what they must.
"""

from kiosk.slips.dossier import Final, Kept, Provisional, final, kept, provisional
from kiosk.slips.money import Paid, Payment, paid, payment
from kiosk.slips.paper import Slip, SlipFault
from kiosk.slips.parts import Contact, Fee, Origin

__all__ = [
    "Contact",
    "Fee",
    "Final",
    "Kept",
    "Origin",
    "Paid",
    "Payment",
    "Provisional",
    "Slip",
    "SlipFault",
    "final",
    "kept",
    "paid",
    "payment",
    "provisional",
]
