"""The ring of the keypad: on every page, around what has the focus, in its colours, and nothing out of its reach."""

import pytest
from PIL import Image

from kiosk.demo.gallery import SLUGS, sample_view
from screens.focus import Way, neighbour
from screens.theme import theme
from screens.tokens import Panel, contrast, palette
from screens.widgets.target import find, targets
from tests.screens.sample_views import CHOICE, HOME, IDLE

DOWN, RIGHT = 274, 275
FACES = ((Panel(), "1"), (Panel(), "1.5"), (Panel.of(1920, 1080), "1"), (Panel.of(1920, 1080), "1.5"))
"""panel and text size"""


def strike(ui, *keys: int) -> None:
    for key in keys:
        ui.window.dispatch("on_key_down", key, 0, None, [])
        ui.window.dispatch("on_key_up", key, 0)


def reached(boxes, start: int) -> set[int]:
    """What arrows reach from there."""
    seen, todo = {start}, [start]
    while todo:
        at = todo.pop()
        new = {neighbour(boxes, at, way) for way in Way} - seen
        seen |= new
        todo += new
    return seen


@pytest.mark.parametrize("slug", SLUGS)
def test_on_every_page_the_ring_is_around_a_target_and_arrows_reach_all(ui, slug):
    for panel, size in FACES:
        host = ui.mounted()
        host.use_panel(panel)
        host.show(sample_view(slug, "vi", size))
        host.keypad.hide()
        strike(ui, DOWN)
        there = list(targets(host))
        (ringed,) = [n for n, target in enumerate(there) if target.focus_box == host.keypad.ring.around]
        assert there[ringed] is host.keypad.target
        box = host.keypad.ring.around
        assert min(box.left, box.low) >= 0
        assert box.right <= panel.width
        assert box.high <= panel.height
        boxes = [target.focus_box for target in there]
        for start in range(len(there)):
            assert len(reached(boxes, start)) == len(there), (panel, size, there[start].name)


def picture(ui, tmp_path) -> Image.Image:
    ui.frames(1)
    ui.host.export_to_png(str(tmp_path / "page.png"))
    with Image.open(tmp_path / "page.png") as file:
        return file.convert("RGB")


def colour(token: str) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in theme.colour(token)[:3])


@pytest.mark.parametrize("name", ["light", "contrast"])
def test_it_has_three_bands_outside_the_control(ui, tmp_path, name):
    host = ui.show(CHOICE)
    theme.use(name)
    host.use_panel(Panel())
    strike(ui, DOWN)
    box = host.keypad.ring.around
    image = picture(ui, tmp_path)
    y = image.height - round(box.middle[1])
    bands = [image.getpixel((round(box.left) - off, y)) for off in range(1, 16)]
    wanted = [colour("ring_inner")] * 4 + [colour("ring_band")] * 8 + [colour("ring_outer")] * 3
    assert bands == wanted


def test_its_bands_are_told_from_each_other_and_from_every_ground():
    for name in ("light", "contrast"):
        colours = palette(name).colours
        assert contrast(colours["ring_band"], colours["ring_inner"]) >= 3
        assert contrast(colours["ring_band"], colours["ring_outer"]) >= 3
        for ground in ("paper", "surface", "key", "header", "action", "nghe"):
            bands = (colours["ring_band"], colours["ring_outer"])
            assert max(contrast(band, colours[ground]) for band in bands) >= 3, (name, ground)


def test_it_lies_over_what_stands_beside_the_control(ui, tmp_path):
    host = ui.show(HOME)
    strike(ui, DOWN)
    before = picture(ui, tmp_path)
    tile, ring = host.keypad.target, host.keypad.ring
    ring.show(tile.focus_box._replace(right=tile.right + 60), 20, host.keypad.target.focus_box._replace(right=1080))
    after = picture(ui, tmp_path)
    x, y = round(tile.right) + 60 + 8, before.height - round(tile.center_y)
    assert before.getpixel((x, y)) != colour("ring_band")
    assert after.getpixel((x, y)) == colour("ring_band")


def test_it_is_moved_inward_at_the_edge_of_the_window(ui, tmp_path):
    host = ui.show(HOME)
    strike(ui, DOWN)
    whole = host.keypad.target.focus_box._replace(left=0)
    host.keypad.ring.show(whole, 20, whole._replace(right=1080, low=0, high=1920))
    image = picture(ui, tmp_path)
    y = image.height - round(whole.middle[1])
    assert [image.getpixel((x, y)) for x in (0, 2, 3, 10, 11, 14)] == [
        colour(f"ring_{band}") for band in ("outer", "outer", "band", "band", "inner", "inner")
    ]


def test_without_a_key_there_is_none(ui, tmp_path):
    host = ui.show(HOME)
    plain = picture(ui, tmp_path)
    strike(ui, DOWN)
    assert picture(ui, tmp_path) != plain
    host.keypad.hide()
    assert picture(ui, tmp_path) == plain


def test_of_the_idle_page_the_button_has_it(ui):
    host = ui.show(IDLE)
    strike(ui, RIGHT)
    button = host.page.start.button
    assert host.keypad.target is find(host, "start")
    assert host.keypad.ring.around == (button.x, button.y, button.right, button.top)
