"""The application: views from any thread, one source of faults, no way to close it by hand."""

import threading

import pytest
from kivy.base import ExceptionManager
from kivy.clock import Clock
from PIL import Image

from screens.app import FAULTS, KioskApp, stopped_view
from screens.host import find
from screens.render import render
from screens.theme import theme
from screens.tokens import Panel
from tests.screens.conftest import header
from tests.screens.geometry import check, shown_texts
from tests.screens.sample_views import CHOICE, HOME, VIEWS


class Source:
    def __init__(self, view):
        self.view, self.events, self.touches = view, [], 0

    def current(self):
        if isinstance(self.view, Exception):
            raise self.view
        return self.view

    def subscribe(self, callback):
        self.changed = callback

    def emit(self, act, value=""):
        self.events.append((act, value))

    def touched(self):
        self.touches += 1


@pytest.fixture
def app(ui):
    seconds = [0.0]
    faults = []
    app = KioskApp(Source(HOME), header, faults.append, kiosk=True, clock=lambda: seconds[0])
    app.seconds, app.faults = seconds, faults
    ui.host = app.build()
    ui.window.add_widget(ui.host)
    ui.frames(2)
    yield app
    app.on_stop()


def said(app) -> list[str]:
    return [text.text for text in shown_texts(app.host)]


def test_it_shows_what_the_source_says(app):
    assert HOME.title in said(app)


def test_a_change_from_another_thread_is_shown(app, ui):
    app.source.view = CHOICE
    thread = threading.Thread(target=app.source.changed)
    thread.start()
    thread.join()
    ui.until(lambda: CHOICE.title in said(app))


def test_touches_go_to_the_source_and_hold_the_idle_clock(app, ui):
    ui.press("area", "passport")
    assert app.source.events == [("area", "passport")]
    assert app.source.touches == 1


@pytest.mark.parametrize("key", [13, 274, ord("7"), 27, 282], ids=["enter", "arrow", "digit", "escape", "f1"])
def test_every_key_holds_the_idle_clock(app, ui, key):
    ui.window.dispatch("on_key_down", key, 0, None, [])
    assert app.source.touches == 1


def test_the_error_of_a_key_is_taken_as_that_of_a_touch(app, ui):
    error = ValueError("x")

    def refuse(act, value=""):
        raise error

    app.host.emit = refuse
    for _ in range(2):
        ui.window.dispatch("on_key_down", 13, 0, None, [])
        ui.window.dispatch("on_key_up", 13, 0)
    ui.frames(2)
    assert app.faults == [error]
    assert stopped_view().title in said(app)
    assert app.host.keypad.target is find(app.host, "help")


def test_it_cannot_be_closed_by_hand(app, ui):
    assert ui.window.dispatch("on_request_close") is True
    assert app.open_settings() is False


def test_a_fault_is_told_once_and_the_machine_rests(app, ui):
    app.source.view = ValueError("x")
    error = app.source.view
    app._handler.handle_exception(error)
    assert app.faults == [error]
    assert stopped_view().title in said(app)
    assert ui.press("help")
    assert app.source.events == [("help", "")]


def test_after_a_fault_the_source_leads_on(app, ui):
    app.fault(ValueError("x"))
    app.source.view = CHOICE
    app.refresh()
    assert CHOICE.title in said(app)


def test_too_many_faults_end_it(app, monkeypatch):
    monkeypatch.setattr("screens.app.EventLoop.close", lambda: None)
    for _ in range(FAULTS - 1):
        assert app._handler.handle_exception(ValueError("x")) == ExceptionManager.PASS
    assert app._handler.handle_exception(ValueError("x")) == ExceptionManager.RAISE


def test_faults_far_apart_do_not_end_it(app):
    for _ in range(3 * FAULTS):
        app.seconds[0] += 20
        assert app._handler.handle_exception(ValueError("x")) == ExceptionManager.PASS


def test_a_fault_while_a_fault_is_told_ends_it(app, monkeypatch):
    monkeypatch.setattr("screens.app.EventLoop.close", lambda: None)

    def fails(error):
        raise RuntimeError

    app._on_fault = fails
    assert app._handler.handle_exception(ValueError("x")) == ExceptionManager.RAISE


def test_on_stop_may_come_twice(app):
    app.on_stop()
    app.on_stop()
    assert not [event for event in Clock.get_events() if event.timeout == 1]


def test_the_last_page_keeps_the_measures_in_both_languages(ui):
    for lang in ("vi", "en"):
        assert not check(ui.show(stopped_view(lang=lang)))


@pytest.mark.parametrize(
    "panel", [Panel(), Panel.of(1920, 1080), Panel(540, 960)], ids=lambda p: f"{p.width}x{p.height}"
)
def test_a_view_is_rendered_at_the_size_of_the_panel(ui, tmp_path, panel):
    path = render(HOME, tmp_path / "pages" / "home.png", panel)
    with Image.open(path) as image:
        assert image.size == (panel.width, panel.height)
        assert len(image.getcolors(1 << 24)) > 50
    assert theme.panel == panel


@pytest.mark.parametrize("name", VIEWS)
def test_the_same_view_gives_the_same_pixels(ui, tmp_path, name):
    one, two = (render(VIEWS[name], tmp_path / f"{n}.png").read_bytes() for n in range(2))
    assert one == two
