"""The page of all screens: which faces, in which order, and how a person filters them."""

import re

from kiosk.demo.gallery import Looks, index_page

LOOKS = Looks(sizes=("1080x1920", "1920x1080"), texts=("1",), themes=("light", "contrast"), langs=("vi",))


def test_each_face_of_a_screen_is_one_picture():
    names = [picture.name for picture in LOOKS.of("home")]
    assert names == [
        "home-1080x1920-1-light-vi.png",
        "home-1080x1920-1-contrast-vi.png",
        "home-1920x1080-1-light-vi.png",
        "home-1920x1080-1-contrast-vi.png",
    ]


def test_the_faces_of_a_screen_stand_together():
    page = index_page([picture for slug in ("home", "done") for picture in LOOKS.of(slug)])
    home, done = page.split("<section")[1:]
    assert home.count("<figure") == done.count("<figure") == 4
    assert "done-" not in home
    assert "home-" not in done


def test_a_box_hides_the_faces_of_its_kind_and_no_others():
    page = index_page(list(LOOKS.of("home")))
    boxes = dict(re.findall(r'id="(\w+)" checked>(\w+ \w+)', page))
    assert set(boxes.values()) == {"size 1080x1920", "size 1920x1080", "theme light", "theme contrast"}
    for mark, kind in boxes.items():
        assert f"body:has(#{mark}:not(:checked)) .{mark}{{display:none}}" in page
        hidden = [
            name
            for classes, name in re.findall(r'<figure class="([^"]*)"><a href="([^"]*)"', page)
            if mark in classes.split()
        ]
        assert len(hidden) == 2
        assert all(kind.split()[1] in name for name in hidden)


def test_no_box_is_offered_for_what_all_faces_share():
    assert 'type="checkbox"' not in index_page(list(Looks().of("home")))
