"""Touches, cards, slips, money and time in any order whatever."""

import json
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.demo.gallery import ANSWERS, EXPIRED_CARD, SAMPLE_CARD, SPLIT_CARD, YOUNG_CARD, Stand
from kiosk.journey.moves import OFFERING, SENT, TOUCHES, IllegalMove, Stage, targets
from kiosk.journey.ports import LookupAnswer, SlipResult
from kiosk.journey.proof import proof_of
from kiosk.journey.session import Session
from kiosk.payments.lookup import mint_lookup
from tests.kiosk.journey.support import PAGES, remembered

PASSPORT = "cap-ho-chieu-pho-thong"
CARDS = (SAMPLE_CARD, SPLIT_CARD, EXPIRED_CARD, YOUNG_CARD)
HERS = ("Nguyễn Thị", "Lê Hải", "Trần Thị", "031155000678", "031145000236", "001099000017", "0900000678", "C0000012")
"""what only a citizen of these tests says or carries"""
ODD = ("", "x", "counter", "unknown", "01", "-/-/1932", "99/99/9999", "Trần Thị Huệ", "0900000678", "1.5", "contrast")
PAGES_TO_BEGIN = (
    "idle",
    "home",
    "card",
    "confirm",
    "why",
    "mother-name",
    "check",
    "pay-how",
    "pay-qr",
    "pay-wait",
    "done",
)
AT_REST = (
    Stage.IDLE,
    Stage.HOME,
    Stage.ELSEWHERE,
    Stage.LOOKUP,
    Stage.BRING,
    Stage.NOTICE,
    Stage.STOPPED,
    Stage.NO_CARD,
)


