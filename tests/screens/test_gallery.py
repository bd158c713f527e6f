"""Every page of a real walk, on both panels, in all text sizes and both languages, keeps the measures."""

from dataclasses import replace

import pytest

from kiosk.demo.gallery import SLUGS, sample_view
from screens.widgets.text import Text
from tests.screens.geometry import PANELS, broken_compounds, check, faults_of_faces, shown_texts
from tests.screens.sample_views import CHOICE


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_of_the_walk_keeps_the_measures_in_every_face(ui, slug: str, panel: str):
    assert not faults_of_faces(ui.mounted(), PANELS[panel], lambda size, lang: sample_view(slug, lang, size))


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_of_the_walk_is_legible_in_the_dark_theme(ui, slug: str, panel: str):
    host = ui.mounted()
    host.use_panel(PANELS[panel])
    host.show(sample_view(slug, theme="contrast"))
    assert not check(host)


def test_a_broken_compound_is_seen(ui):
    host = ui.show(replace(CHOICE, lead="Xin xem lệ phí."))
    assert not broken_compounds(host)
    lead: Text = next(text for text in shown_texts(host) if text.text.startswith("Xin xem"))
    lead.lines = ["Xin xem lệ", "phí."]
    assert broken_compounds(host) == ["broken: lệ phí in 'Xin xem lệ phí.'"]
