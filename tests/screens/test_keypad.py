"""The keypad by real key events: what keys mean, where the focus goes, that nothing acts twice."""

from dataclasses import replace

import pytest
from kivy.clock import Clock

from kiosk.journey.views import Button, Choice, Event, IdleView, Note
from screens.demo.keypad_hands import ARROWS, route
from screens.keypad import REPEAT_S, stroke_of
from screens.theme import theme
from screens.widgets.keyboard import Keyboard
from screens.widgets.target import BOUNCE_S, bounce, find, targets
from tests.screens.sample_entry_views import mother, old_date, old_number, phone, place, street
from tests.screens.sample_views import BRING, CALLED, CONFIRM, HOME, IDLE, MESSAGE, SIZE, STILL_THERE, STOPPED
from tests.screens.sample_views import CHOICE as ANSWERED
from tests.screens.sample_views import LEAVE as LEAVE_SHEET

CHOICE = replace(ANSWERED, choices=tuple(replace(choice, chosen=False) for choice in ANSWERED.choices))
LEAVE = replace(CHOICE, sheet=LEAVE_SHEET.sheet)
UP, DOWN, RIGHT, LEFT, ENTER, ESCAPE, BACKSPACE = 273, 274, 275, 276, 13, 27, 8


@pytest.fixture
def now(monkeypatch):
    """A clock to turn by hand: one-element list of seconds."""
    seconds = [100.0]
    monkeypatch.setattr(bounce, "clock", lambda: seconds[0])
    bounce.forget()
    yield seconds
    bounce.forget()


def down(ui, key: int, *modifiers: str) -> None:
    """A key goes down, with the text that Kivy gives with it."""
    sign = chr(key) if key < 0x110000 and key not in (UP, DOWN, LEFT, RIGHT) else None
    ui.window.dispatch("on_key_down", key, 0, sign, list(modifiers))


def up(ui, key: int) -> None:
    ui.window.dispatch("on_key_up", key, 0)


def strike(ui, *keys: int | str) -> None:
    """Strike keys one after the other, a text by its letters."""
    for key in keys:
        for code in [ord(sign) for sign in key] if isinstance(key, str) else [key]:
            down(ui, code)
            up(ui, code)


def enter(ui) -> None:
    strike(ui, ENTER)
    ui.frames(2)


def focus(ui) -> str:
    target = ui.host.keypad.target
    return target.name if target else ""


def walk_to(ui, act: str, value: str = "", last: bool = False) -> None:
    """By arrows, the shortest way; to the `last` that has the act and the value."""
    there = list(targets(ui.host))
    named = [n for n, one in enumerate(there) if (one.act, one.value) == (act, value)]
    (here,) = [n for n, one in enumerate(there) if one is ui.host.keypad.target]
    for way in route([one.focus_box for one in there], here, named[-1 if last else 0]):
        strike(ui, ARROWS[way])


# the keys


@pytest.mark.parametrize(
    ("key", "modifiers", "what", "sign"),
    [
        (13, [], "enter", ""),
        (271, ["numlock"], "enter", ""),
        (8, [], "erase", ""),
        (127, [], "erase", ""),
        (42, [], "erase", ""),
        (268, [], "erase", ""),
        (56, ["shift"], "erase", ""),
        (27, [], "back", ""),
        (35, [], "back", ""),
        (51, ["shift"], "back", ""),
        (51, [], "digit", "3"),
        (256, [], "digit", "0"),
        (265, ["numlock"], "digit", "9"),
        (267, [], "letter", "/"),
        (97, ["capslock"], "letter", "a"),
        (32, [], "letter", " "),
    ],
)
def test_what_a_key_means(key, modifiers, what, sign):
    assert stroke_of(key, chr(key), modifiers)[:2] == (what, sign)


@pytest.mark.parametrize("key", [9, 270, 277, 282, 300, 301, 303, 304, 305, 308, 0x40000065])
def test_a_key_that_writes_nothing_means_nothing(ui, key):
    ui.show(mother("vi"))
    down(ui, key)
    assert ui.host.page.field.text == ""
    assert not ui.host.keypad.used


@pytest.mark.parametrize("modifier", ["ctrl", "alt", "meta"])
def test_a_combination_means_nothing(modifier):
    assert stroke_of(ord("c"), "c", [modifier]) is None


