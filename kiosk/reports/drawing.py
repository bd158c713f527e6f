"""A picture described once and drawn twice: as SVG with text that stays text, and as PNG with the kiosk's own font."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parents[2] / "assets" / "fonts"

Weight = Literal["Medium", "SemiBold", "Bold", "ExtraBold"]
_CSS = {"Medium": 500, "SemiBold": 600, "Bold": 700, "ExtraBold": 800}


@dataclass(frozen=True)
class Box:
    """A filled rectangle; `x`, `y` its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0


@dataclass(frozen=True)
class Words:
    """One line of text; `y` is its base line."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    weight: Weight = "Medium"
    anchor: Literal["start", "middle", "end"] = "start"


Shape = Box | Words


@cache
def _font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"BeVietnamPro-{weight}.ttf"), size)


def wrapped(text: str, width: float, size: float, weight: Weight = "Medium") -> list[str]:
    """The text in lines no wider than `width`."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _font(weight, round(size)).getlength(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def svg(shapes: Iterable[Shape], width: int, height: int, title: str) -> str:
    """The picture as SVG, `title` for those who do not see it."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="{escape(title)}"'
        " font-family=\"'Be Vietnam Pro', Arial, sans-serif\">",
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>',
    ]
    for shape in shapes:
        if isinstance(shape, Box):
            radius = f' rx="{shape.radius:g}"' if shape.radius else ""
            parts.append(
                f'<rect x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" height="{shape.height:.1f}"'
                f'{radius} fill="{shape.fill}"/>'
            )
        else:
            parts.append(
                f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" fill="{shape.fill}"'
                f' font-weight="{_CSS[shape.weight]}" text-anchor="{shape.anchor}">{escape(shape.text)}</text>'
            )
    return "\n".join([*parts, "</svg>", ""])


def picture(shapes: Iterable[Shape], width: int, height: int, scale: int) -> Image.Image:
    """The picture in dots, `scale` for each unit."""
    image = Image.new("RGB", (width * scale, height * scale), "#FFFFFF")
    draw = ImageDraw.Draw(image)
    for shape in shapes:
        if isinstance(shape, Box):
            corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            left, top, right, bottom = (round(at * scale) for at in corners)
            if right > left and bottom > top:
                draw.rounded_rectangle((left, top, right - 1, bottom - 1), round(shape.radius * scale), shape.fill)
        else:
            anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
            font = _font(shape.weight, round(shape.size * scale))
            draw.text((shape.x * scale, shape.y * scale), shape.text, shape.fill, font, anchor)
    return image
