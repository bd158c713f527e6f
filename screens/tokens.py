"""Design tokens, free of any window: palettes, sizes in millimetres, the panel that turns them into pixels."""

import math
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

ASSETS = Path(__file__).parents[1] / "assets"
THEMES = ASSETS / "themes"

ThemeName = Literal["light", "contrast"]
SCALES: dict[str, float] = {"1": 1.0, "1.25": 1.25, "1.5": 1.5}

CAP_EM = 0.74
"""Height of a capital H of Be Vietnam Pro, in em."""

EYE_MM = 600.0
LEAST_DEGREES = 0.7
"""EN 301 549 clause 5.1.4: a capital H subtends at least this at the viewing distance."""

LOWER_EDGE_MM = 780.0
REACH_MM = 1220.0
"""The panel's lower edge and the highest touch, both above the floor (EN 301 549 clause 8.3)."""

Rgba = tuple[float, float, float, float]


@dataclass(frozen=True)
class Panel:
    """A screen: pixels and the active area in mm. The default is the 27-inch panel on its end."""

    width: int = 1080
    height: int = 1920
    width_mm: float = 336.0
    height_mm: float = 598.0

    @property
    def px_per_mm(self) -> float:
        return self.width / self.width_mm

    @property
    def portrait(self) -> bool:
        return self.height > self.width

    def px(self, mm: float) -> int:
        """Millimetres as whole pixels; a length that is there stays at least one pixel."""
        return max(1, round(mm * self.px_per_mm)) if mm > 0 else 0

    @classmethod
    def of(cls, width: int, height: int) -> "Panel":
        """The usual panel of this many pixels: 27 inches on its end, 21.5 inches lying; of another shape than 16:9 the
        smallest that is nowhere smaller, so that all pages have their room."""
        least, tall = (336.0, 597.0) if height > width else (476.0, 267.0)
        wide = max(least, tall * width / height)
        return cls(width, height, wide, wide * height / width)


@dataclass(frozen=True)
class Role:
    """A way of setting text: `em` in mm, `line` height in em, `most` the largest text scale it takes."""

    em: float
    weight: int
    line: float
    most: float = 2.0


@dataclass(frozen=True)
class Palette:
    name: ThemeName
    colours: dict[str, Rgba]
    edges: bool
    """whether things that can be pressed show a lower edge"""


@dataclass(frozen=True)
class Sizes:
    """All lengths in mm by name, and the roles of text."""

    mm: dict[str, float]
    roles: dict[str, Role]
    room: float = 1.0
    """what a length of the standing panel is taken by where this panel names none of its own"""


@cache
def palette(name: ThemeName) -> Palette:
    """The palette of a theme. Raises FileNotFoundError for a theme that has no file."""
    raw = yaml.safe_load((THEMES / f"{name}.yaml").read_text("utf-8"))
    return Palette(name, {key: rgba(value) for key, value in raw["colours"].items()}, raw["edges"])


@cache
def sizes(lying: bool = False) -> Sizes:
    """The sizes of a standing panel, or of a lying one: `gap`, `radius_tile`, `line_edge`, `target_button`, `icon_bar`
    ... (groups but `space` prefix)."""
    raw = yaml.safe_load((THEMES / "sizes.yaml").read_text("utf-8"))
    own = raw.pop("lying")
    roles, mm = _roles(raw.pop("type")), _lengths(raw)
    if not lying:
        return Sizes(mm, roles)
    room, own_roles = own.pop("room"), own.pop("type")
    roles |= {name: replace(roles[name], **values) for name, values in own_roles.items()}
    return Sizes({name: value * room for name, value in mm.items()} | _lengths(own), roles, room)


def _roles(raw: dict[str, dict[str, Any]]) -> dict[str, Role]:
    return {name: Role(**values) for name, values in raw.items()}


def _lengths(raw: dict[str, dict[str, Any]]) -> dict[str, float]:
    return {
        name if group == "space" else f"{group}_{name}": float(value)
        for group, values in raw.items()
        for name, value in values.items()
    }


def rgba(text: str) -> Rgba:
    """ "#RRGGBB" or "#RRGGBBAA" as four parts of one. Raises ValueError for anything else."""
    digits = text.removeprefix("#")
    if len(digits) not in (6, 8):
        raise ValueError(f"not a colour: {text}")
    parts = [int(digits[i : i + 2], 16) / 255 for i in range(0, len(digits), 2)]
    red, green, blue, alpha = parts if len(parts) == 4 else [*parts, 1.0]
    return red, green, blue, alpha


def luminance(colour: Rgba) -> float:
    """Relative luminance (WCAG 2.2, "relative luminance")."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgba, other: Rgba) -> float:
    """Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def least_em(eye_mm: float = EYE_MM) -> float:
    """The smallest em, in mm, whose capital H still subtends 0.7° at that distance."""
    return 2 * eye_mm * math.tan(math.radians(LEAST_DEGREES / 2)) / CAP_EM


def reach_px(panel: Panel) -> float:
    """The highest touch on a portrait panel, in px from its lower edge."""
    return (REACH_MM - LOWER_EDGE_MM) * panel.px_per_mm
