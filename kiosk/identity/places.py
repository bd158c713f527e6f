"""Places of Việt Nam, old and new: a dated table whose answers are proposals for a person to confirm."""

from pathlib import Path

PLACES = Path(__file__).parents[2] / "assets" / "places" / "places-vn.json"
