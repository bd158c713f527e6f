"""What is owed on a day: dated rows, so that a fee changes at midnight in Vietnam and not with a release."""

from datetime import date, timedelta

from kiosk.language.numbers import money
from kiosk.procedures.model import Answers, FeeRow, Page, Procedure


def fee_row(procedure: Procedure, answers: Answers, day: date) -> FeeRow | None:
    """The row that holds on `day` (Vietnam's day of sealing) for these answers; None when no row covers the day."""
    return next(
        (
            row
            for row in procedure.fees
            if row.since <= day and (row.until is None or day <= row.until) and row.when.holds(answers)
        ),
        None,
    )


def knows_its_fee(procedure: Procedure, day: date) -> bool:
    """Whether a row says what is owed on `day`; a procedure without any row is free of charge."""
    return not procedure.fees or fee_row(procedure, {}, day) is not None


def choice_fee(procedure: Procedure, page: Page, key: str, answers: Answers, day: date) -> str:
    """The fee that choosing `key` on `page` leads to, as `{fee}` of a choice shows it ("200.000"); "" without a row."""
    row = fee_row(procedure, {**answers, page.id: key}, day)
    return money(row.amount) if row else ""


def pay_until(row: FeeRow, day: date, pay_days: int) -> date:
    """The last day on which what was sealed on `day` can be paid: `pay_days` later, but within the row."""
    last = day + timedelta(days=pay_days)
    return min(last, row.until) if row.until else last
