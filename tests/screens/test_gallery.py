"""Every page of a real walk, in all text sizes and both languages, keeps the measures."""

import itertools

import pytest

from kiosk.demo.gallery import SLUGS, sample_view
from screens.host import find
from tests.screens.geometry import check


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_of_the_walk_keeps_the_measures(ui, slug: str):
    for lang, size in itertools.product(("vi", "en"), ("1", "1.25", "1.5")):
        host = ui.show(sample_view(slug, lang, size))
        faults = check(host)
        for _ in range(8):
            if faults or not (more := find(host, "turn")) or more.icon.name == "chevron-up":
                break
            more.fire()
            faults += check(host)
        assert not faults, (lang, size)
