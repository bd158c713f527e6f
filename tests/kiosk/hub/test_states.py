import pytest

from kiosk.hub.states import MOVES, DossierState, IllegalMove, move


def test_every_move_of_the_table_and_no_other():
    events = {event for _, event in MOVES}
    for state in DossierState:
        for event in events:
            if (state, event) in MOVES:
                assert move(state, event) is MOVES[state, event]
            else:
                with pytest.raises(IllegalMove):
                    move(state, event)


def test_nothing_goes_to_the_portal_without_a_look():
    before = {state for (state, event), after in MOVES.items() if after is DossierState.SENDING}
    assert before == {DossierState.LOOKED, DossierState.UNKNOWN, DossierState.PENDING}
    into_looked = {state for (state, event), after in MOVES.items() if after is DossierState.LOOKED}
    assert into_looked == {DossierState.WAITING_LOOK, DossierState.REJECTED}


def test_what_is_accepted_or_withdrawn_moves_no_more():
    assert not [state for state, _ in MOVES if state in (DossierState.ACCEPTED, DossierState.WITHDRAWN)]
