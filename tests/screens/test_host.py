"""Showing views: which widgets stay, what is kept, what the bar offers."""

from dataclasses import replace

import pytest

from kiosk.journey.views import IdleSheet, Note
from screens.host import find
from screens.pages.page import pagers
from screens.theme import theme
from screens.tokens import Panel
from screens.widgets.text import Text
from tests.screens.geometry import shown_texts
from tests.screens.sample_views import BRING, CALLED, CHOICE, CONFIRM, HOME, IDLE, LEAVE, SIZE, STILL_THERE, STOPPED


def words(host) -> list[str]:
    return [text.text for text in shown_texts(host)]


def test_the_same_page_keeps_its_widget_and_shows_the_new_words(ui):
    host = ui.show(CONFIRM)
    page = host.page
    ui.show(replace(CONFIRM, note=Note("w", "Trên thẻ có chỗ chưa khớp.")))
    assert host.page is page
    assert "Trên thẻ có chỗ chưa khớp." in words(host)


def test_another_page_gets_a_new_widget(ui):
    host = ui.show(CHOICE)
    page = host.page
    ui.show(replace(CHOICE, page="birthplace"))
    assert host.page is not page


@pytest.mark.parametrize("change", [{"lang": "en"}, {"theme": "contrast"}, {"note": Note("e", "Xin xem lại.")}])
def test_the_page_turned_to_survives(ui, change):
    large = replace(BRING, size="1.5")
    host = ui.show(large)
    ui.press("turn")
    turned = next(pagers(host.page)).index
    assert turned == 1
    ui.show(replace(large, **change))
    assert next(pagers(host.page)).index == turned


def test_language_changes_the_bar_at_once(ui):
    host = ui.show(CHOICE)
    assert "Quay lại" in words(host)
    ui.show(replace(CHOICE, lang="en"))
    assert "Back" in words(host)
    assert "Tiếng Việt" in words(host)


def test_a_theme_is_the_same_page_in_other_colours(ui):
    host = ui.show(CHOICE)
    before = words(host)
    ui.show(replace(CHOICE, theme="contrast"))
    assert theme.name == "contrast"
    assert words(host) == before


@pytest.mark.parametrize(
    ("view", "acts"),
    [
        (CHOICE, {"back", "home", "size", "language", "help"}),
        (replace(CHOICE, can_back=False), {"home", "size", "language", "help"}),
        (HOME, {"how", "size", "language", "help"}),
        (replace(CHOICE, bar="after"), {"home", "size", "language", "help"}),
    ],
    ids=["full", "no-back", "start", "after"],
)
def test_the_bar_offers_its_places(ui, view, acts):
    host = ui.show(view)
    offered = {place.act for place in host.bar.places if place is not None}
    assert offered == acts
    for act in acts:
        ui.press(act)
    assert {event.act for event in ui.events} == acts


def test_the_places_of_the_bar_never_move(ui):
    host = ui.show(CHOICE)
    where = {act: find(host, act).pos for act in ("size", "language", "help")}
    for view in (HOME, replace(CHOICE, bar="after"), replace(CHOICE, lang="en"), replace(CHOICE, can_back=False)):
        ui.show(view)
        assert {act: find(host, act).pos for act in where} == where


def test_without_a_bar_the_page_reaches_the_foot(ui):
    host = ui.show(STOPPED)
    assert host.bar is None
    assert host.page.y == 0
    assert "Mã D-301 · từ 13:47" in words(host)


def test_a_sheet_lies_over_the_page_and_help_stays(ui):
    host = ui.show(CHOICE)
    page = host.page
    ui.show(LEAVE)
    assert host.page is page
    ui.tap(host.page)  # the middle of the page, on the dim or the sheet
    assert all(event.act != "answer" for event in ui.events)
    assert ui.press("help")
    ui.press("erase")
    assert [event.act for event in ui.events][-2:] == ["help", "erase"]
    ui.show(CHOICE)
    assert host.sheet is None
    assert find(host, "answer", "first")


def test_a_touch_on_the_dim_does_nothing(ui):
    host = ui.show(CALLED)
    button = next(widget for widget in host.page.walk() if getattr(widget, "value", "") == "first")
    ui.tap(button)
    ui.frames(3)
    assert ui.events == []


def test_the_idle_sheet_shows_nothing_of_the_page(ui):
    host = ui.show(STILL_THERE)
    assert host.sheet.top == host.header.y
    assert host.sheet.y == host.bar.top
    assert host.sheet.width == host.width
    assert not any("Nguyễn Thị Mẫu" in text for text in words(host))


def test_the_number_of_seconds_shows_in_the_last_part_only(ui):
    early = replace(STILL_THERE.sheet, show_number=False, seconds=40)
    host = ui.show(replace(STILL_THERE, sheet=early))
    assert "40" not in words(host)
    sheet = host.sheet
    ui.show(replace(STILL_THERE, sheet=replace(early, show_number=True, seconds=18)))
    assert host.sheet is sheet
    assert "18" in words(host)
    assert isinstance(host.view.sheet, IdleSheet)


