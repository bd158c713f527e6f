"""Tokens, without a window."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.tokens import Panel, Rgba, contrast, least_em, palette, reach_px, rgba, sizes

TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "surface"), ("ink2", "paper"), ("ink2", "surface"), ("ink2", "tre0"), ("ink2", "tre1"),
    ("tre9", "paper"), ("tre9", "surface"), ("tre9", "tre1"), ("tre9", "tre0"), ("tre", "surface"), ("tre", "paper"),
    ("nghe9", "nghe1"), ("nghe9", "paper"), ("son", "surface"), ("son", "son1"), ("on_action", "action"),
    ("on_help", "nghe"), ("on_help", "help_down"), ("on_header", "header"), ("on_header2", "header"),
    ("tre", "pressed"), ("son", "son_down"), ("tre9", "pressed"), ("cham1", "cham"), ("ink", "key_down"),
    ("on_sample_light", "sample_light"), ("on_sample_dark", "sample_dark"),
]  # fmt: skip
SINGLE_SIGNS = ("pad",)
"""roles that set one digit or one letter without marks"""
OUTLINE_PAIRS = [("line", "paper"), ("line", "surface"), ("tre", "paper"), ("nghe7", "nghe1"), ("son", "paper"),
                 ("nghe7", "paper"), ("line", "key"), ("nghe", "header")]  # fmt: skip


@pytest.mark.parametrize("name", ["light", "contrast"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids="-".join)
def test_text_pairs_reach_seven_to_one(name, pair):
    colours = palette(name).colours
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 7


@pytest.mark.parametrize("name", ["light", "contrast"])
@pytest.mark.parametrize("pair", OUTLINE_PAIRS, ids="-".join)
def test_outlines_reach_three_to_one(name, pair):
    colours = palette(name).colours
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3


def test_both_themes_have_the_same_tokens():
    assert palette("light").colours.keys() == palette("contrast").colours.keys()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#12211E", "#FAF7F0", 15.55),
        ("#FFD84A", "#000000", 15.17),
        ("#8A6100", "#FDF0D2", 4.90),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(rgba(one), rgba(other)) == pytest.approx(ratio, abs=0.01)


channel = st.floats(0, 1)
colour = st.tuples(channel, channel, channel, st.just(1.0))


@given(colour, colour)
def test_contrast_is_symmetric_and_between_1_and_21(one: Rgba, other: Rgba):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.000001


@pytest.mark.parametrize("text", ["", "#12", "#12345", "#GGGGGG", "green"])
def test_what_is_no_colour_is_refused(text):
    with pytest.raises(ValueError):
        rgba(text)


@given(st.integers(1, 1080))
def test_every_pixel_length_of_the_drawings_survives_millimetres_with_one_decimal(px):
    assert Panel().px(round(px * 336 / 1080, 1)) == px


@pytest.mark.parametrize("lying", [False, True])
def test_every_role_is_legible_and_keeps_its_marks(lying):
    for name, role in sizes(lying).roles.items():
        assert role.em >= least_em(), name
        assert role.line >= 1.17 or name in SINGLE_SIGNS, name


def test_the_smallest_legible_text_is_32_px_standing_and_40_px_lying():
    assert least_em() == pytest.approx(9.9, abs=0.05)
    assert Panel().px(10.0) == 32
    assert Panel.of(1920, 1080).px(10.0) == 40


@pytest.mark.parametrize("lying", [False, True])
def test_every_target_is_as_large_as_a_finger_needs(lying):
    for name, mm in sizes(lying).mm.items():
        if name.startswith("target_"):
            assert mm >= (19 if name.startswith("target_key") else 20), name


def test_a_length_that_a_lying_panel_does_not_name_is_smaller_by_the_same_part():
    standing, lying = sizes(), sizes(lying=True)
    assert lying.mm["gap"] == standing.mm["gap"] * lying.room
    assert lying.mm["margin"] > standing.mm["margin"] * lying.room
    assert lying.mm.keys() == standing.mm.keys()


@given(st.integers(800, 3840), st.integers(600, 3840))
def test_a_panel_of_any_shape_is_nowhere_smaller_than_the_pages_are_drawn_for(width, height):
    panel = Panel.of(width, height)
    least = (336, 597) if panel.portrait else (476, 267)
    assert panel.width_mm >= least[0] - 1e-6
    assert panel.height_mm >= least[1] - 1e-6
    assert panel.width / panel.width_mm == pytest.approx(panel.height / panel.height_mm)


def test_the_stage_starts_under_the_reach():
    panel = Panel()
    assert panel.height - panel.px(sizes().mm["stage"]) <= reach_px(panel)
    assert panel.height - reach_px(panel) == pytest.approx(507, abs=2)


def test_a_length_that_is_there_never_vanishes():
    tiny = Panel(270, 480)
    assert tiny.px(0.1) == 1
    assert tiny.px(0) == 0


def test_tokens_need_no_window_and_no_kivy():
    code = "import sys, screens.tokens; assert not any(name.startswith('kivy') for name in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_theme_needs_no_window():
    code = "import sys, screens.theme; assert 'kivy.core.window' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
