"""Every page, on both panels, at every text size, in both languages and themes, keeps the measures.

And the checker sees each fault.
"""

from dataclasses import replace

import pytest

from kiosk.journey.views import View
from screens.theme import theme
from screens.widgets.buttons import PushButton
from screens.widgets.pager import Pager
from screens.widgets.target import find
from screens.widgets.text import Text
from tests.screens.geometry import GROUNDS, PANELS, check, faults_of_faces, shown_texts, wrong_grounds
from tests.screens.sample_views import CHOICE, HOME, VIEWS


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("name", VIEWS)
def test_a_page_keeps_the_measures_in_every_face(ui, name: str, panel: str):
    view: View = VIEWS[name]
    assert not faults_of_faces(ui.mounted(), PANELS[panel], lambda size, lang: replace(view, size=size, lang=lang))


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("name", VIEWS)
def test_a_page_is_legible_in_the_dark_theme(ui, name: str, panel: str):
    host = ui.mounted()
    host.use_panel(PANELS[panel])
    host.show(replace(VIEWS[name], theme="contrast"))
    assert not check(host)


@pytest.mark.parametrize(("panel", "theme_name"), GROUNDS)
@pytest.mark.parametrize("name", VIEWS)
def test_the_ground_a_text_declares_is_the_one_on_the_screen(ui, tmp_path, name: str, panel: str, theme_name: str):
    host = ui.mounted()
    host.use_panel(PANELS[panel])
    ui.show(replace(VIEWS[name], theme=theme_name))
    ui.frames(3)
    assert not wrong_grounds(host, tmp_path / "page.png")


@pytest.fixture(params=PANELS)
def plant(request, ui):
    """Change the page of a choice, and ask whether the checker names the fault; on both panels."""

    def planted(fault: str, change) -> None:
        host = ui.mounted()
        host.use_panel(PANELS[request.param])
        ui.show(CHOICE)
        assert not check(host)
        change(host)
        ui.frames(1)
        assert any(entry.startswith(fault) for entry in check(host)), check(host)

    return planted


def some_text(host, start: str) -> Text:
    return next(text for text in shown_texts(host) if text.text.startswith(start))


def test_clipped_text_is_seen(plant):
    plant("clipped", lambda host: setattr(some_text(host, "Chạm"), "width", 40))


def test_a_word_that_is_cut_is_seen(plant):
    plant(
        "cut word",
        lambda host: setattr(some_text(host, "Chạm"), "lines", ["Chạm vào một câu. Máy tự sa", "ng bước sau."]),
    )


def test_text_outside_its_container_is_seen(plant):
    plant("outside", lambda host: setattr(some_text(host, "Hộ chiếu cũ"), "y", 0))


def test_overlapping_texts_are_seen(plant):
    def change(host):
        title, lead = some_text(host, "Vì sao"), some_text(host, "Chạm")
        lead.pos = title.pos

    plant("texts overlap", change)


def test_overlapping_targets_are_seen(plant):
    def change(host):
        one, other = find(host, "answer", "first"), find(host, "answer", "valid")
        one.place(*other.pos, *other.size)

    plant("targets overlap", change)


def test_a_gap_under_3_mm_is_seen(plant):
    def change(host):
        one, other = find(host, "answer", "first"), find(host, "answer", "expired")
        one.place(one.x, other.top + theme.panel.px(2), *one.size)

    plant("targets too near", change)


def test_a_target_under_20_mm_is_seen(plant):
    def change(host):
        place = find(host, "size")
        place.place(*place.pos, place.width, theme.panel.px(18.5))

    plant("small target", change)


def test_a_key_may_be_19_mm_but_not_less(plant):
    def change(host):
        place = find(host, "size")
        place.is_key = True
        place.place(*place.pos, place.width, theme.panel.px(19.1))
        assert not [entry for entry in check(host) if entry.startswith("small target")]
        place.place(*place.pos, place.width, theme.panel.px(18.5))

    plant("small target", change)


def test_text_under_the_legible_size_is_seen(plant):
    def change(host):
        text = some_text(host, "Chạm")
        text.px = 30
        text.again()

    plant("small text", change)


def test_faint_text_is_seen(plant):
    plant("contrast", lambda host: setattr(some_text(host, "Chạm"), "colour", "line"))


def test_a_faint_outline_is_seen(plant):
    plant("faint outline", lambda host: setattr(find(host, "answer", "first"), "frame", "hair"))


def test_a_target_out_of_reach_is_seen(ui):
    host = ui.show(CHOICE)
    assert not check(host)
    one = find(host, "answer", "first")
    one.place(one.x, one.y + theme.mm(5), *one.size)
    assert any(entry.startswith("out of reach") for entry in check(host))


def test_text_that_lies_on_a_foreign_target_is_seen(plant):
    def change(host):
        lead = some_text(host, "Chạm")
        lead.pos = find(host, "answer", "first").pos

    plant("text on a target", change)


def test_what_a_sheet_covers_is_not_looked_at_or_found(ui):
    host = ui.show(VIEWS["leave"])
    assert find(host, "answer") is None
    assert find(host, "stay") is not None
    assert find(host, "help") is not None
    assert not check(host)


def test_larger_text_turns_tiles_into_pages_with_the_number_left(ui):
    host = ui.show(replace(HOME, size="1.5"))
    pager = next(widget for widget in host.walk() if isinstance(widget, Pager))
    shown = [find(host, "area", tile.value) is not None for tile in HOME.tiles]
    assert 3 <= sum(shown) < len(shown)
    more = find(host, "turn")
    assert more.words.text == f"Xem tiếp, còn {8 - sum(shown)} ô"
    while pager.index < len(pager.pages) - 1:
        ui.press("turn")
    assert find(host, "unsure") is not None
    ui.press("turn")
    assert pager.index == 0


def test_a_button_grows_with_its_words(ui):
    ui.show(CHOICE)
    button = PushButton("x", "Không phải, hoặc có chỗ sai, hay tôi muốn làm lại từ đầu với thẻ khác")
    assert button.fit(theme.mm(150)) > button.fit(theme.mm(600)) == theme.px("target_button")
