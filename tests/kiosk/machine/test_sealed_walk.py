"""A walk that was cut after its seal: who is told of it, how long, and what the store keeps of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import ManualClock, from_text
from kiosk.demo.gallery import SAMPLE_NOW
from kiosk.journey.ports import SentBefore
from kiosk.machine.minutes import KEPT_FOR, STEP
from kiosk.machine.sealed_walk import SealedWalk
from kiosk.store import Store, Submission
from kiosk.store.sealed_walk import SET_ASIDE, UNDER_WAY
from tests.kiosk.machine.cuts import DEVICE_KEY, Fuse, PowerCut

MINUTES = KEPT_FOR.total_seconds()
CARD, OTHER = "031155000678", "031145000236"


class Machine:
    """A store that is opened anew at every start, and whose sealed walk it tells of."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "store.sqlite"
        self.clock = ManualClock(SAMPLE_NOW)
        self.boots = 0
        self.store: Store | None = None
        self.start()

    def start(self, *, boot: bool = True) -> None:
        """After a cut of the power; `boot` False: the program alone was started anew."""
        if self.store is not None:
            self.store.close()
        self.boots += boot
        self.store = Store.open(self.path, DEVICE_KEY, self.clock, machine="may-2", boot=f"boot-{self.boots}")
        self.kept = SealedWalk(self.store, self.clock)
        self.kept.recover()

    def seal(self, session: str, card: str = CARD) -> None:
        dossier = f"d-{session}"
        self.store.save_session(session, {"answers": {}})
        given = Submission(dossier, dossier, lambda _: b"{}", session=session, card=card, procedure="p")
        self.store.submit(given)

    def noted(self) -> list[str]:
        """All settings of the store as they stand in it."""
        return self.store._read(
            lambda scope: [row[0] for row in scope.connection.execute("select value from setting order by name")]
        )

    def told(self, card: str = CARD) -> str | None:
        said = self.kept.of(card)
        return said.number if said else None


