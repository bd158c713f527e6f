"""Paying: how, the code, and money that was not seen yet. Unknown is said as unknown."""

from dataclasses import replace

from kiosk.clock import local
from kiosk.journey.moves import Stage
from kiosk.journey.pages.teller import Teller, capital
from kiosk.journey.paying import CODE_LATE_S, CODE_SHOWN_S, CODE_SLOW_S
from kiosk.journey.ports import Due, MoneyNews
from kiosk.journey.views import Button, Choice, Note, PayHowView, PayQrView, PayWaitView, View
from kiosk.language.dates import hour_text, second_text
from kiosk.language.numbers import amount_words, money, money_text
from kiosk.line import Destination
from kiosk.payments.reference import Reference
from kiosk.procedures.reach import unreachable


def pay_how(t: Teller) -> View:
    walk, due = t.walk, _due(t)
    possible, down = walk.paying.can_show_code, walk.machine.line_down_since() is not None
    away = unreachable(walk.machine.away())
    sub = "sub" if possible else "offline" if down else "bank" if Destination.BANK in away else "paused"
    ways = (
        Choice("phone", t.say("walk.pay.phone"), t.say(f"walk.pay.phone.{sub}"), possible=possible, icon="cellphone"),
        Choice("family", t.say("walk.pay.family"), t.say("walk.pay.family.sub"), icon="account-group"),
        Choice("cash", t.say("walk.pay.cash"), t.say("walk.pay.cash.sub"), icon="cash-multiple"),
        Choice("later", t.say("walk.pay.later"), t.say("walk.pay.later.sub"), icon="clock-outline"),
    )
    return PayHowView(
        page="pay-how",
        title=t.say("walk.pay.how.title"),
        lead=t.say("walk.offline" if down else "walk.pay.how.lead"),
        amount=money(due.amount),
        currency=t.say("walk.pay.currency"),
        amount_words=_in_words(t, due.amount),
        payee_label=walk.procedure.fee_name.plain(t.lang),
        payee=due.payee_name,
        choices=ways,
        note=_part(t) or Note("i", t.say("walk.pay.note"), t.say("walk.pay.note2")),
    )


