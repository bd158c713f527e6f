"""Answers kept on request until the office closes; the slip and the same card open them together."""

from datetime import datetime

from kiosk.clock import Clock
from kiosk.identity.person import Person
from kiosk.journey.session import Session
from kiosk.payments.lookup import mint_lookup
from kiosk.store import Store


class Drafts:
    """The store finds a draft only with card and slip; it knows which slips are worth a card."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._on_the_way: tuple[str, str] | None = None
        """look-up code and card number while the slip is printed: without its slip a draft is erased again"""

    def keep(self, session: Session, person: Person, until: datetime) -> str:
        """Keep the answers; the look-up code for the slip."""
        code, number = str(mint_lookup()), str(person.number)
        self._store.keep_draft(code, number, session.to_dict(), until)
        self._on_the_way = (code, number)
        return code

    def has(self, code: str) -> bool:
        return self._store.has_draft(code)

    def open(self, code: str, number: str) -> Session | None:
        """The kept answers if code and card number are both right; they are then no longer kept."""
        state = self._store.open_draft(code, number)
        if state is None:
            return None
        self._store.erase_draft(code, number)
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
            self._store.erase_draft(code, number)

    def erase_past(self) -> None:
        """Erase the drafts whose time is over."""
        self._store.erase_drafts(self._clock.now())
