"""After the seal nothing personal is left: not in the store's files, not in the log, not in a name of a file."""

import logging

from drivers.virtual import PrinterFault
from kiosk.journey.ports import SlipKind
from tests.kiosk.machine.bench import PERSONAL
from tests.kiosk.store.test_forgetting import written

BOTH = (SlipKind.PROVISIONAL, SlipKind.PAYMENT)


def hits(content):
    return [value for value in PERSONAL for form in written(value) if form in content]


def test_the_search_would_find_it(bench):
    bench.store.set("a mistake", {"name": PERSONAL[0], "number": PERSONAL[2]})
    assert PERSONAL[0] in hits(bench.on_disk())
    assert PERSONAL[2] in hits(bench.on_disk())


def test_the_answers_of_a_walk_are_never_in_clear_on_disk_before_or_after_the_seal(bench):
    session = bench.session()
    bench.machine.save(session)
    assert hits(bench.on_disk()) == []
    sealed = bench.machine.seal(session, bench.person(), bench.passport)
    assert hits(bench.on_disk()) == []
    bench.print(sealed, *BOTH)
    bench.deliver()
    bench.machine.erase(session.id)
    assert hits(bench.on_disk()) == []
    bench.stop()
    assert hits(bench.on_disk()) == []


def test_a_sent_message_is_not_kept_sealed_either(bench):
    sealed = bench.sealed()
    body = bench.store.unsent()[0].body
    assert body[200:260] in bench.on_disk()
    bench.deliver()
    assert body[200:260] not in bench.on_disk()
    assert sealed.lookup.encode() not in bench.on_disk()


def test_logs_and_names_of_files_say_nothing_of_a_person_whatever_goes_wrong(bench, caplog):
    caplog.set_level(logging.DEBUG)
    sealed = bench.sealed()
    bench.printer.set_fault(PrinterFault.DIES)
    bench.print(sealed, *BOTH)
    bench.machine.settle_slips(sealed.id, whole=False)
    bench.line.cut()
    bench.courier.run_once()
    for _ in range(2):
        bench.news.ask_once()
    bench.line.mend()
    bench.machine.tell(sealed.id, "left", {"page": "pay-how"})
    bench.publish(signed=False)
    bench.machine.payees_ok(bench.passport)
    names = " ".join(str(path) for path in (bench.folder / "machine").rglob("*"))
    events = repr(bench.audit())
    for said in (caplog.text, names, events):
        assert hits(said.encode()) == []
        assert sealed.lookup not in said
    assert hits(" ".join(record.getMessage() for record in caplog.records).encode()) == []


def test_when_a_session_is_erased_the_machine_holds_no_code_and_no_dossier_of_it(bench):
    session = bench.session()
    sealed = bench.machine.seal(session, bench.person(), bench.passport)
    bench.machine.erase(session.id)
    assert bench.machine._dues.code(sealed.due.reference) is None
    assert bench.machine._begun is None


def test_answers_that_were_not_sent_are_erased_at_a_stop_that_was_meant(bench):
    session = bench.session()
    bench.machine.save(session)
    bench.stop()
    assert hits(bench.on_disk()) == []
    again = bench.restarted()
    try:
        assert again.store.sessions() == []
        assert ("memory.wiped", {"erased": 1}) in again.audit()
    finally:
        again.stop()
