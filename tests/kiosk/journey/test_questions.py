"""The questions as far as they apply to one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.demo.gallery import EXPIRED_CARD, SAMPLE_CARD, SPLIT_CARD
from kiosk.demo.sample import MemoryMachine
from kiosk.identity.card import parse_card
from kiosk.identity.places import Places
from kiosk.journey.moves import IllegalMove
from kiosk.journey.questions import Questions
from kiosk.journey.session import Answer
from kiosk.procedures.branches import TYPED, branches
from kiosk.procedures.catalogue import Catalogue
from kiosk.procedures.rules import Problem
from tests.kiosk.journey.support import seen
from tests.kiosk.sample_answers import ANSWERS as SAMPLE

PASSPORT = Catalogue.load()["cap-ho-chieu-pho-thong"]
PLACES = Places.load()
TODAY = date(2026, 11, 23)


@pytest.fixture
def ask(stand):
    """Questions about answers given by their keys."""

    def questions(keys, card=SAMPLE_CARD):
        answers = {page: Answer(key) for page, key in keys.items()}
        person = parse_card(card, TODAY) if card else None
        return Questions(PASSPORT, answers, person, PLACES, stand.machine.office)

    return questions


def ids(pages):
    return [page.id for page in pages]


def test_answers_that_no_longer_apply_do_not_count(ask):
    questions = ask({**SAMPLE, "why": "first", "why-valid": "other"})
    assert "old-number" not in set(questions.keys())
    assert "why-valid" not in ids(questions.visible())


def test_the_first_open_page_is_due(ask):
    assert ask({}).due().id == "why"
    assert ask({"why": "first"}).first_open().id == "birthplace"
    assert ask(SAMPLE).due() is None
    assert ask(SAMPLE).due(["spouse", "parents"]).id == "parents"
    assert ask(SAMPLE).due(["why-valid"]) is None


def test_before_the_first_page_there_is_none(ask):
    assert ask(SAMPLE).before("why") is None
    assert ask(SAMPLE).before("old-date").id == "old-number"


def test_what_hangs_on_the_reason_is_named_where_it_was_answered(ask):
    assert ask(SAMPLE).hanging_on("why") == ["old-number", "old-date"]
    assert ask({"why": "expired"}).hanging_on("why") == []
    assert ask(SAMPLE).hanging_on("parents") == ["mother-name", "mother-born", "father-name", "father-born"]


def test_after_a_line_comes_what_is_due_again(ask):
    questions = ask(SAMPLE)
    assert questions.after("why", "job-to-do", ["old-date"]).id == "old-date"
    assert questions.after("why", "job-to-do") is None
    assert questions.after("old-number", "old-passport").id == "old-date"
    assert questions.after("phone") is None


def test_common_ethnic_groups_of_the_office_stand_second(ask):
    offers = ask({}).offers(PASSPORT.page("ethnic"))
    assert [offer.key for offer in offers] == ["Kinh", "Tày", "Hoa", "other", "counter"]


def test_old_and_new_names_of_provinces_are_offered(ask):
    names = [offer.key for offer in ask({}).offers(PASSPORT.page("birthplace-list"))]
    assert len(names) == 63
    assert {"Hải Dương", "Hải Phòng"} <= set(names)


def test_a_proposal_comes_from_the_number_and_says_so(ask):
    first = ask({}).offers(PASSPORT.page("birthplace"))[0]
    assert (first.title.vi, first.source) == ("Hải Phòng", "proposed_confirmed")
    assert "proposed" not in [o.key for o in ask({}, None).offers(PASSPORT.page("birthplace"))]


def test_a_birthplace_carries_both_its_names(ask):
    questions = ask({})
    taken, _ = questions.take(PASSPORT.page("birthplace-list"), "Hải Dương", TODAY, "31")
    questions.answers["birthplace"] = Answer("other")
    assert questions.birth_province() is None
    questions.answers["birthplace-list"] = taken
    assert questions.birth_province() == {"old": "Hải Dương", "new": "Hải Phòng"}


def test_wards_are_offered_where_the_address_is_in_doubt(ask):
    assert [o.key for o in ask({}, SPLIT_CARD).offers(PASSPORT.page("new-ward"))] == ["11629", "11446"]
    assert ask({}, None).offers(PASSPORT.page("new-ward")) == []
    assert "new-ward" not in ids(ask({"home-now": "card"}).visible())
    assert "new-ward" in ids(ask({"home-now": "card"}, SPLIT_CARD).visible())


def test_the_ward_of_today_is_the_exact_or_the_chosen_one(ask):
    assert ask({}).today_ward().name == "An Biên"
    assert ask({}, SPLIT_CARD).today_ward() is None
    assert ask({"new-ward": "11446"}, SPLIT_CARD).today_ward().name == "Phù Liễn"
    assert ask({"new-ward": "counter"}, SPLIT_CARD).today_ward() is None
    assert ask({}, None).today_ward() is None


def test_an_address_looked_up_before_is_not_looked_up_again(stand):
    match = PLACES.map_address("Tổ 5, Trường Sơn, An Lão, Hải Phòng")
    questions = Questions(PASSPORT, {}, None, PLACES, stand.machine.office, match)
    assert questions.address is match


def test_a_typed_answer_is_kept_as_it_should_stand(ask):
    taken, doubt = ask(SAMPLE).take(PASSPORT.page("phone"), "0900 000 678", TODAY, "31")
    assert (taken, doubt) == (Answer("0900000678", value="0900000678"), None)
    taken, _ = ask(SAMPLE).take(PASSPORT.page("mother-born"), "/ /1932".replace(" ", ""), TODAY, "31")
    assert taken == Answer("-/-/1932", value="1932")
    taken, _ = ask(SAMPLE).take(PASSPORT.page("mother-born"), "unknown", TODAY, "31")
    assert taken == Answer("unknown", "unknown")


def test_a_problem_is_a_result(ask):
    assert isinstance(ask(SAMPLE).take(PASSPORT.page("mother-born"), "-/-/1956", TODAY, "31"), Problem)
    taken, doubt = ask(SAMPLE).take(PASSPORT.page("old-date"), "05/09/2020", TODAY, "31")
    assert (taken.key, doubt.kind) == ("05/09/2020", "w")


def test_nothing_typed_is_taken_without_a_card(ask):
    with pytest.raises(IllegalMove):
        ask({}, None).take(PASSPORT.page("phone"), "0900000678", TODAY, "31")


@given(st.text(max_size=30))
def test_only_what_is_offered_is_taken(text):
    questions = Questions(PASSPORT, {}, parse_card(SAMPLE_CARD, TODAY), PLACES, _office())
    for page_id in ("why", "birthplace-list", "place", "lost"):
        page = PASSPORT.page(page_id)
        keys = {offer.key for offer in questions.offers(page)} if page.kind != "place" else set()
        if text not in keys:
            with pytest.raises(IllegalMove):
                questions.take(page, text, TODAY, "31")


@given(st.sampled_from(["mother-name", "street", "phone", "old-number", "old-date", "mother-born"]), st.text())
def test_whatever_is_typed_is_answered(page_id, text):
    questions = Questions(PASSPORT, {}, parse_card(SAMPLE_CARD, TODAY), PLACES, _office())
    taken = questions.take(PASSPORT.page(page_id), text, TODAY, "31")
    assert isinstance(taken, Problem) or isinstance(taken[0], Answer)


def test_shown_is_in_the_persons_language_and_silent_where_others_say_it(ask):
    questions = ask({**SAMPLE, "lost": "reported", "place": "11407"})
    assert questions.shown("work", "en") == "Retired"
    assert questions.shown("parents", "vi") == ""
    assert questions.shown("mother-born", "vi") == ""
    assert questions.shown("old-number", "vi") == "C0000012"
    assert questions.shown("nothing-answered", "vi") == ""
    assert questions.shown("place", "vi") == ""
    assert questions.shown("lost", "vi") == ""


def test_an_answer_that_is_not_offered_any_more_shows_its_key(ask):
    assert ask({"ethnic-list": "Mẫu"}).shown("ethnic-list", "vi") == "Mẫu"


def test_doubts_are_what_an_officer_should_look_at(ask):
    assert ask(SAMPLE).doubts(TODAY) == []
    assert ask({**SAMPLE, "old-date": "05/09/2020"}).doubts(TODAY) == ["old_passport_may_be_valid"]
    nowhere = SAMPLE_CARD.replace("An Biên, Hải Phòng", "Không Đâu, Hải Phòng")
    assert ask(SAMPLE, nowhere).doubts(TODAY) == ["ward_unknown"]
    assert ask({**SAMPLE, "home-now": "moved", "place": "x", "street": "x"}, nowhere).doubts(TODAY) == []
    assert ask(SAMPLE, EXPIRED_CARD).doubts(TODAY) == ["card_may_have_expired"]
    assert ask(SAMPLE, None).doubts(TODAY) == []


def test_every_branch_of_the_catalogue_can_be_answered_here(stand):
    """What the catalogue walks on paper is what these questions ask."""
    checked = 0
    for branch in branches(PASSPORT):
        answers = {page: Answer(key if key != TYPED else "x") for page, key in branch.answers}
        person = parse_card(SPLIT_CARD if "new-ward" not in branch.absent else SAMPLE_CARD, TODAY)
        questions = Questions(PASSPORT, answers, person, PLACES, stand.machine.office)
        asked = ids(questions.visible())
        if not branch.left:
            assert asked == list(branch.pages)
            assert questions.due() is None
        checked += 1
    assert checked > 50


def test_the_view_of_a_question_offers_what_is_taken(stand):
    stand.to("why")
    offered = [choice.value for choice in seen(stand).choices]
    assert offered == [offer.key for offer in stand.walk.questions.offers(stand.walk.page)]


def _office():
    from kiosk.clock import ManualClock
    from kiosk.demo.gallery import SAMPLE_NOW

    return MemoryMachine(ManualClock(SAMPLE_NOW)).office
