"""The pages on which something is typed, checked and paid keep the measures at every size, language and theme."""

from dataclasses import replace

import pytest

from screens.widgets.target import find
from tests.screens.geometry import GROUNDS, PANELS, check, faults_of_faces, wrong_grounds
from tests.screens.sample_entry_views import ENTRY_VIEWS


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("name", ENTRY_VIEWS)
def test_a_page_keeps_the_measures_in_every_face(ui, name: str, panel: str):
    assert not faults_of_faces(
        ui.mounted(), PANELS[panel], lambda size, lang: replace(ENTRY_VIEWS[name](lang), size=size)
    )


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("name", ENTRY_VIEWS)
def test_a_page_is_legible_in_the_dark_theme(ui, name: str, panel: str):
    host = ui.mounted()
    host.use_panel(PANELS[panel])
    host.show(replace(ENTRY_VIEWS[name]("vi"), theme="contrast"))
    assert not check(host)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("name", ["typing", "typing-text"])
@pytest.mark.parametrize("size", ["1", "1.5"])
def test_every_face_of_the_keyboard_keeps_the_measures(ui, name, size, panel):
    host = ui.mounted()
    host.use_panel(PANELS[panel])
    ui.show(replace(ENTRY_VIEWS[name]("vi"), size=size))
    for act in ("order", "digits"):
        if find(host, act) is not None:
            ui.press(act)
            assert not check(host)
    ui.press("key", "3" if name == "typing-text" else "a")
    assert not check(host)
    ui.press("clear")
    assert not check(host)


@pytest.mark.parametrize(("panel", "theme_name"), GROUNDS)
@pytest.mark.parametrize(
    "name", ["typing", "date-full", "place", "check", "pay-qr", "pay-qr-ended", "pay-wait", "done"]
)
def test_the_ground_a_text_declares_is_the_one_on_the_screen(ui, tmp_path, name, panel, theme_name):
    host = ui.mounted()
    host.use_panel(PANELS[panel])
    ui.show(replace(ENTRY_VIEWS[name]("vi"), theme=theme_name))
    ui.frames(3)
    assert not wrong_grounds(host, tmp_path / "page.png")
