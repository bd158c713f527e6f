"""Answers kept on request until the office closes; the slip and the same card open them together."""

from datetime import datetime
from hashlib import sha256

from kiosk.clock import Clock
from kiosk.identity.person import Person
from kiosk.journey.session import Session
from kiosk.payments.lookup import mint_lookup
from kiosk.store import Store

_SETTING = "drafts"


class Drafts:
    """The store can find a draft only with card and slip; a list of hashed slips says which ones are worth a card."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._on_the_way: tuple[str, str] | None = None
        """look-up code and card number while the slip is printed: without its slip a draft is erased again"""

    def keep(self, session: Session, person: Person, until: datetime) -> str:
        """Keep the answers; the look-up code for the slip."""
        code, number = str(mint_lookup()), str(person.number)
        self._store.keep_draft(code, number, session.to_dict(), until)
        self._store.set(_SETTING, {**self._alive(), _digest(code): until.isoformat()})
        self._on_the_way = (code, number)
        return code

    def has(self, code: str) -> bool:
        return _digest(code) in self._alive()

    def open(self, code: str, number: str) -> Session | None:
        """The kept answers if code and card number are both right; they are then no longer kept."""
        state = self._store.open_draft(code, number)
        if state is None:
            return None
        self._erase(code, number)
        return Session.from_dict(state)

    def slip_came(self, code: str) -> None:
        """The slip is in somebody's hand, or may be: only the pair opens the draft from now on."""
        if self._on_the_way is not None and self._on_the_way[0] == code:
            self._on_the_way = None

    def drop(self, code: str) -> None:
        """No slip came out, so that nobody could ever open it."""
        if self._on_the_way is not None and self._on_the_way[0] == code:
            number = self._on_the_way[1]
            self._on_the_way = None
            self._erase(code, number)

    def erase_past(self) -> None:
        """Erase the drafts whose time is over."""
        self._store.erase_drafts(self._clock.now())

    def _erase(self, code: str, number: str) -> None:
        self._store.erase_draft(code, number)
        self._store.set(_SETTING, {key: at for key, at in self._alive().items() if key != _digest(code)})

    def _alive(self) -> dict[str, str]:
        kept: dict[str, str] = self._store.get(_SETTING, {})
        now = self._clock.now()
        return {key: at for key, at in kept.items() if datetime.fromisoformat(at) > now}


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