def test_no_key_is_left_to_kivy(ui):
    ui.show(HOME)
    assert all(ui.window.dispatch("on_key_down", key, 0, None, []) for key in (ESCAPE, 282, ord("q"), ENTER))


# the first key, and when the ring goes


@pytest.mark.parametrize("key", [UP, DOWN, LEFT, RIGHT, ENTER])
def test_the_first_arrow_or_enter_shows_the_ring_and_does_nothing_else(ui, key):
    host = ui.show(CHOICE)
    assert host.keypad.target is None
    strike(ui, key)
    ui.frames(3)
    assert focus(ui) == "answer:first"
    assert not host.keypad.target.chosen
    assert ui.events == []


def test_a_touch_takes_the_ring_away(ui):
    host = ui.show(HOME)
    strike(ui, DOWN, DOWN)
    assert host.keypad.ring.around
    ui.press("help")
    assert host.keypad.ring.around is None
    strike(ui, DOWN)
    assert focus(ui) == f"area:{HOME.tiles[0].value}"


def test_it_stays_from_the_idle_page_to_the_end_of_the_session(ui):
    host = ui.show(IDLE)
    strike(ui, ENTER)
    enter(ui)
    assert ui.events == [Event("start")]
    ui.show(HOME)
    assert host.keypad.ring.around
    ui.show(IDLE)
    assert host.keypad.ring.around is None


# where the focus goes


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (IDLE, "start"),
        (CHOICE, "answer:first"),
        (ANSWERED, "answer:expired"),
        (CONFIRM, "yes"),
        (BRING, "next"),
        (phone("vi"), "answer"),
        (old_date("vi"), "answer"),
        (mother("vi"), "key:g"),
        (place("vi"), "key:g"),
        (SIZE, "size:1"),
        (LEAVE, "stay"),
        (CALLED, "close"),
        (STILL_THERE, "stay"),
        (STOPPED, "help"),
    ],
    ids=lambda view: view if isinstance(view, str) else type(view).__name__,
)
def test_a_page_begins_at_what_it_is_for(ui, view, name):
    ui.show(view)
    strike(ui, DOWN)
    assert focus(ui) == name


def test_a_page_with_nothing_of_its_own_begins_at_help(ui):
    ui.show(replace(BRING, buttons=()))
    strike(ui, DOWN)
    assert focus(ui) == "help"


def test_a_page_with_nothing_at_all_has_no_ring(ui):
    host = ui.show(CHOICE)
    strike(ui, DOWN)
    ui.show(replace(STOPPED, button=None))
    assert host.keypad.ring.around is None
    strike(ui, DOWN, ENTER)
    ui.frames(2)
    ui.show(CHOICE)
    assert focus(ui) == "answer:first"
    assert ui.events == []


def test_another_page_takes_the_focus_to_its_beginning(ui):
    ui.show(HOME)
    strike(ui, DOWN, DOWN)
    ui.show(CONFIRM)
    assert focus(ui) == "yes"
    ui.show(HOME)
    assert focus(ui) == f"area:{HOME.tiles[0].value}"


@pytest.mark.parametrize(
    "change", [{"lang": "en"}, {"size": "1.25"}, {"theme": "contrast"}, {"note": Note("w", "Đường truyền mất.")}]
)
def test_a_page_that_changes_keeps_it_on_the_same_answer(ui, change):
    host = ui.show(CHOICE)
    strike(ui, DOWN, DOWN, DOWN)
    before = focus(ui)
    assert before != "answer:first"
    ui.show(replace(CHOICE, **change))
    assert focus(ui) == before
    assert host.keypad.ring.around == host.keypad.target.focus_box


def test_what_is_gone_gives_it_to_the_nearest(ui):
    ui.show(CHOICE)
    strike(ui, DOWN, DOWN)
    assert focus(ui) == f"answer:{CHOICE.choices[1].value}"
    ui.show(replace(CHOICE, choices=(CHOICE.choices[0], Choice("other", "Khác"), *CHOICE.choices[2:])))
    assert focus(ui) == "answer:other"


@pytest.mark.parametrize("last", [False, True])
def test_of_two_that_are_alike_it_stays_on_the_same(ui, last):
    host = ui.show(MESSAGE)
    strike(ui, DOWN)
    walk_to(ui, "help", last=last)
    ui.show(replace(MESSAGE, lang="en"))
    assert focus(ui) == "help"
    assert (host.keypad.target in host.bar.places) is last


