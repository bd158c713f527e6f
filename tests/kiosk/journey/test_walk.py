"""The walk as a whole: what is saved, logged, wiped; every branch from the first page to the last."""

import json

import pytest

from kiosk.demo.gallery import ANSWERS, SAMPLE_CARD, SPLIT_CARD, Stand
from kiosk.journey.moves import SENT, IllegalMove, Stage
from kiosk.journey.ports import SlipKind
from kiosk.journey.session import Session
from tests.kiosk.journey.support import buttons, events, passed, remembered, seen

BRANCHES = {
    "sample": {},
    "first passport": {"why": "first"},
    "still valid": {"why": "valid", "why-valid": "pages-full"},
    "valid, another reason": {"why": "valid", "why-valid": "other"},
    "damaged": {"why": "damaged"},
    "lost and reported": {"why": "lost"},
    "old passport not remembered": {"old-number": "counter", "old-date": "unknown"},
    "born in another province": {"birthplace": "other", "birthplace-list": "Nam Định"},
    "born abroad": {"birthplace": "abroad"},
    "another ethnic group": {"ethnic": "other", "ethnic-list": "Chứt"},
    "another religion": {"religion": "other", "religion-list": "Cao Đài"},
    "religion told to the officer": {"religion": "counter"},
    "registered elsewhere": {"home-now": "temporary"},
    "living elsewhere": {"home-now": "elsewhere"},
    "moved": {"home-now": "moved"},
    "employed": {"work": "employed"},
    "mother only": {"parents": "mother"},
    "father only": {"parents": "father"},
    "parents unknown": {"parents": "unknown"},
    "family told to the officer": {"parents": "counter", "spouse": "counter"},
    "married": {"spouse": "married"},
    "divorced": {"spouse": "divorced"},
    "a relative is called": {"contact": "relative"},
    "nobody to call": {"contact": "none"},
}
PAGES = [
    *("bring", "notice", "card", "confirm", "why", "old-number", "old-date", "birthplace", "ethnic", "religion"),
    *("home-now", "work", "parents", "mother-name", "mother-born", "father-name", "father-born", "spouse", "contact"),
    *("phone", "check"),
]


@pytest.mark.parametrize("branch", BRANCHES)
@pytest.mark.parametrize("pay", ["phone", "family", "cash", "later", "wait"])
def test_every_branch_leads_to_the_slips(stand, branch, pay):
    answers = {**BRANCHES[branch], "pay": pay}
    while stand.walk.stage is not Stage.DONE:
        seen(stand)
        stand._one_act({**ANSWERS, **answers}, SAMPLE_CARD)
    assert len(stand.machine.sealed) == 1
    assert list(stand.machine.orders[0].kinds) == [SlipKind.PROVISIONAL, SlipKind.PAYMENT]
    seen(stand)
    passed(stand, 46)
    assert stand.walk.stage is Stage.IDLE


def test_a_split_address_asks_for_its_ward(stand):
    stand.to("new-ward", card=SPLIT_CARD)
    stand.to("done", card=SPLIT_CARD)


def test_events_come_in_the_agreed_order(stand):
    stand.to("done", {"pay": "wait"}).walk.act("finish")
    told = [event for event in events(stand) if event != "answer.saved"]
    assert told == [
        "session.started",
        "notice.shown",
        "notice.passed",
        "card.read",
        "identity.confirmed_by_citizen",
        "declaration.given",
        "dossier.sealed",
        "outbox.queued",
        "fee.quoted",
        "request.created",
        "session.ended",
        "memory.wiped",
    ]
    fields = [keys["field"] for event, keys in stand.machine.events if event == "answer.saved"]
    assert fields == list(stand.machine.orders[0].session.answers)


def test_what_is_told_to_the_hub_comes_in_the_order_of_the_acts(stand):
    stand.to("done", {"pay": "wait"})
    assert [kind for kind, _ in stand.machine.told] == ["pay_chosen", "request_shown", "display_ended", "says_paid"]


def test_no_log_line_holds_an_answer_or_the_card(stand):
    stand.to("done", {"contact": "relative", "spouse": "married", "home-now": "temporary"})
    logged = json.dumps([list(event) for event in stand.machine.events], ensure_ascii=False)
    for hers in ("Mẫu", "Huệ", "031155000678", "031234678", "0900000678", "C0000012", "Kinh", "1932", "An Biên"):
        assert hers not in logged


@pytest.mark.parametrize("page", PAGES)
def test_what_is_shown_is_what_is_saved(stand, page):
    stand.to(page)
    assert stand.machine.saved == {stand.walk.session.id: stand.walk.session.to_dict()}


def test_saving_comes_before_an_act_is_over(stand):
    """A power cut while the store writes leaves the page of before on the screen."""
    stand.to("religion")
    shown = seen(stand)
    stand.machine.save = lambda session: (_ for _ in ()).throw(OSError("cut"))
    with pytest.raises(OSError, match="cut"):
        stand.walk.act("answer", "none")
    assert shown.page == "religion"
    assert stand.machine.saved[stand.walk.session.id]["page"] == "religion"


