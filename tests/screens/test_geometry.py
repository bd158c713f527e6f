"""Every page, at every text size, in both languages and themes, keeps the measures; and the checker sees each fault."""

from dataclasses import replace

import pytest

from kiosk.journey.views import View
from screens.theme import theme
from screens.tokens import Panel
from screens.widgets.buttons import PushButton
from screens.widgets.pager import Pager
from screens.widgets.target import find
from screens.widgets.text import Text
from tests.screens.geometry import check, shown_texts, wrong_grounds
from tests.screens.sample_views import CHOICE, HOME, VIEWS

SIZES = ("1", "1.25", "1.5")


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", VIEWS)
def test_a_page_keeps_the_measures(ui, name: str, size: str, theme_name: str):
    view: View = VIEWS[name]
    for lang in ("vi", "en"):
        host = ui.show(replace(view, size=size, theme=theme_name, lang=lang))
        faults = check(host)
        for _ in range(8):
            if not (more := find(host, "turn")) or faults:
                break
            ui.press("turn")
            faults += check(host)
            if more.icon.name == "chevron-up":
                break
        assert not faults


@pytest.mark.parametrize("name", VIEWS)
def test_a_page_keeps_the_measures_on_a_lying_panel(ui, name: str):
    panel = Panel.of(1920, 1080)
    for lang in ("vi", "en"):
        host = ui.show(replace(VIEWS[name], lang=lang))
        host.use_panel(panel)
        assert not check(host)


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
@pytest.mark.parametrize("name", VIEWS)
def test_the_ground_a_text_declares_is_the_one_on_the_screen(ui, tmp_path, name: str, theme_name: str):
    host = ui.show(replace(VIEWS[name], theme=theme_name))
    ui.frames(3)
    assert not wrong_grounds(host, tmp_path / "page.png")


def plant(ui, fault: str, change) -> None:
    host = ui.show(CHOICE)
    assert not check(host)
    change(host)
    ui.frames(1)
    assert any(entry.startswith(fault) for entry in check(host)), check(host)


def some_text(host, start: str) -> Text:
    return next(text for text in shown_texts(host) if text.text.startswith(start))


def test_clipped_text_is_seen(ui):
    plant(ui, "clipped", lambda host: setattr(some_text(host, "Chạm"), "width", 40))


def test_text_outside_its_container_is_seen(ui):
    plant(ui, "outside", lambda host: setattr(some_text(host, "Hộ chiếu cũ"), "y", 0))


def test_overlapping_texts_are_seen(ui):
    def change(host):
        title, lead = some_text(host, "Vì sao"), some_text(host, "Chạm")
        lead.pos = title.pos

    plant(ui, "texts overlap", change)


def test_overlapping_targets_are_seen(ui):
    def change(host):
        one, other = find(host, "answer", "first"), find(host, "answer", "valid")
        one.place(*other.pos, *other.size)

    plant(ui, "targets overlap", change)


def test_a_gap_under_3_mm_is_seen(ui):
    def change(host):
        one, other = find(host, "answer", "first"), find(host, "answer", "expired")
        one.place(one.x, other.top + theme.mm(2), *one.size)

    plant(ui, "targets too near", change)


def test_a_target_under_20_mm_is_seen(ui):
    def change(host):
        place = find(host, "size")
        place.place(*place.pos, place.width, theme.mm(18.5))

    plant(ui, "small target", change)


def test_a_key_may_be_19_mm_but_not_less(ui):
    def change(host):
        place = find(host, "size")
        place.is_key = True
        place.place(*place.pos, place.width, theme.mm(19.1))
        assert not [entry for entry in check(host) if entry.startswith("small target")]
        place.place(*place.pos, place.width, theme.mm(18.5))

    plant(ui, "small target", change)


def test_text_under_the_legible_size_is_seen(ui):
    def change(host):
        text = some_text(host, "Chạm")
        text.px = 30
        text.again()

    plant(ui, "small text", change)


def test_faint_text_is_seen(ui):
    plant(ui, "contrast", lambda host: setattr(some_text(host, "Chạm"), "colour", "line"))


def test_a_faint_outline_is_seen(ui):
    plant(ui, "faint outline", lambda host: setattr(find(host, "answer", "first"), "frame", "hair"))


def test_a_target_out_of_reach_is_seen(ui):
    def change(host):
        one = find(host, "answer", "first")
        one.place(one.x, one.y + theme.mm(5), *one.size)

    plant(ui, "out of reach", change)


def test_text_that_lies_on_a_foreign_target_is_seen(ui):
    def change(host):
        lead = some_text(host, "Chạm")
        lead.pos = find(host, "answer", "first").pos

    plant(ui, "text on a target", change)


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
