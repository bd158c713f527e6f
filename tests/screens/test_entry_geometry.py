"""The pages on which something is typed, checked and paid keep the measures at every size, language and theme."""

from dataclasses import replace

import pytest

from screens.widgets.target import find
from tests.screens.geometry import check, wrong_grounds
from tests.screens.sample_entry_views import ENTRY_VIEWS


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
@pytest.mark.parametrize("size", ["1", "1.25", "1.5"])
@pytest.mark.parametrize("name", ENTRY_VIEWS)
def test_a_page_keeps_the_measures(ui, name, size, theme_name):
    host = ui.mounted()
    for lang in ("vi", "en"):
        host.show(replace(ENTRY_VIEWS[name](lang), size=size, theme=theme_name))
        faults = check(host)
        if getattr(host.page, "question", None):
            find(host, "stay").fire()
            faults += check(host)
        for _ in range(12):
            more = find(host, "turn")
            if faults or more is None or more.words.text.startswith(("Xem lại", "Back")):
                break
            more.fire()
            faults += check(host)
        assert not faults, (name, lang)


@pytest.mark.parametrize("name", ["typing", "typing-text"])
@pytest.mark.parametrize("size", ["1", "1.5"])
def test_every_face_of_the_keyboard_keeps_the_measures(ui, name, size):
    host = ui.show(replace(ENTRY_VIEWS[name]("vi"), size=size))
    for act in ("order", "digits"):
        if find(host, act) is not None:
            ui.press(act)
            assert not check(host)
    ui.press("key", "3" if name == "typing-text" else "a")
    assert not check(host)
    ui.press("clear")
    assert not check(host)


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
@pytest.mark.parametrize(
    "name", ["typing", "date-full", "place", "check", "pay-qr", "pay-qr-ended", "pay-wait", "done"]
)
def test_the_ground_a_text_declares_is_the_one_on_the_screen(ui, tmp_path, name, theme_name):
    host = ui.show(replace(ENTRY_VIEWS[name]("vi"), theme=theme_name))
    ui.frames(3)
    assert not wrong_grounds(host, tmp_path / "page.png")
