"""Drawings of the machine: the reading slot, the camera, a resting machine. Lines 5 px, as on the real panel."""

from screens.widgets.drawing import Sketch

WAY = (0.0, 0.0, 280.0, 170.0)
REST = (0.0, 0.0, 340.0, 400.0)
LINE = 1.7
"""mm"""


def slot(sketch: Sketch, lit: bool = True) -> None:
    """A card with its square code goes up into the lit slot."""
    if lit:
        sketch.path("M92 62L58 154L222 154L188 62Z", "son1")
    sketch.box(50, 18, 180, 44, 8, "tre1", "tre9", sketch.pen(LINE))
    sketch.path("M84 40L196 40", stroke="son" if lit else "tre9", width=sketch.pen(2.6))
    sketch.at(140, 112, 0, 0.98)
    _card(sketch)
    sketch.at(0, 0)
    for x in (30, 250):
        arrow = f"M{x} 132L{x} 94M{x - 12} 106L{x} 94L{x + 12} 106"
        sketch.path(arrow, stroke="son" if lit else "line", width=sketch.pen(2.2))


def slot_dark(sketch: Sketch) -> None:
    """The same, the light off."""
    slot(sketch, lit=False)


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


def _card(sketch: Sketch) -> None:
    pen = sketch.pen(LINE)
    sketch.box(-62, -39, 124, 78, 9, "surface", "tre9", pen)
    sketch.box(-50, -26, 26, 32, 4, "tre1", "tre9", pen)
    for line in ("M-14 -24L4 -24", "M-14 -10L0 -10", "M-50 20L-4 20"):
        sketch.path(line, stroke="tre9", width=pen)
    sketch.path("M14 -24L50 -24L50 12L14 12Z", stroke="tre9", width=pen)
    for x, y in ((20, -18), (36, -18), (20, -2), (34, -4), (40, 3)):
        sketch.box(x, y, 8 if y < -3 or x < 30 else 6, 8 if y < -3 or x < 30 else 6, fill="tre9")
