"""The slips of money: what is to be paid, and that money came. Anybody may be handed one: no name is on them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from kiosk.language.dates import date_text, day_text
from kiosk.language.numbers import amount_words, money_text
from kiosk.payments.money import Dong
from kiosk.payments.qr import VerifiedCode
from kiosk.payments.reference import Reference
from kiosk.slips.paper import Paper, Slip, SlipFault, Weight
from kiosk.slips.parts import Origin, foot, head, title
from kiosk.slips.said import capital, clock_text, day_of, dong, say, together


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What is to be paid: `amount` under `reference`, for `due` ("Lệ phí cấp hộ chiếu"), on slip `number` of `day`.

    `code` says payee and account; None where no sound payee list is there: then the slip is good for cash only.
    `pay_until` is None where no day can be vouched for.
    """

    origin: Origin
    amount: Dong
    reference: Reference
    code: VerifiedCode | None
    due: str
    number: str
    day: date
    pay_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """Money that came `at` under `reference`; `excess` of it is owed back, `remaining` is still due."""

    origin: Origin
    amount: Dong
    reference: Reference
    due: str
    payee: str
    route: Literal["bank", "cash"]
    at: datetime
    number: str
    day: date
    bank_reference: str = ""
    remaining: int = 0
    excess: int = 0


def payment(data: Payment) -> Slip:
    """PHIẾU TRẢ LỆ PHÍ. Raises SlipFault when the code is not for this amount and reference, or does not read."""
    if data.code and not data.code.fits(data.code.payee, data.amount, data.reference):
        raise SlipFault("The payment code is not that of the slip; the slip is not printed.")
    paper = Paper()
    head(paper, data.origin)
    title(paper, say("payment.title"), say("payment.not-yet"))
    _amount(paper, data.amount)
    if data.code:
        paper.rule()
        paper.code(data.code.payload, data.code.matrix)
        paper.centred(say("payment.scan", counter=together(data.origin.counter)))
    paper.rule()
    paper.row(say("row.due"), data.due)
    if data.code:
        payee = data.code.payee
        paper.row(say("row.payee"), payee.name)
        paper.row(say("row.account"), f"{together(payee.account_grouped)}, {together(payee.bank_name)}")
        filled_in = together(say("payment.filled-in"))
        paper.row(say("row.reference"), f"{together(data.reference.grouped())} {filled_in}")
    else:
        paper.row(say("row.reference"), together(data.reference.grouped()))
    paper.row(say("row.slip"), _slip_number(data.number, data.day))
    paper.rule()
    if not data.code:
        paper.line(say("payment.cash", counter=together(data.origin.counter)), weight=Weight.BOLD)
    if data.pay_until:
        paper.row(say("row.pay-until"), together(day_text(data.pay_until)), 28)
        paper.line(say("payment.after"))
        paper.gap(8)
    paper.line(say("payment.once"))
    if data.code:
        paper.gap(8)
        paper.line(say("payment.office"))
    foot(paper, data.origin)
    return paper.finish()


def paid(data: Paid) -> Slip:
    """XÁC NHẬN ĐÃ NHẬN TIỀN: says that money came, and that it is not the receipt."""
    paper = Paper()
    head(paper, data.origin)
    title(paper, say("paid.title"), say("paid.not-yet"))
    _amount(paper, data.amount)
    paper.rule()
    paper.row(say("row.due"), data.due)
    paper.row(say("row.payee"), data.payee)
    paper.row(say("row.route"), say(f"paid.{data.route}", counter=together(data.origin.counter)))
    paper.row(say("row.arrived"), say("provisional.at", time=clock_text(data.at), date=day_of(data.at)))
    paper.row(say("row.reference"), together(data.reference.grouped()))
    if data.bank_reference:
        paper.row(say("row.bank-reference"), data.bank_reference)
    paper.row(say("row.slip"), _slip_number(data.number, data.day))
    if data.remaining:
        paper.row(say("row.remaining"), dong(data.remaining))
    said = [say("paid.excess", excess=dong(data.excess))] if data.excess else []
    said += [say("paid.account")] if data.route == "bank" else []
    foot(paper, data.origin, *said, say("paid.receipt"))
    return paper.finish()


def _amount(paper: Paper, amount: int) -> None:
    paper.rule()
    paper.line(say("payment.amount"))
    paper.fitted(money_text(amount), 64, 44, Weight.EXTRABOLD)
    paper.line(say("payment.words", words=capital(amount_words(amount))), 28)


def _slip_number(number: str, day: date) -> str:
    return f"{together(number)}, {date_text(day)}"
