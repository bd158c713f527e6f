"""A kiosk of a soak with two faults of the program in it: it forgets what it has queued, and its log names people.
Options as `kiosk.commands.soak_kiosk`."""

import logging

from kiosk.commands import soak_kiosk
from kiosk.journey.walk import Walk
from kiosk.store import Store

submit, scanned = Store.submit, Walk.scanned


def forget(store, submission):
    number = submit(store, submission)
    for row in store.unsent():
        store.mark_sent(row.id, {})
    return number


def tell(walk, text, *more):
    logging.getLogger("kiosk").warning("card of %s", text.split("|")[2:3])
    return scanned(walk, text, *more)


if __name__ == "__main__":
    Store.submit = forget
    Walk.scanned = tell
    soak_kiosk.main()
