"""The check page: all lines over its pages, each with its way back, the declaration and the button on the last."""

from dataclasses import replace

import pytest

from kiosk.journey.views import Event
from screens.widgets.target import find, targets
from tests.screens.geometry import shown_texts
from tests.screens.sample_entry_views import check_view


def rows(ui) -> set[str]:
    return {target.value for target in targets(ui.host) if target.act == "edit"}


def words(ui) -> str:
    return "\n".join(text.text for text in shown_texts(ui.host))


@pytest.mark.parametrize("size", ["1", "1.25", "1.5"])
def test_every_line_is_on_one_page_and_submit_on_the_last(ui, size):
    view = replace(check_view("vi"), size=size)
    ui.show(view)
    seen, left = set(rows(ui)), len(view.rows)
    for _ in range(12):
        assert find(ui.host, "submit") is None
        assert view.declaration[0] not in words(ui)
        here = sum(row.label in words(ui).split("\n") for row in view.rows)
        left -= here
        assert f"Xem tiếp, còn {left} dòng" in words(ui)
        ui.press("turn")
        assert not seen & rows(ui), "a line stands on one page only"
        seen |= rows(ui)
        if find(ui.host, "submit") is not None:
            break
    assert seen == {row.value for row in view.rows if not row.locked}
    assert view.declaration[0] in words(ui)
    ui.press("submit")
    assert ui.events == [Event("submit")]


def test_a_line_from_the_card_is_locked(ui):
    ui.show(check_view("vi"))
    assert "Từ thẻ" in words(ui)
    assert find(ui.host, "edit", "person") is None


def test_change_says_which_line(ui):
    ui.show(check_view("vi"))
    ui.press("edit", "home")
    assert ui.events == [Event("edit", "home")]


def test_the_page_turned_to_is_kept_when_an_answer_changes(ui):
    view = check_view("vi")
    ui.show(view)
    ui.press("turn")
    assert "Nghỉ hưu" not in words(ui)
    changed = [replace(row, text="0900 000 000") if row.value == "contact" else row for row in view.rows]
    ui.show(replace(view, rows=tuple(changed)))
    assert "0900 000 000" in words(ui)


def test_few_lines_need_no_second_page(ui):
    view = check_view("vi")
    ui.show(replace(view, rows=view.rows[:3]))
    assert find(ui.host, "turn") is None
    assert find(ui.host, "submit") is not None
