"""What leaves the machine: every message sealed to the hub, signed by this machine, and on disk before it is sent."""

import json
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.audit import Entry
from kiosk.clock import Clock, utc_seconds
from kiosk.dossiers.canonical import canonical
from kiosk.dossiers.courier import Courier
from kiosk.dossiers.envelope import Kind, seal
from kiosk.machine.office_data import OfficeData
from kiosk.store import Store


class Outbound:
    """Seals what is to go to the hub and queues the later messages of a dossier."""

    def __init__(
        self, machine_id: str, key: Ed25519PrivateKey, office: OfficeData, store: Store, courier: Courier, clock: Clock
    ) -> None:
        self.machine_id = machine_id
        self._key = key
        self._office = office
        self._store = store
        self._courier = courier
        self._clock = clock

    def sealed(self, plain: dict[str, Any], dossier: str, seq: int, kind: Kind) -> bytes:
        """The body of POST /envelopes for this envelope or message, byte for byte as it will be sent."""
        message = seal(
            canonical(plain),
            machine=self.machine_id,
            dossier=dossier,
            seq=seq,
            kind=kind,
            hub_public=self._office.hub_key,
            machine_key=self._key,
        )
        return json.dumps(message, separators=(",", ":")).encode()

    def tell(self, dossier: str, kind: str, data: dict[str, Any], audit: Sequence[Entry] = ()) -> None:
        """Queue a message of schema "message/1" under the dossier's next number. Raises StoreFault."""
        at = utc_seconds(self._clock.now())

        def build(seq: int) -> bytes:
            message = {"schema": "message/1", "dossier": dossier, "seq": seq, "kind": kind, "at": at, "data": data}
            return self.sealed(message, dossier, seq, "message")

        self._store.append(dossier, "message", build, audit=audit)
        self._courier.wake()

    def wake(self) -> None:
        """Something was queued elsewhere."""
        self._courier.wake()
