"""The table of moves: complete, answered, and with no move in it that nothing ever makes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.demo.gallery import EXPIRED_CARD, SAMPLE_CARD, SLUGS, YOUNG_CARD, Stand
from kiosk.journey.moves import ANYWHERE, MOVES, SENT, TOUCHES, Act, IllegalMove, Stage, targets
from kiosk.journey.ports import SlipResult
from kiosk.journey.walk import Walk

Script = Callable[[Stand], object]
LATE = 200.0
"""seconds of silence that end any page, its warning included"""


def at(page: str, act: str = "", value: str = "", card: str = SAMPLE_CARD, **answers: str) -> Script:
    """To a page, then one act."""
    given = {key.replace("_", "-"): answer for key, answer in answers.items()}

    def run(stand: Stand) -> None:
        stand.to(page, given, card)
        if act:
            stand.walk.act(act, value)

    return run


def silent(page: str, **answers: str) -> Script:
    """To a page, then nobody is there."""

    def run(stand: Stand) -> None:
        at(page, **answers)(stand)
        for _ in range(2):
            stand.clock.advance(LATE)
            stand.walk.tick()

    return run


def warned(page: str, act: str = "leave-erase", **answers: str) -> Script:
    """To a page, then an act on the warning."""

    def run(stand: Stand) -> None:
        at(page, **answers)(stand)
        stand.clock.advance(LATE)
        stand.walk.tick()
        stand.walk.act(act)

    return run


def money(page: str, *received: int, sound: bool = True, **answers: str) -> Script:
    """To a page, then sums come in, and thanks for them are read."""

    def run(stand: Stand) -> None:
        at(page, **answers)(stand)
        stand.machine.payees_sound = sound
        for amount in received:
            stand.walk.money_came(stand.news(amount))
        stand.clock.advance(3)
        stand.walk.tick()

    return run


def kept_slip(stand: Stand) -> str:
    """Keep the answers given so far; the code on the slip."""
    stand.walk.act("home")
    stand.walk.act("leave-keep")
    (code,) = stand.machine.drafts
    stand.walk.act("finish")
    stand.walk.act("start")
    stand.walk.act("lookup")
    stand.walk.scanned(code)
    return code


def open_kept(page: str, then: Script = lambda stand: None) -> Script:
    def run(stand: Stand) -> None:
        stand.to(page)
        kept_slip(stand)
        then(stand)
        stand.walk.scanned(SAMPLE_CARD)

    return run


def kept_too_long(stand: Stand) -> None:
    stand.clock.set(stand.clock.now() + timedelta(hours=9))


def back_to_slip(stand: Stand) -> None:
    stand.to("why")
    kept_slip(stand)
    stand.walk.act("back")


def unsure(page: str, act: str, **answers: str) -> Script:
    """The printer does not know what came out."""

    def run(stand: Stand) -> None:
        stand.machine.print_result = SlipResult.UNKNOWN
        at(page, **answers)(stand)
        if page == "check":
            stand.walk.act("home")
            stand.walk.act("leave-keep")
        stand.walk.act(act)

    return run


def keep(act: str = "") -> Script:
    def run(stand: Stand) -> None:
        stand.to("check")
        stand.walk.act("leave-keep")
        if act:
            stand.walk.act(act)

    return run


def edited_and_gone_back(stand: Stand) -> None:
    stand.to("check")
    stand.walk.act("edit", "work")
    stand.walk.act("back")


def sent_while_open(stand: Stand) -> None:
    """A new answer opens a question, which she leaves by going back."""
    stand.to("check", {"why": "first"})
    stand.walk.act("edit", "job-to-do")
    stand.walk.act("answer", "expired")
    stand.walk.act("back")
    stand.walk.act("back")
    stand.walk.act("submit")


def cut(page: str, *acts: tuple[str, str] | tuple[str], card: str = SAMPLE_CARD, to: str = "resume") -> Script:
    """The power is cut at a page; the citizen comes back with her card and does these acts at the offer."""

    def run(stand: Stand) -> None:
        stand.to(page, card=card)
        stand.power_cut().to(to, card=card)
        for act in acts:
            stand.walk.act(*act)

    return run


def sent_with_an_old_card(stand: Stand) -> None:
    stand.to("pay-how", card=EXPIRED_CARD).power_cut().to("card-expired", card=EXPIRED_CARD).walk.act("next")


def sent_from_a_draft(stand: Stand) -> None:
    """What she had kept is sent while answers of a cut still wait; after a second cut she has something else to do."""
    stand.to("work")
    stand.walk.act("home")
    stand.walk.act("leave-keep")
    (code,) = stand.machine.drafts
    stand.walk.act("finish")
    stand.to("work").power_cut().to("home").walk.act("lookup")
    stand.walk.scanned(code)
    stand.walk.scanned(SAMPLE_CARD)
    stand.to("pay-qr").power_cut().to("sent-before").walk.act("other")


def proved(page: str, right: bool = True) -> Script:
    def run(stand: Stand) -> None:
        cut(page, ("next",))(stand)
        proof = stand.walk.resuming.proof
        assert proof is not None
        stand.walk.act("answer", str(proof.right if right else (proof.right + 1) % 4))

    return run


def nothing_due(stand: Stand) -> None:
    stand.machine.free = True
    stand.to("check")
    stand.walk.act("submit")


def stopped_and_going_on(stand: Stand) -> None:
    stand.walk.fault("D-302")
    stand.clock.advance(31)
    stand.walk.tick()


def left_idle(stand: Stand) -> None:
    stand.walk.act("language")
    stand.clock.advance(LATE)
    stand.walk.tick()


SCRIPTS: list[Script] = [
    at("idle", "how"),
    at("home", "how"),
    at("home", "unsure"),
    at("home", "area", "cu-tru"),
    at("home", "lookup"),
    at("bring", "back"),
    at("bring", "missing"),
    at("bring", "home"),
    at("notice", "back"),
    at("notice", "all"),
    at("notice", "home"),
    at("card", "back"),
    at("card", "home"),
    at("card", "no-card"),
    at("confirm", "back"),
    at("confirm", "home"),
    at("confirm", "no"),
    at("confirm", "leave-erase"),
    at("under-age", "back", card=YOUNG_CARD),
    at("under-age", "home", card=YOUNG_CARD),
    at("under-age", "leave-erase", card=YOUNG_CARD),
    at("card-expired", "back", card=EXPIRED_CARD),
    at("card-expired", "home", card=EXPIRED_CARD),
    at("card-expired", "leave-erase", card=EXPIRED_CARD),
    at("why", card=EXPIRED_CARD),
    at("why", "back"),
    at("why", "home"),
    at("why", "leave-erase"),
    at("old-number", "back"),
    at("old-number", "counter"),
    at("phone", "keep", "0900000678"),
    at("old-number", "keep", "X"),
    at("relative-name", "answer", "Phạm Mẫu", contact="relative"),
    at("place", "change", home_now="temporary"),
    at("check", "home"),
    at("check", "leave-erase"),
    at("check", "back"),
    at("pay-how", "home"),
    at("pay-how", "leave-erase"),
    at("pay-how", "answer", "cash"),
    at("pay-qr", "home"),
    at("pay-qr", "leave-erase"),
    at("pay-qr", "other"),
    at("pay-qr", "print"),
    at("pay-wait", "home", pay="wait"),
    at("pay-wait", "leave-erase", pay="wait"),
    at("pay-wait", "more", pay="wait"),
    at("pay-wait", "print", pay="wait"),
    at("done", "home"),
    at("done", "finish"),
    at("done", "reprint"),
    silent("home"),
    silent("bring"),
    silent("notice"),
    silent("card"),
    silent("confirm"),
    silent("why"),
    silent("check"),
    silent("pay-how"),
    silent("pay-wait", pay="wait"),
    silent("done"),
    warned("bring"),
    warned("notice"),
    warned("card"),
    warned("confirm"),
    warned("old-number"),
    warned("check"),
    money("pay-how", 100_000),
    money("pay-qr", 100_000),
    money("pay-qr", 60_000, sound=False),
    money("pay-wait", 100_000, pay="wait"),
    money("pay-wait", 60_000, pay="wait"),
    money("pay-wait", 60_000, sound=False, pay="wait"),
    money("done", 100_000),
    unsure("done", "out-whole"),
    unsure("done", "out-broken"),
    unsure("check", "out-whole"),
    unsure("check", "out-broken"),
    keep("finish"),
    keep("home"),
    open_kept("why"),
    open_kept("check"),
    open_kept("why", kept_too_long),
    back_to_slip,
    edited_and_gone_back,
    sent_while_open,
    nothing_due,
    stopped_and_going_on,
    left_idle,
]


def after(*steps: Script | tuple[str, str] | tuple[str]) -> Script:
    """Scripts and acts, one after the other."""

    def run(stand: Stand) -> None:
        for step in steps:
            if callable(step):
                step(stand)
            else:
                stand.walk.act(*step)

    return run


def idle_for(seconds: float) -> Script:
    def run(stand: Stand) -> None:
        stand.clock.advance(seconds)
        stand.walk.tick()

    return run


def seen_off(stand: Stand) -> None:
    """The code's time is over, then nobody is there."""
    stand.to("pay-qr")
    for seconds in (601, LATE, LATE):
        stand.clock.advance(seconds)
        stand.walk.tick()


