"""A machine that cannot be started: a page says where to go, staff read why, and it goes on by itself."""

import pytest

from kiosk.clock import ManualClock
from kiosk.errors import KioskError
from kiosk.journey import standby as standby_module
from kiosk.journey.codes import CODES, advice, code_of
from kiosk.journey.engine import Engine
from kiosk.journey.standby import Standby, rest_view
from kiosk.journey.views import StoppedView
from kiosk.language.text import LANGUAGES, Words
from kiosk.store import StoreFault
from tests.drivers.waiting import wait_until
from tests.kiosk.journey.support import PAGES
from tests.kiosk.store.support import NOW


class Machine:
    """A machine whose start may fail."""

    def __init__(self, stand, fault=None):
        self.fault = fault
        self.stops = 0

        def build(post):
            stand.walk.post = post
            return stand.walk

        self.engine = Engine(build, PAGES.view)

    def start(self):
        if self.fault:
            raise self.fault
        self.engine.start()

    def stop(self):
        self.stops += 1
        self.engine.stop()


@pytest.fixture
def stands(monkeypatch):
    """Make standbys that try again at once; all are stopped at the end."""
    monkeypatch.setattr(standby_module, "AGAIN_S", 0.01)
    made = []

    def make(first, *then):
        tries = list(then)

        def build():
            found = tries.pop(0) if len(tries) > 1 else tries[0]
            if isinstance(found, KioskError):
                raise found
            return found

        made.append(Standby(first, build, code_of, ManualClock(NOW)))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def test_a_machine_that_starts_is_shown_at_once(stands, stand):
    machine = Machine(stand)
    standby = stands(machine, machine)
    standby.start()
    standby.emit("start", "", "idle")
    machine.engine.wait()
    assert standby.current().page == "home"


def test_a_store_that_cannot_be_opened_is_said_with_code_time_and_what_to_do(stands):
    standby = stands(StoreFault("io"), StoreFault("io"))
    view = standby.current()
    assert isinstance(view, StoppedView)
    assert view.code == "Mã D-302 · từ 09:41"
    assert view.advice == "Đĩa không đọc hoặc ghi được. Xin báo kỹ thuật xem đĩa và dây nối."
    assert view.lines == (
        "Mời ông, bà sang quầy, có cán bộ làm giúp.",
        "Please go to the counter. An officer will help.",
    )


def test_what_is_touched_meanwhile_is_nothing(stands):
    standby = stands(StoreFault("io"), StoreFault("io"))
    standby.emit("start", "", "stopped")
    standby.touched()
    standby.screen_failed()
    assert standby.current().page == "stopped"


def test_a_disk_that_comes_back_is_noticed_and_the_screen_hears_of_the_machine(stands, stand):
    heard = []
    standby = stands(StoreFault("io"), StoreFault("io"), StoreFault("full"), Machine(stand))
    standby.subscribe(lambda: heard.append(standby.current().page))
    standby.start()
    assert wait_until(lambda: standby.machine is not None and standby.current().page == "idle")
    standby.emit("start", "", "idle")
    assert wait_until(lambda: heard[-1] == "home")
    assert heard[0] == "stopped"


def test_another_reason_is_another_code(stands):
    standby = stands(StoreFault("io"), StoreFault("full"))
    standby.start()
    assert wait_until(lambda: "D-305" in standby.current().code)
    assert "09:41" in standby.current().code


def test_a_machine_whose_start_fails_is_let_go_of_and_tried_anew(stands, stand, caplog):
    broken, sound = Machine(stand, StoreFault("read-only")), Machine(stand)
    standby = stands(broken, sound)
    standby.start()
    assert wait_until(lambda: standby.machine is sound)
    assert broken.stops == 1
    assert "not started: D-306 (read-only)" in caplog.text


def test_a_stop_ends_the_tries(stands):
    standby = stands(StoreFault("key"), StoreFault("key"))
    standby.start()
    standby.stop()
    assert not standby._thread.is_alive()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_code_has_words_of_twenty_syllables_a_sentence_at_most(code, lang):
    words = Words.load().say(advice(code), lang)
    sentences = [sentence for sentence in words.split(". ") if sentence]
    assert all(len(sentence.split()) <= 20 for sentence in sentences)
    assert rest_view(code, lang).advice == words


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (StoreFault("key"), "D-301"),
        (StoreFault("damaged"), "D-303"),
        (StoreFault("newer"), "D-304"),
        (StoreFault("in-use"), "D-307"),
        (StoreFault("sqlite"), "D-308"),
        (StoreFault("conflict"), "D-300"),
        (ValueError(), "D-300"),
    ],
)
def test_what_stops_a_machine_has_its_code(fault, code):
    assert code_of(fault) == code


def test_every_code_is_explained_to_the_technician():
    from tests.test_documents import ROOT

    table = (ROOT / "docs/operators.md").read_text("utf-8")
    assert [code for code in CODES if code not in table] == []