def test_a_sheet_holds_it_and_gives_it_back(ui):
    host = ui.show(CHOICE)
    strike(ui, DOWN, DOWN)
    before = focus(ui)
    ui.show(LEAVE)
    passed = {focus(ui)}
    for key in [UP] * 3 + [DOWN] * 9 + [RIGHT] * 9:
        strike(ui, key)
        passed.add(focus(ui))
    assert passed == {"stay", "erase", "keep", "back", "home", "size", "language", "help"} & passed
    assert {"stay", "help"} <= passed
    assert not any(name.startswith("answer") for name in passed)
    ui.show(CHOICE)
    assert focus(ui) == before
    assert host.keypad.ring.around


def test_it_follows_a_list_that_turns_its_page(ui):
    ui.show(replace(BRING, size="1.5"))
    strike(ui, DOWN)
    assert focus(ui) == "turn"
    enter(ui)
    assert ui.host.page._pager.index == 1
    assert focus(ui) == "turn"
    assert ui.host.keypad.ring.around == find(ui.host, "turn").focus_box


def test_it_follows_another_size_of_the_window(ui):
    host = ui.show(CHOICE)
    strike(ui, DOWN, DOWN)
    before, name = host.keypad.ring.around, focus(ui)
    host.use_panel(replace(theme.panel, width=540, height=960))
    assert focus(ui) == name
    assert host.keypad.ring.around.right < before.right


# Enter


def test_enter_shows_the_press_for_a_frame_and_then_acts(ui):
    host = ui.show(CONFIRM)
    strike(ui, DOWN)
    yes = find(host, "yes")
    strike(ui, ENTER)
    assert yes.pressed
    ui.frames(1)
    assert yes.pressed
    assert ui.events == []
    ui.frames(1)
    assert not yes.pressed
    assert ui.events == [Event("yes")]


def test_a_key_held_down_acts_once(ui, now):
    ui.show(HOME)
    strike(ui, DOWN)
    for _ in range(40):
        down(ui, ENTER)
        ui.frames(1)
        now[0] += 0.03
    up(ui, ENTER)
    assert len(ui.events) == 1


def test_a_key_whose_release_was_lost_works_again(ui, now, monkeypatch):
    host = ui.show(HOME)
    strike(ui, DOWN)
    host.keypad._clock = lambda: now[0]
    down(ui, ENTER)
    ui.frames(2)
    now[0] += REPEAT_S + 0.1
    down(ui, ENTER)
    ui.frames(2)
    assert len(ui.events) == 2


def test_an_arrow_held_down_goes_on_and_a_digit_does_not(ui):
    ui.show(replace(phone("vi"), value=""))
    for _ in range(3):
        down(ui, ord("7"))
    assert ui.host.page.field.text == "7"
    up(ui, ord("7"))
    ui.show(CHOICE)
    for _ in range(3):
        down(ui, DOWN)
    assert focus(ui) == f"answer:{CHOICE.choices[3].value}"


def test_keys_held_together_each_do_their_own(ui):
    ui.show(CHOICE)
    strike(ui, DOWN)
    down(ui, DOWN)
    down(ui, ENTER)
    up(ui, DOWN)
    up(ui, ENTER)
    ui.until(lambda: bool(ui.events))
    assert ui.events == [Event("answer", CHOICE.choices[1].value)]


def test_the_same_target_again_within_half_a_second_is_ignored(ui, now):
    ui.show(HOME)
    strike(ui, DOWN)
    enter(ui)
    enter(ui)
    assert len(ui.events) == 1
    now[0] += BOUNCE_S + 0.01
    enter(ui)
    assert len(ui.events) == 2


def test_a_page_that_came_up_since_is_not_pressed_by_the_same_hand(ui, now):
    ui.show(HOME)
    strike(ui, DOWN)
    enter(ui)
    ui.show(CONFIRM)
    enter(ui)
    assert [event.act for event in ui.events] == ["area"]
    strike(ui, UP, DOWN)
    enter(ui)
    assert [event.act for event in ui.events] == ["area", "yes"]


def test_a_key_of_the_screen_takes_quick_repeats(ui, now):
    ui.show(mother("vi"))
    strike(ui, DOWN)
    for _ in range(3):
        enter(ui)
    assert ui.host.page.field.text == "Ggg"


def test_a_second_key_does_not_wait_for_the_frame_of_the_first(ui):
    ui.show(mother("vi"))
    strike(ui, DOWN, ENTER, RIGHT, ENTER)
    ui.frames(2)
    assert ui.host.page.field.text == "Gh"


