"""Drawings of our own geometry as textures: paths in the units of a view box, drawn large and scaled down once."""

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image, ImageDraw

from screens.theme import theme
from screens.widgets.part import Part

Point = tuple[float, float]
_OVER = 3
_TOKEN = re.compile(r"[MLHVCSQZmlhvcsqz]|-?\d*\.?\d+")


class Sketch:
    """A picture being drawn. `view`: x, y, width, height of the view box; `px`: width of the result."""

    def __init__(self, view: tuple[float, float, float, float], px: int) -> None:
        self.view, self.scale = view, px * _OVER / view[2]
        size = (px * _OVER, round(view[3] * self.scale))
        self._size = (px, round(size[1] / _OVER))
        self.image = Image.new("RGBA", size, (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)
        self.move: Callable[[Point], Point] = lambda point: point

    def at(self, x: float, y: float, degrees: float = 0, scale: float = 1) -> None:
        """What is drawn next is scaled, turned and moved there; `at(0, 0)` undoes it."""
        cos, sin = math.cos(math.radians(degrees)) * scale, math.sin(math.radians(degrees)) * scale
        self.move = lambda p: (x + p[0] * cos - p[1] * sin, y + p[0] * sin + p[1] * cos)

    def pen(self, mm: float) -> float:
        """A line that is `mm` thick on the panel, in units of the view box."""
        return theme.mm(mm) * _OVER / self.scale

    def path(self, data: str, fill: str = "", stroke: str = "", width: float = 0) -> None:
        """Draw path data in the letters M L H V C S Q Z; `fill` and `stroke` are colour tokens."""
        for points, closed in flatten(data):
            self.points(points, fill, stroke, width, closed)

    def points(
        self, points: Sequence[Point], fill: str = "", stroke: str = "", width: float = 0, closed: bool = False
    ) -> None:
        """Draw a polygon or a polyline with round joins and ends."""
        moved = [self._to_px(p) for p in points]
        if fill and len(moved) > 2:
            self._draw.polygon(moved, fill=_rgb(fill))
        if stroke and width:
            line = [*moved, moved[0], moved[1]] if closed and len(moved) > 1 else moved
            thick = max(1, round(width * self.scale))
            self._draw.line(line, fill=_rgb(stroke), width=thick, joint="curve")
            if not closed:
                for x, y in (line[0], line[-1]):
                    half = thick / 2
                    self._draw.ellipse((x - half, y - half, x + half, y + half), fill=_rgb(stroke))

    def circle(self, x: float, y: float, radius: float, fill: str = "", stroke: str = "", width: float = 0) -> None:
        """Draw a circle; the stroke straddles the radius."""
        (cx, cy), half = self._to_px((x, y)), width * self.scale / 2
        r = radius * self.scale + (half if stroke else 0)
        rect = (cx - r, cy - r, cx + r, cy + r)
        self._draw.ellipse(
            rect,
            fill=_rgb(fill) if fill else None,
            outline=_rgb(stroke) if stroke else None,
            width=max(1, round(2 * half)) if stroke else 0,
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        radius: float = 0,
        fill: str = "",
        stroke: str = "",
        line: float = 0,
    ) -> None:
        """Draw a rounded box, turned as `at` says."""
        r = min(radius, width / 2, height / 2)
        k = r * 0.4477
        right, low = x + width, y + height
        data = (
            f"M{x + r} {y}L{right - r} {y}C{right - k} {y} {right} {y + k} {right} {y + r}"
            f"L{right} {low - r}C{right} {low - k} {right - k} {low} {right - r} {low}"
            f"L{x + r} {low}C{x + k} {low} {x} {low - k} {x} {low - r}L{x} {y + r}C{x} {y + k} {x + k} {y} {x + r} {y}Z"
        )
        self.path(data, fill, stroke, line)

    def texture(self) -> Texture:
        """The picture at its final size."""
        image = self.image.resize(self._size, Image.Resampling.BOX).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        texture = Texture.create(size=image.size, colorfmt="rgba")
        texture.blit_buffer(image.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
        return texture

    def _to_px(self, point: Point) -> Point:
        x, y = self.move(point)
        return (x - self.view[0]) * self.scale, (y - self.view[1]) * self.scale


class Drawing(Part):
    """A drawing as wide as its place, or `most` px; `draw` fills a Sketch of the view box."""

    def __init__(
        self, draw: Callable[[Sketch], None], view: tuple[float, float, float, float], most: float = 1e6
    ) -> None:
        super().__init__()
        self.draw, self.view, self.most = draw, view, most

    def fit(self, width: float) -> float:
        return round(min(width, self.most) * self.view[3] / self.view[2])

    def paint(self, ink: InstructionGroup) -> None:
        width = round(min(self.width, self.most, self.height * self.view[2] / self.view[3]))
        if width < 1:
            return
        texture = _drawn(self.draw, self.view, width, theme.name)
        ink.add(Color(1, 1, 1, 1))
        pos = (round(self.center_x - texture.width / 2), round(self.center_y - texture.height / 2))
        ink.add(Rectangle(texture=texture, pos=pos, size=texture.size))


def flatten(data: str) -> list[tuple[list[Point], bool]]:
    """Path data as polylines and whether each is closed. Raises ValueError for a letter that is not supported."""
    tokens = _TOKEN.findall(data)
    paths: list[tuple[list[Point], bool]] = []
    points: list[Point] = []
    at: Point = (0.0, 0.0)
    control: Point = at
    index, letter = 0, ""

    def number() -> float:
        nonlocal index
        index += 1
        return float(tokens[index - 1])

    def pair() -> Point:
        x, y = number(), number()
        return (at[0] + x, at[1] + y) if letter.islower() else (x, y)

    while index < len(tokens):
        if tokens[index].isalpha():
            letter = tokens[index]
            index += 1
        kind = letter.upper()
        if kind == "Z":
            paths.append((points, True))
            at, points = points[0], []
        elif kind == "M":
            if points:
                paths.append((points, False))
            at = pair()
            points = [at]
            letter = "l" if letter == "m" else "L"
        elif kind in "LHV":
            if kind == "L":
                at = pair()
            elif kind == "H":
                at = (number() + (at[0] if letter.islower() else 0), at[1])
            else:
                at = (at[0], number() + (at[1] if letter.islower() else 0))
            points.append(at)
            control = at
        elif kind in "CSQ":
            one = (2 * at[0] - control[0], 2 * at[1] - control[1]) if kind == "S" else pair()
            two = one if kind == "Q" else pair()
            end = pair()
            if kind == "Q":
                one, two = _toward(at, one), _toward(end, one)
            points += [_bezier(at, one, two, end, step / 12) for step in range(1, 13)]
            at, control = end, two
        else:
            raise ValueError(f"path letter {letter}")
    if points:
        paths.append((points, False))
    return paths


def _toward(from_: Point, to: Point) -> Point:
    return from_[0] + (to[0] - from_[0]) * 2 / 3, from_[1] + (to[1] - from_[1]) * 2 / 3


def _bezier(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    u = 1 - t
    w = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
    return (
        w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
        w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
    )


def _rgb(token: str) -> tuple[int, int, int, int]:
    red, green, blue, alpha = (round(part * 255) for part in theme.colour(token))
    return red, green, blue, alpha


@lru_cache(maxsize=48)
def _drawn(draw: Callable[[Sketch], None], view: tuple[float, float, float, float], px: int, name: str) -> Texture:
    sketch = Sketch(view, px)
    draw(sketch)
    return sketch.texture()