for opened in (("home", "area", "cu-tru"), ("home", "lookup"), ("card", "no-card"), ("confirm", "no")):
    for last in (("back",), ("home",), ("again",)):
        if last != ("again",) or opened[0] in ("card", "confirm"):
            SCRIPTS.append(after(at(*opened), last))
    SCRIPTS.append(after(at(*opened), idle_for(2000), idle_for(LATE)))
for opened in (("card", "no-card"), ("confirm", "no")):
    SCRIPTS += [
        after(at(*opened), idle_for(2000), ("leave-erase",)),
        after(at(*opened), ("close",), ("leave-erase",)),
    ]
for page, card in (("under-age", YOUNG_CARD), ("card-expired", EXPIRED_CARD)):
    SCRIPTS += [
        after(at(page, card=card), idle_for(LATE), idle_for(LATE)),
        after(at(page, card=card), idle_for(LATE), ("leave-erase",)),
    ]
SCRIPTS += [
    after(cut("check", card=EXPIRED_CARD, to="card-expired"), ("next",)),
    cut("work", ("back",)),
    cut("work", ("home",)),
    cut("work", ("leave-erase",)),
    cut("work", ("again",)),
    cut("work", ("next",), ("back",)),
    cut("work", ("next",), ("home",)),
    cut("work", ("next",), ("leave-erase",)),
    after(cut("work"), idle_for(LATE), ("leave-erase",)),
    after(cut("work"), idle_for(LATE), idle_for(LATE)),
    after(cut("work", ("next",)), idle_for(LATE), ("leave-erase",)),
    after(cut("work", ("next",)), idle_for(LATE), idle_for(LATE)),
    cut("pay-how", ("finish",), to="sent-before"),
    cut("pay-qr", ("home",), to="sent-before"),
    cut("done", ("other",), to="sent-before"),
    after(cut("pay-qr", to="sent-before"), idle_for(LATE)),
    sent_with_an_old_card,
    sent_from_a_draft,
    proved("work"),
    proved("work", right=False),
    proved("check"),
    after(at("bring"), ("leave-erase",)),
    after(at("notice"), ("leave-erase",)),
    after(at("card"), ("leave-erase",)),
    seen_off,
    lambda stand: stand.to("card").walk.seen([SAMPLE_CARD, EXPIRED_CARD]),
    after(at("pay-qr"), idle_for(601), ("again",)),
    after(SLUGS["lookup-found"], ("print",)),
    after(keep(), idle_for(46)),
    after(at("place", home_now="temporary"), ("counter",)),
    after(at("confirm", "no"), ("close",), ("back",)),
    after(at("check", "edit", "old-passport"), ("counter",), ("answer", "unknown")),
    after(at("check", home_now="moved"), ("edit", "home"), ("answer", "moved"), ("counter",), ("counter",)),
]


