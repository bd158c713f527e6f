"""A store for tests: a clock turned by hand, a seeded source of ids, a start of the machine by name."""

import random
from datetime import UTC, date, datetime

from kiosk.clock import ManualClock
from kiosk.ids import uuid7
from kiosk.store import PaymentRequest, Store, Submission

NOW = datetime(2026, 11, 23, 2, 41, 12, tzinfo=UTC)
KEY = bytes(range(32))


def opened(folder, clock=None, key=KEY, **options):
    clock = clock or ManualClock(NOW)
    options = {"machine": "may-2", "boot": "b7f1", "source": random.Random(7)} | options
    return Store.open(folder / "kiosk.db", key, clock, **options)


def submission(n=1, body=b"sealed", **changes):
    """The n-th submission; ids, look-up code and reference all differ with n."""
    dossier = uuid7(ManualClock(NOW), random.Random(n))
    request = PaymentRequest(
        id=uuid7(ManualClock(NOW), random.Random(10**6 + n)),
        reference=f"HC{n:010d}",
        amount=100_000,
        payee="mau-pa08-fees",
        state="draft",
        pay_until=date(2026, 12, 23),
    )
    values = {"dossier": dossier, "lookup": f"HK1.{n:020d}", "build": lambda _: body, "request": request}
    return Submission(**(values | changes))


def wholeness(store):
    """Faults of the rules that hold at every moment: dossier, request, first message and log come together."""
    faults = store.check()
    numbers = []
    for stub in store.dossiers():
        rows = [row for row in [*store.unsent(), *store.parked()] if row.dossier == stub.id]
        if stub.state == "sealed" and [row.seq for row in rows][:1] != [1]:
            faults.append(f"{stub.id}: no first message")
        if len(store.requests(stub.id)) != 1:
            faults.append(f"{stub.id}: no request")
        numbers.append(stub.number.number)
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        faults.append("a gap in the numbers")
    if store.audit_head().seq < 3 * len(numbers):
        faults.append("a fact without its audit line")
    return faults
