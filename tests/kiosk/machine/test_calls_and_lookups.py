"""What is asked of the hub while somebody waits: an officer, and how far a dossier is."""

import pytest

from kiosk.dossiers.answers import Call, Down, Ok, Trouble
from kiosk.journey.ports import LookupAnswer
from kiosk.machine import calls as calls_module
from kiosk.machine.calls import Calls
from kiosk.payments.lookup import mint_lookup
from tests.drivers.waiting import wait_until


def calls_at_hub(bench):
    rows = bench.hub.store.read(lambda tx: tx.all("select id, page, reason, ended_at from calls order by rowid"))
    return [(row["id"], row["page"], row["reason"], row["ended_at"] is not None) for row in rows]


def look_up(bench, code):
    answers = []
    bench.machine.lookup(code, answers.append)
    assert wait_until(lambda: answers)
    return answers[0]


def test_a_call_reaches_the_desk_and_ends_there(bench):
    call = bench.machine.call("card", "T-211")
    assert wait_until(lambda: calls_at_hub(bench) == [(call, "card", "T-211", False)])
    bench.machine.end_call(call)
    assert wait_until(lambda: calls_at_hub(bench) == [(call, "card", "T-211", True)])


def test_without_a_line_nobody_is_said_to_come(bench):
    bench.line.cut()
    for _ in range(2):
        bench.news.ask_once()
    assert bench.machine.call("card", "T-211") is None


class Deaf:
    """A hub that answers the n-th try only."""

    def __init__(self, answers_at):
        self.answers_at = answers_at
        self.heard = []

    def call(self, call):
        self.heard.append(("call", call.id))
        return Ok(None) if len(self.heard) >= self.answers_at else Down(Trouble.CUT)

    def end_call(self, id_):
        self.heard.append(("end", id_))
        return Ok(None)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(calls_module, "PAUSE_S", 0.001)
    monkeypatch.setattr(calls_module, "TRIES", 4)


def test_a_call_that_was_not_heard_is_made_again_as_the_same_call(bench, quick):
    hub = Deaf(3)
    calls = Calls(hub)
    calls.begin(Call("c-1", "why", "chưa rõ việc", bench.clock.now()))
    assert wait_until(lambda: len(hub.heard) == 3)
    calls.end("c-1")
    assert wait_until(lambda: len(hub.heard) == 4)
    calls.close()
    assert hub.heard == [("call", "c-1")] * 3 + [("end", "c-1")]


def test_a_call_that_is_never_heard_is_given_up_and_logged(bench, quick, caplog):
    hub = Deaf(99)
    calls = Calls(hub)
    calls.begin(Call("c-1", "why", "chưa rõ việc", bench.clock.now()))
    assert wait_until(lambda: "did not reach the hub" in caplog.text)
    calls.close()
    assert len(hub.heard) == 4


def test_a_call_that_was_ended_is_not_made_any_more(bench, monkeypatch):
    monkeypatch.setattr(calls_module, "PAUSE_S", 0.05)
    hub = Deaf(99)
    calls = Calls(hub)
    calls.begin(Call("c-1", "why", "chưa rõ việc", bench.clock.now()))
    assert wait_until(lambda: hub.heard)
    calls.end("c-1")
    assert wait_until(lambda: ("end", "c-1") in hub.heard)
    tries = len(hub.heard)
    calls.begin(Call("c-2", "why", "chưa rõ việc", bench.clock.now()))
    assert wait_until(lambda: len(hub.heard) > tries)
    calls.close()
    assert ("call", "c-1") not in hub.heard[tries:]


def test_a_slip_tells_how_far_its_dossier_is_and_nothing_of_the_person(bench):
    sealed = bench.sealed()
    bench.deliver()
    assert look_up(bench, sealed.lookup) == LookupAnswer(
        found=True, state="waiting_look", money="open", remaining=100_000, number=sealed.number
    )


def test_a_slip_that_nobody_knows_and_a_line_that_is_down_are_two_things(bench):
    assert look_up(bench, str(mint_lookup())).found is False
    assert look_up(bench, "no code at all").found is False
    bench.line.cut()
    assert look_up(bench, str(mint_lookup())).found is None
