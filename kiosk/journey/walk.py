"""The walk of one citizen: what happens when she touches, a card is read, money comes, or nobody is there any more.

The walk has no screen: `kiosk.journey.pages` says what is to be shown of it. Every act is checked against
`kiosk.journey.moves`, and what changed is saved before the act returns, so that a screen can only show what is kept.
What answers an act stands in the parts (arrival, card, sent_before, resuming, asking, paying, parting, anywhere), which
are made anew for every citizen. Nothing here is thread-safe; `kiosk.journey.engine` gives all calls to one thread.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from drivers.vision.verdict import Verdict
from kiosk.clock import Clock, utc_seconds
from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.ids import uuid7
from kiosk.journey.anywhere import Anywhere
from kiosk.journey.arrival import Arrival
from kiosk.journey.asking import Asking
from kiosk.journey.card import HINTS, CardReading
from kiosk.journey.help import Help
from kiosk.journey.lookup import SlipSearch
from kiosk.journey.moves import OFFERING, SENT, TOUCHES, Act, IllegalMove, Stage, targets
from kiosk.journey.part import Handler, Part
from kiosk.journey.parting import Parting
from kiosk.journey.paying import Paying
from kiosk.journey.ports import Machine, MoneyNews, Sealed
from kiosk.journey.questions import Questions
from kiosk.journey.readers import Reader, Readers
from kiosk.journey.resuming import Resuming
from kiosk.journey.sent_before import SentBefore
from kiosk.journey.session import Session
from kiosk.journey.silence import CALL_HELD_S, Silence
from kiosk.payments.lookup import is_lookup
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.model import Page, Procedure
from kiosk.procedures.notices import Notices
from kiosk.procedures.rules import Problem

Reason = Literal["done", "left", "idle", "stopped", "fault"]
"""How a session ends: finished, left on the idle page, silent, stopped by the citizen, stopped by the machine."""

_UNSAVED = SENT | {Stage.IDLE, Stage.KEPT, Stage.STOPPED}
"""Stages at which the store has nothing to open again: no citizen, or what she gave is sealed."""


@dataclass
class Attempt:
    """What went wrong on the page that is shown: the last problem, what was typed, how often."""

    problem: Problem | None = None
    typed: str = ""
    misses: int = 0
    words: str = ""
    """the key of what is said at first of how the page came"""


@dataclass(frozen=True)
class Stop:
    """Why and since when the machine rests."""

    code: str
    since: datetime


class Walk:
    """One machine's walk. `post` runs a callback of another thread where the walk lives."""

    session: Session
    person: Person | None
    sealed: Sealed | None
    attempt: Attempt
    silence: Silence
    raised: str
    """the sheet that the citizen raised over the page; "" for none"""
    stop: Stop | None
    """set while the machine rests"""
    _allowed: frozenset[Stage]
    _page_since: float

    def __init__(
        self,
        *,
        machine: Machine,
        catalogue: Catalogue,
        notices: Notices,
        places: Places,
        clock: Clock,
        post: Callable[[Callable[[], None]], None],
        readers: Iterable[Reader] = (Reader.SCANNER,),
    ) -> None:
        self.machine = machine
        self.catalogue = catalogue
        self.notices = notices
        self.places = places
        self.clock = clock
        self.post = post
        self.readers = Readers(readers)
        self._looking = False
        self._random = random.SystemRandom()
        self.begin_anew()

    # what is shown is derived from these

    @property
    def stage(self) -> Stage:
        return self.session.stage

    @property
    def procedure(self) -> Procedure:
        return self.catalogue[self.session.procedure]

    @property
    def questions(self) -> Questions:
        """The question pages as far as they apply to this person now."""
        office, match = self.machine.office, self.card.match
        return Questions(self.procedure, self.session.answers, self.person, self.places, office, match)

    @property
    def page(self) -> Page:
        return self.procedure.page(self.session.page)

    @property
    def page_id(self) -> str:
        """The id of what is on the screen."""
        return self.session.page if self.stage is Stage.ASKING else str(self.stage)

    @property
    def sheet(self) -> str:
        """The sheet over the page: idle, leave, size, missing, how or called; "" for none."""
        if self.silence.warned_at is not None:
            return "idle"
        return self.raised or ("called" if self.help.call else "")

    # what happens from outside

    def act(self, name: str, value: str = "") -> None:
        """A touch. Raises IllegalMove where the table does not have it, or for a value that is not offered now."""
        act = next((act for act in TOUCHES if act == name), None)
        if act is None:
            raise IllegalMove("this is no act of a person's")
        self.silence.broken()
        if self.silence.warned_at is not None and act not in (Act.LEAVE_ERASE, Act.HELP, Act.LANGUAGE):
            act = Act.STAY
        elif self.sheet and act is Act.BACK:
            act = Act.CLOSE
        self.do(act, value)

    def touched(self) -> None:
        """A touch somewhere: the person is there. A warning stays, its time starts anew: the same touch may be about
        to answer it."""
        self.silence.broken()

    def scanned(self, text: str, misread: bool = False, reader: Reader = Reader.SCANNER) -> None:
        """A code was read; `misread`: bytes came that are no text."""
        self.silence.answered()
        code = "" if misread else text
        if self.stage is Stage.CARD:
            self.card.reader = reader
            self.do(Act.CARD, code)
        elif self.stage is Stage.LOOKUP:
            self.do(Act.SLIP, code)

    def seen(self, texts: Sequence[str], *, on_screen: bool = False) -> None:
        """The camera read these codes in one picture; a code that is no text is "". `on_screen`: off a telephone."""
        match self.stage:
            case Stage.CARD:
                cards = self.card.among(texts)
                if len(cards) > 1 or (cards and on_screen):
                    self.silence.answered()
                    self.do(Act.UNCLEAR, "screen" if on_screen else "two")
                else:
                    # Bytes that are no text say nothing of the camera: it is some other code.
                    self.scanned(next(iter(cards), texts[0] or "?"), reader=Reader.CAMERA)
            case Stage.LOOKUP:
                self.scanned(next(filter(is_lookup, texts), texts[0]), reader=Reader.CAMERA)

    def glanced(self, verdict: Verdict) -> None:
        """What the camera now sees of the hand and the thing in it."""
        if self.stage is Stage.CARD:
            if verdict in HINTS:
                self.silence.answered()
            self.card.glanced(verdict)

    def reader_changed(self, reader: Reader = Reader.SCANNER, *, gone: bool) -> None:
        """A reader went away, or came back."""
        self.readers.changed(reader, gone=gone)

    def money_came(self, news: MoneyNews) -> None:
        """The hub saw money for a reference; a stranger's reference is nothing."""
        if self.stage in SENT and self.paying.hears(news):
            self.do(Act.MONEY)

    def officer(self, call: str, name: str, ended: bool) -> None:
        """An officer answered the call, or ended it at the desk."""
        self.help.answered(call, name, ended)

    def fault(self, code: str) -> None:
        """Stop safely: wipe, say where to go. What was sealed stays for the courier."""
        self.do(Act.FAULT, code)

    def forget(self, code: str) -> None:
        """As `fault`, in memory only: for when the store is what is broken."""
        since = self.stop.since if self.stop and self.stage is Stage.STOPPED else self.clock.now()
        self.begin_anew()
        self.session.stage = Stage.STOPPED
        self.stop = Stop(code, since)
        self._look()

    def tick(self) -> None:
        """Let time pass. Call it at least twice a second."""
        self._part.tick()
        self._listen()
        self._look()

    # what the parts do with it

    def do(self, act: Act, value: str = "") -> None:
        """One legal act, saved before it is over. Raises IllegalMove."""
        self._allowed = targets(self.stage, act)
        self._handler(act)(value)
        if self.stage not in _UNSAVED:
            self.machine.save(self.session)
        self._look()

    def go(self, stage: Stage, page: str = "") -> None:
        """To another page. Raises IllegalMove where the act does not lead there."""
        if stage not in self._allowed and stage is not self.stage:
            raise IllegalMove(f"{self.stage} does not lead to {stage} by this act")
        self.clock_page()
        self.session.stage = stage
        self.session.page = page
        self.attempt = Attempt()
        self.raised = ""

    def end(self, reason: Reason, to: Stage) -> None:
        """End the session at IDLE or HOME: wiped here and, if it was not sent, in the store."""
        if to not in self._allowed:
            raise IllegalMove(f"{self.stage} does not end by this act")
        ended = self.session
        self.help.end()
        self.machine.watch_money(None)
        if self.sealed and self.stage is not Stage.DONE:
            self.machine.tell(self.sealed.id, "left", {"page": self.page_id})
        if self.stage in OFFERING:
            self.machine.end_unfinished("left")
        self.machine.erase(ended.id)
        self.log("session.ended", reason=reason, page=self.page_id)
        self.begin_anew()
        self.machine.audit("memory.wiped")
        if to is Stage.HOME:
            self.session.looks = ended.looks
            self.session.stage = Stage.HOME
            self.log("session.started")

    def rest(self, code: str) -> None:
        """Serve nobody. Wiped in memory first: the store may be what is broken."""
        ended, page, idle = self.session.id, self.page_id, self.stage in (Stage.IDLE, Stage.STOPPED)
        call, offered = self.help.call, self.stage in OFFERING
        self.forget(code)
        if call and call.id:
            self.machine.end_call(call.id)
        if not idle:
            self.machine.watch_money(None)
            self.machine.erase(ended)
            if offered:
                self.machine.end_unfinished("left")
            self.machine.audit("session.ended", session=ended, reason="fault", page=page)
        self.machine.audit("memory.wiped")

    def begin_anew(self) -> None:
        """Forget everything of the last citizen. The next one starts at IDLE with the usual looks."""
        self.session = Session(id=self.new_id(), started_at=self.clock.now().isoformat())
        self.person = None
        self.sealed = None
        self.attempt = Attempt()
        self.silence = Silence(self.clock)
        self.raised = ""
        self.stop = None
        self._allowed = frozenset()
        self._page_since = self.clock.monotonic()
        self.help = Help(self)
        self.arrival = Arrival(self)
        self.lookup = SlipSearch(self)
        self.card = CardReading(self)
        self.sent_before = SentBefore(self)
        self.resuming = Resuming(self)
        self.asking = Asking(self)
        self.paying = Paying(self)
        self.parting = Parting(self)
        self._anywhere = Anywhere(self).handlers()

    def forget_answers(self) -> None:
        """Forget who she is and what she said; the page that is shown stays."""
        session = self.session
        self.session = Session(session.id, session.started_at, stage=session.stage, procedure=session.procedure)
        self.session.looks = session.looks
        self.person = None
        self.attempt = Attempt()
        self.card = CardReading(self)
        self.sent_before = SentBefore(self)
        self.resuming = Resuming(self)
        self.asking = Asking(self)

    def go_on_with(self, kept: Session) -> None:
        """Go on with answers that were kept, for the card that was just read: at the first question that is open."""
        new = self.session
        kept.id, kept.started_at, kept.stage, kept.page = new.id, new.started_at, new.stage, new.page
        kept.card_text, kept.card_read_at, kept.card_reader = new.card_text, new.card_read_at, new.card_reader
        kept.looks = new.looks
        self.session = kept
        self.resuming = Resuming(self)
        self.asking.resume()

    def clock_page(self) -> None:
        """Note the seconds spent on the page so far."""
        now, page = self.clock.monotonic(), self.page_id
        if self.stage is not Stage.IDLE:
            spent = self.session.pages_s.get(page, 0.0) + now - self._page_since
            self.session.pages_s[page] = round(spent, 1)
        self._page_since = now

    def log(self, event: str, **keys: Any) -> None:
        self.machine.audit(event, session=self.session.id, **keys)

    def instant(self) -> str:
        """Now, as envelopes have it."""
        return utc_seconds(self.clock.now())

    def consent(self, text: str, kind: str) -> None:
        """The citizen passed or gave a text, in the words of her language; said again, the later one counts."""
        given = {
            "text": text,
            "sha256": self.notices[text].sha256(self.session.lang),
            "kind": kind,
            "lang": self.session.lang,
            "at": self.instant(),
        }
        self.session.consents = [*(one for one in self.session.consents if one["text"] != text), given]

    def known_person(self) -> Person:
        """Raises IllegalMove where no card was read."""
        if self.person is None:
            raise IllegalMove("no card was read")
        return self.person

    def known_dossier(self) -> Sealed:
        """Raises IllegalMove where nothing is sealed."""
        if self.sealed is None:
            raise IllegalMove("nothing is sealed")
        return self.sealed

    def new_id(self) -> str:
        return uuid7(self.clock, self._random)

    @property
    def _part(self) -> Part:
        """The part that the stage belongs to."""
        match self.stage:
            case Stage.LOOKUP:
                return self.lookup
            case Stage.CARD | Stage.NO_CARD | Stage.NOT_ME | Stage.CONFIRM | Stage.UNDER_AGE | Stage.EXPIRED:
                return self.card
            case Stage.SENT_BEFORE:
                return self.sent_before
            case Stage.RESUME | Stage.PROOF:
                return self.resuming
            case Stage.ASKING | Stage.CHECK:
                return self.asking
            case Stage.PAY_HOW | Stage.PAY_QR | Stage.PAY_WAIT:
                return self.paying
            case Stage.DONE | Stage.KEPT:
                return self.parting
        return self.arrival

    def _handler(self, act: Act) -> Handler:
        return self._part.handlers().get(act) or self._anywhere[act]

    def _look(self) -> None:
        """The camera is open just while something is to be shown to it."""
        look = self.stage is Stage.CARD or (self.stage is Stage.LOOKUP and self.lookup.waits)
        if look is not self._looking:
            self._looking = look
            self.machine.look(on=look)

    def _listen(self) -> None:
        """Let silence have its way: first a question, then an end."""
        patience = self._part.silence_s()
        if patience is None:
            return
        if self.silence.warned_at is not None:
            if self.silence.warning_left <= 0:
                self.do(Act.TIMEOUT)
        elif self.silence.lasted > (max(patience, CALL_HELD_S) if self.help.call else patience):
            if self._part.warns:
                self.silence.warn()
                self.session.idle_warnings += 1
                self.log("idle.warned", page=self.page_id)
                if self.stage not in _UNSAVED:
                    self.machine.save(self.session)
            else:
                self.do(Act.TIMEOUT)