def pay_qr(t: Teller) -> View:
    paying, due = t.walk.paying, _due(t)
    left = max(0.0, CODE_SHOWN_S - paying.shown_s)
    facts = (
        (t.say("walk.pay.payee"), due.payee_name),
        (t.say("walk.pay.account"), f"{due.account}\n{due.bank_name}"),
        (t.say("walk.pay.content"), Reference(due.reference).grouped()),
    )
    title = "done" if paying.thanked_at is not None else "off" if paying.code_since is None else "title"
    view = PayQrView(
        page="pay-qr",
        title=t.say(f"walk.pay.{title}"),
        amount=money(due.amount),
        currency=t.say("walk.pay.currency"),
        amount_words=_in_words(t, due.amount),
        facts=facts,
        status=_status(t),
        left_fraction=left / CODE_SHOWN_S,
        buttons=_qr_buttons(t),
    )
    if paying.code_since is None:
        return view
    return replace(
        view,
        matrix=due.matrix,
        left_label=t.say("walk.pay.left"),
        left_text=t.say("walk.pay.left.text", minutes=int(left) // 60, seconds=int(left) % 60),
        promise=t.say("walk.pay.promise"),
    )


def pay_wait(t: Teller) -> View:
    walk, due = t.walk, _due(t)
    facts = [
        (t.say("walk.wait.number"), walk.known_dossier().number),
        (t.say("walk.wait.amount"), money_text(due.amount)),
        (t.say("walk.wait.code"), Reference(due.reference).grouped()),
    ]
    if walk.paying.said_paid_at:
        facts.append((t.say("walk.wait.said"), t.say("walk.wait.said.at", time=_hour(t))))
    contact = _contact(t)
    news = t.say("walk.wait.2", contact=contact) if contact else t.say("walk.wait.2.office")
    promises = [("bank", t.say("walk.wait.1")), ("cellphone", news), ("arrow-right", t.say("walk.wait.3"))]
    if walk.machine.office.money_answer_by:
        promises.append(("clock-outline", t.say("walk.wait.4", time=walk.machine.office.money_answer_by)))
    more = Button("more", t.say("walk.wait.more"), style="secondary")
    return PayWaitView(
        page="pay-wait",
        title=t.say("walk.wait.title"),
        lead=t.say("walk.wait.lead"),
        facts=tuple(facts),
        promises=tuple(promises),
        note=_received(t) or _part(t) or _line(t),
        buttons=() if walk.paying.thanked_at is not None else (more, Button("print", t.say("walk.wait.print"))),
    )


def money_seen(t: Teller, news: MoneyNews) -> str:
    """What was received, once it is enough."""
    if t.walk.paying.twice:
        return t.say("walk.pay.twice")
    if news.excess:
        return t.say("walk.pay.over", excess=money_text(news.excess))
    return t.say("walk.pay.received", amount=money_text(news.due))


def _due(t: Teller) -> Due:
    due = t.walk.paying.due
    assert due is not None  # noqa: S101 - the pages of paying are reached with something due only
    return due


def _qr_buttons(t: Teller) -> tuple[Button, ...]:
    """What is offered first changes with time: from five minutes on, to go home with the slip."""
    paying = t.walk.paying
    home = Button("print", t.say("walk.pay.print"), icon="printer")
    if paying.thanked_at is not None:
        return ()
    if paying.code_since is None:
        return (Button("again", t.say("walk.pay.again"), style="secondary"), home)
    other = Button("other", t.say("walk.pay.other"), style="secondary")
    if paying.shown_s > CODE_LATE_S:
        return (other, home)
    return (other, Button("paid", t.say("walk.pay.paid"), icon="check-bold"))


def _status(t: Teller) -> Note:
    """What is known of the money now, and when the bank was asked last."""
    paying = t.walk.paying
    asked = _asked(t)
    down = _line(t)
    if (known := _received(t) or _part(t)) is not None:
        return known
    if paying.code_since is None:
        return Note("w", t.say("walk.pay.status.off"), down.text if down else asked)
    if down is not None:
        return replace(down, text2=asked)
    return Note("w", t.say("walk.pay.status.60" if paying.shown_s > CODE_SLOW_S else "walk.pay.status.0"), asked)


def _received(t: Teller) -> Note | None:
    """Thanks for the money."""
    news = t.walk.paying.money
    return Note("i", money_seen(t, news)) if news is not None and t.walk.paying.thanked_at is not None else None


def _part(t: Teller) -> Note | None:
    """What is still due after a part was received."""
    paying, news = t.walk.paying, t.walk.paying.money
    if news is None or news.state != "partial":
        return None
    received, remaining = money_text(news.received), money_text(news.remaining)
    part = t.say("walk.pay.status.part", received=received, remaining=remaining)
    if t.walk.stage is not Stage.PAY_QR:
        return Note("w", part)
    shown = t.say("walk.pay.status.part2") if paying.code_since is not None else t.say("walk.pay.status.off")
    return Note("w", part, f"{shown}\n{_asked(t)}".rstrip())


def _line(t: Teller) -> Note | None:
    down = t.walk.machine.line_down_since() is not None
    return Note("w", t.say("walk.pay.status.line")) if down else None


def _asked(t: Teller) -> str:
    at = t.walk.machine.bank_asked_at()
    if at is not None:
        return t.say("walk.pay.asked", time=second_text(local(at)))
    return "" if t.walk.machine.line_down_since() else t.say("walk.pay.not-asked")


def _hour(t: Teller) -> str:
    said = t.walk.paying.said_paid_at
    return hour_text(local(said)) if said else ""


def _contact(t: Teller) -> str:
    """The phone that will be called, its middle hidden: 0900 ••• 678; "" where it is the office's own."""
    phone = t.walk.questions.keys().get("phone", "")
    return f"{phone[:4]} ••• {phone[-3:]}" if phone else ""


def _in_words(t: Teller, amount: int) -> str:
    """Vietnamese is checked by the words; English has the figures."""
    return capital(amount_words(amount)) if t.lang == "vi" else ""