@pytest.fixture(scope="module")
def made() -> set[tuple[Stage, Act, Stage]]:
    """Every move that some script makes, with where it led."""
    moves: set[tuple[Stage, Act, Stage]] = set()
    do = Walk.do

    def noting(walk: Walk, act: Act, value: str = "") -> None:
        before = walk.stage
        do(walk, act, value)
        moves.add((before, act, walk.stage))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Walk, "do", noting)
        for script in SCRIPTS:
            script(Stand.begun())
    return moves


def test_every_move_of_the_table_is_made_by_somebody(made):
    table = {(stage, act, to) for stage, acts in MOVES.items() for act, targets in acts.items() for to in targets}
    assert table - made == set()


def test_every_act_of_a_stage_is_made_by_somebody(made):
    table = {(stage, act) for stage, acts in MOVES.items() for act in acts}
    assert table - {(stage, act) for stage, act, _ in made} == set()


def test_no_move_is_made_that_the_table_lacks(made):
    for before, act, to in made:
        assert to is before or to in targets(before, act) or (before is Stage.IDLE and act is Act.START), (before, act)


def test_every_stage_has_its_row_and_every_act_a_place():
    assert set(MOVES) == set(Stage)
    assert {act for acts in MOVES.values() for act in acts} | set(ANYWHERE) == set(Act)


def test_every_stage_can_be_reached_from_idle():
    reached, waiting = {Stage.IDLE}, [Stage.IDLE]
    while waiting:
        here = waiting.pop()
        for act in (*MOVES[here], *ANYWHERE):
            for to in targets(here, act) - reached:
                reached.add(to)
                waiting.append(to)
    assert reached == set(Stage)


def test_from_every_stage_there_is_a_way_back_to_idle():
    ends = {Stage.IDLE}
    for _ in Stage:
        ends |= {stage for stage, acts in MOVES.items() if any(to & ends for to in acts.values())}
    assert ends == set(Stage)


def test_nothing_goes_back_from_a_sealed_dossier():
    for stage in SENT:
        reached = {to for act in (*MOVES[stage], *ANYWHERE) for to in targets(stage, act)}
        assert reached <= SENT | {Stage.IDLE, Stage.STOPPED}


@pytest.mark.parametrize("act", sorted(act for act in TOUCHES if act not in MOVES[Stage.HOME] and act not in ANYWHERE))
def test_another_move_is_an_error_and_changes_nothing(stand, act):
    stand.to("home")
    before = stand.walk.session.to_dict()
    with pytest.raises(IllegalMove, match="no move at home"):
        stand.walk.act(str(act))
    assert stand.walk.session.to_dict() == before


@pytest.mark.parametrize("name", ["dance", "money", "card", "timeout", "fault", "printed"])
def test_what_no_person_can_do_by_touching_is_an_error(stand, name):
    stand.to("pay-qr")
    with pytest.raises(IllegalMove):
        stand.walk.act(name)
    assert stand.walk.stage is Stage.PAY_QR
