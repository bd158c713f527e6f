"""After a cut of the power: what the same card is offered, what opens it, and what ends it."""

import pytest

from kiosk.demo.gallery import EXPIRED_CARD, SPLIT_CARD, Stand
from kiosk.journey.moves import IllegalMove, Stage
from kiosk.journey.proof import proof_of
from kiosk.journey.session import Answer
from tests.kiosk.journey.support import PAGES, buttons, events, passed, seen

OTHER = SPLIT_CARD
TYPED = ("Trần Thị Huệ", "C0000012", "05/09/2016")


def cut_at(stand, page, answers=None):
    """The power is cut at a page; the answers as they were."""
    stand.to(page, answers)
    kept = dict(stand.walk.session.answers)
    stand.power_cut()
    return kept


def at_the_proof(stand, page="spouse", answers=None):
    kept = cut_at(stand, page, answers)
    stand.to("resume").walk.act("next")
    return kept


def answer(stand, place):
    stand.walk.act("answer", str(place))


def reasons(stand):
    return [keys["reason"] for event, keys in stand.machine.events if event == "session.dropped"]


def test_the_same_card_is_asked_whether_it_goes_on_and_no_answer_is_shown(stand):
    kept = cut_at(stand, "spouse")
    stand.to("resume")
    view = seen(stand)
    assert view.title == "Ông, bà khai tiếp\nphần dở chứ?"
    assert [(fact.value, fact.sub) for fact in view.facts] == [
        ("Hộ chiếu", "Bắt đầu lúc 09:24"),
        (f"{len(kept)} câu", ""),
    ]
    assert not [typed for typed in TYPED if typed in repr(view)]
    assert buttons(stand) == ["again", "next"]


def test_a_walk_of_another_day_says_which(stand):
    cut_at(stand, "spouse")
    stand.clock.advance(86_400)
    assert seen(stand.to("resume")).facts[0].sub == "Bắt đầu lúc 09:24, 23/11/2026"


@pytest.mark.parametrize(
    ("page", "answers"), [("old-date", {}), ("spouse", {}), ("phone", {"why": "first"}), ("check", {})]
)
def test_the_true_answer_opens_all_of_them_at_the_question_that_was_open(stand, page, answers):
    kept = at_the_proof(stand, page, answers)
    answer(stand, stand.walk.resuming.proof.right)
    assert (stand.walk.page_id, stand.walk.session.answers) == (page, kept)
    assert stand.machine.left is None
    assert events(stand)[-1] == "session.resumed"
    stand.to("done")
    assert len(stand.machine.sealed) == 1


@pytest.mark.parametrize(("chosen", "reason"), [("wrong", "wrong"), ("unknown", "forgotten")])
def test_another_answer_or_none_erases_them_and_the_questions_begin(stand, chosen, reason):
    at_the_proof(stand)
    answer(stand, (stand.walk.resuming.proof.right + 1) % 4 if chosen == "wrong" else chosen)
    assert (stand.walk.page_id, stand.walk.session.answers) == ("why", {})
    assert seen(stand).note.text == "Phần cũ máy đã xóa. Mời ông, bà khai lại từ đầu."
    assert (stand.machine.left, reasons(stand)) == (None, [reason])
    stand.walk.act("answer", "expired")
    assert "đã xóa" not in repr(seen(stand).note)


def test_begun_anew_they_are_erased(stand):
    cut_at(stand, "spouse")
    stand.to("resume").walk.act("again")
    assert (stand.walk.page_id, stand.walk.session.answers) == ("why", {})
    assert (stand.machine.left, reasons(stand)) == (None, ["anew"])


def test_what_was_not_offered_is_no_answer(stand):
    at_the_proof(stand)
    for value in ("", "4", "-1", "12", "C0000012", "counter"):
        with pytest.raises(IllegalMove):
            stand.walk.act("answer", value)
    assert stand.machine.left is not None


def test_another_card_goes_to_the_first_question_and_what_waits_goes_on_waiting(stand):
    cut_at(stand, "spouse")
    stand.to("why", card=OTHER)
    assert stand.walk.session.answers == {}
    assert seen(stand).note.text == "Không chắc thì bấm Gọi cán bộ."
    assert "resume" not in stand.walk.session.pages_s
    assert stand.machine.left is not None
    assert reasons(stand) == []


def test_a_card_that_may_have_expired_is_offered_them_too(stand):
    stand.to("check", card=EXPIRED_CARD)
    stand.power_cut().to("card-expired", card=EXPIRED_CARD)
    stand.walk.act("next")
    assert stand.walk.stage is Stage.RESUME


def test_choices_alone_prove_nothing_so_that_they_are_asked_for_again(stand):
    cut_at(stand, "parents", {"why": "first"})
    stand.to("why")
    assert (stand.walk.session.answers, stand.machine.left) == ({}, None)
    assert reasons(stand) == ["nothing-hidden"]
    assert "đã xóa" not in seen(stand).note.text


def test_going_back_keeps_the_offer_and_brings_the_same_choices_again(stand):
    at_the_proof(stand)
    offered = stand.walk.resuming.proof
    for _ in range(3):
        stand.walk.act("back")
    assert stand.walk.stage is Stage.CARD
    stand.to("resume").walk.act("next")
    assert stand.walk.resuming.proof == offered


def test_back_at_the_card_nothing_of_the_offer_is_left_in_memory(stand):
    at_the_proof(stand)
    for _ in range(3):
        stand.walk.act("back")
    assert stand.walk.resuming.proof is None


