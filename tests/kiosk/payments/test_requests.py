"""The payment request: every legal move, every other one refused, and what guards them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.language.text import Words
from kiosk.payments.money import Dong
from kiosk.payments.qr import payment_code
from kiosk.payments.reference import Reference, mint
from kiosk.payments.requests import (
    MOVES,
    WATCHED,
    IllegalMove,
    PaymentRequest,
    RequestEvent,
    RequestFault,
    RequestState,
    create,
)

NOW = datetime(2026, 11, 23, 2, 41, 12, tzinfo=UTC)
REFERENCE = Reference("HC7K4M2Q9XRX")


def asked(payees, **changed) -> PaymentRequest | RequestFault:
    return create(
        **{
            "id": "r1",
            "obligation": "o1",
            "remaining": 100_000,
            "kind": "passport-fee",
            "office": "mau-pa08",
            "payees": payees,
            "reference": REFERENCE,
            "now": NOW,
            "pay_until": date(2026, 12, 23),
        }
        | changed
    )


@pytest.fixture
def draft(payees) -> PaymentRequest:
    request = asked(payees)
    assert isinstance(request, PaymentRequest)
    return request


@pytest.fixture(scope="module")
def code(payee):
    return payment_code(payee, Dong(100_000), REFERENCE)


def test_a_new_request_is_a_draft_that_nobody_watches(draft):
    assert (draft.state, draft.watched, draft.amount, draft.payee) == ("draft", False, 100_000, "mau-pa08-fees")
    assert draft.payee_version == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"remaining": 0}, RequestFault.NOTHING_DUE),
        ({"remaining": -1}, RequestFault.NOTHING_DUE),
        ({"remaining": 500_000_000}, RequestFault.TOO_LARGE),
        ({"kind": "residence-fee"}, RequestFault.NO_PAYEE),
        ({"office": "another"}, RequestFault.NO_PAYEE),
        ({"now": datetime(2027, 10, 31, 17, tzinfo=UTC)}, RequestFault.NO_PAYEE),
    ],
)
def test_a_request_that_may_not_be_is_refused_by_name(payees, changed, fault):
    assert asked(payees, **changed) == fault


def test_the_largest_sum_of_a_code_may_be_asked_for(payees):
    assert isinstance(asked(payees, remaining=499_999_999), PaymentRequest)


def test_every_refusal_has_words():
    assert all(f"payments.request.{fault}" in Words.load() for fault in RequestFault)


@pytest.mark.parametrize(
    ("walk", "end"),
    [
        ("show", "shown"),
        ("print", "shown"),
        ("show timeout", "expired"),
        ("show leave", "expired"),
        ("show cancel", "cancelled"),
        ("show supersede", "superseded"),
        ("show timeout supersede", "superseded"),
        ("show timeout show", "shown"),
        ("show timeout print", "expired"),
        ("show leave print match print", "expired"),
        ("show timeout show timeout show match cancel match close", "closed"),
    ],
)
def test_the_walks_of_a_request(draft, walk, end):
    request = draft
    for event in walk.split():
        request = request.move(RequestEvent(event))
    assert request.state == end
    assert request.reference == draft.reference


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("event", RequestEvent)
def test_every_move_outside_the_table_is_an_error(draft, state, event):
    request = replace(draft, state=state)
    if (state, event) in MOVES:
        assert request.move(event).state == MOVES[state, event]
    else:
        with pytest.raises(IllegalMove):
            request.move(event)


def test_the_table_holds_no_move_out_of_closed_and_none_back_to_draft():
    assert not [event for state, event in MOVES if state is RequestState.CLOSED]
    assert RequestState.DRAFT not in MOVES.values()


@given(st.lists(st.sampled_from(RequestEvent), max_size=12))
def test_once_offered_a_request_is_watched_until_it_is_closed(events):
    state = RequestState.DRAFT
    for event in events:
        state = MOVES.get((state, event), state)
    offered = state is not RequestState.DRAFT
    assert (state in WATCHED) == (offered and state is not RequestState.CLOSED)


def test_only_the_code_of_this_request_is_offered(draft, code, payees, payee):
    shown = draft.show(code, NOW)
    assert (shown.state, shown.shown_at) == ("shown", NOW)
    assert draft.print(code, NOW).state == "shown"
    for other in (
        payment_code(payee, Dong(100_001), REFERENCE),
        payment_code(payee, Dong(100_000), mint()),
        payment_code(payees.get("mau-pc08-fines"), Dong(100_000), REFERENCE),
    ):
        assert draft.show(other, NOW) is RequestFault.OTHER_CODE
        assert draft.print(other, NOW) is RequestFault.OTHER_CODE


def test_a_cancelled_request_is_not_shown_again(draft, code):
    cancelled = draft.move(RequestEvent.SHOW).move(RequestEvent.CANCEL)
    with pytest.raises(IllegalMove):
        cancelled.show(code, NOW)


@pytest.mark.parametrize(
    ("days", "reconciliations", "open_case", "closes"),
    [(61, 2, False, True), (59, 2, False, False), (61, 1, False, False), (61, 2, True, False)],
)
def test_the_watch_ends_only_when_all_three_agree(draft, code, days, reconciliations, open_case, closes):
    shown = draft.show(code, NOW)
    answer = shown.close(NOW + timedelta(days=days), reconciliations, open_case)
    assert answer == (replace(shown, state=RequestState.CLOSED) if closes else RequestFault.STILL_WATCHED)


def test_the_watch_runs_on_from_the_last_showing(payees, code):
    request = asked(payees, pay_until=None)
    later = NOW + timedelta(days=20)
    shown = request.show(code, NOW).move(RequestEvent.TIMEOUT).show(code, later)
    assert shown.watch_until == later + timedelta(days=30)


def test_a_draft_is_not_closed(draft):
    with pytest.raises(IllegalMove):
        draft.close(NOW + timedelta(days=90), 2, False)


@pytest.mark.parametrize("walk", [[], ["show"], ["show", "timeout"]])
def test_a_kept_request_is_read_back_the_same(draft, walk):
    request = draft
    for event in walk:
        request = replace(request.move(RequestEvent(event)), shown_at=NOW)
    assert PaymentRequest.from_record(request.as_record()) == request
    bare = replace(request, pay_until=None)
    assert PaymentRequest.from_record(bare.as_record()) == bare
