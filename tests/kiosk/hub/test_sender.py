"""To the portal and never twice: what each answer does, and what a stop in the middle does."""

import threading

import pytest

from kiosk.hub import dossiers, sender
from kiosk.hub.cases import open_cases
from kiosk.hub.hub import Hub
from kiosk.hub.portal import Accepted, NotThere, Pending, Rejected, Unknown
from kiosk.hub.sender import STRIKES
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


def correct(hub, dossier=DOSSIER):
    def act(tx):
        dossiers.step(tx, dossier, "corrected")
        dossiers.queue_for_portal(tx, dossier)

    hub.store.write(act)


def refused(hub, portal, edition=None):
    portal.answers = [Rejected((("14", "Số hộ chiếu cũ chưa khớp."),), edition)]
    hub.sender.step()
    correct(hub)


@pytest.mark.parametrize("edition", [None, 1])
def test_a_corrected_edition_takes_the_place_of_the_refused_one(looked, hub, portal, edition):
    refused(hub, portal, edition)
    hub.sender.step()
    assert ([key for key, _, _ in portal.submitted], portal.finds) == ([DOSSIER], [DOSSIER])
    assert [(key, payload["edition"]) for key, _, payload in portal.updated] == [(DOSSIER, 2)]
    assert "edition" not in portal.submitted[0][2]
    assert (state(looked), cases(hub)) == ("accepted", [])


def test_a_corrected_edition_of_what_the_portal_forgot_is_inserted(looked, hub, portal):
    refused(hub, portal)
    portal.kept.clear()
    hub.sender.step()
    assert (len(portal.submitted), portal.updated) == (2, [])
    assert state(looked) == "accepted"


def test_a_refusal_of_this_very_edition_is_not_updated_again(looked, hub, portal, box):
    refused(hub, portal, 1)
    portal.answers = [Unknown("silent")]
    hub.sender.step()
    portal.kept[DOSSIER] = Rejected((("5", "Dân tộc chưa đúng."),), 2)
    box.clock.advance(30)
    hub.sender.step()
    assert (state(looked), len(portal.updated)) == ("rejected", 1)


def test_an_update_that_is_not_known_to_have_arrived_is_made_again_where_the_portal_does_not_tell(
    looked, hub, portal, box
):
    refused(hub, portal)
    portal.answers = [Unknown("cut")]
    hub.sender.step()
    box.clock.advance(30)
    hub.sender.step()
    assert (state(looked), len(portal.updated), len(portal.submitted)) == ("accepted", 2, 1)


def test_the_code_of_another_dossier_is_taken_for_no_answer(looked, hub, portal):
    hub.sender.step()
    other = nobody()["id"]
    looked.send(nobody())
    look(hub, other)
    hub.sender.step()
    row = hub.store.read(lambda tx: tx.one("select state, state_reason, code from dossiers where id = ?", other))
    assert row == {"state": "parked", "state_reason": "portal-other-code", "code": None}
    assert cases(hub) == ["portal-ambiguous"]


def unreadable(hub, portal, box, times, others):
    """So many answers for the first dossier that cannot be read; `others`: another one gets through each time."""
    for _ in range(times):
        portal.answers = [Unknown("not-ours")]
        portal.find_answer = Unknown("not-ours")
        hub.sender.step()
        portal.find_answer = None
        if others:
            hub.store.write(
                lambda tx: tx.run(
                    "insert into meta values ('portal-readable', '1') on conflict (key)"
                    " do update set value = cast(value as integer) + 1"
                )
            )
        box.clock.advance(900)


def test_a_dossier_whose_answers_cannot_be_read_while_others_can_is_parked_after_eight(looked, hub, portal, box):
    unreadable(hub, portal, box, STRIKES - 1, others=True)
    assert state(looked) == "unknown"
    unreadable(hub, portal, box, 1, others=True)
    assert (state(looked), cases(hub)) == ("parked", ["portal-ambiguous"])
    assert len(portal.submitted) == 1


def test_a_portal_that_nobody_gets_a_readable_answer_from_parks_nothing(looked, hub, portal, box):
    unreadable(hub, portal, box, 3 * STRIKES, others=False)
    assert state(looked) == "unknown"


def test_a_readable_answer_makes_a_new_count(looked, hub, portal, box):
    unreadable(hub, portal, box, STRIKES - 1, others=True)
    portal.find_answer = Unknown("silent")
    hub.sender.step()
    box.clock.advance(900)
    unreadable(hub, portal, box, STRIKES - 1, others=True)
    assert state(looked) == "unknown"


def test_asking_again_asks_only_about_what_waits_for_it(looked, hub, portal):
    hub.sender.step()
    hub.store.write(lambda tx: sender.ask_again(tx, DOSSIER, "Lê Minh Mẫu"))
    assert (state(looked), hub.sender.step()) == ("accepted", False)


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