@pytest.mark.parametrize("page", PAGES)
def test_after_a_power_cut_nothing_of_her_is_left_in_the_machine(stand, page):
    """A new process begins at the idle page; the store's rows of unsent answers are erased by whoever starts it."""
    stand.to(page)
    saved = json.loads(json.dumps(stand.machine.saved[stand.walk.session.id]))
    assert Session.from_dict(saved) == stand.walk.session
    again = Stand.begun(stand.clock.now())
    assert seen(again).page == "idle"
    for hers in ("Nguyễn Thị Mẫu", "031155000678", "Trần Thị Huệ", "0900000678"):
        assert hers not in remembered(again.walk)


def test_after_a_power_cut_the_same_session_is_sealed_once(stand):
    stand.to("pay-how")
    walk = stand.walk
    again = stand.machine.seal(walk.session, walk.person, walk.procedure)
    assert again == walk.sealed
    assert len(stand.machine.sealed) == 1


LEAVING = {
    "religion": [("home", ""), ("leave-erase", "")],
    "check": [("home", ""), ("leave-erase", "")],
    "confirm": [("no", ""), ("close", ""), ("home", "")],
    "done": [("finish", "")],
    "pay-how": [("answer", "later"), ("home", "")],
}


@pytest.mark.parametrize("page", LEAVING)
def test_whoever_comes_next_finds_nothing_of_her(stand, page):
    answers = {"contact": "relative", "spouse": "married", "home-now": "temporary", "work": "employed"}
    stand.to(page, answers)
    for act in LEAVING[page]:
        stand.walk.act(*act)
    text = remembered(stand.walk)
    for hers in ("Nguyễn", "Mẫu, An", "031155", "0900", "C0000012", "Huệ", "Nhàn", "Kế toán", "ngõ 5", "A 0427", "HC"):
        assert hers not in text
    assert set(stand.machine.saved) <= {stand.walk.session.id}
    assert not any(state["answers"] or state["card_text"] for state in stand.machine.saved.values())
    stand.to("pay-how", {"why": "first"})
    assert "old-number" not in stand.walk.session.answers


def test_stopping_asks_once_and_wipes(stand):
    stand.to("religion").walk.act("home")
    assert stand.walk.page_id == "religion"
    assert buttons(stand)[0] == "stay"
    stand.walk.act("leave-erase")
    assert stand.walk.stage is Stage.HOME
    assert stand.machine.saved == {stand.walk.session.id: stand.walk.session.to_dict()}
    assert events(stand)[-3:] == ["session.ended", "memory.wiped", "session.started"]


def test_language_and_size_stay_when_she_begins_again(stand):
    stand.to("religion").walk.act("language")
    stand.walk.act("size", "1.5")
    stand.walk.act("home")
    stand.walk.act("leave-erase")
    assert stand.walk.session.looks == ("en", "1.5", "light")


def test_language_and_size_are_the_usual_ones_for_the_next(stand):
    stand.to("done", {"pay": "cash"}).walk.act("language")
    stand.walk.act("theme", "contrast")
    stand.walk.act("finish")
    assert stand.walk.session.looks == ("vi", "1", "light")


@pytest.mark.parametrize(("act", "value"), [("size", "3"), ("theme", "pink")])
def test_looks_that_are_not_offered_are_refused(stand, act, value):
    with pytest.raises(IllegalMove):
        stand.walk.act(act, value)


@pytest.mark.parametrize("page", [*PAGES, "pay-how", "pay-qr", "done"])
def test_a_machine_that_stops_wipes_and_says_where_to_go(stand, page):
    stand.to(page)
    sealed = list(stand.machine.sealed)
    stand.walk.fault("D-302")
    view = seen(stand)
    assert (view.page, view.code, view.bar) == ("out-of-order", "Mã D-302 · từ 09:24", "none")
    assert view.lines == ("Mời ông, bà vào quầy số 3, có cán bộ làm giúp.",)
    for hers in ("Nguyễn", "031155", "0900", "C0000012"):
        assert hers not in remembered(stand.walk)
    assert stand.machine.saved == {}
    assert stand.machine.sealed == sealed
    assert events(stand)[-2:] == ["session.ended", "memory.wiped"]


def test_a_machine_that_stops_at_rest_ends_no_session(stand):
    stand.walk.fault("D-302")
    assert events(stand) == ["memory.wiped"]


def test_wiping_comes_before_the_store_is_asked(stand):
    """Where the store is what is broken, her answers are gone all the same."""
    stand.to("religion")
    stand.machine.erase = lambda session: (_ for _ in ()).throw(OSError("broken"))
    with pytest.raises(OSError, match="broken"):
        stand.walk.fault("D-302")
    assert stand.walk.stage is Stage.STOPPED
    assert "Nguyễn" not in remembered(stand.walk)


def test_seconds_on_pages_add_up(stand):
    stand.to("card")
    passed(stand, 21)
    stand.walk.scanned(SAMPLE_CARD)
    passed(stand, 16)
    stand.walk.act("back")
    passed(stand, 4)
    stand.walk.scanned(SAMPLE_CARD)
    assert stand.walk.session.pages_s["card"] == 25
    assert stand.walk.session.pages_s["confirm"] == 16
    assert "idle" not in stand.walk.session.pages_s
    assert stand.walk.session.back == 1


def test_every_stage_after_sealing_is_unsaved_and_every_one_before_is_not(stand):
    stand.to("pay-how")
    assert stand.walk.stage in SENT
    assert stand.machine.saved == {}
    stand.walk.act("answer", "phone")
    assert stand.machine.saved == {}
