"""Every legal move of the walk, in one table; any other move is an error."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.errors import KioskError


class Stage(StrEnum):
    """Where the walk stands. `ASKING` holds the question pages of the procedure."""

    IDLE = "idle"
    HOME = "home"
    ELSEWHERE = "elsewhere"
    LOOKUP = "lookup"
    BRING = "bring"
    NOTICE = "notice"
    CARD = "card"
    NO_CARD = "no-card"
    NOT_ME = "not-me"
    CONFIRM = "confirm"
    UNDER_AGE = "under-age"
    EXPIRED = "card-expired"
    RESUME = "resume"
    PROOF = "resume-proof"
    SENT_BEFORE = "sent-before"
    ASKING = "asking"
    CHECK = "check"
    PAY_HOW = "pay-how"
    PAY_QR = "pay-qr"
    PAY_WAIT = "pay-wait"
    DONE = "done"
    KEPT = "kept"
    STOPPED = "out-of-order"


class Act(StrEnum):
    """What a person (first part), a device or the clock (second part) can do to the walk."""

    START = "start"
    AREA = "area"
    LOOKUP = "lookup"
    UNSURE = "unsure"
    HOW = "how"
    NEXT = "next"
    MISSING = "missing"
    ALL = "all"
    NO_CARD = "no-card"
    YES = "yes"
    NO = "no"
    ANSWER = "answer"
    KEEP = "keep"
    COUNTER = "counter"
    CHANGE = "change"
    EDIT = "edit"
    SUBMIT = "submit"
    OTHER = "other"
    PAID = "paid"
    AGAIN = "again"
    MORE = "more"
    PRINT = "print"
    REPRINT = "reprint"
    OUT_WHOLE = "out-whole"
    OUT_BROKEN = "out-broken"
    FINISH = "finish"
    BACK = "back"
    HOME = "home"
    LANGUAGE = "language"
    SIZE = "size"
    THEME = "theme"
    HELP = "help"
    CLOSE = "close"
    STAY = "stay"
    LEAVE_KEEP = "leave-keep"
    LEAVE_ERASE = "leave-erase"

    CARD = "card"
    UNCLEAR = "unclear"
    SLIP = "slip"
    MONEY = "money"
    PRINTED = "printed"
    TIMEOUT = "timeout"
    FAULT = "fault"


TOUCHES = frozenset(Act) - {Act.CARD, Act.UNCLEAR, Act.SLIP, Act.MONEY, Act.PRINTED, Act.TIMEOUT, Act.FAULT}
"""What a person can do by touching."""


class IllegalMove(KioskError):
    """A move that the table does not have, or a value that is not offered now: refused, and nothing has changed."""

    code = "illegal-move"


_S, _A = Stage, Act
_HERE: frozenset[Stage] = frozenset()

ANYWHERE: Mapping[Act, frozenset[Stage]] = {
    _A.LANGUAGE: _HERE,
    _A.SIZE: _HERE,
    _A.THEME: _HERE,
    _A.HELP: _HERE,
    _A.CLOSE: _HERE,
    _A.STAY: _HERE,
    _A.FAULT: frozenset({_S.STOPPED}),
}
"""Legal at every stage."""


def _to(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


_PUBLIC: Mapping[Act, frozenset[Stage]] = {_A.HOME: _to(_S.HOME), _A.TIMEOUT: _to(_S.IDLE)}
"""Nothing of a citizen is known yet, or nothing any more: leaving asks nothing."""
_LEAVE: Mapping[Act, frozenset[Stage]] = {
    _A.HOME: _HERE,
    _A.LEAVE_ERASE: _to(_S.IDLE, _S.HOME),
    _A.TIMEOUT: _to(_S.IDLE),
}
_UNSENT: Mapping[Act, frozenset[Stage]] = {**_LEAVE, _A.LEAVE_KEEP: _to(_S.KEPT)}
_SENT: Mapping[Act, frozenset[Stage]] = {
    _A.HOME: _HERE,
    _A.LEAVE_ERASE: _to(_S.DONE),
    _A.TIMEOUT: _to(_S.IDLE),
}

MOVES: Mapping[Stage, Mapping[Act, frozenset[Stage]]] = {
    _S.IDLE: {_A.START: _to(_S.HOME), _A.HOW: _HERE, _A.TIMEOUT: _HERE},
    _S.HOME: {
        _A.AREA: _to(_S.BRING, _S.ELSEWHERE),
        _A.LOOKUP: _to(_S.LOOKUP),
        _A.UNSURE: _HERE,
        _A.HOW: _HERE,
        _A.TIMEOUT: _to(_S.IDLE),
    },
    _S.ELSEWHERE: {**_PUBLIC, _A.BACK: _to(_S.HOME)},
    _S.LOOKUP: {
        **_PUBLIC,
        _A.BACK: _to(_S.HOME),
        _A.SLIP: _to(_S.CARD),
        _A.PRINT: _HERE,
        _A.PRINTED: _HERE,
    },
    _S.BRING: {
        **_PUBLIC,
        _A.BACK: _to(_S.HOME),
        _A.NEXT: _to(_S.NOTICE),
        _A.MISSING: _HERE,
        _A.LEAVE_ERASE: _to(_S.IDLE, _S.HOME),
    },
    _S.NOTICE: {
        **_PUBLIC,
        _A.BACK: _to(_S.BRING),
        _A.NEXT: _to(_S.CARD),
        _A.ALL: _HERE,
        _A.LEAVE_ERASE: _to(_S.IDLE, _S.HOME),
    },
    _S.CARD: {
        **_PUBLIC,
        _A.BACK: _to(_S.NOTICE, _S.LOOKUP),
        _A.CARD: _to(_S.CONFIRM, _S.ASKING, _S.CHECK, _S.LOOKUP),
        _A.UNCLEAR: _HERE,
        _A.NO_CARD: _to(_S.NO_CARD),
        _A.LEAVE_ERASE: _to(_S.IDLE, _S.HOME),
    },
    _S.NO_CARD: {
        **_PUBLIC,
        _A.BACK: _to(_S.CARD),
        _A.AGAIN: _to(_S.CARD),
        _A.LEAVE_ERASE: _to(_S.IDLE, _S.HOME),
    },
    _S.NOT_ME: {
        **_PUBLIC,
        _A.BACK: _to(_S.CARD),
        _A.AGAIN: _to(_S.CARD),
        _A.LEAVE_ERASE: _to(_S.IDLE, _S.HOME),
    },
    _S.CONFIRM: {
        **_LEAVE,
        _A.BACK: _to(_S.CARD),
        _A.YES: _to(_S.ASKING, _S.UNDER_AGE, _S.EXPIRED, _S.RESUME, _S.SENT_BEFORE),
        _A.NO: _to(_S.NOT_ME),
    },
    _S.UNDER_AGE: {**_LEAVE, _A.BACK: _to(_S.CONFIRM)},
    _S.EXPIRED: {**_LEAVE, _A.BACK: _to(_S.CONFIRM), _A.NEXT: _to(_S.ASKING, _S.RESUME, _S.SENT_BEFORE)},
    _S.RESUME: {**_LEAVE, _A.BACK: _to(_S.CONFIRM), _A.NEXT: _to(_S.PROOF), _A.AGAIN: _to(_S.ASKING)},
    _S.PROOF: {**_LEAVE, _A.BACK: _to(_S.RESUME), _A.ANSWER: _to(_S.ASKING, _S.CHECK)},
    _S.SENT_BEFORE: {
        _A.HOME: _to(_S.IDLE),
        _A.FINISH: _to(_S.IDLE),
        _A.TIMEOUT: _to(_S.IDLE),
        _A.OTHER: _to(_S.ASKING, _S.RESUME),
    },
    _S.ASKING: {
        **_UNSENT,
        _A.BACK: _to(_S.ASKING, _S.CONFIRM, _S.CHECK),
        _A.ANSWER: _to(_S.ASKING, _S.CHECK),
        _A.KEEP: _to(_S.ASKING, _S.CHECK),
        _A.COUNTER: _to(_S.ASKING, _S.CHECK),
        _A.CHANGE: _HERE,
    },
    _S.CHECK: {
        **_UNSENT,
        _A.BACK: _to(_S.ASKING),
        _A.EDIT: _to(_S.ASKING),
        _A.SUBMIT: _to(_S.ASKING, _S.PAY_HOW, _S.DONE),
    },
    _S.PAY_HOW: {**_SENT, _A.ANSWER: _to(_S.PAY_QR, _S.DONE), _A.MONEY: _to(_S.DONE)},
    _S.PAY_QR: {
        **_SENT,
        _A.OTHER: _to(_S.PAY_HOW),
        _A.PAID: _to(_S.PAY_WAIT),
        _A.PRINT: _to(_S.DONE),
        _A.AGAIN: _HERE,
        _A.MONEY: _to(_S.PAY_HOW, _S.DONE),
    },
    _S.PAY_WAIT: {
        **_SENT,
        _A.MORE: _HERE,
        _A.PRINT: _to(_S.DONE),
        _A.MONEY: _to(_S.PAY_QR, _S.PAY_HOW, _S.DONE),
    },
    _S.DONE: {
        _A.HOME: _to(_S.IDLE),
        _A.FINISH: _to(_S.IDLE),
        _A.TIMEOUT: _to(_S.IDLE),
        _A.REPRINT: _HERE,
        _A.PRINTED: _HERE,
        _A.OUT_WHOLE: _HERE,
        _A.OUT_BROKEN: _HERE,
        _A.MONEY: _HERE,
    },
    _S.KEPT: {
        _A.HOME: _to(_S.IDLE),
        _A.FINISH: _to(_S.IDLE),
        _A.TIMEOUT: _to(_S.IDLE),
        _A.PRINTED: _HERE,
        _A.OUT_WHOLE: _HERE,
        _A.OUT_BROKEN: _HERE,
    },
    _S.STOPPED: {_A.TIMEOUT: _to(_S.IDLE)},
}
"""Stage -> act -> the stages that it may lead to; it may always stay, so an empty set means that it does."""

OFFERING = frozenset({Stage.RESUME, Stage.PROOF})
"""Stages at which a citizen is offered the answers that a cut left: leaving them refuses the offer."""

SENT = frozenset({Stage.PAY_HOW, Stage.PAY_QR, Stage.PAY_WAIT, Stage.DONE})
"""Stages at which the dossier is sealed: from here on nothing is erased but the screen."""


def targets(stage: Stage, act: Act) -> frozenset[Stage]:
    """The other stages that `act` may lead to from `stage`. Raises IllegalMove where it may not happen."""
    moves = MOVES[stage]
    if act in moves:
        return moves[act]
    if act in ANYWHERE:
        return ANYWHERE[act]
    raise IllegalMove(f"{act} is no move at {stage}")
