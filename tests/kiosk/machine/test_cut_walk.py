"""The power is cut at every write of every move and on every question page: what was acknowledged is there.

The moves are those that the scripts of the table of moves make, so that a new stage, act or page is cut at as well, or
found missing here.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.clock import ManualClock
from kiosk.demo.gallery import EXPIRED_CARD, SAMPLE_CARD, SAMPLE_NOW, SPLIT_CARD, Stand
from kiosk.journey.moves import MOVES, Act, Stage
from kiosk.journey.pages import Pages
from kiosk.journey.proof import proof_of
from kiosk.journey.session import Session
from kiosk.journey.walk import Walk
from kiosk.language.text import Words
from kiosk.machine.minutes import KEPT_FOR
from kiosk.procedures.catalogue import Catalogue
from tests.kiosk.journey.support import remembered
from tests.kiosk.journey.test_moves import SCRIPTS, Script, at, cut
from tests.kiosk.machine.cuts import KeptMachine, PowerCut

MEMORY = Path("/dev/shm")
"""where writes need not wait for a disk; only their order matters here"""
PAGES = Pages(Words.load())
FIRST = "why"
MINUTES = KEPT_FOR.total_seconds()
QUESTIONS: list[Script] = [
    at("why-valid", "answer", "near-expiry", why="valid"),
    at("lost", "answer", "reported", why="lost"),
    at("birthplace-list", "counter", birthplace="other"),
    at("ethnic-list", "counter", ethnic="other"),
    at("religion-list", "counter", religion="other"),
    at("new-ward", "answer", "counter", card=SPLIT_CARD),
    at("check", work="employed", spouse="married", home_now="temporary"),
    at("check", contact="relative"),
    at("why-valid", "back", why="valid"),
]
"""ways past the pages that the scripts of the table do not need"""
ANYWHERE: list[Script] = [
    script
    for act, value in (("language", ""), ("help", ""), ("theme", "contrast"))
    for script in (at("birthplace", act, value), cut("work", (act, value)))
]
"""acts that are legal everywhere, on a question and on the offer after a cut"""
PLACES = sorted({str(stage) for stage in MOVES if stage is not Stage.ASKING})
ASKED = [page.id for page in Catalogue.load()["cap-ho-chieu-pho-thong"].pages]


@dataclass(frozen=True)
class Move:
    """One move of a script: `at` is its place among the script's moves, `writes` how often it writes; `keeps`: there
    were answers before it, and there are still."""

    stage: Stage
    page: str
    act: Act
    script: Script
    at: int
    writes: int
    keeps: bool

    @property
    def where(self) -> str:
        return self.page or str(self.stage)


class Cutter:
    """Runs a script and cuts the power in one of its moves."""

    def __init__(self, stand: Stand, target: int = -1, before: int = 0, inside: int = 0) -> None:
        self.stand, self.target, self.before, self.inside = stand, target, before, inside
        self.moves: list[tuple[Stage, str, Act, int, bool]] = []

    def run(self, script: Script) -> bool:
        """Whether the power went."""
        do = Walk.do

        def counted(walk: Walk, act: Act, value: str = "") -> None:
            stage, page, mine = walk.stage, walk.session.page, len(self.moves) == self.target
            fuse, held = self.stand.machine.fuse, holds(self.stand.machine)
            place = len(self.moves)
            self.moves.append((stage, page, act, 0, False))
            fuse.arm(*((self.before, self.inside) if mine else ()))
            do(walk, act, value)
            self.moves[place] = (stage, page, act, fuse.written, held and holds(self.stand.machine))
            if mine:
                raise PowerCut

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Walk, "do", counted)
            try:
                script(self.stand)
            except PowerCut:
                return True
        return False


def holds(machine: KeptMachine) -> bool:
    """Whether somebody's answers are kept and not sealed."""
    return machine.left is not None or any(state["answers"] for state in machine.saved.values())


def begun(folder: Path) -> Stand:
    clock = ManualClock(SAMPLE_NOW)
    machine = KeptMachine(clock, folder)
    return Stand(clock, machine, Stand.walk_of(clock, machine))


@pytest.fixture
def stands() -> Iterator:
    """Fresh machines, each in a folder of its own; one that is asked for closes the last."""
    made: list[Stand] = []
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:

        def make() -> Stand:
            for stand in made[-1:]:
                stand.machine.store.close()
            made.append(begun(Path(folder) / str(len(made))))
            return made[-1]

        yield make
        for stand in made[-1:]:
            stand.machine.store.close()


@pytest.fixture(scope="module")
def moves() -> dict[tuple[str, Act], Move]:
    """The shortest way to every move: (page or stage, act) -> move."""
    found: dict[tuple[str, Act], Move] = {}
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        for number, script in enumerate([*SCRIPTS, *QUESTIONS, *ANYWHERE]):
            stand = begun(Path(folder) / str(number))
            cutter = Cutter(stand)
            cutter.run(script)
            stand.machine.store.close()
            for place, (stage, page, act, writes, keeps) in enumerate(cutter.moves):
                move = Move(stage, page, act, script, place, writes, keeps)
                known = found.get((move.where, act))
                if known is None or place < known.at:
                    found[move.where, act] = move
    return found