class AnyOrder(RuleBasedStateMachine):
    """A citizen who does everything, and a world that does the rest."""

    @initialize(page=st.sampled_from(PAGES_TO_BEGIN), lang=st.sampled_from(["vi", "en"]))
    def begin(self, page, lang):
        self.stand = Stand.begun().to(page, {"pay": "wait"})
        if lang == "en":
            self.do(lambda walk: walk.act("language"))

    def do(self, act):
        """Do it; afterwards what is saved, kept and shown must be in order, whether it was legal or not."""
        walk, before = self.stand.walk, self.stand.walk.stage
        session = walk.session.to_dict()
        try:
            act(walk)
        except IllegalMove:
            assert walk.session.to_dict() == session
        except LookupError:
            raise AssertionError("the walk lost its way") from None
        assert walk.stage in Stage, before

    @rule(act=st.sampled_from(sorted(TOUCHES)), value=st.sampled_from(ODD))
    def touch_anything(self, act, value):
        self.do(lambda walk: walk.act(act, value))

    @rule(data=st.data())
    def touch_a_button(self, data):
        view = PAGES.view(self.stand.walk)
        acts = [(b.act, b.value) for b in (view.sheet.buttons if view.sheet else getattr(view, "buttons", ()))]
        acts += [("answer", choice.value) for choice in getattr(view, "choices", ())]
        acts += [("answer", found.value) for found in (view.search("an")[:2] if getattr(view, "search", None) else ())]
        acts += [("edit", row.value) for row in getattr(view, "rows", ()) if hasattr(row, "locked")]
        if acts:
            chosen = data.draw(st.sampled_from(acts))
            self.do(lambda walk: walk.act(*chosen))

    @precondition(lambda self: not self.stand.walk.sheet)
    @rule(steps=st.integers(1, 12), way=st.sampled_from(["phone", "cash", "later", "wait"]))
    def go_on_sensibly(self, steps, way):
        """Without this, a walk would hardly ever get far."""
        for _ in range(steps):
            if self.stand.walk.stage in (Stage.DONE, Stage.KEPT, Stage.STOPPED, Stage.ELSEWHERE, Stage.LOOKUP):
                return
            if self.stand.walk.stage in (Stage.NO_CARD, Stage.NOT_ME, Stage.UNDER_AGE) or self.stand.walk.sheet:
                return
            self.do(lambda walk: self.stand._one_act({**ANSWERS, "pay": way}, SAMPLE_CARD))

    @rule(text=st.sampled_from([*CARDS, "", "https://vidu.vn", "HK1.0", "\ufffd"]), misread=st.booleans())
    def scan(self, text, misread):
        self.do(lambda walk: walk.scanned(text, misread))

    @rule(known=st.booleans())
    def scan_a_slip(self, known):
        code = str(mint_lookup())
        if known:
            self.stand.machine.answers[code] = LookupAnswer(True, "accepted", "open")
        code = next(iter(self.stand.machine.drafts), code)
        self.do(lambda walk: walk.scanned(code))

    @rule(seconds=st.sampled_from([0.3, 2.5, 31, 46, 121, 181, 601, 1000]))
    def wait(self, seconds):
        self.stand.clock.advance(seconds)
        self.do(lambda walk: walk.tick())

    @precondition(lambda self: self.stand.walk.paying.due is not None)
    @rule(amount=st.sampled_from([1, 60_000, 100_000, 150_000, 200_000, 400_000]))
    def money_comes(self, amount):
        self.do(lambda walk: walk.money_came(self.stand.news(amount)))

    @rule(name=st.sampled_from(["Lê Minh Mẫu", ""]), ended=st.booleans())
    def an_officer_answers(self, name, ended):
        self.do(lambda walk: walk.officer(f"call-{len(self.stand.machine.calls)}", name, ended))

    @rule(
        paper=st.sampled_from([True, False, None]),
        result=st.sampled_from(SlipResult),
        down=st.booleans(),
        sound=st.booleans(),
        held=st.booleans(),
        gone=st.booleans(),
    )
    def the_office_changes(self, paper, result, down, sound, held, gone):
        machine = self.stand.machine
        machine.can_print, machine.print_result, machine.payees_sound, machine.hold_prints = paper, result, sound, held
        machine.down_since = self.stand.clock.now() if down else None
        self.do(lambda walk: walk.reader_changed(gone=gone))

    @precondition(lambda self: self.stand.machine.held)
    @rule(result=st.sampled_from(SlipResult))
    def the_slip_comes_out(self, result):
        self.do(lambda walk: self.stand.machine.held.pop()(result))

    @rule()
    def touch_nothing(self):
        self.do(lambda walk: walk.touched())

    @rule(how=st.sampled_from(["", "", "", "", "D-300", "D-302"]))
    def the_machine_may_fail(self, how):
        if how:
            self.do(lambda walk: walk.fault(how))

    @precondition(lambda self: self.stand.walk.session.answers or not self.stand.walk.sheet)
    @rule(back=st.booleans(), proof=st.sampled_from(["right", "right", "wrong", ""]))
    def the_power_is_cut(self, back, proof):
        """A new process over what is on the disk; she may come back with her card and know an answer, or not."""
        machine, walk = self.stand.machine, self.stand.walk
        for state in machine.saved.values():
            assert Session.from_dict(json.loads(json.dumps(state))).to_dict() == state
        answers, card = dict(walk.session.answers), walk.session.card_text
        unsent = walk.session.id in machine.saved and bool(card and answers)
        self.stand.power_cut()
        assert self.stand.walk.stage is Stage.IDLE
        if not (back and unsent and machine.room):
            return
        assert Session.from_dict(machine.left).answers == answers
        offered = proof_of(Session.from_dict(machine.left), walk.catalogue[PASSPORT], walk.known_person())
        machine.can_print = True
        self.stand.to("confirm", card=card)
        self.do(lambda walk: walk.act("yes"))
        if self.stand.walk.stage is Stage.EXPIRED:
            self.do(lambda walk: walk.act("next"))
        if offered is None:
            assert (self.stand.walk.session.answers, machine.left) == ({}, None)
            return
        assert self.stand.walk.stage is Stage.RESUME
        if proof:
            self.do(lambda walk: walk.act("next"))
            chosen = offered.right if proof == "right" else (offered.right + 1) % len(offered.options)
            self.do(lambda walk: walk.act("answer", str(chosen)))
            assert self.stand.walk.session.answers == (answers if proof == "right" else {})
            assert machine.left is None

    @invariant()
    def what_is_shown_is_saved(self):
        if not hasattr(self, "stand"):
            return
        walk, saved = self.stand.walk, self.stand.machine.saved
        if walk.stage in (SENT | {Stage.IDLE, Stage.KEPT, Stage.STOPPED}):
            assert walk.session.id not in saved
        else:
            assert saved.get(walk.session.id) == walk.session.to_dict()
        assert set(saved) <= {walk.session.id}

    @invariant()
    def what_a_cut_left_is_offered_to_nobody_else(self):
        if hasattr(self, "stand") and self.stand.walk.stage in OFFERING:
            number = str(self.stand.walk.known_person().number)
            assert self.stand.machine.left["card_text"].startswith(number)
            assert self.stand.walk.session.answers == {}

    @invariant()
    def the_view_can_be_drawn(self):
        if hasattr(self, "stand"):
            view = PAGES.view(self.stand.walk)
            assert view.title
            assert "{" not in view.title

    @invariant()
    def nothing_of_the_last_citizen_is_left(self):
        if hasattr(self, "stand") and self.stand.walk.stage in AT_REST:
            text = remembered(self.stand.walk)
            assert not [hers for hers in HERS if hers in text]

    @invariant()
    def a_dossier_is_sealed_once(self):
        if hasattr(self, "stand"):
            ids = [sealed.id for sealed in self.stand.machine.sealed]
            assert len(set(ids)) == len(ids)


AnyOrder.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, derandomize=True)
TestAnyOrder = AnyOrder.TestCase


def test_every_move_leads_where_the_table_says(monkeypatch):
    """The random walks above go through `Walk.do`, which asks the table; so does every other."""
    asked = []
    monkeypatch.setattr(
        "kiosk.journey.walk.targets", lambda stage, act: asked.append((stage, act)) or targets(stage, act)
    )
    Stand.begun().to("done")
    assert len(asked) > 20


def test_drafts_end_with_the_day():
    stand = Stand.begun().to("religion")
    stand.walk.act("home")
    stand.walk.act("leave-keep")
    (code,) = stand.machine.drafts
    stand.clock.set(stand.clock.now() + timedelta(hours=8))
    assert not stand.machine.has_draft(code)
