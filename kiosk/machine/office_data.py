"""The office's data and its signed payees, as the hub last gave them; kept for days without a line."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from pydantic import ValidationError

from kiosk.clock import Clock, today
from kiosk.dossiers.keys import KeyFault, sealing_public
from kiosk.office import Office
from kiosk.payments.payees import PayeeFault, PayeeList
from kiosk.procedures.calendar import OfficeCalendar
from kiosk.store import Store

_SETTING = "office"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OfficeFile:
    """What the hub says of the office. `payees` is the text of the signed list, checked at each use."""

    office: Office
    payees: str
    hub_key: X25519PublicKey


class OfficeData:
    """Keeps the last good office file and judges the payee list day by day."""

    def __init__(self, store: Store, payees_key: Ed25519PublicKey, clock: Clock) -> None:
        self._store = store
        self._key = payees_key
        self._clock = clock
        self._file: OfficeFile | None = None
        self._calendar: OfficeCalendar | None = None
        self._judged: tuple[date, PayeeList | PayeeFault] | None = None
        kept = store.get(_SETTING)
        if kept is not None:
            self._take(kept)

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
        if self._calendar is None:
            self._calendar = OfficeCalendar.load(self.office)
        return self._calendar

    def receive(self, answer: dict[str, Any]) -> bool:
        """Keep what the hub answered to GET /office; False, and nothing changes, if it is not whole."""
        values = {name: answer.get(name) for name in ("office", "payees", "hub_key")}
        if not self._take(values):
            return False
        if self._store.get(_SETTING) != values:
            self._store.set(_SETTING, values)
        return True

    def payees(self) -> PayeeList | PayeeFault:
        """The payee list as it stands today: of several reasons to distrust it, the first."""
        day = today(self._clock)
        if self._judged is None or self._judged[0] != day:
            self._judged = (day, self._judge(day))
        return self._judged[1]

    def _judge(self, day: date) -> PayeeList | PayeeFault:
        newest = self._store.get("payees_version")
        last = date.fromisoformat(newest) if newest else None
        judged = PayeeList.read(self._known().payees, self._key, day, last)
        if isinstance(judged, PayeeFault):
            log.error("payee list not used: %s", judged.code)
        elif last is None or judged.version > last:
            self._store.set("payees_version", judged.version.isoformat())
        return judged

    def _take(self, values: dict[str, Any]) -> bool:
        try:
            file = OfficeFile(
                Office.model_validate(values["office"]), str(values["payees"]), sealing_public(str(values["hub_key"]))
            )
        except (ValidationError, KeyFault, KeyError):
            log.error("office data not used: malformed")
            return False
        if file != self._file:
            self._file, self._calendar, self._judged = file, None, None
        return True

    def _known(self) -> OfficeFile:
        if self._file is None:
            raise RuntimeError("the office's data never came; `known` tells")
        return self._file
