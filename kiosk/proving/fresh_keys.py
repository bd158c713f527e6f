"""What the exactly-once of the product is measured against: the same wires without a key that outlives a try."""

import uuid
from typing import Any

from kiosk.dossiers.answers import Answer, Receipt
from kiosk.dossiers.courier import Sender
from kiosk.hub.portal import NotThere, Outcome, PortalClient


def send_under_fresh_keys(sender: Sender) -> None:
    """From now on every try of this way to the hub is another message."""
    send = sender.send

    def fresh(key: str, body: bytes) -> Answer[Receipt]:
        return send(str(uuid.uuid4()), body)

    sender.send = fresh  # type: ignore[method-assign]


class FreshKeyPortal:
    """A portal that is never asked what it has, and gets every try under another key."""

    def __init__(self, portal: PortalClient) -> None:
        self._portal = portal

    def submit(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        return self._portal.submit(str(uuid.uuid4()), procedure, applicant, payload)

    def update(self, key: str, procedure: str, applicant: dict[str, Any], payload: dict[str, Any]) -> Outcome:
        return self._portal.submit(str(uuid.uuid4()), procedure, applicant, payload)

    def find(self, key: str) -> Outcome | NotThere:
        return NotThere()
