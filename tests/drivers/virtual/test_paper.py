"""The interpreter of ESC/POS beside an independent encoder: every way python-escpos can send a picture."""

import itertools
import random

import pytest
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.virtual import Paper
from drivers.virtual.paper import MAX_LINES
from tests.drivers.printer.test_contract import SLIP, same

PICTURE = SLIP.crop((0, 0, 200, 120))


def papers_of(data: bytes, width: int = 576) -> tuple[list[Image.Image], Paper]:
    papers: list[Image.Image] = []
    paper = Paper(width, papers.append)
    paper.feed(data)
    return papers, paper


def encoded(**how: object) -> bytes:
    printer = Dummy()
    printer.image(PICTURE, **how)
    printer.cut()
    return printer.output


@pytest.mark.parametrize("implementation", ["bitImageRaster", "graphics", "bitImageColumn"])
@pytest.mark.parametrize("fragment", [960, 24])
def test_every_kind_of_picture_is_drawn_dot_for_dot(implementation: str, fragment: int, capfd):
    (paper,), interpreter = papers_of(encoded(impl=implementation, fragment_height=fragment))
    assert same(paper.crop((0, 0, 200, 120)), PICTURE)
    assert paper.crop((200, 0, 576, 120)).getextrema() == (255, 255)
    assert interpreter.counts == {}


@pytest.mark.parametrize("implementation", ["bitImageRaster", "graphics", "bitImageColumn"])
@pytest.mark.parametrize(("tall", "wide"), [(False, True), (True, False), (False, False)])
def test_low_density_is_drawn_larger(implementation: str, tall: bool, wide: bool):
    data = encoded(impl=implementation, high_density_vertical=tall, high_density_horizontal=wide)
    (paper,), _ = papers_of(data)
    down = 1 if tall else 3 if implementation == "bitImageColumn" else 2
    across = 1 if wide else 2
    expected = PICTURE.resize((200 * across, 120 * down), Image.Resampling.NEAREST)
    assert same(paper.crop((0, 0, 200 * across, 120 * down)), expected)


@pytest.mark.parametrize(("align", "left"), [("left", 0), ("center", 188), ("right", 376)])
def test_the_alignment_places_a_picture(align: str, left: int):
    printer = Dummy()
    printer.set(align=align)
    printer.image(PICTURE)
    printer.cut()
    (paper,), _ = papers_of(printer.output)
    assert same(paper.crop((left, 0, left + 200, 120)), PICTURE)


def test_a_picture_wider_than_the_paper_is_clipped_and_counted():
    for implementation in ("bitImageRaster", "bitImageColumn"):
        printer = Dummy()
        printer.image(SLIP, impl=implementation)
        printer.cut()
        (paper,), interpreter = papers_of(printer.output, 384)
        assert same(paper.crop((0, 0, 384, 48)), SLIP.crop((0, 0, 384, 48)))
        assert interpreter.counts["clipped"] > 0


def test_text_is_drawn_and_what_cannot_be_is_counted():
    printer = Dummy()
    printer.text("HELLO " * 12 + "\n")
    printer.cut()
    (paper,), interpreter = papers_of(printer.output)
    assert paper.convert("L").point(lambda value: 255 - value).getbbox() is not None
    assert paper.height == 2 * 30 + 6 * 30
    assert interpreter.counts == {}
    assert papers_of("Nguyễn".encode())[1].counts["unreadable"] == 3


def test_what_is_not_drawn_as_it_was_meant_is_counted():
    printer = Dummy()
    printer.qr("text", native=True)
    printer.barcode("4006381333931", "EAN13", function_type="B")
    printer.set(double_height=True, double_width=True)
    printer._raw(b"\x1b\xfe\x1dv9\x00\x00\x00\x00\x00\x01")
    _, paper = papers_of(printer.output)
    assert paper.counts["undrawn"] >= 2
    assert paper.counts["unstyled"] >= 1
    assert paper.counts["unknown"] >= 3


def test_settings_without_effect_here_pass_quietly():
    printer = Dummy()
    printer.hw("INIT")
    printer.set(align="left", font="a", bold=True, underline=0)
    printer.line_spacing(40)
    printer.cashdraw(2)
    printer.panel_buttons(False)
    printer.line_spacing()
    printer.print_and_feed(2)
    _, paper = papers_of(printer.output)
    assert paper.counts["unknown"] == 0
    assert paper.lines == 60


def test_each_cut_gives_a_paper_and_a_second_cut_gives_none():
    for cut in (b"\x1dV\x00", b"\x1dV\x01", b"\x1dV\x42\x03", b"\x1bi", b"\x1bm"):
        papers, _ = papers_of(b"\x1bJ\x0a" + cut + cut.replace(b"\x42\x03", b"\x00"))
        assert len(papers) == 1
        assert papers[0].height == (13 if b"\x42" in cut else 10)


@given(st.lists(st.integers(1, 12_000), max_size=8))
def test_any_split_of_the_bytes_gives_the_same_paper(cuts: list[int]):
    data = encoded(impl="bitImageRaster") + encoded(impl="graphics") + encoded(impl="bitImageColumn")
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    papers: list[Image.Image] = []
    paper = Paper(576, papers.append)
    for a, b in itertools.pairwise(places):
        paper.feed(data[a:b])
    assert len(papers) == 3
    assert all(same(one.crop((0, 0, 200, 120)), PICTURE) for one in papers)
    assert paper.waiting == 0


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fall_over(data: bytes):
    paper = Paper(64)
    for piece in (b"\x1d(L", b"\x1d8L", b"\x1dv0", b"\x1b*", b"\x1dk"):
        paper.feed(piece + data)
    paper.clear()
    assert paper.waiting == 0


def test_noise_is_bounded_in_memory():
    noise = random.Random(4).randbytes(300_000)
    papers, paper = papers_of(noise + b"\x1bd\xff" * 600)
    assert paper.waiting < 1 << 21
    assert paper.lines <= MAX_LINES
    assert all(one.height <= MAX_LINES + 4096 for one in papers)


def test_paper_without_a_cut_is_cut_at_its_longest():
    papers, paper = papers_of(b"\x1bd\xff" * 10)
    assert len(papers) == 1
    assert paper.counts["forced"] == 1


def test_what_came_whole_of_a_raster_is_on_the_paper_when_the_power_goes():
    _, paper = papers_of(encoded()[: 8 + 25 * 50 + 7])
    assert paper.lines == 0
    paper.clear()
    assert same(paper.picture().crop((0, 0, 200, 50)), PICTURE.crop((0, 0, 200, 50)))
    assert paper.lines == 50


def test_halted_it_carries_out_nothing_and_goes_on_later():
    papers: list[Image.Image] = []
    paper = Paper(576, papers.append)
    paper.feed(encoded(), lambda: True)
    assert paper.waiting == len(encoded())
    assert papers == []
    paper.feed(b"")
    assert same(papers[0].crop((0, 0, 200, 120)), PICTURE)
