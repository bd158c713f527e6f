"""To the portal and never twice: what each answer does, and what a stop in the middle does."""

import threading

import pytest

from kiosk.hub import dossiers
from kiosk.hub.cases import open_cases
from kiosk.hub.hub import Hub
from kiosk.hub.portal import Accepted, NotThere, Pending, Rejected, Unknown
from kiosk.store import StoreFault
from tests.kiosk.hub.office_box import DOSSIER, envelope, nobody


class PowerCut(BaseException):
    """The process ends here."""


def look(hub, dossier=DOSSIER):
    def act(tx):
        dossiers.take_papers(tx, dossier, {"photo_4x6"}, "Lê Minh Mẫu")
        assert hub.paperwork.look(tx, dossiers.load(tx, dossier), "Lê Minh Mẫu")

    hub.store.write(act)


def state(machine):
    return machine.changes(kind="dossier")[-1]["data"]["state"]


def cases(hub):
    return [str(case.kind) for case in hub.store.read(open_cases)]


@pytest.fixture
def looked(machine, hub):
    machine.send(envelope())
    look(hub)
    return machine


def test_nothing_goes_out_before_an_officer_has_looked(machine, hub, portal):
    machine.send(envelope())
    assert not hub.sender.step()
    assert portal.submitted == []


def test_a_first_try_is_sent_without_asking(looked, hub, portal):
    hub.sender.step()
    assert (portal.finds, len(portal.submitted), state(looked)) == ([], 1, "accepted")


def test_no_phone_of_ones_own_goes_out_with_the_offices(machine, hub, portal):
    machine.send(envelope(contact={"whose": "office", "phone": None, "relation": None, "name": None}))
    look(hub)
    hub.sender.step()
    applicant = portal.submitted[0][1]
    assert (applicant["phone"], applicant["phone_whose"]) == ("02250000000", "office")


@pytest.mark.parametrize("cause", ["unreachable", "silent", "cut", "server", "not-ours"])
def test_unknown_is_asked_about_before_it_is_sent_again(looked, hub, portal, box, cause):
    portal.answers = [Unknown(cause)]
    hub.sender.step()
    assert (state(looked), cases(hub)) == ("unknown", ["portal-unknown"])
    assert not hub.sender.step()
    box.clock.advance(30)
    hub.sender.step()
    assert (portal.finds, len(portal.submitted)) == ([DOSSIER], 2)
    assert (state(looked), cases(hub)) == ("accepted", [])


def test_what_the_portal_already_has_is_not_sent_again(looked, hub, portal, box):
    portal.answers = [Unknown("silent")]
    hub.sender.step()
    portal.kept[DOSSIER] = Accepted("G00.000.108-261125-000007", box.clock.now())
    box.clock.advance(30)
    hub.sender.step()
    assert len(portal.submitted) == 1
    assert looked.changes(kind="dossier")[-1]["data"] == {"state": "accepted", "code": "G00.000.108-261125-000007"}


def test_while_asking_itself_is_unknown_nothing_is_sent(looked, hub, portal, box):
    portal.answers = [Unknown("silent")]
    portal.find_answer = Unknown("silent")
    for _ in range(4):
        hub.sender.step()
        box.clock.advance(900)
    assert len(portal.submitted) == 1
    assert state(looked) == "unknown"


def test_waits_double_up_to_a_quarter_of_an_hour(looked, hub, portal, box):
    portal.default = portal.find_answer = Unknown("unreachable")
    waits = []
    for _ in range(8):
        assert hub.sender.step()
        seconds = 0
        while not _due(hub):
            box.clock.advance(30)
            seconds += 30
        waits.append(seconds)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def _due(hub):
    return hub.store.read(lambda tx: tx.one("select 1 from portal_jobs where next_at <= ?", tx.at)) is not None


def test_pending_is_looked_after_until_it_is_decided(looked, hub, portal, box):
    portal.answers = [Pending()]
    hub.sender.step()
    assert state(looked) == "pending"
    portal.kept[DOSSIER] = Accepted("G00.000.108-261125-000042", box.clock.now())
    box.clock.advance(30)
    hub.sender.step()
    assert (state(looked), len(portal.submitted)) == ("accepted", 1)


def test_a_refusal_is_kept_in_the_portals_words_and_not_repeated(looked, hub, portal, box):
    portal.answers = [Rejected((("14", "Số hộ chiếu cũ chưa khớp."),))]
    hub.sender.step()
    box.clock.advance(86400)
    assert not hub.sender.step()
    assert (state(looked), cases(hub)) == ("rejected", ["portal-rejected"])


def test_a_code_of_another_form_is_taken_as_it_is(looked, hub, portal, box):
    portal.default = Accepted("h46/2026/0042 (thử)", box.clock.now())
    hub.sender.step()
    assert looked.changes(kind="dossier")[-1]["data"]["code"] == "h46/2026/0042 (thử)"


@pytest.mark.parametrize("submitted", [False, True])
def test_a_stop_in_mid_carriage_ends_with_one_dossier(looked, hub, box, portal, feed, submitted):
    real = portal.submit

    def cut(*given):
        if submitted:
            real(*given)
        raise PowerCut

    portal.submit = cut
    with pytest.raises(PowerCut):
        hub.sender.step()
    hub.close()
    portal.submit = real
    again = Hub(box.config, box.clock, portal=portal, feed=feed)
    again.sender.step()
    assert portal.finds == [DOSSIER]
    assert len(portal.submitted) == 1
    assert again.store.read(lambda tx: tx.one("select state from dossiers"))["state"] == "accepted"
    again.close()


def test_one_silent_dossier_does_not_hold_up_the_next(looked, hub, portal):
    looked.send(nobody())
    look(hub, nobody()["id"])
    portal.answers = [Unknown("silent")]
    assert hub.sender.step()
    assert hub.sender.step()
    assert len({key for key, _, _ in portal.submitted}) == 2


def test_a_portal_that_says_not_there_is_sent_to(looked, hub, portal, box):
    portal.answers = [Unknown("server")]
    hub.sender.step()
    assert portal.find(DOSSIER) == NotThere()
    box.clock.advance(30)
    hub.sender.step()
    assert len(portal.submitted) == 2


def test_a_step_that_fails_is_logged_once_and_the_others_go_on(box, hub, feed, caplog):
    """The worker loop: a fault is told when it comes and when it goes, without a word of what was in hand."""
    rounds = []

    def step():
        rounds.append(len(rounds))
        if len(rounds) in (1, 2):
            raise ValueError("0900000678")
        if len(rounds) == 4:
            hub._stop.set()
        return len(rounds) == 3

    with caplog.at_level("INFO", "kiosk.hub.hub"):
        hub._work("portal-sender", step, 0)
    assert rounds == [0, 1, 2, 3]
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]
    assert "0900000678" not in caplog.text


def test_an_opened_hub_works_by_itself(box, portal, feed):
    hub = Hub(box.config, box.clock, portal=portal, feed=feed)
    hub.inbox.receive("k", "may-2", hub.machine_keys["may-2"], box.sealed(envelope()))
    look(hub)
    hub.start()
    waiting = threading.Event()
    while not hub.store.read(lambda tx: tx.one("select 1 from dossiers where state = 'accepted'")):
        waiting.wait(0.01)
    hub.close()
    assert len(portal.submitted) == 1


def test_a_second_hub_over_the_same_file_is_refused_until_the_first_has_ended(box, hub):
    with pytest.raises(StoreFault) as refused:
        Hub(box.config, box.clock)
    assert refused.value.code == "in-use"
    hub.close()
    Hub(box.config, box.clock).close()
