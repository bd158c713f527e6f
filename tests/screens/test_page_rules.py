"""What each page shows first, and what it does without, as the text gets larger."""

from dataclasses import replace

import pytest

from kiosk.demo.gallery import sample_view
from kiosk.journey.views import Note, Row, Tile
from screens.pages.card import DRAWN_MM
from screens.pages.machine import slip_slot, slip_slot_dark, slot_resting
from screens.pages.ways import Way
from screens.sheets.size import Option
from screens.theme import theme
from screens.widgets.cards import Badge, NoteBox
from screens.widgets.choices import BigTile, TileButton
from screens.widgets.drawing import Drawing
from screens.widgets.pager import Pager
from screens.widgets.paper import SlipPicture
from screens.widgets.target import find
from screens.widgets.text import Icon, Text
from tests.screens.geometry import shown_texts
from tests.screens.sample_entry_views import check_view, done, pay_how, pay_qr_ended, pay_wait
from tests.screens.sample_views import CALLED, CARD, HOME

SIZES = ("1", "1.25", "1.5")
LANGS = ("vi", "en")


def words(ui) -> str:
    return "\n".join(text.text for text in shown_texts(ui.host))


def text_of(ui, start: str) -> Text:
    return next(text for text in shown_texts(ui.host) if text.text.startswith(start))


def every(ui, kind: type) -> list:
    return [widget for widget in ui.host.walk(restrict=True) if isinstance(widget, kind)]


def pages(ui) -> list[str]:
    """The words of each page, turning on to the last."""
    seen = [words(ui)]
    for _ in range(12):
        more = find(ui.host, "turn")
        if more is None or more.icon.name == "chevron-up":
            return seen
        ui.press("turn")
        seen.append(words(ui))
    raise AssertionError("the pages do not end")


# 16, the last page


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slug", ["done", "done-no-slip"])
@pytest.mark.parametrize("lang", LANGS)
def test_number_warning_and_the_three_steps_are_on_the_first_page(ui, slug, lang, size):
    view = sample_view(slug, lang, size)
    ui.show(view)
    seen = words(ui)
    for text in (view.number, view.warning, *(title for _, title, _ in view.steps)):
        assert text in seen
    assert [badge.children[0].text for badge in every(ui, Badge)][:3] == ["1", "2", "3"]


@pytest.mark.parametrize("size", ["1.25", "1.5"])
def test_with_larger_text_the_slip_number_is_one_line(ui, size):
    ui.show(replace(done("vi"), size=size))
    label, number = text_of(ui, "Số phiếu"), text_of(ui, "A 0427")
    assert label.right < number.x
    assert abs(label.center_y - number.center_y) < label.pitch / 2


def test_the_warning_stands_across_the_page_under_the_number_and_the_slip_is_small(ui):
    ui.show(done("vi"))
    warning = next(box for box in every(ui, NoteBox) if box.ground == "nghe1")
    slip = every(ui, SlipPicture)[0]
    assert warning.width == theme.panel.width - 2 * theme.px("margin")
    assert warning.top < slip.y
    assert warning.y > text_of(ui, "Lấy phiếu").top
    assert slip.width < theme.panel.width / 4


# 09, search


@pytest.mark.parametrize("size", SIZES)
def test_what_to_type_stands_under_the_title_and_nothing_is_counted_before(ui, size):
    view = sample_view("birthplace-list", size=size)
    ui.show(view)
    assert view.label in words(ui)
    assert ui.host.page.field.tail.text == ""
    ui.press("key", "h")
    assert ui.host.page.field.tail.text.endswith("mục")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slug", ["place", "place-province", "birthplace-list", "ethnic-list", "religion-list"])
def test_three_finds_and_help_are_to_be_seen(ui, slug, size):
    ui.show(sample_view(slug, size=size))
    assert len(ui.host.page.cells.shown) >= 4


# pages that are turned


def test_the_largest_text_leaves_two_ways_to_pay_on_a_page(ui):
    view = replace(pay_how("vi"), size="1.5")
    ui.show(view)
    titles = [choice.title for choice in view.choices]
    assert [[title in page for title in titles] for page in pages(ui)] == [
        [True, True, False, False],
        [False, False, True, True],
    ]


def test_the_label_counts_only_what_it_names(ui):
    ui.show(replace(pay_how("vi"), size="1.5"))
    assert find(ui.host, "turn").words.text == "Xem tiếp, còn 2 ô"
    ui.show(replace(pay_wait("vi"), size="1.5"))
    assert find(ui.host, "turn").words.text == "Xem tiếp"


@pytest.mark.parametrize("slug", ["check", "bring", "pay-how"])
def test_a_later_page_has_no_lead_and_its_title_in_fewer_lines(ui, slug):
    view = sample_view(slug, size="1.5")
    ui.show(view)
    start = view.title[:12]
    before = len(text_of(ui, start).lines)
    ui.press("turn")
    assert view.lead not in words(ui)
    title = text_of(ui, start)
    assert title.text == view.title.replace("\n", " ")
    assert len(title.lines) <= before
    ui.host.page._pager.index = 0
    ui.host.page.again()
    assert len(text_of(ui, start).lines) == before


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
def test_confirm_needs_no_second_page(ui, size, lang):
    ui.show(sample_view("confirm", lang, size))
    assert find(ui.host, "turn") is None
    assert find(ui.host, "yes")
    assert find(ui.host, "no")
    assert find(ui.host, "show")


def test_a_page_does_without_something_only_where_that_helps(ui):
    view = sample_view("confirm")
    ui.show(view)
    assert view.lead in words(ui)
    assert view.note.text2 in words(ui)
    assert ui.host.page.lean == 0


def test_bring_takes_two_pages_with_the_largest_text(ui):
    ui.show(sample_view("bring", size="1.5"))
    assert len(pages(ui)) == 2


