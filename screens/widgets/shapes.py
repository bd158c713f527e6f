"""Shapes that parts draw on their ground: boxes with an outline and a lower edge, dashes, discs, arcs."""

import itertools
import math

from kivy.graphics import Color, InstructionGroup, Line, Mesh, Rectangle, SmoothEllipse, SmoothRoundedRectangle

from screens.theme import theme

Box = tuple[float, float, float, float]
"""x, y, width, height in px"""


def box(
    ink: InstructionGroup,
    rect: Box,
    radius: float,
    fill: str,
    outline: str = "",
    line: float = 0,
    edge: float = 0,
    corners: tuple[bool, bool, bool, bool] = (True, True, True, True),
) -> None:
    """A filled box; with an `outline` token it is framed `line` px, the lower side `edge` px if that is more.

    `corners` says which are round: top left, top right, bottom right, bottom left.
    """
    x, y, width, height = rect
    round_ = [radius if corner else 0 for corner in corners]
    if outline and (line or edge):
        ink.add(Color(*theme.colour(outline)))
        ink.add(_rounded(x, y, width, height, round_))
        low = max(line, edge)
        x, y, width, height = x + line, y + low, width - 2 * line, height - line - low
        round_ = [max(0, r - line) for r in round_]
    ink.add(Color(*theme.colour(fill)))
    ink.add(_rounded(x, y, width, height, round_))


def disc(ink: InstructionGroup, x: float, y: float, size: float, fill: str, outline: str = "", line: float = 0) -> None:
    """A circle in the square of `size` px at x, y."""
    if outline:
        ink.add(Color(*theme.colour(outline)))
        ink.add(SmoothEllipse(pos=(x, y), size=(size, size)))
        x, y, size = x + line, y + line, size - 2 * line
    ink.add(Color(*theme.colour(fill)))
    ink.add(SmoothEllipse(pos=(x, y), size=(size, size)))


def bar(ink: InstructionGroup, rect: Box, fill: str) -> None:
    """A plain rectangle."""
    x, y, width, height = rect
    ink.add(Color(*theme.colour(fill)))
    ink.add(Rectangle(pos=(x, y), size=(width, height)))


def arc(
    ink: InstructionGroup,
    centre: tuple[float, float],
    radius: float,
    width: float,
    start: float,
    end: float,
    token: str,
) -> None:
    """A round-ended arc, `start` to `end` in degrees clockwise from the top, `width` px thick."""
    ink.add(Color(*theme.colour(token)))
    ink.add(Line(circle=(*centre, radius, start, end), width=width / 2, cap="round"))


def dashes(ink: InstructionGroup, rect: Box, radius: float, line: float, token: str, dash: float, gap: float) -> None:
    """A dashed outline as one mesh (Kivy's own dashes work at width 1 only)."""
    x, y, width, height = rect
    inset = line / 2
    path = _outline(x + inset, y + inset, width - line, height - line, radius - inset)
    lengths = [math.dist(a, b) for a, b in itertools.pairwise(path)]
    step = sum(lengths) / max(1, round(sum(lengths) / (dash + gap)))
    on = step * dash / (dash + gap)
    vertices: list[float] = []
    indices: list[int] = []
    along = 0.0
    for (ax, ay), (bx, by), length in zip(path, path[1:], lengths, strict=False):
        if not length:
            continue
        ux, uy = (bx - ax) / length, (by - ay) / length
        at = 0.0
        while at < length:
            phase = (along + at) % step
            run = min((on if phase < on else step) - phase, length - at)
            run = max(run, 1e-3)
            if phase < on:
                first = len(vertices) // 4
                for distance in (at, at + run):
                    for side in (inset, -inset):
                        vertices += [ax + ux * distance - uy * side, ay + uy * distance + ux * side, 0, 0]
                indices += [first, first + 1, first + 2, first + 1, first + 3, first + 2]
            at += run
        along += length
    ink.add(Color(*theme.colour(token)))
    ink.add(Mesh(vertices=vertices, indices=indices, mode="triangles"))


def _rounded(x: float, y: float, width: float, height: float, radius: list[float]) -> SmoothRoundedRectangle:
    most = min(width, height) / 2
    return SmoothRoundedRectangle(pos=(x, y), size=(width, height), radius=[(min(r, most),) * 2 for r in radius])


def _outline(x: float, y: float, width: float, height: float, radius: float) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for cx, cy, start in (
        (x + width - radius, y + height - radius, 0),
        (x + radius, y + height - radius, 90),
        (x + radius, y + radius, 180),
        (x + width - radius, y + radius, 270),
    ):
        for turn in range(0, 91, 15):
            angle = math.radians(start + turn)
            points.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
    return [*points, points[0]]
