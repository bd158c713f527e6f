"""Paying: the way is chosen, the code is shown, and what is heard of the money decides what is said.

A transfer has no "failed": only "not seen yet". The end of the display is not the end of the watch.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kiosk.journey.moves import Act, IllegalMove, Stage
from kiosk.journey.part import Handler, Part
from kiosk.journey.ports import Due, MoneyNews
from kiosk.journey.silence import IDLE_S
from kiosk.procedures.reach import sees_money

CODE_SHOWN_S = 600.0
CODE_SLOW_S = 60.0
"""Seconds after which the words say that banks can be slow."""
CODE_LATE_S = 300.0
"""Seconds after which going home with a slip is what is offered first."""
THANKS_S = 2.0
WAIT_MORE_S = 300.0
WAYS = ("phone", "family", "cash", "later")


class Paying(Part):
    """Stages PAY_HOW, PAY_QR, PAY_WAIT; of the money it still hears at DONE."""

    money: MoneyNews | None = None
    """the last news of the money"""
    twice = False
    """whether more came after enough was there"""
    code_since: float | None = None
    """since when the code is shown; None: it is not"""
    said_paid_at: datetime | None = None
    way = ""
    """the way of paying that was chosen last"""
    thanked_at: float | None = None
    """since when the page says thanks for the money"""
    _wait_until = 0.0
    _references: frozenset[str] = frozenset()

    def handlers(self) -> Mapping[Act, Handler]:
        return {
            Act.ANSWER: self._pay_by,
            Act.OTHER: self._other,
            Act.PAID: self._paid,
            Act.AGAIN: self._again,
            Act.MORE: self._more,
            Act.PRINT: self._print,
            Act.MONEY: lambda _: self._heard(),
        }

    def tick(self) -> None:
        now = self.walk.clock.monotonic()
        if self.thanked_at is not None:
            if now - self.thanked_at > THANKS_S:
                self.walk.do(Act.MONEY)
        elif self.code_since is not None and now - self.code_since > CODE_SHOWN_S:
            self._end_display("timeout")
            self.walk.silence.broken()

    def silence_s(self) -> float | None:
        """No idle clock runs while the code is shown: she has another screen in her hand."""
        if self.code_since is not None or self.thanked_at is not None:
            return None
        silence = self.walk.silence
        return max(IDLE_S, self._wait_until - silence.touched_at) if self.walk.stage is Stage.PAY_WAIT else IDLE_S

    @property
    def due(self) -> Due | None:
        return self.walk.sealed.due if self.walk.sealed else None

    @property
    def paid(self) -> bool:
        return self.money is not None and self.money.enough

    @property
    def can_show_code(self) -> bool:
        due = self.due
        seen = sees_money(self.walk.procedure.needs, self.walk.machine.away())
        return due is not None and due.matrix is not None and seen

    @property
    def shown_s(self) -> float:
        """Seconds that the code has been shown; all of them once it is off."""
        return CODE_SHOWN_S if self.code_since is None else self.walk.clock.monotonic() - self.code_since

    def begin(self) -> None:
        """Seal the dossier, then ask how it is to be paid, if anything is due."""
        walk = self.walk
        walk.sealed = walk.machine.seal(walk.session, walk.known_person(), walk.procedure)
        self._references = frozenset({self._reference()})
        if self.due is None:
            self._finish()
        else:
            walk.go(Stage.PAY_HOW)

    def later(self) -> None:
        """Home, with the slips: what is not paid now is paid later, by the same code."""
        self._end_display("left")
        self._pay_by("later")

    def hears(self, news: MoneyNews) -> bool:
        """Take news of the money, if it is for this dossier."""
        if self.due is None or news.reference not in self._references:
            return False
        self.twice = self.twice or (self.money is not None and self.paid and news.excess > self.money.excess)
        self.money = news
        return True

    # the ways

    def _pay_by(self, way: str) -> None:
        if way not in WAYS:
            raise IllegalMove("this way of paying was not offered")
        if way == "phone" and not self.can_show_code:
            raise IllegalMove("no code can be shown now")
        self.way = way
        self._tell("pay_chosen", {"way": way})
        if way == "phone":
            self.walk.go(Stage.PAY_QR)
            self._show_code()
        else:
            self._finish()

    def _print(self, _: str) -> None:
        self._end_display("left")
        self._finish()

    def _other(self, _: str) -> None:
        self._still_unpaid()
        self._end_display("left")
        self.walk.go(Stage.PAY_HOW)

    def _paid(self, _: str) -> None:
        self._still_unpaid()
        self._end_display("left")
        self.said_paid_at = self.walk.clock.now()
        self._tell("says_paid", {"reference": self._reference()})
        self.walk.machine.watch_money(self._reference())
        self.walk.go(Stage.PAY_WAIT)

    def _again(self, _: str) -> None:
        self._still_unpaid()
        if self.code_since is not None:
            raise IllegalMove("the code is shown")
        self._show_code()

    def _more(self, _: str) -> None:
        self._wait_until = self.walk.clock.monotonic() + WAIT_MORE_S
        self.walk.machine.watch_money(self._reference())

    def _still_unpaid(self) -> None:
        if self.thanked_at is not None:
            raise IllegalMove("the money is there")

    # the money

    def _heard(self) -> None:
        """Something was heard of the money, or enough time was given to the thanks for it."""
        news, due = self.money, self.due
        if self.paid:
            self._thank()
        elif news and due and news.state == "partial" and due.amount != news.remaining:
            self._ask_for_rest(due, news.remaining)

    def _thank(self) -> None:
        now = self.walk.clock.monotonic()
        if self.walk.stage is Stage.PAY_HOW or (self.thanked_at is not None and now - self.thanked_at > THANKS_S):
            self._finish()
        elif self.thanked_at is None:
            self.thanked_at = now
            self._end_display("paid")

    def _ask_for_rest(self, due: Due, remaining: int) -> None:
        """From now on the rest is what is owed. A code that is shown, or was said to be paid, gives way to that of the
        rest; where there is none any more, the other ways are offered."""
        walk, sealed = self.walk, self.walk.known_dossier()
        showing = self.code_since is not None or (walk.stage is Stage.PAY_WAIT and walk.silence.warned_at is None)
        rest = walk.machine.due_of_rest(sealed, remaining)
        if rest is None:
            self._end_display("left")
            walk.sealed = replace(sealed, due=replace(due, amount=remaining, matrix=None))
            if walk.stage is not Stage.PAY_HOW:
                walk.go(Stage.PAY_HOW)
            return
        walk.sealed = replace(sealed, due=rest)
        self._references |= {rest.reference}
        if showing:
            if walk.stage is not Stage.PAY_QR:
                walk.go(Stage.PAY_QR)
            self._show_code()

    def _show_code(self) -> None:
        self.code_since = self.walk.clock.monotonic()
        self._tell("request_shown", {"reference": self._reference()})
        self.walk.machine.watch_money(self._reference())

    def _end_display(self, reason: str) -> None:
        if self.code_since is not None:
            self.code_since = None
            self.walk.machine.watch_money(None)
            self._tell("display_ended", {"reference": self._reference(), "reason": reason})

    def _finish(self) -> None:
        self.thanked_at = None
        self.walk.machine.watch_money(None)
        self.walk.go(Stage.DONE)
        self.walk.silence.answered()
        self.walk.parting.print_slips()

    def _tell(self, kind: str, data: dict[str, str]) -> None:
        self.walk.machine.tell(self.walk.known_dossier().id, kind, data)

    def _reference(self) -> str:
        return self.due.reference if self.due else ""
