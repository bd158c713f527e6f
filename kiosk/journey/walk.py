"""The walk of one citizen: what happens when she touches, a card is read, money comes, or nobody is there any more.

The walk has no screen: `kiosk.journey.pages` says what is to be shown of it. Every act is checked against
`kiosk.journey.moves`, and what changed is saved before the act returns, so that a screen can only show what is kept.
Nothing here is thread-safe; `kiosk.journey.engine` gives all calls to one thread.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.clock import Clock, local, today
from kiosk.identity.card import CardFault, CardRefusal, parse_card
from kiosk.identity.person import Person
from kiosk.identity.places import Places
from kiosk.ids import uuid7
from kiosk.journey.moves import SENT, Act, IllegalMove, Stage, targets
from kiosk.journey.ports import LookupAnswer, Machine, MoneyNews, PrintOrder, Sealed, SlipKind, SlipResult
from kiosk.journey.questions import Questions
from kiosk.journey.session import Answer, Session
from kiosk.payments.lookup import is_lookup
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.model import Page, Procedure
from kiosk.procedures.notices import Notices
from kiosk.procedures.rules import Problem

IDLE_S = 120.0
"""Seconds without a touch before the warning; a question page may say otherwise (WALK 0.5)."""
WARNING_S = 45.0
CARD_PATIENCE_S = 30.0
CODE_SHOWN_S = 600.0
CODE_SLOW_S = 60.0
CODE_LATE_S = 300.0
THANKS_S = 2.0
DONE_S = 45.0
STOPPED_S = 30.0
WAIT_MORE_S = 300.0


@dataclass
class Call:
    """An officer was called: `id` None where the line is down; `officer` once one is coming."""

    id: str | None
    officer: str = ""


class Walk:
    """One machine's walk. `post` runs a callback of another thread where the walk lives."""

    def __init__(
        self,
        *,
        machine: Machine,
        catalogue: Catalogue,
        notices: Notices,
        places: Places,
        clock: Clock,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        self.machine = machine
        self.catalogue = catalogue
        self.notices = notices
        self.places = places
        self.clock = clock
        self._post = post
        self._random = random.SystemRandom()
        self._allowed: frozenset[Stage] = frozenset()
        self.stopped_code = ""
        self.stopped_since: datetime | None = None
        self._fresh()

    # what is shown is derived from these

    def _fresh(self) -> None:
        """Forget everything of the last citizen; the next one starts with the defaults."""
        self.session = Session(id=self._new_id(), started_at=self.clock.now().isoformat())
        self.person: Person | None = None
        self.sealed: Sealed | None = None
        self.money: MoneyNews | None = None
        self.sheet = ""
        self.problem: Problem | None = None
        self.typed = ""
        self.misses = 0
        self.all_of_notice = False
        self.choosing_province = False
        self.province = ""
        self.card_status = "waiting"
        self.card_words = ""
        self.card_code = ""
        self.opening = ""
        self.lookup_status = "waiting"
        self.lookup_code = ""
        self.found: LookupAnswer | None = None
        self.call: Call | None = None
        self.code_on = False
        self.code_since = 0.0
        self.said_paid_at: datetime | None = None
        self.wait_until = 0.0
        self.thanked_at: float | None = None
        self.slip: SlipResult | None = None
        self.printing = False
        self.reprinted = False
        self.kinds: tuple[SlipKind, ...] = ()
        self.done_at = 0.0
        self.draft_code = ""
        self._page_since = self.clock.monotonic()
        self._touched_at = self.clock.monotonic()
        self.warned_at: float | None = None

    @property
    def stage(self) -> Stage:
        return self.session.stage

    @property
    def procedure(self) -> Procedure:
        return self.catalogue[self.session.procedure]

    @property
    def questions(self) -> Questions:
        """The question pages as far as they apply to this person now."""
        return Questions(self.procedure, self.session.answers, self.person, self.places, self.machine.office)

    @property
    def page(self) -> Page:
        return self.procedure.page(self.session.page)

    @property
    def page_id(self) -> str:
        """The id of WALK section 1 of what is on the screen."""
        if self.stage is Stage.ASKING:
            return self.session.page
        return str(self.stage)

    @property
    def title(self) -> str:
        """What the job is called on paper, in Vietnamese."""
        return self.procedure.title_for(self.questions.keys()).vi

    # acts

    def act(self, name: str, value: str = "") -> None:
        """A touch. Raises IllegalMove where the table does not have it, or for a value that was not offered."""
        try:
            act = Act(name)
        except ValueError:
            raise IllegalMove(f"{name} is no act") from None
        self._touched_at = self.clock.monotonic()
        if self.warned_at is not None and act not in (Act.LEAVE_ERASE, Act.HELP, Act.LANGUAGE, Act.SIZE):
            act = Act.STAY
        if self.sheet and act is Act.BACK:
            act = Act.CLOSE
        self._do(act, value)

    def touched(self) -> None:
        """A touch that hit nothing: the person is there."""
        self._touched_at = self.clock.monotonic()
        if self.warned_at is not None:
            self._do(Act.STAY, "")

    def scanned(self, text: str, misread: bool = False) -> None:
        """A code was read; `misread`: bytes came that are no text."""
        self._touched_at = self.clock.monotonic()
        if self.stage is Stage.CARD:
            self._do(Act.CARD, "" if misread else text)
        elif self.stage is Stage.LOOKUP and not misread:
            self._do(Act.SLIP, text)

    def money_came(self, news: MoneyNews) -> None:
        """The hub saw money for a reference; a stranger's reference is nothing."""
        if self.sealed and self.sealed.due and self.sealed.due.reference == news.reference and self.stage in SENT:
            self.money = news
            self._do(Act.MONEY, "")

    def officer(self, call: str, name: str, ended: bool) -> None:
        """An officer answered the call, or ended it at the desk."""
        if self.call is None or self.call.id != call:
            return
        if ended:
            self._close_called(tell=False)
        else:
            self.call.officer = name
            self._log("help.answered", officer=name)

    def fault(self, code: str) -> None:
        """Stop safely: wipe, say where to go. What was sealed stays for the courier."""
        self.stopped_code = code
        self.stopped_since = self.clock.now()
        self._end("fault", Stage.STOPPED)

    def forget(self, code: str) -> None:
        """As `fault`, in memory only: for when the store is what is broken."""
        self._fresh()
        self.session.stage = Stage.STOPPED
        self.stopped_code = code
        self.stopped_since = self.clock.now()

    def tick(self) -> bool:
        """Let time pass; True if what is shown may have changed. Call it at least twice a second."""
        now = self.clock.monotonic()
        match self.stage:
            case Stage.IDLE:
                return False
            case Stage.STOPPED:
                if now - self._page_since > STOPPED_S and self.machine.has_room():
                    self._allowed = targets(Stage.STOPPED, Act.TIMEOUT)
                    self._end("fault", Stage.IDLE)
                return True
            case Stage.DONE | Stage.KEPT:
                if self.sheet != "called" and not self.printing and now - max(self.done_at, self._touched_at) > DONE_S:
                    self._do(Act.TIMEOUT, "")
                return True
            case Stage.PAY_QR | Stage.PAY_HOW | Stage.PAY_WAIT if self.thanked_at is not None:
                if now - self.thanked_at > THANKS_S:
                    self._do(Act.MONEY, "thanked")
                return True
            case Stage.PAY_QR if self.code_on:
                if now - self.code_since > CODE_SHOWN_S:
                    self._end_display("timeout")
                    self._touched_at = now
                return True
            case Stage.CARD if self.card_status == "waiting" and now - self._page_since > CARD_PATIENCE_S:
                self._refuse_card("walk.card.none", "none")
        return self._idle(now) or self.stage in (Stage.CARD, Stage.PAY_QR, Stage.PAY_WAIT)

    # the clock of silence

    def idle_after(self) -> float:
        if self.stage is Stage.ASKING:
            return float(self.page.idle_seconds)
        return WAIT_MORE_S if self.stage is Stage.PAY_WAIT and self.clock.monotonic() < self.wait_until else IDLE_S

    def _idle(self, now: float) -> bool:
        if self.sheet == "called":
            self._touched_at = now
            return True
        if self.warned_at is None:
            if now - self._touched_at > self.idle_after():
                if self.stage in (Stage.HOME, Stage.ELSEWHERE, Stage.LOOKUP) and self.person is None:
                    self._do(Act.TIMEOUT, "")
                    return True
                self.warned_at = now
                self.session.idle_warnings += 1
                self._log("idle.warned", page=self.page_id)
                return True
            return False
        if now - self.warned_at > WARNING_S:
            self._do(Act.TIMEOUT, "")
        return True

    @property
    def warning_left(self) -> float:
        """Seconds until the screen is cleared."""
        return 0.0 if self.warned_at is None else max(0.0, WARNING_S - (self.clock.monotonic() - self.warned_at))

    # one act

    def _do(self, act: Act, value: str) -> None:
        self._allowed = targets(self.stage, act)
        getattr(self, f"_on_{act.name.lower()}")(value)
        if self.stage not in SENT and self.stage not in (Stage.IDLE, Stage.HOME, Stage.STOPPED, Stage.KEPT):
            self.machine.save(self.session)

    def _go(self, stage: Stage, page: str = "") -> None:
        if stage not in self._allowed and stage is not self.stage:
            raise IllegalMove(f"{self.stage} does not lead to {stage} by this act")
        self._clock_page()
        self.session.stage = stage
        self.session.page = page
        self.problem = None
        self.typed = ""
        self.misses = 0
        self.sheet = ""
        self.choosing_province = False

    def _clock_page(self) -> None:
        now = self.clock.monotonic()
        spent = round(now - self._page_since, 1)
        self.session.pages_s[self.page_id] = round(self.session.pages_s.get(self.page_id, 0.0) + spent, 1)
        self._page_since = now

    def _end(self, reason: str, to: Stage) -> None:
        """End the session: wiped here and, if it was not sent, in the store."""
        if self.stage is not Stage.IDLE or reason == "fault":
            if self.call and self.call.id:
                self.machine.end_call(self.call.id)
            self.machine.watch_money(None)
            if self.sealed and reason in ("left", "idle") and self.stage is not Stage.DONE:
                self.machine.tell(self.sealed.id, "left", {"page": self.page_id})
            self.machine.erase(self.session.id)
            self._log("session.ended", reason=reason, page=self.page_id)
        self._fresh()
        self.session.stage = to
        self.machine.audit("memory.wiped")

    # begin

    def _on_start(self, value: str) -> None:
        if not self.machine.has_room():
            self._allowed = frozenset({Stage.STOPPED})
            self.fault("D-305")
            return
        self._fresh()
        self.session.stage = Stage.IDLE
        self._log("session.started")
        self._go(Stage.HOME)

    def _on_area(self, value: str) -> None:
        offered = self.catalogue.by_area(value)
        procedure = next((p for p in offered if p.code in self.machine.office.receives), None)
        self.session.procedure = procedure.id if procedure else ""
        if procedure is None:
            self.session.flags = [value, *(["not-here"] if offered else [])]
            self._go(Stage.ELSEWHERE)
            return
        self._go(Stage.BRING)

    def _on_lookup(self, value: str) -> None:
        self._go(Stage.LOOKUP)

    def _on_unsure(self, value: str) -> None:
        self._call("chưa rõ việc")

    def _on_how(self, value: str) -> None:
        self.sheet = "how"

    def _on_missing(self, value: str) -> None:
        self.sheet = "missing"

    def _on_all(self, value: str) -> None:
        self.all_of_notice = not self.all_of_notice

    def _on_next(self, value: str) -> None:
        match self.stage:
            case Stage.BRING:
                self._go(Stage.NOTICE)
                self._log("notice.shown", text=self.procedure.notice)
            case Stage.NOTICE:
                self._consent(self.procedure.notice, "notice")
                self._log("notice.passed")
                self._open_reader()
            case Stage.EXPIRED:
                self._flag("card_may_have_expired")
                self._ask_first()

    # card

    def _open_reader(self) -> None:
        self._go(Stage.CARD)
        self.card_status, self.card_words, self.card_code = "waiting", "", ""

    def _on_card(self, text: str) -> None:
        result = parse_card(text, today(self.clock), reader="scanner", read_at=self.clock.now()) if text else None
        if not isinstance(result, Person):
            self._refuse_card(*_refusal_words(result))
            return
        self._log("card.read", route="qr", shape=f"fields-{result.fields}", verdicts=[str(w) for w in result.warnings])
        if self.opening:
            self._open_draft(result, text)
            return
        self.person = result
        self.session.card_text = text
        self.session.card_read_at = self.clock.now().isoformat()
        self.session.card_reader = "scanner"
        self.session.answers.clear()
        self._go(Stage.CONFIRM)

    def _refuse_card(self, words: str, reason: str) -> None:
        misses = self.misses + 1
        self.card_status, self.card_words = "refused", words
        self.card_code = "T-211" if words == "walk.card.bytes" else ""
        self.misses = misses
        self._page_since = self.clock.monotonic()
        self._log("card.not_read", reason=reason)

    def _open_draft(self, person: Person, text: str) -> None:
        kept = self.machine.open_draft(self.opening, str(person.number))
        if kept is None:
            self._refuse_card("walk.card.mismatch", "other-card")
            return
        lang, size, theme, own = self.session.lang, self.session.size, self.session.theme, self.session.id
        self.session = kept
        self.session.id, self.session.lang, self.session.size, self.session.theme = own, lang, size, theme
        self.session.stage = Stage.CARD
        self.session.card_text, self.session.card_read_at = text, self.clock.now().isoformat()
        self.person = person
        self.opening = ""
        self._log("draft.opened")
        open_page = self.questions.first_open()
        if open_page is None:
            self._go(Stage.CHECK)
        else:
            self._go(Stage.ASKING, open_page.id)

    def _on_no_card(self, value: str) -> None:
        self._go(Stage.NO_CARD)

    def _on_yes(self, value: str) -> None:
        person = self._person()
        self._log("identity.confirmed_by_citizen")
        for warning in person.warnings:
            self._flag(warning.replace("-", "_"))
        if person.age_on(today(self.clock)) < self.procedure.minimum_age:
            self._go(Stage.UNDER_AGE)
        elif "card-expired" in person.warnings:
            self._go(Stage.EXPIRED)
        else:
            self._ask_first()

    def _on_no(self, value: str) -> None:
        self._forget_card()
        self._go(Stage.NOT_ME)
        self._call_later("thẻ không đúng hoặc có chỗ sai")

    def _forget_card(self) -> None:
        self.person = None
        self.session.card_text = self.session.card_read_at = self.session.card_reader = ""
        self.session.answers.clear()
        self.session.history.clear()
        self.session.flags.clear()

    # questions

    def _ask_first(self) -> None:
        self.session.history = []
        self.session.editing = ""
        self._go(Stage.ASKING, self.questions.visible()[0].id)

    def _on_answer(self, value: str) -> None:
        if self.stage is Stage.PAY_HOW:
            self._pay_by(value)
        elif self.choosing_province:
            self._choose_province(value)
        else:
            self._take(value, keep=False)

    def _on_keep(self, value: str) -> None:
        self._take(value or self.typed, keep=True)

    def _on_counter(self, value: str) -> None:
        if self.page.counter is None and self.page.kind not in ("list", "place"):
            raise IllegalMove(f"{self.page.id} has no way to leave it to the officer")
        self._keep_answer(Answer(key="counter", source="counter"))

    def _take(self, raw: str, *, keep: bool) -> None:
        taken = self.questions.take(self.page, raw, today(self.clock), self.province or self.machine.office.province)
        if isinstance(taken, Problem) or (taken[1] is not None and not keep):
            self.problem = taken if isinstance(taken, Problem) else taken[1]
            self.typed = raw
            self.misses += 1
            return
        self._keep_answer(taken[0])

    def _keep_answer(self, answer: Answer) -> None:
        page = self.session.page
        known = self.session.answers.get(page)
        self.session.answers[page] = answer
        if known is None:
            self._log("answer.saved", field=page, source=answer.source)
        elif known != answer:
            self.session.edits += 1
            self._log("answer.changed", field=page)
        following = self.questions.after(page, self.session.editing)
        self.session.history.append(page)
        if following is None:
            self.session.editing = ""
            self._go(Stage.CHECK)
        else:
            self._go(Stage.ASKING, following.id)

    def _on_change(self, value: str) -> None:
        self.choosing_province = True

    def _choose_province(self, code: str) -> None:
        if code not in {p.code for p in self.places.provinces}:
            raise IllegalMove("this province was not offered")
        self.province = code
        self.choosing_province = False

    def _on_edit(self, group_id: str) -> None:
        group = next((g for g in self.procedure.groups if g.id == group_id and not g.locked), None)
        first = next((p for p in self.questions.visible() if group and p.id in group.pages), None)
        if group is None or first is None:
            raise IllegalMove(f"{group_id} cannot be changed here")
        self.session.editing = group.id
        self.session.history = []
        self._go(Stage.ASKING, first.id)

    def _on_back(self, value: str) -> None:
        self.session.back += 1
        if self.choosing_province:
            self.choosing_province = False
            return
        match self.stage:
            case Stage.ELSEWHERE | Stage.LOOKUP | Stage.BRING:
                self._go(Stage.HOME)
                self.session.procedure, self.session.flags = "", []
                self.lookup_status, self.found = "waiting", None
            case Stage.NOTICE:
                self._go(Stage.BRING)
            case Stage.CARD if self.opening:
                self.opening = ""
                self._go(Stage.LOOKUP)
            case Stage.CARD:
                self._go(Stage.NOTICE)
            case Stage.CONFIRM:
                self._forget_card()
                self._open_reader()
            case Stage.NO_CARD | Stage.NOT_ME:
                self._open_reader()
            case Stage.UNDER_AGE | Stage.EXPIRED:
                self._go(Stage.CONFIRM)
            case Stage.ASKING:
                self._back_from_question()
            case Stage.CHECK:
                self._back_to(self.questions.visible()[-1].id)

    def _back_from_question(self) -> None:
        visible = {p.id for p in self.questions.visible()}
        while self.session.history and self.session.history[-1] not in visible:
            self.session.history.pop()
        if self.session.history:
            self._back_to(self.session.history.pop())
        elif self.session.editing:
            self.session.editing = ""
            self._go(Stage.CHECK)
        elif (earlier := self.questions.before(self.session.page)) is not None:
            self._back_to(earlier.id)
        else:
            self._go(Stage.CONFIRM)

    def _back_to(self, page: str) -> None:
        self._go(Stage.ASKING, page)

    # seal, pay

    def _on_submit(self, value: str) -> None:
        if self.questions.first_open() is not None:
            raise IllegalMove("a question is still open")
        person = self._person()
        if self.questions.address is None or not self.questions.address.candidates:
            self._flag("ward_unknown")
        self._consent(self.procedure.declaration, "declaration")
        self._clock_page()
        self.sealed = self.machine.seal(self.session, person, self.procedure)
        if self.sealed.due is None:
            self._finish()
        else:
            self._go(Stage.PAY_HOW)

    def _pay_by(self, way: str) -> None:
        sealed = self._sealed()
        if way not in ("phone", "family", "cash", "later"):
            raise IllegalMove("this way of paying was not offered")
        if way == "phone" and not self.can_show_code:
            raise IllegalMove("no code can be shown now")
        self.machine.tell(sealed.id, "pay_chosen", {"way": way})
        if way == "phone":
            self._go(Stage.PAY_QR)
            self._show_code()
        else:
            self._finish()

    @property
    def can_show_code(self) -> bool:
        due = self.sealed.due if self.sealed else None
        return due is not None and due.matrix is not None and self.machine.line_down_since() is None

    def _show_code(self) -> None:
        sealed = self._sealed()
        self.code_on = True
        self.code_since = self.clock.monotonic()
        self.machine.tell(sealed.id, "request_shown", {"reference": self._reference()})
        self.machine.watch_money(self._reference())

    def _end_display(self, reason: str) -> None:
        if self.code_on:
            self.code_on = False
            data = {"reference": self._reference(), "reason": reason}
            self.machine.tell(self._sealed().id, "display_ended", data)

    def _on_other(self, value: str) -> None:
        self._end_display("left")
        self._go(Stage.PAY_HOW)

    def _on_paid(self, value: str) -> None:
        self._end_display("left")
        self.said_paid_at = self.clock.now()
        self.wait_until = self.clock.monotonic() + WAIT_MORE_S
        self.machine.tell(self._sealed().id, "says_paid", {"reference": self._reference()})
        self._go(Stage.PAY_WAIT)

    def _on_again(self, value: str) -> None:
        if self.stage is Stage.PAY_QR:
            self._show_code()
        else:
            self._open_reader()

    def _on_more(self, value: str) -> None:
        self.wait_until = self.clock.monotonic() + WAIT_MORE_S
        self.machine.watch_money(self._reference())

    def _on_print(self, value: str) -> None:
        self._end_display("left")
        self._finish()

    def _on_money(self, value: str) -> None:
        news = self.money
        if news is None or self.stage is Stage.DONE:
            return
        if news.enough:
            if value == "thanked" or self.stage is Stage.PAY_HOW:
                self._finish()
            elif self.thanked_at is None:
                self.thanked_at = self.clock.monotonic()
                self._end_display("paid")
        elif news.state == "partial" and self.stage is Stage.PAY_QR:
            self._ask_for_rest(news.remaining)

    def _ask_for_rest(self, remaining: int) -> None:
        sealed = self._sealed()
        if sealed.due is None or sealed.due.amount == remaining:
            return
        rest = self.machine.due_of_rest(sealed, remaining)
        if rest is not None:
            self.sealed = Sealed(**{**vars(sealed), "due": rest})
            self._show_code()

    def _finish(self) -> None:
        """To the last page, with the slips on their way."""
        paid = self.money is not None and self.money.enough
        due = self.sealed.due if self.sealed else None
        extra = (SlipKind.PAID,) if paid else (SlipKind.PAYMENT,) if due else ()
        self.kinds = (SlipKind.PROVISIONAL, *extra)
        self._go(Stage.DONE)
        self.thanked_at = None
        self.machine.watch_money(self._reference() if due else None)
        self._print(copy=0)

    def _print(self, copy: int) -> None:
        self.done_at = self.clock.monotonic()
        if self.machine.printer_can_print() is False:
            self.slip = SlipResult.NOT_PRINTED
            return
        self.printing, self.slip = True, None
        order = PrintOrder(self.session, self._person(), self.procedure, self._sealed(), self.kinds, self.money, copy)
        self.machine.print_slips(order, self._printed)

    def _printed(self, result: SlipResult) -> None:
        session = self.session.id
        self._post(lambda: self._do(Act.PRINTED, result) if self.session.id == session else None)

    def _on_printed(self, value: str) -> None:
        self.printing = False
        self.slip = SlipResult(value)
        self.done_at = self.clock.monotonic()
        if self.stage is Stage.KEPT and self.slip is SlipResult.NOT_PRINTED:
            self.machine.drop_draft(self.draft_code)
            self._log("draft.erased")

    def _on_reprint(self, value: str) -> None:
        if self.reprinted or self.printing or self.slip is not SlipResult.PRINTED:
            raise IllegalMove("a slip is printed again once")
        self.reprinted = True
        self._print(copy=1)

    def _on_out_whole(self, value: str) -> None:
        self._settle_slip(SlipResult.PRINTED)

    def _on_out_broken(self, value: str) -> None:
        self._settle_slip(SlipResult.NOT_PRINTED)

    def _settle_slip(self, seen: SlipResult) -> None:
        if self.slip is not SlipResult.UNKNOWN:
            raise IllegalMove("the printer knows what came out")
        self.slip = seen
        if self.sealed:
            self.machine.settle_slips(self.sealed.id, whole=seen is SlipResult.PRINTED)

    # look-up

    def _on_slip(self, text: str) -> None:
        code = text.strip()
        self.found = None
        if not is_lookup(code):
            self.lookup_status = "other"
        elif self.machine.has_draft(code):
            self.opening = code
            self._go(Stage.CARD)
            self.card_status, self.card_words = "waiting", ""
        elif self.machine.line_down_since() is not None:
            self.lookup_status = "offline"
        else:
            self.lookup_status, self.lookup_code = "asking", code
            session = self.session.id
            self.machine.lookup(code, lambda answer: self._post(lambda: self._looked_up(session, answer)))

    def _looked_up(self, session: str, answer: LookupAnswer) -> None:
        if self.session.id != session or self.stage is not Stage.LOOKUP:
            return
        self.found = answer if answer.found else None
        self.lookup_status = {True: "found", False: "unknown", None: "offline"}[answer.found]

    # leave, help, looks

    def _on_home(self, value: str) -> None:
        match self.stage:
            case Stage.DONE | Stage.KEPT:
                self._end("done", Stage.IDLE)
            case Stage.ELSEWHERE | Stage.LOOKUP | Stage.BRING | Stage.NOTICE | Stage.NO_CARD | Stage.NOT_ME:
                self._restart_home()
            case Stage.CARD if self.person is None and not self.session.answers:
                self._allowed = frozenset({Stage.HOME})
                self._restart_home()
            case _:
                self.sheet = "leave"

    def _restart_home(self) -> None:
        lang, size, theme = self.session.lang, self.session.size, self.session.theme
        self._end("stopped", Stage.HOME)
        self.session.lang, self.session.size, self.session.theme = lang, size, theme

    def _on_leave_erase(self, value: str) -> None:
        if self.warned_at is not None:
            self._allowed = frozenset({Stage.IDLE})
            self._end("left", Stage.IDLE)
        elif self.stage in SENT:
            self._end_display("left")
            self.sheet = ""
            self._finish()
        else:
            self._restart_home()

    def _on_leave_keep(self, value: str) -> None:
        until = self.keep_until()
        if until is None:
            raise IllegalMove("nothing can be kept now")
        person = self._person()
        kept = self.session
        self.draft_code = self.machine.keep_draft(kept, person, until)
        self._consent(self.procedure.keep, "keep")
        self._log("draft.kept", text=self.procedure.keep)
        self._go(Stage.KEPT)
        self.machine.erase(kept.id)
        self.person = None
        self.session = Session(
            id=self._new_id(),
            started_at=kept.started_at,
            lang=kept.lang,
            size=kept.size,
            theme=kept.theme,
            stage=Stage.KEPT,
            procedure=kept.procedure,
        )
        self.done_at = self.clock.monotonic()
        self.printing, self.slip = True, None
        self.machine.print_kept(self.draft_code, until, self._printed)

    def keep_until(self) -> datetime | None:
        """Until when the answers could be kept; None where the office is shut or no slip can be printed."""
        now = local(self.clock.now())
        closes = self.machine.closes(now.date())
        if closes is None or self.person is None or self.machine.printer_can_print() is not True:
            return None
        until = datetime.combine(now.date(), closes, now.tzinfo)
        return until if until > now else None

    def can_keep(self) -> bool:
        return self.stage in (Stage.ASKING, Stage.CHECK) and bool(self.procedure.keep) and self.keep_until() is not None

    def keep_words(self) -> str:
        """What keeping the answers means, in the text that is agreed to."""
        until = self.keep_until()
        close = f"{until:%H:%M}" if until else ""
        return " ".join(self.notices[self.procedure.keep].say(self.session.lang, close=close))

    def _on_finish(self, value: str) -> None:
        self._end("done", Stage.IDLE)

    def _on_timeout(self, value: str) -> None:
        self._end("done" if self.stage in (Stage.DONE, Stage.KEPT) else "idle", Stage.IDLE)

    def _on_help(self, value: str) -> None:
        self.warned_at = None
        self._call(value or "xin làm giúp")

    def _call_later(self, reason: str) -> None:
        """Call without covering the page: it says itself that an officer comes."""
        self.session.help += 1
        self.call = Call(self.machine.call(self.page_id, reason))
        self._log("help.called", page=self.page_id)

    def _call(self, reason: str) -> None:
        if self.call is None:
            self._call_later(reason)
        self.sheet = "called"

    def _close_called(self, *, tell: bool = True) -> None:
        if self.call and self.call.id and tell:
            self.machine.end_call(self.call.id)
        self.call = None
        if self.sheet == "called":
            self.sheet = ""

    def _on_close(self, value: str) -> None:
        if self.sheet == "called":
            self._close_called()
        self.sheet = ""

    def _on_stay(self, value: str) -> None:
        self.warned_at = None
        if self.sheet in ("leave", "missing"):
            self.sheet = ""

    def _on_language(self, value: str) -> None:
        self.session.lang = "en" if self.session.lang == "vi" else "vi"

    def _on_size(self, value: str) -> None:
        if not value:
            self.sheet = "size"
        elif value in ("1", "1.25", "1.5"):
            self.session.size = value
        else:
            raise IllegalMove("this size was not offered")

    def _on_theme(self, value: str) -> None:
        if value not in ("light", "contrast"):
            raise IllegalMove("this theme was not offered")
        self.session.theme = value

    def _on_fault(self, value: str) -> None:
        self.fault(value)

    # small helps

    def _new_id(self) -> str:
        return uuid7(self.clock, self._random)

    def _log(self, event: str, **keys: Any) -> None:
        self.machine.audit(event, session=self.session.id, **keys)

    def _person(self) -> Person:
        if self.person is None:
            raise IllegalMove("no card was read")
        return self.person

    def _sealed(self) -> Sealed:
        if self.sealed is None:
            raise IllegalMove("nothing is sealed")
        return self.sealed

    def _reference(self) -> str:
        due = self._sealed().due
        return due.reference if due else ""

    def _flag(self, flag: str) -> None:
        if flag not in self.session.flags:
            self.session.flags.append(flag)

    def _consent(self, text: str, kind: str) -> None:
        digest = self.notices[text].sha256(self.session.lang)
        self.session.consents.append(
            {"text": text, "sha256": digest, "kind": kind, "lang": self.session.lang, "at": _instant(self.clock)}
        )


def _instant(clock: Clock) -> str:
    return clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def _refusal_words(refusal: CardRefusal | None) -> tuple[str, str]:
    if refusal is None or refusal.code is CardFault.ENCODING:
        return "walk.card.bytes", "encoding"
    if refusal.code is CardFault.OTHER_CODE:
        return "walk.card.other", str(refusal.code)
    return "walk.card.unsound", str(refusal.code)
