"""The seal: one transaction, once, and what the hub gets is what the citizen said."""

from datetime import date, datetime, timedelta

import pytest

from kiosk.clock import VIETNAM
from kiosk.hub import dossiers
from kiosk.payments.vietqr import decode
from kiosk.store import StoreFault
from tests.kiosk.machine.bench import CARD

ORDER = [
    "declaration.given",
    "dossier.sealed",
    "outbox.queued",
    "fee.quoted",
    "request.created",
]


def sealed_at_hub(bench, dossier):
    """The envelope as the hub opened it."""
    return bench.hub.store.read(lambda tx: dossiers.load(tx, dossier).envelope.model_dump(mode="json"))


def test_a_second_call_gives_the_same_answer_and_makes_nothing(bench):
    session, person = bench.session(), bench.person()
    first = bench.machine.seal(session, person, bench.passport)
    assert bench.machine.seal(session, person, bench.passport) is first
    assert [stub.id for stub in bench.store.dossiers()] == [first.id]
    assert [row.seq for row in bench.store.unsent()] == [1]
    assert first.number == "A 0001"


def test_everything_goes_down_together_with_its_events_in_order(bench):
    sealed = bench.sealed()
    [request] = bench.store.requests(sealed.id)
    assert (request.reference, request.amount, request.payee) == (sealed.due.reference, 100_000, "mau-pa08-fees")
    assert (request.state, request.pay_until) == ("draft", date(2026, 12, 23))
    assert [row.seq for row in bench.store.unsent()] == [1]
    assert bench.store.load_session(bench.session().id) is None
    assert [event for event, _ in bench.audit()] == ORDER
    assert bench.store.verify_audit().ok


def test_where_sealing_fails_nothing_is_begun_and_the_answers_stand(bench, monkeypatch):
    session = bench.session()
    bench.machine.save(session)

    def broken(*_):
        raise StoreFault("full")

    with monkeypatch.context() as patch:
        patch.setattr(bench.machine._outbound, "sealed", broken)
        with pytest.raises(StoreFault):
            bench.machine.seal(session, bench.person(), bench.passport)
    assert (bench.store.dossiers(), bench.store.unsent(), bench.store.next_number()) == ([], [], 1)
    assert bench.store.load_session(session.id) == session.to_dict()
    sealed = bench.machine.seal(session, bench.person(), bench.passport)
    assert [stub.id for stub in bench.store.dossiers()] == [sealed.id]


def test_a_disk_that_kept_it_and_said_it_had_not_makes_no_second_dossier(bench, monkeypatch):
    session, submit = bench.session(), bench.store.submit

    def unsure(submission):
        submit(submission)
        raise StoreFault("io")

    with monkeypatch.context() as patch:
        patch.setattr(bench.store, "submit", unsure)
        with pytest.raises(StoreFault):
            bench.machine.seal(session, bench.person(), bench.passport)
    [kept] = bench.store.dossiers()
    sealed = bench.machine.seal(session, bench.person(), bench.passport)
    assert (sealed.id, sealed.number) == (kept.id, kept.number.text)
    bench.deliver()
    assert bench.requests_at_hub(sealed.id) == {sealed.due.reference: "draft"}


def test_the_hub_reads_what_the_citizen_said(bench):
    sealed = bench.sealed(parents="counter", contact="none", **{"old-number": "C0000012"})
    bench.deliver()
    plain = sealed_at_hub(bench, sealed.id)
    assert plain["id"] == sealed.id
    assert plain["schema_"] == "dossier/1"
    assert plain["number"] == {"text": "A 0001", "day": "2026-11-23"}
    assert plain["lookup"] == sealed.lookup
    assert plain["owner"] == {"name": "Nguyễn Thị Mẫu", "number": CARD[:12], "born": "1955-03-12", "sex": "Nữ"}
    assert plain["contact"]["whose"] == "office"
    assert plain["request"]["reference"] == sealed.due.reference
    assert plain["fee"]["row"] == "hc-new-2026"
    answers = {answer["item"]: answer for answer in plain["answers"]}
    assert answers["14"]["value"] == {"number": "C0000012", "issued": "2016-09-05"}
    assert answers["7"]["value"] is None
    assert bench.store.dossier(sealed.id).state == "at_hub"


def test_the_code_that_is_shown_pays_the_office_of_the_signed_list(bench):
    due = bench.sealed().due
    code = decode(bench.machine._dues.code(due.reference).payload)
    assert (code.bin, code.account, code.amount, code.purpose) == ("999999", "0000123400005", 100_000, due.reference)
    assert (due.payee_name, due.account) == ("Phòng Quản lý xuất nhập cảnh", "0000 1234 00005")
    assert due.matrix == bench.machine._dues.code(due.reference).matrix


@pytest.mark.parametrize(
    ("why", "day", "amount", "pay_until"),
    [
        ("expired", datetime(2026, 12, 31, 16, tzinfo=VIETNAM), 100_000, date(2026, 12, 31)),
        # No day is promised in a year whose holidays are not all decided.
        ("expired", datetime(2027, 1, 4, 9, tzinfo=VIETNAM), 200_000, None),
        ("damaged", datetime(2026, 12, 1, 9, tzinfo=VIETNAM), 200_000, date(2026, 12, 31)),
    ],
)
def test_the_fee_is_that_of_the_day_of_sealing(bench, why, day, amount, pay_until):
    bench.clock.set(day)
    sealed = bench.sealed(why=why)
    assert (sealed.due.amount, sealed.due.pay_until) == (amount, pay_until)


def test_a_clock_put_back_during_a_walk_makes_no_negative_time(bench):
    session = bench.session()
    bench.clock.set(bench.clock.now() - timedelta(minutes=4))
    sealed = bench.machine.seal(session, bench.person(), bench.passport)
    bench.deliver()
    assert sealed_at_hub(bench, sealed.id)["timings"]["session_s"] == 0


def test_the_next_citizen_gets_a_dossier_of_her_own(bench):
    first = bench.sealed()
    bench.machine.erase(bench.session().id)
    second = bench.machine.seal(bench.session(), bench.person(), bench.passport)
    assert second.id != first.id
    assert second.number == "A 0002"
    assert second.lookup != first.lookup
