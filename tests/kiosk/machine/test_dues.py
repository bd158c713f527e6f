"""Requests move as screen and paper do, here and at the hub alike; money never moves them."""

import pytest

from kiosk.journey.ports import SlipKind
from kiosk.machine import dues
from kiosk.payments.qr import CodeFault

WALK = [("request_shown", ""), ("display_ended", "timeout"), ("request_shown", ""), ("display_ended", "left")]


def state(bench, sealed):
    return bench.store.request_by_reference(sealed.due.reference).state


def tell(bench, sealed, kind, reason=""):
    data = {"reference": sealed.due.reference} | ({"reason": reason} if reason else {})
    bench.machine.tell(sealed.id, kind, data)


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        (WALK[:1], "shown"),
        (WALK[:2], "expired"),
        (WALK[:3], "shown"),
        (WALK[:4], "expired"),
        ([("request_shown", ""), ("says_paid", "")], "shown"),
    ],
)
def test_a_request_is_where_its_display_is(bench, told, ends):
    sealed = bench.sealed()
    for kind, reason in told:
        tell(bench, sealed, kind, reason)
    assert state(bench, sealed) == ends
    bench.deliver()
    assert bench.requests_at_hub(sealed.id) == {sealed.due.reference: ends}
    assert [message["kind"] for message in bench.messages(sealed.id)] == [kind for kind, _ in told]


def test_what_is_told_of_a_display_is_in_the_log_with_the_request_and_the_reason(bench):
    sealed = bench.sealed()
    request = bench.store.request_by_reference(sealed.due.reference).id
    for kind, reason in [*WALK[:2], ("says_paid", "")]:
        tell(bench, sealed, kind, reason)
    said = [(event, keys.get("id"), keys.get("reason")) for event, keys in bench.audit() if "outbox" not in event]
    assert said[-3:] == [
        ("request.shown", request, None),
        ("request.display_ended", request, "timeout"),
        ("citizen.says_paid", request, None),
    ]


def test_money_ends_the_display_and_leaves_the_request_watched(bench):
    sealed = bench.sealed()
    tell(bench, sealed, "request_shown")
    tell(bench, sealed, "display_ended", "paid")
    assert state(bench, sealed) == "expired"
    bench.deliver()
    bench.pay(sealed.due.reference, 100_000)
    assert bench.client.lookup(sealed.lookup).value.money in ("covered", "settled")


def test_a_printed_code_is_offered_too(bench):
    sealed = bench.sealed()
    bench.print(sealed, SlipKind.PROVISIONAL)
    assert state(bench, sealed) == "draft"
    bench.print(sealed, SlipKind.PROVISIONAL, SlipKind.PAYMENT)
    assert state(bench, sealed) == "shown"
    bench.deliver()
    assert bench.requests_at_hub(sealed.id) == {sealed.due.reference: "shown"}


def test_for_a_rest_a_new_request_takes_the_place_of_the_old_one_which_stays_watched(bench):
    sealed = bench.sealed()
    tell(bench, sealed, "request_shown")
    bench.deliver()
    bench.pay(sealed.due.reference, 60_000)
    bench.clock.advance(20)
    rest = bench.machine.due_of_rest(sealed, 40_000)
    assert (rest.amount, rest.payee_name, rest.pay_until) == (40_000, sealed.due.payee_name, sealed.due.pay_until)
    assert rest.reference != sealed.due.reference
    assert rest.matrix is not None
    bench.machine.tell(sealed.id, "request_shown", {"reference": rest.reference})
    assert [(r.amount, r.state) for r in bench.store.requests(sealed.id)] == [
        (100_000, "superseded"),
        (40_000, "shown"),
    ]
    bench.deliver()
    assert bench.requests_at_hub(sealed.id) == {sealed.due.reference: "superseded", rest.reference: "shown"}
    bench.pay(sealed.due.reference, 40_000)
    assert bench.client.lookup(sealed.lookup).value.remaining == 0


def test_a_rest_of_a_walk_that_is_over_has_no_code(bench):
    sealed = bench.sealed()
    bench.machine.erase(bench.session().id)
    assert bench.machine.due_of_rest(sealed, 40_000) is None
    assert len(bench.store.requests(sealed.id)) == 1


def test_messages_arrive_in_the_order_they_were_told(bench):
    sealed = bench.sealed()
    kinds = ["pay_chosen", "request_shown", "display_ended", "says_paid", "left"]
    for kind in kinds:
        bench.machine.tell(sealed.id, kind, {"way": "phone"} if kind == "pay_chosen" else {})
    bench.deliver()
    told = bench.messages(sealed.id)
    assert [(message["seq"], message["kind"]) for message in told] == list(enumerate(kinds, 2))
    assert told[0]["data"] == {"way": "phone"}
    assert told[0]["at"] == "2026-11-23T02:44:00Z"


def test_a_code_that_does_not_say_what_is_stored_is_shown_to_nobody(bench, monkeypatch, caplog):
    def misdrawn(*_):
        raise CodeFault("The payment code that was drawn does not say what is stored; it is not shown.")

    monkeypatch.setattr(dues, "payment_code", misdrawn)
    sealed = bench.sealed()
    assert (sealed.due.amount, sealed.due.matrix) == (100_000, None)
    assert "payment code not shown: payment-code" in caplog.text
    bench.machine.tell(sealed.id, "says_paid", {"reference": sealed.due.reference})
    bench.deliver()
    assert bench.requests_at_hub(sealed.id) == {sealed.due.reference: "draft"}


def test_what_costs_nothing_has_no_due(bench):
    free = bench.passport.model_copy(update={"fees": ()})
    session = bench.session()
    sealed = bench.machine.seal(session, bench.person(), free)
    assert sealed.due is None
    assert bench.store.requests(sealed.id) == []
    assert bench.machine.due_of_rest(sealed, 1) is None
    bench.deliver()
    assert bench.client.lookup(sealed.lookup).value.remaining == 0
