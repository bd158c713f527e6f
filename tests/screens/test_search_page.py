"""The search of 09, by real touches: finds without tones, as many as fit, help last, never changed under a finger."""

from dataclasses import replace

from kiosk.journey.views import Event, Found
from screens.widgets.target import find
from tests.screens.sample_entry_views import ethnic, place


def titles(ui) -> list[str]:
    return [cell.title for cell in ui.host.page.cells.shown]


def test_finds_come_in_their_order_and_help_is_the_last_cell(ui):
    ui.show(place("vi"))
    assert titles(ui)[:2] == ["An Biên", "An Dương"]
    assert titles(ui)[-1] == "Không thấy ở đây"
    assert len(titles(ui)) % 2 == 0
    for key in "an h":
        ui.press("key", key)
    assert titles(ui) == ["An Hải", "Không thấy ở đây"]
    assert ui.host.page.field.text == "an h"
    assert ui.host.page.field.tail.text == "1 mục"


def test_one_touch_answers(ui):
    ui.show(place("vi"))
    ui.press("answer", "An Hải")
    assert ui.events == [Event("answer", "An Hải")]


def test_help_and_change_go_out_as_they_are(ui):
    ui.show(place("vi"))
    ui.press("counter")
    ui.press("change")
    assert ui.events == [Event("counter"), Event("change")]


def test_nothing_found_still_offers_help(ui):
    ui.show(place("vi"))
    ui.press("key", "q")
    assert titles(ui) == ["Không thấy ở đây"]
    assert ui.host.page.field.tail.text == "Chưa thấy"


def test_cells_stay_while_a_finger_is_on_one(ui):
    host = ui.show(place("vi"))
    before = titles(ui)
    touch = ui.touch(*find(host, "answer", "An Dương").center)
    host.page.on_key("key", "q")
    ui.frames(1)
    assert titles(ui) == before
    touch.touch_up()
    ui.frames(1)
    assert ui.events == [Event("answer", "An Dương")]
    assert titles(ui) == ["Không thấy ở đây"]


def test_later_data_is_shown_without_losing_what_was_typed(ui):
    host = ui.show(ethnic("vi"))
    ui.press("key", "c")
    page = host.page
    ui.show(replace(ethnic("vi"), search=lambda text: (Found("x", "Cống"),)))
    assert host.page is page
    assert (host.page.field.text, titles(ui)[0]) == ("c", "Cống")


def test_clearing_brings_back_the_whole_list(ui):
    ui.show(ethnic("vi"))
    ui.press("key", "q")
    ui.press("clear")
    ui.press("clear")
    assert ui.host.page.field.text == ""
    assert titles(ui)[0] == "Ba Na"


def test_enter_of_a_real_keyboard_answers_nothing(ui):
    ui.show(place("vi"))
    ui.window.dispatch("on_key_down", 13, 0, "\r", [])
    assert ui.events == []
