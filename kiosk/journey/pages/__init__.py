"""What is to be shown of a walk: one view for each stage, in the person's language. Reads the walk, changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from kiosk.journey.moves import SENT, Stage
from kiosk.journey.pages import card, check, last, money, questions, resume, sent_before, start
from kiosk.journey.pages.sheets import sheet_of
from kiosk.journey.pages.teller import Teller
from kiosk.journey.views import BarKind, Step, View
from kiosk.journey.walk import Walk
from kiosk.language.text import Words

__all__ = ["Pages"]

_BUILDERS: Mapping[Stage, Callable[[Teller], View]] = {
    Stage.IDLE: start.idle,
    Stage.HOME: start.home,
    Stage.ELSEWHERE: start.elsewhere,
    Stage.LOOKUP: start.lookup,
    Stage.BRING: start.bring,
    Stage.NOTICE: start.notice,
    Stage.CARD: card.card,
    Stage.NO_CARD: card.no_card,
    Stage.NOT_ME: card.not_me,
    Stage.CONFIRM: card.confirm,
    Stage.UNDER_AGE: card.under_age,
    Stage.EXPIRED: card.expired,
    Stage.RESUME: resume.resume,
    Stage.PROOF: resume.proof,
    Stage.SENT_BEFORE: sent_before.sent_before,
    Stage.ASKING: questions.question,
    Stage.CHECK: check.check,
    Stage.PAY_HOW: money.pay_how,
    Stage.PAY_QR: money.pay_qr,
    Stage.PAY_WAIT: money.pay_wait,
    Stage.DONE: last.done,
    Stage.KEPT: last.kept,
    Stage.STOPPED: last.stopped,
}
_NO_WAY_BACK = SENT | {Stage.IDLE, Stage.HOME, Stage.SENT_BEFORE, Stage.KEPT, Stage.STOPPED}
_Step = tuple[int, Literal["prepare", "card", "check", "pay"]]
_STEPS: Mapping[Stage, _Step] = {
    Stage.BRING: (1, "prepare"),
    Stage.NOTICE: (1, "prepare"),
    Stage.CARD: (2, "card"),
    Stage.NO_CARD: (2, "card"),
    Stage.NOT_ME: (2, "card"),
    Stage.CONFIRM: (2, "card"),
    Stage.UNDER_AGE: (2, "card"),
    Stage.EXPIRED: (2, "card"),
    Stage.RESUME: (2, "card"),
    Stage.PROOF: (2, "card"),
    Stage.CHECK: (4, "check"),
    Stage.PAY_HOW: (5, "pay"),
    Stage.PAY_QR: (5, "pay"),
    Stage.PAY_WAIT: (5, "pay"),
}


class Pages:
    """Renders walks. `words` is the catalogue of `assets/words/`."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def view(self, walk: Walk) -> View:
        """The page that `walk` stands at, with the sheet over it."""
        teller = Teller(walk, self._words)
        session = walk.session
        return replace(
            _BUILDERS[walk.stage](teller),
            step=_step(teller),
            bar=_bar(walk.stage),
            can_back=walk.stage not in _NO_WAY_BACK,
            lang=session.lang,
            size=session.size,
            theme=session.theme,
            sheet=sheet_of(teller),
        )


def _step(t: Teller) -> Step | None:
    stage = t.walk.stage
    if stage is Stage.ASKING:
        return Step(3, 5, t.text(t.walk.page.section))
    if stage not in _STEPS:
        return None
    number, name = _STEPS[stage]
    return Step(number, 5, t.say(f"walk.step.{name}"))


def _bar(stage: Stage) -> BarKind:
    if stage in (Stage.IDLE, Stage.HOME):
        return "start"
    if stage is Stage.STOPPED:
        return "none"
    return "after" if stage in SENT or stage in (Stage.SENT_BEFORE, Stage.KEPT) else "full"
