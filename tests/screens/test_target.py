"""What a touch does: on release, not when it slides off, not twice."""

from dataclasses import replace

import pytest

from kiosk.journey.views import Choice
from screens.host import find
from screens.widgets import target as module
from screens.widgets.buttons import PushButton
from screens.widgets.part import Column
from screens.widgets.target import BOUNCE_S, bounce
from tests.screens.sample_views import CHOICE, CONFIRM, HOME


@pytest.fixture
def now(monkeypatch):
    """A clock to turn by hand: one-element list of seconds."""
    seconds = [100.0]
    monkeypatch.setattr(bounce, "clock", lambda: seconds[0])
    bounce.forget()
    yield seconds
    bounce.forget()


def middle(target):
    return target.to_window(*target.center)


def test_it_acts_on_release_and_shows_the_press_before(ui, now):
    host = ui.show(HOME)
    tile = find(host, "area", "passport")
    touch = ui.touch(*middle(tile))
    assert tile.pressed
    assert ui.events == []
    touch.touch_up()
    assert [(event.act, event.value) for event in ui.events] == [("area", "passport")]
    assert not tile.pressed


def test_sliding_off_cancels_even_if_the_finger_comes_back(ui, now):
    host = ui.show(HOME)
    tile = find(host, "area", "passport")
    touch = ui.touch(*middle(tile))
    touch.touch_move(5, 5)
    assert not tile.pressed
    touch.touch_move(*middle(tile))
    touch.touch_up()
    assert ui.events == []


def test_the_same_target_again_within_half_a_second_is_ignored(ui, now):
    host = ui.show(HOME)
    for _ in range(2):
        ui.tap(find(host, "help"))
    assert len(ui.events) == 1
    now[0] += BOUNCE_S + 0.01
    ui.tap(find(host, "help"))
    assert len(ui.events) == 2


def test_a_page_that_came_up_under_the_finger_is_not_pressed(ui, now):
    host = ui.show(CONFIRM)
    ui.tap(find(host, "yes"))
    yes, no = CONFIRM.buttons
    ui.show(replace(CONFIRM, page="other", buttons=(replace(yes, act="go"), no)))
    ui.tap(find(host, "go"))
    assert [event.act for event in ui.events] == ["yes"]
    now[0] += BOUNCE_S + 0.01
    ui.tap(find(host, "go"))
    assert [event.act for event in ui.events] == ["yes", "go"]


def test_another_target_at_once_is_taken(ui, now):
    host = ui.show(HOME)
    ui.tap(find(host, "help"))
    ui.tap(find(host, "size"))
    assert [event.act for event in ui.events] == ["help", "size"]


def test_a_key_takes_quick_repeats(ui, now):
    host = ui.show(HOME)
    place = find(host, "size")
    place.is_key = True
    ui.tap(place)
    ui.tap(place)
    assert len(ui.events) == 2


def test_a_busy_button_takes_no_touch(ui, now):
    class Holder(Column):
        emit = staticmethod(ui.emit)

    holder = Holder([PushButton("next", "Đang gửi…", busy=True)])
    holder.place(0, 400, 900, 200)
    ui.mount(holder)
    ui.tap(holder.parts[0])
    assert ui.events == []


def test_an_impossible_choice_takes_no_touch(ui, now):
    host = ui.show(replace(CHOICE, choices=(Choice("a", "Một"), Choice("b", "Hai", "Mất mạng", possible=False))))
    assert find(host, "answer", "b") is None
    dashed = next(widget for widget in host.walk() if getattr(widget, "value", "") == "b")
    ui.tap(dashed)
    ui.frames(3)
    assert ui.events == []


def test_a_command_keeps_the_touch_on_the_page(ui, now):
    done = []
    button = PushButton("local", "Xem", command=lambda: done.append(1))
    button.place(0, 400, 600, 200)
    ui.mount(button)
    ui.tap(button)
    assert done == [1]


def test_a_target_is_named_by_act_and_value():
    button = PushButton("answer", "Một", value="first")
    assert button.name == "answer:first"
    assert module.find(button, "answer") is button
    assert module.find(button, "answer", "second") is None
