"""After the seal nothing personal is left: not in the store's files, not in the log, not in a name of a file."""

import itertools
import logging

import pytest

from drivers.virtual import PrinterFault
from kiosk.clock import today
from kiosk.demo.gallery import Stand
from kiosk.demo.people import citizen
from kiosk.demo.show import answers_of
from kiosk.identity.card import parse_card
from kiosk.journey.moves import Stage
from kiosk.journey.ports import SlipKind
from kiosk.journey.walk import Walk
from kiosk.procedures.notices import Notices
from kiosk.proving.forget import hits_in, hits_on_disk
from kiosk.proving.forget_values import Values
from tests.drivers.waiting import wait_until
from tests.kiosk.hub.office_box import CARD, MORNING
from tests.kiosk.machine.bench import ANSWERS

BOTH = (SlipKind.PROVISIONAL, SlipKind.PAYMENT)
VALUES = Values.of(parse_card(CARD, MORNING.date()), ANSWERS)
WALKS = 50


def on_disk(bench, values=VALUES):
    return hits_on_disk(bench.folder / "machine", values)


def said_in(text):
    return hits_in("said", text.encode(), VALUES)


def test_the_search_would_find_it(bench):
    bench.store.set("a mistake", {"name": "Nguyễn Thị Mẫu", "number": "031155000678"})
    assert {"name", "number"} <= {hit.kind for hit in on_disk(bench)}


def test_the_answers_of_a_walk_are_never_in_clear_on_disk_before_or_after_the_seal(bench):
    session = bench.session()
    bench.machine.save(session)
    assert on_disk(bench) == []
    sealed = bench.machine.seal(session, bench.person(), bench.passport)
    assert on_disk(bench) == []
    bench.print(sealed, *BOTH)
    bench.deliver()
    bench.machine.erase(session.id)
    assert on_disk(bench) == []
    bench.stop()
    assert on_disk(bench) == []


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
        assert said_in(said) == []
        assert sealed.lookup not in said
    assert said_in(" ".join(record.getMessage() for record in caplog.records)) == []


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
    assert on_disk(bench) == []
    again = bench.restarted()
    try:
        assert again.store.sessions() == []
        assert ("memory.wiped", {"erased": 1}) in again.audit()
    finally:
        again.stop()


def finish(stand):
    stand.to("done", {"pay": "cash"})
    assert wait_until(lambda: not stand.walk.parting.printing)
    stand.walk.act("finish")


def cancel(stand):
    stand.walk.act("home")
    stand.walk.act("leave-erase")


def fall_silent(stand):
    for _ in range(20):
        stand.clock.advance(60)
        stand.walk.tick()


def stop(stand):
    stand.walk.fault("D-300")


ENDS = {
    "finish": ("check", finish),
    "cancel": ("check", cancel),
    "cancel early": ("confirm", cancel),
    "silence": ("mother-name", fall_silent),
    "silence once sent": ("pay-how", fall_silent),
    "fault": ("check", stop),
}


@pytest.mark.slow
def test_after_fifty_walks_nothing_of_anybody_is_on_disk_however_they_ended(bench, caplog):
    """Slow: every save of fifty walks is flushed to the disk."""
    caplog.set_level(logging.DEBUG)
    everybody, day = Values(()), today(bench.clock)
    for number, (page, end) in zip(range(WALKS), itertools.cycle(ENDS.values()), strict=False):
        someone = citizen(number, day)
        given = answers_of(number, someone.birth.year) | {"home-now": "card", "phone": f"09{34_567_801 + number}"}
        everybody |= Values.of(parse_card(someone.code, day), given)
        stand = stood(bench)
        stand.to(page, given, card=someone.code)
        end(stand)
        assert stand.walk.stage in (Stage.IDLE, Stage.HOME, Stage.STOPPED)
        bench.deliver()
    assert on_disk(bench, everybody) == []
    assert hits_in("log", caplog.text.encode(), everybody) == []
    bench.stop()
    assert on_disk(bench, everybody) == []


def stood(bench):
    """A walk on the real machine of the bench, whose callbacks come at once."""
    walk = Walk(
        machine=bench.machine,
        catalogue=bench.catalogue,
        notices=Notices.load(),
        places=bench.places,
        clock=bench.clock,
        post=lambda job: job(),
    )
    return Stand(bench.clock, bench.machine, walk)
