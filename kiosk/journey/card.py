"""The card: read, confirmed by who holds it, and what keeps a person from going on with it."""

from collections.abc import Mapping, Sequence

from drivers.vision.verdict import Verdict
from kiosk.clock import today
from kiosk.identity.card import CardFault, CardRefusal, parse_card
from kiosk.identity.person import CardWarning, Person
from kiosk.identity.places import AddressMatch
from kiosk.journey.help import CallReason
from kiosk.journey.moves import Act, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.readers import Reader
from kiosk.journey.resuming import Resuming

CARD_PATIENCE_S = 30.0
"""Seconds without a code after which the page says what to do."""
STAYS_S = 4.0
"""Seconds for which the words of a refusal stay before what the camera sees is said instead."""
HINTS = frozenset(
    {
        Verdict.READING,
        Verdict.NO_CODE,
        Verdict.FAR,
        Verdict.MOVING,
        Verdict.BLURRED,
        Verdict.DARK,
        Verdict.GLARE,
        Verdict.SEVERAL,
    }
)
"""What a person can do something about; the words are walk.card.hint.*"""
ADJUST_READER = "T-211"
"""What staff are told: the scanner sends bytes that are no text."""


class CardReading(Part):
    """Stages CARD, NO_CARD, NOT_ME, CONFIRM, UNDER_AGE, EXPIRED."""

    words = ""
    """the key of what is said of the last attempt; "" while the first is awaited"""
    code = ""
    """a code for staff beside it"""
    hint: Verdict = Verdict.NOTHING
    """what the camera sees of the hand"""
    reader = Reader.SCANNER
    """what read the last code"""
    opening = ""
    """the slip's code while the card is to open kept answers"""
    match: AddressMatch | None = None
    """what the card's address is called today, looked up once a card"""
    _since = 0.0
    _refused_at = 0.0

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.CARD: self._card,
            Act.UNCLEAR: self._unclear,
            Act.NO_CARD: lambda _: self.walk.go(Stage.NO_CARD),
            Act.YES: self._yes,
            Act.NO: self._no,
            Act.NEXT: lambda _: self.walk.sent_before.begin(),
            Act.AGAIN: lambda _: self.wait(),
            Act.BACK: self._back,
        }

    def tick(self) -> None:
        walk = self.walk
        if walk.stage is not Stage.CARD:
            return
        if walk.sheet or walk.readers.gone:
            self._since = walk.clock.monotonic()
        elif walk.clock.monotonic() - self._since > CARD_PATIENCE_S:
            self._refuse("walk.card.none", "none")

    def wait(self) -> None:
        """Open the reader."""
        self.walk.go(Stage.CARD)
        self.words = self.code = ""
        self.hint = Verdict.NOTHING
        self._since = self.walk.clock.monotonic()

    def open_with(self, slip: str) -> None:
        """Wait for the card that opens the answers kept under this slip."""
        self.wait()
        self.opening = slip

    def among(self, texts: Sequence[str]) -> list[str]:
        """Those that are the codes of cards, each once."""
        day = today(self.walk.clock)
        return [text for text in dict.fromkeys(texts) if isinstance(parse_card(text, day), Person)]

    def glanced(self, verdict: Verdict) -> None:
        """Say what to do with the hand, unless a refusal is still to be read."""
        self.hint = verdict
        if verdict in HINTS and self.walk.clock.monotonic() - self._refused_at > STAYS_S:
            self.words = self.code = ""

    def _unclear(self, what: str) -> None:
        """Something that is no single card: "two" of them, or one on the "screen" of a telephone."""
        self._refuse(f"walk.card.{what}", what)

    def _card(self, text: str) -> None:
        walk = self.walk
        now = walk.clock.now()
        result = parse_card(text, today(walk.clock), reader=self.reader, read_at=now) if text else None
        if not isinstance(result, Person):
            self._refuse(*_words(result, self.reader))
            return
        walk.log("card.read", route="qr", shape=f"fields-{result.fields}", verdicts=[str(w) for w in result.warnings])
        if self.opening:
            self._open_kept(result, text)
            return
        self._take(result, text)
        walk.go(Stage.CONFIRM)

    def _take(self, person: Person, text: str) -> None:
        session = self.walk.session
        self.walk.person = person
        self.match = self.walk.places.map_address(person.address)
        session.card_text, session.card_read_at, session.card_reader = text, self.walk.instant(), str(self.reader)

    def _refuse(self, words: str, reason: str) -> None:
        self.walk.attempt.misses += 1
        self.words = words
        self.code = ADJUST_READER if words == "walk.card.bytes" else ""
        self._since = self._refused_at = self.walk.clock.monotonic()
        self.walk.log("card.not_read", reason=reason)

    def _open_kept(self, person: Person, text: str) -> None:
        walk = self.walk
        if not walk.machine.has_draft(self.opening):
            self.opening = ""
            walk.lookup.status = "unknown"
            walk.go(Stage.LOOKUP)
            return
        kept = walk.machine.open_draft(self.opening, str(person.number))
        if kept is None:
            self._refuse("walk.card.mismatch", "other-card")
            return
        self._take(person, text)
        self.opening = ""
        walk.log("draft.opened")
        walk.go_on_with(kept)

    def _yes(self, _: str) -> None:
        walk, person = self.walk, self.walk.known_person()
        walk.log("identity.confirmed_by_citizen")
        if person.age_on(today(walk.clock)) < walk.procedure.minimum_age:
            walk.go(Stage.UNDER_AGE)
        elif CardWarning.CARD_EXPIRED in person.warnings:
            walk.go(Stage.EXPIRED)
        else:
            walk.sent_before.begin()

    def _no(self, _: str) -> None:
        self._forget_card()
        self.walk.go(Stage.NOT_ME)
        self.walk.help.ring(CallReason.NOT_ME)

    def _back(self, _: str) -> None:
        walk = self.walk
        walk.session.back += 1
        match walk.stage:
            case Stage.CARD if self.opening:
                self.opening = ""
                walk.lookup.status = "waiting"
                walk.go(Stage.LOOKUP)
            case Stage.CARD:
                walk.go(Stage.NOTICE)
            case Stage.UNDER_AGE | Stage.EXPIRED:
                walk.go(Stage.CONFIRM)
            case _:
                self._forget_card()
                self.wait()

    def _forget_card(self) -> None:
        session = self.walk.session
        self.walk.person = self.match = None
        self.walk.resuming = Resuming(self.walk)
        session.card_text = session.card_read_at = session.card_reader = session.editing = ""
        for kept in (session.answers, session.history, session.again):
            kept.clear()


def _words(refusal: CardRefusal | None, reader: Reader) -> tuple[str, str]:
    """The key of the words for the citizen, and the reason for the log."""
    if refusal is None or refusal.code is CardFault.ENCODING:
        # A camera's bytes are those of the code itself: there is nothing to adjust.
        words = "bytes" if reader is Reader.SCANNER else "unsound"
        return f"walk.card.{words}", str(CardFault.ENCODING)
    if refusal.code is CardFault.OTHER_CODE:
        return "walk.card.other", str(refusal.code)
    return "walk.card.unsound", str(refusal.code)
