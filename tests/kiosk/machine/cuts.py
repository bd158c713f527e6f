"""A walk over a real store and a real seal whose power can be cut at any write; hub, paper and money are in memory.

The machine in memory beside the real one is the model: it has what was acknowledged, and nothing more.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.clock import ManualClock
from kiosk.demo.sample import MemoryMachine
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.hubclient import HubClient
from kiosk.keys import public_text
from kiosk.machine.line_watch import LineWatch
from kiosk.machine.machine import KioskMachine
from kiosk.machine.office_data import OfficeData
from kiosk.payments import payees
from kiosk.store import Store
from tests.kiosk.payee_lists import fees_only

DEVICE_KEY = bytes(range(32))
LIST_KEY, MACHINE_KEY, HUB_KEY = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate(), X25519PrivateKey.generate()


class PowerCut(Exception):
    """The power is gone: whatever was under way did not go on."""


class Fuse:
    """Counts the writes of a store and cuts the power at one of them. `before` 1: before the first one, which never
    begins; `inside` 1: the first one was written and not committed."""

    def __init__(self) -> None:
        self.written = 0
        self._before = self._inside = 0

    def arm(self, before: int = 0, inside: int = 0) -> None:
        self.written, self._before, self._inside = 0, before, inside

    def guard(self, store: Store) -> None:
        write = store._writer.write

        def guarded(work: Callable[..., Any], **more: Any) -> Any:
            self.written += 1
            if self.written == self._before:
                raise PowerCut

            def cut_short(connection: Any) -> Any:
                result = work(connection)
                if self.written == self._inside:
                    raise PowerCut
                return result

            return write(cut_short, **more)

        store._writer.write = guarded


class KeptMachine(MemoryMachine):
    """What a walk asks to be kept goes to a real machine, then to the model."""

    def __init__(self, clock: ManualClock, folder: Path) -> None:
        super().__init__(clock)
        self._folder = folder
        self.fuse = Fuse()
        self.ending = False
        """the power went while the kept answers were being erased: they may be gone or not"""
        self.start()

    def start(self) -> None:
        clock = self.clock
        self.store = Store.open(self._folder / "store.sqlite", DEVICE_KEY, clock, machine="may-2")
        office = OfficeData(self.store, LIST_KEY.public_key(), clock)
        if not office.known:
            listed, day = payees.sign(fees_only(), LIST_KEY), clock.now().isoformat()
            hub_key = public_text(HUB_KEY.public_key())
            answer = {"office": self.office.model_dump(mode="json"), "payees": listed, "hub_key": hub_key, "time": day}
            assert office.receive(answer)
        client = HubClient("http://127.0.0.1:9", "may-2", MACHINE_KEY, clock)
        self.real = KioskMachine(
            machine_id="may-2",
            name=self.name,
            store=self.store,
            signing_key=MACHINE_KEY,
            office_data=office,
            client=client,
            courier=Courier(self.store, client, clock, random.Random(1)),
            printing=None,
            news=None,
            line_watch=LineWatch(self.store, clock, lambda: True, client.clock_offset, office.is_open),
            places=self._places,
            clock=clock,
        )
        self.real.recover()
        self.fuse.guard(self.store)

    def power_cut(self) -> None:
        super().power_cut()
        self.store.close()
        self.fuse.arm()
        self.start()

    def save(self, session):
        self.real.save(session)
        super().save(session)

    def erase(self, session_id):
        self.real.erase(session_id)
        super().erase(session_id)

    def audit(self, event, **keys):
        self.real.audit(event, **keys)
        super().audit(event, **keys)

    def seal(self, session, person, procedure):
        sealed = self.real.seal(session, person, procedure)
        if sealed.id not in {known.id for known in self.sealed}:
            self.sealed.append(sealed)
            self.note_sealed(session, person, procedure, sealed)
        self.saved.pop(session.id, None)
        if sealed.due is not None and not self.payees_sound:
            return replace(sealed, due=replace(sealed.due, matrix=None))
        return replace(sealed, due=None) if self.free else sealed

    def due_of_rest(self, sealed, remaining):
        return self.real.due_of_rest(sealed, remaining) if self.payees_sound else None

    def tell(self, dossier, kind, data):
        self.real.tell(dossier, kind, data)
        super().tell(dossier, kind, data)

    def keep_draft(self, session, person, until):
        code = self.real.keep_draft(session, person, until)
        self.drafts[code] = (str(person.number), session.to_dict(), until)
        return code

    def has_draft(self, code):
        return self.real.has_draft(code)

    def open_draft(self, code, number):
        kept = self.real.open_draft(code, number)
        if kept is not None:
            self.drafts.pop(code)
        return kept

    def drop_draft(self, code):
        self.real.drop_draft(code)
        super().drop_draft(code)

    def unfinished(self, number):
        return self.real.unfinished(number)

    def sent_before(self, number):
        return self.real.sent_before(number)

    def end_sent_before(self):
        self.real.end_sent_before()
        super().end_sent_before()

    def end_unfinished(self, how):
        self.ending = True
        self.real.end_unfinished(how)
        self.ending, self.left = False, None
