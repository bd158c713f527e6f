"""Every branch of the questions, walked without a screen."""

from collections import Counter

import pytest

from kiosk.procedures import Catalogue, fee_row, papers_due
from kiosk.procedures.branches import TYPED, branches, options
from kiosk.procedures.form import case_for, places
from kiosk.procedures.pages import asked, leaves, live

ALL = list(Catalogue.load())
WALKED = [(procedure, branch) for procedure in ALL for branch in branches(procedure)]
PASSPORT = Catalogue.load()["cap-ho-chieu-pho-thong"]


def unanswered(procedure, answers, absent=()):
    return [page.id for page in asked(procedure, answers, absent) if page.id not in answers]


def test_every_branch_ends_with_all_questions_answered_or_left():
    for procedure, branch in WALKED:
        if branch.left:
            assert leaves(procedure.page(branch.pages[-1]), branch.given[branch.pages[-1]])
        else:
            assert unanswered(procedure, branch.given, branch.absent) == []
            assert list(branch.given) == list(branch.pages)


def test_pages_come_in_the_order_of_the_file_and_once():
    for procedure, branch in WALKED:
        order = [page.id for page in procedure.pages]
        assert list(branch.pages) == [page for page in order if page in branch.pages]


def test_no_page_is_out_of_reach():
    for procedure in ALL:
        reached = {page for of, branch in WALKED if of is procedure for page in branch.pages}
        assert reached == {page.id for page in procedure.pages}


def test_every_answer_that_matters_is_given_on_some_branch():
    for procedure in ALL:
        given = {pair for of, branch in WALKED if of is procedure for pair in branch.answers}
        assert given == {(page.id, key) for page in procedure.pages for key in options(page)}


def test_every_form_item_resolves_by_one_case_and_no_case_is_dead():
    for procedure in ALL:
        used = Counter()
        for of, branch in WALKED:
            if of is procedure and not branch.left:
                for item in procedure.items:
                    used[item.item, item.cases.index(case_for(item, branch.given))] += 1
        assert set(used) == {(item.item, at) for item in procedure.items for at in range(len(item.cases))}


def test_no_value_is_taken_from_a_page_that_was_not_asked():
    for procedure, branch in WALKED:
        if branch.left:
            continue
        for item in procedure.items:
            case = case_for(item, branch.given)
            for page in _answers_named(case.value):
                assert page in branch.given, (item.item, page)
                assert branch.given[page] not in ("counter", "unknown"), (item.item, page)


def test_every_branch_has_a_fee_and_its_papers(office):
    for procedure, branch in WALKED:
        assert fee_row(procedure, branch.given, procedure.version) is not None
        assert [p.kind for p in papers_due(procedure, branch.given, office)].count("photo_4x6") == 1


def test_what_was_left_to_the_officer_is_a_counter_item():
    for procedure, branch in WALKED:
        if branch.left:
            continue
        left_open = {
            page for page, key in branch.answers if key == "counter" or key in procedure.page(page).counter_keys
        }
        sources = {item.item for item in procedure.items if case_for(item, branch.given).source == "counter"} - {"15"}
        assert bool(left_open) <= bool(sources), branch


@pytest.mark.parametrize(
    ("answers", "pages"),
    [
        ({"why": "first"}, ["why", "birthplace"]),
        ({"why": "expired"}, ["why", "old-number", "old-date", "birthplace"]),
        ({"why": "valid"}, ["why", "why-valid", "old-number", "old-date", "birthplace"]),
        ({"why": "lost"}, ["why", "lost", "old-number", "old-date", "birthplace"]),
    ],
)
def test_the_reason_decides_what_is_asked_of_the_old_passport(answers, pages):
    assert [page.id for page in asked(PASSPORT, answers)][: len(pages)] == pages


def test_the_sample_walk_asks_sixteen_questions_and_the_shortest_nine():
    widow = {"why": "expired", "birthplace": "proposed", "ethnic": "Kinh", "religion": "none", "home-now": "card"}
    widow |= {"work": "retired", "parents": "both", "spouse": "widowed", "contact": "own"}
    assert [page.id for page in asked(PASSPORT, widow, absent={"new-ward"})] == [
        *("why", "old-number", "old-date", "birthplace", "ethnic", "religion", "home-now", "work"),
        *("parents", "mother-name", "mother-born", "father-name", "father-born", "spouse", "contact", "phone"),
    ]
    shortest = widow | {"why": "first", "parents": "counter", "spouse": "counter", "contact": "none"}
    assert len(asked(PASSPORT, shortest, absent={"new-ward"})) == 9


def test_a_page_with_nothing_to_ask_is_passed_over():
    answers = {"home-now": "card"}
    assert "new-ward" in [page.id for page in asked(PASSPORT, answers)]
    assert "new-ward" not in [page.id for page in asked(PASSPORT, answers, absent={"new-ward"})]


def test_the_old_home_is_not_looked_for_once_one_has_moved():
    assert "new-ward" not in [page.id for page in asked(PASSPORT, {"home-now": "moved"})]


def test_answers_of_pages_no_longer_asked_count_for_nothing():
    answers = {"why": "first", "why-valid": "other", "old-number": "C0000012", "birthplace": "proposed"}
    assert live(PASSPORT, answers) == {"why": "first", "birthplace": "proposed"}


def test_a_changed_reason_asks_again_what_now_applies():
    assert unanswered(PASSPORT, {"why": "first"})[0] == "birthplace"
    assert unanswered(PASSPORT, {"why": "damaged", "birthplace": "proposed"})[0] == "old-number"


def test_the_loss_that_was_not_reported_ends_the_walk():
    assert leaves(PASSPORT.page("lost"), "another-day")
    assert not leaves(PASSPORT.page("lost"), "reported")


def test_what_a_provider_adds_is_an_option_too():
    assert options(PASSPORT.page("ethnic")) == ("Kinh", "other", "counter", TYPED)
    assert options(PASSPORT.page("new-ward")) == (TYPED, "counter")


def _answers_named(value):
    return [name.removeprefix("answers.") for name in places(value) if name.startswith("answers.")]
