"""The disk fails in the middle of a walk: what the citizen reads, what staff read, and what is left on the disk.

Real engine, walk, store, courier and hub; the disk goes wrong below SQLite, and its clock is turned by hand.
"""

from functools import partial
from types import SimpleNamespace

import apsw
import pytest

from kiosk.hub import machines
from kiosk.journey import engine as engine_module
from kiosk.journey.engine import Engine
from kiosk.journey.moves import Stage
from kiosk.journey.pages import Pages
from kiosk.journey.views import StoppedView
from kiosk.journey.walk import Walk
from kiosk.language.text import Words
from kiosk.machine.keeper import Keeper
from kiosk.procedures.notices import Notices
from kiosk.proving.disk import Disk
from kiosk.proving.player import Player
from kiosk.store import Store, database
from tests.drivers.waiting import wait_until
from tests.kiosk import sample_answers
from tests.kiosk.hub.office_box import CARD
from tests.kiosk.journey.support import remembered
from tests.kiosk.machine import bench as bench_module
from tests.kiosk.machine.bench import PERSONAL, bench


class Site:
    """One machine with its window's engine, over a disk that can be made to fail; a dossier is sealed already."""

    def __init__(self, bench, disk):
        self.bench, self.disk = bench, disk
        self.sealed = bench.sealed()
        self.engine = Engine(self._walk, Pages(Words.load()).view)
        self.engine.start()
        self.player = Player(self.engine, self._show_card, answers=sample_answers.ANSWERS)

    def _walk(self, post):
        bench = self.bench
        parts = {"machine": bench.machine, "places": bench.places, "clock": bench.clock, "catalogue": bench.catalogue}
        return Walk(**parts, notices=Notices.load(), post=post)

    def _show_card(self):
        self.engine.post(lambda: self.engine.walk.scanned(CARD))

    def break_disk(self, error):
        def meets(step, path):
            raise error

        self.disk.meets = meets

    def mend_disk(self):
        self.disk.meets = lambda step, path: None

    def stopped(self):
        view = self.player.wait(lambda view: isinstance(view, StoppedView))
        assert self.engine.walk.stage is Stage.STOPPED
        assert not any(name in remembered(self.engine.walk) for name in PERSONAL)
        assert "quầy" in " ".join(view.lines)
        return view.code.split(" ")[1], view.advice

    def half_a_minute(self):
        """Time that a stopped machine waits before it looks again."""
        self.bench.clock.advance(31)
        self.engine.post(self.engine.walk.tick)
        self.engine.wait()

    def goes_on(self):
        """A whole second walk, and both dossiers at the hub, each once."""
        self.half_a_minute()
        self.player.wait(lambda view: view.page == "idle")
        assert self.bench.store.load_session(self.walked) is None
        self.player.to("done")
        self.bench.deliver()
        rows = self.bench.hub.store.read(lambda tx: tx.all("select id, number from dossiers order by number"))
        assert [row["number"] for row in rows] == ["A 0001", "A 0002"]
        assert rows[0]["id"] == self.sealed.id

    def asked(self):
        """The citizen is in the middle of the questions."""
        self.player.to("religion")
        self.walked = self.engine.walk.session.id
        assert self.bench.store.load_session(self.walked) is not None

    def staff_read(self):
        keeper = Keeper(self.bench.store, None, self.bench.clock)
        self.bench.news.health = keeper.health
        self.bench.news.start()
        assert wait_until(lambda: self.bench.hub.store.read(lambda tx: tx.all("select * from heartbeats")))
        keeper.close()
        return self.bench.hub.store.read(lambda tx: [one.kind for one in machines.troubles(tx, "may-2")])


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setattr(engine_module, "TICK_S", 0.02)
    disk = Disk()
    monkeypatch.setattr(bench_module, "Store", SimpleNamespace(open=partial(Store.open, vfs=disk.name)))
    with bench(tmp_path) as made:
        site = Site(made, disk)
        yield site
        site.mend_disk()
        site.engine.stop()


@pytest.mark.parametrize(
    ("error", "code"), [(apsw.IOError, "D-302"), (apsw.FullError, "D-305"), (apsw.ReadOnlyError, "D-306")]
)
def test_a_disk_that_fails_in_the_middle_stops_wipes_and_goes_on_once_it_is_mended(site, error, code):
    site.asked()
    site.break_disk(error)
    site.player.emit("answer", "none")
    assert site.stopped() == (code, Words.load().say(f"walk.staff.{code.lower()}", "vi"))
    site.half_a_minute()
    assert site.stopped()[0] == code
    site.mend_disk()
    site.goes_on()


def test_a_disk_without_room_is_waited_for(site, monkeypatch):
    """SQLite calls it an I/O error; what is left on the disk says what it is."""
    site.asked()
    with monkeypatch.context() as patch:
        patch.setattr(database, "room", lambda _: 0)
        site.break_disk(apsw.IOError)
        site.player.emit("answer", "none")
        assert site.stopped()[0] == "D-305"
        site.mend_disk()
        site.half_a_minute()
        assert site.stopped()[0] == "D-305"
    site.goes_on()


def test_a_disk_that_fails_as_she_sends_keeps_all_of_the_dossier_or_nothing(site):
    site.player.to("check")
    site.walked = site.engine.walk.session.id
    site.break_disk(apsw.IOError)
    site.player.emit("submit")
    assert site.stopped()[0] == "D-302"
    site.mend_disk()
    site.goes_on()


def test_a_page_that_is_damaged_in_the_middle_is_set_aside_and_what_was_sealed_is_sent(site, caplog):
    site.asked()
    store = site.bench.store
    store.checkpoint()
    store._read(lambda scope: scope.connection.pragma("cache_size", 0))
    [root] = store._read(
        lambda scope: scope.connection.execute("select rootpage from sqlite_schema where name = 'session'").fetchone()
    )
    with store.path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)
    site.player.emit("answer", "none")
    assert site.stopped()[0] == "D-303"
    assert store.quarantined is not None
    assert not any(name.encode() in site.bench.on_disk() for name in PERSONAL)
    assert site.staff_read() == ["quarantined"]
    site.goes_on()
    assert "store set aside: damaged" in caplog.text
