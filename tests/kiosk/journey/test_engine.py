"""One thread for the walk: nothing is lost, late touches change nothing, faults wipe and stop."""

import threading

import pytest

from kiosk.demo.gallery import SAMPLE_CARD, Stand
from kiosk.journey import engine as engine_module
from kiosk.journey.engine import Engine
from kiosk.journey.moves import Stage
from kiosk.journey.views import StoppedView, View
from kiosk.store.faults import StoreFault
from tests.drivers.waiting import wait_until
from tests.kiosk.journey.support import PAGES, remembered


@pytest.fixture
def run(stand):
    """Start an engine over the stand's walk; it is stopped at the end."""
    started = []

    def start(render=PAGES.view):
        def build(post):
            stand.walk.post = post
            return stand.walk

        engine = Engine(build, render)
        engine.start()
        started.append(engine)
        return engine

    yield start
    for engine in started:
        engine.stop()
        assert not engine._thread.is_alive()


def shown(engine) -> View:
    engine.wait()
    return engine.current()


def test_a_touch_is_done_and_its_view_shown(run):
    engine = run()
    engine.emit("start", "", "idle")
    assert shown(engine).page == "home"


def test_everything_happens_on_one_thread_in_order(run, stand):
    engine, threads = run(), []
    order = []
    for n in range(200):
        engine.post(lambda n=n: (order.append(n), threads.append(threading.current_thread().name)))
    engine.wait()
    assert order == list(range(200))
    assert set(threads) == {"walk"}


def test_touches_from_many_threads_are_all_taken(run):
    engine, count = run(), []
    posters = [
        threading.Thread(target=lambda: [engine.post(lambda: count.append(1)) for _ in range(50)]) for _ in range(8)
    ]
    for poster in posters:
        poster.start()
    for poster in posters:
        poster.join()
    engine.wait()
    assert len(count) == 400


def test_a_touch_for_a_page_that_is_gone_only_means_that_somebody_is_there(run, stand):
    stand.to("why")
    engine = run()
    stand.clock.advance(100)
    engine.emit("answer", "expired", "religion")
    assert shown(engine).page == "why"
    assert stand.walk.session.answers == {}
    assert stand.walk.silence.lasted == 0


def test_a_touch_that_is_not_offered_any_more_changes_nothing(run, stand, caplog):
    stand.to("done", {"pay": "cash"})
    engine = run()
    engine.emit("reprint", "", "done")
    engine.emit("reprint", "", "done")
    engine.emit("answer", "Nguyễn Thị Mẫu", "done")
    assert shown(engine).page == "done"
    assert len(stand.machine.orders) == 2
    assert "touch refused" in caplog.text
    assert "Nguyễn" not in caplog.text


def test_watchers_hear_of_new_views_only(run, stand):
    engine, heard = run(), []
    engine.subscribe(lambda: heard.append(engine.current().page))
    engine.touched()
    engine.post(lambda: None)
    engine.emit("start", "", "idle")
    engine.wait()
    assert heard == ["home"]


def test_a_fault_wipes_stops_and_keeps_what_was_sealed(run, stand, caplog):
    stand.to("religion")
    engine = run()

    def fails():
        raise ValueError("Nguyễn Thị Mẫu 031155000678")

    engine.post(fails)
    view = shown(engine)
    assert isinstance(view, StoppedView)
    assert "D-300" in view.code
    assert "ValueError" in caplog.text
    assert "test_engine.py" in caplog.text
    assert "Nguyễn" not in caplog.text + remembered(stand.walk)
    assert stand.machine.saved == {}


@pytest.mark.parametrize(("fault", "number"), [("io", "D-302"), ("full", "D-305")])
def test_a_fault_of_the_store_has_its_own_number(run, stand, caplog, fault, number):
    stand.to("religion")
    engine = run()
    stand.machine.save = lambda session: (_ for _ in ()).throw(StoreFault(fault))
    engine.emit("answer", "none", "religion")
    assert number in shown(engine).code
    assert f"({fault})" in caplog.text


def test_a_store_that_cannot_even_erase_is_wiped_in_memory(run, stand, caplog):
    stand.to("religion")
    engine = run()

    def broken(*args):
        raise StoreFault("io")

    stand.machine.save = stand.machine.erase = broken
    engine.emit("answer", "none", "religion")
    assert "D-302" in shown(engine).code
    assert stand.walk.stage is Stage.STOPPED
    assert "Nguyễn" not in remembered(stand.walk)
    assert "wiping in memory only" in caplog.text


def test_after_a_fault_the_machine_goes_on(run, stand):
    engine = run()
    engine.post(lambda: 1 // 0)
    assert shown(engine).page == "out-of-order"
    engine.post(lambda: stand.clock.advance(31))
    engine.post(stand.walk.tick)
    assert shown(engine).page == "idle"
    engine.emit("start", "", "idle")
    assert shown(engine).page == "home"


def test_a_view_that_cannot_be_drawn_stops_the_walk_too(run, stand):
    stand.to("why")

    def render(walk):
        if walk.page_id == "old-number":
            raise KeyError("walk.nothing")
        return PAGES.view(walk)

    engine = run(render)
    engine.emit("answer", "expired", "why")
    assert shown(engine).page == "out-of-order"
    assert "Nguyễn" not in remembered(stand.walk)


def test_where_no_words_can_be_said_at_all_the_code_is_shown(run, stand):
    stand.to("why")
    working = [True]

    def render(walk):
        if not working[0]:
            raise KeyError("no words")
        return PAGES.view(walk)

    engine = run(render)
    working[0] = False
    engine.emit("answer", "expired", "why")
    view = shown(engine)
    assert isinstance(view, StoppedView)
    assert view.code == "D-300"
    assert "Nguyễn" not in str(view)


def test_time_passes_while_nothing_happens(run, stand, monkeypatch):
    monkeypatch.setattr(engine_module, "TICK_S", 0.01)
    stand.to("home")
    engine = run()
    stand.clock.advance(130)
    assert wait_until(lambda: engine.current().page == "idle")


def test_time_passes_under_load(run, stand, monkeypatch):
    """The queue is never empty, and still the screen of who left is cleared."""
    monkeypatch.setattr(engine_module, "TICK_S", 0.01)
    stand.to("home")
    engine = run()

    def more():
        if stand.walk.stage is not Stage.IDLE:
            engine.post(more)

    engine.post(more)
    stand.clock.advance(130)
    assert wait_until(lambda: engine.current().page == "idle")


def test_touches_queue_up_and_find_the_pages_they_were_meant_for(run, stand):
    engine = run()
    engine.emit("start", "", "idle")
    engine.emit("area", "xuat-nhap-canh", "home")
    engine.emit("next", "", "bring")
    engine.emit("next", "", "notice")
    engine.post(lambda: stand.walk.scanned(SAMPLE_CARD))
    engine.emit("yes", "", "confirm")
    assert shown(engine).page == "why"


def test_callbacks_of_other_threads_come_in_by_the_queue():
    stand = Stand.begun()
    posted = []
    stand.walk.post = posted.append
    stand.machine.hold_prints = True
    stand.to("done", {"pay": "cash"})
    from kiosk.journey.ports import SlipResult

    stand.machine.held.pop()(SlipResult.PRINTED)
    assert stand.walk.parting.printing
    posted.pop()()
    assert stand.walk.parting.slip is SlipResult.PRINTED