# 12, check


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
def test_the_declaration_stands_with_the_last_lines_in_the_size_of_the_body(ui, size, lang):
    view = sample_view("check", lang, size)
    ui.show(view)
    pages(ui)
    declaration = text_of(ui, view.declaration[0])
    assert declaration.px == theme.text_px("body")
    assert view.rows[-1].label in words(ui)


def test_with_the_largest_text_a_long_answer_has_the_width_of_the_card(ui):
    view = replace(check_view("vi"), size="1.5")
    ui.show(replace(view, rows=(Row("why", "Việc", "Cấp lại hộ chiếu, không chip, Hộ chiếu cũ đã hết hạn"),)))
    answer, button = text_of(ui, "Cấp lại"), find(ui.host, "edit")
    assert answer.width > theme.panel.width * 0.8
    assert answer.top <= button.y


@pytest.mark.parametrize("size", SIZES)
def test_each_own_line_of_an_answer_stands_on_a_line(ui, size):
    parents = Row("parents", "Cha, mẹ", "Trần Thị Huệ, 1932\nNguyễn Văn Mẫu, 1928")
    ui.show(replace(check_view("vi"), size=size, rows=(parents,)))
    assert text_of(ui, "Trần Thị").lines == ["Trần Thị Huệ, 1932", "Nguyễn Văn Mẫu, 1928"]


# 21, no line


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
@pytest.mark.parametrize("size", ["1", "1.5"])
def test_a_tile_that_cannot_work_says_so_and_is_not_touched(ui, size, theme_name):
    off = Tile("1", "id", "card-account-details", "Căn cước", "Lúc này chưa làm được", possible=False)
    lookup = Tile("", "lookup", "file-search", "Tra cứu hồ sơ", "Chưa xem được", possible=False)
    view = replace(HOME, size=size, theme=theme_name, tiles=(off, *HOME.tiles[1:3]), lookup=lookup, unsure=None)
    ui.show(view)
    pager = next(iter(every(ui, Pager)), None)
    found: list = every(ui, TileButton)
    while pager and pager.index < len(pager.pages) - 1:
        ui.press("turn")
        found += every(ui, TileButton)
    found += every(ui, BigTile)
    dashed = [tile for tile in found if not tile.possible]
    assert {tile.value for tile in dashed} == {"id", "lookup"}
    for tile in dashed:
        assert tile.ground == "paper"
        assert not tile.target
        icons = [widget.name for widget in tile.walk(restrict=True) if isinstance(widget, Icon)]
        assert "wifi-off" in icons
        assert tile.words.parts[-1].colour == "nghe9"
    assert find(ui.host, "lookup") is None


# 14, the code is off


@pytest.mark.parametrize("size", SIZES)
def test_received_money_looks_like_success_once_the_code_is_off(ui, size):
    note = Note("i", "Đã nhận 100.000 đồng.")
    ui.show(replace(pay_qr_ended("vi"), size=size, status=note))
    text = text_of(ui, "Đã nhận")
    assert (text.colour, ui.host.page.status.box.ground if theme.large else ui.host.page.status.ground) == (
        "tre9",
        "tre0",
    )
    assert "check-circle" in [icon.name for icon in every(ui, Icon)]


@pytest.mark.parametrize("size", SIZES)
def test_waiting_looks_like_waiting_once_the_code_is_off(ui, size):
    ui.show(replace(pay_qr_ended("vi"), size=size))
    assert text_of(ui, "Mã đã tắt").colour == "nghe9"
    assert "clock-outline" in [icon.name for icon in every(ui, Icon)]


# 25, 27


@pytest.mark.parametrize("theme_name", ["light", "contrast"])
def test_what_is_in_force_is_marked_in_both_rows(ui, theme_name):
    ui.show(sample_view("size-sound", theme=theme_name))
    marked = [
        option.value
        for option in every(ui, Option)
        if any(isinstance(part, Icon) and part.name == "check-bold" for part in option.walk(restrict=True))
    ]
    assert sorted(marked) == sorted(["1", theme_name])


def test_a_call_that_reached_nobody_shows_no_bell(ui):
    ui.show(CALLED)
    assert any(icon.name == "bell-ring" for icon in ui.host.sheet.walk(restrict=True) if isinstance(icon, Icon))
    ui.show(replace(CALLED, sheet=replace(CALLED.sheet, alone=True)))
    icons = [icon.name for icon in ui.host.sheet.walk(restrict=True) if isinstance(icon, Icon)]
    assert "wifi-off" in icons
    assert "bell-ring" not in icons


# 04, look-up, 21b


def test_the_drawing_outlives_the_promise_with_the_largest_text(ui):
    view = sample_view("card", size="1.5")
    ui.show(view)
    assert all(way.picture.height >= theme.mm(DRAWN_MM) for way in every(ui, Way))
    assert view.privacy not in words(ui)


def test_a_reader_that_is_gone_invites_nobody(ui):
    ui.show(replace(CARD, status="gone", status_text="Máy quét đang tạm nghỉ."))
    assert [way.picture.draw for way in every(ui, Way)] == [slot_resting]
    assert CARD.ways[0].sub not in words(ui)


def test_the_look_up_waits_for_a_slip(ui):
    ui.show(sample_view("lookup"))
    assert {drawing.draw for drawing in every(ui, Drawing)} & {slip_slot, slip_slot_dark}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGS)
def test_out_of_order_shows_its_code_once_and_its_note(ui, lang, size):
    view = sample_view("out-of-order", lang, size)
    ui.show(view)
    assert words(ui).count(view.code) == 1
    assert len(text_of(ui, view.code).lines) == 1
    assert view.note.text in words(ui)
    assert view.note.text2 in words(ui)
