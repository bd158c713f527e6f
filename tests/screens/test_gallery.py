"""Every page of a real walk, in all text sizes and both languages, keeps the measures and breaks no compound."""

import itertools
from dataclasses import replace

import pytest

from kiosk.demo.gallery import SLUGS, sample_view
from screens.host import find
from screens.widgets.text import Text
from tests.screens.geometry import broken_compounds, check, poor_pages, shown_texts
from tests.screens.sample_views import CHOICE


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_of_the_walk_keeps_the_measures(ui, slug: str):
    for lang, size in itertools.product(("vi", "en"), ("1", "1.25", "1.5")):
        host = ui.show(sample_view(slug, lang, size))
        faults = check(host) + broken_compounds(host) + poor_pages(host)
        for _ in range(8):
            if faults or not (more := find(host, "turn")) or more.icon.name == "chevron-up":
                break
            more.fire()
            faults += check(host) + broken_compounds(host)
        assert not faults, (lang, size)


def test_a_broken_compound_is_seen(ui):
    host = ui.show(replace(CHOICE, lead="Xin xem lệ phí."))
    assert not broken_compounds(host)
    lead: Text = next(text for text in shown_texts(host) if text.text.startswith("Xin xem"))
    lead.lines = ["Xin xem lệ", "phí."]
    assert broken_compounds(host) == ["broken: lệ phí in 'Xin xem lệ phí.'"]