def test_a_busy_button_takes_no_enter(ui):
    ui.show(replace(CONFIRM, buttons=(Button("yes", "Đang gửi…", busy=True),)))
    strike(ui, DOWN)
    assert focus(ui) == "yes"
    enter(ui)
    assert ui.events == []


def test_a_view_that_comes_before_the_frame_does_not_lose_the_press(ui):
    ui.show(CONFIRM)
    strike(ui, DOWN, ENTER)
    ui.show(replace(CONFIRM, note=Note("w", "Đường truyền mất.")))
    assert ui.events == [Event("yes")]


def test_an_error_in_what_a_key_does_reaches_the_loop_once(ui):
    host = ui.show(CONFIRM)
    host.emit = fail
    strike(ui, DOWN, ENTER)
    with pytest.raises(ZeroDivisionError):
        ui.frames(2)
    ui.frames(3)
    ui.show(STOPPED)
    assert focus(ui) == "help"


def fail(act: str, value: str = "") -> None:
    raise ZeroDivisionError


# numbers


@pytest.mark.parametrize("key", [ord("3"), 259])
def test_a_number_chooses_the_tile_that_shows_it(ui, key):
    ui.show(HOME)
    strike(ui, key)
    ui.frames(2)
    assert ui.events == [Event("area", HOME.tiles[2].value)]
    assert focus(ui) == f"area:{HOME.tiles[2].value}"


def test_a_number_chooses_an_answer(ui):
    host = ui.show(CHOICE)
    strike(ui, "2")
    ui.frames(2)
    assert find(host, "answer", CHOICE.choices[1].value).chosen
    ui.until(lambda: bool(ui.events))
    assert ui.events == [Event("answer", CHOICE.choices[1].value)]


def test_a_number_that_nothing_shows_does_nothing(ui):
    ui.show(replace(CHOICE, choices=(Choice("a", "Một"), Choice("b", "Hai", "Mất mạng", possible=False))))
    strike(ui, "2", "7", "0")
    ui.frames(3)
    assert ui.events == []


def test_a_number_under_a_sheet_does_nothing(ui):
    ui.show(replace(LEAVE, page=CHOICE.page))
    strike(ui, "1")
    ui.frames(3)
    assert ui.events == []


def test_back_is_not_taken_for_a_second_enter(ui, now):
    ui.show(HOME)
    strike(ui, DOWN)
    enter(ui)
    ui.show(CHOICE)
    strike(ui, ESCAPE)
    ui.frames(2)
    strike(ui, ESCAPE)
    ui.frames(2)
    assert [event.act for event in ui.events] == ["area", "back"]


def test_two_numbers_at_once_give_one_answer(ui, now):
    ui.show(HOME)
    strike(ui, "1", "2")
    ui.frames(3)
    assert ui.events == [Event("area", HOME.tiles[0].value)]


# typing


def test_digits_type_a_number_and_enter_goes_on(ui):
    host = ui.show(replace(phone("vi"), value=""))
    strike(ui, "090", 256, 257, 258, "345")
    assert host.page.field.text.replace(" ", "") == "090012345"
    for key in (BACKSPACE, 127, ord("*"), 268):
        strike(ui, key)
    assert host.page.field.text.replace(" ", "") == "09001"
    enter(ui)
    assert ui.events == [Event("answer", "09001")]


def test_digits_type_a_date(ui):
    ui.show(old_date("vi"))
    strike(ui, "592016")
    enter(ui)
    assert ui.events == [Event("answer", "05/09/2016")]


def test_a_digit_shows_on_its_key_for_a_frame(ui):
    host = ui.show(old_date("vi"))
    strike(ui, "5")
    key = find(host, "key", "5")
    ui.frames(1)
    assert key.pressed
    ui.frames(1)
    assert not key.pressed


def test_arrows_reach_the_letters_of_a_pad(ui):
    host = ui.show(replace(old_number("vi"), value=""))
    strike(ui, DOWN)
    walk_to(ui, "key", "C")
    enter(ui)
    strike(ui, "12")
    assert host.page.field.text == "C12"


