"""Drawings of the machine: the reading slot, the camera, a resting machine. Lines 5 px, as on the real panel."""

from screens.widgets.drawing import Sketch

WAY = (0.0, 0.0, 280.0, 170.0)
REST = (0.0, 0.0, 340.0, 400.0)
LINE = 1.7
"""mm"""


def slot(sketch: Sketch, lit: bool = True) -> None:
    """A card with its square code goes up into the lit slot."""
    _slot(sketch, lit)
    sketch.at(140, 112, 0, 0.98)
    _card(sketch)
    sketch.at(0, 0)
    _arrows(sketch, lit)


def slot_dark(sketch: Sketch) -> None:
    """The same, the light off."""
    slot(sketch, lit=False)


def slot_resting(sketch: Sketch) -> None:
    """The slot alone, at rest: nothing is to be put into it."""
    sketch.at(0, 50)
    sketch.box(50, 0, 180, 44, 8, "todo", "ink2", sketch.pen(LINE))
    sketch.path("M84 22L196 22", stroke="ink2", width=sketch.pen(2.6))
    sketch.at(0, 0)
    sketch.circle(140, 130, 22, "nghe1", "nghe7", sketch.pen(LINE))
    for x in (132, 148):
        sketch.path(f"M{x} 121L{x} 139", stroke="nghe9", width=sketch.pen(2.6))


def slip_slot(sketch: Sketch, lit: bool = True) -> None:
    """A slip with its square code goes up into the lit slot."""
    _slot(sketch, lit)
    pen = sketch.pen(LINE)
    teeth = "".join(f"L{184 - 8 * n} {158 if n % 2 else 164}" for n in range(1, 12))
    sketch.path(f"M96 82L184 82L184 164{teeth}L96 164Z", "surface", "tre9", pen)
    for y, wide in ((92, 56), (100, 40)):
        sketch.path(f"M{140 - wide / 2} {y}L{140 + wide / 2} {y}", stroke="tre9", width=pen)
    _code(sketch, 120, 110, 40)
    _arrows(sketch, lit)


def slip_slot_dark(sketch: Sketch) -> None:
    """The same, the light off."""
    slip_slot(sketch, lit=False)


def camera(sketch: Sketch) -> None:
    """A card held a hand's breadth before the camera."""
    sketch.box(24, 10, 112, 72, 14, "tre9", "tre9", sketch.pen(LINE))
    sketch.circle(80, 46, 22, "tre1")
    sketch.circle(80, 46, 9, "tre9")
    for start, end, steps in (((150, 40), (230, 54), 6), ((128, 92), (124, 142), 4)):
        for step in range(steps + 1):
            x = start[0] + (end[0] - start[0]) * step / steps
            y = start[1] + (end[1] - start[1]) * step / steps
            sketch.circle(x, y, 2.6, "nghe7")
    sketch.at(196, 112, 8, 0.96)
    _card(sketch)
    sketch.at(0, 0)


def resting(sketch: Sketch) -> None:
    """This machine, its screen showing a pause."""
    sketch.box(44, 4, 252, 388 - 84, 18, "todo", "tre9", 6)
    sketch.box(66, 26, 208, 214, 10, "surface", "tre9", 6)
    sketch.circle(170, 133, 56, "nghe1", "nghe7", 8)
    for x in (150, 190):
        sketch.path(f"M{x} 110L{x} 156", stroke="nghe9", width=16)
    sketch.path("M104 274L166 274", stroke="tre9", width=6)
    sketch.box(206, 262, 62, 26, 6, "todo", "tre9", 6)
    sketch.path("M24 308L316 308L334 360L6 360Z", "todo", "tre9", 6)
    sketch.path("M56 360L56 396M284 360L284 396", stroke="tre9", width=6)


def _slot(sketch: Sketch, lit: bool) -> None:
    if lit:
        sketch.path("M92 62L58 154L222 154L188 62Z", "son1")
    sketch.box(50, 18, 180, 44, 8, "tre1", "tre9", sketch.pen(LINE))
    sketch.path("M84 40L196 40", stroke="son" if lit else "tre9", width=sketch.pen(2.6))


def _arrows(sketch: Sketch, lit: bool) -> None:
    for x in (30, 250):
        arrow = f"M{x} 132L{x} 94M{x - 12} 106L{x} 94L{x + 12} 106"
        sketch.path(arrow, stroke="son" if lit else "line", width=sketch.pen(2.2))


def _card(sketch: Sketch) -> None:
    pen = sketch.pen(LINE)
    sketch.box(-62, -39, 124, 78, 9, "surface", "tre9", pen)
    sketch.box(-50, -26, 26, 32, 4, "tre1", "tre9", pen)
    for line in ("M-14 -24L4 -24", "M-14 -10L0 -10", "M-50 20L-4 20"):
        sketch.path(line, stroke="tre9", width=pen)
    _code(sketch, 14, -24, 36)


def _code(sketch: Sketch, x: float, y: float, side: float) -> None:
    """A square code, as small as it can be seen."""
    part = side / 36
    sketch.path(f"M{x} {y}L{x + side} {y}L{x + side} {y + side}L{x} {y + side}Z", stroke="tre9", width=sketch.pen(LINE))
    for dx, dy, wide in ((6, 6, 8), (22, 6, 8), (6, 22, 8), (20, 20, 6), (26, 27, 6)):
        sketch.box(x + dx * part, y + dy * part, wide * part, wide * part, fill="tre9")
