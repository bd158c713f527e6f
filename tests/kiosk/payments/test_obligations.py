"""Where money goes: nothing lost, nothing twice, whatever the order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.money import LARGEST, Dong
from kiosk.payments.obligations import Case, Evidence, Obligation, ObligationState, Sight

DUE = Dong(100_000)
AMOUNTS = st.integers(0, 300_000).map(Dong)
EVIDENCE = st.lists(st.builds(Evidence, st.sampled_from("abcdef"), AMOUNTS, st.sampled_from(Sight)), max_size=8)


def placed(*evidence: Evidence, due: Dong = DUE) -> Obligation:
    obligation = Obligation(due)
    for item in evidence:
        obligation = obligation.place(item).obligation
    return obligation


def credit(amount: int, key: str = "1", sight: Sight = Sight.NOTIFIED) -> Evidence:
    return Evidence(key, Dong(amount), sight)


@pytest.mark.parametrize(
    ("evidence", "state"),
    [
        ((), "open"),
        ((credit(40_000),), "partial"),
        ((credit(100_000),), "covered"),
        ((credit(40_000), credit(60_000, "2")), "covered"),
        ((credit(100_000, sight=Sight.CONFIRMED),), "settled"),
        ((credit(40_000, sight=Sight.CONFIRMED), credit(60_000, "2")), "covered"),
        ((credit(120_000),), "over"),
        ((credit(100_000), credit(100_000, "2")), "over"),
        ((credit(100_000, sight=Sight.REVERSED),), "open"),
    ],
)
def test_the_state_follows_the_money(evidence, state):
    assert placed(*evidence).state == ObligationState(state)


@pytest.mark.parametrize(
    ("before", "amount", "case", "allocated", "excess"),
    [
        ((), 100_000, Case.EXACT, 100_000, 0),
        ((), 40_000, Case.LESS, 40_000, 0),
        ((), 150_000, Case.MORE, 100_000, 50_000),
        ((credit(40_000, "0"),), 60_000, Case.EXACT, 60_000, 0),
        ((credit(100_000, "0"),), 100_000, Case.SECOND, 0, 100_000),
        ((), 0, Case.REFUSED, 0, 0),
        ((credit(40_000, "new"),), 40_000, Case.KNOWN, 0, 0),
        ((credit(40_000, "new"),), 50_000, Case.CONFLICT, 0, 0),
    ],
)
def test_each_sum_goes_where_the_table_says(before, amount, case, allocated, excess):
    placement = placed(*before).place(credit(amount, "new"))
    assert (placement.case, placement.allocated, placement.excess) == (case, allocated, excess)


def test_money_for_a_withdrawn_due_is_owed_back():
    withdrawn = placed(credit(40_000)).withdraw()
    placement = withdrawn.place(credit(60_000, "2"))
    assert placement.case is Case.WITHDRAWN
    assert (placement.allocated, placement.excess) == (0, 60_000)
    after = placement.obligation
    assert (after.state, after.allocated, after.excess, after.remaining) == ("withdrawn", 0, 100_000, 0)
    assert not after.settled


def test_a_reversal_opens_the_due_again():
    paid = placed(credit(100_000, sight=Sight.CONFIRMED))
    reversed_ = paid.place(credit(100_000, sight=Sight.REVERSED))
    assert reversed_.case is Case.REVERSED
    assert (reversed_.obligation.state, reversed_.obligation.remaining) == ("open", 100_000)
    assert reversed_.obligation.place(credit(100_000)).obligation == reversed_.obligation


def test_nothing_due_is_settled_from_the_start():
    assert Obligation(Dong(0)).state == "settled"


def test_too_much_is_settled_once_enough_of_it_is_confirmed():
    over = placed(credit(100_000, sight=Sight.CONFIRMED), credit(100_000, "2"))
    assert over.state == "over"
    assert over.settled


@given(EVIDENCE, AMOUNTS)
def test_no_dong_is_lost_or_made(evidence, due):
    obligation = Obligation(due)
    for item in evidence:
        before = obligation
        placement = obligation.place(item)
        obligation = placement.obligation
        if placement.case in (Case.EXACT, Case.LESS, Case.MORE, Case.SECOND):
            assert placement.allocated + placement.excess == item.amount
        else:
            assert placement.allocated + placement.excess == 0
        assert obligation.received <= before.received + item.amount
    assert obligation.allocated + obligation.excess == obligation.received
    assert obligation.allocated + obligation.remaining == due
    assert obligation.received == sum(i.amount for i in obligation.evidence if i.sight is not Sight.REVERSED)


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(Sight)), max_size=4), AMOUNTS)
def test_the_order_in_which_money_is_seen_changes_nothing(sums, due):
    evidence = [Evidence(str(key), amount, sight) for key, (amount, sight) in enumerate(sums)]
    evidence += [Evidence(item.key, item.amount, Sight.CONFIRMED) for item in evidence[:1]]
    ends = {
        (end.state, end.received, end.confirmed, end.excess, end.remaining, end.settled)
        for end in (placed(*order, due=due) for order in permutations(evidence))
    }
    assert len(ends) == 1


@given(EVIDENCE)
def test_repeating_the_end_of_the_log_changes_nothing(evidence):
    once = placed(*evidence)
    for item in evidence[-3:]:
        again = once.place(item)
        assert again.obligation == once or again.case in (Case.CONFLICT, Case.KNOWN)
        assert again.obligation.received <= once.received


@pytest.mark.parametrize("amount", [True, 1.0, "1", None])
def test_money_is_a_whole_number(amount):
    with pytest.raises(TypeError):
        Dong(amount)


@pytest.mark.parametrize("amount", [-1, LARGEST + 1])
def test_money_has_a_range(amount):
    with pytest.raises(ValueError):
        Dong(amount)
