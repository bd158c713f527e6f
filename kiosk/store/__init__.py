"""One SQLite file of one machine: personal records sealed one by one, every fact with its audit line.

`Store` is the door; `records` are what passes through it; `vault` seals; `migrations` hold the tables.
"""

from kiosk.store.faults import IllegalMove, StoreFault
from kiosk.store.records import (
    Attachment,
    AttachmentRow,
    BreakerRow,
    BreakerState,
    DossierStub,
    LineState,
    OutboxRow,
    OutboxState,
    PaymentRequest,
    PrintJob,
    PrintState,
    RequestRow,
    SlipNumber,
    Submission,
)
from kiosk.store.salvage import SETTING as QUARANTINED
from kiosk.store.store import RESERVE_BYTES, Store

__all__ = [
    "QUARANTINED",
    "RESERVE_BYTES",
    "Attachment",
    "AttachmentRow",
    "BreakerRow",
    "BreakerState",
    "DossierStub",
    "IllegalMove",
    "LineState",
    "OutboxRow",
    "OutboxState",
    "PaymentRequest",
    "PrintJob",
    "PrintState",
    "RequestRow",
    "SlipNumber",
    "Store",
    "StoreFault",
    "Submission",
]
