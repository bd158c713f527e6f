"""The append-only, hash-chained event log and its verifier.

Entries carry keys of a closed table (`events`), are chained by SHA-256 (`chain`) and are written in the same
transaction as the fact they tell of.
"""

from kiosk.audit.chain import GENESIS, TABLE, AuditReport, Head, Stamp, append, head, verify
from kiosk.audit.events import EVENTS, AuditFault, Entry, entry

__all__ = [
    "EVENTS",
    "GENESIS",
    "TABLE",
    "AuditFault",
    "AuditReport",
    "Entry",
    "Head",
    "Stamp",
    "append",
    "entry",
    "head",
    "verify",
]
