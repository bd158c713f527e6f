"""The door of envelopes: each is kept once, and a repeat gets the answer that was stored with it."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import ValidationError

from kiosk.dossiers.envelope import EnvelopeFault, open_sealed
from kiosk.hub import ahead, dossiers, money
from kiosk.hub.cases import CaseKind, open_case
from kiosk.hub.messages import apply
from kiosk.hub.paperwork import Paperwork
from kiosk.hub.reading import Envelope, Message
from kiosk.hub.transaction import Store, Tx


@dataclass(frozen=True)
class Answer:
    """HTTP status and body."""

    status: int
    body: dict[str, Any]


class Inbox:
    """Opens, checks and keeps what machines send. There is no answer "in-progress": the one writer makes a repeat of
    a message that is being kept wait for it."""

    def __init__(self, store: Store, hub_key: X25519PrivateKey, paperwork: Paperwork) -> None:
        self._store = store
        self._hub_key = hub_key
        self._paperwork = paperwork

    def receive(self, key: str | None, machine: str, machine_key: Ed25519PublicKey, body: bytes) -> Answer:
        """What to answer to one POST; when it says 201 or 200, the message is on disk."""
        if not key or len(key) > 100:
            return _refused(400, "no-key", "The header Idempotency-Key is missing.")
        digest = hashlib.sha256(body).digest()
        if (stored := self._store.read(lambda tx: _stored(tx, key, machine, digest))) is not None:
            return stored
        try:
            outside = json.loads(body)
            inside = open_sealed(outside, self._hub_key, machine_key)
            content = (Envelope if outside["kind"] == "dossier" else Message).model_validate(inside)
        except (ValueError, EnvelopeFault, ValidationError):
            return _refused(422, "unreadable", "The message does not open, or is not what it says it is.")
        if outside["machine"] != machine or (content.seq == 1) != isinstance(content, Envelope):
            return _refused(422, "unreadable", "The message is not of this machine, or of a wrong place in the order.")
        return self._store.write(lambda tx: self._keep(tx, key, machine, digest, body, content, inside))

    def _keep(
        self,
        tx: Tx,
        key: str,
        machine: str,
        digest: bytes,
        body: bytes,
        content: Envelope | Message,
        inside: dict[str, Any],
    ) -> Answer:
        if (stored := _stored(tx, key, machine, digest)) is not None:
            return stored
        dossier = content.id if isinstance(content, Envelope) else content.dossier
        known = tx.one("select machine, next_seq from dossiers where id = ?", dossier)
        if known is not None and known["machine"] != machine:
            return _refused(422, "unreadable", "The dossier is another machine's.")
        expected = known["next_seq"] if known else 1
        if content.seq != expected:
            return Answer(409, {"code": "gap", "message": "Send from the expected number.", "expected": expected})
        response = {"id": key, "dossier": dossier, "seq": content.seq, "received_at": tx.at}
        tx.run(
            "insert into inbox values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            key,
            digest,
            body,
            machine,
            dossier,
            content.seq,
            "dossier" if isinstance(content, Envelope) else "message",
            json.dumps(response, ensure_ascii=False),
            tx.at,
        )
        if isinstance(content, Envelope):
            self._arrived(tx, machine, content, inside)
        else:
            _told(tx, machine, content, inside)
        return Answer(201, response)

    def _arrived(self, tx: Tx, machine: str, envelope: Envelope, inside: dict[str, Any]) -> None:
        dossier = dossiers.arrive(tx, machine, envelope, inside)
        dossiers.name_attachments(tx, envelope.id, envelope.attachments)
        money.owe(tx, envelope.id, envelope.due, envelope.request)
        if dossiers.others_of_person(tx, envelope.id):
            open_case(tx, CaseKind.TWO_DOSSIERS, envelope.id, envelope.id)
        ahead.join(tx, dossier, self._paperwork)


def _told(tx: Tx, machine: str, message: Message, inside: dict[str, Any]) -> None:
    tx.run(
        "insert into messages values (?, ?, ?, ?, ?)",
        message.dossier,
        message.seq,
        message.kind,
        tx.at,
        tx.records.seal(f"message/{message.dossier}/{message.seq}", inside),
    )
    tx.run("update dossiers set next_seq = ? where id = ?", message.seq + 1, message.dossier)
    tx.log("envelope.stored", dossier=message.dossier, seq=message.seq, machine=machine)
    apply(tx, machine, message)


def _stored(tx: Tx, key: str, machine: str, digest: bytes) -> Answer | None:
    row = tx.one("select body_hash, machine, response from inbox where key = ?", key)
    if row is None:
        return None
    if row["body_hash"] != digest or row["machine"] != machine:
        return _refused(422, "other-body", "This key was used for another message.")
    return Answer(200, json.loads(row["response"]))


def _refused(status: int, code: str, message: str) -> Answer:
    return Answer(status, {"code": code, "message": message})