@pytest.fixture
def machine(tmp_path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    yield machine
    machine.store.close()


def test_the_same_card_is_told_for_fifteen_minutes_after_the_machine_is_back(machine):
    machine.seal("s-1")
    sealed_at = machine.clock.now()
    machine.clock.advance(8 * 3600)
    machine.start()
    machine.clock.advance(MINUTES - 1)
    machine.kept.tidy()
    assert machine.kept.of(CARD) == SentBefore("A 0001", sealed_at, "p")
    machine.clock.advance(1)
    assert machine.told() is None


def test_the_first_tidying_after_that_forgets_it_for_good(machine):
    machine.seal("s-1")
    machine.start()
    assert len(machine.noted()) == 2
    machine.clock.advance(MINUTES)
    machine.kept.tidy()
    assert machine.store.get(SET_ASIDE) is None
    assert machine.store.card_hash(CARD) not in repr(machine.noted())


def test_another_card_is_told_nothing_and_takes_nothing_away(machine):
    machine.seal("s-1")
    machine.start()
    assert machine.told(OTHER) is None
    assert machine.told() == "A 0001"


def test_nobody_is_told_while_the_walk_goes_on(machine):
    machine.seal("s-1")
    assert machine.told() is None


def test_the_note_holds_no_number_of_a_card_and_cannot_be_made_without_the_key(machine, tmp_path):
    machine.seal("s-1")
    noted = repr(machine.noted())
    assert machine.store.card_hash(CARD) in noted
    assert CARD not in noted
    with Store.open(tmp_path / "of-another" / "store.sqlite", bytes(32), machine.clock, machine="may-2") as other:
        assert other.card_hash(CARD) != machine.store.card_hash(CARD)


@pytest.mark.parametrize("when", ["under way", "set aside"])
@pytest.mark.parametrize("how", ["erased", "stopped"])
def test_what_ends_the_walk_in_an_ordinary_way_ends_the_note(machine, when, how):
    machine.seal("s-1")
    if when == "set aside":
        machine.start()
    if how == "erased":
        machine.store.erase_session("s-1")
    else:
        machine.store.erase_unsent()
    assert machine.store.card_hash(CARD) not in repr(machine.noted())
    machine.start()
    assert machine.told() is None


def test_the_end_of_another_walk_does_not(machine):
    machine.seal("s-1")
    machine.start()
    machine.store.erase_session("s-2")
    assert machine.told() == "A 0001"
    machine.start()
    assert machine.told() == "A 0001"


def test_a_repeat_of_the_seal_after_the_end_notes_nothing(machine):
    machine.seal("s-1")
    machine.store.erase_session("s-1")
    machine.seal("s-1")
    assert machine.store.get(UNDER_WAY) is None


def test_a_walk_that_is_sealed_meanwhile_takes_nothing_away_unless_it_is_cut_too(machine):
    machine.seal("s-1")
    machine.start()
    machine.seal("s-2", OTHER)
    machine.store.erase_session("s-2")
    assert machine.told() == "A 0001"
    machine.seal("s-3", OTHER)
    machine.start()
    assert (machine.told(), machine.told(OTHER)) == (None, "A 0003")


def test_a_program_started_anew_goes_on_counting_whatever_the_wall_clock_says(machine):
    machine.seal("s-1")
    machine.start()
    machine.clock.advance(60)
    machine.clock.set(from_text("2030-01-01T00:00:00Z"))
    machine.start(boot=False)
    machine.clock.advance(MINUTES - 61)
    assert machine.told() == "A 0001"
    machine.clock.advance(1)
    assert machine.told() is None


def test_no_row_of_cuts_makes_the_minutes_longer_though_the_wall_clock_stands(machine):
    machine.seal("s-1")
    machine.start()
    starts = 0
    while machine.told() is not None:
        machine.start()
        starts += 1
        assert starts <= KEPT_FOR / STEP
    assert machine.store.get(SET_ASIDE) is None


@pytest.mark.parametrize("write", range(1, 4))
@pytest.mark.parametrize("how", ["before", "inside"])
def test_a_cut_while_the_machine_comes_back_neither_loses_it_nor_makes_it_longer(machine, how, write):
    machine.seal("s-1")
    fuse = Fuse()
    fuse.guard(machine.store)
    fuse.arm(**{how: write})
    coming = SealedWalk(machine.store, machine.clock)
    try:
        coming.recover()
    except PowerCut:
        assert write <= fuse.written
    else:
        assert write > fuse.written == 2
    aside = machine.store.get(SET_ASIDE) is not None
    machine.start()
    assert machine.told() == "A 0001"
    machine.clock.advance(MINUTES - (STEP.total_seconds() if aside else 0))
    assert machine.told() is None


def test_it_ends_once_and_for_all(machine):
    machine.seal("s-1")
    machine.start()
    machine.kept.end()
    machine.kept.end()
    assert machine.told() is None
    machine.start()
    assert machine.told() is None


# the whole machine


def test_the_machine_tells_the_card_of_a_sealed_walk_what_was_cut(bench):
    sealed = bench.sealed()
    again = bench.cut()
    try:
        number = str(again.person().number)
        assert again.machine.sent_before(number) == SentBefore(sealed.number, sealed.sealed_at, bench.passport.id)
        again.machine.end_sent_before()
        assert again.machine.sent_before(number) is None
    finally:
        again.stop()


@pytest.mark.parametrize("how", ["erased", "closed", "late"])
def test_the_machine_forgets_it_with_the_walk_at_a_stop_that_was_meant_and_in_time(bench, how):
    bench.sealed()
    if how == "erased":
        bench.machine.erase(bench.session().id)
    elif how == "closed":
        bench.machine.close()
    again = bench.cut()
    try:
        if how == "late":
            again.clock.advance(MINUTES)
            again.machine.tidy()
        assert again.machine.sent_before(str(again.person().number)) is None
        assert again.store.get(SET_ASIDE) is None
    finally:
        again.stop()