def test_every_stage_act_and_question_page_is_cut_at(moves):
    table = {(str(stage), act) for stage, acts in MOVES.items() if stage is not Stage.ASKING for act in acts}
    assert table - set(moves) == set()
    assert set(MOVES[Stage.ASKING]) - {act for where, act in moves if where in ASKED} == set()
    assert {where for where, act in moves if act in (Act.ANSWER, Act.KEEP, Act.COUNTER)} >= set(ASKED)
    assert {move.stage for move in moves.values()} == set(Stage)


@pytest.mark.parametrize("place", [*PLACES, *ASKED])
def test_a_cut_at_any_write_of_any_move_here_loses_nothing_and_shows_nothing(place, moves, stands):
    here = [move for (where, _), move in moves.items() if where == place]
    assert here
    for move in here:
        for write in range(move.writes + 1):
            for point in ({"before": write + 1}, {"inside": write}) if write else ({"before": 1},):
                stand = stands()
                assert Cutter(stand, move.at, **point).run(move.script), move
                back_again(stand, move)


def back_again(stand: Stand, move: Move) -> None:
    """The machine comes back; a stranger passes, then the citizen."""
    machine = stand.machine
    machine.power_cut()
    kept = machine.left
    assert kept is not None or not move.keeps, move
    if kept is not None and machine.ending and not machine.store.sessions():
        kept = None
    # What waits is on disk, and nothing else; what was sealed is there once, its messages in order.
    assert machine.store.sessions() == ([kept["id"]] if kept else [])
    sealed = [sealed.id for sealed in machine.sealed]
    assert [stub.id for stub in machine.store.dossiers()] == sealed
    for dossier in sealed:
        rows = [row.seq for row in machine.store.unsent() if row.dossier == dossier]
        assert rows == list(range(1, len(rows) + 1))
        assert rows
    for code, (_, _, until) in machine.drafts.items():
        assert machine.has_draft(code) == (until > stand.clock.now())
    told = machine.cut_after_seal
    hers = kept["card_text"] if kept else EXPIRED_CARD if told and EXPIRED_CARD.startswith(told[1]) else SAMPLE_CARD
    assert told is None or hers.startswith(told[1])
    machine.room = True

    stand.walk = Stand.walk_of(stand.clock, machine)
    assert stand.walk.stage is Stage.IDLE
    passed_by(stand, SAMPLE_CARD if hers == SPLIT_CARD else SPLIT_CARD, kept)
    if told is not None:
        told_her_number(stand, hers, told[2].number)
        assert machine.store.sessions() == ([kept["id"]] if kept else [])
    if kept is None:
        stand.clock.advance(MINUTES if told is not None else 0)
        stand.to(FIRST, card=hers)
        assert stand.walk.session.answers == {}
        assert "sent-before" not in stand.walk.session.pages_s
    else:
        taken_up(stand, hers, Session.from_dict(kept), sent=told is not None)


def passed_by(stand: Stand, card: str, kept: dict | None) -> None:
    """Another card on the same machine: the first question, and nothing of what waits."""
    stand.to(FIRST, card=card)
    assert stand.walk.session.answers == {}
    assert "sent-before" not in stand.walk.session.pages_s
    if kept is not None:
        number, _, name, *_ = kept["card_text"].split("|")
        typed = [answer["key"] for answer in kept["answers"].values() if answer["value"] and len(answer["key"]) > 5]
        told = remembered(stand.walk)
        assert not [hers for hers in (name, number, *typed) if hers in told]
    stand.walk.do(Act.TIMEOUT)
    assert stand.machine.store.sessions() == ([kept["id"]] if kept else [])


def told_her_number(stand: Stand, card: str, number: str) -> None:
    """The same card after the seal: which number it has, and no question."""
    walk = stand.walk
    stand.to("confirm", card=card)
    walk.act("yes")
    if walk.stage is Stage.EXPIRED:
        walk.act("next")
    assert walk.stage is Stage.SENT_BEFORE
    assert number in repr(PAGES.view(walk))
    assert walk.session.answers == {}
    walk.act("finish")
    assert walk.stage is Stage.IDLE


def taken_up(stand: Stand, card: str, kept: Session, *, sent: bool) -> None:
    """The same card: all answers, at the question that was open, and the walk is there once."""
    walk = stand.walk
    stand.to("confirm", card=card)
    walk.act("yes")
    if walk.stage is Stage.EXPIRED:
        walk.act("next")
    assert (walk.stage is Stage.SENT_BEFORE) is sent
    if sent:
        walk.act("other")
    proof = proof_of(kept, walk.procedure, walk.known_person())
    if proof is None:
        assert (walk.page_id, walk.session.answers) == (FIRST, {})
    else:
        assert walk.stage is Stage.RESUME
        shown = repr(PAGES.view(walk))
        assert not [a.key for a in kept.answers.values() if a.value and len(a.key) > 5 and a.key in shown]
        walk.act("next")
        walk.act("answer", str(proof.right))
        assert walk.session.answers == kept.answers
        due = [p.id for p in walk.questions.visible() if p.id not in kept.answers or p.id in kept.again]
        assert walk.page_id == (due[0] if due else "check")
    assert stand.machine.store.sessions() == [walk.session.id]
