"""The office's data and its signed payees, as the hub last gave them; kept for days without a line."""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from pydantic import ValidationError

from kiosk.clock import Clock, today
from kiosk.keys import KeyFault, public_text, sealing_public
from kiosk.office import Office
from kiosk.payments.payees import PayeeFault, PayeeList
from kiosk.procedures.calendar import OfficeCalendar
from kiosk.store import Store

_SETTING = "office"
_NEWEST = "payees_version"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OfficeFile:
    """What the hub says of the office. `payees` is the text of the signed list, checked at each use."""

    office: Office
    calendar: OfficeCalendar
    payees: str
    hub_key: X25519PublicKey


class OfficeData:
    """Keeps the last whole office file and judges its payee list day by day. Usable from any thread."""

    def __init__(self, store: Store, payees_key: Ed25519PublicKey, clock: Clock) -> None:
        self._store = store
        self._key = payees_key
        self._clock = clock
        self._judged: tuple[OfficeFile, date, PayeeList | PayeeFault] | None = None
        kept = store.get(_SETTING)
        self._file = _file(kept) if isinstance(kept, dict) else None

    @property
    def known(self) -> bool:
        return self._file is not None

    @property
    def office(self) -> Office:
        return self._known().office

    @property
    def hub_key(self) -> X25519PublicKey:
        return self._known().hub_key

    @property
    def calendar(self) -> OfficeCalendar:
        return self._known().calendar

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open; False before its hours are known."""
        return self._file is not None and self._file.calendar.is_open(at)

    def receive(self, answer: dict[str, Any]) -> bool:
        """Keep what the hub answered to GET /office; False, and nothing changes, if it is not whole."""
        file = _file(answer)
        if file is None:
            log.error("office data not used: malformed")
            return False
        values = {
            "office": file.office.model_dump(mode="json"),
            "payees": file.payees,
            "hub_key": public_text(file.hub_key),
        }
        if self._store.get(_SETTING) != values:
            self._store.set(_SETTING, values)
            self._file = file
        return True

    def payees(self) -> PayeeList | PayeeFault:
        """The payee list as it stands today: of several reasons to distrust it, the first."""
        file, day, judged = self._known(), today(self._clock), self._judged
        if judged is None or judged[0] is not file or judged[1] != day:
            judged = self._judged = (file, day, self._judge(file, day))
        return judged[2]

    def _judge(self, file: OfficeFile, day: date) -> PayeeList | PayeeFault:
        newest = self._store.get(_NEWEST)
        last = date.fromisoformat(newest) if newest else None
        judged = PayeeList.read(file.payees, self._key, day, last)
        if isinstance(judged, PayeeFault):
            log.error("payee list not used: %s", judged.code)
        elif last is None or judged.version > last:
            self._store.set(_NEWEST, judged.version.isoformat())
        return judged

    def _known(self) -> OfficeFile:
        if self._file is None:
            raise RuntimeError("the office's data never came; `known` tells")
        return self._file


def _file(values: dict[str, Any]) -> OfficeFile | None:
    payees, hub_key = values.get("payees"), values.get("hub_key")
    if not isinstance(payees, str) or not isinstance(hub_key, str):
        return None
    try:
        office = Office.model_validate(values.get("office"))
        return OfficeFile(office, OfficeCalendar.load(office), payees, sealing_public(hub_key))
    except (ValidationError, KeyFault):
        return None
