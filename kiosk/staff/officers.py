"""Who an officer is, and whether the PIN given is theirs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict, field_validator

from kiosk.audit.events import AuditFault, entry
from kiosk.language.text import nfc

TRIES = 5
LOCK = timedelta(minutes=5)


class Officer(BaseModel):
    """One person with a PIN of their own. `pin_hash` is argon2's encoded form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    name: str
    pin_hash: str

    @field_validator("pin_hash")
    @classmethod
    def _is_a_hash(cls, value: str) -> str:
        try:
            extract_parameters(value)
        except InvalidHashError:
            raise ValueError("needs the argon2 hash of a PIN") from None
        return value

    @field_validator("name")
    @classmethod
    def _normal_form(cls, value: str) -> str:
        name = nfc(" ".join(value.split()))
        try:
            entry("dossier.opened", officer=name)
        except AuditFault:
            raise ValueError("a name of up to 60 letters is needed, as it stands in the event log") from None
        return name


class SignIn(StrEnum):
    """What a try to sign in came to. An unknown name and a wrong PIN are not told apart."""

    OK = "ok"
    WRONG = "wrong"
    LOCKED = "locked"


class Tries(Protocol):
    """Where wrong tries are counted; must outlive a restart, or a restart would be the way round the lock."""

    def of(self, officer: str) -> tuple[int, datetime | None]:
        """Wrong tries since the last good one, and until when the officer is locked."""
        ...

    def put(self, officer: str, failed: int, locked_until: datetime | None) -> None: ...


class StaffDoor:
    """Checks names and PINs. Five wrong PINs lock the name for five minutes, for the right PIN too."""

    def __init__(self, officers: tuple[Officer, ...], tries: Tries, now: Callable[[], datetime]) -> None:
        self._by_name = {_key(officer.name): officer for officer in officers}
        self._tries = tries
        self._now = now
        self._hasher = PasswordHasher()
        # Made with an officer's own parameters: else the time of the answer would tell names from no names.
        like = extract_parameters(officers[0].pin_hash) if officers else self._hasher
        self._nobody = PasswordHasher(like.time_cost, like.memory_cost, like.parallelism).hash("nobody has this PIN")

    def sign_in(self, name: str, pin: str) -> tuple[SignIn, Officer | None]:
        """The officer only with OK. A name nobody has costs as much time as a real one."""
        officer = self._by_name.get(_key(name))
        if officer is None:
            self._right(self._nobody, pin)
            return SignIn.WRONG, None
        failed, locked_until = self._tries.of(officer.id)
        if locked_until is not None:
            if self._now() < locked_until:
                return SignIn.LOCKED, None
            failed = 0
        if self._right(officer.pin_hash, pin):
            self._tries.put(officer.id, 0, None)
            return SignIn.OK, officer
        failed += 1
        locked = self._now() + LOCK if failed >= TRIES else None
        self._tries.put(officer.id, failed, locked)
        return (SignIn.LOCKED if locked else SignIn.WRONG), None

    def second(self, first: Officer, name: str, pin: str) -> tuple[SignIn, Officer | None]:
        """The second person of a decision for two: signs in by the same rules and is not the first."""
        if _key(name) == _key(first.name):
            return SignIn.WRONG, None
        return self.sign_in(name, pin)

    def _right(self, encoded: str, pin: str) -> bool:
        try:
            return self._hasher.verify(encoded, pin)
        except (VerificationError, InvalidHashError):
            return False


def hash_pin(pin: str, *, quick: bool = False) -> str:
    """argon2's encoded hash of a PIN. `quick` is for made-up officers of a demonstration: it costs 1 ms, not 100."""
    hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1) if quick else PasswordHasher()
    return hasher.hash(pin)


def _key(name: str) -> str:
    return " ".join(nfc(name).casefold().split())
