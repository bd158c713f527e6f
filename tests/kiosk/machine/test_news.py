"""The line and what comes over it: down and up once each, every change handed on before its cursor is kept."""

import json
import threading
from datetime import timedelta

import pytest

from kiosk.clock import from_text
from kiosk.dossiers.answers import Change, Changes, Down, Ok, Retry, Trouble
from kiosk.hub import calls
from kiosk.journey.ports import MoneyNews
from kiosk.machine import news as news_module
from kiosk.machine.news import News, kept_offset, poll_wait
from kiosk.store import Attachment, StoreFault, attachments
from tests.drivers.waiting import wait_until


class Told:
    """What a listener heard."""

    def __init__(self, news):
        self.money, self.calls, self.lines = [], [], []
        news.on_money = self.money.append
        news.on_call = lambda *call: self.calls.append(call)
        news.on_line = lambda: self.lines.append(news.down_since is None)


class ScriptedClient:
    """Gives the answers it was made with, then the last of them again; keeps what it was asked for."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def changes(self, since, wait):
        self.asked.append((since, wait))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def office(self):
        return Down(Trouble.REFUSED)

    def clock_offset(self):
        return None

    def heartbeat(self, beat):
        self.asked.append(beat)
        return Down(Trouble.REFUSED)


def news_of(bench, client):
    return News(client, bench.store, bench.office, bench.courier, bench.clock, lambda: ("ready", "ready", "none"))


def nothing(cursor=0):
    return Ok(Changes(changes=(), cursor=cursor))


def change(bench, cursor, kind, data, dossier=None):
    return Change(cursor=cursor, kind=kind, dossier=dossier, at=bench.clock.now(), data=data)


@pytest.mark.parametrize(
    ("watched", "seconds"), [(None, 15), (0.0, 3), (119.9, 3), (120.0, 5), (299.9, 5), (300.0, 15), (9000.0, 15)]
)
def test_a_shown_code_is_asked_for_often_and_then_less(watched, seconds):
    assert poll_wait(watched) == seconds


def test_the_clock_of_a_code_begins_when_it_is_shown_and_ends_with_it(bench):
    client = ScriptedClient(nothing())
    news = news_of(bench, client)
    news.ask_once()
    news.watch("HC7K4M2Q9XRX")
    news.ask_once()
    bench.clock.advance(130)
    news.ask_once()
    news.watch(None)
    news.ask_once()
    assert [wait for _, wait in client.asked] == [15, 3, 5, 15]


def test_money_at_the_hub_is_told_with_all_amounts(bench):
    sealed = bench.sealed()
    bench.deliver()
    told = Told(bench.news)
    bench.news.ask_once()
    bench.pay(sealed.due.reference, 60_000)
    bench.news.ask_once()
    [money] = told.money
    assert isinstance(money, MoneyNews)
    assert (money.reference, money.state, money.due, money.received, money.remaining) == (
        sealed.due.reference,
        "partial",
        100_000,
        60_000,
        40_000,
    )
    assert money.bank_reference == "FT1"
    assert not money.enough
    assert bench.machine.bank_asked_at() == bench.clock.now()
    assert bench.client.changes(bench.store.get("cursor")).value.changes == ()


def test_an_officer_who_comes_is_named(bench):
    told = Told(bench.news)
    call = bench.machine.call("why", "chưa rõ việc")
    assert wait_until(lambda: bench.hub.store.read(lambda tx: tx.one("select id from calls where id = ?", call)))
    bench.hub.store.write(lambda tx: calls.coming(tx, call, "Lê Minh Mẫu"))
    bench.news.ask_once()
    bench.hub.store.write(lambda tx: calls.end(tx, call))
    bench.news.ask_once()
    assert told.calls == [(call, "", False), (call, "Lê Minh Mẫu", False), (call, "Lê Minh Mẫu", True)]


def test_the_state_of_a_dossier_is_kept_and_that_of_a_strange_one_is_not(bench):
    sealed = bench.sealed()
    strange = "01a20647-6540-7c31-9a40-5d2e8f10ffff"
    code = "G00.000.108-261123-000042"
    page = Changes(
        changes=(
            change(bench, 1, "dossier", {"state": "accepted", "code": code}, strange),
            change(bench, 2, "dossier", {"state": "accepted", "code": code}, sealed.id),
            change(bench, 3, "dossier", {"state": "accepted", "code": 7}, sealed.id),
            change(bench, 4, "weather", {"state": "rain"}),
            change(bench, 5, "money", {"reference": None, "received": "x"}),
        ),
        cursor=5,
    )
    news = news_of(bench, ScriptedClient(Ok(page)))
    told = Told(news)
    news.ask_once()
    stub = bench.store.dossier(sealed.id)
    assert (stub.state, stub.code) == ("accepted", code)
    assert bench.store.dossier(strange) is None
    assert bench.store.get("cursor") == 5
    assert told.money == [MoneyNews("", "open", 0, 0, 0, 0)]


def test_the_cursor_is_kept_only_once_everything_was_handed_on(bench):
    page = Changes(changes=(change(bench, 4, "money", {"reference": "HC7K4M2Q9XRX"}),), cursor=4)
    client = ScriptedClient(Ok(page))
    news, heard = news_of(bench, client), []

    def full(money):
        heard.append(money)
        if len(heard) == 1:
            raise StoreFault("full")

    news.on_money = full
    with pytest.raises(StoreFault):
        news.ask_once()
    assert bench.store.get("cursor", 0) == 0
    news.ask_once()
    news.ask_once()
    assert [since for since, _ in client.asked] == [0, 0, 4]
    assert len(heard) == 3


def test_one_failure_is_a_hiccup_two_are_a_line_that_is_down_and_both_ways_are_told_once(bench):
    down, busy = Down(Trouble.CUT), Retry(None, 503)
    news = news_of(bench, ScriptedClient(down, nothing(), down, busy, down, down, nothing(), nothing()))
    told = Told(news)
    ups = []
    for _ in range(8):
        news.ask_once()
        ups.append(news.down_since is None)
        bench.clock.advance(10)
    assert ups == [True, True, True, False, False, False, True, True]
    assert told.lines == [False, True]
    assert [event for event, _ in bench.audit() if event.startswith("line")] == ["line.down", "line.up"]


def test_it_is_said_since_when_the_line_is_down_after_a_restart_too(bench):
    news = news_of(bench, ScriptedClient(Down(Trouble.TIMEOUT)))
    for _ in range(2):
        news.ask_once()
    since = bench.clock.now()
    bench.clock.advance(60)
    news.ask_once()
    assert news.down_since == since
    assert news_of(bench, ScriptedClient(nothing())).down_since == since


def test_while_the_line_is_down_no_question_stays_open(bench):
    client = ScriptedClient(Down(Trouble.CUT), Down(Trouble.CUT), nothing())
    news = news_of(bench, client)
    for _ in range(4):
        news.ask_once()
    assert [wait for _, wait in client.asked] == [15, 15, 0, 15]


def test_what_waited_for_the_line_is_due_when_it_is_back(bench):
    bench.line.cut()
    bench.sealed()
    assert bench.courier.run_once().trouble is not None
    assert bench.courier.run_once().sent == 0
    for _ in range(2):
        bench.news.ask_once()
    assert bench.machine.line_down_since() == bench.clock.now()
    bench.line.mend()
    bench.news.ask_once()
    assert bench.machine.line_down_since() is None
    assert bench.courier.run_once().sent == 1


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(news_module, "DOWN_S", 0.02)
    monkeypatch.setattr(news_module, "STOP_S", 0.05)


def test_the_thread_notices_a_cut_in_the_middle_of_a_question_and_the_mending(bench, quick):
    told = Told(bench.news)
    bench.news.start()
    assert wait_until(lambda: bench.hub.signal.waiting("may-2"))
    bench.line.cut()
    assert wait_until(lambda: told.lines == [False])
    bench.line.mend()
    assert wait_until(lambda: told.lines == [False, True])
    assert wait_until(lambda: bench.hub.signal.waiting("may-2"))


def test_the_thread_outlives_whatever_one_answer_does(bench, quick, caplog):
    answers = [Ok(Changes(changes=(change(bench, 1, "money", {}),), cursor=1)), nothing(1)]
    client = ScriptedClient(answers[0], answers[0], answers[1])
    news, heard = news_of(bench, client), threading.Event()

    def wrong(money):
        if len(client.asked) < 3:
            raise ZeroDivisionError
        heard.set()

    news.on_money = wrong
    news.start()
    try:
        assert wait_until(lambda: len([one for one in client.asked if isinstance(one, tuple)]) > 2)
    finally:
        news.stop()
    assert caplog.text.count("news halted: ZeroDivisionError") == 1


def test_every_minute_what_is_to_be_tidied_is_tidied_without_a_line_too(bench, quick):
    news = news_of(bench, ScriptedClient(Down(Trouble.REFUSED)))
    tidied = []
    news.each_minute = lambda: tidied.append(bench.clock.now())
    news.start()
    try:
        bench.clock.advance(60)
        assert wait_until(lambda: len(tidied) == 1)
        bench.clock.advance(60)
        assert wait_until(lambda: len(tidied) == 2)
    finally:
        news.stop()


def test_the_hub_is_told_how_the_machine_is(bench, quick):
    bench.news.start()
    assert wait_until(lambda: bench.hub.store.read(lambda tx: tx.all("select * from heartbeats")))
    [beat] = bench.hub.store.read(lambda tx: tx.all("select machine, data from heartbeats"))
    assert beat["machine"] == "may-2"
    assert '"printer":"ready"' in beat["data"].replace(" ", "")


def beats(bench):
    return [json.loads(row["data"]) for row in bench.hub.store.read(lambda tx: tx.all("select data from heartbeats"))]


def test_the_hub_is_told_what_has_not_reached_it_and_why(bench, quick):
    sealed = bench.sealed()
    first = bench.store.unsent()[0]
    bench.machine.tell(sealed.id, "says_paid", {})
    bench.store.park(first.id, "other-body")
    bench.store._write(lambda scope: attachments.add(scope, sealed.id, Attachment("photo", "image/png", b"sealed")))
    bench.store.attachments.park(bench.store.attachments.unsent()[0].hash, "body-damaged")
    bench.news.start()
    assert wait_until(lambda: beats(bench))
    [beat] = beats(bench)
    queued = beat["outbox"].pop("oldest")
    assert from_text(queued) == bench.store.unsent()[0].queued_at
    assert beat["outbox"] == {"parked": {"other-body": 1, "body-damaged": 1}, "clock_s": 0}
    assert (beat["unsent"], beat["parked"]) == (1, 2)


def test_the_hubs_clock_is_remembered_over_a_restart_and_a_clock_far_off_is_told_once(bench, quick, caplog):
    client = ScriptedClient(nothing())
    offsets = [None, timedelta(seconds=3), timedelta(seconds=5), timedelta(seconds=-360), timedelta(seconds=-361)]
    kept = []
    news = news_of(bench, client)
    for offset in offsets:
        client.clock_offset = lambda offset=offset: offset
        news._keep_offset()
        kept.append(kept_offset(bench.store))
    seconds = [one if one is None else one.total_seconds() for one in kept]
    assert seconds == [None, 3, 3, -360, -360]
    assert [record.message for record in caplog.records] == [
        "the clock is 6 minutes off: nothing is signed until it is put right"
    ]


def test_a_stop_does_not_wait_for_a_question_and_drops_its_answer(bench, monkeypatch):
    monkeypatch.setattr(news_module, "STOP_S", 0.05)
    asked, answer = threading.Event(), threading.Event()

    class Slow(ScriptedClient):
        def changes(self, since, wait):
            asked.set()
            answer.wait(4)
            return super().changes(since, wait)

    client = Slow(Ok(Changes(changes=(change(bench, 1, "money", {}),), cursor=1)))
    news = news_of(bench, client)
    told = Told(news)
    news.start()
    assert asked.wait(4)
    news.stop()
    answer.set()
    assert wait_until(lambda: not news._thread.is_alive())
    assert told.money == []
    assert bench.store.get("cursor") is None


def test_a_peek_only_looks_when_the_bank_was_asked(bench):
    sealed = bench.sealed()
    bench.deliver()
    bench.pay(sealed.due.reference, 100_000)
    told = Told(bench.news)
    bench.machine.watch_money(sealed.due.reference)
    assert wait_until(lambda: bench.machine.bank_asked_at() == bench.clock.now())
    assert told.money == []
    assert bench.store.get("cursor") is None
    bench.machine.watch_money(None)