def test_sizes_and_themes_are_offered_in_their_own_look(ui):
    host = ui.show(SIZE)
    for act, value in (("size", "1.5"), ("theme", "contrast"), ("close", "")):
        ui.press(act, value)
    assert [(event.act, event.value) for event in ui.events] == [("size", "1.5"), ("theme", "contrast"), ("close", "")]
    samples = [text for text in shown_texts(host) if text.text == "Chữ"]
    assert len({text.px for text in samples}) == 3


def test_text_sizes_multiply_what_is_read(ui):
    host = ui.show(CHOICE)

    def lead() -> Text:
        return next(text for text in shown_texts(host) if text.text.startswith("Chạm"))

    one = lead().px
    ui.show(replace(CHOICE, size="1.5"))
    assert lead().px == pytest.approx(1.5 * one, abs=1)


def test_a_choice_shows_as_chosen_and_answers_after_300_ms(ui):
    host = ui.show(CHOICE)
    choice = ui.press("answer", "lost")
    assert choice.chosen
    assert not find(host, "answer", "expired").chosen
    assert ui.events == []
    ui.until(lambda: bool(ui.events))
    assert [(event.act, event.value) for event in ui.events] == [("answer", "lost")]


def test_a_choice_whose_page_went_away_does_not_answer(ui, monkeypatch):
    monkeypatch.setattr("screens.widgets.choices.CHOSEN_S", 60.0)  # longer than the slowest frame
    choice_host = ui.show(CHOICE)
    choice = ui.press("answer", "lost")
    ui.show(HOME)
    choice._answer(choice_host, "why")
    assert ui.events == []


def test_a_choice_answers_though_a_later_view_of_its_page_came(ui):
    ui.show(CHOICE)
    ui.press("answer", "lost")
    ui.frames(2)
    ui.show(replace(CHOICE, note=Note("w", "Đường truyền mất.")))
    ui.until(lambda: bool(ui.events))
    assert [(event.act, event.value) for event in ui.events] == [("answer", "lost")]


def test_of_two_quick_choices_the_first_is_the_answer(ui):
    ui.show(CHOICE)
    ui.press("answer", "lost")
    assert not ui.press("answer", "first").chosen
    ui.until(lambda: bool(ui.events))
    assert [(event.act, event.value) for event in ui.events] == [("answer", "lost")]


def test_a_later_view_waits_for_the_finger(ui):
    host = ui.show(CONFIRM)
    button = find(host, "yes")
    touch = ui.touch(*button.to_window(*button.center))
    ui.show(replace(CONFIRM, note=Note("w", "Đường truyền mất.")))
    assert button.get_root_window() is not None
    touch.touch_up()
    assert [event.act for event in ui.events] == ["yes"]
    ui.until(lambda: "Đường truyền mất." in words(host))


def test_another_page_does_not_wait_for_the_finger(ui):
    host = ui.show(CONFIRM)
    button = find(host, "yes")
    touch = ui.touch(*button.to_window(*button.center))
    ui.show(HOME)
    touch.touch_up()
    assert HOME.title in words(host)
    assert ui.events == []


def test_a_finger_that_never_lifts_does_not_freeze_the_page(ui, monkeypatch):
    host = ui.show(CONFIRM)
    ui.touch(5, 5)
    ui.show(replace(CONFIRM, note=Note("w", "Đường truyền mất.")))
    monkeypatch.setattr("screens.host.HELD_S", 0.0)
    host.tick()
    assert "Đường truyền mất." in words(host)


def test_the_whole_idle_page_starts(ui):
    host = ui.show(IDLE)
    touch = ui.touch(host.center_x, host.header.y - 60)
    touch.touch_up()
    assert [event.act for event in ui.events] == ["start"]


def test_the_number_shows_for_ten_seconds_on_request(ui):
    host = ui.show(CONFIRM)
    assert CONFIRM.number_full not in words(host)
    ui.press("show")
    assert CONFIRM.number_full in words(host)
    assert host.page._hide.timeout == 10
    host.page._hide_number()
    assert CONFIRM.number_full not in words(host)
    assert ui.events == []


def test_the_number_hides_when_asked_again(ui):
    host = ui.show(CONFIRM)
    ui.press("show")
    ui.press("show")
    assert CONFIRM.number_masked in words(host)


def test_another_window_size_builds_all_anew(ui):
    host = ui.show(BRING)
    host.use_panel(Panel(540, 960))
    assert host.size == [540, 960]
    assert find(host, "next").height == pytest.approx(68, abs=1)


def test_the_header_follows_the_minute(ui):
    host = ui.show(CHOICE)
    before = host.header.words
    host._words = lambda lang: replace(before, time="09:25")
    host.tick()
    assert "09:25" in words(host)


@pytest.mark.parametrize("way", ["tick", "show"])
def test_an_office_that_is_known_only_later_gets_a_place_of_its_own(ui, way):
    """As on a machine whose store could not be opened at first."""
    host = ui.show(STOPPED)
    known = host.header.words
    nameless = replace(known, office="")
    host._words = lambda lang: nameless
    host.show(replace(STOPPED, lang="en"))
    host._words = lambda lang: known
    host.tick() if way == "tick" else host.show(replace(IDLE, lang="en"))
    header = host.header
    assert header.office.text == known.office
    assert header.office.height >= header.office.pitch