def test_a_name_is_typed_with_tones_by_arrows_and_enter(ui):
    host = ui.show(mother("vi"))
    strike(ui, DOWN)
    tones = {"`": "huyen", "?": "hoi", ".": "nang"}
    for sign in "trân` thi. huê?.":
        act = ("tone", tones[sign]) if sign in tones else ("key", sign)
        walk_to(ui, *act)
        enter(ui)
    assert host.page.field.text == "Trần Thị Huệ"
    walk_to(ui, "answer")
    enter(ui)
    assert ui.events == [Event("answer", "Trần Thị Huệ")]


def test_a_suggestion_is_taken_and_the_focus_stays_near(ui):
    def suggest(text: str) -> tuple[str, ...]:
        return ("Huệ", "Huyền") if text.endswith("Hu") else ("Thị", "Văn")

    host = ui.show(replace(mother("vi"), suggest=suggest))
    strike(ui, "hu")
    walk_to(ui, "suggest", "Huyền")
    enter(ui)
    ui.frames(2)
    assert host.page.field.text == "Huyền "
    assert focus(ui) == "suggest:Văn"


def test_letters_of_a_real_keyboard_write_and_enter_goes_on(ui):
    ui.show(mother("vi"))
    strike(ui, "lan anh")
    assert ui.host.page.field.text == "Lan Anh"
    enter(ui)
    assert ui.events == [Event("answer", "Lan Anh")]


def test_letters_find_and_enter_takes_the_first(ui):
    host = ui.show(place("vi"))
    strike(ui, "an d")
    first = host.page.cells.shown[0]
    enter(ui)
    assert ui.events == [Event("answer", first.value)]


def test_digits_write_into_a_text_and_not_into_a_name(ui):
    host = ui.show(street("vi"))
    strike(ui, "12", 267, 259)
    assert host.page.field.text == "12/3"
    host = ui.show(mother("vi"))
    strike(ui, "12")
    assert host.page.field.text == ""


def test_a_question_of_the_page_holds_the_focus_and_back_withdraws_it(ui):
    host = ui.show(mother("vi"))
    strike(ui, "lan")
    walk_to(ui, "clear")
    enter(ui)
    assert focus(ui) == "stay"
    strike(ui, "b", BACKSPACE)
    assert host.page.field.text == "Lan"
    strike(ui, ESCAPE)
    ui.frames(2)
    assert host.page.question is None
    assert host.page.field.text == "Lan"
    assert focus(ui) == "clear"


def test_the_keyboard_that_changes_its_keys_keeps_the_focus(ui):
    ui.show(street("vi"))
    strike(ui, DOWN)
    walk_to(ui, "digits")
    enter(ui)
    assert focus(ui) == "digits"
    walk_to(ui, "key", "5")
    enter(ui)
    assert ui.host.page.field.text == "5"
    assert isinstance(ui.host.page.keyboard, Keyboard)


# back


@pytest.mark.parametrize("key", [ESCAPE, ord("#")])
@pytest.mark.parametrize(
    ("view", "act"),
    [(CHOICE, "back"), (mother("vi"), "back"), (LEAVE, "stay"), (SIZE, "close"), (CALLED, "close")],
    ids=["page", "typing", "leave", "size", "called"],
)
def test_back_goes_back_or_closes_the_sheet(ui, view, act, key):
    ui.show(view)
    strike(ui, key)
    ui.frames(2)
    assert ui.events == [Event(act)]


def test_back_does_nothing_where_there_is_no_way_back(ui):
    ui.show(replace(CHOICE, can_back=False))
    strike(ui, ESCAPE)
    ui.frames(2)
    assert ui.events == []


def test_erasing_where_nothing_is_typed_does_nothing(ui):
    ui.show(CHOICE)
    strike(ui, BACKSPACE, ord("*"))
    ui.frames(2)
    assert ui.events == []


# the window


def test_keys_are_heard_only_while_the_host_is_in_the_window(ui):
    host = ui.show(HOME)
    ui.window.remove_widget(host)
    strike(ui, DOWN)
    assert not host.keypad.used
    ui.window.add_widget(host)
    strike(ui, DOWN)
    assert host.keypad.used


def test_before_there_is_a_page_a_key_does_nothing(ui):
    host = ui.mounted()
    strike(ui, ENTER, "1")
    assert not host.keypad.used


def test_nothing_is_left_running_by_a_key(ui):
    ui.show(IdleView(page="idle", button="Chạm để bắt đầu", bar="start"))
    strike(ui, DOWN, RIGHT)
    ui.frames(3)
    assert not [event for event in Clock.get_events() if event.timeout == 0]