@pytest.mark.parametrize("page", ["resume", "resume-proof"])
@pytest.mark.parametrize("how", ["left", "silent", "fault"])
def test_whoever_leaves_the_offer_has_refused_it(stand, page, how):
    cut_at(stand, "spouse")
    stand.to("resume")
    if page == "resume-proof":
        stand.walk.act("next")
    if how == "left":
        stand.walk.act("home")
        stand.walk.act("leave-erase")
    elif how == "silent":
        passed(stand, 170)
    else:
        stand.walk.fault("D-300")
    assert stand.walk.stage in (Stage.IDLE, Stage.HOME, Stage.STOPPED)
    assert (stand.machine.left, reasons(stand)) == (None, ["left"])


def test_a_fault_in_another_walk_leaves_what_waits(stand):
    cut_at(stand, "spouse")
    stand.to("why", card=OTHER).walk.fault("D-300")
    assert stand.machine.left is not None


def test_minutes_that_end_while_she_thinks_end_the_offer_in_kind_words(stand):
    at_the_proof(stand)
    stand.machine.left = None
    answer(stand, stand.walk.resuming.proof.right)
    assert (stand.walk.page_id, stand.walk.session.answers) == ("why", {})
    assert "đã xóa" in seen(stand).note.text


def test_a_procedure_that_is_not_known_any_more_is_not_offered(stand):
    cut_at(stand, "spouse")
    stand.machine.left["procedure"] = "cap-ho-chieu-cu"
    stand.to("why")
    assert stand.machine.left is None


def test_a_change_that_was_cut_asks_only_for_what_it_opened(stand):
    stand.to("check", {"why": "first"})
    stand.walk.act("edit", "job-to-do")
    stand.walk.act("answer", "expired")
    assert stand.walk.page_id == "old-number"
    stand.power_cut().to("resume").walk.act("next")
    answer(stand, stand.walk.resuming.proof.right)
    assert stand.walk.page_id == "old-number"
    stand.walk.act("answer", "C0000012")
    stand.walk.act("answer", "05/09/2016")
    assert stand.walk.stage is Stage.CHECK


def test_what_a_change_made_worth_asking_again_is_still_asked_after_a_cut(stand):
    stand.to("check", {"why": "expired"})
    stand.walk.act("edit", "job-to-do")
    stand.walk.act("answer", "valid")
    assert stand.walk.session.again
    again, open_ = list(stand.walk.session.again), stand.walk.page_id
    stand.power_cut().to("resume").walk.act("next")
    answer(stand, stand.walk.resuming.proof.right)
    assert (stand.walk.page_id, stand.walk.session.again) == (open_, again)


# the proof


def test_of_a_number_the_last_digits_are_shown_among_others(stand):
    at_the_proof(stand)
    view = seen(stand)
    assert view.title == "Số hộ chiếu cũ là gì?"
    options = stand.walk.resuming.proof.options
    assert len(set(options)) == 4
    assert options[stand.walk.resuming.proof.right] == "012"
    assert [choice.title for choice in view.choices] == [
        *(f"Ba số cuối là {digits}" for digits in options),
        "Tôi không nhớ, khai lại từ đầu",
    ]


def test_without_a_number_a_name_is_shown_among_names_of_its_kind(stand):
    at_the_proof(stand, "spouse", {"why": "first"})
    proof = stand.walk.resuming.proof
    assert proof.page.id == "mother-name"
    assert proof.options[proof.right] == "Trần Thị Huệ"
    assert all(len(name.split()) == 3 and name.split()[1] == "Thị" for name in proof.options)


def test_a_fathers_surname_that_stands_on_the_card_does_not_tell_his_name(stand):
    at_the_proof(stand, "spouse", {"why": "first", "parents": "father", "father-name": "Nguyễn Văn Nhàn"})
    names = stand.walk.resuming.proof.options
    assert {name.split()[0] for name in names} == {"Nguyễn"}


@pytest.mark.parametrize("number", ["12345", "C00000AB"])
def test_a_number_that_says_too_little_is_not_used(stand, number):
    stand.to("spouse")
    stand.walk.session.answers["old-number"] = Answer(number, value=number)
    stand.machine.save(stand.walk.session)
    stand.power_cut().to("resume")
    assert stand.walk.resuming.proof.page.id == "mother-name"


def test_what_was_left_to_the_officer_is_no_proof(stand):
    stand.to("old-number").walk.act("counter")
    stand.to("spouse").walk.session.answers["mother-name"] = Answer("counter", source="counter")
    stand.machine.save(stand.walk.session)
    stand.power_cut().to("resume")
    assert stand.walk.resuming.proof.page.id == "father-name"


def test_no_made_up_digits_are_the_true_ones(stand):
    stand.to("spouse")
    walk = stand.walk
    for number in range(1000):
        walk.session.answers["old-number"] = Answer(f"C0000{number:03}")
        proof = proof_of(walk.session, walk.procedure, walk.known_person())
        assert len(set(proof.options)) == 4
        assert proof.options[proof.right] == f"{number:03}"


def test_both_pages_are_told_in_english_too():
    stand = Stand.begun()
    cut_at(stand, "spouse")
    stand.to("resume").walk.act("language")
    assert PAGES.view(stand.walk).title == "Go on with what\nyou had begun?"
    stand.walk.act("next")
    assert PAGES.view(stand.walk).choices[-1].title == "I do not remember, begin anew"
