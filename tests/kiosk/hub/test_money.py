"""Money at the hub: where each sum goes, whatever comes first."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.hub import money
from kiosk.hub.cases import open_cases
from kiosk.hub.hub import Hub
from kiosk.hub.money import Credit
from tests.kiosk.hub.conftest import ScriptedFeed, ScriptedPortal
from tests.kiosk.hub.office_box import ACCOUNT, DOSSIER, MORNING, REFERENCE, envelope, make_box, message

REST = "HCM9S346Q3K0"


def credit(n, amount=100_000, content=f"MBVCB.123456.{REFERENCE}.CT tu NGUYEN", account=ACCOUNT):
    return Credit(account, str(n), f"FT{n}", amount, content, MORNING + timedelta(minutes=n))


def standing(hub):
    return hub.store.read(lambda tx: money.standing(tx, DOSSIER))


def kinds(hub):
    return [str(case.kind) for case in hub.store.read(open_cases)]


def news(machine):
    return [change["data"] for change in machine.changes(kind="money")]


def test_a_credit_meets_the_due_and_the_machine_hears_of_it(machine, hub, feed):
    machine.send(envelope())
    feed.lines.append(credit(1))
    assert hub.feed.step()
    assert news(machine) == [
        {
            "reference": REFERENCE,
            "state": "covered",
            "due": 100000,
            "received": 100000,
            "remaining": 0,
            "excess": 0,
            "route": "bank",
            "at": "2026-11-23T02:45:00+00:00",
            "bank_reference": "FT1",
        }
    ]
    assert kinds(hub) == []
    assert machine.get("/api/v1/changes?since=99").json()["asked_at"] == "2026-11-23T02:44:00.000Z"


def test_a_feed_that_the_agency_signed_for_settles(tmp_path):
    box = make_box(tmp_path / "signed")
    config = box.config.model_copy(update={"bank": box.config.bank.model_copy(update={"settles": True})})
    feed = ScriptedFeed()
    hub = Hub(config, box.clock, portal=ScriptedPortal(), feed=feed)
    hub.inbox.receive("k", "may-2", hub.machine_keys["may-2"], box.sealed(envelope()))
    feed.lines.append(credit(1))
    hub.feed.step()
    assert standing(hub).obligation.state == "settled"
    hub.close()


@pytest.mark.parametrize(
    ("amounts", "state", "received", "remaining", "excess", "cases"),
    [
        ([60_000], "partial", 60_000, 40_000, 0, ["money-short"]),
        ([60_000, 40_000], "covered", 100_000, 0, 0, []),
        ([130_000], "over", 130_000, 0, 30_000, ["money-over"]),
        ([100_000, 100_000], "over", 200_000, 0, 100_000, ["money-twice"]),
    ],
)
def test_less_more_and_twice(machine, hub, feed, amounts, state, received, remaining, excess, cases):
    machine.send(envelope())
    feed.lines += [credit(n, amount) for n, amount in enumerate(amounts, 1)]
    hub.feed.step()
    owed = standing(hub).obligation
    assert (owed.state, owed.received, owed.remaining, owed.excess) == (state, received, remaining, excess)
    assert kinds(hub) == cases


def test_late_money_counts_as_any_other(machine, hub, feed, box):
    machine.send(envelope())
    machine.send(message(2, "request_shown", {"reference": REFERENCE}))
    machine.send(message(3, "display_ended", {"reference": REFERENCE, "reason": "timeout"}))
    assert hub.store.read(lambda tx: tx.one("select state from requests"))["state"] == "expired"
    box.clock.advance(86400 * 29)
    feed.lines.append(credit(1))
    hub.feed.step()
    assert standing(hub).paid


def test_money_of_a_withdrawn_dossier_is_to_be_returned(machine, hub, feed):
    machine.send(envelope())
    hub.store.write(lambda tx: money.withdraw(tx, DOSSIER, "hub"))
    feed.lines.append(credit(1))
    hub.feed.step()
    owed = standing(hub).obligation
    assert (owed.state, owed.excess) == ("withdrawn", 100_000)
    assert kinds(hub) == ["money-withdrawn"]


def test_money_before_its_request_waits_in_suspense_and_is_joined(machine, hub, feed):
    feed.lines.append(credit(1))
    hub.feed.step()
    assert kinds(hub) == ["money-unknown"]
    machine.send(envelope())
    assert standing(hub).paid
    assert kinds(hub) == []


@pytest.mark.parametrize("content", ["CHUYEN TIEN LE PHI", f"{REFERENCE} {REST}", "HC7K4M2Q9XRY"])
def test_a_content_that_names_no_single_request_stays_in_suspense(machine, hub, feed, content):
    machine.send(envelope(request={**envelope()["request"]}))
    hub.store.write(
        lambda tx: money.add_request(
            tx,
            DOSSIER,
            money.Request(
                id="01a20647-6540-7c31-9a40-5d2e8f10b002", reference=REST, amount=1, payee="p", payee_version="v"
            ),
        )
    )
    feed.lines.append(credit(1, content=content))
    hub.feed.step()
    assert kinds(hub) == ["money-unknown"]
    assert standing(hub).obligation.received == 0


def test_a_line_of_another_account_or_of_nothing_is_not_ours(machine, hub, feed):
    machine.send(envelope())
    feed.lines += [credit(1, account="999"), credit(2, amount=0), credit(3, amount=-5)]
    hub.feed.step()
    assert hub.store.read(lambda tx: tx.all("select * from evidence")) == []


def test_one_identity_with_two_amounts_is_a_case(machine, hub, feed):
    machine.send(envelope())
    feed.lines.append(credit(1))
    hub.feed.step()
    hub.store.write(lambda tx: money.see(tx, credit(1, 90_000), settles=False))
    assert kinds(hub) == ["money-conflict"]
    assert standing(hub).obligation.received == 100_000


def test_a_bank_that_is_away_changes_nothing(hub, feed, machine):
    feed.down = True
    assert not hub.feed.step()
    assert machine.get("/api/v1/changes?since=0").json()["asked_at"] is None


def test_a_new_request_for_the_rest_is_watched_with_the_old_one(machine, hub, feed):
    machine.send(envelope())
    feed.lines.append(credit(1, 60_000))
    hub.feed.step()
    rest = {
        "id": "01a20647-6540-7c31-9a40-5d2e8f10b002",
        "reference": REST,
        "amount": 40_000,
        "payee": "mau-pa08-fees",
        "payee_version": "2026-11-01",
    }
    machine.send(message(2, "request_shown", {"reference": REFERENCE}))
    machine.send(message(3, "request_shown", {"reference": REST, "request": rest}))
    states = {r["reference"]: r["state"] for r in hub.store.read(lambda tx: tx.all("select * from requests"))}
    assert states == {REFERENCE: "superseded", REST: "shown"}
    feed.lines.append(credit(2, 40_000, content=REST))
    hub.feed.step()
    assert standing(hub).paid
    assert {one["reference"] for one in news(machine)[-2:]} == {REFERENCE, REST}
    assert kinds(hub) == []


def test_said_to_be_paid_is_a_case_until_the_money_is_seen(machine, hub, feed):
    machine.send(envelope())
    machine.send(message(2, "says_paid", {"reference": REFERENCE}))
    assert kinds(hub) == ["money-said"]
    assert standing(hub).obligation.received == 0
    feed.lines.append(credit(1))
    hub.feed.step()
    assert kinds(hub) == []


SUMS = st.lists(st.sampled_from([40_000, 60_000, 100_000, 130_000]), max_size=3)


@given(sums=SUMS, order=st.randoms(use_true_random=False), repeats=st.integers(0, 2))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_envelope_credits_and_repeats_changes_nothing(tmp_path_factory, sums, order, repeats):
    box = make_box(tmp_path_factory.mktemp("order"))
    hub = Hub(box.config, box.clock, portal=ScriptedPortal(), feed=ScriptedFeed())
    try:
        body = box.sealed(envelope())
        key = hub.machine_keys["may-2"]
        acts = [lambda: hub.inbox.receive("k", "may-2", key, body)]
        for n, amount in enumerate(sums, 1):

            def see(n=n, amount=amount):
                hub.store.write(lambda tx: money.see(tx, credit(n, amount), settles=False))

            acts.append(see)
        acts += [order.choice(acts) for _ in range(repeats)]
        order.shuffle(acts)
        for act in acts:
            act()
        found = standing(hub)
        received = sum(sums)
        assert found.obligation.received == received
        assert found.obligation.remaining == max(0, 100_000 - received)
        assert found.obligation.excess == max(0, received - 100_000)
        assert found.paid == (received >= 100_000)
        met = next((n for n in range(1, len(sums) + 1) if sum(sums[:n]) >= 100_000), None)
        assert found.paid_at == (MORNING + timedelta(minutes=met) if met else None)
        assert hub.store.read(money.suspense) == []
        assert ("money-short" in kinds(hub)) == (0 < received < 100_000)
    finally:
        hub.close()
