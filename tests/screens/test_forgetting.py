"""Once a page of nobody is shown, no widget, texture or cache holds what the pages before it said."""

import gc
import secrets

import pytest

from kiosk.demo.gallery import Stand, sample_view
from kiosk.journey.pages import Pages
from kiosk.language.text import Words
from kiosk.proving.forget_process import alive, in_process
from kiosk.proving.forget_values import Values
from screens.pages import Page

WORDS = ("Huệ", "Lan", "Mùi", "Thơm", "Nhung", "Hường", "Bích", "Tuyết", "Hạnh", "Dung", "Mai", "Cúc", "Trúc", "Đào")
SEEN = ("confirm", "mother-name", "check", "done")


def shown_of_a_stranger(ui):
    """Show pages of a citizen's walk; her values, and nothing of her is held here."""
    name = f"Nguyễn Thị {secrets.choice(WORDS)} {secrets.choice(WORDS)}"
    number = f"0311550{secrets.randbelow(10**5):05}"
    card = f"{number}|03{secrets.randbelow(10**7):07}|{name}|12031955|Nữ|Số 5, An Biên|11092025"
    pages, stand = Pages(Words.load()), Stand.begun()
    for page in SEEN:
        stand.to(page, {"pay": "cash", "mother-name": f"{name} Mẹ"}, card=card)
        ui.show(pages.view(stand.walk))
    return Values.texts({"name": name, "number": number})


@pytest.mark.parametrize("slug", ["idle", "home", "out-of-order"])
def test_pages_of_nobody_hold_nothing_of_the_citizen_before(ui, slug):
    # Tests before this one may hold pages of their own.
    others = pages_held()
    values = shown_of_a_stranger(ui)
    ui.show(sample_view(slug))
    assert in_process(values) == []
    assert pages_held() <= others + 1


def test_the_search_finds_what_a_page_of_hers_shows(ui):
    assert {hit.kind for hit in in_process(shown_of_a_stranger(ui))} == {"name"}


def test_pages_that_are_gone_are_collected_at_the_next_second(ui):
    gc.collect()
    gc.disable()
    try:
        # Tests before this one may hold pages of their own.
        others = pages_about()
        shown_of_a_stranger(ui)
        ui.show(sample_view("idle"))
        assert len(pages_about() - others) > len(SEEN)
        ui.host.tick()
        assert len(pages_about() - others) == 1
    finally:
        gc.enable()


def pages_held():
    return sum(alive(lambda kind: issubclass(kind, Page)).values())


def pages_about():
    """Pages that were not collected yet, those that nothing holds too."""
    return {id(thing) for thing in gc.get_objects() if issubclass(type(thing), Page)}
